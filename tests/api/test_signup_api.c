/* USAPI's /signup, for clients and browsers: its answers, its refusals, and who may. */
#include "base/clock.h"
#include "domain/passwords/passwords.h"
#include "support/usapi.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINK_TTL_S = 1800, CODE_TTL_S = 300 };

#define PHONE_WORDS "The phone number format is invalid. Please use the format: 628XXXXXXXXX"

static void an_otp_sign_up_has_the_sources_body(void **state)
{
    (void)state;
    struct person const p = newcomer();
    struct answer a = sign_up(&p);
    assert_says(a, 200, OTP_WORDS);
    assert_true(json_is_true(json_object_get(a.json, "status")));
    assert_int_equal(json_object_size(a.json), 5);
    assert_int_equal(answer_int(&a, "exp"), NOW + 1800);
    assert_int_equal(answer_int(&a, "exp_otp"), CODE_TTL_S);
    assert_true(strlen(answer_text(&a, "token")) >= 40);
    assert_int_equal(strlen(mailbox(p.phone, "code")), 6);
    assert_string_equal(mailbox(p.phone, "channel"), "whatsapp");
    assert_string_equal(mailbox(p.phone, "to"), p.phone);
}

static void the_sources_example_is_answered_as_printed(void **state)
{
    (void)state;
    struct answer a = as_client("/signup", json_pack("{ss ss ss ss ss ss ss ss}",
        "username", "test20250219000", "password", "test20250219000",
        "email", "hendy.juliyanto@ondelivery.id", "first_name", "test mail",
        "last_name", "without phone", "mode", "LINK", "phone_number", "62123456789",
        "platform", "ONAPPS"));
    assert_says(a, 200, LINK_WORDS);
    assert_int_equal(answer_int(&a, "exp"), NOW + 1800);
    assert_int_equal(answer_int(&a, "exp_otp"), LINK_TTL_S);
    assert_non_null(strstr(mailbox("hendy.juliyanto@ondelivery.id", "link"),
                           "/app/signup/confirm?token="));
}

static void the_token_tells_nothing(void **state)
{
    (void)state;
    struct person const p = newcomer();
    const char *token = signed_up(sign_up(&p));
    assert_null(strchr(token, '.'));
    assert_int_equal(db_number("SELECT count(*) FROM sign_ups WHERE token_digest = $1", token), 0);
}

static void an_english_reader_is_written_to_in_english(void **state)
{
    (void)state;
    struct person const p = newcomer();
    json_t *body = with(sign_up_body(&p), "captcha", json_string(captcha_answer()));
    char *text = json_dumps(body, JSON_COMPACT);
    const char *const english[] = { "Accept-Language: en", NULL };
    assert_int_equal(call_raw("POST", "/signup", english, "application/json", text, strlen(text))
                         .status, 200);
    assert_non_null(strstr(mailbox(p.phone, "text"), "Your Simpul OTP code"));
    free(text);
    json_decref(body);
}

static void every_property_is_required_in_the_sources_order(void **state)
{
    (void)state;
    static const char *const names[] = {
        "username", "password", "email", "first_name", "last_name", "phone_number",
    };
    json_t *body = json_object();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_says(as_client("/signup", json_deep_copy(body)), 400,
                    arena_printf(api_arena(), "Must have required property '%s'", names[i]));
        json_object_set_new(body, names[i], json_string("x"));
    }
    json_decref(body);
}

static void a_link_needs_no_phone_number(void **state)
{
    (void)state;
    struct person const p = newcomer();
    json_t *body = with(sign_up_body(&p), "phone_number", json_null());
    assert_says(as_client("/signup", with(body, "mode", json_string("LINK"))), 200, LINK_WORDS);
}

static void the_usual_way_is_a_code(void **state)
{
    (void)state;
    assert_says(as_client("/signup", without(anybody(), "mode")), 200, OTP_WORDS);
}

static void a_phone_number_must_have_the_sources_form(void **state)
{
    (void)state;
    static const char *const wrong[] = { "", "12345", "62123456", "621234567890123456", "abc" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_says(as_client("/signup", with(anybody(), "phone_number",
                                              json_string(wrong[i]))), 400, PHONE_WORDS);
}

static void what_is_taken_is_refused_in_the_sources_words_and_order(void **state)
{
    (void)state;
    struct person const p = newcomer();
    json_t *again = sign_up_body(&p);
    signed_up(sign_up(&p));
    assert_says(as_client("/signup", json_deep_copy(again)), 400, "Phone number already exist");
    with(again, "phone_number", json_string(newcomer().phone));
    assert_says(as_client("/signup", json_deep_copy(again)), 400, "Username already exist");
    with(again, "username", json_string(newcomer().username));
    struct answer a = as_client("/signup", again);
    assert_says(a, 400, "Email already exist");
    assert_string_equal(answer_text(&a, "errors.0.field"), "email");
    assert_string_equal(answer_text(&a, "errors.0.code"), "taken");
}

static void assert_field(const char *field, json_t *value, const char *code)
{
    struct answer a = sign_up_with(field, value);
    refuses(a, 400, "property_invalid");
    assert_string_equal(answer_text(&a, "errors.0.field"), field);
    assert_string_equal(answer_text(&a, "errors.0.code"), code);
}

static void other_wrong_properties_are_named(void **state)
{
    (void)state;
    assert_field("mode", json_string("SMS"), "not_a_choice");
    assert_field("platform", json_string("OTHER"), "not_a_choice");
    assert_field("platform", json_integer(1), "wrong_type");
    assert_field("user_type", json_string("admin"), "not_a_choice");
    assert_field("username", json_string("ab"), "too_short");
    assert_field("email", json_string("x@y"), "bad_email");
    assert_field("password", json_string("12345"), "too_short");
    assert_field("first_name", json_string(" "), "required");
    assert_field("institution_name", json_string(""), "required");
}

static void every_platform_of_the_source_is_taken(void **state)
{
    (void)state;
    static const char *const platforms[] = { "ONAPPS", "ONMART", "ONMARKET", "OSAS" };
    for (size_t i = 0; i < sizeof platforms / sizeof platforms[0]; i++)
        signed_up(as_client("/signup", with(anybody(), "platform",
                                           json_string(platforms[i]))));
    signed_up(as_client("/signup", without(anybody(), "platform")));
}

static void neither_client_nor_captcha_is_refused(void **state)
{
    (void)state;
    refuses(call("POST", "/signup", NULL, anybody()), 401, "unauthenticated");
    refuses(call("POST", "/signup", NULL, NULL), 401, "unauthenticated");
    const char *const wrong[] = { "Authorization: Basic bm9ib2R5OnRlc3Q=", NULL };
    assert_int_equal(call_raw("POST", "/signup", wrong, "application/json", "{}", 2).status, 401);
}

static void a_captcha_counts_once(void **state)
{
    (void)state;
    const char *answer = captcha_answer();
    struct answer a = call("POST", "/signup", NULL, with(anybody(), "captcha",
                                                         json_string(answer)));
    assert_int_equal(a.status, 200);
    a = call("POST", "/signup", NULL, with(anybody(), "captcha", json_string(answer)));
    refuses(a, 400, "captcha_invalid");
}

static void a_wrong_or_old_captcha_is_refused(void **state)
{
    (void)state;
    const char *answer = captcha_answer();
    refuses(call("POST", "/signup", NULL, with(anybody(), "captcha", json_string("x"))),
                400, "captcha_invalid");
    refuses(call("POST", "/signup", NULL, with(anybody(), "captcha", json_true())),
                400, "captcha_invalid");
    clock_stop_at(NOW + 601);
    refuses(call("POST", "/signup", NULL, with(anybody(), "captcha",
                                                   json_string(answer))), 400, "captcha_invalid");
    clock_stop_at(NOW);
}

static void a_browser_signs_up_with_its_institution(void **state)
{
    (void)state;
    struct person const p = newcomer();
    json_t *body = sign_up_body(&p);
    with(body, "institution_name", json_string("Dinas Kominfo"));
    with(body, "institution_type", json_string("pemerintah_kabupaten_kota"));
    with(body, "user_type", json_string("penyedia"));
    const char *token = signed_up(as_browser("/signup", body));
    assert_int_equal(db_number("SELECT count(*) FROM institutions WHERE name = $1",
                               "Dinas Kominfo"), 0);
    assert_int_equal(verify_sign_up(token, mailbox(p.phone, "code")).status, 200);
    assert_int_equal(db_number("SELECT count(*) FROM institutions JOIN accounts"
                               " ON institution_id = institutions.id WHERE username = $1"
                               " AND name = 'Dinas Kominfo' AND user_type = 'penyedia'"
                               " AND institutions.status = 'menunggu'", p.username), 1);
}

static void assert_password(const char *password, const char *code)
{
    struct answer a = as_browser("/signup", with(anybody(), "password",
                                                 json_string(password)));
    refuses(a, 400, "property_invalid");
    assert_string_equal(answer_text(&a, "errors.0.field"), "password");
    assert_string_equal(answer_text(&a, "errors.0.code"), code);
}

/* A list of one, in this process, which is also the server's. */
static void load_password_list(void)
{
    char path[] = "/tmp/simpul-passwords-XXXXXX";
    int const fd = mkstemp(path);
    assert_true(write(fd, "password123\n", 12) == 12);
    close(fd);
    assert_ok(passwords_load(path));
    unlink(path);
}

static void a_password_chosen_in_the_browser_meets_our_rules(void **state)
{
    (void)state;
    assert_password("abc123", "too_short");
    load_password_list();
    assert_password("password123", "password_common");
    passwords_unload();
    struct person const p = newcomer();
    json_t *body = with(sign_up_body(&p), "password", json_string(p.phone));
    refuses(as_browser("/signup", body), 400, "property_invalid");
    signed_up(as_client("/signup", with(anybody(), "password", json_string("abc123"))));
}

static void a_browser_that_tries_many_taken_names_gets_slower(void **state)
{
    (void)state;
    struct person const p = newcomer();
    json_t *again = sign_up_body(&p);
    struct answer a = { 0 };
    signed_up(sign_up(&p));
    for (int i = 0; i < 15 && a.status != 429; i++)
        a = as_browser("/signup", json_deep_copy(again));
    assert_int_equal(a.status, 429);
    assert_string_equal(answer_header(&a, "Retry-After"), "2");
    assert_int_equal(as_browser("/signup", anybody()).status, 429);
    assert_int_equal(as_client("/signup", anybody()).status, 200);
    json_decref(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_otp_sign_up_has_the_sources_body),
        cmocka_unit_test(the_sources_example_is_answered_as_printed),
        cmocka_unit_test(the_token_tells_nothing),
        cmocka_unit_test(an_english_reader_is_written_to_in_english),
        cmocka_unit_test(every_property_is_required_in_the_sources_order),
        cmocka_unit_test(a_link_needs_no_phone_number),
        cmocka_unit_test(the_usual_way_is_a_code),
        cmocka_unit_test(a_phone_number_must_have_the_sources_form),
        cmocka_unit_test(what_is_taken_is_refused_in_the_sources_words_and_order),
        cmocka_unit_test(other_wrong_properties_are_named),
        cmocka_unit_test(every_platform_of_the_source_is_taken),
        cmocka_unit_test(neither_client_nor_captcha_is_refused),
        cmocka_unit_test(a_captcha_counts_once),
        cmocka_unit_test(a_wrong_or_old_captcha_is_refused),
        cmocka_unit_test(a_browser_signs_up_with_its_institution),
        cmocka_unit_test(a_password_chosen_in_the_browser_meets_our_rules),
        cmocka_unit_test(a_browser_that_tries_many_taken_names_gets_slower),
    };
    return cmocka_run_group_tests_name("signup api", tests, usapi_begin, api_end);
}
