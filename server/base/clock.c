#include "base/clock.h"

#include <stdatomic.h>
#include <time.h>

static _Atomic int64_t stopped_at;

int64_t clock_now_ms(void)
{
    int64_t const stopped = atomic_load_explicit(&stopped_at, memory_order_relaxed);
    if (stopped)
        return stopped * 1000;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_now(void)
{
    return clock_now_ms() / 1000;
}

int64_t clock_steady_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t clock_steady_us(void)
{
    return clock_steady_ns() / 1000;
}

void clock_stop_at(int64_t seconds)
{
    atomic_store(&stopped_at, seconds);
}
