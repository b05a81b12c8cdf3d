#include "domain/sessions/auth_api.h"

#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/sessions/sessions.h"
#include "domain/sessions/sessions_api.h"
#include "domain/sessions/sign_in.h"
#include "domain/throttle/throttle_api.h"

enum { TOKEN_MAX_BYTES = 128, CODE_MAX_CHARS = 40 };

/* For how long the challenge can be answered as its type says. */
static int64_t seconds_left(const struct req *r, const struct challenge *c)
{
    int64_t end = c->expires_at;
    if (c->asked_at && c->asked_at + APPROVAL_TTL_S < end)
        end = c->asked_at + APPROVAL_TTL_S;
    return end > r->now ? end - r->now : 0;
}

static json_t *number_json(const struct challenge *c)
{
    return c->number == CHALLENGE_NO_NUMBER ? NULL : json_integer(c->number);
}

/* The step that is missing stands beside the error's own members. */
static enum err refuse_for_challenge(struct req *r, enum err e,
                                     const struct sign_in_result *result)
{
    const struct challenge *c = &result->challenge;
    bool const is_sent = e == OTP_REQUIRED;
    int64_t const left = is_sent ? result->sent.expires_s : seconds_left(r, c);
    json_t *challenge = json_pack("{ss ss sI ss so*}", "id", c->token, "type", c->type,
                                  "expires_in", (json_int_t)left, "username", result->username,
                                  "number", number_json(c));
    if (is_sent)
        json_object_set_new(challenge, "resend_in", json_integer(result->sent.resend_s));
    r->extra = json_pack("{so}", "challenge", challenge);
    return e;
}

static enum err reply_sign_in(struct req *r, enum err e, const struct sign_in_result *result)
{
    if (sign_in_step_is_missing(e))
        return refuse_for_challenge(r, e, result);
    if (e == TOO_MANY && result->retry_s)
        return reply_patience(r, result->retry_s);
    TRY(e);
    return reply_tokens(r, &result->tokens);
}

/* USAPI's style: everything wrong with the body is 400. */
static enum err read_credentials(struct req *r, struct sign_in *out)
{
    TRY(in_required(r, "username", "password", NULL));
    if (in_has(r, "options"))
        TRY(in_required(r, "options.nativeApp", NULL));
    *out = (struct sign_in){
        .login = in_secret(r, "username"), .password = in_secret(r, "password"),
        .issuer = r->app->config->public_url, .from = request_trace(r),
        .is_native = in_bool_or(r, "options.nativeApp", false),
    };
    return r->problems ? PROPERTY_INVALID : OK;
}

enum err auth_post(struct req *r)
{
    struct sign_in try;
    TRY(read_credentials(r, &try));

    struct sign_in_result result = { 0 };
    const char *name = login_normalise(&r->arena, try.login);
    TRY(request_throttle_take(r, "sign_in", name));
    enum err const e = sign_in(r->db, &r->arena, &try, r->now, &result);
    if (e == OK || e == ACCOUNT_SUSPENDED || sign_in_step_is_missing(e))
        TRY(request_throttle_clear(r, "sign_in", name));
    return reply_sign_in(r, e, &result);
}

/* Whoever tries challenges that do not stand gets slower. */
static enum err count_guess(struct req *r, enum err e)
{
    if (e == TOKEN_INVALID)
        TRY(request_throttle_take(r, "token", NULL));
    return e;
}

enum err auth_verify(struct req *r)
{
    const char *code = in_text_or(r, "code", "", CODE_MAX_CHARS);
    struct sign_in_proof const proof = {
        .challenge = in_text(r, "challenge", 1, TOKEN_MAX_BYTES), .code = *code ? code : NULL,
        .issuer = r->app->config->public_url, .from = request_trace(r),
    };
    TRY(in_check(r));

    struct sign_in_result result = { 0 };
    TRY(request_throttle_check(r, "token", NULL));
    enum err const e = count_guess(r, sign_in_verify(r->db, &r->arena, &proof, r->now, &result));
    if (e == INVALID_FIELDS)
        in_fault(r, "code", "required");
    return reply_sign_in(r, e, &result);
}

enum err auth_resend(struct req *r)
{
    const char *challenge = in_text(r, "challenge", 1, TOKEN_MAX_BYTES);
    TRY(in_check(r));

    struct otp_sent sent = { 0 };
    TRY(request_throttle_check(r, "token", NULL));
    enum err const e = count_guess(r, sign_in_resend(r->db, &r->arena, challenge, r->ip, r->now,
                                                     &sent));
    if (e == TOO_MANY)
        return reply_patience(r, sent.resend_s);
    TRY(e);
    return reply_ok_said(r, json_pack("{sI sI}", "expires_in", (json_int_t)sent.expires_s,
                                      "resend_in", (json_int_t)sent.resend_s),
                         "Kode OTP baru sudah dikirim", "A new OTP code is on its way");
}

enum err auth_challenge_get(struct req *r)
{
    struct challenge c;
    struct account account;
    TRY(challenge_find(r->db, &r->arena, in_path(r, "id"), r->now, &c));
    if (text_is(c.state, "pending") || text_is(c.state, "approved"))
        TRY(req_counts_for(r, "challenge", c.id));
    TRY(account_find(r->db, &r->arena, c.account_id, &account));
    return reply_ok(r, json_pack("{ss ss sI ss so*}", "type", c.type, "state", c.state,
                                 "expires_in", (json_int_t)seconds_left(r, &c),
                                 "username", account.username, "number", number_json(&c)));
}
