/* Steps: what sign_in.c and verify.c share. Only this folder includes it. */
#pragma once

#include "domain/accounts/accounts.h"
#include "domain/sessions/sign_in.h"

/* The account's code of the purpose sign_in: by WhatsApp, or by e-mail to who gave no number.
 * ip: who asks. */
struct otp sign_in_code(const struct account *account, const char *ip);

/* OK where nothing is missing, else the error that names the missing step; ACCOUNT_SUSPENDED. */
enum err sign_in_step(struct db *db, struct arena *a, const struct account *account);

/* Begins the challenge for a missing step; answers the step, which may be another one now: the
 * device's approval in place of a code. */
struct stepping {
    const struct account *account;
    struct client_trace from;
    bool is_native;
};
enum err sign_in_challenge(struct db *db, struct arena *a, const struct stepping *who,
                           enum err step, int64_t now, struct sign_in_result *out);
