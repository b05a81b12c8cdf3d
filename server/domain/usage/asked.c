#include "domain/usage/asked.h"

#include <string.h>

/* What each row is told apart by, and its sums, in the order in which read_row() reads them. */
#define ROW(table)                                                                           \
    "SELECT " table ".at AS at, s.bundle_id AS bundle_id, s.endpoint AS endpoint,"           \
    " s.key_id AS key_id, s.account_id AS account_id, s.environment AS environment,"         \
    " s.status AS status, calls, duration_us, upstream_calls, upstream_us, durations,"       \
    " upstreams"
#define ASKED                                                                                \
    " AND ($1 IS NULL OR s.account_id = $1) AND ($2 IS NULL OR s.publisher_id = $2)"         \
    " AND ($3 IS NULL OR s.bundle_id = $3) AND ($4 IS NULL OR s.endpoint = $4)"              \
    " AND ($5 IS NULL OR s.key_id = $5) AND ($6 IS NULL OR s.environment = $6)"
#define WHEN(table) " WHERE s.id = " table ".series_id AND " table ".at >= $7 AND " table ".at < $8"
#define UNROLLED " AND usage_minutes.at >= (SELECT until_at FROM usage_rolled WHERE id = 1)"

/* In which order the two tables are gone through: where little belongs to whoever asks, its series
 * first, each by its own index; else the time first. A cross join keeps the order it is written
 * in. */
#define OF_FEW(table, by) " FROM usage_series s CROSS JOIN " table WHEN(table) " AND " by ASKED
#define OF_ALL(table) " FROM " table " CROSS JOIN usage_series s" WHEN(table) ASKED

#define ORDERED                                                                              \
    " ORDER BY CASE $9 WHEN 0 THEN bundle_id WHEN 1 THEN bundle_id || ' ' || endpoint"       \
    " WHEN 2 THEN key_id WHEN 3 THEN account_id WHEN 4 THEN environment"                     \
    " WHEN 5 THEN CAST(status AS TEXT) ELSE '' END, at"

#define FINE(from) "SELECT * FROM (" ROW("usage_minutes") from("usage_minutes") ") AS found" ORDERED
#define COARSE(table, from)                                                                  \
    "SELECT * FROM (" ROW(table) from(table) " UNION ALL " ROW("usage_minutes")              \
    from("usage_minutes") UNROLLED ") AS found" ORDERED
#define LEVELS(from)                                                                         \
    { FINE(from), COARSE("usage_hours", from), COARSE("usage_days", from) }

#define BY_ACCOUNTS(table) OF_FEW(table, "s.account_id = $1")
#define BY_PUBLISHERS(table) OF_FEW(table, "s.publisher_id = $2")
#define BY_BUNDLES(table) OF_FEW(table, "s.bundle_id = $3")

enum { OF_ACCOUNT, OF_PUBLISHER, OF_BUNDLE, OF_ANYBODY };

static const char *const selects[][USAGE_LEVELS] = {
    LEVELS(BY_ACCOUNTS), LEVELS(BY_PUBLISHERS), LEVELS(BY_BUNDLES), LEVELS(OF_ALL),
};

static const char *select_for(const struct usage_ask *ask)
{
    int const scope = ask->account_id ? OF_ACCOUNT : ask->bundle_id ? OF_BUNDLE
                      : ask->publisher_id ? OF_PUBLISHER : OF_ANYBODY;
    return selects[scope][ask->step];
}

struct query rows_asked(struct db *db, const struct usage_ask *ask, int by)
{
    return db_query(db, select_for(ask), TEXT(ask->account_id), TEXT(ask->publisher_id),
                    TEXT(ask->bundle_id), TEXT(ask->endpoint), TEXT(ask->key_id),
                    TEXT(ask->environment), INT(level_start(ask->step, ask->from)), INT(ask->to),
                    INT(by));
}

void name_read(struct query *q, struct arena *a, int64_t *at, struct usage_group *name)
{
    *at = column_int(q);
    *name = (struct usage_group){
        .bundle_id = column_text(q, a), .endpoint = column_text(q, a),
        .key_id = column_text(q, a), .account_id = column_text(q, a),
        .environment = column_text(q, a), .status = column_int(q),
    };
}

/* No answer ends with 1xx. */
static enum usage_class class_of(int64_t status)
{
    if (status < 300)
        return USAGE_2XX;
    return status < 400 ? USAGE_3XX : status < 500 ? USAGE_4XX : USAGE_5XX;
}

enum err sum_read(struct query *q, struct arena *a, const struct usage_group *name,
                  struct sum *sum)
{
    int64_t const before = sum->sums.calls;
    TRY(sums_read(q, a, &sum->sums));
    sum->by_class[class_of(name->status)] += sum->sums.calls - before;
    return OK;
}

void sum_merge(struct sum *into, const struct sum *from)
{
    for (int i = 0; i < USAGE_CLASSES; i++)
        into->by_class[i] += from->by_class[i];
    into->sums.calls += from->sums.calls;
    histogram_merge(&into->sums.durations, &from->sums.durations);
    histogram_merge(&into->sums.upstreams, &from->sums.upstreams);
}

struct usage_figures figures_of(const struct sum *sum)
{
    const struct histogram *d = &sum->sums.durations, *u = &sum->sums.upstreams;
    struct usage_figures figures = {
        .calls = sum->sums.calls, .errors = sum->by_class[USAGE_4XX] + sum->by_class[USAGE_5XX],
        .p50_us = histogram_permille(d, 500), .p95_us = histogram_permille(d, 950),
        .p99_us = histogram_permille(d, 990),
        .upstream_p50_us = histogram_permille(u, 500),
        .upstream_p95_us = histogram_permille(u, 950),
    };
    memcpy(figures.by_class, sum->by_class, sizeof figures.by_class);
    return figures;
}
