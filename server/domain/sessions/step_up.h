/* Step-up: before a risky change, whoever is signed in proves again who they are.
 *
 * A stolen browser or token must not be enough to change a factor, a number, a policy or an
 * upstream, or to take a Production key. So such a change demands a proof, the password or a code,
 * within the last STEP_UP_S seconds. Signing in counts as one. A proof holds for the session that
 * gave it and for no other of the account. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

enum { STEP_UP_S = 300 };

/* Has the session proved itself lately? NOT_FOUND for an unknown one. */
enum err session_is_proven(struct db *db, const char *session_id, int64_t now, bool *out);

/* By the password or, where code is not NULL, by a TOTP or recovery code. CREDENTIALS_WRONG or
 * TOTP_INVALID, and the audit log keeps it; TOTP_NOT_ACTIVE; TOO_MANY for codes, with *retry_s
 * (passwords the caller throttles); UNAUTHENTICATED when the session has ended meanwhile; BUSY. */
struct step_up {
    const char *account_id, *session_id, *password, *code, *ip;
};
enum err step_up(struct db *db, struct arena *a, const struct step_up *proof, int64_t now,
                 int64_t *retry_s);
