#include "gateway/token.h"
#include "support/world.h"

#include <string.h>

enum { VALUE_SIZE = 21 };               /* two words and a rest */

static bool may_stand(int byte)
{
    return byte == '\t' || (byte >= ' ' && byte != 0x7F);
}

static void try_everywhere(int byte, unsigned char around)
{
    char value[VALUE_SIZE];
    for (size_t at = 0; at < VALUE_SIZE; at++) {
        memset(value, around, VALUE_SIZE);
        value[at] = (char)byte;
        if (value_is_clean(value, VALUE_SIZE) != may_stand(byte))
            fail_msg("byte %02x at %zu among %02x", (unsigned)byte, at, around);
    }
}

/* Among several others, so that none hides or makes up another. */
static void a_byte_is_judged_alike_wherever_it_stands(void **state)
{
    static const unsigned char around[] = { 'a', ' ', '\t', '~', 0x80, 0xFF };
    (void)state;
    for (size_t i = 0; i < sizeof around; i++) {
        for (int byte = 0; byte < 256; byte++)
            try_everywhere(byte, around[i]);
    }
}

static void a_value_ends_where_it_is_said_to(void **state)
{
    static const char value[] = "0123456789abcdef\n";
    (void)state;
    for (size_t size = 0; size < sizeof value - 2; size++)
        assert_true(value_is_clean(value, size));
    assert_false(value_is_clean(value, sizeof value - 1));
}

static void a_name_is_a_token(void **state)
{
    (void)state;
    assert_true(name_is_token("X-Request_Id!#$%&'*+.^`|~", 25));
    assert_false(name_is_token("", 0));
    assert_false(name_is_token("a b", 3));
    assert_false(name_is_token("a:", 2));
    assert_false(name_is_token("a\x80", 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_byte_is_judged_alike_wherever_it_stands),
        cmocka_unit_test(a_value_ends_where_it_is_said_to),
        cmocka_unit_test(a_name_is_a_token),
    };
    return cmocka_run_group_tests_name("head_grammar", tests, NULL, NULL);
}
