/* Rates and quotas: exactly as many as may, whoever comes at once. */
#include "base/zone.h"
#include "domain/limits/limits.h"
#include "domain/limits/period.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define SECOND INT64_C(1000000000)

enum { NOON = 1785996000 };             /* 6 August 2026, 13:00 in Jakarta */

static struct limits_time const start = { .steady_ns = 1000 * SECOND, .now_s = NOON };

static struct limits_time later(int64_t ns)
{
    return (struct limits_time){ start.steady_ns + ns, start.now_s + ns / SECOND };
}

static struct limits_call call_with(struct limits_rule rule)
{
    return (struct limits_call){ .grant = limits_meter_of("usr_1", "bdl_1"), .grant_rule = rule };
}

static int taken(const struct limits_call *call, struct limits_time time, int tries)
{
    struct limits_state state;
    int count = 0;
    for (int i = 0; i < tries; i++)
        count += limits_take(call, &time, &state) == OK;
    return count;
}

static void a_bucket_gives_its_burst_and_then_its_rate(void **state)
{
    (void)state;
    struct limits_call const call = call_with((struct limits_rule){ .rate_per_second = 10,
                                                                    .burst = 25 });
    assert_int_equal(taken(&call, start, 100), 25);
    assert_int_equal(taken(&call, later(99999999), 10), 0);
    assert_int_equal(taken(&call, later(SECOND / 10), 10), 1);
    assert_int_equal(taken(&call, later(SECOND), 100), 9);
    assert_int_equal(taken(&call, later(3600 * SECOND), 100), 25);
}

static void without_a_burst_a_second_is_the_bucket(void **state)
{
    (void)state;
    struct limits_call const call = call_with((struct limits_rule){ .rate_per_second = 3 });
    assert_int_equal(taken(&call, start, 100), 3);
    assert_int_equal(taken(&call, later(SECOND + 2), 100), 3);
}

static void what_is_left_and_when_there_is_more_is_told(void **state)
{
    (void)state;
    struct limits_state left;
    struct limits_call const call = call_with(
        (struct limits_rule){ .rate_per_second = 2, .burst = 4, .quota_per_day = 9,
                              .quota_per_month = 100 });
    assert_int_equal(limits_take(&call, &start, &left), OK);
    assert_int_equal(left.of[LIMITS_RATE].limit, 4);
    assert_int_equal(left.of[LIMITS_RATE].left, 3);
    assert_int_equal(left.of[LIMITS_RATE].window_s, 2);
    assert_int_equal(left.of[LIMITS_RATE].reset_s, 1);
    assert_int_equal(left.of[LIMITS_DAY].left, 8);
    assert_int_equal(left.of[LIMITS_DAY].window_s, 86400);
    assert_int_equal(left.of[LIMITS_DAY].reset_s, 11 * 3600);
    assert_int_equal(left.of[LIMITS_MONTH].left, 99);
    assert_int_equal(left.of[LIMITS_MONTH].window_s, 31 * 86400);
    assert_int_equal(left.exceeded, LIMITS_KINDS);
    assert_int_equal(taken(&call, start, 10), 3);
    assert_int_equal(limits_take(&call, &start, &left), RATE_LIMITED);
    assert_int_equal(left.exceeded, LIMITS_RATE);
    assert_int_equal(left.of[LIMITS_RATE].left, 0);
    assert_int_equal(left.of[LIMITS_RATE].reset_s, 1);
    assert_int_equal(left.of[LIMITS_MONTH].limit, 100);
}

static void a_refused_call_uses_nothing_up(void **state)
{
    (void)state;
    struct limits_state left;
    struct limits_call narrow = call_with((struct limits_rule){ .rate_per_second = 100,
                                                                .quota_per_day = 2 });
    narrow.grant_rule.quota_per_month = 50;
    assert_int_equal(taken(&narrow, start, 90), 2);
    struct limits_call const wide = call_with((struct limits_rule){ .rate_per_second = 100,
                                                                    .quota_per_month = 50 });
    assert_int_equal(limits_take(&wide, &start, &left), OK);
    assert_int_equal(left.of[LIMITS_RATE].left, 97);
    assert_int_equal(left.of[LIMITS_MONTH].left, 47);
}

static void a_quota_starts_anew_at_midnight_in_jakarta(void **state)
{
    (void)state;
    struct limits_call const call = call_with((struct limits_rule){ .quota_per_day = 5,
                                                                    .quota_per_month = 12 });
    assert_int_equal(taken(&call, start, 10), 5);
    assert_int_equal(taken(&call, later((11 * 3600 - 1) * SECOND), 10), 0);
    assert_int_equal(taken(&call, later(11 * 3600 * SECOND), 10), 5);
    assert_int_equal(taken(&call, later(35 * 3600 * SECOND), 10), 2);
    assert_int_equal(taken(&call, later((35 + 24 * 24) * INT64_C(3600) * SECOND), 10), 5);
}

static void a_clock_that_lags_over_midnight_opens_nothing(void **state)
{
    (void)state;
    struct limits_call const call = call_with((struct limits_rule){ .quota_per_day = 5 });
    struct limits_time const after = later(11 * 3600 * SECOND), before = later(39599 * SECOND);
    assert_int_equal(taken(&call, after, 10), 5);
    assert_int_equal(taken(&call, before, 10), 0);
    assert_int_equal(taken(&call, after, 10), 0);
}

static void a_clock_that_was_far_ahead_is_not_believed(void **state)
{
    (void)state;
    struct limits_call const call = call_with((struct limits_rule){ .quota_per_day = 5 });
    assert_int_equal(taken(&call, later(86400 * INT64_C(400) * SECOND), 10), 5);
    assert_int_equal(taken(&call, start, 10), 5);
}

static void a_change_holds_from_the_next_call(void **state)
{
    (void)state;
    struct limits_call call = call_with((struct limits_rule){ .rate_per_second = 1,
                                                              .burst = 100 });
    assert_int_equal(taken(&call, start, 200), 100);
    call.grant_rule = (struct limits_rule){ .rate_per_second = 1000, .burst = 10 };
    assert_int_equal(taken(&call, start, 200), 0);
    assert_int_equal(taken(&call, later(SECOND), 200), 10);
    call.grant_rule = (struct limits_rule){ .quota_per_day = 5 };
    assert_int_equal(taken(&call, start, 200), 5);
    call.grant_rule.quota_per_day = 8;
    assert_int_equal(taken(&call, start, 200), 3);
}

static void keys_share_their_grants_limits_and_have_their_own(void **state)
{
    (void)state;
    struct limits_state left;
    struct limits_call one = call_with((struct limits_rule){ .quota_per_day = 10 }), other = one;
    one.key = limits_meter_of("usr_1", "key_1");
    one.key_rule = (struct limits_rule){ .quota_per_day = 4 };
    assert_int_equal(limits_take(&one, &start, &left), OK);
    assert_int_equal(left.of[LIMITS_DAY].limit, 4);
    assert_int_equal(left.of[LIMITS_DAY].left, 3);
    assert_int_equal(taken(&one, start, 20), 3);
    assert_int_equal(taken(&other, start, 20), 6);
    struct limits_call third = one;
    third.key = limits_meter_of("usr_1", "key_2");
    assert_int_equal(limits_take(&third, &start, &left), QUOTA_EXCEEDED);
    assert_int_equal(left.of[LIMITS_DAY].limit, 10);
}

static void meters_are_found_again(void **state)
{
    (void)state;
    assert_ptr_equal(limits_meter_of("usr_1", "bdl_1"), limits_meter_of("usr_1", "bdl_1"));
    assert_ptr_not_equal(limits_meter_of("usr_1", "bdl_1"), limits_meter_of("usr_1", "bdl_2"));
    assert_ptr_not_equal(limits_meter_of("usr_2", "bdl_1"), limits_meter_of("usr_1", "bdl_1"));
}

static void what_was_granted_stands_in_place_of_the_usual(void **state)
{
    (void)state;
    struct limits_rule const usual = { 10, 50, 1000, 20000 };
    struct limits_rule rule = limits_override(&usual, &(struct limits_rule){ 0 });
    assert_memory_equal(&rule, &usual, sizeof usual);
    rule = limits_override(&usual, &(struct limits_rule){ .rate_per_second = 100,
                                                          .quota_per_day = 9 });
    assert_int_equal(rule.rate_per_second, 100);
    assert_int_equal(rule.burst, 0);
    assert_int_equal(rule.quota_per_day, 9);
    assert_int_equal(rule.quota_per_month, 20000);
}

static void months_begin_where_the_calendar_says(void **state)
{
    (void)state;
    const struct periods *p = periods_at(1709226000);       /* 1 March 2024 in Jakarta */
    assert_int_equal(p->month.starts_at, 1709226000);
    assert_int_equal(p->month.ends_at - p->month.starts_at, 31 * 86400);
    uint32_t const march = p->month.number;
    p = periods_at(1709225999);
    assert_int_equal(p->month.number, march - 1);
    assert_int_equal(p->month.ends_at - p->month.starts_at, 29 * 86400);
    assert_int_equal(p->day.ends_at, 1709226000);
}

enum { CLIENTS = 64, TRIES = 2000 };

struct crowd {
    const struct limits_call *call;
    _Atomic int passed;
};

static void *crowd_run(void *context)
{
    struct crowd *crowd = context;
    atomic_fetch_add(&crowd->passed, taken(crowd->call, start, TRIES));
    return NULL;
}

static int crowd_passes(const struct limits_call *call)
{
    struct crowd crowd = { .call = call };
    pthread_t threads[CLIENTS];
    for (int i = 0; i < CLIENTS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, crowd_run, &crowd), 0);
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(threads[i], NULL);
    return crowd.passed;
}

static void of_64_at_once_exactly_as_many_pass_as_may(void **state)
{
    (void)state;
    struct limits_call call = call_with((struct limits_rule){ .rate_per_second = 1000,
                                                              .burst = 77777 });
    assert_int_equal(crowd_passes(&call), 77777);
    call.grant_rule = (struct limits_rule){ .quota_per_day = 50001, .quota_per_month = 90000 };
    assert_int_equal(crowd_passes(&call), 50001);
}

static int in_jakarta(void **state)
{
    const struct zone *zone = NULL;
    (void)state;
    assert_int_equal(zone_open("Asia/Jakarta", &zone), OK);
    periods_use(zone);
    return 0;
}

static int forget(void **state)
{
    (void)state;
    limits_close();
    return 0;
}
#define afresh(test) cmocka_unit_test_teardown(test, forget)

int main(void)
{
    const struct CMUnitTest tests[] = {
        afresh(a_bucket_gives_its_burst_and_then_its_rate),
        afresh(without_a_burst_a_second_is_the_bucket),
        afresh(what_is_left_and_when_there_is_more_is_told),
        afresh(a_refused_call_uses_nothing_up),
        afresh(a_quota_starts_anew_at_midnight_in_jakarta),
        afresh(a_clock_that_lags_over_midnight_opens_nothing),
        afresh(a_clock_that_was_far_ahead_is_not_believed),
        afresh(a_change_holds_from_the_next_call),
        afresh(keys_share_their_grants_limits_and_have_their_own),
        afresh(meters_are_found_again),
        afresh(what_was_granted_stands_in_place_of_the_usual),
        afresh(months_begin_where_the_calendar_says),
        afresh(of_64_at_once_exactly_as_many_pass_as_may),
    };
    return cmocka_run_group_tests_name("limits", tests, in_jakarta, NULL);
}
