/* Clock: the one source of the time; a test may stop it and set it. */
#pragma once

#include <stdint.h>

int64_t clock_now(void);            /* seconds since 1970, UTC */
int64_t clock_now_ms(void);         /* milliseconds since 1970, UTC */
int64_t clock_steady_us(void);      /* microseconds of a clock that never jumps; for durations */
int64_t clock_steady_ns(void);      /* the same in nanoseconds */

/* Tests only: every clock_now() answers this until it is set to 0 again. */
void clock_stop_at(int64_t seconds);
