#include "domain/passkeys/passkeys_api.h"

#include "domain/accounts/accounts.h"
#include "domain/json/json.h"
#include "domain/passkeys/passkeys.h"
#include "domain/passkeys/passkeys_input_api.h"
#include "domain/sessions/sessions_api.h"
#include "domain/throttle/throttle_api.h"

#define RP_NAME "Simpul"

enum { ASKING_MS = CEREMONY_TTL_S * 1000 };

static json_t *passkey_json(struct req *r, const struct passkey *p)
{
    return json_pack("{ss ss ss so sb so so}", "id", p->id, "label", p->label, "credential_id",
                     p->credential_id, "transports", array_json(p->transports), "backed_up",
                     p->is_backed_up, "created_at", time_json(&r->arena, p->created_at),
                     "last_used_at", time_json(&r->arena, p->last_used_at));
}

static struct passkey_owner owner_of(const struct req *r)
{
    return (struct passkey_owner){ .account_id = r->who.account_id, .ip = r->ip };
}

enum err passkeys_list(struct req *r)
{
    struct passkeys found;
    TRY(passkeys_of(r->db, &r->arena, r->who.account_id, &found));
    json_t *items = json_array();
    for (int i = 0; i < found.count; i++)
        json_array_append_new(items, passkey_json(r, &found.items[i]));
    return reply_list(r, items, NULL, found.count);
}

enum err passkey_patch(struct req *r)
{
    const char *label = in_text(r, "label", 1, PASSKEY_LABEL_MAX);
    TRY(in_check(r));

    struct passkey p;
    TRY(passkey_rename(r->db, r->who.account_id, in_path(r, "id"), label));
    TRY(passkey_find(r->db, &r->arena, r->who.account_id, in_path(r, "id"), &p));

    return reply_ok(r, passkey_json(r, &p));
}

enum err passkey_delete(struct req *r)
{
    struct passkey_owner const by = owner_of(r);
    TRY(passkey_remove(r->db, &r->arena, &by, in_path(r, "id"), r->now));
    return reply_said(r, "Passkey berhasil dihapus", "Passkey removed");
}

/* ---- registering */

static json_t *algorithms_json(void)
{
    return json_pack("[{ss si} {ss si} {ss si}]", "type", "public-key", "alg", WEBAUTHN_ES256,
                     "type", "public-key", "alg", WEBAUTHN_EDDSA,
                     "type", "public-key", "alg", WEBAUTHN_RS256);
}

static json_t *excluded_json(const struct passkeys *standing)
{
    json_t *list = json_array();
    for (int i = 0; i < standing->count; i++)
        json_array_append_new(list, json_pack("{ss ss so}", "type", "public-key", "id",
                                              standing->items[i].credential_id, "transports",
                                              array_json(standing->items[i].transports)));
    return list;
}

static json_t *user_json(struct req *r, const char *handle, const struct account *account)
{
    const char *name = arena_printf(&r->arena, "%s %s", account->first_name, account->last_name);
    return json_pack("{ss ss ss}", "id", handle, "name", account->username, "displayName", name);
}

enum err passkey_options_post(struct req *r)
{
    struct passkeys standing;
    struct account account;
    const char *handle = NULL, *challenge = NULL;
    TRY(passkeys_of(r->db, &r->arena, r->who.account_id, &standing));
    if (standing.count >= PASSKEYS_PER_ACCOUNT_MAX)
        return PASSKEYS_FULL;
    TRY(account_find(r->db, &r->arena, r->who.account_id, &account));
    TRY(passkey_handle(r->db, &r->arena, r->who.account_id, &handle));
    TRY(ceremony_begin(r->db, &r->arena, "create", r->who.account_id, r->now, &challenge));

    struct relying_party const rp = relying_party_of(&r->arena, r->app->config->public_url);
    return reply_ok(r, json_pack(
        "{s{ss ss} so ss so si so s{ss sb ss} ss s{sb}}",
        "rp", "id", rp.id, "name", RP_NAME, "user", user_json(r, handle, &account),
        "challenge", challenge, "pubKeyCredParams", algorithms_json(), "timeout", ASKING_MS,
        "excludeCredentials", excluded_json(&standing), "authenticatorSelection", "residentKey",
        "required", "requireResidentKey", 1, "userVerification", "required", "attestation",
        "none", "extensions", "credProps", 1));
}

enum err passkeys_post(struct req *r)
{
    struct passkey_form form;
    TRY(in_passkey_form(r, &form));

    struct passkey_owner const by = owner_of(r);
    struct passkey made;
    TRY(passkey_register(r->db, &r->arena, &by, &form, r->now, &made));

    return reply_created(r, passkey_json(r, &made));
}

/* ---- signing in */

enum err auth_passkey_options_post(struct req *r)
{
    const char *challenge = NULL;
    TRY(ceremony_begin(r->db, &r->arena, "get", NULL, r->now, &challenge));
    struct relying_party const rp = relying_party_of(&r->arena, r->app->config->public_url);
    return reply_ok(r, json_pack("{ss si ss ss s[]}", "challenge", challenge, "timeout", ASKING_MS,
                                 "rpId", rp.id, "userVerification", "required",
                                 "allowCredentials"));
}

/* Whoever tries what does not stand gets slower. */
static enum err count_guess(struct req *r, enum err e)
{
    if (e == TOKEN_INVALID || e == PASSKEY_UNKNOWN || e == PASSKEY_INVALID)
        TRY(request_throttle_take(r, "passkey", NULL));
    return e;
}

enum err auth_passkey_post(struct req *r)
{
    struct passkey_sign_in try = {
        .issuer = r->app->config->public_url, .from = request_trace(r),
        .is_native = in_bool_or(r, "options.nativeApp", false),
    };
    TRY(in_passkey_use(r, &try.use));

    struct tokens tokens;
    TRY(request_throttle_check(r, "passkey", NULL));
    TRY(count_guess(r, passkey_sign_in(r->db, &r->arena, &try, r->now, &tokens)));
    return reply_tokens(r, &tokens);
}
