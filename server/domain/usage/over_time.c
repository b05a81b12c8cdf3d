/* What was counted, step by step. */
#include "domain/usage/asked.h"

#include <string.h>

int usage_steps(const struct usage_ask *ask)
{
    int count = 0;
    for (int64_t at = ask->from; at < ask->to; at = level_end(ask->step, at))
        count++;
    return count;
}

/* All steps, each empty yet. */
static void lay_out(struct arena *a, const struct usage_ask *ask, struct usage_series *out)
{
    struct sum *none = ARENA_NEW(a, struct sum);
    *out = (struct usage_series){ .count = usage_steps(ask) };
    out->points = arena_alloc(a, (size_t)(out->count + 1) * sizeof *out->points);
    int64_t at = level_start(ask->step, ask->from);
    for (int i = 0; i < out->count; i++, at = level_end(ask->step, at))
        out->points[i] = (struct usage_point){ at, figures_of(none) };
}

struct walk {
    struct usage_series series;
    int point;                          /* where it stands */
    struct sum now, all;                /* of that point, and of all before it */
};

static void point_end(struct walk *w)
{
    if (w->now.sums.calls == 0)
        return;
    w->series.points[w->point].figures = figures_of(&w->now);
    sum_merge(&w->all, &w->now);
    memset(&w->now, 0, sizeof w->now);
}

/* To the point that at lies in; rows come in the order of time. */
static void move_on(struct walk *w, int64_t at)
{
    const struct usage_series *s = &w->series;
    if (w->point + 1 == s->count || at < s->points[w->point + 1].at)
        return;
    point_end(w);
    while (w->point + 1 < s->count && at >= s->points[w->point + 1].at)
        w->point++;
}

static enum err take_row(struct query *q, struct walk *w)
{
    AUTO_ARENA struct arena a = { 0 };
    struct usage_group name;
    int64_t at = 0;
    name_read(q, &a, &at, &name);
    move_on(w, at);
    return sum_read(q, &a, &name, &w->now);
}

enum err usage_over_time(struct db *db, struct arena *a, const struct usage_ask *ask,
                         struct usage_series *out)
{
    struct walk *w = ARENA_NEW(a, struct walk);
    lay_out(a, ask, &w->series);
    AUTO_QUERY struct query q = rows_asked(db, ask, OVER_TIME);
    while (query_next(&q))
        TRY(take_row(&q, w));
    TRY(query_result(&q));
    point_end(w);
    w->series.totals = figures_of(&w->all);
    *out = w->series;
    return OK;
}
