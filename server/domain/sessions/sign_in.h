/* Signing in: a user name, phone number or e-mail address with its password, and, where that is
 * not enough, one more step.
 *
 * Who does not know the password learns nothing: an unknown user, a wrong password and a
 * suspended account with a wrong password look alike and take as long.
 */
#pragma once

#include "domain/otp/otp.h"
#include "domain/sessions/challenges.h"
#include "domain/sessions/sessions.h"

struct sign_in {
    const char *login, *password, *issuer;
    struct client_trace from;
    bool is_native;
};

/* What came of it: tokens, or a challenge with the pace of its code. */
struct sign_in_result {
    struct tokens tokens;
    struct challenge challenge;
    struct otp_sent sent;
};

/* OK with tokens; OTP_REQUIRED with a challenge, its code being on the way. CREDENTIALS_WRONG,
 * ACCOUNT_SUSPENDED (after the right password only), BUSY. The caller throttles. */
enum err sign_in(struct db *db, struct arena *a, const struct sign_in *try, int64_t now,
                 struct sign_in_result *out);

/* The missing step. OTP_INVALID, OTP_EXPIRED; TOKEN_INVALID for a challenge that is unknown, used
 * or expired; ACCOUNT_SUSPENDED. */
struct sign_in_proof {
    const char *challenge, *code, *issuer;
    struct client_trace from;
};
enum err sign_in_verify(struct db *db, struct arena *a, const struct sign_in_proof *proof,
                        int64_t now, struct tokens *out);

/* Sends another code. TOKEN_INVALID; TOO_MANY, with how long to wait in out->resend_s. */
enum err sign_in_resend(struct db *db, struct arena *a, const char *challenge, int64_t now,
                        struct otp_sent *out);
