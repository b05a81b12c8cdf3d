/* USAPI's /internal/register and /check/email, to the letter. */
#include "support/usapi.h"

#include <string.h>

/* The source's own example. */
static json_t *example(void)
{
    return json_pack("{ss ss ss ss ss ss}", "username", "test regis 3", "password", "test regis 3",
                     "first_name", "second", "last_name", "test account", "phone_number",
                     "621234567891", "email", "test@abc.com");
}

/* Somebody of whom nothing is taken yet; number makes them different. */
static json_t *somebody(int number)
{
    struct arena *a = api_arena();
    return json_pack("{ss ss ss ss ss ss}", "username", arena_printf(a, "somebody %d", number),
                     "password", "abc123", "first_name", "Some", "last_name", "Body",
                     "phone_number", arena_printf(a, "62812%07d", number), "email",
                     arena_printf(a, "somebody%d@contoh.id", number));
}

static void the_sources_example_is_answered_as_printed(void **state)
{
    (void)state;
    struct answer a = as_client("/internal/register", example());
    assert_int_equal(a.status, 200);
    assert_string_equal(a.text, "{\"status\":true,\"message\":\"Account has been created\"}");
}

static void what_is_taken_is_refused_in_the_sources_words_and_order(void **state)
{
    (void)state;
    struct answer a = as_client("/internal/register", example());
    assert_says(a, 400, "Phone number already exist");
    assert_string_equal(answer_text(&a, "errors.0.field"), "phone_number");
    a = as_client("/internal/register", with(example(), "phone_number",
                                             json_string("628777777777")));
    assert_says(a, 400, "Username already exist");
    a = as_client("/internal/register", with(somebody(1), "email", json_string("TEST@abc.com")));
    assert_says(a, 400, "Email already exist");
    a = as_client("/internal/register", with(somebody(1), "username", json_string("TEST REGIS 3")));
    assert_says(a, 400, "Username already exist");
    a = as_client("/internal/register", with(somebody(1), "phone_number",
                                             json_string("+62 123-4567-891")));
    assert_says(a, 400, "Phone number already exist");
}

static void a_phone_number_must_have_the_sources_form(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "", "12345", "62123456", "621234567890123456", "abc", "+15551234567", "62812345678x",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_says(as_client("/internal/register",
                              with(example(), "phone_number", json_string(wrong[i]))),
                    400, "Invalid phone number format");
    assert_says(as_client("/internal/register",
                          with(example(), "phone_number", json_integer(62812345678))),
                400, "Invalid phone number format");
}

static void phone_numbers_of_nine_and_seventeen_digits_pass(void **state)
{
    (void)state;
    assert_says(as_client("/internal/register",
                          with(somebody(2), "phone_number", json_string("621234567"))),
                200, "Account has been created");
    assert_says(as_client("/internal/register",
                          with(somebody(3), "phone_number", json_string("62123456789012345"))),
                200, "Account has been created");
}

static void every_property_is_required_in_the_sources_order(void **state)
{
    (void)state;
    static const char *const names[] = {
        "username", "password", "first_name", "last_name", "phone_number", "email",
    };
    json_t *body = json_object();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct answer a = as_client("/internal/register", json_deep_copy(body));
        assert_says(a, 400, arena_printf(api_arena(), "Must have required property '%s'",
                                         names[i]));
        assert_string_equal(answer_text(&a, "code"), "property_required");
        json_object_set_new(body, names[i], json_string("x"));
    }
    json_decref(body);
    assert_says(as_client("/internal/register", with(somebody(4), "email", json_null())), 400,
                "Must have required property 'email'");
}

static void assert_field(json_t *body, const char *field, const char *code)
{
    struct answer a = as_client("/internal/register", body);
    assert_int_equal(a.status, 400);
    assert_string_equal(answer_text(&a, "code"), "property_invalid");
    assert_string_equal(answer_text(&a, "errors.0.field"), field);
    assert_string_equal(answer_text(&a, "errors.0.code"), code);
}

static void other_wrong_properties_are_named(void **state)
{
    (void)state;
    char long_text[200] = { 0 };
    memset(long_text, 'x', 129);
    assert_field(with(somebody(5), "username", json_string("ab")), "username", "too_short");
    assert_field(with(somebody(5), "username", json_string(" budi")), "username",
                 "bad_characters");
    assert_field(with(somebody(5), "username", json_integer(7)), "username", "wrong_type");
    assert_field(with(somebody(5), "username", json_string(long_text)), "username", "too_long");
    assert_field(with(somebody(5), "email", json_string("not an address")), "email", "bad_email");
    assert_field(with(somebody(5), "email", json_array()), "email", "wrong_type");
    assert_field(with(somebody(5), "password", json_string("abc12")), "password", "too_short");
    assert_field(with(somebody(5), "password", json_string(long_text)), "password", "too_long");
    assert_field(with(somebody(5), "password", json_true()), "password", "wrong_type");
    assert_field(with(somebody(5), "first_name", json_string("")), "first_name", "required");
    assert_field(with(somebody(5), "last_name", json_string(long_text)), "last_name", "too_long");
}

static void one_name_is_enough_for_a_person(void **state)
{
    (void)state;
    assert_int_equal(as_client("/internal/register",
                               with(somebody(6), "last_name", json_string(""))).status, 200);
}

static void only_internal_clients_register(void **state)
{
    (void)state;
    struct answer a = call("POST", "/internal/register", NULL, example());
    assert_int_equal(a.status, 401);
    assert_string_equal(answer_text(&a, "code"), "unauthenticated");
    assert_non_null(strstr(answer_header(&a, "WWW-Authenticate"), "Basic"));
    static const char *const wrong[] = {
        "Authorization: Basic dGVzdC1pbnRlcm5hbDp3cm9uZw==",    /* test-internal:wrong */
        "Authorization: Basic bm9ib2R5OnRlc3Q=",                /* nobody:test */
        "Authorization: Basic ???", "Authorization: Basic ", "Authorization: Basic bm9jb2xvbg==",
        "Authorization: Bearer dGVzdC1pbnRlcm5hbDp3cm9uZw==",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        a = call_raw("POST", "/internal/register", (const char *const[]){ wrong[i], NULL },
                     "application/json", "{}", 2);
        assert_int_equal(a.status, 401);
    }
}

static void guessing_credentials_gets_slower_and_hinders_no_client(void **state)
{
    (void)state;
    const char *const wrong[] = { "Authorization: Basic bm9ib2R5OnRlc3Q=", NULL };
    struct answer a = { 0 };
    for (int i = 0; i < 30 && a.status != 429; i++)
        a = call_raw("POST", "/internal/register", wrong, "application/json", "{}", 2);
    assert_int_equal(a.status, 429);
    assert_non_null(answer_header(&a, "Retry-After"));
    assert_int_equal(as_client("/internal/register", somebody(8)).status, 200);
}

static void what_is_no_json_object_is_refused(void **state)
{
    (void)state;
    const char *basic = "Authorization: Basic dGVzdC1pbnRlcm5hbDp0ZXN0LWludGVybmFsLXNlY3JldA==";
    const char *const headers[] = { basic, NULL };
    assert_int_equal(call_raw("POST", "/internal/register", headers, "application/json", "{", 1)
                         .status, 400);
    assert_int_equal(call_raw("POST", "/internal/register", headers, "application/json", "[]", 2)
                         .status, 400);
    assert_int_equal(call_raw("POST", "/internal/register", headers, "text/plain", "{}", 2)
                         .status, 415);
    struct answer a = call_raw("POST", "/internal/register", headers, NULL, NULL, 0);
    assert_says(a, 400, "Must have required property 'username'");
}

static void of_many_at_once_one_is_created(void **state)
{
    (void)state;
    assert_one_of_many("/internal/register", somebody(7));
}

/* ---- /check/email */

static json_t *email(const char *address)
{
    return json_pack("{ss}", "email", address);
}

static void a_free_address_is_told_as_printed(void **state)
{
    (void)state;
    struct answer a = call("POST", "/check/email", NULL, email("free@contoh.id"));
    assert_int_equal(a.status, 200);
    assert_string_equal(a.text, "{\"status\":true,\"message\":\"Email is not registered\"}");
    a = call("POST", "/check/email", NULL, email("value"));
    assert_says(a, 200, "Email is not registered");
}

static void a_registered_address_is_told_as_printed(void **state)
{
    (void)state;
    struct answer a = call("POST", "/check/email", NULL, email("Test@ABC.com "));
    assert_says(a, 409, "Email is already registered");
    assert_true(json_is_false(json_object_get(a.json, "status")));
    assert_string_equal(answer_text(&a, "code"), "email_registered");
}

static void an_address_is_required_as_printed(void **state)
{
    (void)state;
    assert_says(call("POST", "/check/email", NULL, json_object()), 400,
                "Must have required property 'email'");
    assert_says(call("POST", "/check/email", NULL, with(json_object(), "email", json_null())), 400,
                "Must have required property 'email'");
    struct answer a = call("POST", "/check/email", NULL, with(json_object(), "email",
                                                              json_integer(1)));
    assert_int_equal(a.status, 400);
    assert_string_equal(answer_text(&a, "code"), "property_invalid");
    assert_int_equal(call("POST", "/check/email", NULL, email("")).status, 400);
}

static void asking_for_many_registered_addresses_gets_slower(void **state)
{
    (void)state;
    struct answer a = { 0 };
    for (int i = 0; i < 30 && a.status != 429; i++)
        a = call("POST", "/check/email", NULL, email("test@abc.com"));
    assert_int_equal(a.status, 429);
    assert_string_equal(answer_header(&a, "Retry-After"), "2");
    assert_int_equal(call("POST", "/check/email", NULL, email("free@contoh.id")).status, 429);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sources_example_is_answered_as_printed),
        cmocka_unit_test(what_is_taken_is_refused_in_the_sources_words_and_order),
        cmocka_unit_test(a_phone_number_must_have_the_sources_form),
        cmocka_unit_test(phone_numbers_of_nine_and_seventeen_digits_pass),
        cmocka_unit_test(every_property_is_required_in_the_sources_order),
        cmocka_unit_test(other_wrong_properties_are_named),
        cmocka_unit_test(one_name_is_enough_for_a_person),
        cmocka_unit_test(only_internal_clients_register),
        cmocka_unit_test(guessing_credentials_gets_slower_and_hinders_no_client),
        cmocka_unit_test(what_is_no_json_object_is_refused),
        cmocka_unit_test(of_many_at_once_one_is_created),
        cmocka_unit_test(a_free_address_is_told_as_printed),
        cmocka_unit_test(a_registered_address_is_told_as_printed),
        cmocka_unit_test(an_address_is_required_as_printed),
        cmocka_unit_test(asking_for_many_registered_addresses_gets_slower),
    };
    return cmocka_run_group_tests_name("register api", tests, usapi_begin, api_end);
}
