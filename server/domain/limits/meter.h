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
    _Atomic uint64_t day_limit, month_limit;    /* as the last call had them */
    _Atomic bool is_changed;            /* it stands in the list, or shall be read from it */
    struct limits_meter *next_changed;
    char account_id[METER_ID_SIZE], subject_id[METER_ID_SIZE];
};

struct limits_meter *meter_find(const char *account_id, const char *subject_id);    /* or NULL */

/* The calls counted in this period. A loop whose clock lags a little over midnight counts in the
 * new day; a clock that was far ahead once is not believed. */
static inline uint64_t cell_for(uint64_t cell, uint32_t period)
{
    uint32_t const counted = CELL_PERIOD(cell);
    return counted == period || counted == period + 1 ? cell : CELL(period, 0);
}
