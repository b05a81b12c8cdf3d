/* Passkeys over HTTP: adding with a fresh proof, signing in without a name, and every refusal. */
#include "base/clock.h"
#include "base/text.h"
#include "support/authenticator.h"
#include "support/signed_in.h"

#include <string.h>

static const char *alice, *bob;
static struct authenticator device;

static int begin(void **state)
{
    if (api_begin(state))
        return 1;
    people_add(api_db(), api_arena());
    return 0;
}

/* A day later, so that no throttle and no proof of an earlier test is left. */
static int begin_one(void **state)
{
    (void)state;
    clock_stop_at(clock_now() + 86400);
    alice = token_of("alice");
    bob = token_of("bob");
    struct relying_party const rp = relying_party_of(api_arena(), api_config()->public_url);
    device = authenticator_new(WEBAUTHN_ES256, &rp);
    return 0;
}

static int end_one(void **state)
{
    (void)state;
    authenticator_drop(&device);
    struct answer const list = call("GET", "/passkeys", alice, NULL);
    for (size_t i = 0; i < json_array_size(json_object_get(list.json, "data")); i++) {
        const char *at = arena_printf(api_arena(), "data.%zu.id", i);
        call("DELETE", arena_printf(api_arena(), "/passkeys/%s", answer_text(&list, at)),
             token_of("alice"), NULL);
    }
    return 0;
}

static struct answer ask(const char *token)
{
    return call("POST", "/passkeys/options", token, NULL);
}

static struct answer add_made(const char *token, const struct ceremony *made)
{
    return call("POST", "/passkeys", token,
                json_pack("{ss so}", "label", "Laptop kantor", "passkey",
                          authenticator_json(api_arena(), &device, made)));
}

static struct answer add(const char *token)
{
    struct answer const options = ask(token);
    assert_int_equal(options.status, 200);
    device.handle = answer_text(&options, "data.user.id");
    struct ceremony const made = authenticator_create(api_arena(), &device,
                                                      answer_text(&options, "data.challenge"));
    return add_made(token, &made);
}

/* Signs in with what the device makes for a fresh challenge. */
static json_t *use(void)
{
    struct answer const options = call("POST", "/auth/passkey/options", NULL, NULL);
    assert_int_equal(options.status, 200);
    struct ceremony const made = authenticator_get(api_arena(), &device,
                                                   answer_text(&options, "data.challenge"));
    return json_pack("{so}", "passkey", authenticator_json(api_arena(), &device, &made));
}

static struct answer enter(json_t *body)
{
    return call("POST", "/auth/passkey", NULL, body);
}

static json_t *native(json_t *body)
{
    json_object_set_new(body, "options", json_pack("{sb}", "nativeApp", 1));
    return body;
}

/* ---- */

static void the_options_ask_for_what_we_verify(void **state)
{
    (void)state;
    struct answer const a = ask(alice);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.rp.id"), "localhost");
    assert_string_equal(answer_text(&a, "data.user.name"), "alice");
    assert_string_equal(answer_text(&a, "data.attestation"), "none");
    assert_string_equal(answer_text(&a, "data.authenticatorSelection.residentKey"), "required");
    assert_string_equal(answer_text(&a, "data.authenticatorSelection.userVerification"),
                        "required");
    assert_int_equal(answer_int(&a, "data.pubKeyCredParams.0.alg"), -7);
    assert_int_equal(answer_int(&a, "data.pubKeyCredParams.1.alg"), -8);
    assert_int_equal(answer_int(&a, "data.pubKeyCredParams.2.alg"), -257);
    assert_int_equal(answer_int(&a, "data.timeout"), 300000);
    assert_null(strstr(a.text, ALICE));
}

static void the_question_at_sign_in_is_the_same_for_all(void **state)
{
    (void)state;
    struct answer const a = call("POST", "/auth/passkey/options", NULL, NULL);
    struct answer const b = call("POST", "/auth/passkey/options", alice, NULL);
    json_object_del(json_object_get(a.json, "data"), "challenge");
    json_object_del(json_object_get(b.json, "data"), "challenge");
    assert_true(json_equal(a.json, b.json));
    assert_string_equal(answer_text(&a, "data.rpId"), "localhost");
    assert_string_equal(answer_text(&a, "data.userVerification"), "required");
}

static void a_passkey_is_added_listed_renamed_and_removed(void **state)
{
    (void)state;
    struct answer a = add(alice);
    assert_int_equal(a.status, 201);
    const char *path = arena_printf(api_arena(), "/passkeys/%s", answer_text(&a, "data.id"));
    a = call("GET", "/passkeys", alice, NULL);
    assert_int_equal(answer_int(&a, "meta.total"), 1);
    assert_string_equal(answer_text(&a, "data.0.label"), "Laptop kantor");
    assert_string_equal(answer_text(&a, "data.0.transports.1"), "hybrid");
    a = call("PATCH", path, alice, json_pack("{ss}", "label", "Ponsel"));
    assert_string_equal(answer_text(&a, "data.label"), "Ponsel");
    assert_int_equal(call("DELETE", path, alice, NULL).status, 200);
    refuses(call("DELETE", path, alice, NULL), 404, "not_found");
}

static void it_signs_in_a_browser_and_a_native_app(void **state)
{
    (void)state;
    assert_int_equal(add(alice).status, 201);
    struct answer a = enter(use());
    assert_int_equal(a.status, 200);
    assert_true(strlen(cookie_of(&a, "simpul_refresh")) > 40);
    assert_string_equal(answer_text(&a, "refresh_token"), "");
    a = enter(native(use()));
    assert_int_equal(a.status, 200);
    assert_true(strlen(answer_text(&a, "refresh_token")) > 40);
    const char *token = answer_text(&a, "token");
    a = call("GET", "/profile", token, NULL);
    assert_string_equal(answer_text(&a, "data.username"), "alice");
    a = call("GET", "/sessions", token, NULL);
    assert_string_equal(answer_text(&a, "data.0.amr.0"), "hwk");
    assert_string_equal(answer_text(&a, "data.0.amr.1"), "user");
    assert_string_equal(answer_text(&a, "data.0.amr.2"), "mfa");
}

static void signing_in_with_it_is_a_proof_for_risky_changes(void **state)
{
    (void)state;
    assert_int_equal(add(alice).status, 201);
    clock_stop_at(clock_now() + 301);
    refuses(ask(alice), 403, "step_up_required");
    struct answer const a = enter(native(use()));
    assert_int_equal(ask(answer_text(&a, "token")).status, 200);
}

static void adding_and_removing_demand_a_recent_proof(void **state)
{
    (void)state;
    struct answer a = add(alice);
    const char *path = arena_printf(api_arena(), "/passkeys/%s", answer_text(&a, "data.id"));
    clock_stop_at(clock_now() + 301);
    refuses(ask(alice), 403, "step_up_required");
    refuses(call("DELETE", path, alice, NULL), 403, "step_up_required");
    assert_int_equal(call("PATCH", path, alice, json_pack("{ss}", "label", "Meja")).status, 200);
    refuses(ask(NULL), 401, "unauthenticated");
    refuses(call("GET", "/passkeys", NULL, NULL), 401, "unauthenticated");
    refuses(call("POST", "/passkeys", NULL, json_object()), 401, "unauthenticated");
}

static struct answer prove(const char *token, json_t *body)
{
    return call("POST", "/auth/step-up", token, body);
}

static void a_passkey_proves_who_is_there(void **state)
{
    (void)state;
    assert_int_equal(add(alice).status, 201);
    clock_stop_at(clock_now() + 301);
    struct answer const a = ask(alice);
    refuses(a, 403, "step_up_required");
    assert_string_equal(answer_text(&a, "methods.0"), "password");
    assert_string_equal(answer_text(&a, "methods.1"), "passkey");
    device.flags = FLAG_PRESENT;
    refuses(prove(alice, use()), 400, "passkey_invalid");
    refuses(ask(alice), 403, "step_up_required");
    device.flags |= FLAG_VERIFIED;
    assert_int_equal(prove(alice, use()).status, 200);
    assert_int_equal(ask(alice).status, 200);
}

static void another_members_passkey_proves_nothing(void **state)
{
    (void)state;
    assert_int_equal(add(alice).status, 201);
    clock_stop_at(clock_now() + 301);
    refuses(prove(bob, use()), 400, "passkey_invalid");
    refuses(ask(bob), 403, "step_up_required");
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE action = 'session.step_up_failed'"
                               " AND detail = $1", "{\"method\":\"passkey\"}"), 2);
}

static void another_members_passkey_cannot_be_touched(void **state)
{
    (void)state;
    struct answer a = add(alice);
    const char *path = arena_printf(api_arena(), "/passkeys/%s", answer_text(&a, "data.id"));
    refuses(call("PATCH", path, bob, json_pack("{ss}", "label", "Bob")), 404, "not_found");
    refuses(call("DELETE", path, bob, NULL), 404, "not_found");
    a = call("GET", "/passkeys", bob, NULL);
    assert_int_equal(answer_int(&a, "meta.total"), 0);
}

static void what_is_missing_or_of_another_type_is_named(void **state)
{
    (void)state;
    faults(call("POST", "/passkeys", alice, json_object()), "passkey.id", "required");
    faults(call("POST", "/passkeys", alice, json_object()), "label", "required");
    faults(enter(json_object()), "passkey.response.signature", "required");
    faults(enter(json_pack("{s[]}", "passkey")), "passkey.response.userHandle", "required");
    json_t *body = use();
    json_object_set_new(json_object_get(body, "passkey"), "type", json_string("password"));
    faults(enter(body), "passkey.type", "not_a_choice");
    body = use();
    json_t *response = json_object_get(json_object_get(body, "passkey"), "response");
    json_object_set_new(response, "signature", json_integer(7));
    faults(enter(body), "passkey.response.signature", "wrong_type");
    body = use();
    char *huge = arena_alloc(api_arena(), 30001);
    memset(huge, 'A', 30000);
    response = json_object_get(json_object_get(body, "passkey"), "response");
    json_object_set_new(response, "authenticatorData", json_string(huge));
    faults(enter(body), "passkey.response.authenticatorData", "too_long");
    body = use();
    json_object_set_new(body, "options", json_pack("{ss}", "nativeApp", "ya"));
    faults(enter(body), "options.nativeApp", "wrong_type");
}

static void what_is_no_base64url_is_refused(void **state)
{
    (void)state;
    assert_int_equal(add(alice).status, 201);
    static const char *const members[] = { "clientDataJSON", "authenticatorData", "signature" };
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        json_t *body = use();
        json_t *response = json_object_get(json_object_get(body, "passkey"), "response");
        json_object_set_new(response, members[i], json_string("bukan base64!"));
        refuses(enter(body), 400, "passkey_invalid");
    }
}

static void refusals_say_what_to_do(void **state)
{
    (void)state;
    assert_int_equal(add(alice).status, 201);
    json_t *body = use();
    assert_int_equal(enter(json_incref(body)).status, 200);
    refuses(enter(body), 400, "token_invalid");
    device.flags = FLAG_PRESENT;
    refuses(enter(use()), 400, "passkey_invalid");
    device.flags |= FLAG_VERIFIED;
    device.id[0] ^= 1;
    refuses(enter(use()), 400, "passkey_unknown");
    device.id[0] ^= 1;
    assert_int_equal(enter(use()).status, 200);
    refuses(add(alice), 409, "passkey_registered");
    struct ceremony const made = authenticator_create(api_arena(), &device, "AAAA");
    refuses(add_made(alice, &made), 400, "token_invalid");
}

static void trying_gets_slower(void **state)
{
    (void)state;
    assert_int_equal(add(alice).status, 201);
    device.flags = FLAG_PRESENT;
    for (int i = 0; i < 10; i++)
        refuses(enter(use()), 400, "passkey_invalid");
    device.flags |= FLAG_VERIFIED;
    struct answer a = enter(use());
    refuses(a, 429, "too_many_requests");
    assert_non_null(answer_header(&a, "Retry-After"));
    assert_int_equal(sign_in_call("alice", PASSWORD, true).status, 200);
    clock_stop_at(clock_now() + 2);
    assert_int_equal(enter(use()).status, 200);
}

static void a_copied_key_is_refused_and_its_owner_told(void **state)
{
    (void)state;
    assert_int_equal(add(alice).status, 201);
    device.count = 100;
    assert_int_equal(enter(use()).status, 200);
    device.count = 50;
    refuses(enter(use()), 400, "passkey_invalid");
    struct answer const a = call("GET", "/notifications", alice, NULL);
    assert_string_equal(answer_text(&a, "data.0.kind"), "passkey.cloned");
    assert_non_null(strstr(answer_text(&a, "data.0.body"), "Laptop kantor"));
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE action = $1",
                               "passkey.cloned"), 1);
}

static void a_suspended_account_is_told_so_after_it_proved_itself(void **state)
{
    (void)state;
    const char *token = signed_in("tertahan", "member");
    assert_int_equal(add(token).status, 201);
    const char *id = NULL;
    struct answer a = call("GET", "/profile", token, NULL);
    id = answer_text(&a, "data.id");
    person_add(api_db(), api_arena(), NULL, "kepala", "admin");
    a = call("PATCH", arena_printf(api_arena(), "/admin/users/%s", id), token_of("kepala"),
             json_pack("{ss}", "status", "suspended"));
    assert_int_equal(a.status, 200);
    refuses(enter(use()), 403, "account_suspended");
}

static void an_account_has_room_for_twenty(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        device.id[1] = (unsigned char)i;
        assert_int_equal(add(alice).status, 201);
    }
    refuses(ask(alice), 409, "passkeys_full");
    struct answer const a = call("GET", "/passkeys", alice, NULL);
    assert_int_equal(answer_int(&a, "meta.total"), 20);
}

static void what_stands_is_not_made_again(void **state)
{
    (void)state;
    struct answer a = add(alice);
    const char *id = answer_text(&a, "data.credential_id");
    a = ask(alice);
    assert_string_equal(answer_text(&a, "data.excludeCredentials.0.id"), id);
    assert_string_equal(answer_text(&a, "data.excludeCredentials.0.transports.0"), "internal");
    a = ask(bob);
    assert_string_equal(answer_text(&a, "data.excludeCredentials.0.id"), "");
}

#define on_its_day(test) cmocka_unit_test_setup_teardown(test, begin_one, end_one)

int main(void)
{
    const struct CMUnitTest tests[] = {
        on_its_day(the_options_ask_for_what_we_verify),
        on_its_day(the_question_at_sign_in_is_the_same_for_all),
        on_its_day(a_passkey_is_added_listed_renamed_and_removed),
        on_its_day(it_signs_in_a_browser_and_a_native_app),
        on_its_day(signing_in_with_it_is_a_proof_for_risky_changes),
        on_its_day(adding_and_removing_demand_a_recent_proof),
        on_its_day(a_passkey_proves_who_is_there),
        on_its_day(another_members_passkey_proves_nothing),
        on_its_day(another_members_passkey_cannot_be_touched),
        on_its_day(what_is_missing_or_of_another_type_is_named),
        on_its_day(what_is_no_base64url_is_refused),
        on_its_day(refusals_say_what_to_do),
        on_its_day(trying_gets_slower),
        on_its_day(a_copied_key_is_refused_and_its_owner_told),
        on_its_day(a_suspended_account_is_told_so_after_it_proved_itself),
        on_its_day(an_account_has_room_for_twenty),
        on_its_day(what_stands_is_not_made_again),
    };
    return cmocka_run_group_tests(tests, begin, api_end);
}
