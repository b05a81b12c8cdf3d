/* Afford: what messages may cost that anybody can cause, so that nobody earns by making the portal
 * send them (toll fraud) or floods somebody with them.
 *
 * Counted are the messages to one recipient, those caused from one address (an IPv4 address, an
 * IPv6 /64), those of a channel, and all of them, each for a day of western Indonesia; the limits
 * are settings. The first few to a recipient or from an address are free of pauses, then the pauses
 * grow. Whoever is signed in is not held up where strangers have spent the day's budget, only where
 * as much again is spent: accounts are cheap.
 *
 * The answer depends on what was typed and never on whether it belongs to somebody: ask before
 * anything is looked up, or alike for known and unknown. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct db;

struct spending {
    const char *channel;            /* whatsapp, sms, email */
    const char *to;                 /* phone number in any form, or e-mail address */
    const char *ip;                 /* who asks; NULL: a client that is trusted */
    bool is_proven;                 /* by a session */
    bool is_for_nobody;             /* nothing will be sent: the day's budget is not charged */
};

/* In the caller's transaction, which the charge shares. TOO_MANY, and *retry_s says how long to
 * wait; RECIPIENT_REFUSED for a number that the settings exclude. */
enum err message_afford(struct db *tx, const struct spending *s, int64_t now, int64_t *retry_s);

/* Whether an SMS may stand in for a message that failed; charges the day's budget if so. */
enum err message_afford_sms(struct db *tx, int64_t now, bool *out);

/* Whether another notification may go to this recipient, who may well cause them himself: after
 * twenty a day with growing pauses. Charges it if so. */
enum err message_afford_notice(struct db *tx, const char *channel, const char *to, int64_t now,
                               bool *out);

/* ---- the day's budgets, for whoever watches them */

enum { BUDGETS = 4, BUDGET_LOW_PERCENT = 80 };
struct budget {
    const char *channel;            /* NULL: all together */
    int64_t used, limit;
    int64_t warned;                 /* what admins were told: 1 runs low, 2 spent */
};
enum err budgets_today(struct db *db, int64_t now, struct budget out[BUDGETS]);
enum err budget_note_warned(struct db *tx, const char *channel, int64_t warned, int64_t now);

/* How many were refused since the start, by reason, as Prometheus text. */
void afford_print_metrics(FILE *out);

enum err budgets_sweep(struct db *db, int64_t now);
