/* The tokens checked lately, in memory. */
#include "domain/sessions/live.h"
#include "domain/sessions/shown.h"
#include "support/world.h"

#include <stdio.h>
#include <string.h>

static const unsigned char one[LIVE_DIGEST_BYTES] = { 1 }, two[LIVE_DIGEST_BYTES] = { 2 };

static struct live live_of(const char *session, const char *account)
{
    struct live live = { .expires_at = NOW + 900, .role = "member", .username = "alice" };
    snprintf(live.session_id, sizeof live.session_id, "%s", session);
    snprintf(live.account_id, sizeof live.account_id, "%s", account);
    return live;
}

static void put(const unsigned char *digest, const char *session, const char *account)
{
    struct live const live = live_of(session, account);
    live_put(live_moment(), digest, &live, NOW);
}

static bool is_there(const unsigned char *digest)
{
    struct live found;
    return live_find(digest, NOW, &found);
}

static int begin(void **state)
{
    (void)state;
    live_forget_all();
    return 0;
}

static void what_was_put_in_is_found_until_it_expires(void **state)
{
    (void)state;
    struct live found;
    put(one, "ses_1", ALICE);
    assert_true(live_find(one, NOW + 899, &found));
    assert_string_equal(found.session_id, "ses_1");
    assert_string_equal(found.account_id, ALICE);
    assert_false(live_find(one, NOW + 900, &found));
    assert_false(is_there(two));
}

static void a_session_is_forgotten_alone(void **state)
{
    (void)state;
    put(one, "ses_1", ALICE);
    put(two, "ses_2", ALICE);
    live_forget_session("ses_1");
    assert_false(is_there(one));
    assert_true(is_there(two));
}

static void an_account_is_forgotten_with_all_its_sessions(void **state)
{
    (void)state;
    put(one, "ses_1", ALICE);
    put(two, "ses_2", BOB);
    live_forget_account(ALICE);
    assert_false(is_there(one));
    assert_true(is_there(two));
}

static void what_was_read_before_a_forgetting_is_not_kept(void **state)
{
    (void)state;
    struct live const stale = live_of("ses_1", ALICE);
    uint64_t const moment = live_moment();
    live_forget_account(BOB);
    live_put(moment, one, &stale, NOW);
    assert_false(is_there(one));
}

static void the_table_is_bounded(void **state)
{
    (void)state;
    unsigned char digest[LIVE_DIGEST_BYTES] = { 0 };
    struct live const live = live_of("ses_1", ALICE);
    for (uint32_t i = 0; i < 100000; i++) {
        memcpy(digest, &i, sizeof i);
        live_put(live_moment(), digest, &live, NOW);
    }
    assert_true(is_there(digest));
}

static void count_use(void *context, const char *session_id, int64_t at)
{
    assert_string_equal(session_id, "ses_1");
    assert_int_equal(at, NOW + 5);
    ++*(int *)context;
}

static void uses_are_handed_over_once(void **state)
{
    (void)state;
    struct live found;
    int count = 0;
    put(one, "ses_1", ALICE);
    assert_true(live_find(one, NOW + 5, &found));
    live_drain_uses(count_use, &count);
    live_drain_uses(count_use, &count);
    assert_int_equal(count, 1);
}

static void what_an_account_was_shown_is_kept_until_it_changes(void **state)
{
    (void)state;
    AUTO_ARENA struct arena a = { 0 };
    assert_null(shown_find(&a, ALICE));
    shown_put(live_moment(), ALICE, "{}");
    assert_string_equal(shown_find(&a, ALICE), "{}");
    assert_null(shown_find(&a, BOB));
    uint64_t const moment = live_moment();
    live_forget_account(ALICE);
    assert_null(shown_find(&a, ALICE));
    shown_put(moment, ALICE, "stale");
    assert_null(shown_find(&a, ALICE));
}

static void what_is_too_long_is_not_kept(void **state)
{
    (void)state;
    AUTO_ARENA struct arena a = { 0 };
    char *longest = arena_alloc(&a, SHOWN_MAX_BYTES + 1);
    memset(longest, 'x', SHOWN_MAX_BYTES);
    shown_put(live_moment(), ALICE, longest);
    assert_null(shown_find(&a, ALICE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_was_put_in_is_found_until_it_expires, begin),
        cmocka_unit_test_setup(a_session_is_forgotten_alone, begin),
        cmocka_unit_test_setup(an_account_is_forgotten_with_all_its_sessions, begin),
        cmocka_unit_test_setup(what_was_read_before_a_forgetting_is_not_kept, begin),
        cmocka_unit_test_setup(the_table_is_bounded, begin),
        cmocka_unit_test_setup(what_an_account_was_shown_is_kept_until_it_changes, begin),
        cmocka_unit_test_setup(what_is_too_long_is_not_kept, begin),
        cmocka_unit_test_setup(uses_are_handed_over_once, begin),
    };
    return cmocka_run_group_tests_name("live", tests, NULL, NULL);
}
