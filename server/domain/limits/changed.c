/* The list of meters that have counted: pushed to by the loops, taken whole by whoever keeps the
 * counts. No lock: a meter is in it once, as its flag says. */
#include "domain/limits/meter.h"

#include "domain/limits/period.h"

#include <stddef.h>

static _Atomic(struct limits_meter *) first;

void limits_use_zone(const struct zone *zone)
{
    periods_use(zone);
}

void limits_mark(struct limits_meter *m)
{
    if (atomic_load_explicit(&m->is_changed, memory_order_relaxed)
        || atomic_exchange(&m->is_changed, true))
        return;
    struct limits_meter *head = atomic_load_explicit(&first, memory_order_relaxed);
    do {
        m->next_changed = head;
    } while (!atomic_compare_exchange_weak(&first, &head, m));
}

struct limits_meter *limits_changed(void)
{
    return atomic_exchange(&first, NULL);
}

struct limits_meter *limits_count(struct limits_meter *m, struct limits_count *out)
{
    struct limits_meter *rest = m->next_changed;
    atomic_store(&m->is_changed, false);    /* before its counts are read: none is missed */
    uint64_t const day = atomic_load(&m->day), month = atomic_load(&m->month);
    *out = (struct limits_count){
        .meter = m, .account_id = m->account_id, .subject_id = m->subject_id,
        .day = CELL_PERIOD(day), .day_calls = CELL_COUNT(day),
        .month = CELL_PERIOD(month), .month_calls = CELL_COUNT(month),
        .day_limit = atomic_load_explicit(&m->day_limit, memory_order_relaxed),
        .month_limit = atomic_load_explicit(&m->month_limit, memory_order_relaxed),
    };
    return rest;
}

void limits_restore(const struct limits_count *kept)
{
    struct limits_meter *m = limits_meter_of(kept->account_id, kept->subject_id);
    atomic_store(&m->day, CELL(kept->day, kept->day_calls));
    atomic_store(&m->month, CELL(kept->month, kept->month_calls));
}
