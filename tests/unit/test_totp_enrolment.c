/* Enrolling the second factor: a secret that is shown, and the proof that it arrived. */
#include "domain/totp/totp.h"

#include "base/text.h"
#include "domain/settings/settings.h"
#include "support/people.h"
#include "support/second_factor.h"
#include "support/world.h"

#include <string.h>

#define PORTAL "https://layanan.example.go.id"

static const struct totp_enrolling alice = {
    .account_id = ALICE, .origin = "ses_alice", .portal = PORTAL, .ip = "192.0.2.1",
};

static void an_enrolment_shows_a_secret_that_any_app_reads(void **state)
{
    struct world *w = *state;
    struct totp_enrolment made = { 0 };
    assert_string_equal(totp_state_of(w, ALICE), "none");
    assert_ok(totp_enrol(w->db, &w->arena, &alice, NOW, &made));
    assert_int_equal(strlen(made.secret), 32);
    const char *head = arena_printf(&w->arena, "otpauth://totp/Simpul:alice?secret=%s&issuer=Simpul"
                                               "&algorithm=SHA1&digits=6&period=30&pairing=%s",
                                    made.secret, made.pairing_token);
    assert_true(text_starts(made.uri, head));
    assert_true(text_ends(made.uri, "&portal=https%3A%2F%2Flayanan.example.go.id"));
    assert_int_equal(made.expires_at, NOW + TOTP_ENROLMENT_TTL_S);
    assert_string_equal(totp_state_of(w, ALICE), "pending");
    assert_string_equal(totp_state_of(w, BOB), "none");
}

static void a_user_name_with_blanks_is_escaped(void **state)
{
    struct world *w = *state;
    struct totp_enrolling who = alice;
    struct totp_enrolment made = { 0 };
    who.account_id = person_add(w->db, &w->arena, NULL, "Dewi & Lestari", "member");
    assert_ok(totp_enrol(w->db, &w->arena, &who, NOW, &made));
    assert_true(text_starts(made.uri, "otpauth://totp/Simpul:Dewi%20%26%20Lestari?"));
}

static void the_first_code_activates_and_brings_ten_recovery_codes(void **state)
{
    struct world *w = *state;
    struct totp_enrolment made = { 0 };
    struct recovery_codes codes;
    struct totp found;
    assert_ok(totp_enrol(w->db, &w->arena, &alice, NOW, &made));
    const char *code = totp_code(&w->arena, made.secret, NOW);
    assert_ok(totp_activate(w->db, &w->arena, &alice, code, NOW, &codes));
    assert_ok(totp_find(w->db, &w->arena, ALICE, &found));
    assert_string_equal(found.state, "active");
    assert_int_equal(found.activated_at, NOW);
    assert_int_equal(found.recovery_left, 10);
    assert_false(found.has_device);
    for (int i = 0; i < RECOVERY_CODES; i++)
        assert_int_equal(strlen(codes.codes[i]), 19);
    assert_int_equal(times_audited(w, "totp.enable"), 1);
    assert_int_equal(times_told(w, "totp.enabled"), 1);
}

static void the_activating_code_is_spent(void **state)
{
    struct world *w = *state;
    struct totp_enrolment made = { 0 };
    struct recovery_codes codes;
    assert_ok(totp_enrol(w->db, &w->arena, &alice, NOW, &made));
    const char *code = totp_code(&w->arena, made.secret, NOW);
    assert_ok(totp_activate(w->db, &w->arena, &alice, code, NOW, &codes));
    assert_err(TOTP_INVALID, totp_check_at(w, code, NOW + 1));
}

static void a_wrong_code_activates_nothing(void **state)
{
    struct world *w = *state;
    struct totp_enrolment made = { 0 };
    struct recovery_codes codes;
    assert_ok(totp_enrol(w->db, &w->arena, &alice, NOW, &made));
    const char *wrong = wrong_totp_code(&w->arena, made.secret, NOW);
    assert_err(TOTP_INVALID, totp_activate(w->db, &w->arena, &alice, wrong, NOW, &codes));
    assert_string_equal(totp_state_of(w, ALICE), "pending");
}

static void an_enrolment_ends_after_fifteen_minutes(void **state)
{
    struct world *w = *state;
    struct totp_enrolment made = { 0 };
    struct recovery_codes codes;
    int64_t const late = NOW + TOTP_ENROLMENT_TTL_S;
    assert_ok(totp_enrol(w->db, &w->arena, &alice, NOW, &made));
    const char *code = totp_code(&w->arena, made.secret, late);
    assert_err(TOKEN_INVALID, totp_activate(w->db, &w->arena, &alice, code, late, &codes));
    assert_ok(totp_enrolments_sweep(w->db, late));
    assert_string_equal(totp_state_of(w, ALICE), "none");
}

static void a_second_enrolment_replaces_the_first(void **state)
{
    struct world *w = *state;
    struct totp_enrolment first = { 0 }, second = { 0 };
    struct recovery_codes codes;
    assert_ok(totp_enrol(w->db, &w->arena, &alice, NOW, &first));
    assert_ok(totp_enrol(w->db, &w->arena, &alice, NOW, &second));
    assert_string_not_equal(first.secret, second.secret);
    const char *old = totp_code(&w->arena, first.secret, NOW);
    const char *new = totp_code(&w->arena, second.secret, NOW);
    if (strcmp(old, new) != 0)
        assert_err(TOTP_INVALID, totp_activate(w->db, &w->arena, &alice, old, NOW, &codes));
    assert_ok(totp_activate(w->db, &w->arena, &alice, new, NOW, &codes));
}

/* Whoever knows the password may enrol at a challenge while the owner does so at a session. */
static void a_code_activates_only_what_the_same_place_began(void **state)
{
    struct world *w = *state;
    struct totp_enrolling stranger = alice;
    struct totp_enrolment mine = { 0 }, theirs = { 0 };
    struct recovery_codes codes;
    stranger.origin = "challenge of a stranger";
    assert_ok(totp_enrol(w->db, &w->arena, &alice, NOW, &mine));
    assert_ok(totp_enrol(w->db, &w->arena, &stranger, NOW, &theirs));
    const char *code = totp_code(&w->arena, theirs.secret, NOW);
    assert_err(TOTP_INVALID, totp_activate(w->db, &w->arena, &alice, code, NOW, &codes));
    code = totp_code(&w->arena, mine.secret, NOW);
    assert_ok(totp_activate(w->db, &w->arena, &alice, code, NOW, &codes));
    code = totp_code(&w->arena, theirs.secret, NOW);
    assert_err(TOTP_ACTIVE, totp_activate(w->db, &w->arena, &stranger, code, NOW, &codes));
}

static void bob_cannot_activate_what_alice_began(void **state)
{
    struct world *w = *state;
    struct totp_enrolling bob = alice;
    struct totp_enrolment made = { 0 };
    struct recovery_codes codes;
    bob.account_id = BOB;
    assert_ok(totp_enrol(w->db, &w->arena, &alice, NOW, &made));
    const char *code = totp_code(&w->arena, made.secret, NOW);
    assert_err(TOKEN_INVALID, totp_activate(w->db, &w->arena, &bob, code, NOW, &codes));
}

static void who_is_active_enrols_no_second_time(void **state)
{
    struct world *w = *state;
    struct totp_enrolment made = { 0 };
    totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    assert_err(TOTP_ACTIVE, totp_enrol(w->db, &w->arena, &alice, NOW, &made));
}

static void under_off_nobody_enrols(void **state)
{
    struct world *w = *state;
    struct totp_enrolment made = { 0 };
    assert_ok(setting_change(w->db, "totp.policy.members", "off", NULL, NOW));
    settings_forget();
    assert_err(TOTP_OFF, totp_enrol(w->db, &w->arena, &alice, NOW, &made));
}

static enum err pair_at(struct world *w, const char *token, int64_t now, struct pairing *out)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, w->db));
    TRY(totp_pairing_use(tx.db, &w->arena, token, now, out));
    return tx_commit(&tx);
}

static void a_pairing_token_activates_once(void **state)
{
    struct world *w = *state;
    struct totp_enrolment made = { 0 };
    struct pairing pairing = { 0 };
    assert_ok(totp_enrol(w->db, &w->arena, &alice, NOW, &made));
    assert_err(TOKEN_INVALID, pair_at(w, "no such token", NOW, &pairing));
    assert_ok(pair_at(w, made.pairing_token, NOW, &pairing));
    assert_string_equal(pairing.account_id, ALICE);
    assert_string_equal(pairing.username, "alice");
    assert_string_equal(pairing.secret, made.secret);
    assert_null(pairing.challenge_id);
    assert_string_equal(totp_state_of(w, ALICE), "active");
    assert_ok(totp_check_at(w, totp_code(&w->arena, made.secret, NOW), NOW));
    assert_err(TOKEN_INVALID, pair_at(w, made.pairing_token, NOW, &pairing));
}

static void a_pairing_token_ends_with_its_enrolment(void **state)
{
    struct world *w = *state;
    struct totp_enrolment made = { 0 };
    struct pairing pairing = { 0 };
    assert_ok(totp_enrol(w->db, &w->arena, &alice, NOW, &made));
    assert_err(TOKEN_INVALID, pair_at(w, made.pairing_token, NOW + TOTP_ENROLMENT_TTL_S, &pairing));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_world_with_people(an_enrolment_shows_a_secret_that_any_app_reads),
        in_a_world_with_people(a_user_name_with_blanks_is_escaped),
        in_a_world_with_people(the_first_code_activates_and_brings_ten_recovery_codes),
        in_a_world_with_people(the_activating_code_is_spent),
        in_a_world_with_people(a_wrong_code_activates_nothing),
        in_a_world_with_people(an_enrolment_ends_after_fifteen_minutes),
        in_a_world_with_people(a_second_enrolment_replaces_the_first),
        in_a_world_with_people(a_code_activates_only_what_the_same_place_began),
        in_a_world_with_people(bob_cannot_activate_what_alice_began),
        in_a_world_with_people(who_is_active_enrols_no_second_time),
        in_a_world_with_people(under_off_nobody_enrols),
        in_a_world_with_people(a_pairing_token_activates_once),
        in_a_world_with_people(a_pairing_token_ends_with_its_enrolment),
    };
    return cmocka_run_group_tests_name("totp_enrolment", tests, NULL, NULL);
}
