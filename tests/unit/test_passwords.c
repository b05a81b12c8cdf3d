#include "domain/passwords/passwords.h"
#include "support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[64];

static void write_list(const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static int begin(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "/tmp/simpul-passwords-XXXXXX");
    close(mkstemp(path));
    write_list("123456\npassword\nqwertyuiop\nsayangku\n\nbahasa indonesia\r\nétoile noire\n"
               "12345678");
    return passwords_load(path);
}

static int end(void **state)
{
    (void)state;
    passwords_unload();
    return unlink(path);
}

static const char *const budi[] = {
    "budi_s", "Budi Santoso", "budi.santoso@dinkes.go.id", "6281234567890", "1990-10-18", NULL,
};

static void assert_fault(const char *expected, const char *password)
{
    const char *fault = password_fault(password, budi);
    if (!expected)
        assert_null(fault);
    else
        assert_string_equal(expected, fault ? fault : "no fault");
    if (fault)
        assert_non_null(fault_words(fault, false));
}

static void listed_passwords_are_common_in_any_case(void **state)
{
    (void)state;
    const char *const common[] = { "123456", "password", "PassWord", " qwertyuiop ", "SAYANGKU",
                                   "Bahasa Indonesia", "Étoile Noire", "12345678" };
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
        assert_true(password_is_common(common[i]));
    assert_false(password_is_common(""));
    assert_false(password_is_common("passwordx"));
    assert_false(password_is_common("asswor"));
}

static void good_passwords_have_no_fault(void **state)
{
    (void)state;
    const char *const good[] = {
        "benar kuda baterai", "k8#vTq2!", "tujuh gajah di kota tua", "ผมชอบแมวมาก", "🐘🐘🐅🐅🦜🦜🐒🐒",
        "Santoso suka kopi tubruk", "budidaya lele", "90817263544",
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_fault(NULL, good[i]);
    assert_null(password_fault("budi santoso", NULL));
}

static void length_is_counted_in_characters(void **state)
{
    (void)state;
    static const char elephant[] = "🐘";
    char text[4 * (PASSWORD_CHARS_MAX + 1) + 1] = "";
    assert_fault("too_short", "");
    assert_fault("too_short", "k8#vTq2");
    assert_fault("too_short", "ééééééé");
    assert_fault(NULL, "éèéèéèéè");
    for (size_t i = 0; i < PASSWORD_CHARS_MAX; i++)
        memcpy(text + 4 * i, elephant, sizeof elephant);
    assert_fault(NULL, text);
    memcpy(text + strlen(text), elephant, sizeof elephant);
    assert_fault("too_long", text);
}

static void blanks_and_signs_are_welcome_but_control_characters_are_not(void **state)
{
    (void)state;
    assert_fault(NULL, "  kuda  baterai  ");
    assert_fault("bad_characters", "kuda\tbaterai");
    assert_fault("bad_characters", "kuda\nbaterai");
    assert_fault("bad_characters", "kuda\x7F" "baterai");
    assert_fault("bad_characters", "kuda\xFF\xFE" "baterai");
}

static void common_passwords_are_refused(void **state)
{
    (void)state;
    assert_fault("password_common", "Password");
    assert_fault("password_common", "12345678");
    assert_fault("password_common", "bahasa indonesia");
}

static void the_users_own_data_are_refused(void **state)
{
    (void)state;
    const char *const personal[] = {
        "budi_s12345", "BudiSantoso", "budi santoso", "Santoso123", "!!santoso!!", "2024Santoso!",
        "budi.santoso@dinkes.go.id", "budi.santoso", "santoso.90", "Dinkes2024", "6281234567890",
        "081234567890", "81234567890", "+62 812-3456-7890", "19901018", "1990-10-18", "simpul2024",
        "Sântoso1",
    };
    for (size_t i = 0; i < sizeof personal / sizeof personal[0]; i++)
        assert_fault("password_personal", personal[i]);
}

static void without_a_list_nothing_is_common(void **state)
{
    (void)state;
    passwords_unload();
    assert_false(password_is_common("password"));
    assert_fault(NULL, "password");
}

static void a_missing_or_empty_list_is_an_error(void **state)
{
    (void)state;
    assert_err(INTERNAL, passwords_load("/nonexistent/passwords.txt"));
    assert_true(password_is_common("password"));
    write_list("\n\n");
    assert_err(INTERNAL, passwords_load(path));
    assert_non_null(strstr(err_why(), path));
    assert_err(INTERNAL, passwords_load("/tmp"));
}

/* The real list, which set-up makes. */
static void the_list_of_the_installation_knows_what_everybody_tries(void **state)
{
    (void)state;
    assert_err(OK, passwords_load(SIMPUL_SOURCE_DIR "/reference/generated/passwords.txt"));
    const char *const common[] = { "password", "12345678", "qwerty123", "iloveyou", "indonesia",
                                   "password1", "sunshine" };
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
        assert_true(password_is_common(common[i]));
    assert_false(password_is_common("benar kuda baterai"));
}

#define with_a_list(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_a_list(listed_passwords_are_common_in_any_case),
        with_a_list(good_passwords_have_no_fault),
        with_a_list(length_is_counted_in_characters),
        with_a_list(blanks_and_signs_are_welcome_but_control_characters_are_not),
        with_a_list(common_passwords_are_refused),
        with_a_list(the_users_own_data_are_refused),
        with_a_list(without_a_list_nothing_is_common),
        with_a_list(a_missing_or_empty_list_is_an_error),
        with_a_list(the_list_of_the_installation_knows_what_everybody_tries),
    };
    return cmocka_run_group_tests_name("passwords", tests, NULL, NULL);
}
