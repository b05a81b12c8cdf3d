#include "domain/sessions/step_up_api.h"

#include "base/text.h"
#include "domain/passkeys/passkeys_input_api.h"
#include "domain/sessions/step_up.h"
#include "domain/throttle/throttle_api.h"
#include "domain/totp/totp.h"

enum { CODE_MAX = 64 };

static enum err refuse_for_proof(struct req *r)
{
    struct totp totp;
    struct passkeys passkeys;
    TRY(totp_find(r->db, &r->arena, r->who.account_id, &totp));
    TRY(passkeys_of(r->db, &r->arena, r->who.account_id, &passkeys));
    json_t *methods = json_pack("[s]", "password");
    if (text_is(totp.state, "active"))
        json_array_append_new(methods, json_string("totp"));
    if (passkeys.count)
        json_array_append_new(methods, json_string("passkey"));
    json_decref(r->extra);
    r->extra = json_pack("{so}", "methods", methods);
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

/* use is where a passkey's own parts go. */
static enum err read_proof(struct req *r, struct passkey_use *use, struct step_up *out)
{
    *out = (struct step_up){ .account_id = r->who.account_id, .session_id = r->who.session_id,
                             .ip = r->ip };
    if (in_has(r, "passkey")) {
        out->passkey = use;
        return in_passkey_use(r, use);
    }
    if (in_has(r, "code"))
        out->code = in_text(r, "code", 1, CODE_MAX);
    else
        out->password = in_secret(r, "password");
    return in_check(r);
}

enum err auth_step_up_post(struct req *r)
{
    struct passkey_use use;
    struct step_up proof;
    TRY(read_proof(r, &use, &proof));

    TRY(refuse(r, prove(r, &proof)));
    return reply_ok(r, json_pack("{sI}", "expires_in", (json_int_t)STEP_UP_S));
}
