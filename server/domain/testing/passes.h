/* Passes: what lets one test call through the gateway in a member's name. Only this folder
 * includes it.
 *
 * A pass is 190 random bits that this process alone knows. It stands in access.h while its call is
 * under way and no longer, is good in Development only, from the member's address that the portal
 * vouches for, and never travels upstream. */
#pragma once

#include "base/err.h"
#include "domain/access/access.h"

struct pass {
    char text[KEY_TEXT_SIZE];
    unsigned char digest[ACCESS_DIGEST_BYTES];
};
#define AUTO_PASS __attribute__((cleanup(pass_end)))

/* from: the member's address; per_day: how many the member may have. */
void pass_begin(const char *account_id, const char *from, int64_t per_day, int64_t now,
                struct pass *out);
void pass_end(struct pass *pass);           /* accepts a zeroed one */
