/* Approving sign-ins on the device over HTTP, and the attacks on it. */
#include "base/clock.h"
#include "base/text.h"
#include "domain/authenticator/authenticator.h"
#include "domain/settings/settings.h"
#include "support/device.h"
#include "support/signed_in.h"

#include <string.h>

#define CHALLENGES "/authenticator/challenges"
#define HERE "192.0.2.1"
#define ELSEWHERE "198.51.100.7"

/* Each test has people of its own. */
static struct {
    const char *id;                 /* the account's */
    struct device device;
} siti;

static int begin_test(void **state)
{
    static int number = 0;
    (void)state;
    siti.id = person_add(api_db(), api_arena(), NULL,
                         arena_printf(api_arena(), "siti%d", ++number), "member");
    siti.device = device_of(siti.id);
    return 0;
}

static struct answer poll_now(void)
{
    return device_call(&siti.device, "GET", CHALLENGES, NULL);
}

static size_t waiting_count(void)
{
    struct answer a = poll_now();
    assert_int_equal(a.status, 200);
    return json_array_size(json_object_get(a.json, "data"));
}

static struct answer respond(const struct waiting *w, const char *answer, int number)
{
    return device_answer(&siti.device, w->approval_id, answer, number);
}

static void approves(const struct waiting *w)
{
    struct answer a = respond(w, "approve", w->number);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.state"), "approved");
}

static int wrong(const struct waiting *w, int step)
{
    return (w->number + step) % APPROVAL_NUMBERS;
}

static void mistaken(const struct waiting *w, int step, int tries_left)
{
    struct answer a = respond(w, "approve", wrong(w, step));
    refuses(a, 400, "number_wrong");
    assert_int_equal(answer_int(&a, "tries_left"), tries_left);
}

static void over(struct answer a, const char *state)
{
    refuses(a, 409, "approval_over");
    assert_string_equal(answer_text(&a, "state"), state);
}

static int64_t audited(const char *action, const struct waiting *w)
{
    return db_number(arena_printf(api_arena(), "SELECT count(*) FROM audit WHERE action = '%s'"
                                               " AND subject = $1", action), w->approval_id);
}

/* ---- what the device sees */

static void nothing_waits_before_somebody_signs_in(void **state)
{
    (void)state;
    assert_int_equal(waiting_count(), 0);
}

static void the_device_sees_the_account_and_the_place(void **state)
{
    (void)state;
    clock_stop_at(clock_now());
    struct waiting const w = waiting_of(siti.id, HERE);
    clock_stop_at(clock_now() + 10);
    struct answer a = poll_now();
    assert_string_equal(answer_text(&a, "data.0.id"), w.approval_id);
    assert_true(text_starts(answer_text(&a, "data.0.account"), "siti"));
    assert_string_equal(answer_text(&a, "data.0.place.ip"), HERE);
    assert_string_equal(answer_text(&a, "data.0.place.browser"), "Chrome, Windows");
    assert_string_equal(answer_text(&a, "data.0.place.at"),
                        time_rfc3339(api_arena(), clock_now() - 10));
    assert_int_equal(answer_int(&a, "data.0.expires_in"), 290);
}

static void the_device_sees_neither_the_browsers_secret_nor_the_number(void **state)
{
    (void)state;
    struct waiting const w = waiting_of(siti.id, HERE);
    struct answer a = poll_now();
    assert_null(strstr(a.text, w.token));
    assert_null(strstr(a.text, w.id));
    json_t *item = json_array_get(json_object_get(a.json, "data"), 0);
    assert_null(json_object_get(item, "number"));
    assert_true(json_is_true(json_object_get(item, "needs_number")));
    assert_int_equal(json_object_size(item), 5);
}

/* ---- answers */

static void the_right_number_approves(void **state)
{
    (void)state;
    struct waiting const w = waiting_of(siti.id, HERE);
    approves(&w);
    assert_string_equal(waiting_state(&w), "approved");
    assert_int_equal(waiting_count(), 0);
    assert_int_equal(audited("approval.approve", &w), 1);
}

static void three_wrong_numbers_end_it(void **state)
{
    (void)state;
    struct waiting const w = waiting_of(siti.id, HERE);
    mistaken(&w, 1, 2);
    mistaken(&w, 2, 1);
    assert_string_equal(waiting_state(&w), "pending");
    mistaken(&w, 3, 0);
    assert_string_equal(waiting_state(&w), "denied");
    over(respond(&w, "approve", w.number), "denied");
    assert_int_equal(audited("approval.lock", &w), 1);
}

static void the_third_number_may_be_right(void **state)
{
    (void)state;
    struct waiting const w = waiting_of(siti.id, HERE);
    mistaken(&w, 1, 2);
    mistaken(&w, 2, 1);
    approves(&w);
}

static void a_bare_yes_counts_as_a_wrong_number(void **state)
{
    (void)state;
    struct waiting const w = waiting_of(siti.id, HERE);
    struct answer a = respond(&w, "approve", CHALLENGE_NO_NUMBER);
    refuses(a, 400, "number_wrong");
    assert_int_equal(answer_int(&a, "tries_left"), 2);
}

static void a_number_has_two_digits(void **state)
{
    (void)state;
    struct waiting const w = waiting_of(siti.id, HERE);
    const char *path = arena_printf(api_arena(), CHALLENGES "/%s", w.approval_id);
    static const char *const bad[] = { "7", "007", "-1", "ab", " 7" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct answer a = device_call(&siti.device, "POST", path,
                                      json_pack("{ss ss}", "answer", "approve", "number", bad[i]));
        refuses(a, 422, "invalid_fields");
    }
    faults(device_call(&siti.device, "POST", path, json_pack("{ss}", "answer", "maybe")),
           "answer", "not_a_choice");
    faults(device_call(&siti.device, "POST", path,
                       json_pack("{ss si}", "answer", "approve", "number", 100)),
           "number", "out_of_range");
    struct answer a = device_call(&siti.device, "POST", path,
                                  json_pack("{ss si}", "answer", "approve", "number", w.number));
    assert_int_equal(a.status, 200);
}

static void declining_denies(void **state)
{
    (void)state;
    struct waiting const w = waiting_of(siti.id, HERE);
    struct answer a = respond(&w, "decline", CHALLENGE_NO_NUMBER);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.state"), "denied");
    assert_string_equal(waiting_state(&w), "denied");
    over(respond(&w, "approve", w.number), "denied");
    waiting_of(siti.id, HERE);
    assert_int_equal(audited("approval.decline", &w), 1);
}

static void an_approval_lasts_five_minutes(void **state)
{
    (void)state;
    clock_stop_at(clock_now() + 1000);
    struct waiting const w = waiting_of(siti.id, HERE);
    clock_stop_at(clock_now() + APPROVAL_TTL_S - 1);
    assert_int_equal(waiting_count(), 1);
    clock_stop_at(clock_now() + 1);
    assert_int_equal(waiting_count(), 0);
    over(respond(&w, "approve", w.number), "expired");
    assert_string_equal(waiting_state(&w), "expired");
}

static void an_approval_is_given_once(void **state)
{
    (void)state;
    struct waiting const w = waiting_of(siti.id, HERE);
    approves(&w);
    over(respond(&w, "approve", w.number), "approved");
    over(respond(&w, "decline", CHALLENGE_NO_NUMBER), "approved");
    over(respond(&w, "report", CHALLENGE_NO_NUMBER), "approved");
    assert_string_equal(waiting_state(&w), "approved");
}

static void a_newer_sign_in_supersedes_the_older(void **state)
{
    (void)state;
    struct waiting const older = waiting_of(siti.id, HERE), newer = waiting_of(siti.id, ELSEWHERE);
    struct answer a = poll_now();
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 1);
    assert_string_equal(answer_text(&a, "data.0.id"), newer.approval_id);
    assert_string_equal(waiting_state(&older), "expired");
    over(respond(&older, "approve", older.number), "expired");
    approves(&newer);
    assert_string_equal(waiting_state(&older), "expired");
}

/* ---- attacks */

static void nobody_approves_somebody_elses_sign_in(void **state)
{
    (void)state;
    const char *mallory = person_add(api_db(), api_arena(), NULL,
                                     arena_printf(api_arena(), "mal%s", siti.id + 20), "member");
    struct device const device = device_of(mallory);
    struct waiting const w = waiting_of(siti.id, HERE);
    refuses(device_answer(&device, w.approval_id, "approve", w.number), 404, "not_found");
    refuses(device_answer(&device, w.approval_id, "report", -1), 404, "not_found");
    refuses(device_answer(&device, w.token, "approve", w.number), 404, "not_found");
    refuses(device_answer(&siti.device, w.token, "approve", w.number), 404, "not_found");
    refuses(device_answer(&siti.device, w.id, "approve", w.number), 404, "not_found");
    assert_string_equal(waiting_state(&w), "pending");
}

/* Mallory knows the password and slips in between Siti's sign-in and her answer. */
static void the_number_of_ones_own_page_does_not_approve_anothers(void **state)
{
    (void)state;
    struct waiting own, foreign;
    do {
        clock_stop_at(clock_now() + APPROVALS_WINDOW_S);
        own = waiting_of(siti.id, HERE);
        foreign = waiting_of(siti.id, ELSEWHERE);
    } while (own.number == foreign.number);
    over(respond(&own, "approve", own.number), "expired");
    struct answer a = respond(&foreign, "approve", own.number);
    refuses(a, 400, "number_wrong");
    assert_string_equal(waiting_state(&foreign), "pending");
}

static void five_requests_in_a_quarter_of_an_hour_are_enough(void **state)
{
    (void)state;
    struct waiting w;
    clock_stop_at(clock_now() + 1000);
    for (int i = 0; i < APPROVALS_MAX; i++) {
        assert_ok(try_waiting(siti.id, ELSEWHERE, &w));
        clock_stop_at(clock_now() + 10);
    }
    assert_err(TOO_MANY, try_waiting(siti.id, ELSEWHERE, &w));
    assert_string_equal(waiting_state(&w), "pending");
    clock_stop_at(clock_now() + APPROVALS_WINDOW_S - 10 * APPROVALS_MAX - 1);
    assert_err(TOO_MANY, try_waiting(siti.id, ELSEWHERE, &w));
    clock_stop_at(clock_now() + 1);
    assert_ok(try_waiting(siti.id, HERE, &w));
}

static void not_me_denies_mutes_and_tells(void **state)
{
    (void)state;
    struct waiting const w = waiting_of(siti.id, ELSEWHERE);
    struct waiting next;
    struct answer a = respond(&w, "report", CHALLENGE_NO_NUMBER);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.state"), "denied");
    assert_string_equal(waiting_state(&w), "denied");
    assert_int_equal(audited("approval.report", &w), 1);
    assert_int_equal(db_number("SELECT count(*) FROM messages WHERE account_id = $1 AND channel ="
                               " 'email' AND template = 'approval_reported'", siti.id), 1);
    assert_int_equal(db_number("SELECT count(*) FROM notifications WHERE account_id = $1"
                               " AND kind = 'approval.reported'", siti.id), 1);

    assert_err(TOO_MANY, try_waiting(siti.id, HERE, &next));
    clock_stop_at(clock_now() + MUTE_S - 1);
    assert_err(TOO_MANY, try_waiting(siti.id, HERE, &next));
    clock_stop_at(clock_now() + 1);
    assert_ok(try_waiting(siti.id, HERE, &next));
}

static void a_request_that_ran_out_can_still_be_reported_and_is_told_once(void **state)
{
    (void)state;
    struct waiting const older = waiting_of(siti.id, ELSEWHERE);
    struct waiting const newer = waiting_of(siti.id, ELSEWHERE);
    assert_int_equal(respond(&older, "report", CHALLENGE_NO_NUMBER).status, 200);
    assert_int_equal(respond(&newer, "report", CHALLENGE_NO_NUMBER).status, 200);
    assert_string_equal(waiting_state(&newer), "denied");
    assert_int_equal(db_number("SELECT count(*) FROM messages WHERE account_id = $1 AND template ="
                               " 'approval_reported'", siti.id), 1);
}

static void a_device_that_was_reset_approves_nothing(void **state)
{
    (void)state;
    struct waiting const w = waiting_of(siti.id, HERE);
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, api_db()));
    assert_ok(authenticator_forget(tx.db, siti.id, clock_now()));
    assert_ok(tx_commit(&tx));
    refuses(respond(&w, "approve", w.number), 401, "device_refused");
    struct waiting next;
    assert_err(NOT_FOUND, try_waiting(siti.id, HERE, &next));
}

static void a_guess_is_refused_alike_for_unknown_approvals(void **state)
{
    (void)state;
    refuses(device_answer(&siti.device, "apr_01jd0000000000000000000000", "approve", 42), 404,
            "not_found");
}

/* ---- the bare yes */

static void choose(const char *how)
{
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, api_db()));
    assert_ok(setting_change(tx.db, "totp.approval", how, NULL, clock_now()));
    assert_ok(tx_commit(&tx));
    settings_forget();
}

static void a_setting_makes_a_bare_yes_enough(void **state)
{
    (void)state;
    choose("simple");
    struct waiting const w = waiting_of(siti.id, HERE);
    choose("number");
    assert_int_equal(w.number, CHALLENGE_NO_NUMBER);
    struct answer a = poll_now();
    assert_true(json_is_false(json_object_get(json_array_get(json_object_get(a.json, "data"), 0),
                                              "needs_number")));
    approves(&w);
}

static void a_change_of_the_setting_does_not_touch_what_waits(void **state)
{
    (void)state;
    struct waiting const w = waiting_of(siti.id, HERE);
    choose("simple");
    refuses(respond(&w, "approve", CHALLENGE_NO_NUMBER), 400, "number_wrong");
    choose("number");
}

#define of_siti(test) cmocka_unit_test_setup(test, begin_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        of_siti(nothing_waits_before_somebody_signs_in),
        of_siti(the_device_sees_the_account_and_the_place),
        of_siti(the_device_sees_neither_the_browsers_secret_nor_the_number),
        of_siti(the_right_number_approves),
        of_siti(three_wrong_numbers_end_it),
        of_siti(the_third_number_may_be_right),
        of_siti(a_bare_yes_counts_as_a_wrong_number),
        of_siti(a_number_has_two_digits),
        of_siti(declining_denies),
        of_siti(an_approval_lasts_five_minutes),
        of_siti(an_approval_is_given_once),
        of_siti(a_newer_sign_in_supersedes_the_older),
        of_siti(nobody_approves_somebody_elses_sign_in),
        of_siti(the_number_of_ones_own_page_does_not_approve_anothers),
        of_siti(five_requests_in_a_quarter_of_an_hour_are_enough),
        of_siti(not_me_denies_mutes_and_tells),
        of_siti(a_request_that_ran_out_can_still_be_reported_and_is_told_once),
        of_siti(a_device_that_was_reset_approves_nothing),
        of_siti(a_guess_is_refused_alike_for_unknown_approvals),
        of_siti(a_setting_makes_a_bare_yes_enough),
        of_siti(a_change_of_the_setting_does_not_touch_what_waits),
    };
    return cmocka_run_group_tests(tests, api_begin, api_end);
}
