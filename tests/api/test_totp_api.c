/* The second factor over HTTP: enrolling, codes, recovery codes, disabling, and every refusal. */
#include "base/clock.h"
#include "base/text.h"
#include "crypto/totp.h"
#include "domain/settings/settings.h"
#include "support/second_factor.h"
#include "support/signed_in.h"

#include <string.h>

/* Every test has people and a time of its own, so that no throttle of one meets the other. */
static int begin(void **state)
{
    (void)state;
    clock_stop_at(clock_now() + 3 * 86400);
    return 0;
}

#define totp_test(test) cmocka_unit_test_setup(test, begin)

static const char *fresh_name(void)
{
    static int number;
    return arena_printf(api_arena(), "pemakai%d", ++number);
}

static const char *new_member(void)
{
    return signed_in(fresh_name(), "member");
}

static struct answer enrol(const char *token)
{
    return call("POST", "/totp/enrolment", token, json_object());
}

static struct answer activate(const char *token, const char *code)
{
    return call("POST", "/totp/activate", token, json_pack("{ss}", "code", code));
}

static struct answer disable(const char *token, const char *code)
{
    return call("POST", "/totp/disable", token, json_pack("{ss}", "code", code));
}

static const char *code_now(const char *secret)
{
    return totp_code(api_arena(), secret, clock_now());
}

static const char *wrong_code(const char *secret)
{
    return wrong_totp_code(api_arena(), secret, clock_now());
}

/* Enrols over HTTP; the next code is unspent. */
static const char *enrolled(const char *token)
{
    struct answer a = enrol(token);
    assert_int_equal(a.status, 201);
    const char *secret = answer_text(&a, "data.secret");
    assert_int_equal(activate(token, code_now(secret)).status, 200);
    clock_stop_at(clock_now() + TOTP_STEP_S);
    return secret;
}

static const char *state_of(const char *token)
{
    struct answer a = call("GET", "/totp", token, NULL);
    assert_int_equal(a.status, 200);
    return answer_text(&a, "data.state");
}

static const char *shown_state(const char *token)
{
    struct answer a = call("GET", "/profile", token, NULL);
    return answer_text(&a, "data.totp.state");
}

static void enrolling_shows_a_qr_code_and_the_secret(void **state)
{
    (void)state;
    const char *token = new_member();
    assert_string_equal(shown_state(token), "none");
    struct answer a = enrol(token);
    assert_int_equal(a.status, 201);
    const char *secret = answer_text(&a, "data.secret"), *svg = answer_text(&a, "data.qr_svg");
    assert_int_equal(strlen(secret), 32);
    assert_non_null(strstr(answer_text(&a, "data.otpauth_uri"), secret));
    assert_true(text_starts(svg, "<svg "));
    assert_non_null(strstr(svg, " role=\"img\" "));
    assert_non_null(strstr(svg, "<title>Kode QR untuk aplikasi authenticator</title>"));
    assert_null(strstr(svg, "style"));
    assert_true(strlen(answer_text(&a, "data.pairing.token")) >= 22);
    assert_string_equal(shown_state(token), "pending");
    assert_string_equal(state_of(token), "pending");
}

static void the_first_code_activates_and_shows_recovery_codes_once(void **state)
{
    (void)state;
    const char *token = new_member();
    struct answer a = enrol(token);
    const char *secret = answer_text(&a, "data.secret");
    refuses(activate(token, wrong_code(secret)), 400, "totp_invalid");
    a = activate(token, code_now(secret));
    assert_int_equal(a.status, 200);
    assert_int_equal(json_array_size(json_object_get(json_object_get(a.json, "data"),
                                                     "recovery_codes")), 10);
    assert_string_equal(shown_state(token), "active");
    a = call("GET", "/totp", token, NULL);
    assert_string_equal(answer_text(&a, "data.state"), "active");
    assert_string_equal(answer_text(&a, "data.policy"), "optional");
    assert_int_equal(answer_int(&a, "data.recovery_codes_left"), 10);
    refuses(enrol(token), 409, "totp_active");
    refuses(activate(token, code_now(secret)), 409, "totp_active");
}

static void the_wrong_code_has_the_guides_words(void **state)
{
    (void)state;
    const char *token = new_member();
    struct answer a = enrol(token);
    a = activate(token, wrong_code(answer_text(&a, "data.secret")));
    assert_string_equal(answer_text(&a, "message"), "Kode TOTP Tidak Sesuai");
}

static void nobody_enrols_without_a_session_or_a_challenge(void **state)
{
    (void)state;
    refuses(enrol(NULL), 401, "unauthenticated");
    refuses(activate(NULL, "123456"), 401, "unauthenticated");
    refuses(call("POST", "/totp/enrolment", NULL, json_pack("{ss}", "challenge", "chl_x")), 400,
            "token_invalid");
    refuses(call("POST", "/totp/activate", NULL, json_pack("{ss ss}", "challenge", "chl_x", "code",
                                                           "123456")), 400, "token_invalid");
    refuses(call("GET", "/totp", NULL, NULL), 401, "unauthenticated");
    refuses(disable(NULL, "123456"), 401, "unauthenticated");
    refuses(call("POST", "/totp/recovery-codes", NULL, NULL), 401, "unauthenticated");
    refuses(call("POST", "/totp/reset-cancel", NULL, NULL), 401, "unauthenticated");
}

static void enrolling_demands_a_fresh_proof(void **state)
{
    (void)state;
    const char *token = new_member();
    clock_stop_at(clock_now() + 301);
    refuses(enrol(token), 403, "step_up_required");
    refuses(call("POST", "/totp/recovery-codes", token, NULL), 403, "step_up_required");
}

static void without_an_enrolment_nothing_activates(void **state)
{
    (void)state;
    const char *token = new_member();
    refuses(activate(token, "123456"), 400, "token_invalid");
    faults(call("POST", "/totp/activate", token, json_object()), "code", "required");
}

static void under_off_nobody_enrols(void **state)
{
    (void)state;
    const char *token = new_member();
    assert_ok(setting_change(api_db(), "totp.policy.members", "off", NULL, clock_now()));
    settings_forget();
    struct answer const refused = enrol(token);
    assert_ok(setting_change(api_db(), "totp.policy.members", "optional", NULL, clock_now()));
    settings_forget();
    refuses(refused, 409, "totp_off");
}

static void disabling_takes_a_code(void **state)
{
    (void)state;
    const char *token = new_member();
    refuses(disable(token, "123456"), 409, "totp_not_active");
    const char *secret = enrolled(token);
    refuses(disable(token, wrong_code(secret)), 400, "totp_invalid");
    faults(call("POST", "/totp/disable", token, json_object()), "code", "required");
    struct answer a = disable(token, code_now(secret));
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "message"), "TOTP berhasil dinonaktifkan");
    assert_string_equal(shown_state(token), "none");
    assert_int_equal(enrol(token).status, 201);
}

static void wrong_codes_bring_pauses(void **state)
{
    (void)state;
    const char *token = new_member(), *secret = enrolled(token);
    for (int i = 0; i < 5; i++)
        refuses(disable(token, wrong_code(secret)), 400, "totp_invalid");
    struct answer a = disable(token, code_now(secret));
    refuses(a, 429, "too_many_requests");
    assert_non_null(answer_header(&a, "Retry-After"));
    clock_stop_at(clock_now() + 60);
    assert_int_equal(disable(token, code_now(secret)).status, 200);
}

static void recovery_codes_are_replaced(void **state)
{
    (void)state;
    const char *token = new_member();
    refuses(call("POST", "/totp/recovery-codes", token, NULL), 409, "totp_not_active");
    enrolled(token);
    struct answer first = call("POST", "/totp/recovery-codes", token, NULL);
    assert_int_equal(first.status, 201);
    struct answer second = call("POST", "/totp/recovery-codes", token, NULL);
    refuses(disable(token, answer_text(&first, "data.recovery_codes.0")), 400, "totp_invalid");
    assert_int_equal(disable(token, answer_text(&second, "data.recovery_codes.0")).status, 200);
}

static void every_change_is_told(void **state)
{
    (void)state;
    const char *token = new_member(), *secret = enrolled(token);
    call("POST", "/totp/recovery-codes", token, NULL);
    disable(token, code_now(secret));
    struct answer a = call("GET", "/notifications", token, NULL);
    assert_string_equal(answer_text(&a, "data.0.kind"), "totp.disabled");
    assert_string_equal(answer_text(&a, "data.1.kind"), "recovery.renewed");
    assert_string_equal(answer_text(&a, "data.2.kind"), "totp.enabled");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        totp_test(enrolling_shows_a_qr_code_and_the_secret),
        totp_test(the_first_code_activates_and_shows_recovery_codes_once),
        totp_test(the_wrong_code_has_the_guides_words),
        totp_test(nobody_enrols_without_a_session_or_a_challenge),
        totp_test(enrolling_demands_a_fresh_proof),
        totp_test(without_an_enrolment_nothing_activates),
        totp_test(under_off_nobody_enrols),
        totp_test(disabling_takes_a_code),
        totp_test(wrong_codes_bring_pauses),
        totp_test(recovery_codes_are_replaced),
        totp_test(every_change_is_told),
    };
    return cmocka_run_group_tests_name("totp_api", tests, api_begin, api_end);
}
