#include "domain/settings/settings.h"
#include "support/world.h"

static void a_setting_has_its_default_until_it_is_changed(void **state)
{
    struct world *w = *state;
    const char *value = NULL;
    assert_ok(setting_text(w->db, &w->arena, "institutions.required", &value));
    assert_string_equal(value, "false");
    assert_false(setting_is(w->db, "institutions.required"));
}

static void a_change_holds_once_it_is_committed(void **state)
{
    struct world *w = *state;
    assert_false(setting_is(w->db, "institutions.required"));
    assert_ok(setting_change(w->db, "institutions.required", "true", ALICE, NOW));
    settings_forget();
    assert_true(setting_is(w->db, "institutions.required"));
    assert_ok(setting_change(w->db, "institutions.required", "false", ALICE, NOW));
    settings_forget();
    assert_false(setting_is(w->db, "institutions.required"));
}

static void an_unknown_setting_is_not_found(void **state)
{
    struct world *w = *state;
    const char *value = NULL;
    assert_err(NOT_FOUND, setting_text(w->db, &w->arena, "no.such", &value));
    assert_null(value);
    assert_false(setting_is(w->db, "no.such"));
    assert_err(NOT_FOUND, setting_change(w->db, "no.such", "true", ALICE, NOW));
}

static void a_value_is_one_of_the_choices(void **state)
{
    struct world *w = *state;
    assert_err(BAD_INPUT, setting_change(w->db, "institutions.required", "tru", ALICE, NOW));
    assert_err(BAD_INPUT, setting_change(w->db, "institutions.required", "", ALICE, NOW));
    assert_err(BAD_INPUT, setting_change(w->db, "institutions.required", "false|true", ALICE, NOW));
    settings_forget();
    assert_false(setting_is(w->db, "institutions.required"));
}

static void every_setting_says_what_it_does_in_both_languages(void **state)
{
    (void)state;
    for (int i = 0; i < portal_setting_count; i++) {
        assert_true(setting_takes(&portal_settings[i], portal_settings[i].fallback));
        assert_true(*portal_settings[i].meaning_id && *portal_settings[i].meaning_en);
    }
}

static void a_number_stays_within_its_range(void **state)
{
    struct world *w = *state;
    int64_t number = 0;
    const char *text = NULL;
    assert_ok(setting_number(w->db, "messages.recipient", &number));
    assert_int_equal(number, 20);
    assert_ok(setting_change(w->db, "messages.recipient", "7", ALICE, NOW));
    settings_forget();
    assert_ok(setting_number(w->db, "messages.recipient", &number));
    assert_ok(setting_text(w->db, &w->arena, "messages.recipient", &text));
    assert_int_equal(number, 7);
    assert_string_equal(text, "7");
    static const char *const wrong[] = { "0", "1001", "-1", "7.5", " 7", "seven", "" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_err(BAD_INPUT, setting_change(w->db, "messages.recipient", wrong[i], ALICE, NOW));
    assert_err(NOT_FOUND, setting_number(w->db, "institutions.required", &number));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_new_world(a_setting_has_its_default_until_it_is_changed),
        in_a_new_world(a_change_holds_once_it_is_committed),
        in_a_new_world(an_unknown_setting_is_not_found),
        in_a_new_world(a_value_is_one_of_the_choices),
        in_a_new_world(a_number_stays_within_its_range),
        cmocka_unit_test(every_setting_says_what_it_does_in_both_languages),
    };
    return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
