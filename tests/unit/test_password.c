#include "base/clock.h"
#include "crypto/password.h"
#include "support/world.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static struct arena arena;

static int end(void **state)
{
    (void)state;
    arena_finish(&arena);
    password_stop();
    password_limits(0, 0);
    return 0;
}

static bool fits(const char *password, const char *hash)
{
    bool is_right = false;
    assert_ok(password_verify(password, hash, &is_right));
    return is_right;
}

static void a_password_is_known_by_its_hash(void **state)
{
    (void)state;
    char *hash;
    assert_ok(password_hash(&arena, "benar kuda baterai", &hash));
    assert_int_equal(0, strncmp(hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31));
    assert_true(fits("benar kuda baterai", hash));
    assert_false(fits("benar kuda bateraj", hash));
    assert_false(fits("benar kuda bateraii", hash));
    assert_false(fits("", hash));
    assert_false(password_is_outdated(hash));
}

static void the_same_password_is_never_hashed_alike(void **state)
{
    (void)state;
    char *one, *two;
    assert_ok(password_hash(&arena, "rahasia", &one));
    assert_ok(password_hash(&arena, "rahasia", &two));
    assert_string_not_equal(one, two);
}

/* From the reference implementation's own tests. */
static void known_hashes_of_other_costs_verify_and_are_outdated(void **state)
{
    (void)state;
    const char *const hashes[] = {
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    };
    for (size_t i = 0; i < sizeof hashes / sizeof hashes[0]; i++) {
        assert_true(fits("password", hashes[i]));
        assert_false(fits("Password", hashes[i]));
        assert_true(password_is_outdated(hashes[i]));
    }
}

static void what_is_no_hash_is_refused(void **state)
{
    (void)state;
    const char *const hashes[] = {
        "", "password", "$argon2id$", "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR",
        "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIP",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$",
        "$argon2id$v=19$m=256,t=2,p=1$c29t*XNhbHQ$nf65EOgLrQMR/uIP",
        "$argon2id$v=19$m=256,t=2,p=1$$nf65EOgLrQMR/uIP",
        "$argon2id$v=19$m=999999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIP",
        "$argon2id$v=19$m=256,t=99,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIP",
        "$argon2id$v=19$m=256,t=2,p=0$c29tZXNhbHQ$nf65EOgLrQMR/uIP",
        "$argon2id$v=19$m=4,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIP",
    };
    bool is_right = true;
    for (size_t i = 0; i < sizeof hashes / sizeof hashes[0]; i++)
        assert_err(INTERNAL, password_verify("password", hashes[i], &is_right));
    assert_true(is_right);
}

static int64_t time_of_nobody(void)
{
    int64_t const start = clock_steady_us();
    assert_ok(password_verify_nobody("benar kuda baterai"));
    return clock_steady_us() - start;
}

static int64_t time_of_somebody(const char *hash)
{
    int64_t const start = clock_steady_us();
    fits("benar kuda baterai", hash);
    return clock_steady_us() - start;
}

/* The shortest of several, so that other work on the machine does not count. */
static void nobody_takes_as_long_as_somebody(void **state)
{
    (void)state;
    char *hash;
    assert_ok(password_hash(&arena, "rahasia", &hash));
    int64_t nobody = INT64_MAX, somebody = INT64_MAX;
    for (int i = 0; i < 8; i++) {
        int64_t const one = time_of_nobody(), other = time_of_somebody(hash);
        nobody = one < nobody ? one : nobody;
        somebody = other < somebody ? other : somebody;
    }
    assert_in_range(nobody * 100 / somebody, 50, 200);
}

struct caller {
    pthread_t thread;
    enum err result;
};

static void *call(void *argument)
{
    struct caller *c = argument;
    c->result = password_verify_nobody("rahasia");
    return NULL;
}

static int count_calls(struct caller *callers, int count)
{
    int served = 0;
    for (int i = 0; i < count; i++)
        assert_int_equal(0, pthread_create(&callers[i].thread, NULL, call, &callers[i]));
    for (int i = 0; i < count; i++) {
        pthread_join(callers[i].thread, NULL);
        assert_true(callers[i].result == OK || callers[i].result == BUSY);
        served += callers[i].result == OK;
    }
    return served;
}

static void a_storm_within_the_queue_is_served_whole(void **state)
{
    (void)state;
    struct caller callers[24];
    assert_int_equal(24, count_calls(callers, 24));
    struct password_load const after = password_load();
    assert_int_equal(0, after.running);
    assert_int_equal(0, after.waiting);
}

static void a_longer_queue_is_answered_busy_at_once(void **state)
{
    (void)state;
    password_limits(1, 2);
    long long const refused = password_load().refused;
    struct caller callers[40];
    int const served = count_calls(callers, 40);
    assert_in_range(served, 3, 39);
    assert_int_equal(40 - served, password_load().refused - refused);
}

static void the_threads_can_stop_and_start_again(void **state)
{
    (void)state;
    assert_ok(password_verify_nobody("rahasia"));
    password_stop();
    password_stop();
    assert_ok(password_verify_nobody("rahasia"));
}

#define then_stop(test) cmocka_unit_test_teardown(test, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        then_stop(a_password_is_known_by_its_hash),
        then_stop(the_same_password_is_never_hashed_alike),
        then_stop(known_hashes_of_other_costs_verify_and_are_outdated),
        then_stop(what_is_no_hash_is_refused),
        then_stop(nobody_takes_as_long_as_somebody),
        then_stop(a_storm_within_the_queue_is_served_whole),
        then_stop(a_longer_queue_is_answered_busy_at_once),
        then_stop(the_threads_can_stop_and_start_again),
    };
    return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
