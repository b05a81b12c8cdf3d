/* Guessing codes: slower for the guesser, bounded for all strangers together, and no lock for the
 * owner. */
#include "domain/totp/totp.h"

#include "domain/accounts/accounts.h"
#include "domain/throttle/throttle.h"
#include "support/people.h"
#include "support/second_factor.h"

#include <string.h>

#define HOME "192.0.2.1"

enum { FREE = 5, BUDGET = 50, REFILL_S = 6 * 3600, DAY_S = 86400, ADDRESSES = 10000 };

static const char *secret;
static struct recovery_codes codes;

static int begin(void **state)
{
    if (people_begin(state))
        return 1;
    struct world *w = *state;
    secret = totp_given(w->db, &w->arena, ALICE, NOW, &codes);
    return 0;
}

#define with_alice(test) cmocka_unit_test_setup_teardown(test, begin, people_end)

static enum err try_at(struct world *w, const char *code, const char *ip, int64_t now,
                       int64_t *retry_s)
{
    struct totp_outcome outcome;
    struct totp_try const try = { .account_id = ALICE, .code = code, .ip = ip };
    enum err const e = totp_check(w->db, &try, now, &outcome);
    *retry_s = outcome.retry_s;
    return e;
}

static enum err right_at(struct world *w, const char *ip, int64_t now)
{
    int64_t retry_s = 0;
    return try_at(w, totp_code(&w->arena, secret, now), ip, now, &retry_s);
}

static enum err wrong_at(struct world *w, const char *ip, int64_t now)
{
    int64_t retry_s = 0;
    return try_at(w, wrong_totp_code(&w->arena, secret, now), ip, now, &retry_s);
}

static const char *address(struct world *w, int number)
{
    return arena_printf(&w->arena, "10.%d.%d.1", number / 256, number % 256);
}

/* How many of so many guesses, each from an address of its own, were compared at all. */
static int compared(struct world *w, int guesses, int64_t now)
{
    int count = 0;
    const char *wrong = wrong_totp_code(&w->arena, secret, now);
    for (int i = 0; i < guesses; i++) {
        int64_t retry_s = 0;
        enum err const e = try_at(w, wrong, address(w, i), now, &retry_s);
        assert_true(e == TOTP_INVALID || e == TOO_MANY);
        assert_true(e == TOTP_INVALID || (retry_s > 0 && retry_s <= REFILL_S));
        count += e == TOTP_INVALID;
    }
    return count;
}

static void one_address_waits_longer_each_time(void **state)
{
    struct world *w = *state;
    const char *wrong = wrong_totp_code(&w->arena, secret, NOW);
    int64_t now = NOW, retry_s = 0, before = 0;
    for (int i = 0; i < FREE; i++)
        assert_err(TOTP_INVALID, try_at(w, wrong, HOME, now, &retry_s));
    for (int i = 0; i < 4; i++) {
        assert_err(TOO_MANY, try_at(w, wrong, HOME, now, &retry_s));
        assert_true(retry_s > before);
        before = retry_s;
        now += retry_s;
        assert_err(TOTP_INVALID, try_at(w, wrong, HOME, now, &retry_s));
    }
    assert_true(before <= 900);
}

static void the_pause_ends_by_itself_and_the_owner_is_in(void **state)
{
    struct world *w = *state;
    const char *wrong = wrong_totp_code(&w->arena, secret, NOW);
    int64_t retry_s = 0;
    for (int i = 0; i < FREE; i++)
        assert_err(TOTP_INVALID, try_at(w, wrong, HOME, NOW, &retry_s));
    assert_err(TOO_MANY, right_at(w, HOME, NOW));
    assert_ok(right_at(w, HOME, NOW + 60));
}

static void ten_thousand_addresses_get_fifty_guesses_together(void **state)
{
    struct world *w = *state;
    assert_int_equal(compared(w, ADDRESSES, NOW), BUDGET);
}

static void guesses_come_back_one_by_one(void **state)
{
    struct world *w = *state;
    assert_int_equal(compared(w, 100, NOW), BUDGET);
    assert_int_equal(compared(w, 100, NOW + REFILL_S), 1);
    assert_int_equal(compared(w, 100, NOW + 11 * REFILL_S), 10);
}

/* Neither the sweep nor success at home gives strangers new guesses. */
static void nothing_but_time_and_a_new_password_brings_guesses_back(void **state)
{
    struct world *w = *state;
    assert_ok(right_at(w, HOME, NOW));
    assert_int_equal(compared(w, 100, NOW + 60), BUDGET);
    assert_ok(right_at(w, HOME, NOW + 60));
    int64_t const later = NOW + 60 + 2 * REFILL_S;
    assert_ok(throttles_sweep(w->db, later));
    assert_int_equal(compared(w, 100, later), 2);
}

static void a_known_address_stays_open_during_the_attack(void **state)
{
    struct world *w = *state;
    assert_ok(right_at(w, HOME, NOW));
    compared(w, 200, NOW + 60);
    assert_err(TOO_MANY, right_at(w, "198.51.100.7", NOW + 60));
    assert_ok(right_at(w, HOME, NOW + 60));
    assert_ok(right_at(w, HOME, NOW + 30 * DAY_S));
}

static void a_recovery_code_opens_from_anywhere_during_the_attack(void **state)
{
    struct world *w = *state;
    int64_t retry_s = 0;
    compared(w, 200, NOW);
    assert_err(TOO_MANY, right_at(w, "198.51.100.7", NOW));
    assert_ok(try_at(w, codes.codes[0], "198.51.100.7", NOW, &retry_s));
}

static void a_new_password_ends_the_attack(void **state)
{
    struct world *w = *state;
    compared(w, 200, NOW);
    assert_err(TOO_MANY, right_at(w, "198.51.100.7", NOW));
    assert_ok(account_set_password(w->db, ALICE, "another hash", NOW + DAY_S));
    assert_ok(right_at(w, "198.51.100.7", NOW + DAY_S));
}

/* Whoever holds the phone resets the password as often as the pace of links allows. */
static void one_new_password_after_another_brings_few_guesses(void **state)
{
    struct world *w = *state;
    int count = compared(w, 100, NOW);
    for (int64_t now = NOW + 900; now < NOW + DAY_S; now += 900) {
        assert_ok(account_set_password(w->db, ALICE, "another hash", now));
        count += compared(w, 20, now);
    }
    assert_in_range(count, BUDGET, 2 * BUDGET + 2 * DAY_S / REFILL_S);
}

static void success_from_a_new_address_costs_nothing(void **state)
{
    struct world *w = *state;
    int64_t now = NOW;
    for (int i = 0; i < BUDGET + 10; i++, now += 30)
        assert_ok(right_at(w, address(w, i), now));
}

static void bob_is_not_slowed_by_guesses_at_alice(void **state)
{
    struct world *w = *state;
    struct totp_outcome outcome;
    const char *bobs = totp_given(w->db, &w->arena, BOB, NOW, NULL);
    compared(w, 200, NOW);
    struct totp_try const try = { .account_id = BOB, .ip = "10.0.0.1",
                                  .code = totp_code(&w->arena, bobs, NOW) };
    assert_ok(totp_check(w->db, &try, NOW, &outcome));
}

static int64_t told(struct world *w)
{
    AUTO_QUERY struct query q = db_query(w->db, "SELECT count(*) FROM notifications"
                                                " WHERE kind = 'totp.guessed'");
    assert_true(query_next(&q));
    return column_int(&q);
}

static void the_owner_is_told_once_a_day(void **state)
{
    struct world *w = *state;
    compared(w, BUDGET - 1, NOW);
    assert_int_equal(told(w), 0);
    compared(w, 100, NOW);
    assert_int_equal(told(w), 1);
    compared(w, 100, NOW + REFILL_S);
    assert_int_equal(told(w), 1);
    compared(w, 100, NOW + 2 * 86400);
    assert_int_equal(told(w), 2);
}

/* Also where the owner is known: a colleague behind the same address may know the password. */
static void many_wrong_codes_at_one_address_are_told(void **state)
{
    struct world *w = *state;
    int64_t now = NOW, retry_s = 0;
    assert_ok(right_at(w, HOME, now));
    for (int i = 0; i < 30 && !told(w); i++) {
        const char *wrong = wrong_totp_code(&w->arena, secret, now);
        if (try_at(w, wrong, HOME, now, &retry_s) == TOO_MANY)
            now += retry_s;
    }
    assert_int_equal(told(w), 1);
    assert_err(TOO_MANY, right_at(w, HOME, now));
    assert_ok(right_at(w, HOME, now + 900));
}

/* The attempts at the password have pauses of their own. */
static void the_password_is_not_slowed(void **state)
{
    struct world *w = *state;
    int64_t retry_s = 0;
    struct attempt const password = { "sign_in", "alice", HOME };
    for (int i = 0; i < FREE + 1; i++)
        assert_int_not_equal(wrong_at(w, HOME, NOW), OK);
    assert_ok(throttle_take(w->db, &password, NOW, &retry_s));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_alice(one_address_waits_longer_each_time),
        with_alice(the_pause_ends_by_itself_and_the_owner_is_in),
        with_alice(ten_thousand_addresses_get_fifty_guesses_together),
        with_alice(guesses_come_back_one_by_one),
        with_alice(nothing_but_time_and_a_new_password_brings_guesses_back),
        with_alice(a_known_address_stays_open_during_the_attack),
        with_alice(a_recovery_code_opens_from_anywhere_during_the_attack),
        with_alice(a_new_password_ends_the_attack),
        with_alice(one_new_password_after_another_brings_few_guesses),
        with_alice(success_from_a_new_address_costs_nothing),
        with_alice(bob_is_not_slowed_by_guesses_at_alice),
        with_alice(the_owner_is_told_once_a_day),
        with_alice(many_wrong_codes_at_one_address_are_told),
        with_alice(the_password_is_not_slowed),
    };
    return cmocka_run_group_tests_name("totp_guessing", tests, NULL, NULL);
}
