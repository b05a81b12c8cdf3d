/* Signing in with the device's approval, from the password to the tokens, and the attacks on it. */
#include "base/clock.h"
#include "domain/authenticator/authenticator.h"
#include "support/device.h"
#include "support/signed_in.h"

#include <string.h>

/* Each test has people of its own. */
static struct {
    const char *id, *username;
    struct device device;
} siti;

static int begin_test(void **state)
{
    static int number = 0;
    (void)state;
    siti.username = arena_printf(api_arena(), "siti%d", ++number);
    siti.id = person_add(api_db(), api_arena(), NULL, siti.username, "member");
    siti.device = device_of(siti.id);
    return 0;
}

/* What a browser holds after the password. */
struct page {
    const char *challenge;
    int number;
};

static struct answer give_password(void)
{
    return sign_in_call(siti.username, PASSWORD, true);
}

static struct page waiting_page(void)
{
    struct answer a = give_password();
    refuses(a, 403, "approval_required");
    assert_string_equal(answer_text(&a, "challenge.type"), "approval");
    return (struct page){ answer_text(&a, "challenge.id"),
                          (int)answer_int(&a, "challenge.number") };
}

static struct answer look(const struct page *p)
{
    return call("GET", arena_printf(api_arena(), "/auth/challenges/%s", p->challenge), NULL, NULL);
}

static void shows(const struct page *p, const char *state)
{
    struct answer a = look(p);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.state"), state);
}

static struct answer finish(const struct page *p)
{
    return call("POST", "/auth/verify", NULL, json_pack("{ss}", "challenge", p->challenge));
}

static const char *approval_id(void)
{
    struct answer a = device_call(&siti.device, "GET", "/authenticator/challenges", NULL);
    assert_int_equal(a.status, 200);
    return answer_text(&a, "data.0.id");
}

static struct answer respond(const char *answer, int number)
{
    return device_answer(&siti.device, approval_id(), answer, number);
}

static void the_approved_browser_is_in_once(void **state)
{
    (void)state;
    struct page const p = waiting_page();
    assert_int_equal(respond("approve", p.number).status, 200);
    shows(&p, "approved");
    struct answer a = finish(&p);
    assert_int_equal(a.status, 200);
    a = call("GET", "/profile", answer_text(&a, "token"), NULL);
    assert_string_equal(answer_text(&a, "data.username"), siti.username);
    refuses(finish(&p), 400, "token_invalid");
}

static void a_browser_that_was_not_approved_is_not_in(void **state)
{
    (void)state;
    struct page const p = waiting_page();
    assert_true(finish(&p).status >= 400);
    shows(&p, "pending");
    assert_int_equal(respond("decline", CHALLENGE_NO_NUMBER).status, 200);
    shows(&p, "denied");
    assert_true(finish(&p).status >= 400);
    struct answer a = call("POST", "/auth/verify", NULL,
                           json_pack("{ss ss}", "challenge", p.challenge, "code", "123456"));
    refuses(a, 400, "token_invalid");
}

static void looking_again_and_again_changes_nothing(void **state)
{
    (void)state;
    struct page const p = waiting_page();
    for (int i = 0; i < 5; i++) {
        struct answer a = look(&p);
        assert_string_equal(answer_text(&a, "data.state"), "pending");
        assert_int_equal(answer_int(&a, "data.number"), p.number);
    }
    assert_int_equal(respond("approve", p.number).status, 200);
    shows(&p, "approved");
    shows(&p, "approved");
    assert_int_equal(finish(&p).status, 200);
}

/* Mallory knows the password; Siti sees a request and her own page's number. */
static void what_siti_approves_lets_nobody_else_in(void **state)
{
    (void)state;
    struct page own = waiting_page(), foreign = waiting_page();
    while (own.number == foreign.number) {
        clock_stop_at(clock_now() + APPROVALS_WINDOW_S);
        own = waiting_page();
        foreign = waiting_page();
    }
    shows(&own, "expired");
    refuses(respond("approve", own.number), 400, "number_wrong");
    shows(&foreign, "pending");
    assert_true(finish(&own).status >= 400);
    assert_true(finish(&foreign).status >= 400);
    struct page const again = waiting_page();
    assert_int_equal(respond("approve", again.number).status, 200);
    assert_true(finish(&foreign).status >= 400);
    assert_true(finish(&own).status >= 400);
    assert_int_equal(finish(&again).status, 200);
}

static void a_flood_of_sign_ins_ends_in_typing_a_code(void **state)
{
    (void)state;
    for (int i = 0; i < APPROVALS_MAX; i++)
        waiting_page();
    struct answer a = give_password();
    refuses(a, 403, "totp_required");
    assert_string_equal(answer_text(&a, "challenge.type"), "totp");
    assert_null(json_object_get(json_object_get(a.json, "challenge"), "number"));
    clock_stop_at(clock_now() + APPROVALS_WINDOW_S);
    waiting_page();
}

static void after_not_me_nothing_reaches_the_device(void **state)
{
    (void)state;
    struct page const p = waiting_page();
    assert_int_equal(respond("report", CHALLENGE_NO_NUMBER).status, 200);
    shows(&p, "denied");
    refuses(give_password(), 403, "totp_required");
    assert_string_equal(approval_id(), "");
    clock_stop_at(clock_now() + MUTE_S);
    waiting_page();
}

static void after_a_reset_the_old_device_is_unknown_and_its_page_is_over(void **state)
{
    (void)state;
    struct page const p = waiting_page();
    const char *id = approval_id();
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, api_db()));
    assert_ok(totp_remove(tx.db, siti.id, clock_now()));
    assert_ok(tx_commit(&tx));
    refuses(device_answer(&siti.device, id, "approve", p.number), 401, "device_refused");
    assert_true(finish(&p).status >= 400);
    assert_int_equal(give_password().status, 200);

    struct device const next = device_of(siti.id);
    refuses(device_call(&siti.device, "GET", "/authenticator/challenges", NULL), 401,
            "device_refused");
    siti.device = next;
    struct page const again = waiting_page();
    assert_int_equal(respond("approve", again.number).status, 200);
    assert_int_equal(finish(&again).status, 200);
}

static void without_its_device_the_account_types_a_code(void **state)
{
    (void)state;
    assert_int_equal(device_call(&siti.device, "DELETE", "/authenticator", NULL).status, 200);
    refuses(give_password(), 403, "totp_required");
}

static void the_log_and_the_database_hold_no_browsers_secret(void **state)
{
    (void)state;
    struct page const p = waiting_page();
    assert_int_equal(respond("approve", p.number).status, 200);
    assert_int_equal(db_number("SELECT count(*) FROM challenges WHERE id = $1", p.challenge), 0);
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE instr(subject || detail, $1)",
                               p.challenge), 0);
}

/* ---- an office behind one address */

static struct answer looks(const struct page *p, int times)
{
    struct answer a = { 0 };
    for (int i = 0; i < times && a.status != 429; i++)
        a = look(p);
    return a;
}

static void many_wait_behind_one_address(void **state)
{
    (void)state;
    struct page const waiting = waiting_page();
    struct page const unknown = { .challenge = "chl_tidakada" };
    api_config()->address_limit = 30;
    assert_int_equal(looks(&waiting, 60).status, 200);
    assert_int_equal(respond("approve", waiting.number).status, 200);
    assert_int_equal(looks(&waiting, 40).status, 200);
    refuses(looks(&unknown, 40), 429, "too_many_requests");
    api_config()->address_limit = 0;
}

static void a_page_that_asks_without_end_waits(void **state)
{
    (void)state;
    struct page const waiting = waiting_page();
    api_config()->address_limit = 600;
    struct answer a = looks(&waiting, 200);
    api_config()->address_limit = 0;
    refuses(a, 429, "too_many_requests");
    assert_non_null(answer_header(&a, "Retry-After"));
}

#define of_siti(test) cmocka_unit_test_setup(test, begin_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        of_siti(the_approved_browser_is_in_once),
        of_siti(a_browser_that_was_not_approved_is_not_in),
        of_siti(looking_again_and_again_changes_nothing),
        of_siti(what_siti_approves_lets_nobody_else_in),
        of_siti(a_flood_of_sign_ins_ends_in_typing_a_code),
        of_siti(after_not_me_nothing_reaches_the_device),
        of_siti(after_a_reset_the_old_device_is_unknown_and_its_page_is_over),
        of_siti(without_its_device_the_account_types_a_code),
        of_siti(the_log_and_the_database_hold_no_browsers_secret),
        of_siti(many_wait_behind_one_address),
        of_siti(a_page_that_asks_without_end_waits),
    };
    return cmocka_run_group_tests(tests, api_begin, api_end);
}
