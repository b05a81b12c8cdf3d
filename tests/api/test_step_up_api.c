/* Step-up over HTTP: which changes demand a proof, what proves, and for whom. */
#include "base/clock.h"
#include "crypto/totp.h"
#include "domain/accounts/accounts.h"
#include "domain/totp/totp.h"
#include "support/market.h"
#include "support/signed_in.h"

#include <string.h>

static const char *admin, *publisher, *member;

static int begin(void **state)
{
    if (api_begin(state))
        return 1;
    market_fill(api_db(), api_arena());
    person_add(api_db(), api_arena(), NULL, "pita", "publisher");
    return 0;
}

/* Everybody signs in, and five minutes pass. */
static int begin_stale(void **state)
{
    (void)state;
    clock_stop_at(clock_now() + 3 * 86400);
    admin = token_of("adi");
    publisher = token_of("pita");
    member = token_of("alice");
    clock_stop_at(clock_now() + 301);
    return 0;
}

static struct answer prove(const char *token, const char *password)
{
    return call("POST", "/auth/step-up", token, json_pack("{ss}", "password", password));
}

static void demands_proof(struct answer a)
{
    refuses(a, 403, "step_up_required");
    assert_string_equal(answer_text(&a, "methods.0"), "password");
}

static struct answer change_role(const char *token)
{
    return call("PATCH", "/admin/users/" BOB, token, json_pack("{ss}", "role", "member"));
}

static struct answer make_key(const char *environment)
{
    return call("POST", "/keys", member, json_pack("{ss ss}", "label", "Peta", "environment",
                                                   environment));
}

static struct answer change_policy(const char *token)
{
    return call("PATCH", "/admin/settings", token, json_pack("{sb}", "institutions.required", 0));
}

static void changes_of_roles_and_policy_demand_a_proof(void **state)
{
    (void)state;
    demands_proof(change_role(admin));
    demands_proof(change_policy(admin));
    assert_int_equal(prove(admin, PASSWORD).status, 200);
    assert_int_equal(change_role(admin).status, 200);
    assert_int_equal(change_policy(admin).status, 200);
}

static void who_may_not_is_not_asked_for_a_proof(void **state)
{
    (void)state;
    refuses(change_role(member), 403, "forbidden");
    refuses(change_role(NULL), 401, "unauthenticated");
    refuses(prove(NULL, PASSWORD), 401, "unauthenticated");
}

static void only_a_production_key_demands_a_proof(void **state)
{
    (void)state;
    struct answer a = make_key("development");
    assert_int_equal(a.status, 201);
    const char *rotate = arena_printf(api_arena(), "/keys/%s/rotate", answer_text(&a, "data.id"));
    assert_int_equal(call("POST", rotate, member, NULL).status, 200);

    demands_proof(make_key("production"));
    assert_int_equal(prove(member, PASSWORD).status, 200);
    a = make_key("production");
    assert_int_equal(a.status, 201);
    rotate = arena_printf(api_arena(), "/keys/%s/rotate", answer_text(&a, "data.id"));
    assert_int_equal(call("POST", rotate, member, NULL).status, 200);
    clock_stop_at(clock_now() + 301);
    demands_proof(call("POST", rotate, member, NULL));
}

static json_t *bundle(const char *slug, const char *url)
{
    json_t *json = json_pack("{ss ss}", "name", "Layanan Uji", "slug", slug);
    if (url)
        json_object_set_new(json, "upstreams", json_pack("{s{ss}}", "development", "url", url));
    return json;
}

static void only_an_upstream_demands_a_proof_of_a_bundle(void **state)
{
    (void)state;
    struct answer a = call("POST", "/admin/bundles", publisher, bundle("uji-bukti", NULL));
    assert_int_equal(a.status, 201);
    demands_proof(call("POST", "/admin/bundles", publisher,
                       bundle("uji-lain", "http://127.0.0.1:9/")));
    json_t *change = bundle("uji-bukti", "http://127.0.0.1:9/");
    demands_proof(call("PATCH", "/admin/bundles/uji-bukti", publisher, json_incref(change)));
    assert_int_equal(prove(publisher, PASSWORD).status, 200);
    assert_int_equal(call("PATCH", "/admin/bundles/uji-bukti", publisher, json_incref(change))
                         .status, 200);

    clock_stop_at(clock_now() + 301);   /* what stays as it is needs none, as a whole form sends */
    assert_int_equal(call("PATCH", "/admin/bundles/uji-bukti", publisher, change).status, 200);
    const char *const changed[] = {
        "{\"upstreams\": {\"development\": null}}",
        "{\"upstreams\": {\"development\": {\"url\": \"http://127.0.0.1:10/\"}}}",
        "{\"upstreams\": {\"development\": {\"answer_timeout_ms\": 900}}}",
        "{\"upstreams\": {\"production\": {\"url\": \"http://127.0.0.1:9/\"}}}",
        "{\"upstreams\": {\"development\": {\"header\": {\"name\": \"X-Key\", \"value\": \"x\"}}}}",
    };
    for (size_t i = 0; i < sizeof changed / sizeof changed[0]; i++)
        demands_proof(call("PATCH", "/admin/bundles/uji-bukti", publisher,
                           json_loads(changed[i], 0, NULL)));
}

static void signing_in_and_a_proof_hold_for_five_minutes(void **state)
{
    (void)state;
    const char *token = token_of("adi");
    clock_stop_at(clock_now() + 300);
    assert_int_equal(change_role(token).status, 200);
    clock_stop_at(clock_now() + 1);
    demands_proof(change_role(token));
    struct answer a = prove(token, PASSWORD);
    assert_int_equal(answer_int(&a, "data.expires_in"), 300);
    clock_stop_at(clock_now() + 300);
    assert_int_equal(change_role(token).status, 200);
    clock_stop_at(clock_now() + 1);
    demands_proof(change_role(token));
}

static void a_proof_holds_for_its_own_session_only(void **state)
{
    (void)state;
    const char *other = token_of("adi");
    clock_stop_at(clock_now() + 301);
    assert_int_equal(prove(other, PASSWORD).status, 200);
    demands_proof(change_role(admin));
    assert_int_equal(change_role(other).status, 200);
}

static void refreshing_proves_nothing(void **state)
{
    (void)state;
    struct answer a = sign_in_call("adi", PASSWORD, true);
    const char *refresh = answer_text(&a, "refresh_token");
    clock_stop_at(clock_now() + 301);
    a = call("POST", "/auth/refresh", NULL, json_pack("{ss}", "refresh_token", refresh));
    demands_proof(change_role(answer_text(&a, "token")));
}

static void a_wrong_password_says_so_and_is_kept_in_the_audit_log(void **state)
{
    (void)state;
    faults(prove(admin, "bukan ini"), "password", "password_wrong");
    faults(call("POST", "/auth/step-up", admin, json_object()), "password", "required");
    demands_proof(change_role(admin));
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE action = $1",
                               "session.step_up_failed"), 1);
    assert_true(db_number("SELECT count(*) FROM audit WHERE action = $1", "session.step_up") > 1);
}

static void guessing_gets_slower_apart_from_signing_in(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++)
        faults(prove(member, "bukan ini"), "password", "password_wrong");
    struct answer a = prove(member, PASSWORD);
    refuses(a, 429, "too_many_requests");
    assert_non_null(answer_header(&a, "Retry-After"));
    assert_int_equal(sign_in_call("alice", PASSWORD, true).status, 200);
    assert_int_equal(prove(admin, PASSWORD).status, 200);
    clock_stop_at(clock_now() + 2);
    assert_int_equal(prove(member, PASSWORD).status, 200);
    faults(prove(member, "bukan ini"), "password", "password_wrong");
}

static void the_own_password_in_the_call_is_proof_enough_for_another(void **state)
{
    (void)state;
    const char *token = signed_in("gantisandi", NULL), *next = "teh manis di beranda";
    clock_stop_at(clock_now() + 301);
    struct answer a = call("POST", "/profile/password", token,
                           json_pack("{ss ss ss}", "current_password", PASSWORD, "new_password",
                                     next, "new_password_confirmation", next));
    assert_int_equal(a.status, 200);
}

/* Somebody whose TOTP is active: the secret's bytes. */
static void protect(const char *username, unsigned char key[TOTP_SECRET_BYTES])
{
    struct account account;
    struct totp_enrolment made;
    struct recovery_codes codes;
    char code[TOTP_DIGITS + 1];
    assert_ok(account_find_login(api_db(), api_arena(), username, &account));
    struct totp_enrolling const who = { .account_id = account.id, .origin = "ses_x",
                                        .portal = api_url(), .ip = "127.0.0.1" };
    assert_ok(totp_enrol(api_db(), api_arena(), &who, clock_now(), &made));
    assert_true(base32_decode(made.secret, key, TOTP_SECRET_BYTES));
    hotp_code(key, TOTP_SECRET_BYTES, (uint64_t)totp_step(clock_now()), TOTP_DIGITS, code);
    assert_ok(totp_activate(api_db(), api_arena(), &who, code, clock_now(), &codes));
    clock_stop_at(clock_now() + TOTP_STEP_S);
}

static struct answer prove_by_code(const char *token, const char *code)
{
    return call("POST", "/auth/step-up", token, json_pack("{ss}", "code", code));
}

static void a_code_proves_too_where_totp_is_active_and_once(void **state)
{
    (void)state;
    unsigned char key[TOTP_SECRET_BYTES];
    char code[TOTP_DIGITS + 1];
    const char *token = signed_in("berkode", "admin"), *other = token_of("berkode");
    clock_stop_at(clock_now() + 301);
    refuses(prove_by_code(token, "123456"), 409, "totp_not_active");
    protect("berkode", key);
    struct answer a = change_role(token);
    demands_proof(a);
    assert_string_equal(answer_text(&a, "methods.1"), "totp");

    hotp_code(key, sizeof key, (uint64_t)totp_step(clock_now()), TOTP_DIGITS, code);
    const char *wrong = strcmp(code, "123456") == 0 ? "654321" : "123456";
    refuses(prove_by_code(token, wrong), 400, "totp_invalid");
    assert_int_equal(prove_by_code(token, code).status, 200);
    assert_int_equal(change_role(token).status, 200);
    refuses(prove_by_code(other, code), 400, "totp_invalid");
    demands_proof(change_role(other));
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE action = 'session.step_up_failed'"
                               " AND detail = $1", "{\"method\":\"totp\"}"), 2);
}

static void guessing_codes_gets_slower_apart_from_passwords(void **state)
{
    (void)state;
    unsigned char key[TOTP_SECRET_BYTES];
    const char *token = signed_in("tebak", NULL);
    protect("tebak", key);
    struct answer a = { 0 };
    for (int i = 0; i < 20 && a.status != 429; i++)
        a = prove_by_code(token, "000000");
    refuses(a, 429, "too_many_requests");
    assert_non_null(answer_header(&a, "Retry-After"));
    assert_int_equal(prove(token, PASSWORD).status, 200);
}

#define stale(test) cmocka_unit_test_setup(test, begin_stale)

int main(void)
{
    const struct CMUnitTest tests[] = {
        stale(changes_of_roles_and_policy_demand_a_proof),
        stale(who_may_not_is_not_asked_for_a_proof),
        stale(only_a_production_key_demands_a_proof),
        stale(only_an_upstream_demands_a_proof_of_a_bundle),
        stale(signing_in_and_a_proof_hold_for_five_minutes),
        stale(a_proof_holds_for_its_own_session_only),
        stale(refreshing_proves_nothing),
        stale(a_wrong_password_says_so_and_is_kept_in_the_audit_log),
        stale(guessing_gets_slower_apart_from_signing_in),
        stale(a_code_proves_too_where_totp_is_active_and_once),
        stale(guessing_codes_gets_slower_apart_from_passwords),
        stale(the_own_password_in_the_call_is_proof_enough_for_another),
    };
    return cmocka_run_group_tests(tests, begin, api_end);
}
