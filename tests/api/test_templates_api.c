/* The words of messages as an admin edits them, and trying them out. */
#include "base/clock.h"
#include "domain/messages/messages.h"
#include "support/signed_in.h"

#include <string.h>

#define OTP "/admin/message-templates/otp"

static const char *admin, *admin_id, *other;

static int begin(void **state)
{
    if (api_begin(state))
        return 1;
    admin_id = person_add(api_db(), api_arena(), NULL, "adi", "admin");
    admin = token_of("adi");
    other = signed_in("ani", "admin");
    return 0;
}

static json_t *words(const char *language, int64_t version, const char *text)
{
    return json_pack("{ss sI ss ss}", "language", language, "version", (json_int_t)version,
                     "subject", "Kode", "text", text);
}

static struct answer put(const char *token, const char *language, int64_t version,
                         const char *text)
{
    return call("PUT", OTP, token, words(language, version, text));
}

static struct answer english(const char *path)
{
    const char *headers[] = { arena_printf(api_arena(), "Authorization: Bearer %s", admin),
                              "Accept-Language: en", NULL };
    return call_raw("GET", path, headers, NULL, NULL, 0);
}

static void only_admins_see_and_change_words(void **state)
{
    (void)state;
    static const struct {
        const char *method, *path;
    } all[] = {
        { "GET", "/admin/message-templates" }, { "GET", OTP }, { "PUT", OTP }, { "DELETE", OTP },
        { "POST", OTP "/preview" }, { "POST", OTP "/test" }, { "POST", "/admin/messages/test" },
        { "GET", "/admin/messages/msg_1" },
    };
    const char *reviewer = signed_in("rina", "reviewer");
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        refuses(call(all[i].method, all[i].path, NULL, NULL), 401, "unauthenticated");
        refuses(call(all[i].method, all[i].path, reviewer, NULL), 403, "forbidden");
    }
}

static void the_list_tells_what_each_is_for(void **state)
{
    (void)state;
    struct answer a = english("/admin/message-templates");
    assert_int_equal(a.status, 200);
    assert_true(json_array_size(json_object_get(a.json, "data")) > 15);
    assert_string_equal(answer_text(&a, "data.0.name"), "otp");
    assert_string_equal(answer_text(&a, "data.0.kind"), "message");
    assert_non_null(strstr(answer_text(&a, "data.0.purpose"), "one-time code"));
    assert_non_null(strstr(a.text, "\"request.approved\""));
    assert_null(strstr(a.text, "\"review.submitted\""));
}

static void one_comes_with_variables_and_previews(void **state)
{
    (void)state;
    struct answer a = call("GET", OTP, admin, NULL);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.variables.0.name"), "code");
    assert_string_equal(answer_text(&a, "data.channels.1"), "sms");
    assert_non_null(strstr(answer_text(&a, "data.languages.id.text"), "{code}"));
    assert_non_null(strstr(answer_text(&a, "data.languages.id.preview.text"), "482913"));
    assert_non_null(strstr(answer_text(&a, "data.languages.en.preview.text"), "482913"));
    assert_int_equal(answer_int(&a, "data.languages.id.preview.sms.parts"), 1);
    a = call("GET", "/admin/message-templates/request.approved", admin, NULL);
    assert_string_equal(answer_text(&a, "data.kind"), "notice");
    refuses(call("GET", "/admin/message-templates/none", admin, NULL), 404, "not_found");
    refuses(call("GET", "/admin/message-templates/review.submitted", admin, NULL), 404,
            "not_found");
}

static void an_edit_holds_at_once_and_goes_back(void **state)
{
    (void)state;
    struct answer a = put(admin, "id", 0, "  Kode {code} saja  ");
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.languages.id.text"), "Kode {code} saja");
    assert_string_equal(answer_text(&a, "data.languages.id.updated_by"), "adi");
    assert_int_equal(answer_int(&a, "data.languages.id.version"), 1);
    assert_int_equal(answer_int(&a, "data.languages.en.version"), 0);
    assert_int_equal(call("POST", OTP "/test", admin, json_pack("{ss ss}", "language", "id",
                                                                "channel", "sms")).status, 200);
    struct mails mails;
    assert_ok(messages_to(api_db(), api_arena(), person_phone(api_db(), api_arena(), admin_id), 1,
                          &mails));
    assert_string_equal(mails.items[0].text, "Kode 482913 saja");
    refuses(call("DELETE", OTP "?language=id&version=9", admin, NULL), 409, "conflict");
    a = call("DELETE", OTP "?language=id&version=1", admin, NULL);
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(answer_text(&a, "data.languages.id.text"), "Kode OTP Simpul Anda"));
    assert_int_equal(answer_int(&a, "data.languages.id.version"), 2);
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE action = $1", "template.edit"), 1);
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE action = $1",
                               "template.restore"), 1);
}

static void of_two_admins_the_slower_one_is_told(void **state)
{
    (void)state;
    const char *path = "/admin/message-templates/password_reset";
    struct answer a = call("GET", path, other, NULL);
    int64_t const seen = answer_int(&a, "data.languages.en.version");
    assert_int_equal(call("PUT", path, admin, words("en", seen, "Mine: {link}")).status, 200);
    refuses(call("PUT", path, other, words("en", seen, "No, mine: {link}")), 409, "conflict");
    a = call("GET", path, other, NULL);
    assert_string_equal(answer_text(&a, "data.languages.en.text"), "Mine: {link}");
    assert_string_equal(answer_text(&a, "data.languages.en.updated_by"), "adi");
}

static void words_that_cannot_stand_are_refused(void **state)
{
    (void)state;
    char text[5000];
    memset(text, 'a', sizeof text);
    memcpy(text, "{code}", 6);
    text[620] = '\0';
    faults(put(admin, "id", 0, text), "text", "sms_too_long");
    text[620] = 'a';
    text[4001] = '\0';
    faults(put(admin, "id", 0, text), "text", "too_long");
    faults(put(admin, "id", 0, "tanpa kode"), "text", "missing_variable");
    faults(put(admin, "id", 0, "{code} {nama}"), "text", "unknown_variable");
    faults(put(admin, "id", 0, "{code}\x07"), "text", "bad_characters");
    faults(put(admin, "id", 0, "{code}\xE2\x80\xAE"), "text", "bad_characters");
    faults(put(admin, "id", 0, "   "), "text", "required");
    faults(put(admin, "fr", 0, "{code}"), "language", "not_a_choice");
    faults(put(admin, "id", -1, "{code}"), "version", "out_of_range");
    faults(call("PUT", OTP, admin, json_object()), "version", "required");
    json_t *two_lines = words("id", 0, "{code}");
    json_object_set_new(two_lines, "subject", json_string("Kode\nBcc: x@example.org"));
    faults(call("PUT", OTP, admin, two_lines), "subject", "bad_characters");
    json_t *code_in_subject = words("id", 0, "kode");
    json_object_set_new(code_in_subject, "subject", json_string("{code}"));
    faults(call("PUT", OTP, admin, code_in_subject), "text", "missing_variable");
    refuses(call("PUT", "/admin/message-templates/none", admin, words("id", 0, "x")), 404,
            "not_found");
    faults(call("DELETE", OTP, admin, NULL), "language", "required");
    faults(call("DELETE", OTP "?language=id", admin, NULL), "version", "required");
    faults(call("DELETE", OTP "?language=x&version=1", admin, NULL), "language", "not_a_choice");
    faults(call("DELETE", OTP "?language=id&version=0", admin, NULL), "version", "out_of_range");
    refuses(call("DELETE", "/admin/message-templates/none", admin, NULL), 404, "not_found");
}

static void the_refusal_names_the_variable(void **state)
{
    (void)state;
    struct answer a = put(admin, "id", 0, "tanpa kode");
    assert_string_equal(answer_text(&a, "errors.0.message"), "{code} harus ada di dalam teks.");
    a = put(admin, "id", 0, "{code} {nama}");
    assert_non_null(strstr(answer_text(&a, "errors.0.message"), "{nama} tidak dikenal"));
}

static void a_preview_keeps_nothing(void **state)
{
    (void)state;
    json_t *body = json_pack("{ss ss ss}", "language", "en", "subject", "Code", "text",
                             "Your code – {code}");
    struct answer a = call("POST", OTP "/preview", admin, body);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.text"), "Your code – 482913");
    assert_string_equal(answer_text(&a, "data.sms.alphabet"), "unicode");
    assert_int_equal(answer_int(&a, "data.sms.units"), 18);
    a = call("GET", OTP, admin, NULL);
    assert_null(strstr(answer_text(&a, "data.languages.en.text"), "–"));
    body = json_pack("{ss ss ss}", "language", "en", "subject", "Code", "text", "none");
    faults(call("POST", OTP "/preview", admin, body), "text", "missing_variable");
    faults(call("POST", OTP "/preview", admin, json_object()), "language", "required");
    refuses(call("POST", "/admin/message-templates/none/preview", admin, json_object()), 404,
            "not_found");
}

static struct answer try_out(const char *token, const char *name, const char *channel)
{
    const char *path = arena_printf(api_arena(), "/admin/message-templates/%s/test", name);
    return call("POST", path, token, json_pack("{ss ss}", "language", "en", "channel", channel));
}

static void a_test_goes_to_the_admin_and_nobody_else(void **state)
{
    (void)state;
    struct answer a = try_out(admin, "request.approved", "email");
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.to"), "a…@contoh.go.id");
    assert_string_equal(answer_text(&a, "data.template"), "notification");
    const char *path = arena_printf(api_arena(), "/admin/messages/%s", answer_text(&a, "data.id"));
    a = call("GET", path, admin, NULL);
    assert_int_equal(a.status, 200);
    assert_null(json_object_get(json_object_get(a.json, "data"), "text"));
    struct mails mails;
    assert_ok(messages_to(api_db(), api_arena(), "adi@contoh.go.id", 1, &mails));
    assert_non_null(strstr(mails.items[0].text, "Request approved\nAccess to Data Wilayah"));
    refuses(call("GET", "/admin/messages/msg_none", admin, NULL), 404, "not_found");
    faults(try_out(admin, "sign_up_link", "whatsapp"), "channel", "not_a_choice");
    faults(try_out(admin, "otp", "pigeon"), "channel", "not_a_choice");
    refuses(try_out(admin, "none", "email"), 404, "not_found");
}

static void a_channel_is_tried_with_a_message_of_its_own(void **state)
{
    (void)state;
    struct answer a = call("POST", "/admin/messages/test", admin, json_pack("{ss}", "channel",
                                                                            "email"));
    assert_int_equal(a.status, 200);
    struct mails mails;
    assert_ok(messages_to(api_db(), api_arena(), "adi@contoh.go.id", 1, &mails));
    assert_string_equal(mails.items[0].template, "channel_test");
    assert_non_null(strstr(mails.items[0].text, "diminta oleh adi"));
    faults(call("POST", "/admin/messages/test", admin, json_object()), "channel", "required");
    faults(call("POST", "/admin/messages/test", admin, json_pack("{ss}", "channel", "fax")),
           "channel", "not_a_choice");
}

static void who_has_no_number_cannot_try_one(void **state)
{
    (void)state;
    const char *id = person_add(api_db(), api_arena(), NULL, "ayu", "admin");
    assert_ok(db_run(api_db(), "UPDATE accounts SET phone_number = NULL, phone_index = NULL"
                               " WHERE id = $1", TEXT(id)));
    faults(try_out(token_of("ayu"), "otp", "whatsapp"), "channel", "no_address");
}

static void tests_are_throttled_for_each_admin(void **state)
{
    (void)state;
    struct answer a = { 0 };
    const char *busy = signed_in("asa", "admin");
    for (int i = 0; i < 6; i++)
        a = try_out(busy, "otp", "whatsapp");
    refuses(a, 429, "too_many_requests");
    assert_non_null(answer_header(&a, "Retry-After"));
    refuses(call("POST", "/admin/messages/test", busy, json_pack("{ss}", "channel", "email")), 429,
            "too_many_requests");
    assert_int_equal(try_out(other, "otp", "whatsapp").status, 200);
}

static void an_old_proof_does_not_suffice(void **state)
{
    (void)state;
    clock_stop_at(clock_now() + 301);
    refuses(put(admin, "id", 0, "{code}"), 403, "step_up_required");
    refuses(call("DELETE", OTP "?language=id&version=1", admin, NULL), 403, "step_up_required");
    assert_int_equal(call("GET", OTP, admin, NULL).status, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_admins_see_and_change_words),
        cmocka_unit_test(the_list_tells_what_each_is_for),
        cmocka_unit_test(one_comes_with_variables_and_previews),
        cmocka_unit_test(an_edit_holds_at_once_and_goes_back),
        cmocka_unit_test(of_two_admins_the_slower_one_is_told),
        cmocka_unit_test(words_that_cannot_stand_are_refused),
        cmocka_unit_test(the_refusal_names_the_variable),
        cmocka_unit_test(a_preview_keeps_nothing),
        cmocka_unit_test(a_test_goes_to_the_admin_and_nobody_else),
        cmocka_unit_test(a_channel_is_tried_with_a_message_of_its_own),
        cmocka_unit_test(who_has_no_number_cannot_try_one),
        cmocka_unit_test(tests_are_throttled_for_each_admin),
        cmocka_unit_test(an_old_proof_does_not_suffice),
    };
    return cmocka_run_group_tests_name("templates api", tests, begin, api_end);
}
