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

struct progress {
    struct usage_series series;
    int point;                          /* where it stands */
    struct sum now, all;                /* of that point, and of all before it */
};

static void point_end(struct progress *p)
{
    if (p->now.sums.calls == 0)
        return;
    p->series.points[p->point].figures = figures_of(&p->now);
    sum_merge(&p->all, &p->now);
    memset(&p->now, 0, sizeof p->now);
}

/* Moves on to the point that the row lies in; rows come in the order of time. */
static struct sum *place(void *context, const struct row_head *row)
{
    struct progress *p = context;
    const struct usage_series *s = &p->series;
    if (p->point + 1 == s->count || row->at < s->points[p->point + 1].at)
        return &p->now;
    point_end(p);
    while (p->point + 1 < s->count && row->at >= s->points[p->point + 1].at)
        p->point++;
    return &p->now;
}

enum err usage_over_time(struct db *db, struct arena *a, const struct usage_ask *ask,
                         struct usage_series *out)
{
    struct progress *p = ARENA_NEW(a, struct progress);
    struct asked_list list;
    lay_out(a, ask, &p->series);
    TRY(series_asked(db, a, ask, NULL, &list));
    struct rows_walk const walk = { ask, &list, place, p };
    TRY(rows_walk(db, &walk));
    point_end(p);
    p->series.totals = figures_of(&p->all);
    *out = p->series;
    return OK;
}
