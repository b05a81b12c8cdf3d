/* What was counted, by what it is told apart by. */
#include "domain/usage/asked.h"

#include "base/text.h"

#include <string.h>

struct walk {
    struct arena *arena;                /* of the groups that are kept */
    struct usage_grouping how;
    struct usage_groups groups;
    struct usage_group name;            /* of the group under way; its texts in now_arena */
    struct arena now_arena;
    bool has_begun;
    struct sum now, all;
};

static bool belongs(const struct walk *w, const struct usage_group *name)
{
    switch (w->how.by) {
    case BY_BUNDLE:
        return text_is(w->name.bundle_id, name->bundle_id);
    case BY_ENDPOINT:
        return text_is(w->name.bundle_id, name->bundle_id)
               && text_is(w->name.endpoint, name->endpoint);
    case BY_KEY:
        return text_is(w->name.key_id, name->key_id);
    case BY_ACCOUNT:
        return text_is(w->name.account_id, name->account_id);
    case BY_ENVIRONMENT:
        return text_is(w->name.environment, name->environment);
    default:
        return w->name.status == name->status;
    }
}

/* What its rows have in common, copied; a key has one account. */
static struct usage_group common_name(enum usage_by by, struct arena *a,
                                      const struct usage_group *n)
{
    struct usage_group g = { 0 };
    if (by == BY_BUNDLE || by == BY_ENDPOINT)
        g.bundle_id = arena_copy(a, n->bundle_id);
    if (by == BY_ENDPOINT)
        g.endpoint = arena_copy(a, n->endpoint);
    if (by == BY_KEY)
        g.key_id = arena_copy(a, n->key_id);
    if (by == BY_KEY || by == BY_ACCOUNT)
        g.account_id = arena_copy(a, n->account_id);
    if (by == BY_ENVIRONMENT)
        g.environment = arena_copy(a, n->environment);
    if (by == BY_STATUS)
        g.status = n->status;
    return g;
}

static int64_t weight(enum usage_order order, const struct usage_figures *f)
{
    switch (order) {
    case MOST_CALLS:
        return f->calls;
    case MOST_ERRORS:
        return f->errors;
    default:
        return f->p95_us;
    }
}

/* Into its place among the first ones, if it has one there. */
static void keep(struct walk *w, const struct usage_figures *figures)
{
    struct usage_group *items = w->groups.items;
    int64_t const own = weight(w->how.order, figures);
    int at = w->groups.count;
    if (at == w->how.limit && weight(w->how.order, &items[at - 1].figures) >= own)
        return;
    at -= at == w->how.limit;
    for (; at > 0 && weight(w->how.order, &items[at - 1].figures) < own; at--)
        items[at] = items[at - 1];
    items[at] = common_name(w->how.by, w->arena, &w->name);
    items[at].figures = *figures;
    w->groups.count += w->groups.count < w->how.limit;
}

static void group_end(struct walk *w)
{
    if (!w->has_begun)
        return;
    struct usage_figures const figures = figures_of(&w->now);
    w->groups.total++;
    keep(w, &figures);
    sum_merge(&w->all, &w->now);
    memset(&w->now, 0, sizeof w->now);
    arena_finish(&w->now_arena);
}

static enum err take_row(struct query *q, struct walk *w)
{
    AUTO_ARENA struct arena a = { 0 };
    struct usage_group name;
    int64_t at = 0;
    name_read(q, &a, &at, &name);
    if (!w->has_begun || !belongs(w, &name)) {
        group_end(w);
        w->name = common_name(w->how.by, &w->now_arena, &name);
        w->has_begun = true;
    }
    return sum_read(q, &a, &name, &w->now);
}

static enum err take_rows(struct db *db, const struct usage_ask *ask, struct walk *w)
{
    AUTO_QUERY struct query q = rows_asked(db, ask, (int)w->how.by);
    while (query_next(&q))
        TRY(take_row(&q, w));
    return query_result(&q);
}

enum err usage_grouped(struct db *db, struct arena *a, const struct usage_ask *ask,
                       const struct usage_grouping *grouping, struct usage_groups *out)
{
    struct walk *w = ARENA_NEW(a, struct walk);
    w->arena = a;
    w->how = *grouping;
    w->groups.items = arena_alloc(a, (size_t)grouping->limit * sizeof *w->groups.items);
    enum err const e = take_rows(db, ask, w);
    if (!e)
        group_end(w);
    arena_finish(&w->now_arena);
    TRY(e);
    w->groups.totals = figures_of(&w->all);
    *out = w->groups;
    return OK;
}
