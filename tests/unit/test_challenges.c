/* Challenges: a secret of the browser, decided once, answered by the newest device request only. */
#include "domain/sessions/challenges.h"

#include "domain/sessions/sign_in.h"
#include "support/people.h"
#include "support/second_factor.h"

#include <string.h>

enum { PLAIN = CHALLENGE_NO_NUMBER };

static const char *secret;

static int begin(void **state)
{
    if (people_begin(state))
        return 1;
    struct world *w = *state;
    secret = totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    return 0;
}

#define with_factor(test) cmocka_unit_test_setup_teardown(test, begin, people_end)

static struct challenge begun(struct world *w, const char *account_id)
{
    struct challenge c = { .account_id = account_id, .type = "totp", .ip = "192.0.2.1",
                           .user_agent = "Peramban/1.0" };
    assert_ok(challenge_begin(w->db, &w->arena, &c, NOW));
    return c;
}

/* Put before the device under this approval id. */
static struct challenge asked(struct world *w, const char *account_id, const char *approval_id,
                              int number)
{
    struct challenge const c = begun(w, account_id);
    assert_ok(challenge_ask(w->db, &c, approval_id, number, NOW));
    return c;
}

static const char *state_at(struct world *w, const struct challenge *c, int64_t now)
{
    struct challenge found;
    assert_ok(challenge_find(w->db, &w->arena, c->token, now, &found));
    return found.state;
}

static enum err verify(struct world *w, const struct challenge *c, const char *code, int64_t now)
{
    struct sign_in_result result;
    struct sign_in_proof const proof = { .challenge = c->token, .code = code,
                                         .issuer = "https://portal.contoh.go.id",
                                         .from = { "192.0.2.1", "Peramban/1.0" } };
    return sign_in_verify(w->db, &w->arena, &proof, now, &result);
}

static void the_token_is_random_and_stands_nowhere(void **state)
{
    struct world *w = *state;
    struct challenge const one = begun(w, ALICE), two = begun(w, ALICE);
    assert_string_not_equal(one.token, two.token);
    assert_int_equal(strlen(one.token), 4 + 32);
    assert_null(strstr(one.token, one.id));
    AUTO_QUERY struct query q = db_query(w->db, "SELECT count(*) FROM challenges WHERE id = $1",
                                         TEXT(one.token));
    assert_true(query_next(&q));
    assert_int_equal(column_int(&q), 0);
}

static void the_id_within_is_no_token(void **state)
{
    struct world *w = *state;
    struct challenge const c = asked(w, ALICE, "apr_1", 42);
    struct challenge found;
    assert_err(NOT_FOUND, challenge_find(w->db, &w->arena, c.id, NOW, &found));
    assert_err(NOT_FOUND, challenge_find(w->db, &w->arena, "apr_1", NOW, &found));
}

static void a_challenge_is_decided_once(void **state)
{
    struct world *w = *state;
    struct challenge const c = asked(w, ALICE, "apr_1", 42);
    assert_string_equal(state_at(w, &c, NOW), "pending");
    assert_ok(challenge_approve(w->db, c.id, NOW));
    assert_string_equal(state_at(w, &c, NOW), "approved");
    assert_err(CONFLICT, challenge_approve(w->db, c.id, NOW));
    assert_err(CONFLICT, challenge_deny(w->db, c.id, NOW));
}

static void an_approved_challenge_ends_in_one_session(void **state)
{
    struct world *w = *state;
    struct challenge const c = asked(w, ALICE, "apr_1", 42);
    assert_err(APPROVAL_REQUIRED, verify(w, &c, NULL, NOW));
    assert_ok(challenge_approve(w->db, c.id, NOW));
    assert_ok(verify(w, &c, NULL, NOW));
    assert_err(TOKEN_INVALID, verify(w, &c, NULL, NOW));
    assert_string_equal(state_at(w, &c, NOW), "expired");
}

static void a_device_may_answer_for_five_minutes(void **state)
{
    struct world *w = *state;
    struct challenge const c = asked(w, ALICE, "apr_1", 42);
    struct challenge open;
    int64_t const late = NOW + APPROVAL_TTL_S;
    assert_ok(challenge_asked(w->db, &w->arena, ALICE, late - 1, &open));
    assert_err(NOT_FOUND, challenge_asked(w->db, &w->arena, ALICE, late, &open));
    assert_string_equal(state_at(w, &c, late), "expired");
    assert_err(CONFLICT, challenge_approve(w->db, c.id, late));
    assert_err(TOKEN_INVALID, verify(w, &c, NULL, late));
}

static void a_newer_request_supersedes_the_older(void **state)
{
    struct world *w = *state;
    struct challenge const old = asked(w, ALICE, "apr_1", 42), new = asked(w, ALICE, "apr_2", 43);
    struct challenge open;
    assert_string_equal(state_at(w, &old, NOW), "expired");
    assert_ok(challenge_asked(w->db, &w->arena, ALICE, NOW, &open));
    assert_string_equal(open.approval_id, "apr_2");
    assert_int_equal(open.number, 43);
    assert_err(CONFLICT, challenge_approve(w->db, old.id, NOW));
    assert_ok(challenge_approve(w->db, new.id, NOW));
    assert_err(TOKEN_INVALID, verify(w, &old, NULL, NOW));
    assert_ok(verify(w, &new, NULL, NOW));
}

/* Somebody who knows the password too cannot keep the owner out by signing in again and again. */
static void a_code_opens_what_was_superseded(void **state)
{
    struct world *w = *state;
    struct challenge const mine = asked(w, ALICE, "apr_1", 42);
    asked(w, ALICE, "apr_2", 43);
    assert_ok(verify(w, &mine, totp_code(&w->arena, secret, NOW), NOW));
}

static void a_code_opens_what_the_device_left_unanswered(void **state)
{
    struct world *w = *state;
    struct challenge const c = asked(w, ALICE, "apr_1", 42);
    int64_t const late = NOW + APPROVAL_TTL_S + 60;
    assert_ok(verify(w, &c, totp_code(&w->arena, secret, late), late));
}

static void a_denied_challenge_takes_no_code(void **state)
{
    struct world *w = *state;
    struct challenge const c = asked(w, ALICE, "apr_1", 42);
    assert_ok(challenge_deny(w->db, c.id, NOW));
    assert_string_equal(state_at(w, &c, NOW), "denied");
    assert_err(TOKEN_INVALID, verify(w, &c, totp_code(&w->arena, secret, NOW), NOW));
}

static void bobs_device_does_not_see_alices_challenge(void **state)
{
    struct world *w = *state;
    struct challenge found;
    asked(w, ALICE, "apr_1", 42);
    assert_err(NOT_FOUND, challenge_asked(w->db, &w->arena, BOB, NOW, &found));
    assert_err(NOT_FOUND, challenge_of_approval(w->db, &w->arena, BOB, "apr_1", NOW, &found));
    assert_ok(challenge_of_approval(w->db, &w->arena, ALICE, "apr_1", NOW, &found));
    assert_string_equal(found.ip, "192.0.2.1");
    assert_null(found.token);
}

static void requests_and_wrong_numbers_are_counted(void **state)
{
    struct world *w = *state;
    int64_t count = 0, misses = 0;
    struct challenge const c = asked(w, ALICE, "apr_1", 42);
    asked(w, ALICE, "apr_2", PLAIN);
    assert_ok(challenges_asked_since(w->db, ALICE, NOW - 900, &count));
    assert_int_equal(count, 2);
    assert_ok(challenges_asked_since(w->db, ALICE, NOW, &count));
    assert_int_equal(count, 0);
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, w->db));
    assert_ok(challenge_miss(tx.db, c.id, &misses));
    assert_ok(challenge_miss(tx.db, c.id, &misses));
    assert_int_equal(misses, 2);
}

static void without_a_number_a_bare_yes_is_asked_for(void **state)
{
    struct world *w = *state;
    struct challenge open;
    asked(w, ALICE, "apr_1", PLAIN);
    assert_ok(challenge_asked(w->db, &w->arena, ALICE, NOW, &open));
    assert_int_equal(open.number, CHALLENGE_NO_NUMBER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_factor(the_token_is_random_and_stands_nowhere),
        with_factor(the_id_within_is_no_token),
        with_factor(a_challenge_is_decided_once),
        with_factor(an_approved_challenge_ends_in_one_session),
        with_factor(a_device_may_answer_for_five_minutes),
        with_factor(a_newer_request_supersedes_the_older),
        with_factor(a_code_opens_what_was_superseded),
        with_factor(a_code_opens_what_the_device_left_unanswered),
        with_factor(a_denied_challenge_takes_no_code),
        with_factor(bobs_device_does_not_see_alices_challenge),
        with_factor(requests_and_wrong_numbers_are_counted),
        with_factor(without_a_number_a_bare_yes_is_asked_for),
    };
    return cmocka_run_group_tests_name("challenges", tests, NULL, NULL);
}
