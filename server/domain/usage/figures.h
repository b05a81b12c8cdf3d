/* Figures: what was counted, as people ask for it: over time, or by what it is told apart by.
 *
 * An error is an answer of 400 or more, whoever gave it. Percentiles are of all calls, from their
 * arrival to their answer's end; those of the upstream, until its answer began, of the calls that
 * it answered. -1: there is none. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "domain/usage/level.h"

#include <stdint.h>

struct db;

/* NULL asks for any. */
struct usage_ask {
    const char *account_id;             /* who called */
    const char *publisher_id;           /* whose bundles */
    const char *bundle_id, *endpoint, *key_id, *environment;
    int64_t from, to;                   /* to: the first second that is not asked for */
    enum usage_level step;              /* also for groups: which rows are read */
};

enum usage_class { USAGE_2XX, USAGE_3XX, USAGE_4XX, USAGE_5XX, USAGE_CLASSES };

struct usage_figures {
    int64_t calls, errors;
    int64_t by_class[USAGE_CLASSES];    /* of the answers' statuses */
    int64_t p50_us, p95_us, p99_us;
    int64_t upstream_p50_us, upstream_p95_us;
};

struct usage_point {
    int64_t at;
    struct usage_figures figures;
};

struct usage_series {
    struct usage_point *points;         /* each step of the time, also those without a call */
    int count;
    struct usage_figures totals;
};
enum err usage_over_time(struct db *db, struct arena *a, const struct usage_ask *ask,
                         struct usage_series *out);

/* How many steps lie between from and to. */
int usage_steps(const struct usage_ask *ask);

enum usage_by { BY_BUNDLE, BY_ENDPOINT, BY_KEY, BY_ACCOUNT, BY_ENVIRONMENT, BY_STATUS };
enum usage_order {
    MOST_CALLS, MOST_ERRORS,
    SLOWEST,                            /* by p95; of the 512 with the most calls */
};

struct usage_group {
    const char *bundle_id, *endpoint, *key_id, *account_id, *environment;
    int64_t status;                     /* each as far as the group has one; "" and 0: unknown */
    struct usage_figures figures;
};
struct usage_groups {
    struct usage_group *items;
    int count;
    int total;                          /* how many there are, of which limit are told */
    struct usage_figures totals;
};
struct usage_grouping {
    enum usage_by by;
    enum usage_order order;
    int limit;
};
enum err usage_grouped(struct db *db, struct arena *a, const struct usage_ask *ask,
                       const struct usage_grouping *grouping, struct usage_groups *out);

/* The calls of one account's keys, a number a day: the last of USAGE_SPARK_DAYS is today. */
enum { USAGE_SPARK_DAYS = 14 };
struct usage_spark {
    const char *key_id;
    int64_t calls[USAGE_SPARK_DAYS];
};
struct usage_sparks {
    struct usage_spark *items;
    int count;
};
enum err usage_sparks_of(struct db *db, struct arena *a, const char *account_id, int64_t now,
                         struct usage_sparks *out);
