/* Shield: keeps a troubled upstream from being called more than it can bear.
 *
 * Two things stand before each upstream of a bundle: a number of places, of which each call under
 * way holds one, and a circuit breaker. The breaker opens when, of the calls judged in the last
 * SHIELD_WINDOW_S seconds, too many failed or took too long; then nothing passes until the
 * upstream has rested. After that one call at a time is let through to probe it: a good one closes
 * the breaker, a bad one lets it rest again. Judging a good call touches memory of its own loop
 * only.
 *
 * No caller takes all places: the last quarter is for those who hold none (places.h).
 * No caller closes an upstream to the others: where all that failed were one caller's, it rests
 * for that one alone; and whoever has probed in vain waits, while others may try at once. */
#pragma once

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum { SHIELD_WINDOW_S = 10 };

struct shield_rule {
    uint32_t concurrent_calls;          /* 0: any number */
    bool has_breaker;
    uint32_t error_percent;             /* of the calls in the window, that open it */
    uint32_t min_calls;                 /* in the window, before it may open */
    uint32_t slow_ms;                   /* until the answer begins; more counts as failed; 0: any */
    uint32_t rest_s;
};

struct shield;

struct shield *shield_new(void);
void shield_free(struct shield *shield);        /* accepts NULL; nobody calls any more */
void shield_reset(struct shield *shield);       /* another upstream: nothing is known of it */

/* What one call holds, from shield_enter() to shield_leave(). */
struct shield_pass {
    uint32_t caller;                    /* whoever calls, told apart by this; given to enter */
    bool has_place, is_probe, is_judged;
};

/* Times are of a steady clock, in milliseconds. BUNDLE_BUSY, or UPSTREAM_RESTING with *retry_s;
 * then nothing is held. */
enum err shield_enter(struct shield *shield, const struct shield_rule *rule, int64_t now_ms,
                      struct shield_pass *pass, unsigned *retry_s);

/* How the upstream did, once: as soon as its answer begins, or it has failed. True where this
 * opened the breaker. */
struct shield_outcome {
    bool has_failed;
    int64_t took_ms;
};
bool shield_judge(struct shield *shield, const struct shield_rule *rule, int64_t now_ms,
                  struct shield_pass *pass, const struct shield_outcome *outcome);

void shield_leave(struct shield *shield, int64_t now_ms, struct shield_pass *pass);

enum shield_state { SHIELD_CLOSED, SHIELD_OPEN, SHIELD_HALF_OPEN };

/* For those who look at it. */
struct shield_figures {
    enum shield_state state;
    int64_t rests_ms;                   /* until it may be probed; 0 unless open */
    int64_t since_ms;                   /* since it opened; 0 where closed */
    uint64_t opened;                    /* how often, since the program started */
    uint32_t in_flight;                 /* where places are counted */
    struct shield_second {
        uint32_t calls, bad;
    } seconds[SHIELD_WINDOW_S];         /* the present one last */
};
void shield_look(struct shield *shield, int64_t now_ms, struct shield_figures *out);
const char *shield_state_name(enum shield_state state);     /* closed, open, half_open */
