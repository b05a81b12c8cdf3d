/* Token: access tokens, JWT signed with HS256 under FOR_TOKENS. Only this file's .c includes
 * jwt.h.
 *
 * The header names the secret (kid), so that tokens outlive a rotation. The reader takes no
 * algorithm but HS256, whatever the token names. Reading proves who signed and when; whether the
 * session still stands is the caller's to check.
 *
 * Source: RFC 7519, RFC 8725. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

enum { TOKEN_AMR_MAX = 4, TOKEN_CHARS_MAX = 2048 };

struct claims {
    const char *iss, *sub, *jti, *sid, *role;
    const char *amr[TOKEN_AMR_MAX];         /* how the user signed in: "pwd", "otp"; NULL ends */
    int64_t iat, exp;                       /* seconds since 1970 */
};

enum err token_sign(struct arena *a, const struct claims *claims, char **out);

/* UNAUTHENTICATED for every reason: malformed, another algorithm, wrong signature, unknown
 * secret, another issuer, expired, a claim missing. */
enum err token_read(struct arena *a, const char *token, const char *iss, struct claims *out);
