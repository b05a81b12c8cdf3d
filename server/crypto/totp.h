/* TOTP: one-time codes of a shared secret, and base32 in which secrets are written.
 *
 * Sources: RFC 4226 (HOTP), RFC 6238 (TOTP, here with SHA-1, six digits, steps of 30 s, the only
 * form that every authenticator app reads), RFC 4648 section 6. liboath would spare twenty lines
 * of HOTP only: it accepts codes ahead, and leaves what it decodes in memory unwiped. */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TOTP_SECRET_BYTES = 20, TOTP_SECRET_CHARS = 32,     /* the latter in base32 */
    TOTP_DIGITS = 6, TOTP_STEP_S = 30,
    HOTP_DIGITS_MAX = 9,
};

/* Writes that many decimal digits and a NUL. */
void hotp_code(const void *key, size_t size, uint64_t counter, int digits, char *out);

/* The time step in which now lies. */
int64_t totp_step(int64_t now);

/* The step whose code this is: the present one or, for a code that came late, the one before;
 * none ahead, and none up to last_step, whose codes are spent. 0 where there is none such. Takes
 * the same time whichever digit differs. */
int64_t totp_step_of(const unsigned char key[TOTP_SECRET_BYTES], const char *code, int64_t now,
                     int64_t last_step);

/* A fresh secret, and what is written of it: capitals and 2 to 7, without padding. The caller
 * wipes both. */
void totp_secret_new(unsigned char out[TOTP_SECRET_BYTES]);
void base32_encode(const void *bytes, size_t size, char *out);  /* (size * 8 + 4) / 5 and a NUL */

/* Small letters count, blanks and padding are passed over. False unless it is exactly size
 * bytes. */
bool base32_decode(const char *text, void *out, size_t size);
