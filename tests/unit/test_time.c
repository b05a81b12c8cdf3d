/* Moments as people read them. */
#include "base/arena.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void a_moment_is_told_in_western_indonesian_time(void **state)
{
    AUTO_ARENA struct arena a = { 0 };
    (void)state;
    assert_string_equal(time_wib(&a, 1795276020, false), "21 Nov 2026, 22.47 WIB");
    assert_string_equal(time_wib(&a, 1795276020, true), "21 Nov 2026, 22:47 WIB");
    assert_string_equal(time_wib(&a, 1788195600, false), "1 Sep 2026, 00.00 WIB");
}

static void months_have_their_names_in_both_languages(void **state)
{
    AUTO_ARENA struct arena a = { 0 };
    (void)state;
    assert_string_equal(time_wib(&a, 1778000700, false), "6 Mei 2026, 00.05 WIB");
    assert_string_equal(time_wib(&a, 1778000700, true), "6 May 2026, 00:05 WIB");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_moment_is_told_in_western_indonesian_time),
        cmocka_unit_test(months_have_their_names_in_both_languages),
    };
    return cmocka_run_group_tests_name("time", tests, NULL, NULL);
}
