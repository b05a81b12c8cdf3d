#include "domain/sessions/auth_api.h"

#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/sessions/sessions.h"
#include "domain/sessions/sign_in.h"
#include "domain/throttle/throttle_api.h"

#include <string.h>

#define COOKIE "simpul_refresh"
#define COOKIE_PATH "/auth"

enum { TOKEN_MAX_BYTES = 128 };

static struct client_trace trace(const struct req *r)
{
    return (struct client_trace){ .ip = r->ip, .user_agent = r->user_agent };
}

/* The source's own body: a native app keeps the refresh token itself, a browser never sees it. */
static enum err reply_tokens(struct req *r, const struct tokens *t)
{
    if (t->is_native)
        return reply_raw(r, 200, json_pack("{ss ss sI sI}", "token", t->access,
                                           "refresh_token", t->refresh,
                                           "expires_in", (json_int_t)t->expires_in,
                                           "refresh_expires_in",
                                           (json_int_t)t->refresh_expires_in));
    reply_cookie(r, COOKIE, t->refresh, COOKIE_PATH, t->refresh_expires_in);
    return reply_raw(r, 200, json_pack("{ss}", "token", t->access));
}

/* The step that is missing stands beside the error's own members. */
static enum err refuse_for_challenge(struct req *r, const struct sign_in_result *result)
{
    const struct challenge *c = &result->challenge;
    r->extra = json_pack("{s{ss ss sI sI}}", "challenge", "id", c->id, "type", c->type,
                         "expires_in", (json_int_t)result->sent.expires_s,
                         "resend_in", (json_int_t)result->sent.resend_s);
    return OTP_REQUIRED;
}

/* USAPI's style: everything wrong with the body is 400. */
static enum err read_credentials(struct req *r, struct sign_in *out)
{
    TRY(in_required(r, "username", "password", NULL));
    if (in_has(r, "options"))
        TRY(in_required(r, "options.nativeApp", NULL));
    *out = (struct sign_in){
        .login = in_secret(r, "username"), .password = in_secret(r, "password"),
        .issuer = r->app->config->public_url, .from = trace(r),
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
    if (e == OK || e == OTP_REQUIRED || e == ACCOUNT_SUSPENDED)
        TRY(request_throttle_clear(r, "sign_in", name));

    if (e == OTP_REQUIRED)
        return refuse_for_challenge(r, &result);
    TRY(e);
    return reply_tokens(r, &result.tokens);
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
    struct sign_in_proof const proof = {
        .challenge = in_text(r, "challenge", 1, TOKEN_MAX_BYTES),
        .code = in_text(r, "code", 1, OTP_DIGITS * 2),
        .issuer = r->app->config->public_url, .from = trace(r),
    };
    TRY(in_check(r));

    struct tokens tokens;
    TRY(request_throttle_check(r, "token", NULL));
    TRY(count_guess(r, sign_in_verify(r->db, &r->arena, &proof, r->now, &tokens)));
    return reply_tokens(r, &tokens);
}

enum err auth_resend(struct req *r)
{
    const char *challenge = in_text(r, "challenge", 1, TOKEN_MAX_BYTES);
    TRY(in_check(r));

    struct otp_sent sent = { 0 };
    TRY(request_throttle_check(r, "token", NULL));
    enum err const e = count_guess(r, sign_in_resend(r->db, &r->arena, challenge, r->now, &sent));
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
    TRY(challenge_find(r->db, &r->arena, in_path(r, "id"), &c));
    int64_t const left = c.expires_at > r->now ? c.expires_at - r->now : 0;
    const char *state = c.used_at ? "approved" : left ? "pending" : "expired";
    return reply_ok(r, json_pack("{ss ss sI}", "type", c.type, "state", state,
                                 "expires_in", (json_int_t)left));
}

static const char *given_refresh(struct req *r, bool *is_native)
{
    *is_native = in_has(r, "refresh_token");
    return *is_native ? in_text(r, "refresh_token", 1, TOKEN_MAX_BYTES) : in_cookie(r, COOKIE);
}

static void drop_cookie(struct req *r)
{
    if (in_cookie(r, COOKIE))
        reply_cookie(r, COOKIE, "", COOKIE_PATH, 0);
}

enum err auth_refresh(struct req *r)
{
    bool is_native = false;
    const char *given = given_refresh(r, &is_native);
    TRY(in_check(r));
    if (!given)
        return err_because(UNAUTHENTICATED, "no refresh token");

    struct session_refresh const refresh = {
        .refresh = given, .issuer = r->app->config->public_url, .from = trace(r),
        .is_native = is_native,
    };
    struct tokens tokens;
    enum err const e = session_refresh(r->db, &r->arena, &refresh, r->now, &tokens);
    if (e == UNAUTHENTICATED)
        drop_cookie(r);
    TRY(e);
    return reply_tokens(r, &tokens);
}

/* By the access token, or by the refresh token where that has run out: signing out never fails. */
static enum err end_own_session(struct req *r, const char *refresh)
{
    if (!r->who.session_id)
        return refresh ? session_end_by_refresh(r->db, &r->arena, refresh, r->now) : OK;
    enum err const e = session_end(r->db, r->who.account_id, r->who.session_id, "sign_out", r->now);
    return e == NOT_FOUND ? OK : e;
}

enum err auth_logout(struct req *r)
{
    bool is_native = false;
    const char *refresh = given_refresh(r, &is_native);
    TRY(in_check(r));

    TRY(end_own_session(r, refresh));
    drop_cookie(r);
    return reply_said(r, "Anda sudah keluar", "You have signed out");
}

static json_t *session_json(struct req *r, const struct session *s)
{
    struct arena *a = &r->arena;
    return json_pack("{ss ss ss sb ss ss ss sb}", "id", s->id, "ip", s->ip,
                     "user_agent", s->user_agent, "native_app", s->is_native,
                     "created_at", time_rfc3339(a, s->created_at),
                     "last_used_at", time_rfc3339(a, s->last_used_at),
                     "expires_at", time_rfc3339(a, s->expires_at),
                     "current", strcmp(s->id, r->who.session_id) == 0);
}

enum err sessions_list(struct req *r)
{
    struct sessions list;
    TRY(sessions_of(r->db, &r->arena, r->who.account_id, r->now, &list));
    json_t *items = json_array();
    for (int i = 0; i < list.count; i++)
        json_array_append_new(items, session_json(r, &list.items[i]));
    return reply_list(r, items, NULL, list.count);
}

enum err session_delete(struct req *r)
{
    TRY(session_end(r->db, r->who.account_id, in_path(r, "id"), "ended_by_user", r->now));
    return reply_said(r, "Sesi diakhiri", "The session has ended");
}
