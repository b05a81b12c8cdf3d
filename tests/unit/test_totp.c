/* The second factor: codes and recovery codes, each good once. */
#include "domain/totp/totp.h"

#include "support/people.h"
#include "support/second_factor.h"
#include "support/world.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

static void a_code_is_good_once(void **state)
{
    struct world *w = *state;
    const char *secret = totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    const char *code = totp_code(&w->arena, secret, NOW);
    assert_ok(totp_check_at(w, code, NOW));
    assert_err(TOTP_INVALID, totp_check_at(w, code, NOW));
    assert_err(TOTP_INVALID, totp_check_at(w, code, NOW + 30));
}

static void an_older_code_is_void_after_a_newer_one(void **state)
{
    struct world *w = *state;
    const char *secret = totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    const char *old = totp_code(&w->arena, secret, NOW);
    assert_ok(totp_check_at(w, totp_code(&w->arena, secret, NOW + 30), NOW + 30));
    assert_err(TOTP_INVALID, totp_check_at(w, old, NOW + 30));
}

static void blanks_within_a_code_do_not_count(void **state)
{
    struct world *w = *state;
    const char *code = totp_code(&w->arena, totp_given(w->db, &w->arena, ALICE, NOW, NULL), NOW);
    assert_ok(totp_check_at(w, arena_printf(&w->arena, " %.3s %s ", code, code + 3), NOW));
}

static void bobs_code_is_not_alices(void **state)
{
    struct world *w = *state;
    totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    const char *bobs = totp_given(w->db, &w->arena, BOB, NOW, NULL);
    assert_err(TOTP_INVALID, totp_check_at(w, totp_code(&w->arena, bobs, NOW), NOW));
}

static void without_totp_no_code_is_right(void **state)
{
    struct world *w = *state;
    assert_err(TOTP_NOT_ACTIVE, totp_check_at(w, "123456", NOW));
    assert_err(TOTP_INVALID, totp_check_at(w, "aaaa-bbbb-cccc-dddd", NOW));
}

struct race {
    struct world *w;
    const char *code;
    atomic_int right, wrong;
};

static void *try_code(void *context)
{
    struct race *race = context;
    struct totp_outcome outcome;
    struct totp_try const try = { .account_id = ALICE, .code = race->code, .ip = "192.0.2.1" };
    enum err const e = totp_check(race->w->db, &try, NOW, &outcome);
    atomic_fetch_add(e ? &race->wrong : &race->right, 1);
    return NULL;
}

static void assert_one_wins(struct world *w, const char *code)
{
    enum { MANY = 8 };
    struct race race = { .w = w, .code = code };
    pthread_t threads[MANY];
    for (int i = 0; i < MANY; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, try_code, &race), 0);
    for (int i = 0; i < MANY; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(race.right, 1);
    assert_int_equal(race.wrong, MANY - 1);
}

static void of_many_with_one_code_at_once_one_wins(void **state)
{
    struct world *w = *state;
    struct recovery_codes codes;
    const char *secret = totp_given(w->db, &w->arena, ALICE, NOW, &codes);
    assert_one_wins(w, totp_code(&w->arena, secret, NOW));
    assert_one_wins(w, codes.codes[3]);
}

/* ---- recovery codes */

static void a_recovery_code_is_good_once(void **state)
{
    struct world *w = *state;
    struct recovery_codes codes;
    struct totp_outcome outcome;
    totp_given(w->db, &w->arena, ALICE, NOW, &codes);
    struct totp_try const try = { .account_id = ALICE, .code = codes.codes[7], .ip = NULL };
    assert_ok(totp_check(w->db, &try, NOW, &outcome));
    assert_true(outcome.by_recovery);
    assert_int_equal(outcome.recovery_left, 9);
    assert_err(TOTP_INVALID, totp_check(w->db, &try, NOW, &outcome));
    assert_int_equal(times_audited(w, "recovery.use"), 1);
    assert_int_equal(times_told(w, "recovery.used"), 1);
}

static void a_recovery_code_may_be_typed_in_any_form(void **state)
{
    struct world *w = *state;
    struct recovery_codes codes;
    totp_given(w->db, &w->arena, ALICE, NOW, &codes);
    const char *c = codes.codes[0];
    const char *typed = arena_printf(&w->arena, " %.4s%.4s %.4s-%.4s", c, c + 5, c + 10, c + 15);
    assert_ok(totp_check_at(w, typed, NOW));
    char *capitals = arena_copy(&w->arena, codes.codes[1]);
    for (char *at = capitals; *at; at++)
        *at = (char)(*at == '0' ? 'O' : *at == '1' ? 'l' : *at & (*at >= 'a' ? ~32 : ~0));
    assert_ok(totp_check_at(w, capitals, NOW));
}

static void bob_cannot_use_alices_recovery_code(void **state)
{
    struct world *w = *state;
    struct recovery_codes bobs;
    totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    totp_given(w->db, &w->arena, BOB, NOW, &bobs);
    assert_err(TOTP_INVALID, totp_check_at(w, bobs.codes[0], NOW));
}

static void new_recovery_codes_void_the_old(void **state)
{
    struct world *w = *state;
    struct recovery_codes old, new;
    assert_err(TOTP_NOT_ACTIVE, recovery_renew(w->db, &w->arena, ALICE, NULL, NOW, &new));
    totp_given(w->db, &w->arena, ALICE, NOW, &old);
    assert_ok(recovery_renew(w->db, &w->arena, ALICE, NULL, NOW, &new));
    assert_err(TOTP_INVALID, totp_check_at(w, old.codes[0], NOW));
    assert_ok(totp_check_at(w, new.codes[0], NOW));
    assert_int_equal(times_audited(w, "recovery.renew"), 1);
    assert_int_equal(times_told(w, "recovery.renewed"), 1);
}

/* ---- storing and removing */

static void nothing_of_it_stands_in_the_clear(void **state)
{
    struct world *w = *state;
    struct recovery_codes codes;
    struct totp_enrolment pending;
    struct totp_enrolling const bob = { .account_id = BOB, .origin = "ses_bob", .portal = "" };
    const char *secret = totp_given(w->db, &w->arena, ALICE, NOW, &codes);
    assert_ok(totp_enrol(w->db, &w->arena, &bob, NOW, &pending));
    AUTO_QUERY struct query q = db_query(w->db,
        "SELECT (SELECT group_concat(secret) FROM totps)"
        " || (SELECT group_concat(secret || pairing_digest) FROM totp_enrolments)"
        " || (SELECT group_concat(code_mac) FROM recovery_codes)");
    assert_true(query_next(&q));
    const char *all = column_text(&q, &w->arena);
    assert_null(strstr(all, secret));
    assert_null(strstr(all, pending.secret));
    assert_null(strstr(all, pending.pairing_token));
    for (int i = 0; i < RECOVERY_CODES; i++)
        assert_null(strstr(all, codes.codes[i]));
}

static void a_secret_copied_to_another_account_does_not_open(void **state)
{
    struct world *w = *state;
    const char *secret = totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    totp_given(w->db, &w->arena, BOB, NOW, NULL);
    assert_ok(db_run(w->db, "UPDATE totps SET secret = (SELECT secret FROM totps"
                            " WHERE account_id = $1) WHERE account_id = $2",
                     TEXT(BOB), TEXT(ALICE)));
    assert_err(INTERNAL, totp_check_at(w, totp_code(&w->arena, secret, NOW), NOW));
}

static void disabling_takes_a_code_and_removes_everything(void **state)
{
    struct world *w = *state;
    struct recovery_codes codes;
    struct totp_outcome outcome;
    const char *secret = totp_given(w->db, &w->arena, ALICE, NOW, &codes);
    struct totp_try try = { .account_id = ALICE, .ip = "192.0.2.1",
                            .code = wrong_totp_code(&w->arena, secret, NOW) };
    assert_err(TOTP_INVALID, totp_disable(w->db, &try, NOW, &outcome));
    assert_string_equal(totp_state_of(w, ALICE), "active");
    try.code = totp_code(&w->arena, secret, NOW);
    assert_ok(totp_disable(w->db, &try, NOW, &outcome));
    assert_string_equal(totp_state_of(w, ALICE), "none");
    assert_err(TOTP_INVALID, totp_check_at(w, codes.codes[0], NOW));
    assert_err(TOTP_NOT_ACTIVE, totp_disable(w->db, &try, NOW, &outcome));
    assert_int_equal(times_audited(w, "totp.disable"), 1);
    assert_int_equal(times_told(w, "totp.disabled"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_world_with_people(a_code_is_good_once),
        in_a_world_with_people(an_older_code_is_void_after_a_newer_one),
        in_a_world_with_people(blanks_within_a_code_do_not_count),
        in_a_world_with_people(bobs_code_is_not_alices),
        in_a_world_with_people(without_totp_no_code_is_right),
        in_a_world_with_people(of_many_with_one_code_at_once_one_wins),
        in_a_world_with_people(a_recovery_code_is_good_once),
        in_a_world_with_people(a_recovery_code_may_be_typed_in_any_form),
        in_a_world_with_people(bob_cannot_use_alices_recovery_code),
        in_a_world_with_people(new_recovery_codes_void_the_old),
        in_a_world_with_people(nothing_of_it_stands_in_the_clear),
        in_a_world_with_people(a_secret_copied_to_another_account_does_not_open),
        in_a_world_with_people(disabling_takes_a_code_and_removes_everything),
    };
    return cmocka_run_group_tests_name("totp", tests, NULL, NULL);
}
