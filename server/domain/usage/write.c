#include "domain/usage/write.h"

#include "domain/usage/rows.h"
#include "store/db.h"

static enum err series_find(struct db *tx, const struct tally_key *key,
                            const struct tally_name *name, const struct access_names *names,
                            const char *environment, int64_t *out)
{
    AUTO_QUERY struct query q = db_query(tx,
        "SELECT id FROM usage_series WHERE key_id = $1 AND bundle_id = $2 AND endpoint = $3"
        " AND environment = $4 AND status = $5 AND account_id = $6",
        TEXT(key->id), TEXT(names->bundle_id), TEXT(names->endpoint), TEXT(environment),
        INT(name->status), TEXT(key->account_id));
    if (!query_next(&q))
        return query_missing(&q);
    *out = column_int(&q);
    return OK;
}

static enum err series_make(struct db *tx, const struct tally_key *key,
                            const struct tally_name *name, const struct access_names *names,
                            const char *environment, int64_t *out)
{
    AUTO_QUERY struct query q = db_query(tx,
        "INSERT INTO usage_series (publisher_id, bundle_id, endpoint, key_id, account_id,"
        " environment, status, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
        TEXT(names->publisher_id), TEXT(names->bundle_id), TEXT(names->endpoint), TEXT(key->id),
        TEXT(key->account_id), TEXT(environment), INT(name->status),
        INT(name->minute * INT64_C(60)));
    if (!query_next(&q))
        return query_missing(&q);
    *out = column_int(&q);
    query_next(&q);
    return query_result(&q);
}

static enum err series_of(struct db *tx, const struct tally *t, const struct tally_name *name,
                          int64_t *out)
{
    const struct tally_key *key = &t->keys[name->key];
    const char *environment = name->environment < KEY_ENVIRONMENTS
                                  ? key_environment_name(name->environment) : "";
    struct access_names names;
    access_names(name->bundle, name->endpoint, &names);
    enum err const e = series_find(tx, key, name, &names, environment, out);
    return e == NOT_FOUND ? series_make(tx, key, name, &names, environment, out) : e;
}

/* What comes late, for a minute that has been rolled up already, goes further at once. */
static enum err write_series(struct db *tx, const struct tally *t, const struct tally_series *s,
                             int64_t rolled_at)
{
    AUTO_ARENA struct arena a = { 0 };
    struct usage_sums *sums = ARENA_NEW(&a, struct usage_sums);
    int64_t const at = s->name.minute * INT64_C(60);
    int64_t id = 0;
    sums->calls = (int64_t)s->calls;
    sums->duration_us = s->duration_us;
    sums->upstream_calls = (int64_t)s->upstream_calls;
    sums->upstream_us = s->upstream_us;
    tally_histogram(t, s, TALLY_DURATION, &sums->durations);
    tally_histogram(t, s, TALLY_UPSTREAM, &sums->upstreams);
    TRY(series_of(tx, t, &s->name, &id));
    TRY(sums_add(tx, USAGE_MINUTE, at, id, sums));
    if (at >= rolled_at)
        return OK;
    TRY(sums_add(tx, USAGE_HOUR, level_start(USAGE_HOUR, at), id, sums));
    return sums_add(tx, USAGE_DAY, level_start(USAGE_DAY, at), id, sums);
}

enum err tally_write(struct db *db, const struct tally *t)
{
    AUTO_TX struct tx tx = { 0 };
    int64_t rolled_at = 0;
    TRY(tx_begin(&tx, db));
    TRY(rolled_until(tx.db, &rolled_at));
    for (size_t i = 0; i < t->series_count; i++)
        TRY(write_series(tx.db, t, &t->series[i], rolled_at));
    return tx_commit(&tx);
}
