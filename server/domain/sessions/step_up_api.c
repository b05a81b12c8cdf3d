#include "domain/sessions/step_up_api.h"

#include "base/text.h"
#include "domain/sessions/step_up.h"
#include "domain/throttle/throttle_api.h"
#include "domain/totp/totp.h"

enum { CODE_MAX = 64 };

static enum err refuse_for_proof(struct req *r)
{
    struct totp totp;
    TRY(totp_find(r->db, &r->arena, r->who.account_id, &totp));
    json_decref(r->extra);
    r->extra = text_is(totp.state, "active") ? json_pack("{s[ss]}", "methods", "password", "totp")
                                             : json_pack("{s[s]}", "methods", "password");
    return STEP_UP_REQUIRED;
}

enum err step_up_require(struct req *r)
{
    bool is_proven = false;
    enum err const e = session_is_proven(r->db, r->who.session_id, r->now, &is_proven);
    if (e)
        return e == NOT_FOUND ? UNAUTHENTICATED : e;
    return is_proven ? OK : refuse_for_proof(r);
}

static enum err refuse(struct req *r, enum err e)
{
    if (e != CREDENTIALS_WRONG)
        return e;
    in_fault(r, "password", "password_wrong");
    return req_say(r, INVALID_FIELDS, fault_words("password_wrong", false),
                   fault_words("password_wrong", true));
}

/* Codes have a throttle of their own (totp.h). */
static enum err prove(struct req *r, const struct step_up *proof)
{
    int64_t retry_s = 0;
    if (!proof->code)
        TRY(request_throttle_take(r, "step_up", r->who.account_id));
    enum err const e = step_up(r->db, &r->arena, proof, r->now, &retry_s);
    if (!proof->code && e == OK)
        TRY(request_throttle_clear(r, "step_up", r->who.account_id));
    return e == TOO_MANY ? reply_patience(r, retry_s) : e;
}

enum err auth_step_up_post(struct req *r)
{
    bool const by_code = in_has(r, "code");
    struct step_up const proof = {
        .account_id = r->who.account_id, .session_id = r->who.session_id, .ip = r->ip,
        .password = by_code ? NULL : in_secret(r, "password"),
        .code = by_code ? in_text(r, "code", 1, CODE_MAX) : NULL,
    };
    TRY(in_check(r));

    TRY(refuse(r, prove(r, &proof)));
    return reply_ok(r, json_pack("{sI}", "expires_in", (json_int_t)STEP_UP_S));
}
