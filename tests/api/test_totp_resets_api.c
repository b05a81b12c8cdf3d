/* Resets of the second factor over HTTP: by mail for who knows the account, by an admin. */
#include "base/clock.h"
#include "base/text.h"
#include "domain/totp/resets.h"
#include "support/second_factor.h"
#include "support/signed_in.h"
#include "support/usapi.h"

#include <string.h>

static const char *admin;

static int begin_all(void **state)
{
    if (usapi_begin(state))
        return 1;
    person_add(api_db(), api_arena(), NULL, "kepala", "admin");
    return 0;
}

static int begin(void **state)
{
    (void)state;
    clock_stop_at(clock_now() + 3 * 86400);
    admin = token_of("kepala");
    return 0;
}

#define reset_test(test) cmocka_unit_test_setup(test, begin)

/* Somebody signed in, with an active factor. */
struct somebody {
    const char *id, *name, *email, *token;
};

static struct somebody enrolled(void)
{
    static int number;
    struct somebody one = { .name = arena_printf(api_arena(), "warga%d", ++number) };
    one.email = arena_printf(api_arena(), "%s@contoh.go.id", one.name);
    one.id = person_add(api_db(), api_arena(), NULL, one.name, "member");
    one.token = token_of(one.name);
    totp_given(api_db(), api_arena(), one.id, clock_now(), NULL);
    return one;
}

static struct answer ask(const char *username, const char *email, const char *user_type)
{
    return as_browser("/totp/reset-request", json_pack("{ss ss ss}", "username", username, "email",
                                                       email, "user_type", user_type));
}

static struct answer use(const char *token)
{
    return call("POST", "/totp/reset", NULL, json_pack("{ss}", "token", token));
}

static void the_mailed_link_resets_once(void **state)
{
    (void)state;
    struct somebody const one = enrolled();
    refuses(sign_in_call(one.name, PASSWORD, false), 403, "totp_required");
    assert_int_equal(ask(one.name, one.email, "non_penyedia").status, 200);
    const char *link = mailed(one.email, "link"), *at = strstr(link, "/app/totp/reset#token=");
    assert_non_null(at);
    const char *token = strchr(at, '=') + 1;
    struct answer a = use(token);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "message"), "TOTP berhasil direset");
    refuses(use(token), 400, "token_invalid");
    refuses(call("GET", "/profile", one.token, NULL), 401, "unauthenticated");
    assert_int_equal(sign_in_call(one.name, PASSWORD, false).status, 200);
}

static void the_mail_has_the_guides_subject(void **state)
{
    (void)state;
    struct somebody const one = enrolled();
    ask(one.name, one.email, "non_penyedia");
    struct answer a = call("GET", arena_printf(api_arena(), "/dev/outbox?to=%s", one.email), NULL,
                           NULL);
    assert_string_equal(answer_text(&a, "data.0.template"), "totp_reset");
    assert_string_equal(answer_text(&a, "data.0.channel"), "email");
}

static void known_and_unknown_get_one_answer(void **state)
{
    (void)state;
    struct somebody const one = enrolled();
    struct answer const asked[] = {
        ask(one.name, one.email, "non_penyedia"), ask(one.name, one.email, "penyedia"),
        ask(one.name, "lain@contoh.go.id", "non_penyedia"),
        ask("bukan siapa siapa", "bukan@contoh.go.id", "penyedia"),
    };
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        assert_int_equal(asked[i].status, 200);
        assert_string_equal(asked[i].text, asked[0].text);
    }
    assert_int_equal(mailbox_count(one.email), 1);
    assert_int_equal(mailbox_count("lain@contoh.go.id"), 0);
}

static void a_request_needs_a_captcha_and_every_field(void **state)
{
    (void)state;
    json_t *body = json_pack("{ss ss ss}", "username", "a", "email", "a@b.id", "user_type",
                             "penyedia");
    refuses(call("POST", "/totp/reset-request", NULL, json_incref(body)), 400, "captcha_invalid");
    json_object_set_new(body, "captcha", json_string("bm90aGluZw=="));
    refuses(call("POST", "/totp/reset-request", NULL, body), 400, "captcha_invalid");
    struct answer a = call("POST", "/totp/reset-request", NULL, json_object());
    faults(a, "username", "required");
    faults(a, "email", "required");
    faults(a, "user_type", "required");
    faults(ask("a", "a@b.id", "admin"), "user_type", "not_a_choice");
}

static void asking_again_and_again_brings_pauses(void **state)
{
    (void)state;
    struct somebody const one = enrolled();
    for (int i = 0; i < 3; i++)
        assert_int_equal(ask(one.name, one.email, "non_penyedia").status, 200);
    refuses(ask(one.name, one.email, "non_penyedia"), 429, "too_many_requests");
    assert_int_equal(mailbox_count(one.email), 1);
}

static void a_made_up_token_resets_nothing(void **state)
{
    (void)state;
    refuses(use("made up"), 400, "token_invalid");
    faults(call("POST", "/totp/reset", NULL, json_object()), "token", "required");
}

/* ---- by the helpdesk */

static struct answer plan(const char *token, const char *id, const char *reason)
{
    return call("POST", arena_printf(api_arena(), "/admin/users/%s/totp-reset", id), token,
                json_pack("{ss*}", "reason", reason));
}

static const char *due_of(const struct somebody *one)
{
    struct answer a = call("GET", "/totp", one->token, NULL);
    return answer_text(&a, "data.reset_due_at");
}

static void an_admin_plans_a_reset_that_its_owner_may_cancel(void **state)
{
    (void)state;
    struct somebody const one = enrolled();
    assert_string_equal(due_of(&one), "");
    struct answer a = plan(admin, one.id, "Ponsel hilang");
    assert_int_equal(a.status, 200);
    const char *due = answer_text(&a, "data.due_at");
    assert_string_equal(due, time_rfc3339(api_arena(), clock_now() + 86400));
    assert_string_equal(due_of(&one), due);
    a = call("GET", arena_printf(api_arena(), "/admin/users/%s", one.id), admin, NULL);
    assert_string_equal(answer_text(&a, "data.totp.state"), "active");
    assert_string_equal(answer_text(&a, "data.totp.reset_due_at"), due);
    refuses(plan(admin, one.id, "Ponsel hilang"), 409, "conflict");

    assert_int_equal(call("POST", "/totp/reset-cancel", one.token, NULL).status, 200);
    refuses(call("POST", "/totp/reset-cancel", one.token, NULL), 404, "not_found");
    assert_string_equal(due_of(&one), "");
}

static void the_planned_reset_takes_effect_when_it_is_due(void **state)
{
    (void)state;
    struct somebody const one = enrolled();
    assert_int_equal(plan(admin, one.id, "Ponsel hilang").status, 200);
    assert_ok(totp_resets_apply(api_db(), clock_now() + 86400));
    refuses(call("GET", "/profile", one.token, NULL), 401, "unauthenticated");
    assert_int_equal(sign_in_call(one.name, PASSWORD, false).status, 200);
}

static void the_reason_stands_in_the_audit_log(void **state)
{
    (void)state;
    struct somebody const one = enrolled();
    plan(admin, one.id, "KTP \"diperiksa\"");
    struct answer a = call("GET", arena_printf(api_arena(), "/admin/audit?subject=%s", one.id),
                           admin, NULL);
    assert_string_equal(answer_text(&a, "data.0.action"), "totp.reset_plan");
    assert_string_equal(answer_text(&a, "data.0.detail.reason"), "KTP \"diperiksa\"");
}

static void only_an_admin_resets_and_only_others(void **state)
{
    (void)state;
    struct somebody const one = enrolled();
    const char *reviewer = signed_in(arena_printf(api_arena(), "tinjau %s", one.name), "reviewer");
    struct answer me = call("GET", "/profile", admin, NULL);
    refuses(plan(NULL, one.id, "Hilang"), 401, "unauthenticated");
    refuses(plan(one.token, one.id, "Hilang"), 403, "forbidden");
    refuses(plan(reviewer, one.id, "Hilang"), 403, "forbidden");
    refuses(plan(admin, answer_text(&me, "data.id"), "Hilang"), 409, "own_account");
    refuses(plan(admin, "usr_nobody", "Hilang"), 404, "not_found");
    faults(plan(admin, one.id, NULL), "reason", "required");
    faults(plan(admin, one.id, "x"), "reason", "too_short");
    clock_stop_at(clock_now() + 301);
    refuses(plan(admin, one.id, "Hilang"), 403, "step_up_required");
}

static void there_must_be_something_to_reset(void **state)
{
    (void)state;
    const char *id = person_add(api_db(), api_arena(), NULL, "belum pakai", "member");
    refuses(plan(admin, id, "Hilang"), 409, "totp_not_active");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        reset_test(the_mailed_link_resets_once),
        reset_test(the_mail_has_the_guides_subject),
        reset_test(known_and_unknown_get_one_answer),
        reset_test(a_request_needs_a_captcha_and_every_field),
        reset_test(asking_again_and_again_brings_pauses),
        reset_test(a_made_up_token_resets_nothing),
        reset_test(an_admin_plans_a_reset_that_its_owner_may_cancel),
        reset_test(the_planned_reset_takes_effect_when_it_is_due),
        reset_test(the_reason_stands_in_the_audit_log),
        reset_test(only_an_admin_resets_and_only_others),
        reset_test(there_must_be_something_to_reset),
    };
    return cmocka_run_group_tests_name("totp_resets_api", tests, begin_all, api_end);
}
