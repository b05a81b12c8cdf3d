/* Signing in: a user name, phone number or e-mail address with its password, and, where that is
 * not enough, one more step: a one-time code that was sent (otp), a code of the second factor
 * (totp), the device's approval (approval), or enrolling that factor first (totp_enrolment). The
 * settings' policy and the account decide which; each sign-in asks anew.
 *
 * Who does not know the password learns nothing: an unknown user, a wrong password and a
 * suspended account with a wrong password look alike and take as long. */
#pragma once

#include "domain/otp/otp.h"
#include "domain/sessions/challenges.h"
#include "domain/sessions/sessions.h"

struct sign_in {
    const char *login, *password, *issuer;
    struct client_trace from;
    bool is_native;
};

/* What came of it: tokens, or a challenge, with the pace of its code where one was sent. */
struct sign_in_result {
    struct tokens tokens;
    struct challenge challenge;
    const char *username;           /* with a challenge: as it was chosen */
    struct otp_sent sent;
    int64_t retry_s;                /* with TOO_MANY */
};

/* OK with tokens; OTP_REQUIRED, TOTP_REQUIRED, APPROVAL_REQUIRED or TOTP_ENROLMENT_REQUIRED with a
 * challenge. CREDENTIALS_WRONG, ACCOUNT_SUSPENDED (after the right password only), BUSY. The
 * caller throttles. */
enum err sign_in(struct db *db, struct arena *a, const struct sign_in *try, int64_t now,
                 struct sign_in_result *out);

/* One of those four that come with a challenge. */
bool sign_in_step_is_missing(enum err e);

/* The missing step (verify.c): the code, or NULL once the challenge is approved. As sign_in(), a
 * further step included; OTP_INVALID, OTP_EXPIRED, TOTP_INVALID, TOO_MANY; INVALID_FIELDS where a
 * code is missing; TOKEN_INVALID for a challenge that is unknown, used, denied or expired. */
struct sign_in_proof {
    const char *challenge, *code, *issuer;
    struct client_trace from;
};
enum err sign_in_verify(struct db *db, struct arena *a, const struct sign_in_proof *proof,
                        int64_t now, struct sign_in_result *out);

/* Sends another code. TOKEN_INVALID, also where none was sent; TOO_MANY, with how long to wait in
 * out->resend_s. */
enum err sign_in_resend(struct db *db, struct arena *a, const char *challenge, const char *ip,
                        int64_t now, struct otp_sent *out);
