#include "domain/totp/totp_api.h"

#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/authenticator/authenticator.h"
#include "domain/json/json.h"
#include "domain/sessions/challenges.h"
#include "domain/sessions/step_up_api.h"
#include "domain/throttle/throttle_api.h"
#include "domain/totp/resets.h"
#include "domain/totp/totp.h"
#include "picture/qr.h"

enum { CHALLENGE_MAX_CHARS = 128, CODE_MAX_CHARS = 40 };

/* null: none is paired. */
static enum err device_json(struct req *r, json_t **out)
{
    struct authenticator device;
    enum err const e = authenticator_of(r->db, &r->arena, r->who.account_id, &device);
    if (e && e != NOT_FOUND)
        return e;
    *out = e ? json_null()
        : json_pack("{ss so so}", "name", device.name,
                    "paired_at", time_json(&r->arena, device.created_at),
                    "last_used_at", time_json(&r->arena, device.last_used_at));
    return OK;
}

enum err totp_get(struct req *r)
{
    struct totp totp;
    struct account account;
    const char *policy = NULL, *id = r->who.account_id;
    int64_t due_at = 0;
    json_t *device = NULL;
    TRY(account_find(r->db, &r->arena, id, &account));
    TRY(totp_policy(r->db, &r->arena, account.role, &policy));
    TRY(totp_find(r->db, &r->arena, id, &totp));
    TRY(totp_reset_due(r->db, id, &due_at));
    TRY(device_json(r, &device));
    return reply_ok(r, json_pack("{ss ss so si so so}", "state", totp.state, "policy", policy,
                                 "activated_at", time_json(&r->arena, totp.activated_at),
                                 "recovery_codes_left", totp.recovery_left,
                                 "reset_due_at", time_json(&r->arena, due_at),
                                 "device", device));
}

enum err totp_summary_json(struct req *r, const char *account_id, json_t **out)
{
    struct totp totp;
    int64_t due_at = 0;
    TRY(totp_find(r->db, &r->arena, account_id, &totp));
    TRY(totp_reset_due(r->db, account_id, &due_at));
    *out = json_pack("{ss so}", "state", totp.state, "reset_due_at",
                     time_json(&r->arena, due_at));
    return OK;
}

/* Who tries challenges that do not stand gets slower. */
static enum err open_challenge(struct req *r, const char *token, struct challenge *out)
{
    TRY(request_throttle_check(r, "token", NULL));
    enum err e = challenge_open(r->db, &r->arena, token, r->now, out);
    if (!e && !text_is(out->type, "totp_enrolment"))
        e = TOKEN_INVALID;
    if (e == TOKEN_INVALID)
        TRY(request_throttle_take(r, "token", NULL));
    return e;
}

/* Somebody at a challenge, or somebody signed in. */
static enum err read_enrolling(struct req *r, struct totp_enrolling *out)
{
    struct challenge c;
    const char *token = in_text_or(r, "challenge", NULL, CHALLENGE_MAX_CHARS);
    TRY(in_check(r));
    *out = (struct totp_enrolling){ .account_id = r->who.account_id, .origin = r->who.session_id,
                                    .portal = r->app->config->public_url, .ip = r->ip };
    if (!token)
        return out->account_id ? OK : err_because(UNAUTHENTICATED, "nobody enrols");
    TRY(open_challenge(r, token, &c));
    out->account_id = c.account_id;
    out->origin = out->challenge_id = c.id;
    return OK;
}

static json_t *enrolment_json(struct req *r, const struct totp_enrolment *e)
{
    const char *title = req_words(r, "Kode QR untuk aplikasi authenticator",
                                  "QR code for the authenticator app");
    return json_pack("{ss ss ss s{ss so}}", "otpauth_uri", e->uri, "qr_svg",
                     qr_svg(&r->arena, e->uri, title), "secret", e->secret, "pairing", "token",
                     e->pairing_token, "expires_at", time_json(&r->arena, e->expires_at));
}

enum err totp_enrolment_post(struct req *r)
{
    struct totp_enrolling who;
    struct totp_enrolment made;
    TRY(read_enrolling(r, &who));
    if (!who.challenge_id)
        TRY(step_up_require(r));

    TRY(totp_enrol(r->db, &r->arena, &who, r->now, &made));
    return reply_created(r, enrolment_json(r, &made));
}

static json_t *codes_json(const struct recovery_codes *codes)
{
    json_t *list = json_array();
    for (int i = 0; i < RECOVERY_CODES; i++)
        json_array_append_new(list, json_string(codes->codes[i]));
    return json_pack("{so}", "recovery_codes", list);
}

/* Counted by where the enrolment was begun, from any address. */
static enum err activate(struct req *r, const struct totp_enrolling *who, const char *code,
                         struct recovery_codes *codes)
{
    struct attempt const attempt = { "totp_activate", who->origin, NULL };
    int64_t retry_s = 0;
    enum err const e = throttle_take(r->db, &attempt, r->now, &retry_s);
    if (e == TOO_MANY)
        return reply_patience(r, retry_s);
    TRY(e);
    TRY(totp_activate(r->db, &r->arena, who, code, r->now, codes));
    return throttle_clear(r->db, &attempt, r->now);
}

enum err totp_activate_post(struct req *r)
{
    const char *code = in_text(r, "code", 1, CODE_MAX_CHARS);
    struct totp_enrolling who;
    struct recovery_codes codes;
    TRY(read_enrolling(r, &who));

    TRY(activate(r, &who, code, &codes));
    return reply_ok_said(r, codes_json(&codes), "TOTP berhasil diaktifkan", "TOTP enabled");
}

enum err totp_disable_post(struct req *r)
{
    struct totp_try const try = { .account_id = r->who.account_id, .ip = r->ip,
                                  .code = in_text(r, "code", 1, CODE_MAX_CHARS) };
    TRY(in_check(r));

    struct totp_outcome outcome = { 0 };
    enum err const e = totp_disable(r->db, &try, r->now, &outcome);
    if (e == TOO_MANY)
        return reply_patience(r, outcome.retry_s);
    TRY(e);
    return reply_said(r, "TOTP berhasil dinonaktifkan", "TOTP disabled");
}

enum err recovery_codes_post(struct req *r)
{
    struct recovery_codes codes;
    TRY(recovery_renew(r->db, &r->arena, r->who.account_id, r->ip, r->now, &codes));
    return reply_created(r, codes_json(&codes));
}
