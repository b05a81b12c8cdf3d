/* Asked: the rows that a question is about, and what they add up to. Only this folder includes
 * it. */
#pragma once

#include "domain/usage/figures.h"
#include "domain/usage/rows.h"
#include "store/db.h"

/* Ordered by what they are to be grouped by (enum usage_by), or by time. */
enum { OVER_TIME = -1 };
struct query rows_asked(struct db *db, const struct usage_ask *ask, int by);

/* The row's columns, in this order. name lives in a; the sums are added to sum. */
void name_read(struct query *q, struct arena *a, int64_t *at, struct usage_group *name);
struct sum {
    int64_t by_class[USAGE_CLASSES];
    struct usage_sums sums;
};
enum err sum_read(struct query *q, struct arena *a, const struct usage_group *name,
                  struct sum *sum);

void sum_merge(struct sum *into, const struct sum *from);
struct usage_figures figures_of(const struct sum *sum);
