/* Pairing a device with an account, over HTTP. */
#include "base/clock.h"
#include "base/text.h"
#include "domain/authenticator/signed.h"
#include "support/device.h"
#include "support/signed_in.h"

#include <string.h>

#define CHALLENGES "/authenticator/challenges"


static const char *person(const char *username)
{
    return person_add(api_db(), api_arena(), NULL, username, "member");
}

static struct answer poll_as(const struct device *d)
{
    return device_call(d, "GET", CHALLENGES, NULL);
}

static void refused(struct answer a)
{
    refuses(a, 401, "device_refused");
    assert_string_equal(answer_header(&a, "WWW-Authenticate"), "Simpul-Signature");
}

static void pairing_gives_the_device_its_account_and_what_makes_codes(void **state)
{
    (void)state;
    const char *id = person("pasang");
    struct device d = device_new();
    struct answer a = device_pair(&d, pairing_token_of(id));
    assert_int_equal(a.status, 201);
    assert_true(text_starts(answer_text(&a, "data.device_id"), "dev_"));
    assert_string_equal(answer_text(&a, "data.account.username"), "pasang");
    assert_string_equal(answer_text(&a, "data.account.issuer"), "Simpul");
    assert_int_equal(strlen(answer_text(&a, "data.totp.secret")), 32);
    assert_int_equal(answer_int(&a, "data.totp.digits"), 6);
    assert_int_equal(answer_int(&a, "data.totp.period"), 30);
    assert_string_equal(answer_text(&a, "data.totp.algorithm"), "SHA1");

    struct totp totp;
    struct authenticator kept;
    assert_ok(totp_find(api_db(), api_arena(), id, &totp));
    assert_string_equal(totp.state, "active");
    assert_ok(authenticator_of(api_db(), api_arena(), id, &kept));
    assert_string_equal(kept.name, "Chrome, Android");
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE action = 'device.pair'"
                               " AND actor = $1", id), 1);
    assert_int_equal(db_number("SELECT count(*) FROM notifications WHERE kind = 'device.paired'"
                               " AND account_id = $1", id), 1);
    assert_int_equal(poll_as(&d).status, 200);
}

static void a_device_name_is_sealed_in_the_database(void **state)
{
    (void)state;
    const char *id = person("rahasia");
    device_of(id);
    assert_int_equal(db_number("SELECT count(*) FROM authenticators WHERE account_id = $1"
                               " AND name LIKE '%Chrome%'", id), 0);
}

static void a_pairing_token_pairs_once(void **state)
{
    (void)state;
    const char *token = pairing_token_of(person("sekali"));
    struct device first = device_new(), second = device_new();
    assert_int_equal(device_pair(&first, token).status, 201);
    refuses(device_pair(&second, token), 400, "token_invalid");
    refuses(device_pair(&second, "bukan token"), 400, "token_invalid");
    assert_int_equal(poll_as(&first).status, 200);
}

static void a_pairing_token_runs_out(void **state)
{
    (void)state;
    const char *token = pairing_token_of(person("lambat"));
    struct device d = device_new();
    clock_stop_at(clock_now() + TOTP_ENROLMENT_TTL_S);
    refuses(device_pair(&d, token), 400, "token_invalid");
}

static json_t *pairing_body(const char *token, json_t *jwk)
{
    return json_pack("{ss so ss}", "pairing_token", token, "public_key", jwk,
                     "device_name", "Ponsel");
}

static struct answer pair_with(const struct device *signer, const char *token, json_t *jwk)
{
    return device_call(signer, "POST", "/authenticator/pair", pairing_body(token, jwk));
}

static void pairing_must_be_signed_by_the_key_that_it_registers(void **state)
{
    (void)state;
    const char *id = person("kunci"), *token = pairing_token_of(id);
    struct device mine = device_new(), other = device_new();
    refused(pair_with(&other, token, device_jwk(&mine)));
    refused(call("POST", "/authenticator/pair", NULL, pairing_body(token, device_jwk(&mine))));
    struct authenticator kept;
    assert_err(NOT_FOUND, authenticator_of(api_db(), api_arena(), id, &kept));
    assert_int_equal(pair_with(&mine, token, device_jwk(&mine)).status, 201);
}

static json_t *changed_jwk(const struct device *d, const char *member, json_t *value)
{
    json_t *jwk = device_jwk(d);
    json_object_set_new(jwk, member, value);
    return jwk;
}

static void a_key_must_be_a_public_one_of_p256(void **state)
{
    (void)state;
    const char *token = pairing_token_of(person("jwk"));
    struct device d = device_new(), other = device_new();
    struct p256_key const foreign = device_public_key(&other);
    const char *y = base64url_encode(api_arena(), foreign.y, sizeof foreign.y);
    json_t *const bad[] = {
        changed_jwk(&d, "kty", json_string("RSA")), changed_jwk(&d, "crv", json_string("P-384")),
        changed_jwk(&d, "y", json_string(y)), changed_jwk(&d, "x", json_string("")),
        changed_jwk(&d, "x", json_integer(7)), changed_jwk(&d, "d", json_string(y)),
        changed_jwk(&d, "x", json_string(arena_printf(api_arena(), "%s=", y))),
        json_object(), json_array(), json_string("EC"),
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        faults(pair_with(&d, token, bad[i]), "public_key", "bad_key");
    struct answer a = device_call(&d, "POST", "/authenticator/pair", json_object());
    faults(a, "public_key", "required");
    faults(a, "pairing_token", "required");
    faults(a, "device_name", "required");
}

static void other_members_of_a_jwk_are_passed_over(void **state)
{
    (void)state;
    struct device d = device_new();
    json_t *jwk = changed_jwk(&d, "ext", json_true());
    json_object_set_new(jwk, "key_ops", json_pack("[s]", "verify"));
    assert_int_equal(pair_with(&d, pairing_token_of(person("ekstra")), jwk).status, 201);
}

static void an_account_has_one_device(void **state)
{
    (void)state;
    const char *id = person("satu");
    const char *token = pairing_token_of(id);
    struct totp_enrolling const elsewhere = { .account_id = id, .origin = "ses_lain",
                                              .portal = api_url(), .ip = "127.0.0.1" };
    struct totp_enrolment made;
    assert_ok(totp_enrol(api_db(), api_arena(), &elsewhere, clock_now(), &made));
    struct device first = device_new(), second = device_new();
    assert_int_equal(device_pair(&first, token).status, 201);
    refuses(device_pair(&second, made.pairing_token), 400, "token_invalid");
    assert_err(TOTP_ACTIVE, totp_enrol(api_db(), api_arena(), &elsewhere, clock_now(), &made));
    assert_int_equal(poll_as(&first).status, 200);
    assert_int_equal(db_number("SELECT count(*) FROM authenticators WHERE account_id = $1", id), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairing_gives_the_device_its_account_and_what_makes_codes),
        cmocka_unit_test(a_device_name_is_sealed_in_the_database),
        cmocka_unit_test(a_pairing_token_pairs_once),
        cmocka_unit_test(a_pairing_token_runs_out),
        cmocka_unit_test(pairing_must_be_signed_by_the_key_that_it_registers),
        cmocka_unit_test(a_key_must_be_a_public_one_of_p256),
        cmocka_unit_test(other_members_of_a_jwk_are_passed_over),
        cmocka_unit_test(an_account_has_one_device),
    };
    return cmocka_run_group_tests(tests, api_begin, api_end);
}
