/* Forgotten and changed passwords over HTTP. */
#include "base/clock.h"
#include "crypto/password.h"
#include "domain/passwords/passwords.h"
#include "support/signed_in.h"

#include <stdio.h>
#include <string.h>

#define FRESH "teh manis di beranda"

/* A day later: no throttle of an earlier test is left. */
static int begin(void **state)
{
    (void)state;
    clock_stop_at(clock_now() + 86400);
    return 0;
}

static struct answer forgot(const char *phone)
{
    return call("POST", "/password/forgot", NULL, json_pack("{ss}", "phone_number", phone));
}

static struct answer reset(const char *token, const char *password, const char *confirmation)
{
    return call("POST", "/password/reset", NULL,
                json_pack("{ss ss ss}", "token", token, "password", password,
                          "password_confirmation", confirmation));
}

static struct answer change(const char *token, const char *current, const char *password,
                            const char *confirmation)
{
    return call("POST", "/profile/password", token,
                json_pack("{ss ss ss}", "current_password", current, "new_password", password,
                          "new_password_confirmation", confirmation));
}

/* Somebody, who forgets; answers the token of the link. */
static const char *forgetful(const char *username, const char **phone)
{
    const char *id = person_add(api_db(), api_arena(), NULL, username, NULL);
    *phone = person_phone(api_db(), api_arena(), id);
    assert_int_equal(forgot(*phone).status, 200);
    const char *link = mailed(*phone, "link");
    const char *token = strstr(link, "/app/password/reset#token=");
    assert_non_null(token);
    return strchr(token, '=') + 1;
}

static void a_forgotten_password_is_reset_by_the_link(void **state)
{
    (void)state;
    const char *phone = NULL, *token = forgetful("lupa", &phone), *signed_in_before =
        token_of("lupa");
    struct answer a = reset(token, FRESH, FRESH);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "message"), "Password berhasil diubah");
    refuses(call("GET", "/profile", signed_in_before, NULL), 401, "unauthenticated");
    refuses(sign_in_call("lupa", PASSWORD, false), 401, "credentials_wrong");
    assert_int_equal(sign_in_call("lupa", FRESH, false).status, 200);
    refuses(reset(token, FRESH, FRESH), 400, "token_invalid");
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE action = $1", "password.reset"),
                     1);
    assert_int_equal(db_number("SELECT count(*) FROM notifications WHERE kind = $1",
                               "password.changed"), 1);
}

static void a_link_lasts_thirty_minutes(void **state)
{
    (void)state;
    const char *phone = NULL, *token = forgetful("lambat", &phone);
    clock_stop_at(clock_now() + 1800);
    refuses(reset(token, FRESH, FRESH), 400, "token_invalid");
    assert_int_equal(sign_in_call("lambat", PASSWORD, false).status, 200);
}

static void known_and_unknown_numbers_answer_alike(void **state)
{
    (void)state;
    const char *id = person_add(api_db(), api_arena(), NULL, "dikenal", NULL);
    const char *phone = person_phone(api_db(), api_arena(), id);
    int64_t const rows = db_number("SELECT count(*) FROM password_resets WHERE $1 <> ''", "-");
    int64_t const mails = db_number("SELECT count(*) FROM messages WHERE $1 <> ''", "-");
    struct answer known = forgot(phone), unknown = forgot("6289999999999");
    assert_int_equal(known.status, 200);
    assert_int_equal(unknown.status, 200);
    assert_string_equal(known.text, unknown.text);
    assert_int_equal(db_number("SELECT count(*) FROM password_resets WHERE $1 <> ''", "-"),
                     rows + 2);
    assert_int_equal(db_number("SELECT count(*) FROM messages WHERE $1 <> ''", "-"), mails + 1);
}

static void a_second_link_waits_a_minute_without_saying_so(void **state)
{
    (void)state;
    const char *phone = NULL;
    forgetful("tidaksabar", &phone);
    int64_t const mails = db_number("SELECT count(*) FROM messages WHERE $1 <> ''", "-");
    assert_int_equal(forgot(phone).status, 200);
    assert_int_equal(db_number("SELECT count(*) FROM messages WHERE $1 <> ''", "-"), mails);
    clock_stop_at(clock_now() + 61);
    assert_int_equal(forgot(phone).status, 200);
    assert_int_equal(db_number("SELECT count(*) FROM messages WHERE $1 <> ''", "-"), mails + 1);
}

static void asking_again_and_again_gets_slower(void **state)
{
    (void)state;
    struct answer a = { 0 };
    for (int i = 0; i < 20 && a.status != 429; i++)
        a = forgot("6281300000001");
    refuses(a, 429, "too_many_requests");
    assert_non_null(answer_header(&a, "Retry-After"));
}

static void what_cannot_be_a_number_is_told(void **state)
{
    (void)state;
    faults(forgot("12"), "phone_number", "bad_phone");
    faults(call("POST", "/password/forgot", NULL, json_object()), "phone_number",
                  "required");
    refuses(call("POST", "/password/forgot", NULL,
                 json_pack("{ss ss}", "phone_number", "6281300000002", "captcha", "x")),
            400, "captcha_invalid");
}

static void a_confirmation_that_differs_is_told_in_the_guides_words(void **state)
{
    (void)state;
    const char *phone = NULL, *token = forgetful("beda", &phone);
    struct answer a = reset(token, FRESH, "lain");
    faults(a, "password_confirmation", "password_mismatch");
    assert_string_equal(answer_text(&a, "message"), "Konfirmasi password tidak sesuai");
    assert_int_equal(reset(token, FRESH, FRESH).status, 200);
}

/* What the list of common passwords says is the business of its own tests. */
static void our_pages_take_no_weak_password(void **state)
{
    (void)state;
    const char *phone = NULL, *token = forgetful("lemahpasswordnya", &phone);
    faults(reset(token, "pendek", "pendek"), "password", "too_short");
    faults(reset(token, "lemahpasswordnya1", "lemahpasswordnya1"), "password",
                  "password_personal");
    faults(reset(token, phone, phone), "password", "password_personal");
    assert_int_equal(reset(token, FRESH, FRESH).status, 200);
}

static void a_token_that_was_never_given_opens_nothing(void **state)
{
    (void)state;
    refuses(reset("x", FRESH, FRESH), 400, "token_invalid");
    struct answer a = { 0 };
    for (int i = 0; i < 30 && a.status != 429; i++)
        a = reset("x", FRESH, FRESH);
    refuses(a, 429, "too_many_requests");
    faults(call("POST", "/password/reset", NULL, json_object()), "token", "required");
}

static void a_changed_password_ends_the_other_sessions(void **state)
{
    (void)state;
    const char *here = signed_in("ganti", NULL), *there = token_of("ganti");
    assert_int_equal(change(here, PASSWORD, FRESH, FRESH).status, 200);
    assert_int_equal(call("GET", "/profile", here, NULL).status, 200);
    refuses(call("GET", "/profile", there, NULL), 401, "unauthenticated");
    refuses(sign_in_call("ganti", PASSWORD, false), 401, "credentials_wrong");
    assert_int_equal(sign_in_call("ganti", FRESH, false).status, 200);
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE action = $1", "password.change"),
                     1);
}

static void a_changed_password_voids_the_links_under_way(void **state)
{
    (void)state;
    const char *phone = NULL, *token = forgetful("ragu", &phone);
    assert_int_equal(change(token_of("ragu"), PASSWORD, FRESH, FRESH).status, 200);
    refuses(reset(token, "lain lagi sekali", "lain lagi sekali"), 400, "token_invalid");
}

static void a_change_needs_the_current_password(void **state)
{
    (void)state;
    const char *token = signed_in("pencuri", NULL);
    faults(change(token, "bukan ini", FRESH, FRESH), "current_password", "password_wrong");
    faults(change(token, PASSWORD, FRESH, "x"), "new_password_confirmation",
                  "password_mismatch");
    faults(change(token, PASSWORD, "pencuri99", "pencuri99"), "new_password",
                  "password_personal");
    refuses(change(NULL, PASSWORD, FRESH, FRESH), 401, "unauthenticated");
    faults(call("POST", "/profile/password", token, json_object()), "current_password",
                  "required");
    struct answer a = { 0 };
    for (int i = 0; i < 30 && a.status != 429; i++)
        a = change(token, "bukan ini", FRESH, FRESH);
    refuses(a, 429, "too_many_requests");
}

#define password_test(test) cmocka_unit_test_setup(test, begin)

int main(void)
{
    const struct CMUnitTest tests[] = {
        password_test(a_forgotten_password_is_reset_by_the_link),
        password_test(a_link_lasts_thirty_minutes),
        password_test(known_and_unknown_numbers_answer_alike),
        password_test(a_second_link_waits_a_minute_without_saying_so),
        password_test(asking_again_and_again_gets_slower),
        password_test(what_cannot_be_a_number_is_told),
        password_test(a_confirmation_that_differs_is_told_in_the_guides_words),
        password_test(our_pages_take_no_weak_password),
        password_test(a_token_that_was_never_given_opens_nothing),
        password_test(a_changed_password_ends_the_other_sessions),
        password_test(a_changed_password_voids_the_links_under_way),
        password_test(a_change_needs_the_current_password),
    };
    return cmocka_run_group_tests_name("passwords api", tests, api_begin, api_end);
}
