/* TOTP: an account's second factor.
 *
 * At most one secret an account. It becomes active once its possession was proven, by the first
 * code (totp_activate) or by the Simpul Authenticator (totp_pairing_use). A code is good once, up
 * to one step late, never ahead. Ten recovery codes, shown once and kept as MACs, open the same
 * door, each once.
 *
 * Guesses are counted apart from those of the password, by account and address, with growing
 * pauses; an account bears a small budget of failures from addresses that never succeeded with it,
 * which refills slowly. Who is known, who has a recovery code or approves on the device is stopped
 * by neither.
 *
 * After a change that a profile shows, and after its commit, the caller calls
 * live_forget_account(). */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct account;
struct db;

enum {
    TOTP_ENROLMENT_TTL_S = 15 * 60,
    RECOVERY_CODES = 10,
};

struct totp {
    const char *state;              /* none, pending, active */
    bool has_device;                /* the Simpul Authenticator is paired */
    int64_t activated_at;           /* 0: not active */
    int recovery_left;
};
enum err totp_find(struct db *db, struct arena *a, const char *account_id, struct totp *out);

/* mandatory, optional or off: what the settings say for people of this role. */
enum err totp_policy(struct db *db, struct arena *a, const char *role, const char **out);

/* ---- codes (totp/check.c) */

struct totp_try {
    const char *account_id, *code;  /* six digits, or a recovery code in any form */
    const char *ip;
};
struct totp_outcome {
    bool by_recovery;
    int recovery_left;
    int64_t retry_s;                /* with TOO_MANY */
};

/* OK once for a code. TOTP_INVALID; TOO_MANY, with how long to wait in out->retry_s;
 * TOTP_NOT_ACTIVE. Takes db and not a transaction, because a wrong guess must be counted whatever
 * becomes of the caller's. */
enum err totp_check(struct db *db, const struct totp_try *try, int64_t now,
                    struct totp_outcome *out);

/* ---- enrolling (totp/enrol.c) */

/* Who enrols: somebody signed in, or somebody at a challenge of type totp_enrolment. */
struct totp_enrolling {
    const char *account_id;
    const char *origin;             /* id of the session or of the challenge */
    const char *challenge_id;       /* the latter; NULL: signed in */
    const char *portal;             /* the public address, for the Simpul Authenticator */
    const char *ip;
};
struct totp_enrolment {
    const char *uri;                /* otpauth://…, with the pairing token */
    const char *secret;             /* base32 */
    const char *pairing_token;
    int64_t expires_at;
};

/* A fresh secret in place of the one that this origin began before. TOTP_ACTIVE, TOTP_OFF. */
enum err totp_enrol(struct db *db, struct arena *a, const struct totp_enrolling *who, int64_t now,
                    struct totp_enrolment *out);

struct recovery_codes {
    const char *codes[RECOVERY_CODES];
};

/* The first code of the secret that this origin was shown. TOTP_INVALID; TOTP_ACTIVE;
 * TOKEN_INVALID where none stands. */
enum err totp_activate(struct db *db, struct arena *a, const struct totp_enrolling *who,
                       const char *code, int64_t now, struct recovery_codes *out);

/* The authenticator proved that it read the pairing token and holds its key: the secret is active,
 * and the challenge that began it is approved. TOKEN_INVALID, TOTP_ACTIVE. */
struct pairing {
    const char *account_id, *challenge_id;  /* the latter NULL: begun by who is signed in */
    const char *secret;             /* base32 */
    const char *username, *issuer;
};
enum err totp_pairing_use(struct db *tx, struct arena *a, const char *pairing_token, int64_t now,
                          struct pairing *out);

/* Ten new codes in place of those before. TOTP_NOT_ACTIVE. */
enum err recovery_renew(struct db *db, struct arena *a, const char *account_id, const char *ip,
                        int64_t now, struct recovery_codes *out);

/* Job: deletes enrolments that ran out. */
enum err totp_enrolments_sweep(struct db *db, int64_t now);

/* ---- removing (totp/remove.c) */

/* Secret, recovery codes, enrolments, device, and challenges under way. OK where there is none. */
enum err totp_remove(struct db *tx, const char *account_id, int64_t now);

/* By who has a code. TOTP_INVALID, TOTP_NOT_ACTIVE, TOO_MANY with out->retry_s. */
enum err totp_disable(struct db *db, const struct totp_try *try, int64_t now,
                      struct totp_outcome *out);
