/* Which step a sign-in misses: the table of policies, and one code for one sign-in. */
#include "base/clock.h"
#include "crypto/password.h"
#include "domain/access/access.h"
#include "domain/accounts/accounts.h"
#include "domain/authenticator/authenticator.h"
#include "domain/passwords/resets.h"
#include "domain/sessions/live.h"
#include "domain/sessions/sign_in.h"
#include "domain/settings/settings.h"
#include "domain/totp/totp.h"
#include "support/people.h"
#include "support/sealed.h"
#include "support/second_factor.h"
#include "support/times.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#define ISSUER "https://portal.contoh.go.id"
#define STAFF "usr_staff"

static struct client_trace const home = { "192.0.2.7", "Peramban/1.0" };

static int begin(void **state)
{
    int const e = sealed_begin(state);
    struct world *w = *state;
    if (e)
        return e;
    access_open();
    people_add(w->db, &w->arena);
    person_add(w->db, &w->arena, STAFF, "rina", "reviewer");
    return 0;
}

static int end(void **state)
{
    live_forget_all();
    access_close();
    settings_forget();
    return sealed_end(state);
}

#define with_people(test) cmocka_unit_test_setup_teardown(test, begin, end)

static void set_policy(struct world *w, const char *name, const char *value)
{
    assert_ok(setting_change(w->db, name, value, NULL, NOW));
    settings_forget();
}

static enum err sign_in_at(struct world *w, const char *login, int64_t now,
                           struct sign_in_result *out)
{
    struct sign_in const try = { .login = login, .password = PASSWORD, .issuer = ISSUER,
                                 .from = home };
    return sign_in(w->db, &w->arena, &try, now, out);
}

static enum err step_of(struct world *w, const char *login)
{
    struct sign_in_result result;
    return sign_in_at(w, login, NOW, &result);
}

static const char *challenge_of(struct world *w, const char *login, enum err expected, int64_t now)
{
    struct sign_in_result result = { 0 };
    assert_err(expected, sign_in_at(w, login, now, &result));
    assert_true(strlen(result.challenge.token) >= 4 + 128 / 6);
    return result.challenge.token;
}

static enum err verify_at(struct world *w, const char *challenge, const char *code, int64_t now,
                          struct sign_in_result *out)
{
    struct sign_in_proof const proof = { .challenge = challenge, .code = code, .issuer = ISSUER,
                                         .from = home };
    return sign_in_verify(w->db, &w->arena, &proof, now, out);
}

static enum err verify(struct world *w, const char *challenge, const char *code)
{
    struct sign_in_result result;
    return verify_at(w, challenge, code, NOW, &result);
}

/* ---- policies */

static void the_policy_and_the_account_decide_together(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *policy;
        enum err enrolled, without;
    } rows[] = {
        { "optional", TOTP_REQUIRED, OK },
        { "mandatory", TOTP_REQUIRED, TOTP_ENROLMENT_REQUIRED },
        { "off", OK, OK },
    };
    totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        set_policy(w, "totp.policy.members", rows[i].policy);
        assert_err(rows[i].enrolled, step_of(w, "alice"));
        assert_err(rows[i].without, step_of(w, "bob"));
        assert_err(OK, step_of(w, "rina"));
    }
}

static void staff_have_a_policy_of_their_own(void **state)
{
    struct world *w = *state;
    set_policy(w, "totp.policy.staff", "mandatory");
    assert_err(TOTP_ENROLMENT_REQUIRED, step_of(w, "rina"));
    assert_err(OK, step_of(w, "bob"));
    for (int i = 0; i < 3; i++) {
        static const char *const roles[] = { "reviewer", "publisher", "admin" };
        assert_ok(account_set_role(w->db, STAFF, roles[i], NOW));
        assert_err(TOTP_ENROLMENT_REQUIRED, step_of(w, "rina"));
    }
    assert_ok(account_set_role(w->db, STAFF, "member", NOW));
    assert_err(OK, step_of(w, "rina"));
}

static void a_wrong_password_tells_nothing_of_the_second_factor(void **state)
{
    struct world *w = *state;
    struct sign_in_result result;
    totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    for (int i = 0; i < 3; i++) {
        static const char *const logins[] = { "alice", "bob", "nobody" };
        struct sign_in const try = { .login = logins[i], .password = "wrong", .issuer = ISSUER,
                                     .from = home };
        assert_err(CREDENTIALS_WRONG, sign_in(w->db, &w->arena, &try, NOW, &result));
    }
}

/* Compared by work, not by the clock: each of them costs one computation of argon2. */
static void known_and_unknown_users_cost_the_same(void **state)
{
    struct world *w = *state;
    static const char *const logins[] = { "alice", "bob", "nobody", "62812000000000", "a@b.id" };
    struct sign_in_result result;
    totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    for (size_t i = 0; i < sizeof logins / sizeof logins[0]; i++) {
        struct sign_in const try = { .login = logins[i], .password = "wrong", .issuer = ISSUER,
                                     .from = home };
        long long const before = password_load().done;
        assert_err(CREDENTIALS_WRONG, sign_in(w->db, &w->arena, &try, NOW, &result));
        assert_int_equal(password_load().done - before, 1);
    }
}

/* The same by the clock: half of the known ones take no more than twice as long as half of the
 * unknown ones, and the other way round. */
static int64_t took_us(struct world *w, const char *login)
{
    struct sign_in_result result;
    struct sign_in const try = { .login = login, .password = "wrong", .issuer = ISSUER,
                                 .from = home };
    int64_t const before = clock_steady_us();
    assert_err(CREDENTIALS_WRONG, sign_in(w->db, &w->arena, &try, NOW, &result));
    return clock_steady_us() - before;
}

static void known_and_unknown_users_take_as_long(void **state)
{
    struct world *w = *state;
    enum { ROUNDS = 9 };
    int64_t known[ROUNDS], unknown[ROUNDS];
    totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    for (int i = 0; i < ROUNDS; i++) {
        known[i] = took_us(w, "alice");
        unknown[i] = took_us(w, "nobody");
    }
    assert_like_medians(known, unknown, ROUNDS, 2);
}

/* ---- the missing step */

static void a_code_completes_the_sign_in_once(void **state)
{
    struct world *w = *state;
    struct sign_in_result result;
    const char *secret = totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    const char *challenge = challenge_of(w, "alice", TOTP_REQUIRED, NOW);
    const char *code = totp_code(&w->arena, secret, NOW);
    assert_err(TOTP_INVALID, verify(w, challenge, wrong_totp_code(&w->arena, secret, NOW)));
    assert_err(INVALID_FIELDS, verify(w, challenge, NULL));
    assert_ok(verify_at(w, challenge, code, NOW, &result));
    assert_non_null(result.tokens.access);
    assert_err(TOKEN_INVALID, verify(w, challenge, code));
}

static void a_replayed_code_opens_no_second_challenge(void **state)
{
    struct world *w = *state;
    const char *secret = totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    const char *first = challenge_of(w, "alice", TOTP_REQUIRED, NOW);
    const char *second = challenge_of(w, "alice", TOTP_REQUIRED, NOW);
    const char *code = totp_code(&w->arena, secret, NOW);
    assert_ok(verify(w, first, code));
    assert_err(TOTP_INVALID, verify(w, second, code));
}

static void a_challenge_belongs_to_its_account(void **state)
{
    struct world *w = *state;
    const char *bobs = totp_given(w->db, &w->arena, BOB, NOW, NULL);
    totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    const char *challenge = challenge_of(w, "alice", TOTP_REQUIRED, NOW);
    assert_err(TOTP_INVALID, verify(w, challenge, totp_code(&w->arena, bobs, NOW)));
}

static void a_challenge_ends_after_half_an_hour(void **state)
{
    struct world *w = *state;
    struct sign_in_result result;
    int64_t const late = NOW + CHALLENGE_TTL_S;
    const char *secret = totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    const char *challenge = challenge_of(w, "alice", TOTP_REQUIRED, NOW);
    assert_err(TOKEN_INVALID, verify_at(w, challenge, totp_code(&w->arena, secret, late), late,
                                        &result));
}

static void removing_the_factor_ends_its_challenges(void **state)
{
    struct world *w = *state;
    const char *secret = totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    const char *challenge = challenge_of(w, "alice", TOTP_REQUIRED, NOW);
    assert_ok(totp_remove(w->db, ALICE, NOW));
    assert_err(TOKEN_INVALID, verify(w, challenge, totp_code(&w->arena, secret, NOW)));
}

static void a_new_password_ends_the_challenges_of_the_old(void **state)
{
    struct world *w = *state;
    struct password_refusal why;
    const char *secret = totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    const char *challenge = challenge_of(w, "alice", TOTP_REQUIRED, NOW);
    struct password_change const change = { .account_id = ALICE, .current = PASSWORD,
                                            .password = "hujan di bulan juni",
                                            .confirmation = "hujan di bulan juni" };
    assert_ok(password_change(w->db, &w->arena, &change, NOW, &why));
    assert_err(TOKEN_INVALID, verify(w, challenge, totp_code(&w->arena, secret, NOW)));
}

static void a_suspended_account_stops_at_the_missing_step(void **state)
{
    struct world *w = *state;
    const char *secret = totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    const char *challenge = challenge_of(w, "alice", TOTP_REQUIRED, NOW);
    assert_ok(account_set_status(w->db, ALICE, "suspended", NOW));
    assert_err(ACCOUNT_SUSPENDED, verify(w, challenge, totp_code(&w->arena, secret, NOW)));
}

struct race {
    struct world *w;
    const char *challenges[8], *code;
    atomic_int next, in, refused;
};

static void *enter(void *context)
{
    struct race *race = context;
    AUTO_ARENA struct arena a = { 0 };
    struct sign_in_result result;
    struct sign_in_proof const proof = {
        .challenge = race->challenges[atomic_fetch_add(&race->next, 1)], .code = race->code,
        .issuer = ISSUER, .from = home,
    };
    enum err const e = sign_in_verify(race->w->db, &a, &proof, NOW, &result);
    atomic_fetch_add(e ? &race->refused : &race->in, 1);
    return NULL;
}

static void of_many_sign_ins_with_one_code_at_once_one_wins(void **state)
{
    struct world *w = *state;
    enum { MANY = 8 };
    pthread_t threads[MANY];
    const char *secret = totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    struct race race = { .w = w, .code = totp_code(&w->arena, secret, NOW) };
    for (int i = 0; i < MANY; i++)
        race.challenges[i] = challenge_of(w, "alice", TOTP_REQUIRED, NOW);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, enter, &race), 0);
    for (int i = 0; i < MANY; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(race.in, 1);
    assert_int_equal(race.refused, MANY - 1);
}

/* ---- enrolling at the sign-in */

static enum err enrol_at(struct world *w, const char *challenge, struct totp_enrolling *who,
                         struct totp_enrolment *out)
{
    struct challenge c;
    TRY(challenge_open(w->db, &w->arena, challenge, NOW, &c));
    *who = (struct totp_enrolling){ .account_id = c.account_id, .origin = c.id,
                                    .challenge_id = c.id, .portal = ISSUER };
    return totp_enrol(w->db, &w->arena, who, NOW, out);
}

static void enrolling_completes_the_sign_in(void **state)
{
    struct world *w = *state;
    struct totp_enrolling who;
    struct totp_enrolment made = { 0 };
    struct recovery_codes codes;
    set_policy(w, "totp.policy.members", "mandatory");
    const char *challenge = challenge_of(w, "bob", TOTP_ENROLMENT_REQUIRED, NOW);
    assert_err(TOTP_ENROLMENT_REQUIRED, verify(w, challenge, NULL));
    assert_ok(enrol_at(w, challenge, &who, &made));
    const char *code = totp_code(&w->arena, made.secret, NOW);
    assert_err(TOTP_ENROLMENT_REQUIRED, verify(w, challenge, code));
    assert_ok(totp_activate(w->db, &w->arena, &who, code, NOW, &codes));
    assert_ok(verify(w, challenge, NULL));
    assert_err(TOKEN_INVALID, verify(w, challenge, NULL));
    challenge_of(w, "bob", TOTP_REQUIRED, NOW);
}

/* Two who know the password: the one who did not enrol has nothing of it. */
static void an_enrolment_approves_only_its_own_challenge(void **state)
{
    struct world *w = *state;
    struct totp_enrolling who;
    struct totp_enrolment made = { 0 };
    struct recovery_codes codes;
    set_policy(w, "totp.policy.members", "mandatory");
    const char *mine = challenge_of(w, "bob", TOTP_ENROLMENT_REQUIRED, NOW);
    const char *theirs = challenge_of(w, "bob", TOTP_ENROLMENT_REQUIRED, NOW);
    assert_ok(enrol_at(w, mine, &who, &made));
    assert_ok(totp_activate(w->db, &w->arena, &who, totp_code(&w->arena, made.secret, NOW), NOW,
                            &codes));
    assert_err(TOTP_ENROLMENT_REQUIRED, verify(w, theirs, NULL));
    assert_ok(verify(w, mine, NULL));
}

/* Who signs up while the policy is mandatory enrols at the first sign-in, too. */
static void a_confirmed_number_is_not_enough_where_totp_is_mandatory(void **state)
{
    struct world *w = *state;
    struct sign_in_result result = { 0 };
    const char *id = person_add_unverified(w->db, &w->arena, "citra");
    const char *phone = person_phone(w->db, &w->arena, id);
    set_policy(w, "totp.policy.members", "mandatory");
    const char *challenge = challenge_of(w, "citra", OTP_REQUIRED, NOW);
    assert_err(TOTP_ENROLMENT_REQUIRED, verify_at(w, challenge, code_sent_to(w, phone), NOW,
                                                  &result));
    assert_null(result.tokens.access);
    assert_string_equal(result.challenge.type, "totp_enrolment");
    assert_err(TOTP_ENROLMENT_REQUIRED, verify(w, result.challenge.token, NULL));
    assert_err(TOKEN_INVALID, verify(w, challenge, code_sent_to(w, phone)));
}

static void only_a_code_that_was_sent_is_sent_again(void **state)
{
    struct world *w = *state;
    struct otp_sent sent;
    totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    const char *challenge = challenge_of(w, "alice", TOTP_REQUIRED, NOW);
    assert_err(TOKEN_INVALID, sign_in_resend(w->db, &w->arena, challenge, home.ip, NOW,
                                                &sent));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_people(the_policy_and_the_account_decide_together),
        with_people(staff_have_a_policy_of_their_own),
        with_people(a_wrong_password_tells_nothing_of_the_second_factor),
        with_people(known_and_unknown_users_cost_the_same),
        with_people(known_and_unknown_users_take_as_long),
        with_people(a_code_completes_the_sign_in_once),
        with_people(a_replayed_code_opens_no_second_challenge),
        with_people(a_challenge_belongs_to_its_account),
        with_people(a_challenge_ends_after_half_an_hour),
        with_people(removing_the_factor_ends_its_challenges),
        with_people(a_new_password_ends_the_challenges_of_the_old),
        with_people(a_suspended_account_stops_at_the_missing_step),
        with_people(of_many_sign_ins_with_one_code_at_once_one_wins),
        with_people(enrolling_completes_the_sign_in),
        with_people(an_enrolment_approves_only_its_own_challenge),
        with_people(a_confirmed_number_is_not_enough_where_totp_is_mandatory),
        with_people(only_a_code_that_was_sent_is_sent_again),
    };
    return cmocka_run_group_tests_name("sign_in_steps", tests, NULL, NULL);
}
