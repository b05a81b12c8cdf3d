#include "domain/limits/limits.h"

#include "domain/limits/meter.h"
#include "domain/limits/period.h"

#define SECOND_NS INT64_C(1000000000)

struct limits_rule limits_override(const struct limits_rule *usual,
                                   const struct limits_rule *granted)
{
    struct limits_rule rule = *usual;
    if (granted->rate_per_second) {
        rule.rate_per_second = granted->rate_per_second;
        rule.burst = granted->burst;
    }
    if (granted->quota_per_day)
        rule.quota_per_day = granted->quota_per_day;
    if (granted->quota_per_month)
        rule.quota_per_month = granted->quota_per_month;
    return rule;
}

/* One meter's share of a call. */
struct share {
    struct limits_meter *meter;
    const struct limits_rule *rule;
    const struct limits_time *time;
    struct limits_state *state;
};

static int64_t interval_of(const struct limits_rule *rule)
{
    return (SECOND_NS + rule->rate_per_second - 1) / rule->rate_per_second;
}

static uint32_t seconds_up(int64_t ns)
{
    return (uint32_t)((ns + SECOND_NS - 1) / SECOND_NS);
}

/* Notes what is left where no other meter holds tighter. */
static void note(const struct share *s, enum limits_kind kind, struct limits_left left)
{
    struct limits_left *noted = &s->state->of[kind];
    if (noted->limit == 0 || left.left < noted->left
        || (left.left == noted->left && left.reset_s > noted->reset_s))
        *noted = left;
}

/* A rule that has become tighter leaves no debt of the wider one behind. Loops read the clock a
 * little before each other; what lies within that is no debt. */
static int64_t without_debt(const struct share *s, int64_t full_at, int64_t room)
{
    int64_t const latest = s->time->steady_ns + room;
    if (full_at <= latest + SECOND_NS)
        return full_at;
    return atomic_compare_exchange_strong(&s->meter->full_at, &full_at, latest) ? latest : full_at;
}

static struct limits_left rate_policy(const struct limits_rule *rule)
{
    uint32_t const burst = rule->burst ? rule->burst : rule->rate_per_second;
    return (struct limits_left){ .limit = burst, .left = burst,
                                 .window_s = seconds_up(interval_of(rule) * burst) };
}

static enum err rate_take(const struct share *s)
{
    struct limits_left left = rate_policy(s->rule);
    int64_t const interval = interval_of(s->rule), now = s->time->steady_ns;
    int64_t const room = interval * (int64_t)left.limit;
    int64_t before = atomic_load_explicit(&s->meter->full_at, memory_order_relaxed), after;
    do {
        before = without_debt(s, before, room);
        after = (before > now ? before : now) + interval;
        if (after - now > room) {
            left.left = 0;
            left.reset_s = seconds_up(after - now - room);
            note(s, LIMITS_RATE, left);
            return RATE_LIMITED;
        }
    } while (!atomic_compare_exchange_weak(&s->meter->full_at, &before, after));
    left.left = (uint64_t)((room - (after - now)) / interval);
    left.reset_s = seconds_up(interval - (room - (after - now)) % interval);
    note(s, LIMITS_RATE, left);
    return OK;
}

static struct limits_left quota_policy(const struct share *s, enum limits_kind kind)
{
    const struct periods *now = periods_at(s->time->now_s);
    const struct period *period = kind == LIMITS_DAY ? &now->day : &now->month;
    uint64_t const limit = kind == LIMITS_DAY ? s->rule->quota_per_day : s->rule->quota_per_month;
    return (struct limits_left){ .limit = limit, .left = limit,
                                 .window_s = (uint32_t)(period->ends_at - period->starts_at),
                                 .reset_s = (uint32_t)(period->ends_at - s->time->now_s) };
}

/* Whoever keeps the counts hears of each once, whatever comes in between. */
static void note_change(const struct share *s, enum limits_kind kind, uint64_t limit,
                        bool has_taken)
{
    _Atomic uint64_t *noted = kind == LIMITS_DAY ? &s->meter->day_limit : &s->meter->month_limit;
    bool const is_new = atomic_load_explicit(noted, memory_order_relaxed) != limit;
    if (is_new)
        atomic_store_explicit(noted, limit, memory_order_relaxed);
    if (is_new || has_taken)
        limits_mark(s->meter);
}

static enum err quota_take(const struct share *s, enum limits_kind kind)
{
    bool const is_day = kind == LIMITS_DAY;
    const struct periods *now = periods_at(s->time->now_s);
    uint32_t const period = is_day ? now->day.number : now->month.number;
    struct limits_left left = quota_policy(s, kind);
    _Atomic uint64_t *cell = is_day ? &s->meter->day : &s->meter->month;
    uint64_t before = atomic_load_explicit(cell, memory_order_relaxed), base;
    do {
        base = cell_for(before, period);
    } while (CELL_COUNT(base) < left.limit
             && !atomic_compare_exchange_weak(cell, &before, base + 1));
    bool const is_over = CELL_COUNT(base) >= left.limit;
    note_change(s, kind, left.limit, !is_over);
    left.left = is_over ? 0 : left.limit - CELL_COUNT(base) - 1;
    note(s, kind, left);
    return is_over ? QUOTA_EXCEEDED : OK;
}

static void quota_give(_Atomic uint64_t *cell)
{
    uint64_t before = atomic_load_explicit(cell, memory_order_relaxed);
    while (CELL_COUNT(before) > 0 && !atomic_compare_exchange_weak(cell, &before, before - 1))
        ;
}

static bool has(const struct share *s, enum limits_kind kind)
{
    uint64_t const limits[LIMITS_KINDS] = { s->rule->rate_per_second, s->rule->quota_per_day,
                                            s->rule->quota_per_month };
    return s->meter && limits[kind] > 0;
}

/* Gives back what was taken of the kinds before this one. */
static void share_give(const struct share *s, enum limits_kind before)
{
    if (has(s, LIMITS_RATE) && before > LIMITS_RATE)
        atomic_fetch_sub(&s->meter->full_at, interval_of(s->rule));
    if (has(s, LIMITS_DAY) && before > LIMITS_DAY)
        quota_give(&s->meter->day);
    if (has(s, LIMITS_MONTH) && before > LIMITS_MONTH)
        quota_give(&s->meter->month);
}

static enum err share_take(const struct share *s)
{
    for (enum limits_kind kind = LIMITS_RATE; kind < LIMITS_KINDS; kind++) {
        if (!has(s, kind))
            continue;
        enum err const e = kind == LIMITS_RATE ? rate_take(s) : quota_take(s, kind);
        if (e == OK)
            continue;
        share_give(s, kind);
        s->state->exceeded = kind;
        return e;
    }
    return OK;
}

/* The limits that were not come to. */
static void share_note(const struct share *s)
{
    for (enum limits_kind kind = LIMITS_RATE; kind < LIMITS_KINDS; kind++) {
        if (has(s, kind) && s->state->of[kind].limit == 0)
            note(s, kind, kind == LIMITS_RATE ? rate_policy(s->rule) : quota_policy(s, kind));
    }
}

static enum err both_take(const struct share *grant, const struct share *key)
{
    TRY(share_take(grant));
    enum err const e = share_take(key);
    if (e)
        share_give(grant, LIMITS_KINDS);
    return e;
}

enum err limits_take(const struct limits_call *call, const struct limits_time *time,
                     struct limits_state *out)
{
    *out = (struct limits_state){ .exceeded = LIMITS_KINDS };
    struct share const grant = { call->grant, &call->grant_rule, time, out };
    struct share const key = { call->key, &call->key_rule, time, out };
    enum err const e = both_take(&grant, &key);
    if (e) {
        share_note(&grant);
        share_note(&key);
    }
    return e;
}

void limits_give(const struct limits_call *call, struct limits_state *state)
{
    struct share const grant = { .meter = call->grant, .rule = &call->grant_rule };
    struct share const key = { .meter = call->key, .rule = &call->key_rule };
    share_give(&grant, LIMITS_KINDS);
    share_give(&key, LIMITS_KINDS);
    for (enum limits_kind kind = LIMITS_RATE; kind < LIMITS_KINDS; kind++)
        state->of[kind].left += state->of[kind].limit > 0;
}

struct limits_used limits_used(const char *account_id, const char *subject_id, int64_t now_s)
{
    const struct periods *now = periods_at(now_s);
    struct limits_used used = { .day_ends_at = now->day.ends_at,
                                .month_ends_at = now->month.ends_at };
    struct limits_meter *meter = meter_find(account_id, subject_id);
    if (!meter)
        return used;
    used.day = CELL_COUNT(cell_for(atomic_load(&meter->day), now->day.number));
    used.month = CELL_COUNT(cell_for(atomic_load(&meter->month), now->month.number));
    return used;
}
