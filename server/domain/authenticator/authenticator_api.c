#include "domain/authenticator/authenticator_api.h"

#include "base/text.h"
#include "crypto/totp.h"
#include "domain/accounts/accounts.h"
#include "domain/authenticator/authenticator_guard.h"
#include "domain/sessions/agents.h"

#include <string.h>

enum { TOKEN_MAX_BYTES = 128, COORDINATE_CHARS = 43 };

/* Exactly 32 bytes in the one way in which base64url writes them. */
static bool read_coordinate(struct req *r, const json_t *jwk, const char *name,
                            unsigned char out[P256_BYTES])
{
    const char *text = json_string_value(json_object_get(jwk, name));
    size_t size = 0;
    if (!text || strlen(text) != COORDINATE_CHARS)
        return false;
    const unsigned char *bytes = base64_decode(&r->arena, text, &size);
    if (!bytes || size != P256_BYTES
        || !text_is(base64url_encode(&r->arena, bytes, size), text))
        return false;
    memcpy(out, bytes, size);
    return true;
}

/* Public halves only: a private one is nobody else's business, and would be burnt by being sent.
 * RFC 7517, RFC 7518 section 6.2. */
static bool read_jwk(struct req *r, const json_t *jwk, struct p256_key *out)
{
    return text_is(json_string_value(json_object_get(jwk, "kty")), "EC")
           && text_is(json_string_value(json_object_get(jwk, "crv")), "P-256")
           && !json_object_get(jwk, "d") && read_coordinate(r, jwk, "x", out->x)
           && read_coordinate(r, jwk, "y", out->y) && p256_is_key(out);
}

static void read_key(struct req *r, struct p256_key *out)
{
    if (!in_has(r, "public_key"))
        in_fault(r, "public_key", "required");
    else if (!read_jwk(r, in_json(r, "public_key"), out))
        in_fault(r, "public_key", "bad_key");
}

static enum err reply_paired(struct req *r, const char *device_id, const struct pairing *p)
{
    return reply_created(r, json_pack("{ss s{ss ss} s{ss si si ss}}", "device_id", device_id,
                                      "account", "username", p->username, "issuer", p->issuer,
                                      "totp", "secret", p->secret, "digits", TOTP_DIGITS,
                                      "period", TOTP_STEP_S, "algorithm", "SHA1"));
}

enum err authenticator_pair_post(struct req *r)
{
    struct signed_call const call = request_signed_call(r);
    struct authenticator_pairing p = {
        .token = in_text(r, "pairing_token", 1, TOKEN_MAX_BYTES),
        .name = in_text(r, "device_name", 1, DEVICE_NAME_MAX), .ip = r->ip, .call = &call,
    };
    read_key(r, &p.key);
    TRY(in_check(r));

    struct pairing paired;
    const char *device_id = NULL;
    enum err const e = authenticator_pair(r->db, &r->arena, &p, r->now, &device_id, &paired);
    if (e == DEVICE_REFUSED)
        return request_device_refused(r);
    TRY(e);
    return reply_paired(r, device_id, &paired);
}

static json_t *approval_json(struct req *r, const struct challenge *c, const char *username)
{
    struct arena *a = &r->arena;
    return json_pack("{ss ss s{ss ss ss} sb sI}", "id", c->approval_id, "account", username,
                     "place", "ip", c->ip, "browser", agent_name(a, c->user_agent),
                     "at", time_rfc3339(a, c->asked_at),
                     "needs_number", c->number != CHALLENGE_NO_NUMBER,
                     "expires_in", (json_int_t)(c->asked_at + APPROVAL_TTL_S - r->now));
}

enum err authenticator_challenges_get(struct req *r)
{
    struct challenge c;
    struct account account;
    json_t *items = json_array();
    enum err e = challenge_asked(r->db, &r->arena, r->who.account_id, r->now, &c);
    if (!e)
        e = account_find(r->db, &r->arena, r->who.account_id, &account);
    if (!e)
        json_array_append_new(items, approval_json(r, &c, account.username));
    if (e && e != NOT_FOUND) {
        json_decref(items);
        return e;
    }
    return reply_list(r, items, NULL, -1);
}

/* Two digits, as the browser shows them, or the number that they make. */
static int read_number(struct req *r)
{
    int64_t number = 0;
    if (!in_has(r, "number"))
        return CHALLENGE_NO_NUMBER;
    if (json_is_integer(in_json(r, "number")))
        return (int)in_int(r, "number", 0, APPROVAL_NUMBERS - 1);
    const char *text = in_text(r, "number", 2, 2);
    if (text_to_int(text, 0, APPROVAL_NUMBERS - 1, &number))
        return (int)number;
    in_fault(r, "number", "bad_characters");
    return CHALLENGE_NO_NUMBER;
}

static enum err reply_outcome(struct req *r, enum err e, const struct approval_outcome *outcome)
{
    if (e == NUMBER_WRONG)
        r->extra = json_pack("{ss sI}", "state", outcome->state,
                             "tries_left", (json_int_t)outcome->tries_left);
    if (e == APPROVAL_OVER)
        r->extra = json_pack("{ss}", "state", outcome->state);
    TRY(e);
    return reply_ok(r, json_pack("{ss}", "state", outcome->state));
}

enum err authenticator_challenge_post(struct req *r)
{
    struct approval_answer const answer = {
        .approval_id = in_path(r, "id"),
        .answer = in_choice(r, "answer", "approve|decline|report"),
        .number = read_number(r), .ip = r->ip,
    };
    TRY(in_check(r));

    struct approval_outcome outcome = { 0 };
    enum err const e = approval_answer(r->db, &r->arena, r->who.device_id, &answer, r->now,
                                       &outcome);
    return reply_outcome(r, e, &outcome);
}

enum err authenticator_delete(struct req *r)
{
    TRY(authenticator_leave(r->db, r->who.device_id, r->ip, r->now));
    return reply_said(r, "Perangkat ini dilepas dari akun", "This device has left the account");
}
