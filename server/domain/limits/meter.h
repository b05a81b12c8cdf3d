/* Meter: the counts of one grant or key. Only this folder includes it. */
#pragma once

#include "domain/limits/limits.h"

#include <stdatomic.h>

enum { METER_ID_SIZE = 32 };

/* A quota's cell: the period in its upper 16 bits, the calls made in it in the lower 48. */
#define CELL_PERIOD(cell) ((uint32_t)((cell) >> 48))
#define CELL_COUNT(cell) ((cell) & ((UINT64_C(1) << 48) - 1))
#define CELL(period, count) ((uint64_t)(period) << 48 | (count))

/* On lines of its own: loops that count for different meters do not meet. */
struct limits_meter {
    _Alignas(64) _Atomic int64_t full_at;   /* when the bucket is full again, steady ns */
    _Atomic uint64_t day, month;
    char owner_id[METER_ID_SIZE], bundle_id[METER_ID_SIZE];
};
