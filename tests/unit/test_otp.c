#include "domain/otp/otp.h"
#include "support/sealed.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#define PHONE "6281234567890"

static const struct otp for_alice = {
    .purpose = "sign_in", .subject = "chl_1", .account_id = NULL, .channel = "whatsapp",
    .to = PHONE, .language = "id",
};

static enum err send_at(struct world *w, int64_t now, struct otp_sent *out)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, w->db));
    TRY(otp_send(tx.db, &for_alice, now, out));
    return tx_commit(&tx);
}

static const char *code_at(struct world *w, int64_t now)
{
    struct otp_sent sent = { 0 };
    assert_ok(send_at(w, now, &sent));
    return code_sent_to(w, PHONE);
}

static enum err check_at(struct world *w, const char *code, int64_t now)
{
    return otp_check(w->db, &for_alice, code, "192.0.2.1", now);
}

/* Another code than this one. */
static const char *wrong(struct world *w, const char *code)
{
    return arena_printf(&w->arena, "%c%s", code[0] == '9' ? '0' : '9', code + 1);
}

static void a_code_has_six_digits_and_is_good_once(void **state)
{
    struct world *w = *state;
    const char *code = code_at(w, NOW);
    assert_int_equal(strlen(code), OTP_DIGITS);
    assert_int_equal(strspn(code, "0123456789"), OTP_DIGITS);
    assert_ok(check_at(w, code, NOW + 1));
    assert_err(OTP_EXPIRED, check_at(w, code, NOW + 2));
}

static void a_code_is_told_how_long_it_lives(void **state)
{
    struct world *w = *state;
    struct otp_sent sent = { 0 };
    assert_ok(send_at(w, NOW, &sent));
    assert_int_equal(sent.expires_s, 300);
    assert_int_equal(sent.resend_s, 60);
}

static void a_code_lives_five_minutes(void **state)
{
    struct world *w = *state;
    const char *code = code_at(w, NOW);
    assert_err(OTP_EXPIRED, check_at(w, code, NOW + 300));
    assert_ok(check_at(w, code, NOW + 299));
}

static void a_code_bears_five_guesses(void **state)
{
    struct world *w = *state;
    const char *code = code_at(w, NOW);
    for (int i = 0; i < 5; i++)
        assert_err(OTP_INVALID, check_at(w, wrong(w, code), NOW));
    assert_err(OTP_EXPIRED, check_at(w, code, NOW));
}

static void the_fifth_guess_may_still_be_right(void **state)
{
    struct world *w = *state;
    const char *code = code_at(w, NOW);
    for (int i = 0; i < 4; i++)
        assert_err(OTP_INVALID, check_at(w, wrong(w, code), NOW));
    assert_ok(check_at(w, code, NOW));
}

static int64_t count(struct world *w, const char *sql)
{
    AUTO_QUERY struct query q = db_query(w->db, sql);
    assert_true(query_next(&q));
    return column_int(&q);
}

static void too_many_guesses_stand_in_the_audit_log_once(void **state)
{
    struct world *w = *state;
    const char *code = code_at(w, NOW);
    for (int i = 0; i < 8; i++)
        assert_int_not_equal(check_at(w, wrong(w, code), NOW), OK);
    assert_int_equal(count(w, "SELECT count(*) FROM audit WHERE action = 'otp.locked'"), 1);
}

static void another_subject_is_another_code(void **state)
{
    struct world *w = *state;
    const char *code = code_at(w, NOW);
    struct otp other = for_alice;
    other.subject = "chl_2";
    assert_err(OTP_EXPIRED, otp_check(w->db, &other, code, NULL, NOW));
    other = for_alice;
    other.purpose = "sign_up";
    assert_err(OTP_EXPIRED, otp_check(w->db, &other, code, NULL, NOW));
}

static void a_new_code_voids_the_old(void **state)
{
    struct world *w = *state;
    const char *old = code_at(w, NOW), *new = code_at(w, NOW + 60);
    if (strcmp(old, new) != 0)
        assert_err(OTP_INVALID, check_at(w, old, NOW + 61));
    assert_ok(check_at(w, new, NOW + 61));
}

static void the_next_code_waits_a_minute(void **state)
{
    struct world *w = *state;
    struct otp_sent sent = { 0 };
    const char *code = code_at(w, NOW);
    assert_err(TOO_MANY, send_at(w, NOW + 59, &sent));
    assert_int_equal(sent.resend_s, 1);
    assert_int_equal(messages_sent_to(w, PHONE), 1);
    assert_ok(check_at(w, code, NOW + 59));
}

static void after_three_resends_there_is_a_pause(void **state)
{
    struct world *w = *state;
    struct otp_sent sent = { 0 };
    for (int i = 0; i < 4; i++)
        assert_ok(send_at(w, NOW + 60 * i, &sent));
    assert_int_equal(sent.resend_s, 900);
    assert_err(TOO_MANY, send_at(w, NOW + 240, &sent));
    assert_int_equal(sent.resend_s, 840);
    assert_err(TOO_MANY, send_at(w, NOW + 180 + 899, &sent));
    assert_ok(send_at(w, NOW + 180 + 900, &sent));
    assert_int_equal(sent.resend_s, 60);
}

static void a_right_code_does_not_reset_the_pace(void **state)
{
    struct world *w = *state;
    struct otp_sent sent = { 0 };
    assert_ok(check_at(w, code_at(w, NOW), NOW));
    assert_err(TOO_MANY, send_at(w, NOW + 1, &sent));
}

static void a_code_stands_nowhere_in_the_clear(void **state)
{
    struct world *w = *state;
    const char *code = code_at(w, NOW);
    AUTO_QUERY struct query q = db_query(w->db,
        "SELECT code_mac || coalesce((SELECT group_concat(text || code || recipient)"
        " FROM messages), '') FROM otps");
    assert_true(query_next(&q));
    const char *all = column_text(&q, &w->arena);
    assert_null(strstr(all, arena_printf(&w->arena, ".%s", code)));
    assert_null(strstr(all, PHONE));
    assert_null(strstr(all, "Kode OTP"));
}

static void sending_that_is_rolled_back_leaves_nothing(void **state)
{
    struct world *w = *state;
    {
        AUTO_TX struct tx tx = { 0 };
        struct otp_sent sent = { 0 };
        assert_ok(tx_begin(&tx, w->db));
        assert_ok(otp_send(tx.db, &for_alice, NOW, &sent));
    }
    assert_int_equal(messages_sent_to(w, PHONE), 0);
    assert_err(OTP_EXPIRED, check_at(w, "000000", NOW));
}

static void the_sweep_keeps_the_pace_and_drops_the_rest(void **state)
{
    struct world *w = *state;
    struct otp_sent sent = { 0 };
    for (int i = 0; i < 4; i++)
        assert_ok(send_at(w, NOW + 60 * i, &sent));
    assert_ok(otps_sweep(w->db, NOW + 400));
    assert_err(TOO_MANY, send_at(w, NOW + 400, &sent));
    assert_ok(otps_sweep(w->db, NOW + 2000));
    assert_int_equal(count(w, "SELECT count(*) FROM otps"), 0);
}

enum { GUESSERS = 16 };
struct guessers {
    struct world *world;
    const char *code;
    atomic_int invalid, expired, other;
};

static void *guess(void *data)
{
    struct guessers *g = data;
    switch (check_at(g->world, g->code, NOW)) {
    case OTP_INVALID:
        g->invalid++;
        break;
    case OTP_EXPIRED:
        g->expired++;
        break;
    default:
        g->other++;
    }
    return NULL;
}

static void many_at_once_get_five_guesses_together(void **state)
{
    struct world *w = *state;
    struct guessers g = { .world = w, .code = wrong(w, code_at(w, NOW)) };
    pthread_t threads[GUESSERS];
    for (int i = 0; i < GUESSERS; i++)
        pthread_create(&threads[i], NULL, guess, &g);
    for (int i = 0; i < GUESSERS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(g.invalid, 5);
    assert_int_equal(g.expired, GUESSERS - 5);
    assert_int_equal(g.other, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_sealed_world(a_code_has_six_digits_and_is_good_once),
        in_a_sealed_world(a_code_is_told_how_long_it_lives),
        in_a_sealed_world(a_code_lives_five_minutes),
        in_a_sealed_world(a_code_bears_five_guesses),
        in_a_sealed_world(the_fifth_guess_may_still_be_right),
        in_a_sealed_world(too_many_guesses_stand_in_the_audit_log_once),
        in_a_sealed_world(another_subject_is_another_code),
        in_a_sealed_world(a_new_code_voids_the_old),
        in_a_sealed_world(the_next_code_waits_a_minute),
        in_a_sealed_world(after_three_resends_there_is_a_pause),
        in_a_sealed_world(a_right_code_does_not_reset_the_pace),
        in_a_sealed_world(a_code_stands_nowhere_in_the_clear),
        in_a_sealed_world(sending_that_is_rolled_back_leaves_nothing),
        in_a_sealed_world(the_sweep_keeps_the_pace_and_drops_the_rest),
        in_a_sealed_world(many_at_once_get_five_guesses_together),
    };
    return cmocka_run_group_tests_name("otp", tests, NULL, NULL);
}
