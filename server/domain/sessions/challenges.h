/* Challenges: each stands for a password that was right and a step that is missing.
 *
 * What the browser holds is a secret of 192 random bits, the token; the database keeps its
 * digest, which is the challenge's id within the program. A device that is to approve the
 * challenge knows it by a third name, the approval id, from which neither of the others follows.
 *
 * A challenge lasts CHALLENGE_TTL_S and ends in a session once. A device may answer it for
 * APPROVAL_TTL_S, and only the newest of an account; typing a code into it works as long as the
 * challenge lasts, unless it was denied. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

enum { CHALLENGE_TTL_S = 30 * 60, APPROVAL_TTL_S = 5 * 60, CHALLENGE_NO_NUMBER = -1 };

struct challenge {
    const char *id, *account_id;
    const char *token;              /* "chl_…"; from challenge_begin() only, else NULL */
    const char *type;               /* otp, totp, approval, totp_enrolment */
    const char *state;              /* pending, approved, denied, expired */
    const char *approval_id;        /* "apr_…"; NULL: no device was asked */
    int number;                     /* what the browser shows, or CHALLENGE_NO_NUMBER */
    const char *ip, *user_agent;    /* of the browser */
    bool is_native;
    int64_t created_at, expires_at;
    int64_t asked_at;               /* 0: no device was asked */
    int64_t used_at;                /* 0: still open */
};

/* In the caller's transaction: takes account_id, type, ip, user_agent and is_native of *c, and
 * fills in the rest. */
enum err challenge_begin(struct db *tx, struct arena *a, struct challenge *c, int64_t now);

/* By the browser's token. NOT_FOUND. */
enum err challenge_find(struct db *db, struct arena *a, const char *token, int64_t now,
                        struct challenge *out);

/* The same, TOKEN_INVALID unless it may still end in a session. */
enum err challenge_open(struct db *db, struct arena *a, const char *token, int64_t now,
                        struct challenge *out);

/* It ended in a session: TOKEN_INVALID where another was faster. */
enum err challenge_use(struct db *tx, const char *id, int64_t now);

/* The missing step was done, or refused. CONFLICT unless it was pending. */
enum err challenge_approve(struct db *tx, const char *id, int64_t now);
enum err challenge_deny(struct db *tx, const char *id, int64_t now);

/* No challenge of this account stands any more: its password or second factor changed. */
enum err challenges_end(struct db *tx, const char *account_id, int64_t now);

/* ---- approval by a device */

/* Puts the challenge before the account's device: it becomes one of type approval under this
 * approval id, with this number (or CHALLENGE_NO_NUMBER), and the one that the device was asked
 * before expires. */
enum err challenge_ask(struct db *tx, const struct challenge *c, const char *approval_id,
                       int number, int64_t now);

/* What the account's device may answer now, and how often it was asked since. NOT_FOUND. */
enum err challenge_asked(struct db *db, struct arena *a, const char *account_id, int64_t now,
                         struct challenge *out);
enum err challenges_asked_since(struct db *db, const char *account_id, int64_t since,
                                int64_t *out);

/* By the approval id, whatever its state. NOT_FOUND, also for another account's. */
enum err challenge_of_approval(struct db *db, struct arena *a, const char *account_id,
                               const char *approval_id, int64_t now, struct challenge *out);

/* Counts a wrong number; *misses is how many there were. */
enum err challenge_miss(struct db *tx, const char *id, int64_t *misses);
