/* What was counted, by what it is told apart by. */
#include "domain/usage/asked.h"

#include <stdlib.h>
#include <string.h>

/* So many groups are added up with their times, of whatever order; where there are more, those with
 * the most calls, or errors, are found first. */
enum { WHOLE_MAX = 512 };

struct group {
    int64_t number, calls, errors;
    int64_t series_id;                  /* of one of its series */
    struct sum *whole;                  /* NULL: only counted */
    struct usage_figures figures;
};

struct groups {
    struct arena *arena;
    struct group *items;
    size_t count;
    struct sum rest, all;               /* of those that are only counted; of all */
};

static struct group *group_of(struct groups *g, const struct row_head *row)
{
    struct group *group = &g->items[row->series->group];
    group->series_id = row->series->id;
    return group;
}

static struct sum *place_counting(void *context, const struct row_head *row)
{
    struct group *group = group_of(context, row);
    group->calls += row->calls;
    group->errors += row->series->status >= 400 ? row->calls : 0;
    return NULL;
}

static struct sum *place_whole(void *context, const struct row_head *row)
{
    struct groups *g = context;
    struct group *group = group_of(g, row);
    return group->whole ? group->whole : &g->rest;
}

/* Ties in the order of their names. */
static int64_t by_number(const struct group *a, const struct group *b)
{
    return a->number - b->number;
}

static int sign(int64_t number)
{
    return number < 0 ? -1 : number > 0;
}

static int most_calls_first(const void *one, const void *other)
{
    const struct group *a = one, *b = other;
    return sign(a->calls == b->calls ? by_number(a, b) : b->calls - a->calls);
}

static int most_errors_first(const void *one, const void *other)
{
    const struct group *a = one, *b = other;
    return sign(a->errors == b->errors ? by_number(a, b) : b->errors - a->errors);
}

static int slowest_first(const void *one, const void *other)
{
    const struct group *a = one, *b = other;
    int64_t const difference = b->figures.p95_us - a->figures.p95_us;
    return sign(difference ? difference : by_number(a, b));
}

static int numbers_in_order(const void *one, const void *other)
{
    return sign(by_number(one, other));
}

enum { BY_NUMBER = SLOWEST + 1 };
static int (*const compares[])(const void *, const void *) = {
    [MOST_CALLS] = most_calls_first, [MOST_ERRORS] = most_errors_first,
    [SLOWEST] = slowest_first, [BY_NUMBER] = numbers_in_order,
};

static void sort(struct groups *g, unsigned order)
{
    qsort(g->items, g->count, sizeof *g->items, compares[order]);
}

static void lay_out(struct groups *g, const struct asked_list *list)
{
    g->count = (size_t)list->group_count;
    g->items = arena_alloc(g->arena, (g->count + 1) * sizeof *g->items);
    for (size_t i = 0; i < g->count; i++)
        g->items[i].number = (int64_t)i;
}

/* Chooses which groups are added up with their times. */
static enum err choose(struct db *db, struct groups *g, const struct rows_walk *walk,
                       const struct usage_grouping *grouping)
{
    size_t const room = grouping->limit > WHOLE_MAX ? (size_t)grouping->limit : WHOLE_MAX;
    size_t const chosen = g->count < room ? g->count : room;
    struct rows_walk counting = *walk;
    counting.place = place_counting;
    if (g->count > room) {
        TRY(rows_walk(db, &counting));
        sort(g, grouping->order == MOST_ERRORS ? MOST_ERRORS : MOST_CALLS);
    }
    for (size_t i = 0; i < chosen; i++)
        g->items[i].whole = ARENA_NEW(g->arena, struct sum);
    sort(g, BY_NUMBER);
    return OK;
}

static void conclude(struct groups *g)
{
    for (size_t i = 0; i < g->count; i++) {
        struct group *group = &g->items[i];
        if (!group->whole)
            continue;
        group->figures = figures_of(group->whole);
        group->calls = group->figures.calls;
        group->errors = group->figures.errors;
        sum_merge(&g->all, group->whole);
    }
    sum_merge(&g->all, &g->rest);
}

/* What its rows have in common; a key has one account. */
static struct usage_group common_name(enum usage_by by, const struct usage_group *n)
{
    struct usage_group g = { 0 };
    if (by == BY_BUNDLE || by == BY_ENDPOINT)
        g.bundle_id = n->bundle_id;
    if (by == BY_ENDPOINT)
        g.endpoint = n->endpoint;
    if (by == BY_KEY)
        g.key_id = n->key_id;
    if (by == BY_KEY || by == BY_ACCOUNT)
        g.account_id = n->account_id;
    if (by == BY_ENVIRONMENT)
        g.environment = n->environment;
    if (by == BY_STATUS)
        g.status = n->status;
    return g;
}

static enum err name_of(struct db *db, struct arena *a, const struct group *group,
                        enum usage_by by, struct usage_group *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT bundle_id, endpoint, key_id, account_id, environment, status FROM usage_series"
        " WHERE id = $1", INT(group->series_id));
    if (!query_next(&q))
        return query_missing(&q);
    struct usage_group const n = {
        .bundle_id = column_text(&q, a), .endpoint = column_text(&q, a),
        .key_id = column_text(&q, a), .account_id = column_text(&q, a),
        .environment = column_text(&q, a), .status = column_int(&q),
    };
    *out = common_name(by, &n);
    out->figures = group->figures;
    return OK;
}

static enum err tell(struct db *db, struct arena *a, struct groups *g,
                     const struct usage_grouping *grouping, struct usage_groups *out)
{
    sort(g, grouping->order);
    struct usage_groups told = { .totals = figures_of(&g->all) };
    told.items = arena_alloc(a, (size_t)grouping->limit * sizeof *told.items);
    for (size_t i = 0; i < g->count; i++) {
        const struct group *group = &g->items[i];
        told.total += group->calls > 0;
        if (group->calls == 0 || !group->whole || told.count == grouping->limit)
            continue;
        TRY(name_of(db, a, group, grouping->by, &told.items[told.count]));
        told.count++;
    }
    *out = told;
    return OK;
}

static enum err add_up(struct db *db, struct arena *a, const struct usage_ask *ask,
                       const struct usage_grouping *grouping, struct groups *g)
{
    struct asked_list list;
    TRY(series_asked(db, a, ask, &grouping->by, &list));
    struct rows_walk const walk = { ask, &list, place_whole, g };
    lay_out(g, &list);
    TRY(choose(db, g, &walk, grouping));
    TRY(rows_walk(db, &walk));
    conclude(g);
    return OK;
}

/* The sums are many and large: they go as soon as they are told. */
enum err usage_grouped(struct db *db, struct arena *a, const struct usage_ask *ask,
                       const struct usage_grouping *grouping, struct usage_groups *out)
{
    AUTO_ARENA struct arena sums = { 0 };
    struct groups *g = ARENA_NEW(&sums, struct groups);
    g->arena = &sums;
    TRY(add_up(db, &sums, ask, grouping, g));
    return tell(db, a, g, grouping, out);
}
