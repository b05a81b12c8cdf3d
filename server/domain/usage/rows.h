/* Rows: one series in one minute, hour or day. Only this folder includes it. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "domain/usage/histogram.h"
#include "domain/usage/level.h"

#include <stdint.h>

struct db;
struct query;

struct usage_sums {
    int64_t calls, duration_us, upstream_calls, upstream_us;
    struct histogram durations, upstreams;
};

/* The columns that sums_read() reads, in its order. It adds them to what is there. */
#define SUMS "calls, duration_us, upstream_calls, upstream_us, durations, upstreams"
enum err sums_read(struct query *q, struct usage_sums *sums);

/* Adds to the row; makes it where there is none. */
enum err sums_add(struct db *tx, enum usage_level level, int64_t at, int64_t series_id,
                 const struct usage_sums *sums);

enum err rolled_until(struct db *db, int64_t *out);
