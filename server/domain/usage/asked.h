/* Asked: the series that a question is about, their rows, and what those add up to. Only this
 * folder includes it. */
#pragma once

#include "domain/usage/figures.h"
#include "domain/usage/rows.h"
#include "store/db.h"

/* A series, and the group that it is part of. */
struct asked_series {
    int64_t id, group, status;
};
struct asked_list {
    struct asked_series *items;         /* by id */
    int count;
    int64_t group_count;                /* numbered from 0, in the order of their names */
};

/* Of no group where by is NULL. */
enum err series_asked(struct db *db, struct arena *a, const struct usage_ask *ask,
                      const enum usage_by *by, struct asked_list *out);

struct sum {
    int64_t by_class[USAGE_CLASSES];
    struct usage_sums sums;
};
void sum_merge(struct sum *into, const struct sum *from);
struct usage_figures figures_of(const struct sum *sum);

/* Goes through all rows of these series, those of one time after those of another. at moves on to
 * where a row is to be added (never NULL); of which is not asked for, only the head is read. */
struct row_head {
    int64_t at, calls;
    const struct asked_series *series;
};
struct rows_walk {
    const struct usage_ask *ask;
    const struct asked_list *list;
    struct sum *(*place)(void *context, const struct row_head *row);    /* NULL: nowhere */
    void *context;
};
enum err rows_walk(struct db *db, const struct rows_walk *walk);
