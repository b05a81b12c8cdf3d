/* Local days: midnights, and what clocks do to them in spring and autumn. */
#include "base/zone.h"
#include "base/zone_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

enum { HOUR = 3600 };

static const struct zone *zone(const char *name)
{
    const struct zone *z = NULL;
    assert_int_equal(zone_open(name, &z), OK);
    return z;
}

static void jakarta_is_seven_hours_ahead(void **state)
{
    (void)state;
    const struct zone *z = zone("Asia/Jakarta");
    assert_int_equal(zone_offset(z, 1785996000), 7 * HOUR);
    assert_int_equal(zone_offset(z, INT64_C(33000000000)), 7 * HOUR);
    int64_t const day = zone_day(z, 1785996000);
    assert_int_equal(zone_day_start(z, day), 1785949200);       /* 5 August 2026, 17:00 UTC */
    assert_int_equal(zone_day(z, 1785949199), day - 1);
    assert_int_equal(zone_day(z, 1785949200), day);
    assert_string_equal(zone_name(z), "Asia/Jakarta");
    assert_ptr_equal(z, zone("Asia/Jakarta"));
}

static void a_day_on_which_clocks_change_is_shorter_or_longer(void **state)
{
    (void)state;
    const struct zone *z = zone("Europe/Berlin");
    int64_t const spring = zone_day(z, 1774738800);             /* 29 March 2026, 00:00 */
    assert_int_equal(zone_day_start(z, spring), 1774738800);
    assert_int_equal(zone_day_start(z, spring + 1) - zone_day_start(z, spring), 23 * HOUR);
    int64_t const autumn = zone_day(z, 1792879200);             /* 25 October 2026, 00:00 */
    assert_int_equal(zone_day_start(z, autumn), 1792879200);
    assert_int_equal(zone_day_start(z, autumn + 1) - zone_day_start(z, autumn), 25 * HOUR);
}

static void a_midnight_that_is_jumped_over_begins_the_day_all_the_same(void **state)
{
    (void)state;
    const struct zone *z = zone("Africa/Cairo");                /* forward at midnight */
    int64_t const day = zone_day(z, 1777031999 + 2 * HOUR);
    int64_t previous = zone_day_start(z, day - 200);
    for (int64_t i = day - 199; i < day + 200; i++) {
        int64_t const start = zone_day_start(z, i);
        assert_in_range(start - previous, 22 * HOUR, 26 * HOUR);
        assert_int_equal(zone_day(z, start), i);
        assert_int_equal(zone_day(z, start - 1), i - 1);
        previous = start;
    }
}

static void compare_with_the_c_library(const char *name)
{
    const struct zone *z = zone(name);
    setenv("TZ", name, 1);
    tzset();
    for (int64_t at = 0; at < INT64_C(4000000000); at += 9876543) {
        time_t const time = (time_t)at;
        struct tm local;
        localtime_r(&time, &local);
        if (zone_offset(z, at) != local.tm_gmtoff)
            fail_msg("%s at %ld: %d", name, (long)at, zone_offset(z, at));
    }
}

static void the_c_library_agrees(void **state)
{
    static const char *const names[] = { "Asia/Jakarta", "Asia/Jayapura", "America/New_York",
                                         "Australia/Lord_Howe", "Africa/Cairo", "Europe/Dublin",
                                         "America/Santiago", "UTC" };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        compare_with_the_c_library(names[i]);
}

static void the_rule_of_a_zone_goes_on_for_ever(void **state)
{
    (void)state;
    struct zone_rule rule = zone_rule_read("EST5EDT,M3.2.0,M11.1.0\n");
    assert_true(rule.is_known);
    assert_int_equal(zone_rule_offset(&rule, INT64_C(4087814400)), -4 * HOUR);  /* July 2099 */
    assert_int_equal(zone_rule_offset(&rule, INT64_C(4071000000)), -5 * HOUR);
    assert_int_equal(zone_rule_offset(&rule, 1772953199), -5 * HOUR);   /* 8 March 2026, 2:00 */
    assert_int_equal(zone_rule_offset(&rule, 1772953200), -4 * HOUR);
    rule = zone_rule_read("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");
    assert_int_equal(zone_rule_offset(&rule, 1767225600), 11 * HOUR);
    assert_int_equal(zone_rule_offset(&rule, 1782864000), 10 * HOUR + 1800);
    rule = zone_rule_read("WIB-7\n");
    assert_int_equal(zone_rule_offset(&rule, 1782864000), 7 * HOUR);
    assert_false(zone_rule_read("EST5EDT,J60,J300").is_known);
    assert_false(zone_rule_read("").is_known);
}

static void only_zones_of_the_database_are_found(void **state)
{
    (void)state;
    const struct zone *z = NULL;
    assert_int_equal(zone_open("Asia/Nowhere", &z), NOT_FOUND);
    assert_int_equal(zone_open("../../../etc/passwd", &z), NOT_FOUND);
    assert_int_equal(zone_open("/etc/localtime", &z), NOT_FOUND);
    assert_int_equal(zone_open("tzdata.zi", &z), NOT_FOUND);
    assert_int_equal(zone_open("Asia", &z), NOT_FOUND);
    assert_int_equal(zone_open("", &z), NOT_FOUND);
    assert_null(z);
    assert_int_equal(zone_offset(NULL, 1785996000), 0);
}

static void months_begin_where_the_calendar_says(void **state)
{
    (void)state;
    assert_int_equal(month_first_day(0), 0);
    assert_int_equal(month_first_day(650), 19783);              /* March 2024 */
    assert_int_equal(month_of_day(19783), 650);
    assert_int_equal(month_of_day(19782), 649);
    for (int64_t day = 0; day < 60000; day++) {
        int64_t const month = month_of_day(day);
        assert_true(month_first_day(month) <= day && day < month_first_day(month + 1));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jakarta_is_seven_hours_ahead),
        cmocka_unit_test(a_day_on_which_clocks_change_is_shorter_or_longer),
        cmocka_unit_test(a_midnight_that_is_jumped_over_begins_the_day_all_the_same),
        cmocka_unit_test(the_c_library_agrees),
        cmocka_unit_test(the_rule_of_a_zone_goes_on_for_ever),
        cmocka_unit_test(only_zones_of_the_database_are_found),
        cmocka_unit_test(months_begin_where_the_calendar_says),
    };
    return cmocka_run_group_tests_name("zone", tests, NULL, NULL);
}
