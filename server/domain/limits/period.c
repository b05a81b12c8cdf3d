#include "domain/limits/period.h"

#include "base/zone.h"

#include <stdatomic.h>

static _Atomic(const struct zone *) zone_in_use;
static _Thread_local const struct zone *zone_of_current;
static _Thread_local struct periods current;

void periods_use(const struct zone *zone)
{
    atomic_store(&zone_in_use, zone);
}

static struct period period(const struct zone *zone, int64_t number, int64_t day, int64_t end)
{
    return (struct period){ (uint32_t)number, zone_day_start(zone, day),
                            zone_day_start(zone, end) };
}

const struct periods *periods_at(int64_t now_s)
{
    const struct zone *zone = atomic_load_explicit(&zone_in_use, memory_order_relaxed);
    if (now_s >= current.day.starts_at && now_s < current.day.ends_at && zone == zone_of_current)
        return &current;
    int64_t const day = zone_day(zone, now_s), month = month_of_day(day);
    zone_of_current = zone;
    current.day = period(zone, day, day, day + 1);
    current.month = period(zone, month, month_first_day(month), month_first_day(month + 1));
    return &current;
}
