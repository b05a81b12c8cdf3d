/* Signing in over HTTP: the source's bodies, every refusal. */
#include "base/clock.h"
#include "crypto/password.h"
#include "domain/users/users.h"
#include "support/signed_in.h"

#include <string.h>

static struct answer post_auth(json_t *body)
{
    return call("POST", "/auth", NULL, body);
}

static void says(struct answer a, const char *message)
{
    assert_string_equal(answer_text(&a, "message"), message);
}

/* Every test has people and a time of its own, so that no throttle of one meets the other. */
static int begin(void **state)
{
    (void)state;
    clock_stop_at(clock_now() + 3 * 86400);
    return 0;
}

static void the_sources_example_answers_a_token_and_nothing_else(void **state)
{
    (void)state;
    person_add(api_db(), api_arena(), NULL, "usernew1", NULL);
    struct answer a = post_auth(json_pack("{ss ss s{sb}}", "username", "usernew1", "password",
                                          PASSWORD, "options", "nativeApp", 0));
    assert_int_equal(a.status, 200);
    assert_int_equal(json_object_size(a.json), 1);
    assert_true(strncmp(answer_text(&a, "token"), "eyJ", 3) == 0);
    const char *cookie = answer_header(&a, "Set-Cookie");
    assert_non_null(strstr(cookie, "simpul_refresh="));
    assert_non_null(strstr(cookie, "; Path=/auth;"));
    assert_non_null(strstr(cookie, "; HttpOnly; SameSite=Strict"));
    assert_int_equal(call("GET", "/profile", answer_text(&a, "token"), NULL).status, 200);
}

static void a_native_app_gets_four_members_and_no_cookie(void **state)
{
    (void)state;
    person_add(api_db(), api_arena(), NULL, "aplikasi", NULL);
    struct answer a = sign_in_call("aplikasi", PASSWORD, true);
    assert_int_equal(a.status, 200);
    assert_int_equal(json_object_size(a.json), 4);
    assert_true(strlen(answer_text(&a, "refresh_token")) >= 43);
    assert_int_equal(answer_int(&a, "expires_in"), 900);
    assert_int_equal(answer_int(&a, "refresh_expires_in"), 7 * 86400);
    assert_null(answer_header(&a, "Set-Cookie"));
}

static void user_name_phone_in_any_form_and_email_all_sign_in(void **state)
{
    (void)state;
    const char *id = person_add(api_db(), api_arena(), NULL, "Dewi Lestari", NULL);
    const char *phone = person_phone(api_db(), api_arena(), id) + 2;
    const char *const logins[] = {
        "Dewi Lestari", "dewi lestari", "DEWI LESTARI@contoh.go.id",
        arena_printf(api_arena(), "62%s", phone), arena_printf(api_arena(), "+62 %s", phone),
        arena_printf(api_arena(), "0%s", phone), arena_printf(api_arena(), "0062-%s", phone),
    };
    for (size_t i = 0; i < sizeof logins / sizeof logins[0]; i++)
        assert_int_equal(sign_in_call(logins[i], PASSWORD, false).status, 200);
}

static void options_may_be_absent_but_not_empty(void **state)
{
    (void)state;
    person_add(api_db(), api_arena(), NULL, "opsi", NULL);
    struct answer a = post_auth(json_pack("{ss ss}", "username", "opsi", "password", PASSWORD));
    assert_int_equal(a.status, 200);
    a = post_auth(json_pack("{ss ss s{}}", "username", "opsi", "password", PASSWORD, "options"));
    refuses(a, 400, "property_required");
    says(a, "Must have required property 'nativeApp'");
}

static void what_is_missing_is_named_in_the_sources_style(void **state)
{
    (void)state;
    struct answer a = post_auth(json_pack("{ss}", "password", "x"));
    refuses(a, 400, "property_required");
    says(a, "Must have required property 'username'");
    a = post_auth(json_pack("{ss}", "username", "x"));
    says(a, "Must have required property 'password'");
    refuses(post_auth(json_pack("{si ss}", "username", 5, "password", "x")), 400,
            "property_invalid");
    a = call_raw("POST", "/auth", NULL, "application/json", "{", 1);
    refuses(a, 400, "bad_input");
    a = call_raw("POST", "/auth", NULL, "text/plain", "hello", 5);
    refuses(a, 415, "unsupported_media");
}

static void wrong_credentials_look_alike_and_cost_the_same(void **state)
{
    (void)state;
    const char *suspended = person_add(api_db(), api_arena(), NULL, "ditangguhkan", NULL);
    person_add(api_db(), api_arena(), NULL, "benar", NULL);
    assert_ok(user_change(api_db(), api_arena(), &(struct user_change){
        .id = suspended, .status = "suspended" }, clock_now()));
    const char *const names[] = { "benar", "tidak ada", "ditangguhkan", "0812 0000 9999",
                                  "tidak@ada.id" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        long long const before = password_load().done;
        struct answer a = sign_in_call(names[i], "salah sekali", false);
        refuses(a, 401, "credentials_wrong");
        says(a, "Invalid username or password");
        assert_int_equal(password_load().done - before, 1);
        assert_null(answer_header(&a, "Set-Cookie"));
    }
}

static void a_suspension_is_told_to_who_knows_the_password(void **state)
{
    (void)state;
    const char *id = person_add(api_db(), api_arena(), NULL, "nakal", NULL);
    assert_ok(user_change(api_db(), api_arena(), &(struct user_change){
        .id = id, .status = "suspended" }, clock_now()));
    refuses(sign_in_call("nakal", PASSWORD, false), 403, "account_suspended");
}

static void guessing_gets_slower_and_success_clears_it(void **state)
{
    (void)state;
    person_add(api_db(), api_arena(), NULL, "sasaran", NULL);
    person_add(api_db(), api_arena(), NULL, "tetangga", NULL);
    struct answer a = { 0 };
    for (int i = 0; i < 20 && a.status != 429; i++)
        a = sign_in_call("sasaran", "salah sekali", false);
    refuses(a, 429, "too_many_requests");
    assert_non_null(answer_header(&a, "Retry-After"));
    refuses(sign_in_call("sasaran", PASSWORD, false), 429, "too_many_requests");
    assert_int_equal(sign_in_call("tetangga", PASSWORD, false).status, 200);
    clock_stop_at(clock_now() + 3600);
    assert_int_equal(sign_in_call("sasaran", PASSWORD, false).status, 200);
}

static void an_unverified_account_confirms_an_otp_first(void **state)
{
    (void)state;
    const char *id = person_add_unverified(api_db(), api_arena(), "belum");
    const char *phone = person_phone(api_db(), api_arena(), id);
    struct answer a = sign_in_call("belum", PASSWORD, true);
    refuses(a, 403, "otp_required");
    assert_string_equal(answer_text(&a, "challenge.type"), "otp");
    assert_int_equal(answer_int(&a, "challenge.expires_in"), 300);
    assert_int_equal(answer_int(&a, "challenge.resend_in"), 60);
    const char *challenge = answer_text(&a, "challenge.id");
    const char *path = arena_printf(api_arena(), "/auth/challenges/%s", challenge);

    const char *code = mailed(phone, "code");
    const char *wrong = strcmp(code, "123456") == 0 ? "654321" : "123456";
    a = call("POST", "/auth/verify", NULL, json_pack("{ss ss}", "challenge", challenge, "code",
                                                     wrong));
    refuses(a, 400, "otp_invalid");
    says(a, "Kode OTP Tidak Sesuai");
    a = call("GET", path, NULL, NULL);
    assert_string_equal(answer_text(&a, "data.state"), "pending");

    a = call("POST", "/auth/verify", NULL, json_pack("{ss ss}", "challenge", challenge, "code",
                                                     code));
    assert_int_equal(a.status, 200);
    assert_int_equal(json_object_size(a.json), 4);
    a = call("GET", path, NULL, NULL);
    assert_string_equal(answer_text(&a, "data.state"), "expired");
    a = call("POST", "/auth/verify", NULL, json_pack("{ss ss}", "challenge", challenge, "code",
                                                     code));
    refuses(a, 400, "token_invalid");
    assert_int_equal(sign_in_call("belum", PASSWORD, false).status, 200);
}

static void another_code_is_sent_after_a_minute(void **state)
{
    (void)state;
    const char *id = person_add_unverified(api_db(), api_arena(), "sabar");
    const char *phone = person_phone(api_db(), api_arena(), id);
    struct answer a = sign_in_call("sabar", PASSWORD, false);
    const char *challenge = answer_text(&a, "challenge.id"), *first = mailed(phone, "code");
    a = call("POST", "/auth/resend", NULL, json_pack("{ss}", "challenge", challenge));
    refuses(a, 429, "too_many_requests");
    assert_non_null(answer_header(&a, "Retry-After"));

    clock_stop_at(clock_now() + 61);
    a = call("POST", "/auth/resend", NULL, json_pack("{ss}", "challenge", challenge));
    assert_int_equal(a.status, 200);
    assert_int_equal(answer_int(&a, "data.resend_in"), 60);
    const char *second = mailed(phone, "code");
    if (strcmp(first, second) != 0)
        refuses(call("POST", "/auth/verify", NULL, json_pack("{ss ss}", "challenge", challenge,
                                                             "code", first)), 400, "otp_invalid");
    a = call("POST", "/auth/verify", NULL, json_pack("{ss ss}", "challenge", challenge, "code",
                                                     second));
    assert_int_equal(a.status, 200);
}

static void signing_in_again_keeps_the_code_that_is_under_way(void **state)
{
    (void)state;
    const char *id = person_add_unverified(api_db(), api_arena(), "tergesa");
    struct answer a = sign_in_call("tergesa", PASSWORD, false);
    const char *code = mailed(person_phone(api_db(), api_arena(), id), "code");
    a = sign_in_call("tergesa", PASSWORD, false);
    refuses(a, 403, "otp_required");
    const char *challenge = answer_text(&a, "challenge.id");
    a = call("POST", "/auth/verify", NULL, json_pack("{ss ss}", "challenge", challenge, "code",
                                                     code));
    assert_int_equal(a.status, 200);
}

static void a_challenge_that_does_not_stand_opens_nothing(void **state)
{
    (void)state;
    refuses(call("POST", "/auth/verify", NULL, json_pack("{ss ss}", "challenge", "chl_x", "code",
                                                         "123456")), 400, "token_invalid");
    refuses(call("POST", "/auth/resend", NULL, json_pack("{ss}", "challenge", "chl_x")), 400,
            "token_invalid");
    refuses(call("GET", "/auth/challenges/chl_x", NULL, NULL), 404, "not_found");
    refuses(call("POST", "/auth/verify", NULL, json_object()), 422, "invalid_fields");
    person_add_unverified(api_db(), api_arena(), "terlambat");
    struct answer a = sign_in_call("terlambat", PASSWORD, false);
    const char *id = answer_text(&a, "challenge.id");
    clock_stop_at(clock_now() + 1800);
    refuses(call("POST", "/auth/resend", NULL, json_pack("{ss}", "challenge", id)), 400,
            "token_invalid");
    a = call("GET", arena_printf(api_arena(), "/auth/challenges/%s", id), NULL, NULL);
    assert_string_equal(answer_text(&a, "data.state"), "expired");
}

#define auth_test(test) cmocka_unit_test_setup(test, begin)

int main(void)
{
    const struct CMUnitTest tests[] = {
        auth_test(the_sources_example_answers_a_token_and_nothing_else),
        auth_test(a_native_app_gets_four_members_and_no_cookie),
        auth_test(user_name_phone_in_any_form_and_email_all_sign_in),
        auth_test(options_may_be_absent_but_not_empty),
        auth_test(what_is_missing_is_named_in_the_sources_style),
        auth_test(wrong_credentials_look_alike_and_cost_the_same),
        auth_test(a_suspension_is_told_to_who_knows_the_password),
        auth_test(guessing_gets_slower_and_success_clears_it),
        auth_test(an_unverified_account_confirms_an_otp_first),
        auth_test(another_code_is_sent_after_a_minute),
        auth_test(signing_in_again_keeps_the_code_that_is_under_way),
        auth_test(a_challenge_that_does_not_stand_opens_nothing),
    };
    return cmocka_run_group_tests_name("auth api", tests, api_begin, api_end);
}
