/* Sessions: refreshing, racing, reuse, ends. */
#include "base/clock.h"
#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/sessions/live.h"
#include "domain/sessions/sessions.h"
#include "domain/users/users.h"
#include "support/people.h"
#include "support/world.h"

#include <pthread.h>

#define ISSUER "https://portal.contoh.go.id"
#define PHONE_AGENT "Aplikasi/1.0 (Android)"

static struct client_trace const home = { "192.0.2.7", PHONE_AGENT };
static struct client_trace const elsewhere = { "198.51.100.9", "curl/8" };

static struct tokens sign_in_as(struct world *w, const char *account)
{
    struct tokens t;
    assert_ok(session_begin(w->db, &w->arena, &(struct session_begin){
        .account_id = account, .amr = "pwd", .issuer = ISSUER, .from = home }, clock_now(), &t));
    return t;
}

static enum err refresh_from(struct world *w, const char *token, struct client_trace from,
                             struct tokens *out)
{
    struct session_refresh const refresh = { .refresh = token, .issuer = ISSUER, .from = from };
    return session_refresh(w->db, &w->arena, &refresh, clock_now(), out);
}

static enum err identify(struct world *w, const char *token)
{
    struct live live;
    return session_identify(w->db, &w->arena, token, ISSUER, clock_now(), &live);
}

static int64_t count(struct world *w, const char *sql, const char *value)
{
    AUTO_QUERY struct query q = db_query_args(w->db, sql, (struct arg[]){ TEXT(value), { 0 } });
    assert_true(query_next(&q));
    return column_int(&q);
}

static struct session only_session(struct world *w, const char *account)
{
    struct sessions list;
    assert_ok(sessions_of(w->db, &w->arena, account, clock_now(), &list));
    assert_int_equal(list.count, 1);
    return list.items[0];
}

static void a_token_stands_for_its_session_and_account(void **state)
{
    struct world *w = *state;
    struct tokens const t = sign_in_as(w, ALICE);
    struct live live;
    for (int i = 0; i < 2; i++) {       /* from the database, then from memory */
        assert_ok(session_identify(w->db, &w->arena, t.access, ISSUER, NOW, &live));
        assert_string_equal(live.account_id, ALICE);
        assert_string_equal(live.username, "alice");
        assert_string_equal(live.role, "member");
        assert_string_equal(live.session_id, only_session(w, ALICE).id);
    }
    assert_err(UNAUTHENTICATED, session_identify(w->db, &w->arena, t.access, "https://other",
                                                 NOW + ACCESS_TTL_S, &live));
    assert_err(UNAUTHENTICATED, identify(w, "not.a.token"));
    assert_err(UNAUTHENTICATED, identify(w, t.refresh));
}

static void a_token_ends_after_fifteen_minutes(void **state)
{
    struct world *w = *state;
    struct tokens const t = sign_in_as(w, ALICE);
    assert_ok(identify(w, t.access));
    clock_stop_at(NOW + ACCESS_TTL_S);
    assert_err(UNAUTHENTICATED, identify(w, t.access));
}

static void an_ended_session_is_refused_at_once(void **state)
{
    struct world *w = *state;
    struct tokens const t = sign_in_as(w, ALICE);
    struct tokens made;
    assert_ok(identify(w, t.access));
    assert_ok(session_end(w->db, ALICE, only_session(w, ALICE).id, "sign_out", NOW));
    assert_err(UNAUTHENTICATED, identify(w, t.access));
    assert_err(UNAUTHENTICATED, refresh_from(w, t.refresh, home, &made));
}

static void bob_cannot_end_or_see_alices_session(void **state)
{
    struct world *w = *state;
    struct tokens const t = sign_in_as(w, ALICE);
    struct sessions list;
    assert_err(NOT_FOUND, session_end(w->db, BOB, only_session(w, ALICE).id, "x", NOW));
    assert_ok(sessions_of(w->db, &w->arena, BOB, NOW, &list));
    assert_int_equal(list.count, 0);
    assert_ok(identify(w, t.access));
}

static void a_role_change_holds_from_the_next_call(void **state)
{
    struct world *w = *state;
    struct tokens const t = sign_in_as(w, ALICE);
    struct live live;
    assert_ok(identify(w, t.access));
    assert_ok(user_change(w->db, &w->arena, &(struct user_change){ .id = ALICE,
                                                                   .role = "reviewer" }, NOW));
    assert_ok(session_identify(w->db, &w->arena, t.access, ISSUER, NOW, &live));
    assert_string_equal(live.role, "reviewer");
}

/* As when `simpul user role` runs beside the server. */
static void what_another_process_changed_holds_within_a_second(void **state)
{
    struct world *w = *state;
    struct tokens const t = sign_in_as(w, ALICE);
    struct live live;
    assert_ok(identify(w, t.access));
    clock_stop_at(NOW + 10);
    assert_ok(account_set_role(w->db, ALICE, "publisher", NOW + 10));
    assert_ok(sessions_watch(w->db, NOW + 11));
    assert_ok(session_identify(w->db, &w->arena, t.access, ISSUER, NOW + 11, &live));
    assert_string_equal(live.role, "publisher");
}

static void a_suspension_ends_every_session_at_once(void **state)
{
    struct world *w = *state;
    struct tokens const t = sign_in_as(w, ALICE);
    struct tokens made;
    assert_ok(identify(w, t.access));
    assert_ok(user_change(w->db, &w->arena, &(struct user_change){ .id = ALICE,
                                                                   .status = "suspended" }, NOW));
    assert_err(UNAUTHENTICATED, identify(w, t.access));
    assert_err(UNAUTHENTICATED, refresh_from(w, t.refresh, home, &made));
}

static void a_refresh_makes_new_tokens_and_keeps_the_session(void **state)
{
    struct world *w = *state;
    struct tokens const first = sign_in_as(w, ALICE);
    struct tokens next;
    clock_stop_at(NOW + 600);
    assert_ok(refresh_from(w, first.refresh, home, &next));
    assert_string_not_equal(first.refresh, next.refresh);
    assert_int_equal(next.expires_in, ACCESS_TTL_S);
    assert_int_equal(next.refresh_expires_in, SESSION_IDLE_S);
    assert_ok(identify(w, next.access));
    assert_ok(identify(w, first.access));
    assert_int_equal(only_session(w, ALICE).last_used_at, NOW + 600);
}

static void a_session_lasts_thirty_days_at_most(void **state)
{
    struct world *w = *state;
    struct tokens t = sign_in_as(w, ALICE);
    for (int day = 5; day < 30; day += 5) {
        clock_stop_at(NOW + day * 86400);
        assert_ok(refresh_from(w, t.refresh, home, &t));
    }
    assert_int_equal(t.refresh_expires_in, 5 * 86400);
    clock_stop_at(NOW + SESSION_MAX_S);
    assert_err(UNAUTHENTICATED, refresh_from(w, t.refresh, home, &t));
}

static void an_idle_session_ends(void **state)
{
    struct world *w = *state;
    struct tokens t = sign_in_as(w, ALICE);
    clock_stop_at(NOW + SESSION_IDLE_S);
    assert_err(UNAUTHENTICATED, refresh_from(w, t.refresh, home, &t));
}

static void a_spent_token_that_comes_again_ends_the_family(void **state)
{
    struct world *w = *state;
    struct tokens const first = sign_in_as(w, ALICE);
    struct tokens next, made;
    assert_ok(refresh_from(w, first.refresh, home, &next));
    clock_stop_at(NOW + REFRESH_GRACE_S + 1);
    assert_err(UNAUTHENTICATED, refresh_from(w, first.refresh, home, &made));
    assert_err(UNAUTHENTICATED, refresh_from(w, next.refresh, home, &made));
    assert_err(UNAUTHENTICATED, identify(w, next.access));
    assert_int_equal(count(w, "SELECT count(*) FROM audit WHERE action = $1", "session.reuse"), 1);
    assert_int_equal(count(w, "SELECT count(*) FROM notifications WHERE kind = 'session.reused' "
                              "AND account_id = $1", ALICE), 1);
}

static void a_thief_within_the_grace_is_still_refused(void **state)
{
    struct world *w = *state;
    struct tokens const first = sign_in_as(w, ALICE);
    struct tokens next, made;
    assert_ok(refresh_from(w, first.refresh, home, &next));
    assert_err(UNAUTHENTICATED, refresh_from(w, first.refresh, elsewhere, &made));
    assert_err(UNAUTHENTICATED, refresh_from(w, next.refresh, home, &made));
}

static void a_thief_who_was_first_loses_the_session_when_its_owner_comes(void **state)
{
    struct world *w = *state;
    struct tokens const first = sign_in_as(w, ALICE);
    struct tokens thiefs, made;
    assert_ok(refresh_from(w, first.refresh, elsewhere, &thiefs));
    assert_ok(identify(w, thiefs.access));
    clock_stop_at(NOW + 2);
    assert_err(UNAUTHENTICATED, refresh_from(w, first.refresh, home, &made));
    assert_err(UNAUTHENTICATED, identify(w, thiefs.access));
    assert_err(UNAUTHENTICATED, refresh_from(w, thiefs.refresh, elsewhere, &made));
    assert_int_equal(count(w, "SELECT count(*) FROM messages WHERE account_id = $1", ALICE), 1);
}

static void other_sessions_outlive_one_that_was_stolen(void **state)
{
    struct world *w = *state;
    struct tokens const stolen = sign_in_as(w, ALICE), other = sign_in_as(w, ALICE);
    struct tokens made = { 0 };
    assert_ok(refresh_from(w, stolen.refresh, home, &made));
    assert_err(UNAUTHENTICATED, refresh_from(w, stolen.refresh, elsewhere, &made));
    assert_ok(identify(w, other.access));
    assert_ok(refresh_from(w, other.refresh, home, &made));
}

static void two_tabs_at_once_both_go_on(void **state)
{
    struct world *w = *state;
    struct tokens const first = sign_in_as(w, ALICE);
    struct tokens one, other, next;
    assert_ok(refresh_from(w, first.refresh, home, &one));
    assert_ok(refresh_from(w, first.refresh, home, &other));
    assert_string_not_equal(one.refresh, other.refresh);
    clock_stop_at(NOW + 600);
    assert_ok(refresh_from(w, other.refresh, home, &next));
    assert_ok(identify(w, next.access));
}

static void the_sibling_that_is_not_used_first_betrays_its_holder(void **state)
{
    struct world *w = *state;
    struct tokens const first = sign_in_as(w, ALICE);
    struct tokens one, other, next;
    assert_ok(refresh_from(w, first.refresh, home, &one));
    assert_ok(refresh_from(w, first.refresh, home, &other));
    clock_stop_at(NOW + 600);
    assert_ok(refresh_from(w, other.refresh, home, &next));
    clock_stop_at(NOW + 1200);
    assert_err(UNAUTHENTICATED, refresh_from(w, one.refresh, home, &next));
    assert_err(UNAUTHENTICATED, identify(w, next.access));
}

static void a_browsers_token_does_not_work_as_an_apps(void **state)
{
    struct world *w = *state;
    struct tokens t = sign_in_as(w, ALICE);
    struct session_refresh const refresh = { .refresh = t.refresh, .issuer = ISSUER, .from = home,
                                             .is_native = true };
    assert_err(UNAUTHENTICATED, session_refresh(w->db, &w->arena, &refresh, NOW, &t));
    assert_ok(refresh_from(w, t.refresh, home, &t));
}

struct racer {
    struct world *w;
    const char *refresh;
    enum err result;
};

static void *race(void *data)
{
    struct racer *r = data;
    AUTO_ARENA struct arena a = { 0 };
    struct tokens made;
    struct session_refresh const refresh = { .refresh = r->refresh, .issuer = ISSUER,
                                             .from = home };
    r->result = session_refresh(r->w->db, &a, &refresh, NOW, &made);
    return NULL;
}

static void many_at_once_from_one_client_end_nothing(void **state)
{
    enum { RACERS = 16 };
    struct world *w = *state;
    struct tokens const t = sign_in_as(w, ALICE);
    struct racer racers[RACERS];
    pthread_t threads[RACERS];
    for (int i = 0; i < RACERS; i++) {
        racers[i] = (struct racer){ .w = w, .refresh = t.refresh };
        assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
    }
    for (int i = 0; i < RACERS; i++) {
        pthread_join(threads[i], NULL);
        assert_err(OK, racers[i].result);
    }
    assert_ok(identify(w, t.access));
}

static void all_sessions_end_but_the_one_named(void **state)
{
    struct world *w = *state;
    struct tokens const first = sign_in_as(w, ALICE);
    const char *kept = only_session(w, ALICE).id;
    struct tokens const second = sign_in_as(w, ALICE), bobs = sign_in_as(w, BOB);
    assert_ok(sessions_end_all(w->db, ALICE, kept, "password", NOW));
    live_forget_account(ALICE);
    assert_ok(identify(w, first.access));
    assert_err(UNAUTHENTICATED, identify(w, second.access));
    assert_ok(identify(w, bobs.access));
}

static void nobody_collects_sessions_without_end(void **state)
{
    struct world *w = *state;
    struct tokens const first = sign_in_as(w, ALICE);
    for (int i = 1; i <= 100; i++) {
        clock_stop_at(NOW + i);
        sign_in_as(w, ALICE);
    }
    struct sessions list;
    assert_ok(sessions_of(w->db, &w->arena, ALICE, clock_now(), &list));
    assert_int_equal(list.count, 100);
    assert_err(UNAUTHENTICATED, identify(w, first.access));
}

static void last_uses_are_written_in_a_batch(void **state)
{
    struct world *w = *state;
    struct tokens const t = sign_in_as(w, ALICE);
    assert_ok(identify(w, t.access));
    clock_stop_at(NOW + 120);
    assert_ok(identify(w, t.access));
    assert_int_equal(only_session(w, ALICE).last_used_at, NOW);
    assert_ok(sessions_flush(w->db, NOW + 120));
    assert_int_equal(only_session(w, ALICE).last_used_at, NOW + 120);
}

static void what_is_long_over_is_swept(void **state)
{
    struct world *w = *state;
    struct tokens t = sign_in_as(w, ALICE);
    assert_ok(refresh_from(w, t.refresh, home, &t));
    assert_ok(sessions_sweep(w->db, NOW + 86400));
    assert_int_equal(count(w, "SELECT count(*) FROM refresh_tokens WHERE $1 IS NOT NULL", "-"), 2);
    assert_ok(sessions_sweep(w->db, NOW + 3 * 86400));
    assert_int_equal(count(w, "SELECT count(*) FROM refresh_tokens WHERE $1 IS NOT NULL", "-"), 1);
    assert_ok(sessions_sweep(w->db, NOW + SESSION_IDLE_S + 31 * 86400));
    assert_int_equal(count(w, "SELECT count(*) FROM sessions WHERE $1 IS NOT NULL", "-"), 0);
}


int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_world_with_people(a_token_stands_for_its_session_and_account),
        in_a_world_with_people(a_token_ends_after_fifteen_minutes),
        in_a_world_with_people(an_ended_session_is_refused_at_once),
        in_a_world_with_people(bob_cannot_end_or_see_alices_session),
        in_a_world_with_people(a_role_change_holds_from_the_next_call),
        in_a_world_with_people(what_another_process_changed_holds_within_a_second),
        in_a_world_with_people(a_suspension_ends_every_session_at_once),
        in_a_world_with_people(a_refresh_makes_new_tokens_and_keeps_the_session),
        in_a_world_with_people(a_session_lasts_thirty_days_at_most),
        in_a_world_with_people(an_idle_session_ends),
        in_a_world_with_people(a_spent_token_that_comes_again_ends_the_family),
        in_a_world_with_people(a_thief_within_the_grace_is_still_refused),
        in_a_world_with_people(a_thief_who_was_first_loses_the_session_when_its_owner_comes),
        in_a_world_with_people(other_sessions_outlive_one_that_was_stolen),
        in_a_world_with_people(two_tabs_at_once_both_go_on),
        in_a_world_with_people(the_sibling_that_is_not_used_first_betrays_its_holder),
        in_a_world_with_people(a_browsers_token_does_not_work_as_an_apps),
        in_a_world_with_people(many_at_once_from_one_client_end_nothing),
        in_a_world_with_people(all_sessions_end_but_the_one_named),
        in_a_world_with_people(nobody_collects_sessions_without_end),
        in_a_world_with_people(last_uses_are_written_in_a_batch),
        in_a_world_with_people(what_is_long_over_is_swept),
    };
    return cmocka_run_group_tests_name("sessions", tests, NULL, NULL);
}
