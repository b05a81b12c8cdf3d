/* Resets of the second factor: by mail, by the helpdesk, at the command line. */
#include "domain/totp/resets.h"

#include "base/clock.h"
#include "domain/accounts/accounts.h"
#include "domain/passwords/resets.h"
#include "domain/sessions/sessions.h"
#include "domain/settings/settings.h"
#include "domain/totp/totp.h"
#include "support/people.h"
#include "support/sealed.h"
#include "support/second_factor.h"
#include "support/times.h"

#include <string.h>

#define MAIL "alice@contoh.go.id"
#define ADMIN_ID "usr_admin"

static const struct totp_reset_request right = { "alice", MAIL, "non_penyedia" };

static int begin(void **state)
{
    if (people_begin(state))
        return 1;
    struct world *w = *state;
    person_add(w->db, &w->arena, ADMIN_ID, "admin", "admin");
    totp_given(w->db, &w->arena, ALICE, NOW, NULL);
    return 0;
}

static int end(void **state)
{
    settings_forget();
    return people_end(state);
}

#define with_factor(test) cmocka_unit_test_setup_teardown(test, begin, end)

static bool is_active(struct world *w, const char *account_id)
{
    struct totp found;
    assert_ok(totp_find(w->db, &w->arena, account_id, &found));
    return found.activated_at != 0;
}

static void ask(struct world *w, const struct totp_reset_request *request, int64_t now)
{
    int64_t retry_s = 0;
    assert_ok(totp_reset_request(w->db, &w->arena, request, now, &retry_s));
}

/* The token of the newest link to Alice's mailbox. */
static const char *token_at(struct world *w, int64_t now)
{
    ask(w, &right, now);
    const char *token = strstr(link_sent_to(w, MAIL), "#token=");
    assert_non_null(token);
    return token + strlen("#token=");
}

static enum err use(struct world *w, const char *token, int64_t now)
{
    return totp_reset_by_link(w->db, &w->arena, token, "192.0.2.1", now);
}

static void sign_in_as_alice(struct world *w)
{
    struct tokens tokens;
    assert_ok(session_begin(w->db, &w->arena, &(struct session_begin){
        .account_id = ALICE, .amr = "pwd", .issuer = "https://portal.contoh.go.id",
        .from = { "192.0.2.1", "Peramban/1.0" } }, NOW, &tokens));
}

static int64_t sessions_open(struct world *w)
{
    return world_number(w, "SELECT count(*) FROM sessions"
                           " WHERE account_id = $1 AND ended_at IS NULL", ALICE);
}

/* ---- by mail */

static void a_reset_by_mail_removes_the_factor_and_ends_the_sessions(void **state)
{
    struct world *w = *state;
    sign_in_as_alice(w);
    const char *token = token_at(w, NOW);
    assert_true(is_active(w, ALICE));
    assert_ok(use(w, token, NOW + 60));
    assert_false(is_active(w, ALICE));
    assert_int_equal(sessions_open(w), 0);
    assert_int_equal(times_audited(w, "totp.reset_request"), 1);
    assert_int_equal(times_audited(w, "totp.reset"), 1);
    assert_int_equal(times_told(w, "totp.reset"), 1);
}

static void the_notice_goes_by_another_channel_than_the_link(void **state)
{
    struct world *w = *state;
    const char *phone = person_phone(w->db, &w->arena, ALICE);
    int const before = messages_sent_to(w, phone), mails = messages_sent_to(w, MAIL);
    assert_ok(use(w, token_at(w, NOW), NOW));
    assert_int_equal(messages_sent_to(w, phone), before + 1);
    assert_int_equal(messages_sent_to(w, MAIL), mails + 1);
}

static void a_link_works_once_and_for_half_an_hour(void **state)
{
    struct world *w = *state;
    const char *token = token_at(w, NOW);
    assert_err(TOKEN_INVALID, use(w, token, NOW + TOTP_RESET_TTL_S));
    assert_ok(use(w, token, NOW + TOTP_RESET_TTL_S - 1));
    totp_given(w->db, &w->arena, ALICE, NOW + 3600, NULL);
    assert_err(TOKEN_INVALID, use(w, token, NOW + TOTP_RESET_TTL_S - 1));
    assert_err(TOKEN_INVALID, use(w, "no such token", NOW));
}

static void only_what_belongs_together_brings_a_link(void **state)
{
    struct world *w = *state;
    static const struct totp_reset_request wrong[] = {
        { "alice", "bob@contoh.go.id", "non_penyedia" }, { "alice", MAIL, "penyedia" },
        { "bob", MAIL, "non_penyedia" }, { "nobody", MAIL, "non_penyedia" },
        { "bob", "bob@contoh.go.id", "non_penyedia" },      /* has no TOTP */
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ask(w, &wrong[i], NOW);
    assert_int_equal(messages_sent_to(w, MAIL), 0);
    assert_int_equal(messages_sent_to(w, "bob@contoh.go.id"), 0);
    ask(w, &(struct totp_reset_request){ "ALICE", " Alice@Contoh.go.id", "non_penyedia" }, NOW);
    assert_int_equal(messages_sent_to(w, MAIL), 1);
}

static void a_suspended_account_gets_no_link(void **state)
{
    struct world *w = *state;
    assert_ok(account_set_status(w->db, ALICE, "suspended", NOW));
    ask(w, &right, NOW);
    assert_int_equal(messages_sent_to(w, MAIL), 0);
}

static void links_keep_the_pace_of_codes(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 8; i++)
        ask(w, &right, NOW + i);
    assert_int_equal(messages_sent_to(w, MAIL), 1);
    ask(w, &right, NOW + 60);
    assert_int_equal(messages_sent_to(w, MAIL), 2);
}

/* Compared by work: the rows that each writes. */
static void known_and_unknown_write_alike(void **state)
{
    struct world *w = *state;
    static const struct totp_reset_request unknown = { "nobody", MAIL, "non_penyedia" };
    static const char rows[] = "SELECT (SELECT count(*) FROM totp_resets)"
                               " + (SELECT count(*) FROM otps) + length($1)";
    int64_t const before = world_number(w, rows, "");
    ask(w, &unknown, NOW);
    int64_t const middle = world_number(w, rows, "");
    ask(w, &right, NOW);
    assert_int_equal(middle - before, 2);
    assert_int_equal(world_number(w, rows, "") - middle, 2);
}

/* The same by the clock; each request is old enough to bring a link. */
static void known_and_unknown_take_as_long(void **state)
{
    struct world *w = *state;
    static const struct totp_reset_request unknown = { "nobody", MAIL, "non_penyedia" };
    enum { ROUNDS = 31, APART_S = 86400 };
    int64_t took[2][ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        int64_t const start = clock_steady_us();
        ask(w, &right, NOW + i * APART_S);
        int64_t const middle = clock_steady_us();
        ask(w, &unknown, NOW + i * APART_S);
        took[0][i] = middle - start;
        took[1][i] = clock_steady_us() - middle;
    }
    assert_int_equal(messages_sent_to(w, MAIL), ROUNDS);
    assert_like_medians(took[0], took[1], ROUNDS, 3);
}

/* A stranger who asks by two names at once does not learn whether both are one account's. */
static void two_names_of_one_account_cost_like_two_accounts(void **state)
{
    struct world *w = *state;
    static const char *const names[] = { "alice", MAIL };
    static const char *const strangers[] = { "nobody", "nobody else" };
    int64_t waits[2] = { 0 };
    for (int is_hers = 0; is_hers < 2; is_hers++) {
        const char *const *logins = is_hers ? names : strangers;
        int64_t const now = NOW + is_hers * 86400;
        for (int i = 0; i < 9; i++)
            ask(w, &(struct totp_reset_request){ arena_printf(&w->arena, "junk%d", i), MAIL,
                                                 "non_penyedia" }, now);
        for (int i = 0; i < 2; i++) {
            struct totp_reset_request const r = { logins[i], MAIL, "non_penyedia" };
            (void)totp_reset_request(w->db, &w->arena, &r, now, &waits[is_hers]);
        }
    }
    assert_int_equal(waits[0], 120);
    assert_int_equal(waits[1], waits[0]);
}

static void a_new_address_takes_no_link_for_a_day(void **state)
{
    struct world *w = *state;
    const char *token = token_at(w, NOW);
    assert_ok(totp_resets_hold(w->db, ALICE, NOW));
    assert_err(TOKEN_INVALID, use(w, token, NOW));
    int const before = messages_sent_to(w, MAIL);
    for (int64_t at = 0; at < TOTP_RESET_HOLD_S; at += 3600)
        ask(w, &right, NOW + at);
    assert_int_equal(messages_sent_to(w, MAIL), before);
    ask(w, &right, NOW + TOTP_RESET_HOLD_S);
    assert_int_equal(messages_sent_to(w, MAIL), before + 1);
}

/* The stand-in for a link to a new password, should the phone not be reached. */
static bool has_mail_to_stand_in(struct world *w, int64_t now)
{
    int64_t retry_s = 0;
    struct forgotten const f = { person_phone(w->db, &w->arena, ALICE), NULL };
    assert_ok(password_forgot(w->db, &w->arena, &f, now, &retry_s));
    return world_number(w, "SELECT email IS NOT NULL FROM messages WHERE template = $1"
                    " ORDER BY number DESC LIMIT 1", "password_reset") == 1;
}

static void one_mailbox_opens_factor_or_password_not_both(void **state)
{
    struct world *w = *state;
    assert_false(has_mail_to_stand_in(w, NOW));
    assert_ok(use(w, token_at(w, NOW), NOW));
    assert_false(has_mail_to_stand_in(w, NOW + 7200));
    assert_true(has_mail_to_stand_in(w, NOW + TOTP_RESET_HOLD_S));
}

static void enrolling_again_voids_an_older_link(void **state)
{
    struct world *w = *state;
    const char *token = token_at(w, NOW);
    assert_ok(totp_remove(w->db, ALICE, NOW));
    totp_given(w->db, &w->arena, ALICE, NOW + 60, NULL);
    assert_err(TOKEN_INVALID, use(w, token, NOW + 61));
    assert_true(is_active(w, ALICE));
}

static void no_token_stands_in_the_clear(void **state)
{
    struct world *w = *state;
    const char *token = token_at(w, NOW);
    static const char sql[] = "SELECT count(*) FROM totp_resets WHERE token_digest = $1";
    assert_int_equal(world_number(w, sql, token), 0);
}

/* ---- by the helpdesk */

static enum err plan(struct world *w, const char *account_id, const char *by, int64_t *due_at)
{
    struct totp_reset_plan const made = { .account_id = account_id, .by = by, .ip = "192.0.2.9",
                                          .reason = "Ponsel hilang, KTP diperiksa" };
    return totp_reset_plan(w->db, &w->arena, &made, NOW, due_at);
}

static void a_planned_reset_waits_a_day_and_is_told_on_every_channel(void **state)
{
    struct world *w = *state;
    const char *phone = person_phone(w->db, &w->arena, ALICE);
    int const before = messages_sent_to(w, phone);
    int64_t due_at = 0;
    assert_ok(plan(w, ALICE, ADMIN_ID, &due_at));
    assert_int_equal(due_at, NOW + 86400);
    assert_int_equal(messages_sent_to(w, phone), before + 1);
    assert_int_equal(messages_sent_to(w, MAIL), 1);
    assert_int_equal(times_audited(w, "totp.reset_plan"), 1);
    assert_ok(totp_resets_apply(w->db, due_at - 1));
    assert_true(is_active(w, ALICE));
    assert_ok(totp_resets_apply(w->db, due_at));
    assert_false(is_active(w, ALICE));
    assert_int_equal(times_told(w, "totp.reset"), 1);
    assert_ok(totp_resets_apply(w->db, due_at + 1));
    assert_int_equal(times_told(w, "totp.reset"), 1);
}

static void the_setting_gives_the_delay(void **state)
{
    struct world *w = *state;
    int64_t due_at = 0;
    assert_ok(setting_change(w->db, "totp.reset_delay", "72", NULL, NOW));
    settings_forget();
    assert_ok(plan(w, ALICE, ADMIN_ID, &due_at));
    assert_int_equal(due_at, NOW + 3 * 86400);
}

static void without_a_delay_it_is_done_at_once(void **state)
{
    struct world *w = *state;
    int64_t due_at = 0;
    sign_in_as_alice(w);
    assert_ok(setting_change(w->db, "totp.reset_delay", "0", NULL, NOW));
    settings_forget();
    assert_ok(plan(w, ALICE, ADMIN_ID, &due_at));
    assert_int_equal(due_at, NOW);
    assert_false(is_active(w, ALICE));
    assert_int_equal(sessions_open(w), 0);
    assert_int_equal(times_told(w, "totp.reset_planned"), 0);
}

static void its_owner_cancels_it(void **state)
{
    struct world *w = *state;
    int64_t due_at = 0;
    assert_ok(plan(w, ALICE, ADMIN_ID, &due_at));
    assert_err(NOT_FOUND, totp_reset_cancel(w->db, BOB, NULL, NOW));
    assert_ok(totp_reset_cancel(w->db, ALICE, NULL, NOW));
    assert_err(NOT_FOUND, totp_reset_cancel(w->db, ALICE, NULL, NOW));
    assert_ok(totp_resets_apply(w->db, due_at));
    assert_true(is_active(w, ALICE));
    assert_int_equal(times_audited(w, "totp.reset_cancel"), 1);
}

static void only_one_can_be_planned_and_only_for_another(void **state)
{
    struct world *w = *state;
    int64_t due_at = 0;
    totp_given(w->db, &w->arena, ADMIN_ID, NOW, NULL);
    assert_err(OWN_ACCOUNT, plan(w, ADMIN_ID, ADMIN_ID, &due_at));
    assert_err(NOT_FOUND, plan(w, "usr_nobody", ADMIN_ID, &due_at));
    assert_err(TOTP_NOT_ACTIVE, plan(w, BOB, ADMIN_ID, &due_at));
    assert_ok(plan(w, ALICE, ADMIN_ID, &due_at));
    assert_err(CONFLICT, plan(w, ALICE, ADMIN_ID, &due_at));
}

static void an_operator_resets_at_once(void **state)
{
    struct world *w = *state;
    assert_err(TOTP_NOT_ACTIVE, totp_reset_now(w->db, &w->arena, BOB, NULL, NOW));
    assert_ok(totp_reset_now(w->db, &w->arena, ALICE, NULL, NOW));
    assert_false(is_active(w, ALICE));
    assert_int_equal(world_number(w, "SELECT count(*) FROM audit WHERE action = 'totp.reset'"
                              " AND actor = $1", "system"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_factor(a_reset_by_mail_removes_the_factor_and_ends_the_sessions),
        with_factor(the_notice_goes_by_another_channel_than_the_link),
        with_factor(a_link_works_once_and_for_half_an_hour),
        with_factor(only_what_belongs_together_brings_a_link),
        with_factor(a_suspended_account_gets_no_link),
        with_factor(links_keep_the_pace_of_codes),
        with_factor(known_and_unknown_write_alike),
        with_factor(known_and_unknown_take_as_long),
        with_factor(two_names_of_one_account_cost_like_two_accounts),
        with_factor(a_new_address_takes_no_link_for_a_day),
        with_factor(one_mailbox_opens_factor_or_password_not_both),
        with_factor(enrolling_again_voids_an_older_link),
        with_factor(no_token_stands_in_the_clear),
        with_factor(a_planned_reset_waits_a_day_and_is_told_on_every_channel),
        with_factor(the_setting_gives_the_delay),
        with_factor(without_a_delay_it_is_done_at_once),
        with_factor(its_owner_cancels_it),
        with_factor(only_one_can_be_planned_and_only_for_another),
        with_factor(an_operator_resets_at_once),
    };
    return cmocka_run_group_tests_name("totp_resets", tests, NULL, NULL);
}
