#include "domain/sessions/step_up_api.h"

#include "base/text.h"
#include "domain/sessions/step_up.h"
#include "domain/throttle/throttle_api.h"

enum err step_up_require(struct req *r)
{
    bool is_proven = false;
    enum err const e = session_is_proven(r->db, r->who.session_id, r->now, &is_proven);
    if (e)
        return e == NOT_FOUND ? UNAUTHENTICATED : e;
    if (is_proven)
        return OK;
    json_decref(r->extra);
    r->extra = json_pack("{s[s]}", "methods", "password");
    return STEP_UP_REQUIRED;
}

static enum err refuse(struct req *r, enum err e)
{
    if (e != CREDENTIALS_WRONG)
        return e;
    in_fault(r, "password", "password_wrong");
    return req_say(r, INVALID_FIELDS, fault_words("password_wrong", false),
                   fault_words("password_wrong", true));
}

enum err auth_step_up_post(struct req *r)
{
    struct step_up const proof = {
        .account_id = r->who.account_id, .session_id = r->who.session_id, .ip = r->ip,
        .password = in_secret(r, "password"),
    };
    TRY(in_check(r));

    TRY(request_throttle_take(r, "step_up", r->who.account_id));
    enum err const e = step_up(r->db, &r->arena, &proof, r->now);
    if (e == OK)
        TRY(request_throttle_clear(r, "step_up", r->who.account_id));
    TRY(refuse(r, e));
    return reply_ok(r, json_pack("{sI}", "expires_in", (json_int_t)STEP_UP_S));
}
