/* Devices: who is told of a sign-in from where. */
#include "base/clock.h"
#include "crypto/secret.h"
#include "domain/notifications/notifications.h"
#include "domain/sessions/devices.h"
#include "support/people.h"
#include "support/world.h"

#include <string.h>

#define BROWSER "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0"

static struct tokens enter(struct world *w, const char *account, bool is_native,
                           struct client_trace from)
{
    struct tokens made;
    assert_ok(session_begin(w->db, &w->arena, &(struct session_begin){
        .account_id = account, .amr = "pwd", .issuer = "https://portal.contoh.go.id",
        .from = from, .is_native = is_native }, clock_now(), &made));
    return made;
}

static const char *browse(struct world *w, const char *account, const char *cookie)
{
    return enter(w, account, false, (struct client_trace){ "192.0.2.7", BROWSER, cookie }).device;
}

static void use_app(struct world *w, const char *user_agent, const char *ip)
{
    assert_null(enter(w, ALICE, true, (struct client_trace){ ip, user_agent, NULL }).device);
}

static int told(struct world *w, const char *account)
{
    int count = 0;
    struct notifications all;
    assert_ok(notifications_of(w->db, &w->arena, account, NULL, 100, &all));
    for (int i = 0; i < all.count; i++)
        count += strcmp(all.items[i].kind, "session.new_device") == 0;
    return count;
}

static void the_very_first_sign_in_is_not_announced(void **state)
{
    struct world *w = *state;
    assert_int_equal(strlen(browse(w, ALICE, NULL)), 32);
    assert_int_equal(told(w, ALICE), 0);
}

static void a_browser_is_known_by_its_cookie(void **state)
{
    struct world *w = *state;
    const char *cookie = browse(w, ALICE, NULL);
    assert_string_equal(browse(w, ALICE, cookie), cookie);
    assert_int_equal(told(w, ALICE), 0);
    assert_string_not_equal(browse(w, ALICE, NULL), cookie);
    assert_int_equal(told(w, ALICE), 1);
}

static void the_announcement_says_which_device_and_where(void **state)
{
    struct world *w = *state;
    struct notifications all;
    browse(w, ALICE, NULL);
    browse(w, ALICE, NULL);
    assert_ok(notifications_of(w->db, &w->arena, ALICE, NULL, 1, &all));
    assert_string_equal(all.items[0].link, "/profile/sessions");
    struct notice_source const source = { all.items[0].kind, all.items[0].params };
    struct notice words;
    assert_ok(notification_words(w->db, &w->arena, &source, true, &words));
    assert_non_null(strstr(words.body, "Firefox, Linux, address 192.0.2.7"));
}

static void a_cookie_of_somebody_else_makes_no_device_known(void **state)
{
    struct world *w = *state;
    const char *cookie = browse(w, ALICE, NULL);
    browse(w, BOB, NULL);
    assert_string_equal(browse(w, BOB, cookie), cookie);
    assert_int_equal(told(w, BOB), 1);
    browse(w, BOB, cookie);
    assert_int_equal(told(w, BOB), 1);
}

static void a_cookie_that_is_not_ours_is_replaced(void **state)
{
    struct world *w = *state;
    const char *const wrong[] = { "", "x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                                  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_string_not_equal(browse(w, ALICE, wrong[i]), wrong[i]);
}

static void an_app_is_known_by_its_name_and_network(void **state)
{
    struct world *w = *state;
    use_app(w, "SimpulMobile/1.0 (Android 13)", "192.0.2.7");
    use_app(w, "SimpulMobile/2.0 (Android 14)", "192.0.77.1");
    assert_int_equal(told(w, ALICE), 0);
    use_app(w, "SimpulMobile/2.0", "198.51.100.1");
    assert_int_equal(told(w, ALICE), 1);
    use_app(w, "curl/8", "192.0.2.7");
    assert_int_equal(told(w, ALICE), 2);
    use_app(w, "curl/8", "2001:db8:1::1");
    use_app(w, "curl/8", "2001:db8:2::1");
    assert_int_equal(told(w, ALICE), 3);
}

static void a_secret_that_was_rotated_forgets_no_device(void **state)
{
    struct world *w = *state;
    const char *cookie = browse(w, ALICE, NULL);
    assert_ok(secret_use(
        "2 202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f\n"
        "1 1111111111111111111111111111111111111111111111111111111111111111\n"));
    browse(w, ALICE, cookie);
    assert_ok(secret_use("2 202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f\n"));
    assert_int_equal(told(w, ALICE), 0);
}

static void nobody_collects_devices_without_end(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < DEVICES_KEPT + 5; i++) {
        clock_stop_at(NOW + i);
        browse(w, ALICE, NULL);
    }
    AUTO_QUERY struct query q = db_query(w->db, "SELECT count(*) FROM known_devices");
    assert_true(query_next(&q));
    assert_int_equal(column_int(&q), DEVICES_KEPT);
}


int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_world_with_people(the_very_first_sign_in_is_not_announced),
        in_a_world_with_people(a_browser_is_known_by_its_cookie),
        in_a_world_with_people(the_announcement_says_which_device_and_where),
        in_a_world_with_people(a_cookie_of_somebody_else_makes_no_device_known),
        in_a_world_with_people(a_cookie_that_is_not_ours_is_replaced),
        in_a_world_with_people(an_app_is_known_by_its_name_and_network),
        in_a_world_with_people(a_secret_that_was_rotated_forgets_no_device),
        in_a_world_with_people(nobody_collects_devices_without_end),
    };
    return cmocka_run_group_tests_name("devices", tests, NULL, NULL);
}
