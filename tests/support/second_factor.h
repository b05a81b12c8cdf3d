/* Second factor: what tests need to enrol somebody and to know their codes. */
#pragma once

#include "support/world.h"

/* The code of a secret in base32 at that time. */
const char *totp_code(struct arena *a, const char *secret, int64_t at);

/* Six digits that are not the code of the secret within two minutes of that time. */
const char *wrong_totp_code(struct arena *a, const char *secret, int64_t at);

/* Enrols and activates, with the code of a minute before at so that every later one is unspent.
 * The secret in base32; *codes, where given, receives the recovery codes. */
struct recovery_codes;
const char *totp_given(struct db *db, struct arena *a, const char *account_id, int64_t at,
                       struct recovery_codes *codes);

/* What totp_find() says of the account, and totp_check() of a code of Alice's from one address. */
const char *totp_state_of(struct world *w, const char *account_id);
enum err totp_check_at(struct world *w, const char *code, int64_t now);
