/* The places before an upstream: never too many, and some for everybody. */
#include "domain/shield/shield.h"

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { START = 1000000 };               /* milliseconds */

static int begin(void **state)
{
    *state = shield_new();
    return 0;
}

static int end(void **state)
{
    shield_free(*state);
    return 0;
}

enum { CLIENTS = 64, TRIES = 500, PLACES = 7 };

struct crowd {
    struct shield *shield;
    _Atomic int inside, most, passed;
    _Atomic uint32_t callers;
};

static void note_most(struct crowd *crowd, int inside)
{
    int most = atomic_load(&crowd->most);
    while (inside > most && !atomic_compare_exchange_weak(&crowd->most, &most, inside))
        ;
}

static void *crowd_run(void *context)
{
    struct crowd *crowd = context;
    struct shield_rule const rule = { .concurrent_calls = PLACES };
    for (int i = 0; i < TRIES; i++) {
        struct shield_pass pass = { .caller = atomic_fetch_add(&crowd->callers, 1) };
        unsigned retry_s;
        if (shield_enter(crowd->shield, &rule, START, &pass, &retry_s) != OK)
            continue;
        note_most(crowd, atomic_fetch_add(&crowd->inside, 1) + 1);
        atomic_fetch_add(&crowd->passed, 1);
        sched_yield();
        atomic_fetch_sub(&crowd->inside, 1);
        shield_leave(crowd->shield, START, &pass);
    }
    return NULL;
}

static void never_more_are_under_way_than_there_are_places(void **state)
{
    struct shield *s = *state;
    struct crowd crowd = { .shield = s };
    pthread_t threads[CLIENTS];
    for (int i = 0; i < CLIENTS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, crowd_run, &crowd), 0);
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(threads[i], NULL);
    assert_true(crowd.passed >= TRIES);
    assert_in_range(crowd.most, 1, PLACES);
    struct shield_figures figures;
    shield_look(s, START, &figures);
    assert_int_equal(figures.in_flight, 0);
}

static struct shield_rule const eight = { .concurrent_calls = 8 };

static enum err comes(struct shield *s, uint32_t caller, struct shield_pass *pass)
{
    unsigned retry_s;
    *pass = (struct shield_pass){ .caller = caller };
    return shield_enter(s, &eight, START, pass, &retry_s);
}

static void the_last_quarter_of_the_places_is_for_who_holds_none(void **state)
{
    struct shield *s = *state;
    struct shield_pass held[7], pass, other;
    for (int i = 0; i < 6; i++)
        assert_int_equal(comes(s, 7, &held[i]), OK);
    assert_int_equal(comes(s, 7, &pass), BUNDLE_BUSY);
    assert_int_equal(comes(s, 8, &held[6]), OK);
    assert_int_equal(comes(s, 8, &pass), BUNDLE_BUSY);
    assert_int_equal(comes(s, 9, &other), OK);
    assert_int_equal(comes(s, 10, &pass), BUNDLE_BUSY);
    shield_leave(s, START, &other);
    assert_int_equal(comes(s, 7, &pass), BUNDLE_BUSY);
    assert_int_equal(comes(s, 10, &other), OK);
    shield_leave(s, START, &other);
    for (int i = 0; i < 7; i++)
        shield_leave(s, START, &held[i]);
    assert_int_equal(comes(s, 7, &pass), OK);
    shield_leave(s, START, &pass);
}

static void of_a_single_place_nothing_is_kept_back(void **state)
{
    struct shield *s = *state;
    struct shield_rule const one = { .concurrent_calls = 1 };
    struct shield_pass pass = { .caller = 7 }, again = { .caller = 7 };
    unsigned retry_s;
    assert_int_equal(shield_enter(s, &one, START, &pass, &retry_s), OK);
    assert_int_equal(shield_enter(s, &one, START, &again, &retry_s), BUNDLE_BUSY);
    shield_leave(s, START, &pass);
    assert_int_equal(shield_enter(s, &one, START, &again, &retry_s), OK);
    shield_leave(s, START, &again);
}

struct rush {
    struct shield *shield;
    uint32_t caller;
    _Atomic int *inside;                /* of the one who calls much */
    int refused, most;
};

static void *rush_run(void *context)
{
    struct rush *rush = context;
    for (int i = 0; i < TRIES; i++) {
        struct shield_pass pass;
        if (comes(rush->shield, rush->caller, &pass) != OK) {
            rush->refused++;
            continue;
        }
        int const inside = atomic_fetch_add(rush->inside, 1) + 1;
        rush->most = inside > rush->most ? inside : rush->most;
        sched_yield();
        atomic_fetch_sub(rush->inside, 1);
        shield_leave(rush->shield, START, &pass);
    }
    return NULL;
}

/* Two of eight places are kept back: for the one call of each of two others. */
static void however_much_one_calls_others_always_get_in(void **state)
{
    enum { OTHERS = 2 };
    _Atomic int inside[OTHERS + 1] = { 0 };
    struct rush rushes[CLIENTS];
    pthread_t threads[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
        int const whose = i < OTHERS ? i + 1 : 0;
        rushes[i] = (struct rush){ .shield = *state, .caller = 7 + (uint32_t)whose,
                                   .inside = &inside[whose] };
        assert_int_equal(pthread_create(&threads[i], NULL, rush_run, &rushes[i]), 0);
    }
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < OTHERS; i++)
        assert_int_equal(rushes[i].refused, 0);
    for (int i = OTHERS; i < CLIENTS; i++)
        assert_in_range(rushes[i].most, 0, 6);
}

#define shielded(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        shielded(never_more_are_under_way_than_there_are_places),
        shielded(the_last_quarter_of_the_places_is_for_who_holds_none),
        shielded(of_a_single_place_nothing_is_kept_back),
        shielded(however_much_one_calls_others_always_get_in),
    };
    return cmocka_run_group_tests_name("places", tests, NULL, NULL);
}
