/* Captcha: proof of work by ALTCHA (version 1 of its protocol; npm altcha solves it on the page).
 *
 * A challenge is the SHA-256 of a salt and a secret number; the browser finds the number by
 * trying. Nothing is stored: the challenge carries our HMAC, and the salt its expiry. That a
 * solution counts once is the caller's duty: keep the digest until expires_at, refuse it twice.
 *
 * Source: altcha.org, "Proof-of-work". The salt ends in "&", so that no digit can move between
 * the expiry and the number. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

enum { CAPTCHA_NUMBER_MAX = 50000, CAPTCHA_TTL_S = 600, CAPTCHA_CHARS_MAX = 2048 };

struct captcha {                            /* what the browser is sent, member for member */
    const char *algorithm;                  /* "SHA-256" */
    const char *challenge;                  /* hex */
    int64_t maxnumber;
    const char *salt;
    const char *signature;                  /* hex */
};

struct captcha_proof {
    const char *digest;                     /* the challenge: unique to each */
    int64_t expires_at;
};

/* The work is max / 2 digests on average. 0: CAPTCHA_NUMBER_MAX. */
struct captcha captcha_new(struct arena *a, int64_t max);

/* The same as the JSON text that GET /captcha answers. */
char *captcha_json(struct arena *a, const struct captcha *c);

/* payload: what the widget sends, base64 of {algorithm, challenge, number, salt, signature}.
 * CAPTCHA_INVALID for every reason, NULL and expiry too. */
enum err captcha_check(struct arena *a, const char *payload, struct captcha_proof *out);
