/* The last days of an account's keys, call by call. */
#include "domain/usage/figures.h"

#include "base/text.h"
#include "domain/usage/level.h"
#include "store/db.h"

/* The first seconds of the days, the last one's end behind them. */
struct days {
    int64_t starts[USAGE_SPARK_DAYS + 1];
};

static struct days days_until(int64_t now)
{
    struct days d;
    d.starts[USAGE_SPARK_DAYS] = level_end(USAGE_DAY, now);
    for (int i = USAGE_SPARK_DAYS - 1; i >= 0; i--)
        d.starts[i] = level_start(USAGE_DAY, d.starts[i + 1] - 1);
    return d;
}

static void spark_add(struct usage_spark *spark, const struct days *days, int64_t at,
                      int64_t calls)
{
    int day = USAGE_SPARK_DAYS - 1;
    while (day > 0 && at < days->starts[day])
        day--;
    spark->calls[day] += calls;
}

static enum err keys_count(struct db *db, const char *account_id, int *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT count(DISTINCT key_id) FROM usage_series WHERE account_id = $1",
        TEXT(account_id));
    if (!query_next(&q))
        return query_missing(&q);
    *out = (int)column_int(&q);
    return OK;
}

/* Rows come key by key. */
static struct usage_spark *spark_of(struct usage_sparks *s, int room, const char *key_id)
{
    if (s->count > 0 && text_is(s->items[s->count - 1].key_id, key_id))
        return &s->items[s->count - 1];
    if (s->count == room)
        return NULL;
    s->items[s->count] = (struct usage_spark){ .key_id = key_id };
    return &s->items[s->count++];
}

enum err usage_sparks_of(struct db *db, struct arena *a, const char *account_id, int64_t now,
                         struct usage_sparks *out)
{
    struct days const days = days_until(now);
    struct usage_sparks sparks = { 0 };
    int room = 0;
    TRY(keys_count(db, account_id, &room));
    sparks.items = arena_alloc(a, (size_t)(room + 1) * sizeof *sparks.items);
    AUTO_QUERY struct query q = db_query(db,
        "SELECT key_id, at, sum(calls) FROM ("
        " SELECT s.key_id AS key_id, d.at AS at, d.calls AS calls"
        " FROM usage_series s CROSS JOIN usage_days d"
        " WHERE s.account_id = $1 AND d.series_id = s.id AND d.at >= $2"
        " UNION ALL SELECT s.key_id, m.at, m.calls"
        " FROM usage_series s CROSS JOIN usage_minutes m"
        " WHERE s.account_id = $1 AND m.series_id = s.id AND m.at >= $2"
        " AND m.at >= (SELECT until_at FROM usage_rolled WHERE id = 1)) AS found"
        " GROUP BY key_id, at ORDER BY key_id, at", TEXT(account_id), INT(days.starts[0]));
    while (query_next(&q)) {
        struct usage_spark *spark = spark_of(&sparks, room, column_text(&q, a));
        int64_t const at = column_int(&q);
        if (spark)
            spark_add(spark, &days, at, column_int(&q));
    }
    TRY(query_result(&q));
    *out = sparks;
    return OK;
}
