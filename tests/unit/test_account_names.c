/* What people are known by: phone numbers in every form, user names, e-mail addresses. */
#include "domain/accounts/accounts.h"
#include "support/sealed.h"

#include <string.h>

/* What a number is made of it, or NULL. */
static const char *phone(struct world *w, const char *text)
{
    const char *out = NULL;
    return phone_normalise(&w->arena, text, &out) ? out : NULL;
}

static void a_phone_number_is_known_in_every_form(void **state)
{
    struct world *w = *state;
    static const char *const forms[] = {
        "6281234567890", "+6281234567890", "006281234567890", "081234567890", "81234567890",
        "+62 812-3456-7890", "0812.3456.7890", " 0812 3456 7890 ",
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        assert_string_equal(phone(w, forms[i]), "6281234567890");
    assert_string_equal(phone(w, "021 1234567"), "62211234567");
}

static void a_phone_number_has_nine_to_seventeen_digits_with_62(void **state)
{
    struct world *w = *state;
    assert_non_null(phone(w, "621234567"));
    assert_non_null(phone(w, "62123456789012345"));
    assert_null(phone(w, "62123456"));
    assert_null(phone(w, "621234567890123456"));
}

static void what_is_no_indonesian_number_is_refused(void **state)
{
    struct world *w = *state;
    static const char *const wrong[] = {
        "", "+", "+1 555 123 4567", "712345678", "62812345678a", "+08123456789", "6281234+5678",
        "(0812)3456789", "008112345678", "12345", "６２８１２３４５６７８９",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_null(phone(w, wrong[i]));
}

static void a_landline_is_told_from_a_mobile(void **state)
{
    (void)state;
    assert_true(phone_is_mobile("6281234567890"));
    assert_false(phone_is_mobile("62211234567"));
    assert_false(phone_is_mobile("6281234"));
}

static void a_user_name_has_three_to_sixty_four_characters(void **state)
{
    struct world *w = *state;
    char long_name[66] = { 0 };
    memset(long_name, 'x', 65);
    assert_null(username_fault("abc"));
    assert_null(username_fault("test regis 3"));
    assert_null(username_fault("Ketut Ñusa"));
    assert_string_equal(username_fault(""), "required");
    assert_string_equal(username_fault("ab"), "too_short");
    assert_string_equal(username_fault(long_name), "too_long");
    long_name[64] = '\0';
    assert_null(username_fault(long_name));
    assert_string_equal(username_fault(" abc"), "bad_characters");
    assert_string_equal(username_fault("abc "), "bad_characters");
    assert_string_equal(username_fault("ab\nc"), "bad_characters");
    assert_string_equal(username_fault("ab\u200Bc"), "bad_characters");
    assert_string_equal(username_fault("ab\u202Ec"), "bad_characters");
    (void)w;
}

static void an_e_mail_address_is_checked_for_its_form(void **state)
{
    (void)state;
    static const char *const good[] = {
        "test@abc.com", "hendy.juliyanto@ondelivery.id", "a+b@sub.domain.go.id", "x@y-z.id",
        "budi_1@contoh.id",
    };
    static const char *const wrong[] = {
        "value", "@abc.com", "a@", "a@b", "a b@c.id", "a@b..id", ".a@b.id", "a.@b.id", "a..b@c.id",
        "a@b@c.id", "a@-b.id", "a@b-.id", "a@1.2", "a@b.id,c@d.id", "a@b\n.id", "<a@b.id>",
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_null(email_fault(good[i]));
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_string_equal(email_fault(wrong[i]), "bad_email");
    assert_string_equal(email_fault(""), "required");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_sealed_world(a_phone_number_is_known_in_every_form),
        in_a_sealed_world(a_phone_number_has_nine_to_seventeen_digits_with_62),
        in_a_sealed_world(what_is_no_indonesian_number_is_refused),
        in_a_sealed_world(a_landline_is_told_from_a_mobile),
        in_a_sealed_world(a_user_name_has_three_to_sixty_four_characters),
        in_a_sealed_world(an_e_mail_address_is_checked_for_its_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
