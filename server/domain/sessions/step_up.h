/* Step-up: before a risky change, whoever is signed in proves again who they are.
 *
 * A stolen browser or token must not be enough to change a factor, a number, a policy or an
 * upstream, or to take a Production key. So such a change demands a proof, the password, a code or
 * a passkey, within the last STEP_UP_S seconds. Signing in counts as one. A proof holds for the
 * session that gave it and for no other of the account. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct db;
struct passkey_use;

enum { STEP_UP_S = 300 };

/* Has the session proved itself lately? NOT_FOUND for an unknown one. */
enum err session_is_proven(struct db *db, const char *session_id, int64_t now, bool *out);

/* By the password or, where given, by a TOTP or recovery code or by a passkey of the account.
 * CREDENTIALS_WRONG, TOTP_INVALID, PASSKEY_INVALID, PASSKEY_UNKNOWN, and the audit log keeps it;
 * TOKEN_INVALID (passkey_prove); TOTP_NOT_ACTIVE; TOO_MANY for codes, with *retry_s (the others the
 * caller throttles); UNAUTHENTICATED when the session has ended meanwhile; BUSY. */
struct step_up {
    const char *account_id, *session_id, *password, *code, *ip;
    const struct passkey_use *passkey;
};
enum err step_up(struct db *db, struct arena *a, const struct step_up *proof, int64_t now,
                 int64_t *retry_s);
