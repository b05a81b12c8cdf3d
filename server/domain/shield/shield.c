#include "domain/shield/shield.h"

#include "domain/shield/places.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { SHARDS = 16, SLOTS = 16, SECOND_MS = 1000, PROBE_PATIENCE_MS = 10000,
       CALLERS = 40 };

/* A second's calls: its number in the upper 24 bits, then 20 bits of calls, 20 of bad ones. */
#define SLOT_SECOND(slot) ((uint32_t)((slot) >> 40))
#define SLOT_CALLS(slot) ((uint32_t)((slot) >> 20 & 0xFFFFF))
#define SLOT_BAD(slot) ((uint32_t)((slot) & 0xFFFFF))
#define SECOND_BITS 0xFFFFFF

/* Callers, each by one of so many bits: two may share one, and count as one then. */
#define CALLER_BIT(caller) (UINT64_C(1) << (caller) % CALLERS)
#define CALLER_BITS ((UINT64_C(1) << CALLERS) - 1)

/* Threads take shards in turn; up to SHARDS of them have one to themselves. */
struct shard {
    _Alignas(64) _Atomic uint64_t slots[SLOTS];
    _Atomic uint64_t failing[SLOTS];            /* a second's number, and whose calls went badly */
};

struct shield {
    _Alignas(64) _Atomic int64_t open_until;    /* 0: closed */
    _Atomic int64_t opened_at, probed_at;       /* probed_at 0: nobody probes */
    _Atomic uint64_t tried;                     /* who has probed in vain since the last rest */
    _Atomic uint32_t prober, only;              /* only: whom it is open for; 0: everybody */
    _Atomic int64_t counts_from;                /* what was judged before does not count */
    _Atomic uint64_t opened;
    _Alignas(64) struct places places;
    struct shard shards[SHARDS];
};

static unsigned own_shard(void)
{
    static _Atomic unsigned threads;
    static _Thread_local unsigned own;
    if (own == 0)
        own = atomic_fetch_add(&threads, 1) % SHARDS + 1;
    return own - 1;
}

struct shield *shield_new(void)
{
    struct shield *s = aligned_alloc(_Alignof(struct shield), sizeof *s);
    if (!s)
        abort();
    memset(s, 0, sizeof *s);
    places_init(&s->places);
    return s;
}

void shield_free(struct shield *s)
{
    if (s)
        places_finish(&s->places);
    free(s);
}

void shield_reset(struct shield *s)
{
    for (int i = 0; i < SHARDS; i++) {
        for (int j = 0; j < SLOTS; j++) {
            atomic_store(&s->shards[i].slots[j], 0);
            atomic_store(&s->shards[i].failing[j], 0);
        }
    }
    atomic_store(&s->only, 0);
    atomic_store(&s->tried, 0);
    atomic_store(&s->probed_at, 0);
    atomic_store(&s->open_until, 0);
}

static unsigned seconds_up(int64_t ms)
{
    return (unsigned)((ms + SECOND_MS - 1) / SECOND_MS);
}

/* Who has probed in vain waits so long; whoever has not may try before. */
static void give_way(struct shield *s, uint32_t caller, int64_t until_ms)
{
    int64_t before = atomic_load(&s->open_until);
    atomic_fetch_or(&s->tried, CALLER_BIT(caller));
    while (before != 0 && before < until_ms
           && !atomic_compare_exchange_weak(&s->open_until, &before, until_ms))
        ;
}

/* One at a time; a probe that is not heard of for long has been in vain. */
static bool nobody_probes(struct shield *s, const struct shield_rule *rule, int64_t now_ms)
{
    int64_t probed_at = atomic_load(&s->probed_at);
    if (probed_at == 0)
        return true;
    if (now_ms - probed_at <= PROBE_PATIENCE_MS
        || !atomic_compare_exchange_strong(&s->probed_at, &probed_at, 0))
        return false;
    give_way(s, atomic_load(&s->prober), now_ms + rule->rest_s * INT64_C(1000));
    return true;
}

/* After the rest whoever comes first; and then those who have not tried since. */
static bool may_probe(struct shield *s, const struct shield_rule *rule, int64_t now_ms,
                      uint32_t caller)
{
    int64_t nobody = 0;
    if (!nobody_probes(s, rule, now_ms))
        return false;
    uint64_t const tried = atomic_load(&s->tried);
    bool const has_rested = now_ms >= atomic_load(&s->open_until);
    if (!has_rested && (tried == 0 || tried & CALLER_BIT(caller)))
        return false;
    if (!atomic_compare_exchange_strong(&s->probed_at, &nobody, now_ms))
        return false;
    atomic_store(&s->prober, caller);
    if (has_rested)
        atomic_store(&s->tried, 0);
    return true;
}

static enum err pass_breaker(struct shield *s, const struct shield_rule *rule, int64_t now_ms,
                             struct shield_pass *pass, unsigned *retry_s)
{
    int64_t const until = atomic_load_explicit(&s->open_until, memory_order_relaxed);
    uint32_t const only = atomic_load_explicit(&s->only, memory_order_relaxed);
    if (until == 0 || (only != 0 && only != pass->caller))
        return OK;
    pass->is_probe = may_probe(s, rule, now_ms, pass->caller);
    if (pass->is_probe)
        return OK;
    *retry_s = now_ms >= until ? 1 : seconds_up(until - now_ms);
    return UPSTREAM_RESTING;
}

enum err shield_enter(struct shield *s, const struct shield_rule *rule, int64_t now_ms,
                      struct shield_pass *pass, unsigned *retry_s)
{
    struct shield_pass held = { .caller = pass->caller };
    *retry_s = 1;
    if (rule->concurrent_calls) {
        held.has_place = places_take(&s->places, held.caller, rule->concurrent_calls);
        if (!held.has_place)
            return BUNDLE_BUSY;
    }
    enum err const e = rule->has_breaker ? pass_breaker(s, rule, now_ms, &held, retry_s) : OK;
    if (e)
        shield_leave(s, now_ms, &held);
    else
        *pass = held;
    return e;
}

static void count(struct shield *s, int64_t now_ms, bool is_bad)
{
    uint32_t const second = (uint32_t)(now_ms / SECOND_MS) & SECOND_BITS;
    _Atomic uint64_t *slot = &s->shards[own_shard()].slots[second % SLOTS];
    uint64_t before = atomic_load_explicit(slot, memory_order_relaxed), after;
    do {
        uint64_t const base = SLOT_SECOND(before) == second ? before : (uint64_t)second << 40;
        if (SLOT_CALLS(base) == 0xFFFFF)
            return;                     /* enough to judge by */
        after = base + (UINT64_C(1) << 20) + is_bad;
    } while (!atomic_compare_exchange_weak_explicit(slot, &before, after, memory_order_relaxed,
                                                    memory_order_relaxed));
}

/* Once a second and caller, so that an upstream that is down costs its callers no more. */
static void note_failing(struct shield *s, int64_t now_ms, uint32_t caller)
{
    uint32_t const second = (uint32_t)(now_ms / SECOND_MS) & SECOND_BITS;
    _Atomic uint64_t *slot = &s->shards[own_shard()].failing[second % SLOTS];
    uint64_t before = atomic_load_explicit(slot, memory_order_relaxed), after;
    do {
        uint64_t const base = SLOT_SECOND(before) == second ? before : (uint64_t)second << 40;
        after = base | CALLER_BIT(caller);
    } while (after != before
             && !atomic_compare_exchange_weak_explicit(slot, &before, after, memory_order_relaxed,
                                                       memory_order_relaxed));
}

static uint64_t failing_in(struct shield *s, int64_t second_number)
{
    uint32_t const second = (uint32_t)second_number & SECOND_BITS;
    uint64_t callers = 0;
    for (int i = 0; i < SHARDS; i++) {
        uint64_t const slot = atomic_load_explicit(&s->shards[i].failing[second % SLOTS],
                                                   memory_order_relaxed);
        if (SLOT_SECOND(slot) == second)
            callers |= slot & CALLER_BITS;
    }
    return callers;
}

static struct shield_second sum_of(struct shield *s, int64_t second_number)
{
    uint32_t const second = (uint32_t)second_number & SECOND_BITS;
    struct shield_second sum = { 0 };
    for (int i = 0; i < SHARDS; i++) {
        uint64_t const slot = atomic_load_explicit(&s->shards[i].slots[second % SLOTS],
                                                   memory_order_relaxed);
        if (slot == 0 || SLOT_SECOND(slot) != second)
            continue;
        sum.calls += SLOT_CALLS(slot);
        sum.bad += SLOT_BAD(slot);
    }
    return sum;
}

/* Must it open, and for how many at least: 0, 1, or 2 for more than one. */
static int callers_to_stop(struct shield *s, const struct shield_rule *rule, int64_t now_ms)
{
    int64_t const from = atomic_load(&s->counts_from) / SECOND_MS, to = now_ms / SECOND_MS;
    uint64_t calls = 0, bad = 0, callers = 0;
    for (int64_t at = to - SHIELD_WINDOW_S + 1; at <= to; at++) {
        if (at < from)
            continue;
        struct shield_second const sum = sum_of(s, at);
        calls += sum.calls;
        bad += sum.bad;
        callers |= failing_in(s, at);
    }
    if (calls < rule->min_calls || bad * 100 < calls * rule->error_percent)
        return 0;
    return callers & (callers - 1) ? 2 : 1;
}

static bool rest(struct shield *s, const struct shield_rule *rule, int64_t now_ms, uint32_t only)
{
    int64_t const until_ms = now_ms + rule->rest_s * INT64_C(1000);
    int64_t closed = 0;
    if (!atomic_compare_exchange_strong(&s->open_until, &closed, until_ms)) {
        uint32_t const before = atomic_load(&s->only);
        if (before != 0 && before != only && atomic_exchange(&s->only, 0) != 0)
            atomic_store(&s->open_until, until_ms);
        return false;
    }
    atomic_store(&s->only, only);
    atomic_store(&s->tried, 0);
    atomic_store(&s->opened_at, now_ms);
    atomic_fetch_add(&s->opened, 1);
    return true;
}

static void judge_probe(struct shield *s, const struct shield_rule *rule, int64_t now_ms,
                        const struct shield_pass *pass, bool is_bad)
{
    if (is_bad) {
        give_way(s, pass->caller, now_ms + rule->rest_s * INT64_C(1000));
    } else {
        atomic_store(&s->counts_from, now_ms + SECOND_MS);
        atomic_store(&s->only, 0);
        atomic_store(&s->open_until, 0);
    }
    atomic_store(&s->probed_at, 0);
}

bool shield_judge(struct shield *s, const struct shield_rule *rule, int64_t now_ms,
                  struct shield_pass *pass, const struct shield_outcome *outcome)
{
    if (!rule->has_breaker || pass->is_judged)
        return false;
    bool const is_slow = rule->slow_ms && outcome->took_ms > rule->slow_ms;
    bool const is_bad = outcome->has_failed || is_slow;
    pass->is_judged = true;
    count(s, now_ms, is_bad);
    if (is_bad)
        note_failing(s, now_ms, pass->caller);
    if (pass->is_probe) {
        judge_probe(s, rule, now_ms, pass, is_bad);
        return false;
    }
    int const callers = is_bad ? callers_to_stop(s, rule, now_ms) : 0;
    return callers > 0 && rest(s, rule, now_ms, callers == 1 ? pass->caller : 0);
}

void shield_leave(struct shield *s, int64_t now_ms, struct shield_pass *pass)
{
    if (pass->has_place)
        places_give(&s->places, pass->caller);
    if (pass->is_probe && !pass->is_judged) {
        give_way(s, pass->caller, now_ms + SECOND_MS);
        atomic_store(&s->probed_at, 0);
    }
    *pass = (struct shield_pass){ 0 };
}

void shield_look(struct shield *s, int64_t now_ms, struct shield_figures *out)
{
    int64_t const until = atomic_load(&s->open_until);
    bool const is_open = until > now_ms;
    *out = (struct shield_figures){
        .state = until == 0 ? SHIELD_CLOSED : is_open ? SHIELD_OPEN : SHIELD_HALF_OPEN,
        .rests_ms = is_open ? until - now_ms : 0,
        .since_ms = until ? now_ms - atomic_load(&s->opened_at) : 0,
        .opened = atomic_load(&s->opened), .in_flight = atomic_load(&s->places.taken),
    };
    for (int i = 0; i < SHIELD_WINDOW_S; i++)
        out->seconds[i] = sum_of(s, now_ms / SECOND_MS - SHIELD_WINDOW_S + 1 + i);
}

const char *shield_state_name(enum shield_state state)
{
    static const char *const names[] = { "closed", "open", "half_open" };
    return names[state];
}
