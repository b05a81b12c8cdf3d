#include "domain/sessions/tokens.h"

#include "base/random.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "crypto/token.h"
#include "domain/accounts/accounts.h"
#include "store/db.h"

#include <string.h>

enum { REFRESH_BYTES = 32 };

struct session session_read(struct query *q, struct arena *a)
{
    struct session s = { .id = column_text(q, a) };
    s.account_id = column_text(q, a);
    s.amr = column_text(q, a);
    s.ip = column_text(q, a);
    s.user_agent = column_text(q, a);
    s.is_native = column_int(q) != 0;
    s.created_at = column_int(q);
    s.last_used_at = column_int(q);
    s.expires_at = column_int(q);
    return s;
}

enum err account_must_be_active(struct db *db, struct arena *a, const char *id,
                                struct account *out)
{
    struct account found;
    enum err const e = account_find(db, a, id, &found);
    if (e)
        return e == NOT_FOUND ? UNAUTHENTICATED : e;
    if (!text_is(found.status, "active"))
        return err_because(UNAUTHENTICATED, "account %s is %s", id, found.status);
    *out = found;
    return OK;
}

enum err refresh_token_add(struct db *tx, struct arena *a, const char *session_id, int64_t now,
                           const char **out)
{
    const char *token = random_token(a, REFRESH_BYTES);
    TRY(db_run(tx, "INSERT INTO refresh_tokens (token_digest, session_id, created_at) "
                   "VALUES ($1, $2, $3)",
               TEXT(digest_hex(a, token, strlen(token))), TEXT(session_id), INT(now)));
    *out = token;
    return OK;
}

/* "pwd otp" as the claim's list. */
static void split_amr(struct arena *a, const char *amr, struct claims *out)
{
    char *rest = arena_copy(a, amr);
    for (int i = 0; i < TOKEN_AMR_MAX && rest; i++)
        out->amr[i] = strsep(&rest, " ");
}

enum err tokens_complete(struct arena *a, const struct session *s, const char *role,
                         const char *issuer, int64_t now, struct tokens *out)
{
    struct claims claims = {
        .iss = issuer, .sub = s->account_id, .jti = id_new(a, "tok"), .sid = s->id, .role = role,
        .iat = now, .exp = now + ACCESS_TTL_S,
    };
    char *access = NULL;
    split_amr(a, s->amr, &claims);
    TRY(token_sign(a, &claims, &access));
    out->access = access;
    out->expires_in = ACCESS_TTL_S;
    out->refresh_expires_in = s->expires_at - now;
    out->is_native = s->is_native;
    return OK;
}
