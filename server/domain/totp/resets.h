/* TOTP resets: the ways back in for who lost the device.
 *
 * By mail, as in the guide: user name, e-mail address and user type that belong together bring a
 * link to that address, good for thirty minutes and once. Whether they do shows neither in the
 * answer nor in its time: both ways write the same rows and seal a message.
 *
 * By the helpdesk: an admin plans a reset; it takes effect when the delay that a setting gives has
 * passed. Its owner is told at once on every channel, and may cancel it while signed in.
 *
 * A reset ends what was trusted: the device, the recovery codes, every session. The password stays,
 * and so does what the policy demands at the next sign-in. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

enum { TOTP_RESET_TTL_S = 30 * 60, TOTP_RESET_HOLD_S = 86400 };

struct totp_reset_request {
    const char *username;           /* as typed into a sign-in */
    const char *email, *user_type;
    const char *ip;                 /* who asks */
};
/* OK whether or not they belong to an account with TOTP, and when the last link is too young.
 * Likewise TOO_MANY with *retry_s, where this address or whoever asks caused too many messages. */
enum err totp_reset_request(struct db *db, struct arena *a,
                            const struct totp_reset_request *request, int64_t now,
                            int64_t *retry_s);

/* By the token of the link. TOKEN_INVALID. */
enum err totp_reset_by_link(struct db *db, struct arena *a, const char *token, const char *ip,
                            int64_t now);

/* The address was replaced. Links under way open nothing any more, and for a day none goes to the
 * new one: else whoever sits at a session that was left open changes the address and removes the
 * factor, before who is told at the old address can do anything about it. */
enum err totp_resets_hold(struct db *tx, const char *account_id, int64_t now);

/* Whether the mailbox alone removes the account's factor, or has done so within a day: then it
 * should not open the password, too. False for an account that does not exist. */
enum err totp_is_in_mailbox(struct db *db, struct arena *a, const char *account_id, int64_t now,
                            bool *out);

/* At once, by an operator at the command line (by NULL). TOTP_NOT_ACTIVE. */
enum err totp_reset_now(struct db *db, struct arena *a, const char *account_id, const char *by,
                        int64_t now);

/* ---- by the helpdesk (totp/plans.c) */

struct totp_reset_plan {
    const char *account_id, *reason;
    const char *by, *ip;            /* the admin */
};
/* *due_at: when it takes effect; now where the setting gives no delay. OWN_ACCOUNT, NOT_FOUND,
 * TOTP_NOT_ACTIVE; CONFLICT where one is planned already. */
enum err totp_reset_plan(struct db *db, struct arena *a, const struct totp_reset_plan *plan,
                         int64_t now, int64_t *due_at);

/* By its owner. NOT_FOUND where none is planned. */
enum err totp_reset_cancel(struct db *db, const char *account_id, const char *ip, int64_t now);

/* *due_at: when the planned one takes effect, 0: none is planned. */
enum err totp_reset_due(struct db *db, const char *account_id, int64_t *due_at);

/* Jobs: what is due takes effect; spent and expired links go. */
enum err totp_resets_apply(struct db *db, int64_t now);
enum err totp_resets_sweep(struct db *db, int64_t now);
