#include "base/text.h"
#include "domain/messages/delivery.h"
#include "domain/messages/variables.h"
#include "domain/templates/preview.h"
#include "support/sealed.h"

#include <string.h>

static int begin(void **state)
{
    if (sealed_begin(state))
        return 1;
    return messages_setup(&(struct delivery_settings){ .public_url = "https://simpul.example" })
           != OK;
}

static struct entry entry(const char *name)
{
    struct entry found = { 0 };
    assert_true(catalogue_find(name, &found));
    return found;
}

static struct preview shown(struct world *w, const char *name, struct words words)
{
    struct entry const e = entry(name);
    struct preview preview = { 0 };
    assert_ok(preview_of(w->db, &w->arena, &e, false, &words, &preview));
    return preview;
}

/* The code of what keeps these words from standing, "" where nothing does. */
static const char *refused(struct world *w, const char *name, struct words words)
{
    struct entry const e = entry(name);
    struct preview const preview = shown(w, name, words);
    struct objection const o = objection_to(&w->arena, &e, &words, &preview);
    return o.code ? arena_printf(&w->arena, "%s %s", o.field, o.code) : "";
}

static void every_built_in_text_may_stand(void **state)
{
    struct world *w = *state;
    struct entry e;
    int notices = 0;
    for (int i = 0; i < catalogue_count(); i++) {
        if (!catalogue_at(i, &e))
            continue;
        notices += e.is_notice;
        for (int language = 0; language < 2; language++) {
            if (*refused(w, e.name, e.built_in[language]))
                print_error("%s: %s\n", e.name, refused(w, e.name, e.built_in[language]));
            assert_string_equal(refused(w, e.name, e.built_in[language]), "");
            assert_true(*e.purpose[language]);
        }
    }
    assert_true(notices > 10);
}

/* A variable that nobody explained would show the admin nothing but its name. */
static void every_variable_is_explained(void **state)
{
    struct world *w = *state;
    struct entry e;
    struct variables all;
    for (int i = 0; i < catalogue_count(); i++) {
        if (!catalogue_at(i, &e))
            continue;
        variables_of(&w->arena, e.built_in, &all);
        for (int v = 0; v < all.count; v++) {
            if (text_is(all.items[v]->name, all.items[v]->meaning[0]))
                print_error("{%s} of %s has no line in variables.c\n", all.items[v]->name, e.name);
            assert_string_not_equal(all.items[v]->name, all.items[v]->meaning[0]);
        }
    }
}

static void every_message_has_its_own_line_in_the_guide(void **state)
{
    (void)state;
    struct entry e;
    for (int i = 0; i < catalogue_count(); i++) {
        if (!catalogue_at(i, &e) || e.is_notice)
            continue;
        if (strstr(e.purpose[1], "owner of an account, for"))
            print_error("%s has no line in MESSAGE_GUIDE\n", e.name);
        assert_null(strstr(e.purpose[1], "owner of an account, for"));
    }
}

static void a_preview_is_filled_with_samples(void **state)
{
    struct world *w = *state;
    struct preview p = shown(w, "otp", (struct words){ "Kode", "Ketik {code} ya" });
    assert_string_equal(p.subject, "Kode");
    assert_string_equal(p.text, "Ketik 482913 ya");
    assert_int_equal(p.sms.parts, 1);
    p = shown(w, "password_reset", (struct words){ "x", "{link}" });
    assert_non_null(strstr(p.text, "https://simpul.example/app/password/reset#token="));
}

static void a_notice_is_shown_in_its_frame(void **state)
{
    struct world *w = *state;
    struct preview const p = shown(w, "request.rejected",
                                   (struct words){ "Maaf", "{bundle} ditolak: {note}" });
    assert_string_equal(p.subject, "Maaf");
    assert_non_null(strstr(p.text, "Maaf\nData Wilayah ditolak: Lampirkan"));
    assert_non_null(strstr(p.text, "https://simpul.example/app/requests/req_"));
}

static void names_must_be_known_and_none_may_be_missing(void **state)
{
    struct world *w = *state;
    assert_string_equal(refused(w, "otp", (struct words){ "a", "{code}" }), "");
    assert_string_equal(refused(w, "otp", (struct words){ "a", "b" }), "text missing_variable");
    assert_string_equal(refused(w, "otp", (struct words){ "{code}", "b" }),
                        "text missing_variable");
    assert_string_equal(refused(w, "otp", (struct words){ "{name}", "{code}" }),
                        "subject unknown_variable");
    assert_string_equal(refused(w, "otp", (struct words){ "a", "{code} {link}" }),
                        "text unknown_variable");
    assert_string_equal(refused(w, "password_reset", (struct words){ "a", "b" }),
                        "text missing_variable");
    assert_string_equal(refused(w, "request.approved", (struct words){ "a", "b" }), "");
}

static void a_brace_without_a_name_is_refused(void **state)
{
    struct world *w = *state;
    static const char *const texts[] = { "{code} {", "{code} }", "{code} {}", "{code} { code }",
                                         "{{code}}", "{Code} {code}", "{code" };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_string_equal(refused(w, "otp", (struct words){ "a", texts[i] }),
                            "text unknown_variable");
}

static void a_text_beyond_the_channels_limits_is_refused(void **state)
{
    struct world *w = *state;
    char text[2000] = "{code}{link}{name}";
    memset(text + strlen("{code}"), 'a', 600);
    text[6 + 600] = '\0';
    assert_string_equal(refused(w, "otp", (struct words){ "a", text }), "");
    memset(text + 6, 'a', 612);
    assert_string_equal(refused(w, "otp", (struct words){ "a", text }), "text sms_too_long");
    memset(text, 'a', 1500);
    memcpy(text, "{link} ", 7);
    text[1500] = '\0';
    assert_string_equal(refused(w, "sign_up_link", (struct words){ "a", text }), "");
    assert_string_equal(refused(w, "password_reset", (struct words){ "a", text }),
                        "text sms_too_long");
}

static void what_the_program_demands_by_now_passes_older_words_over(void **state)
{
    struct world *w = *state;
    struct words words;
    assert_ok(edit_write(w->db, &(struct edit){
        .name = "otp", .language = "id", .updated_at = NOW, .updated_by = ALICE,
        .words = { "Kode", "tanpa kode" } }));
    message_words_forget();
    assert_ok(message_words(w->db, &w->arena, "otp", "id", &words));
    assert_non_null(strstr(words.text, "{code}"));
}

static void of_two_editors_the_slower_one_is_told(void **state)
{
    struct world *w = *state;
    struct edit edit = { .name = "otp", .language = "en", .updated_at = NOW, .updated_by = ALICE,
                         .words = { "Code", "{code}" } }, found;
    assert_ok(edit_write(w->db, &edit));
    assert_err(CONFLICT, edit_write(w->db, &edit));
    edit.version = 1;
    assert_ok(edit_write(w->db, &edit));
    assert_err(CONFLICT, edit_write(w->db, &edit));
    edit.version = 2;
    edit.words = (struct words){ 0 };
    assert_ok(edit_write(w->db, &edit));
    assert_ok(edit_find(w->db, &w->arena, "otp", "en", &found));
    assert_null(found.words.text);
    assert_int_equal(found.version, 3);
    edit.version = 0;
    assert_err(CONFLICT, edit_write(w->db, &edit));
}

#define drafting(test) cmocka_unit_test_setup_teardown(test, begin, sealed_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        drafting(every_built_in_text_may_stand),
        drafting(every_variable_is_explained),
        drafting(every_message_has_its_own_line_in_the_guide),
        drafting(a_preview_is_filled_with_samples),
        drafting(a_notice_is_shown_in_its_frame),
        drafting(names_must_be_known_and_none_may_be_missing),
        drafting(a_brace_without_a_name_is_refused),
        drafting(a_text_beyond_the_channels_limits_is_refused),
        drafting(what_the_program_demands_by_now_passes_older_words_over),
        drafting(of_two_editors_the_slower_one_is_told),
    };
    return cmocka_run_group_tests_name("templates", tests, NULL, NULL);
}
