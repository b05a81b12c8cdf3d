/* How a sign-up is confirmed: by code or by link, in time, once. */
#include "base/clock.h"
#include "base/text.h"
#include "support/usapi.h"

#include <string.h>

static const char *other_code(const char *code)
{
    return arena_printf(api_arena(), "%c%s", code[0] == '9' ? '0' : '9', code + 1);
}

static void the_code_makes_the_account_active_once(void **state)
{
    (void)state;
    struct person const p = newcomer();
    const char *token = signed_up(sign_up(&p));
    const char *code = mailbox(p.phone, "code");
    assert_string_equal(status_of_account(p.username), "unverified");
    struct answer a = verify_sign_up(token, code);
    assert_says(a, 200, "Pendaftaran berhasil. Silakan masuk.");
    assert_string_equal(status_of_account(p.username), "active");
    refuses(verify_sign_up(token, code), 400, "token_invalid");
    refuses(resend_sign_up(token), 400, "token_invalid");
}

static void a_wrong_code_is_told_in_the_guides_words(void **state)
{
    (void)state;
    struct person const p = newcomer();
    const char *token = signed_up(sign_up(&p));
    const char *code = mailbox(p.phone, "code");
    assert_says(verify_sign_up(token, other_code(code)), 400, "Kode OTP Tidak Sesuai");
    refuses(verify_sign_up(token, "12345a"), 400, "otp_invalid");
    refuses(verify_sign_up(token, other_code(code)), 400, "otp_invalid");
    assert_string_equal(status_of_account(p.username), "unverified");
    assert_int_equal(verify_sign_up(token, code).status, 200);
}

static void five_guesses_void_a_code(void **state)
{
    (void)state;
    struct person const p = newcomer();
    const char *token = signed_up(sign_up(&p));
    const char *code = mailbox(p.phone, "code");
    for (int i = 0; i < 5; i++)
        refuses(verify_sign_up(token, other_code(code)), 400, "otp_invalid");
    refuses(verify_sign_up(token, code), 400, "otp_expired");
    clock_stop_at(NOW + 60);
    assert_int_equal(resend_sign_up(token).status, 200);
    assert_int_equal(verify_sign_up(token, mailbox(p.phone, "code")).status, 200);
    clock_stop_at(NOW);
}

static void a_code_is_sent_again_after_a_minute(void **state)
{
    (void)state;
    struct person const p = newcomer();
    const char *token = signed_up(sign_up(&p));
    const char *old = mailbox(p.phone, "code");
    struct answer a = resend_sign_up(token);
    refuses(a, 429, "too_many_requests");
    assert_string_equal(answer_header(&a, "Retry-After"), "60");
    clock_stop_at(NOW + 60);
    a = resend_sign_up(token);
    assert_says(a, 200, OTP_WORDS);
    assert_string_equal(answer_text(&a, "token"), token);
    assert_int_equal(answer_int(&a, "exp"), NOW + 1800);
    const char *new = mailbox(p.phone, "code");
    if (!text_is(old, new))
        refuses(verify_sign_up(token, old), 400, "otp_invalid");
    assert_int_equal(verify_sign_up(token, new).status, 200);
    clock_stop_at(NOW);
}

static void after_three_resends_there_is_a_pause(void **state)
{
    (void)state;
    struct person const p = newcomer();
    const char *token = signed_up(sign_up(&p));
    for (int i = 1; i <= 3; i++) {
        clock_stop_at(NOW + 60 * i);
        assert_int_equal(resend_sign_up(token).status, 200);
    }
    clock_stop_at(NOW + 240);
    struct answer a = resend_sign_up(token);
    assert_int_equal(a.status, 429);
    assert_string_equal(answer_header(&a, "Retry-After"), "840");
    assert_int_equal(mailbox_count(p.phone), 4);
    clock_stop_at(NOW);
}

static void codes_and_sign_ups_run_out(void **state)
{
    (void)state;
    struct person const p = newcomer();
    const char *token = signed_up(sign_up(&p));
    const char *code = mailbox(p.phone, "code");
    clock_stop_at(NOW + 300);
    refuses(verify_sign_up(token, code), 400, "otp_expired");
    clock_stop_at(NOW + 1800);
    refuses(verify_sign_up(token, code), 400, "token_invalid");
    refuses(resend_sign_up(token), 400, "token_invalid");
    clock_stop_at(NOW);
}

static const char *token_in(const char *link)
{
    const char *at = strstr(link, "token=");
    assert_non_null(at);
    return at + strlen("token=");
}

static void only_the_mailed_link_confirms_a_sign_up_by_link(void **state)
{
    (void)state;
    struct person const p = newcomer();
    json_t *body = with(sign_up_body(&p), "mode", json_string("LINK"));
    const char *token = signed_up(as_client("/signup", body));
    const char *mailed = token_in(mailbox(p.email, "link"));
    refuses(verify_sign_up(token, NULL), 400, "token_invalid");
    refuses(verify_sign_up(token, "123456"), 400, "token_invalid");
    assert_string_equal(status_of_account(p.username), "unverified");
    assert_int_equal(verify_sign_up(mailed, NULL).status, 200);
    assert_string_equal(status_of_account(p.username), "active");
    refuses(verify_sign_up(mailed, NULL), 400, "token_invalid");
}

static void a_name_makes_no_link_in_our_mail(void **state)
{
    (void)state;
    struct person const p = newcomer();
    json_t *body = with(sign_up_body(&p), "mode", json_string("LINK"));
    body = with(body, "first_name", json_string("Muh. Ali: https://hadiah.example/x"));
    signed_up(as_client("/signup", body));
    const char *text = mailbox(p.email, "text");
    assert_non_null(strstr(text, "Halo Muh. Ali  https   hadiah example x,"));
}

static void a_new_link_voids_the_old(void **state)
{
    (void)state;
    struct person const p = newcomer();
    json_t *body = without(sign_up_body(&p), "phone_number");
    const char *token = signed_up(as_client("/signup", with(body, "mode", json_string("LINK"))));
    const char *old = token_in(mailbox(p.email, "link"));
    refuses(resend_sign_up(token), 429, "too_many_requests");
    clock_stop_at(NOW + 60);
    assert_says(resend_sign_up(token), 200, LINK_WORDS);
    refuses(verify_sign_up(old, NULL), 400, "token_invalid");
    assert_int_equal(verify_sign_up(token_in(mailbox(p.email, "link")), NULL).status, 200);
    clock_stop_at(NOW);
}

static void what_confirms_nothing_is_refused(void **state)
{
    (void)state;
    assert_says(call("POST", "/signup/verify", NULL, json_object()), 400,
                "Must have required property 'token'");
    assert_says(call("POST", "/signup/resend", NULL, json_object()), 400,
                "Must have required property 'token'");
    refuses(verify_sign_up("unknown", "123456"), 400, "token_invalid");
    refuses(verify_sign_up("unknown", NULL), 400, "token_invalid");
    refuses(verify_sign_up("", NULL), 400, "token_invalid");
    refuses(resend_sign_up("unknown"), 400, "token_invalid");
    struct answer a = call("POST", "/signup/verify", NULL, json_pack("{si}", "token", 1));
    refuses(a, 422, "invalid_fields");
    a = call("POST", "/signup/verify", NULL, json_pack("{ss si}", "token", "x", "code", 123456));
    refuses(a, 422, "invalid_fields");
}

static void who_corrects_a_number_gives_the_earlier_names_back(void **state)
{
    (void)state;
    struct person const p = newcomer();
    json_t *again = sign_up_body(&p);
    const char *first = signed_up(as_browser("/signup", sign_up_body(&p)));
    const char *right_phone = newcomer().phone;
    with(again, "phone_number", json_string(right_phone));
    assert_says(as_browser("/signup", json_deep_copy(again)), 400, "Username already exist");
    const char *second = signed_up(as_browser("/signup", with(again, "token", json_string(first))));
    refuses(verify_sign_up(first, "123456"), 400, "token_invalid");
    assert_int_equal(verify_sign_up(second, mailbox(right_phone, "code")).status, 200);
}

static void a_token_of_a_verified_sign_up_replaces_nothing(void **state)
{
    (void)state;
    struct person const p = newcomer();
    json_t *again = sign_up_body(&p);
    const char *token = signed_up(as_browser("/signup", sign_up_body(&p)));
    assert_int_equal(verify_sign_up(token, mailbox(p.phone, "code")).status, 200);
    with(again, "token", json_string(token));
    assert_says(as_browser("/signup", again), 400, "Phone number already exist");
    assert_string_equal(status_of_account(p.username), "active");
}

static void an_expired_sign_up_gives_its_names_away(void **state)
{
    (void)state;
    struct person const p = newcomer();
    json_t *again = sign_up_body(&p);
    const char *first = signed_up(sign_up(&p));
    clock_stop_at(NOW + 1800);
    const char *second = signed_up(as_client("/signup", again));
    refuses(verify_sign_up(first, mailbox(p.phone, "code")), 400, "token_invalid");
    assert_int_equal(verify_sign_up(second, mailbox(p.phone, "code")).status, 200);
    clock_stop_at(NOW);
}

static void the_owner_of_an_address_learns_that_somebody_tried_it(void **state)
{
    (void)state;
    struct person const p = newcomer(), other = newcomer();
    const char *token = signed_up(sign_up(&p));
    assert_int_equal(verify_sign_up(token, mailbox(p.phone, "code")).status, 200);
    json_t *body = with(sign_up_body(&other), "email", json_string(p.email));
    assert_says(as_browser("/signup", json_deep_copy(body)), 400, "Email already exist");
    assert_says(as_browser("/signup", body), 400, "Email already exist");
    assert_int_equal(mailbox_count(p.email), 1);
    assert_string_equal(mailbox(p.email, "template"), "account_exists");
}

static void of_many_at_once_one_is_begun(void **state)
{
    (void)state;
    struct person const p = newcomer();
    assert_one_of_many("/signup", sign_up_body(&p));
    assert_int_equal(mailbox_count(p.phone), 1);
    assert_int_equal(db_number("SELECT count(*) FROM accounts WHERE username = $1", p.username), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_code_makes_the_account_active_once),
        cmocka_unit_test(a_wrong_code_is_told_in_the_guides_words),
        cmocka_unit_test(five_guesses_void_a_code),
        cmocka_unit_test(a_code_is_sent_again_after_a_minute),
        cmocka_unit_test(after_three_resends_there_is_a_pause),
        cmocka_unit_test(codes_and_sign_ups_run_out),
        cmocka_unit_test(only_the_mailed_link_confirms_a_sign_up_by_link),
        cmocka_unit_test(a_name_makes_no_link_in_our_mail),
        cmocka_unit_test(a_new_link_voids_the_old),
        cmocka_unit_test(what_confirms_nothing_is_refused),
        cmocka_unit_test(who_corrects_a_number_gives_the_earlier_names_back),
        cmocka_unit_test(a_token_of_a_verified_sign_up_replaces_nothing),
        cmocka_unit_test(an_expired_sign_up_gives_its_names_away),
        cmocka_unit_test(the_owner_of_an_address_learns_that_somebody_tried_it),
        cmocka_unit_test(of_many_at_once_one_is_begun),
    };
    return cmocka_run_group_tests_name("signup confirm api", tests, usapi_begin, api_end);
}
