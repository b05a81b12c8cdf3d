/* Ways around: guesses through another door, budgets of somebody else, roles without a factor. */
#include "base/clock.h"
#include "domain/settings/settings.h"
#include "support/second_factor.h"
#include "support/signed_in.h"
#include "support/times.h"

#include <string.h>

#define NEXT "teh manis di beranda"

/* A day later: no throttle of an earlier test is left. */
static int begin(void **state)
{
    (void)state;
    clock_stop_at(clock_now() + 86400);
    return 0;
}

static void set(const char *name, const char *value)
{
    assert_ok(setting_change(api_db(), name, value, NULL, clock_now()));
    settings_forget();
}

static struct answer change(const char *token, const char *current, const char *confirmation)
{
    return call("POST", "/profile/password", token,
                json_pack("{ss ss ss}", "current_password", current, "new_password", NEXT,
                          "new_password_confirmation", confirmation));
}

/* Whoever holds a session wants its password: what is refused unread must not forget guesses. */
static void a_confirmation_that_differs_brings_no_new_guesses(void **state)
{
    (void)state;
    const char *token = signed_in("diintip", NULL);
    struct answer a = { 0 };
    for (int i = 0; i < 40 && a.status != 429; i++)
        a = change(token, "tebakan", i % 4 == 3 ? "lain" : NEXT);
    refuses(a, 429, "too_many_requests");
}

static struct answer activate(const char *token, const char *code)
{
    return call("POST", "/totp/activate", token, json_pack("{ss}", "code", code));
}

/* Whoever holds a session while its owner enrols would be shown the recovery codes. */
static void guessing_the_first_code_gets_slower(void **state)
{
    (void)state;
    const char *token = signed_in("mendaftar", NULL);
    struct answer a = call("POST", "/totp/enrolment", token, json_object());
    const char *secret = answer_text(&a, "data.secret");
    const char *wrong = wrong_totp_code(api_arena(), secret, clock_now());
    for (int i = 0; i < 10; i++)
        refuses(activate(token, wrong), 400, "totp_invalid");
    a = activate(token, wrong);
    refuses(a, 429, "too_many_requests");
    assert_non_null(answer_header(&a, "Retry-After"));
    clock_stop_at(clock_now() + 2);
    assert_int_equal(activate(token, totp_code(api_arena(), secret, clock_now())).status, 200);
}

static void a_role_that_demands_a_factor_ends_sessions_without_one(void **state)
{
    (void)state;
    const char *id = person_add(api_db(), api_arena(), NULL, "diangkat", NULL);
    const char *token = token_of("diangkat"), *admin = signed_in("pengangkat", "admin");
    set("totp.policy.staff", "mandatory");
    struct answer a = call("PATCH", arena_printf(api_arena(), "/admin/users/%s", id), admin,
                           json_pack("{ss}", "role", "reviewer"));
    assert_int_equal(a.status, 200);
    refuses(call("GET", "/admin/requests", token, NULL), 401, "unauthenticated");
    refuses(sign_in_call("diangkat", PASSWORD, true), 403, "totp_enrolment_required");
    set("totp.policy.staff", "optional");
}

/* An account that nobody confirmed is anybody's. */
static void codes_of_unverified_accounts_end_with_the_days_budget(void **state)
{
    (void)state;
    const char *id = person_add_unverified(api_db(), api_arena(), "karangan");
    const char *phone = person_phone(api_db(), api_arena(), id);
    static const char sent[] = "SELECT count(*) FROM messages WHERE account_id = $1";
    set("messages.day.whatsapp", "0");
    refuses(sign_in_call("karangan", PASSWORD, true), 403, "otp_required");
    assert_int_equal(db_number(sent, id), 0);
    set("messages.day.whatsapp", "5000");
    refuses(sign_in_call("karangan", PASSWORD, true), 403, "otp_required");
    assert_int_equal(strlen(mailed(phone, "code")), 6);
    assert_int_equal(db_number(sent, id), 1);
}

static long captcha_from(const char *address)
{
    const char *const headers[] = {
        arena_printf(api_arena(), "X-Forwarded-For: %s", address), NULL,
    };
    return call_raw("GET", "/captcha", headers, NULL, NULL, 0).status;
}

/* Whoever rents one server has 2^64 addresses. */
static void an_ipv6_subscriber_has_one_allowance(void **state)
{
    (void)state;
    api_config()->trusted_proxies = "127.0.0.1";
    api_config()->address_limit = 10;
    int answered = 0;
    for (int i = 1; i <= 20; i++)
        answered += captcha_from(arena_printf(api_arena(), "2001:db8::%x", i)) == 200;
    assert_int_equal(answered, 10);
    assert_int_equal(captcha_from("2001:db8:0:1::1"), 200);
    api_config()->address_limit = 0;
    api_config()->trusted_proxies = "";
}

/* Each sign-in without the device's cookie is one from a new device, and is told. */
static void signing_in_again_and_again_costs_no_message_each(void **state)
{
    (void)state;
    const char *id = person_add(api_db(), api_arena(), NULL, "mondarmandir", NULL);
    for (int i = 0; i < 60; i++)
        assert_int_equal(sign_in_call("mondarmandir", PASSWORD, false).status, 200);
    assert_int_equal(db_number("SELECT count(*) FROM notifications WHERE account_id = $1", id),
                     59);
    assert_int_equal(db_number("SELECT count(*) FROM messages WHERE account_id = $1", id), 40);
}

static int64_t forgetting_takes(const char *phone)
{
    int64_t const start = clock_steady_us();
    struct answer a = call("POST", "/password/forgot", NULL,
                           json_pack("{ss}", "phone_number", phone));
    assert_int_equal(a.status, 200);
    return clock_steady_us() - start;
}

/* Each request is old enough to bring a link. */
static void known_and_unknown_numbers_take_as_long(void **state)
{
    (void)state;
    enum { ROUNDS = 25 };
    int64_t took[2][ROUNDS];
    const char *id = person_add(api_db(), api_arena(), NULL, "pelupa", NULL);
    const char *phone = person_phone(api_db(), api_arena(), id);
    for (int i = 0; i < ROUNDS; i++) {
        begin(NULL);
        took[0][i] = forgetting_takes(phone);
        took[1][i] = forgetting_takes("6289876543210");
    }
    assert_int_equal(db_number("SELECT count(*) FROM messages WHERE account_id = $1", id),
                     ROUNDS);
    assert_like_medians(took[0], took[1], ROUNDS, 3);
}

#define attack_test(test) cmocka_unit_test_setup(test, begin)

int main(void)
{
    const struct CMUnitTest tests[] = {
        attack_test(a_confirmation_that_differs_brings_no_new_guesses),
        attack_test(guessing_the_first_code_gets_slower),
        attack_test(a_role_that_demands_a_factor_ends_sessions_without_one),
        attack_test(codes_of_unverified_accounts_end_with_the_days_budget),
        attack_test(signing_in_again_and_again_costs_no_message_each),
        attack_test(known_and_unknown_numbers_take_as_long),
        attack_test(an_ipv6_subscriber_has_one_allowance),
    };
    return cmocka_run_group_tests_name("attacks api", tests, api_begin, api_end);
}
