/* Meters: what /metrics tells of calls, since the start. Few numbers, whoever calls whatever: by
 * environment, class of status and outcome. Written by one thread, read by any. Only this folder
 * includes it. */
#pragma once

#include "domain/usage/usage.h"

#include <stdatomic.h>

enum { METER_ENVIRONMENTS = KEY_ENVIRONMENTS + 1, METER_CLASSES = 6, METER_STEPS = 15 };

/* How many took at most so long; steps as in meters.c, the last without end. */
struct meter_times {
    _Atomic uint64_t steps[METER_STEPS], sum_us;
};

struct usage_meters {
    _Atomic uint64_t calls[METER_ENVIRONMENTS][METER_CLASSES][USAGE_OUTCOMES];
    struct meter_times durations[METER_ENVIRONMENTS], upstreams[METER_ENVIRONMENTS];
};

/* No other thread writes meanwhile. */
static inline void count_up(_Atomic uint64_t *counter, uint64_t by)
{
    uint64_t const before = atomic_load_explicit(counter, memory_order_relaxed);
    atomic_store_explicit(counter, before + by, memory_order_relaxed);
}

void meters_add(struct usage_meters *m, const struct usage_call *call);
void meters_merge(struct usage_meters *into, const struct usage_meters *from);
void meters_print(const struct usage_meters *m, FILE *out);
