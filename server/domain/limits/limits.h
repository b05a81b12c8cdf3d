/* Limits: how many calls a grant or a key may make, counted in memory for the whole process.
 *
 * A meter counts for one grant (an account and a bundle; all its keys together) or for one key.
 * Its rate is a token bucket, kept as the time at which the bucket would be full again (GCRA, in
 * whole nanoseconds); its quotas are counts of the day and the month under way (period.h). Each is
 * one word, changed by compare-and-exchange: of any number of callers at once exactly as many pass
 * as may, and no loop waits for another. What a rule says is brought by each call, so that a
 * change holds from the very next one. */
#pragma once

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum { LIMITS_RATE_MAX = 1000000 };
#define LIMITS_QUOTA_MAX INT64_C(1000000000000)

struct limits_rule {
    uint32_t rate_per_second;           /* 0: no limit, here and below; LIMITS_RATE_MAX at most */
    uint32_t burst;                     /* calls at once; 0: as many as a second has */
    uint64_t quota_per_day, quota_per_month;    /* LIMITS_QUOTA_MAX at most */
};

static inline bool limits_are_set(const struct limits_rule *rule)
{
    return rule->rate_per_second || rule->quota_per_day || rule->quota_per_month;
}

/* The bundle's default as a grant has it: what was granted stands in its place. A rate that was
 * granted brings the burst of one second. */
struct limits_rule limits_override(const struct limits_rule *usual,
                                   const struct limits_rule *granted);

struct limits_meter;

/* The meter of a grant (subject: the bundle) or of a key (subject: the key); made where there is
 * none yet. It stands until limits_close(). Takes a lock: callers keep what they got. */
struct limits_meter *limits_meter_of(const char *account_id, const char *subject_id);
void limits_close(void);                /* forgets all meters; nobody counts any more */

/* What has been counted so far; nothing where there is no meter. */
struct limits_used {
    uint64_t day, month;
    int64_t day_ends_at, month_ends_at;
};
struct limits_used limits_used(const char *account_id, const char *subject_id, int64_t now_s);

/* What one call is held to; a meter without a rule, or NULL, lets everything pass. */
struct limits_call {
    struct limits_meter *grant, *key;
    struct limits_rule grant_rule, key_rule;
};

static inline bool limits_hold(const struct limits_call *call)
{
    return call->grant || call->key;
}

struct limits_time {
    int64_t steady_ns;                  /* clock_steady_ns() */
    int64_t now_s;                      /* since 1970 */
};

enum limits_kind { LIMITS_RATE, LIMITS_DAY, LIMITS_MONTH, LIMITS_KINDS };

/* Of each kind what holds tighter, the grant's or the key's. */
struct limits_left {
    uint64_t limit;                     /* 0: no limit of this kind */
    uint64_t left;
    uint32_t window_s, reset_s;         /* until more is to be had */
};

struct limits_state {
    struct limits_left of[LIMITS_KINDS];
    enum limits_kind exceeded;          /* LIMITS_KINDS: none */
};

/* Takes one call: RATE_LIMITED, then QUOTA_EXCEEDED; then nothing was taken. *out is written in
 * any case. */
enum err limits_take(const struct limits_call *call, const struct limits_time *time,
                     struct limits_state *out);

/* Gives the call back: it did not take place. *state then says what is left so. */
void limits_give(const struct limits_call *call, struct limits_state *state);

/* Midnights by this zone from now on; NULL: UTC. */
struct zone;
void limits_use_zone(const struct zone *zone);

/* For whoever keeps the counts of quotas (domain/quotas). */
struct limits_count {
    struct limits_meter *meter;
    const char *account_id, *subject_id;
    uint32_t day, month;                /* days and months since 1970 */
    uint64_t day_calls, month_calls;
    uint64_t day_limit, month_limit;    /* as the last call had them; 0: none */
};

/* Takes the list of meters that have counted since it was taken last; NULL: none. One thread at a
 * time. */
struct limits_meter *limits_changed(void);

/* The first one's counts; answers the rest of the list. What counts from now on is in the next. */
struct limits_meter *limits_count(struct limits_meter *changed, struct limits_count *out);
void limits_mark(struct limits_meter *meter);       /* puts it into the next list again */

void limits_restore(const struct limits_count *kept);   /* meter and limits are not looked at */
