#include "domain/usage/asked.h"

#include <string.h>

/* Whose series are asked for first, by an index of their own; all others are gone through. */
enum scope { OF_KEY, OF_ACCOUNT, OF_BUNDLE, OF_ANYBODY, SCOPES };

static enum scope scope_of(const struct usage_ask *ask)
{
    if (ask->key_id)
        return OF_KEY;
    return ask->account_id ? OF_ACCOUNT : ask->bundle_id ? OF_BUNDLE : OF_ANYBODY;
}

#define BY                                                                                   \
    " CASE $7 WHEN 0 THEN bundle_id WHEN 1 THEN bundle_id || ' ' || endpoint"                \
    " WHEN 2 THEN key_id WHEN 3 THEN account_id WHEN 4 THEN environment"                     \
    " WHEN 5 THEN CAST(status AS TEXT) ELSE '' END"
#define ASKED(first)                                                                         \
    "SELECT id, status, dense_rank() OVER (ORDER BY" BY ") - 1 FROM usage_series WHERE "     \
    first " AND ($1 IS NULL OR account_id = $1) AND ($2 IS NULL OR publisher_id = $2)"       \
    " AND ($3 IS NULL OR bundle_id = $3) AND ($4 IS NULL OR endpoint = $4)"                  \
    " AND ($5 IS NULL OR key_id = $5) AND ($6 IS NULL OR environment = $6) ORDER BY id"

static const char *const series_sql[SCOPES] = {
    ASKED("key_id = $5"), ASKED("account_id = $1"), ASKED("bundle_id = $3"), ASKED("id > 0"),
};

static struct asked_series *next_place(struct arena *a, struct asked_list *list)
{
    enum { FIRST_ROOM = 64 };
    int const count = list->count;
    if (count < FIRST_ROOM ? count > 0 : (count & (count - 1)) != 0)
        return &list->items[list->count++];
    struct asked_series *more = arena_alloc(a, (size_t)(count < FIRST_ROOM ? FIRST_ROOM : 2 * count)
                                                   * sizeof *more);
    if (count)
        memcpy(more, list->items, (size_t)count * sizeof *more);
    list->items = more;
    return &list->items[list->count++];
}

enum err series_asked(struct db *db, struct arena *a, const struct usage_ask *ask,
                      const enum usage_by *by, struct asked_list *out)
{
    struct asked_list list = { 0 };
    AUTO_QUERY struct query q = db_query(db, series_sql[scope_of(ask)], TEXT(ask->account_id),
                                         TEXT(ask->publisher_id), TEXT(ask->bundle_id),
                                         TEXT(ask->endpoint), TEXT(ask->key_id),
                                         TEXT(ask->environment), INT(by ? (int)*by : -1));
    while (query_next(&q)) {
        struct asked_series *s = next_place(a, &list);
        s->id = column_int(&q);
        s->status = column_int(&q);
        s->group = column_int(&q);
        if (s->group >= list.group_count)
            list.group_count = s->group + 1;
    }
    TRY(query_result(&q));
    *out = list;
    return OK;
}

/* Rows of one time lie together: where nearly all are asked for, they are read as they lie; those
 * of a few series by the series' own index. */
#define HEAD(t) "SELECT " t ".at, " t ".series_id, " SUMS
#define WHEN(t) t ".at >= $1 AND " t ".at < $2 AND $3 IS NULL"
#define OF_FEW(t, which)                                                                     \
    HEAD(t) " FROM usage_series s CROSS JOIN " t " WHERE " which " AND " t ".series_id = s.id" \
    " AND " t ".at >= $1 AND " t ".at < $2"
#define UNROLLED " AND usage_minutes.at >= (SELECT until_at FROM usage_rolled WHERE id = 1)"
#define IN_TIME(t) " ORDER BY " t ".at"

#define SCOPED(t, more)                                                                      \
    { OF_FEW(t, "s.key_id = $3") more IN_TIME(t),                                            \
      OF_FEW(t, "s.account_id = $3") more IN_TIME(t),                  \
      OF_FEW(t, "s.bundle_id = $3") more IN_TIME(t),                          \
      HEAD(t) " FROM " t " WHERE " WHEN(t) more IN_TIME(t) }

static const char *const rows_sql[USAGE_LEVELS][SCOPES] = {
    SCOPED("usage_minutes", ""), SCOPED("usage_hours", ""), SCOPED("usage_days", ""),
};
static const char *const unrolled_sql[SCOPES] = SCOPED("usage_minutes", UNROLLED);

static const struct asked_series *series_with(const struct asked_list *list, int64_t id)
{
    int low = 0, high = list->count;
    while (low < high) {
        int const middle = (low + high) / 2;
        if (list->items[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < list->count && list->items[low].id == id ? &list->items[low] : NULL;
}

/* No answer ends with 1xx. */
static enum usage_class class_of(int64_t status)
{
    if (status < 300)
        return USAGE_2XX;
    return status < 400 ? USAGE_3XX : status < 500 ? USAGE_4XX : USAGE_5XX;
}

static enum err take_row(struct query *q, const struct rows_walk *walk)
{
    struct row_head head = { .at = column_int(q) };
    head.series = series_with(walk->list, column_int(q));
    if (!head.series)
        return OK;
    head.calls = column_int(q);
    q->column--;
    struct sum *sum = walk->place(walk->context, &head);
    if (!sum)
        return OK;
    sum->by_class[class_of(head.series->status)] += head.calls;
    return sums_read(q, &sum->sums);
}

static enum err walk_through(struct db *db, const char *sql, const struct rows_walk *walk)
{
    const struct usage_ask *ask = walk->ask;
    const char *const whose[SCOPES] = { ask->key_id, ask->account_id, ask->bundle_id, NULL };
    AUTO_QUERY struct query q = db_query(db, sql, INT(level_start(ask->step, ask->from)),
                                         INT(ask->to), TEXT(whose[scope_of(ask)]));
    while (query_next(&q))
        TRY(take_row(&q, walk));
    return query_result(&q);
}

/* What is not rolled up yet comes behind all that is. */
enum err rows_walk(struct db *db, const struct rows_walk *walk)
{
    enum scope const scope = scope_of(walk->ask);
    if (walk->list->count == 0)
        return OK;
    TRY(walk_through(db, rows_sql[walk->ask->step][scope], walk));
    if (walk->ask->step == USAGE_MINUTE)
        return OK;
    return walk_through(db, unrolled_sql[scope], walk);
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
