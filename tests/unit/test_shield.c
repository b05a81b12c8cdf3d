/* The shield of an upstream: the breaker with its probes. */
#include "domain/shield/shield.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { START = 1000000 };               /* milliseconds */

static struct shield_rule const breaker = { .has_breaker = true, .error_percent = 50,
                                            .min_calls = 10, .slow_ms = 2000, .rest_s = 5 };

struct fixture {
    struct shield *shield;
    int64_t now_ms;
};

static int begin(void **state)
{
    static struct fixture f;
    f = (struct fixture){ .shield = shield_new(), .now_ms = START };
    *state = &f;
    return 0;
}

static int end(void **state)
{
    struct fixture *f = *state;
    shield_free(f->shield);
    return 0;
}

/* Lets count calls through, each done at once. Answers how many times that opened the breaker. */
static int calls(struct fixture *f, int count, struct shield_outcome outcome)
{
    int opened = 0;
    for (int i = 0; i < count; i++) {
        struct shield_pass pass = { 0 };
        unsigned retry_s;
        if (shield_enter(f->shield, &breaker, f->now_ms, &pass, &retry_s) != OK)
            continue;
        opened += shield_judge(f->shield, &breaker, f->now_ms, &pass, &outcome);
        shield_leave(f->shield, f->now_ms, &pass);
    }
    return opened;
}

static struct shield_outcome const good = { .took_ms = 20 };
static struct shield_outcome const failed = { .has_failed = true, .took_ms = 20 };
static struct shield_outcome const slow = { .took_ms = 2001 };

static enum err enters(struct fixture *f, struct shield_pass *pass)
{
    unsigned retry_s;
    return shield_enter(f->shield, &breaker, f->now_ms, pass, &retry_s);
}

static enum shield_state state_of(struct fixture *f)
{
    struct shield_figures figures;
    shield_look(f->shield, f->now_ms, &figures);
    return figures.state;
}

static void it_opens_when_half_of_the_calls_fail(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(calls(f, 9, failed), 0);
    assert_int_equal(state_of(f), SHIELD_CLOSED);
    assert_int_equal(calls(f, 1, failed), 1);
    assert_int_equal(state_of(f), SHIELD_OPEN);
}

static void a_few_failures_among_many_do_not_open_it(void **state)
{
    struct fixture *f = *state;
    calls(f, 100, good);
    assert_int_equal(calls(f, 99, failed), 0);
    assert_int_equal(calls(f, 1, failed), 1);
}

static void slowness_opens_it_too(void **state)
{
    struct fixture *f = *state;
    calls(f, 5, good);
    assert_int_equal(calls(f, 5, slow), 1);
}

static void what_is_long_past_does_not_count(void **state)
{
    struct fixture *f = *state;
    calls(f, 9, failed);
    f->now_ms += 11000;
    assert_int_equal(calls(f, 9, failed), 0);
    f->now_ms += 9000;
    assert_int_equal(calls(f, 1, failed), 1);
}

static void while_it_rests_nobody_passes(void **state)
{
    struct fixture *f = *state;
    struct shield_pass pass = { 0 };
    unsigned retry_s = 0;
    calls(f, 10, failed);
    assert_int_equal(shield_enter(f->shield, &breaker, f->now_ms, &pass, &retry_s),
                     UPSTREAM_RESTING);
    assert_int_equal(retry_s, 5);
    f->now_ms += 4100;
    assert_int_equal(shield_enter(f->shield, &breaker, f->now_ms, &pass, &retry_s),
                     UPSTREAM_RESTING);
    assert_int_equal(retry_s, 1);
}

static void after_its_rest_one_call_at_a_time_probes(void **state)
{
    struct fixture *f = *state;
    struct shield_pass probe = { 0 }, other = { 0 };
    calls(f, 10, failed);
    f->now_ms += 5000;
    assert_int_equal(state_of(f), SHIELD_HALF_OPEN);
    assert_int_equal(enters(f, &probe), OK);
    assert_true(probe.is_probe);
    assert_int_equal(enters(f, &other), UPSTREAM_RESTING);
    shield_judge(f->shield, &breaker, f->now_ms, &probe, &failed);
    shield_leave(f->shield, f->now_ms, &probe);
    assert_int_equal(state_of(f), SHIELD_OPEN);
    assert_int_equal(enters(f, &other), UPSTREAM_RESTING);
    f->now_ms += 5000;
    assert_int_equal(enters(f, &probe), OK);
    shield_judge(f->shield, &breaker, f->now_ms, &probe, &good);
    shield_leave(f->shield, f->now_ms, &probe);
    assert_int_equal(state_of(f), SHIELD_CLOSED);
    assert_int_equal(enters(f, &other), OK);
    assert_false(other.is_probe);
}

static void once_closed_the_old_failures_are_forgotten(void **state)
{
    struct fixture *f = *state;
    calls(f, 10, failed);
    f->now_ms += 5000;
    calls(f, 1, good);
    assert_int_equal(calls(f, 9, failed), 0);
    assert_int_equal(state_of(f), SHIELD_CLOSED);
}

static void a_probe_whose_client_leaves_gives_way_to_another(void **state)
{
    struct fixture *f = *state;
    struct shield_pass probe = { 0 };
    calls(f, 10, failed);
    f->now_ms += 5000;
    assert_int_equal(enters(f, &probe), OK);
    shield_leave(f->shield, f->now_ms, &probe);
    assert_int_equal(enters(f, &probe), UPSTREAM_RESTING);
    probe.caller = 2;
    assert_int_equal(enters(f, &probe), OK);
    assert_true(probe.is_probe);
    shield_leave(f->shield, f->now_ms, &probe);
    f->now_ms += 1000;
    assert_int_equal(enters(f, &probe), OK);
}

static void a_probe_that_never_ends_does_not_block_for_ever(void **state)
{
    struct fixture *f = *state;
    struct shield_pass lost = { 0 }, next = { .caller = 2 };
    calls(f, 10, failed);
    f->now_ms += 5000;
    assert_int_equal(enters(f, &lost), OK);
    f->now_ms += 10001;
    assert_int_equal(enters(f, &next), OK);
}

/* As calls(), of one caller. */
static int calls_by(struct fixture *f, uint32_t caller, int count, struct shield_outcome outcome)
{
    int passed = 0;
    for (int i = 0; i < count; i++) {
        struct shield_pass pass = { .caller = caller };
        if (enters(f, &pass) != OK)
            continue;
        passed++;
        shield_judge(f->shield, &breaker, f->now_ms, &pass, &outcome);
        shield_leave(f->shield, f->now_ms, &pass);
    }
    return passed;
}

static void one_whose_calls_all_fail_closes_it_to_nobody_else(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(calls_by(f, 7, 30, failed), 10);
    assert_int_equal(state_of(f), SHIELD_OPEN);
    assert_int_equal(calls_by(f, 8, 30, good), 30);
    assert_int_equal(calls_by(f, 7, 5, failed), 0);
    f->now_ms += 5000;
    assert_int_equal(calls_by(f, 7, 5, good), 5);
    assert_int_equal(state_of(f), SHIELD_CLOSED);
}

static void where_several_fail_it_rests_for_all(void **state)
{
    struct fixture *f = *state;
    calls_by(f, 7, 10, failed);
    assert_int_equal(calls_by(f, 8, 5, failed), 1);
    assert_int_equal(calls_by(f, 9, 5, good), 0);
    f->now_ms += 5000;
    assert_int_equal(calls_by(f, 9, 5, good), 5);
    assert_int_equal(state_of(f), SHIELD_CLOSED);
}

static void who_probes_in_vain_leaves_the_next_try_to_others(void **state)
{
    struct fixture *f = *state;
    struct shield_pass held = { .caller = 7 };
    calls_by(f, 7, 5, failed);
    calls_by(f, 8, 5, failed);
    f->now_ms += 5000;
    assert_int_equal(calls_by(f, 7, 9, failed), 1);
    assert_int_equal(calls_by(f, 8, 9, failed), 1);
    assert_int_equal(calls_by(f, 7, 9, failed) + calls_by(f, 8, 9, failed), 0);
    f->now_ms += 5000;
    assert_int_equal(enters(f, &held), OK);     /* and sends its body by and by */
    assert_int_equal(calls_by(f, 9, 9, good), 0);
    f->now_ms += 10001;
    assert_int_equal(calls_by(f, 7, 9, good), 0);
    assert_int_equal(calls_by(f, 9, 9, good), 9);
}

static void without_a_breaker_nothing_is_judged(void **state)
{
    struct fixture *f = *state;
    struct shield_rule const none = { 0 };
    for (int i = 0; i < 100; i++) {
        struct shield_pass pass = { 0 };
        unsigned retry_s;
        assert_int_equal(shield_enter(f->shield, &none, f->now_ms, &pass, &retry_s), OK);
        assert_false(shield_judge(f->shield, &none, f->now_ms, &pass, &failed));
        shield_leave(f->shield, f->now_ms, &pass);
    }
    assert_int_equal(state_of(f), SHIELD_CLOSED);
}

static void another_upstream_starts_closed(void **state)
{
    struct fixture *f = *state;
    calls(f, 10, failed);
    shield_reset(f->shield);
    assert_int_equal(state_of(f), SHIELD_CLOSED);
    assert_int_equal(calls(f, 9, failed), 0);
}

static void who_looks_sees_the_last_seconds(void **state)
{
    struct fixture *f = *state;
    struct shield_figures figures;
    calls(f, 3, good);
    f->now_ms += 1000;
    calls(f, 2, failed);
    shield_look(f->shield, f->now_ms, &figures);
    assert_int_equal(figures.seconds[8].calls, 3);
    assert_int_equal(figures.seconds[9].calls, 2);
    assert_int_equal(figures.seconds[9].bad, 2);
    assert_int_equal(figures.opened, 0);
    assert_string_equal(shield_state_name(figures.state), "closed");
}

#define shielded(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        shielded(it_opens_when_half_of_the_calls_fail),
        shielded(a_few_failures_among_many_do_not_open_it),
        shielded(slowness_opens_it_too),
        shielded(what_is_long_past_does_not_count),
        shielded(while_it_rests_nobody_passes),
        shielded(after_its_rest_one_call_at_a_time_probes),
        shielded(once_closed_the_old_failures_are_forgotten),
        shielded(a_probe_whose_client_leaves_gives_way_to_another),
        shielded(a_probe_that_never_ends_does_not_block_for_ever),
        shielded(one_whose_calls_all_fail_closes_it_to_nobody_else),
        shielded(where_several_fail_it_rests_for_all),
        shielded(who_probes_in_vain_leaves_the_next_try_to_others),
        shielded(without_a_breaker_nothing_is_judged),
        shielded(another_upstream_starts_closed),
        shielded(who_looks_sees_the_last_seconds),
    };
    return cmocka_run_group_tests_name("shield", tests, NULL, NULL);
}
