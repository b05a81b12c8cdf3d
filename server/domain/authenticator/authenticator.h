/* Authenticator: the one device by which an account approves its sign-ins.
 *
 * Pairing proves two things at once: that the device read the pairing token of an enrolment
 * (totp.h), and that it holds the key that it registers. An account has one device; another one
 * needs a reset, and what was paired before is then as unknown as if it had never been.
 *
 * A sign-in of an account with a device is put before it as an approval: the browser shows a number
 * of two digits, and who approves types it into the device. So a "yes" without looking approves
 * nothing, and neither does a yes to somebody else's sign-in. At most one approval of an account is
 * open, the newest; it lasts APPROVAL_TTL_S (challenges.h) and bears APPROVAL_TRIES numbers. More
 * than APPROVALS_MAX within APPROVALS_WINDOW_S, and any within MUTE_S after "that was not me", are
 * not asked for: the sign-in falls back to typing a code. So nobody can wear a person down with
 * requests.
 *
 * Sources: NIST SP 800-63B-4 on out-of-band approval and fatigue. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "crypto/p256.h"
#include "domain/sessions/challenges.h"
#include "domain/totp/totp.h"

#include <stdint.h>

struct db;

enum {
    DEVICE_NAME_MAX = 64,
    APPROVAL_NUMBERS = 100,             /* 00 to 99: three tries find one in 3 of 100 cases */
    APPROVAL_TRIES = 3,
    APPROVALS_MAX = 5,
    APPROVALS_WINDOW_S = 15 * 60,
    MUTE_S = 20 * 60,
};

struct authenticator {
    const char *id;                     /* dev_… */
    const char *account_id, *name;
    const char *public_key;             /* base64url of x and y */
    int64_t created_at;
    int64_t last_used_at;               /* to a few minutes */
    int64_t muted_until;                /* 0: never */
};

/* NOT_FOUND: none paired, no such device. */
enum err authenticator_of(struct db *db, struct arena *a, const char *account_id,
                          struct authenticator *out);
enum err authenticator_find(struct db *db, struct arena *a, const char *id,
                            struct authenticator *out);

/* The account has no device any more; its next call is refused. OK where there was none. */
enum err authenticator_forget(struct db *tx, const char *account_id, int64_t now);

/* The same by the device itself: the account is told. */
enum err authenticator_leave(struct db *db, const char *device_id, const char *ip, int64_t now);

/* DEVICE_REFUSED unless the call was signed by the key that is to be registered (signed.h);
 * TOKEN_INVALID for a pairing token that does not stand; TOTP_ACTIVE while a device is paired. */
struct signed_call;
struct authenticator_pairing {
    const char *token, *name, *ip;
    struct p256_key key;
    const struct signed_call *call;
};
enum err authenticator_pair(struct db *db, struct arena *a, const struct authenticator_pairing *p,
                            int64_t now, const char **device_id, struct pairing *out);

/* ---- approvals (authenticator/approvals.c) */

struct approval {
    const char *id;                     /* apr_…; tells nothing of the challenge's other names */
    int number;                         /* for the browser; CHALLENGE_NO_NUMBER: a bare yes */
};

/* Puts the challenge before its account's device, in place of an older one that is open. In the
 * sign-in's transaction. NOT_FOUND without a device; TOO_MANY beyond the limit and while muted:
 * then a code must be typed. */
enum err approval_begin(struct db *tx, struct arena *a, const struct challenge *c, int64_t now,
                        struct approval *out);

struct approval_answer {
    const char *approval_id;
    const char *answer;                 /* approve, decline, report */
    int number;                         /* with approve; CHALLENGE_NO_NUMBER: none was typed */
    const char *ip;
};
struct approval_outcome {
    const char *state;                  /* of the challenge now: approved, denied, expired */
    int64_t tries_left;                 /* with NUMBER_WRONG */
};

/* The device's answer. NOT_FOUND for an approval that is not its account's; NUMBER_WRONG, the last
 * one ending the challenge; APPROVAL_OVER for one that was decided or superseded, or that ran out:
 * of two answers at once one counts. Such a one can still be reported, unless it was decided.
 * *out is set in these two cases too. */
enum err approval_answer(struct db *db, struct arena *a, const char *device_id,
                         const struct approval_answer *answer, int64_t now,
                         struct approval_outcome *out);
