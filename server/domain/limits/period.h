/* Period: the day and the month that quotas count in, by number. */
#pragma once

#include <stdint.h>

struct period {
    uint32_t number;                    /* grows by one from each to the next; 16 bits */
    int64_t starts_at, ends_at;         /* seconds since 1970 */
};

struct periods {
    struct period day, month;
};

/* Kept for each thread, so that most calls cost two comparisons. */
const struct periods *periods_at(int64_t now_s);
