#include "domain/messages/delivery.h"
#include "domain/messages/messages.h"
#include "domain/messages/words.h"
#include "support/sealed.h"

#include <string.h>

static void edit(struct world *w, const char *language, const char *text)
{
    assert_ok(db_run(w->db,
        "INSERT INTO message_templates (name, language, subject, text, version, updated_at,"
        " updated_by) VALUES ('otp', $1, 'Kode', $2, 1, $3, $4)"
        " ON CONFLICT (name, language) DO UPDATE SET text = excluded.text",
        TEXT(language), TEXT(text), INT(NOW), TEXT(ALICE)));
}

static const char *text_now(struct world *w, const char *language)
{
    struct words words;
    assert_ok(message_words(w->db, &w->arena, "otp", language, &words));
    return words.text;
}

static void built_in_words_hold_until_they_are_edited(void **state)
{
    struct world *w = *state;
    assert_non_null(strstr(text_now(w, "id"), "Kode OTP Simpul Anda: {code}"));
    edit(w, "id", "Kode {code}");
    assert_non_null(strstr(text_now(w, "id"), "Kode OTP Simpul Anda: {code}"));
    message_words_forget();
    assert_string_equal(text_now(w, "id"), "Kode {code}");
    assert_non_null(strstr(text_now(w, "en"), "Your Simpul OTP code: {code}"));
}

static void words_without_text_are_the_built_in_ones(void **state)
{
    struct world *w = *state;
    edit(w, "en", NULL);
    assert_non_null(strstr(text_now(w, "en"), "Your Simpul OTP code: {code}"));
}

static void an_unknown_template_has_no_words(void **state)
{
    struct world *w = *state;
    struct words words;
    assert_err(NOT_FOUND, message_words(w->db, &w->arena, "none", "id", &words));
}

static void a_message_says_the_edited_words(void **state)
{
    struct world *w = *state;
    struct message const m = { .channel = "whatsapp", .to = "6281234567890", .template = "otp",
                               .language = "en", .code = "012345" };
    struct mails found = { 0 };
    edit(w, "en", "Type {code}");
    struct delivery_settings const settings = { .public_url = "https://simpul.example" };
    assert_ok(messages_setup(&settings));
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, w->db));
    assert_ok(message_send(tx.db, &m, NOW));
    assert_ok(tx_commit(&tx));
    assert_ok(messages_to(w->db, &w->arena, m.to, 1, &found));
    assert_string_equal(found.items[0].text, "Type 012345");
}

#define wording(test) cmocka_unit_test_setup_teardown(test, sealed_begin, sealed_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        wording(built_in_words_hold_until_they_are_edited),
        wording(words_without_text_are_the_built_in_ones),
        wording(an_unknown_template_has_no_words),
        wording(a_message_says_the_edited_words),
    };
    return cmocka_run_group_tests_name("message words", tests, NULL, NULL);
}
