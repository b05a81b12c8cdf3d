#include "domain/throttle/throttle.h"
#include "support/sealed.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#define HERE "192.0.2.1"
#define ELSEWHERE "198.51.100.7"

/* How long the attempt has to wait; 0: it may go on. */
static int64_t try_at(struct world *w, const char *who, const char *ip, int64_t now)
{
    int64_t wait_s = 0;
    struct attempt const t = { "sign_in", who, ip };
    enum err const e = throttle_take(w->db, &t, now, &wait_s);
    assert_true(e == OK || e == TOO_MANY);
    assert_int_equal(e == TOO_MANY, wait_s > 0);
    return wait_s;
}

static void succeed_at(struct world *w, const char *who, const char *ip, int64_t now)
{
    assert_ok(throttle_clear(w->db, &(struct attempt){ "sign_in", who, ip }, now));
}

static void a_few_attempts_are_free(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_at(w, "budi", HERE, NOW), 0);
    assert_int_equal(try_at(w, "budi", HERE, NOW), 2);
}

static void pauses_grow_up_to_a_limit(void **state)
{
    struct world *w = *state;
    int64_t now = NOW, wait_s = 0, longest = 0, expected = 2;
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_at(w, "budi", HERE, now), 0);
    for (int i = 0; i < 12; i++) {
        wait_s = try_at(w, "budi", HERE, now);
        assert_int_equal(wait_s, expected);
        longest = wait_s > longest ? wait_s : longest;
        expected = expected * 2 < 900 ? expected * 2 : 900;
        now += wait_s;
        assert_int_equal(try_at(w, "budi", HERE, now), 0);
    }
    assert_int_equal(longest, 900);
}

static void waiting_is_not_prolonged_by_trying(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_at(w, "budi", HERE, NOW), 0);
    for (int i = 0; i < 20; i++)
        assert_int_equal(try_at(w, "budi", HERE, NOW), 2);
    assert_int_equal(try_at(w, "budi", HERE, NOW + 2), 0);
}

static void a_stranger_elsewhere_shuts_nobody_out(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 30; i++)
        (void)try_at(w, "budi", ELSEWHERE, NOW);
    assert_true(try_at(w, "budi", ELSEWHERE, NOW) > 0);
    assert_int_equal(try_at(w, "budi", HERE, NOW), 0);
    assert_int_equal(try_at(w, "siti", ELSEWHERE, NOW), 0);
}

static void case_and_blanks_make_no_other_name(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_at(w, i % 2 ? " BUDI" : "budi ", HERE, NOW), 0);
    assert_int_equal(try_at(w, "Budi", HERE, NOW), 2);
}

static void an_ipv6_subscriber_is_one_address(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_at(w, "budi", "2001:db8:1:2::1", NOW), 0);
    assert_int_equal(try_at(w, "budi", "2001:db8:1:2:ffff::9", NOW), 2);
    assert_int_equal(try_at(w, "budi", "2001:db8:1:3::1", NOW), 0);
}

static void success_forgets_the_failures(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 4; i++)
        assert_int_equal(try_at(w, "budi", HERE, NOW), 0);
    succeed_at(w, "budi", HERE, NOW);
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_at(w, "budi", HERE, NOW), 0);
    assert_int_equal(try_at(w, "budi", HERE, NOW), 2);
}

static void failures_are_forgotten_after_a_day(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_at(w, "budi", HERE, NOW), 0);
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_at(w, "budi", HERE, NOW + 86400), 0);
}

/* Sixty failures from sixty addresses. */
static void attack(struct world *w, const char *who)
{
    for (int i = 0; i < 60; i++)
        (void)try_at(w, who, arena_printf(&w->arena, "203.0.113.%d", i), NOW);
}

static void under_attack_a_new_address_still_gets_a_try(void **state)
{
    struct world *w = *state;
    attack(w, "budi");
    assert_int_equal(try_at(w, "budi", HERE, NOW), 0);
    assert_int_equal(try_at(w, "budi", HERE, NOW), 2);
}

static void under_attack_a_known_address_keeps_all_its_tries(void **state)
{
    struct world *w = *state;
    succeed_at(w, "budi", HERE, NOW - 86400);
    attack(w, "budi");
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_at(w, "budi", HERE, NOW), 0);
    assert_int_equal(try_at(w, "budi", HERE, NOW), 2);
}

/* Anybody makes rows by failing: they must not pile up for the months that success counts. */
static void failures_are_kept_a_day_and_known_addresses_for_months(void **state)
{
    struct world *w = *state;
    succeed_at(w, "budi", HERE, NOW);
    attack(w, "siti");
    assert_ok(throttles_sweep(w->db, NOW + 86401));
    {
        AUTO_QUERY struct query q = db_query(w->db, "SELECT count(*) FROM throttles");
        assert_true(query_next(&q));
        assert_int_equal(column_int(&q), 1);
    }
    attack(w, "budi");
    for (int i = 0; i < 5; i++)
        assert_int_equal(try_at(w, "budi", HERE, NOW + 86402), 0);
}

static void checking_counts_nothing(void **state)
{
    struct world *w = *state;
    int64_t wait_s = 0;
    struct attempt const t = { "sign_up", NULL, HERE };
    for (int i = 0; i < 50; i++)
        assert_ok(throttle_check(w->db, &t, NOW, &wait_s));
    for (int i = 0; i < 10; i++)
        assert_ok(throttle_take(w->db, &t, NOW, &wait_s));
    assert_err(TOO_MANY, throttle_check(w->db, &t, NOW, &wait_s));
    assert_int_equal(wait_s, 2);
    assert_ok(throttle_check(w->db, &t, NOW + 2, &wait_s));
}

static void what_was_typed_is_not_stored(void **state)
{
    struct world *w = *state;
    assert_int_equal(try_at(w, "budi", HERE, NOW), 0);
    AUTO_QUERY struct query q = db_query(w->db, "SELECT group_concat(name) FROM throttles");
    assert_true(query_next(&q));
    const char *names = column_text(&q, &w->arena);
    assert_null(strstr(names, "budi"));
    assert_null(strstr(names, HERE));
}

enum { THREADS = 20 };
struct many {
    struct world *world;
    atomic_int passed;
};

static void *attempt(void *data)
{
    struct many *m = data;
    int64_t wait_s = 0;
    if (!throttle_take(m->world->db, &(struct attempt){ "sign_in", "budi", HERE }, NOW, &wait_s))
        m->passed++;
    return NULL;
}

static void many_at_once_are_all_counted(void **state)
{
    struct many m = { .world = *state };
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, attempt, &m);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(m.passed, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_sealed_world(a_few_attempts_are_free),
        in_a_sealed_world(pauses_grow_up_to_a_limit),
        in_a_sealed_world(waiting_is_not_prolonged_by_trying),
        in_a_sealed_world(a_stranger_elsewhere_shuts_nobody_out),
        in_a_sealed_world(case_and_blanks_make_no_other_name),
        in_a_sealed_world(an_ipv6_subscriber_is_one_address),
        in_a_sealed_world(success_forgets_the_failures),
        in_a_sealed_world(failures_are_forgotten_after_a_day),
        in_a_sealed_world(under_attack_a_new_address_still_gets_a_try),
        in_a_sealed_world(failures_are_kept_a_day_and_known_addresses_for_months),
        in_a_sealed_world(under_attack_a_known_address_keeps_all_its_tries),
        in_a_sealed_world(checking_counts_nothing),
        in_a_sealed_world(what_was_typed_is_not_stored),
        in_a_sealed_world(many_at_once_are_all_counted),
    };
    return cmocka_run_group_tests_name("throttle", tests, NULL, NULL);
}
