/* Period: the day and the month that quotas count in, by number. */
#pragma once

#include <stdint.h>

struct zone;

struct period {
    uint32_t number;                    /* days, or months, since 1970; 16 bits */
    int64_t starts_at, ends_at;         /* seconds since 1970 */
};

struct periods {
    struct period day, month;
};

/* Whose midnights they are; NULL: UTC. Holds from the next call on. */
void periods_use(const struct zone *zone);

/* Kept for each thread, so that most calls cost three comparisons. */
const struct periods *periods_at(int64_t now_s);
