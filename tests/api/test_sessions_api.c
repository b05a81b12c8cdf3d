/* Sessions over HTTP: refreshing, signing out, the list, and from which device. */
#include "base/clock.h"
#include "support/raw.h"
#include "support/signed_in.h"

#include <stdlib.h>
#include <string.h>

/* Every test has people and a time of its own, so that no throttle of one meets the other. */
static int begin(void **state)
{
    (void)state;
    clock_stop_at(clock_now() + 3 * 86400);
    return 0;
}

static struct answer refresh_with_cookie(const char *cookie, const char *agent)
{
    const char *headers[] = { arena_printf(api_arena(), "Cookie: simpul_refresh=%s", cookie),
                              arena_printf(api_arena(), "User-Agent: %s", agent), NULL };
    return call_raw("POST", "/auth/refresh", headers, "application/json", "{}", 2);
}

static void a_browser_refreshes_by_its_cookie(void **state)
{
    (void)state;
    person_add(api_db(), api_arena(), NULL, "peramban", NULL);
    struct answer a = sign_in_call("peramban", PASSWORD, false);
    const char *first = cookie_of(&a, "simpul_refresh");
    a = refresh_with_cookie(first, "Firefox");
    assert_int_equal(a.status, 200);
    assert_int_equal(json_object_size(a.json), 1);
    const char *second = cookie_of(&a, "simpul_refresh");
    assert_string_not_equal(first, second);
    assert_int_equal(call("GET", "/profile", answer_text(&a, "token"), NULL).status, 200);
}

static void a_stolen_cookie_used_again_ends_the_session(void **state)
{
    (void)state;
    person_add(api_db(), api_arena(), NULL, "korban", NULL);
    struct answer a = sign_in_call("korban", PASSWORD, false);
    const char *stolen = cookie_of(&a, "simpul_refresh");
    a = refresh_with_cookie(stolen, "Firefox");
    const char *own = cookie_of(&a, "simpul_refresh"), *token = answer_text(&a, "token");
    a = refresh_with_cookie(stolen, "thief");
    refuses(a, 401, "unauthenticated");
    assert_non_null(strstr(answer_header(&a, "Set-Cookie"), "; Expires=Thu, 01 Jan 1970"));
    refuses(refresh_with_cookie(own, "Firefox"), 401, "unauthenticated");
    refuses(call("GET", "/profile", token, NULL), 401, "unauthenticated");
}

static void a_native_app_refreshes_by_its_body(void **state)
{
    (void)state;
    person_add(api_db(), api_arena(), NULL, "ponsel", NULL);
    struct answer a = sign_in_call("ponsel", PASSWORD, true);
    const char *first = answer_text(&a, "refresh_token");
    a = call("POST", "/auth/refresh", NULL, json_pack("{ss}", "refresh_token", first));
    assert_int_equal(a.status, 200);
    assert_int_equal(json_object_size(a.json), 4);
    assert_string_not_equal(first, answer_text(&a, "refresh_token"));
    refuses(call("POST", "/auth/refresh", NULL, json_pack("{ss}", "refresh_token", "x")), 401,
            "unauthenticated");
    refuses(call("POST", "/auth/refresh", NULL, json_object()), 401, "unauthenticated");
    refuses(call("POST", "/auth/refresh", NULL, json_pack("{si}", "refresh_token", 1)), 422,
            "invalid_fields");
    refuses(refresh_with_cookie(answer_text(&a, "refresh_token"), "x"), 401, "unauthenticated");
}

static void signing_out_holds_from_the_next_call(void **state)
{
    (void)state;
    const char *token = signed_in("pulang", NULL);
    assert_int_equal(call("GET", "/profile", token, NULL).status, 200);
    assert_int_equal(call("POST", "/auth/logout", token, json_object()).status, 200);
    refuses(call("GET", "/profile", token, NULL), 401, "unauthenticated");
    assert_int_equal(call("POST", "/auth/logout", token, json_object()).status, 200);
}

static void signing_out_works_by_the_cookie_alone(void **state)
{
    (void)state;
    person_add(api_db(), api_arena(), NULL, "pergi", NULL);
    struct answer a = sign_in_call("pergi", PASSWORD, false);
    const char *cookie = cookie_of(&a, "simpul_refresh");
    const char *headers[] = { arena_printf(api_arena(), "Cookie: simpul_refresh=%s", cookie),
                              NULL };
    struct answer b = call_raw("POST", "/auth/logout", headers, NULL, NULL, 0);
    assert_int_equal(b.status, 200);
    assert_non_null(strstr(answer_header(&b, "Set-Cookie"), "; Expires=Thu, 01 Jan 1970"));
    refuses(call("GET", "/profile", answer_text(&a, "token"), NULL), 401, "unauthenticated");
}

static void sessions_are_listed_and_ended_one_by_one(void **state)
{
    (void)state;
    const char *here = signed_in("banyak", NULL), *there = token_of("banyak");
    struct answer a = call("GET", "/sessions", here, NULL);
    assert_int_equal(a.status, 200);
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 2);
    const json_t *first = json_array_get(json_object_get(a.json, "data"), 0);
    bool const first_is_here = json_is_true(json_object_get(first, "current"));
    const char *other = answer_text(&a, first_is_here ? "data.1.id" : "data.0.id");
    assert_string_equal(answer_text(&a, "data.0.ip"), "127.0.0.1");
    const char *path = arena_printf(api_arena(), "/sessions/%s", other);
    assert_int_equal(call("DELETE", path, here, NULL).status, 200);
    refuses(call("GET", "/profile", there, NULL), 401, "unauthenticated");
    refuses(call("DELETE", path, here, NULL), 404, "not_found");
    assert_int_equal(call("GET", "/profile", here, NULL).status, 200);
}

static void all_other_sessions_end_at_once(void **state)
{
    (void)state;
    const char *here = signed_in("sendiri", NULL), *there = token_of("sendiri");
    const char *elsewhere = token_of("sendiri"), *other = signed_in("lain", NULL);
    assert_int_equal(call("GET", "/profile", there, NULL).status, 200);
    struct answer a = call("DELETE", "/sessions", here, NULL);
    assert_int_equal(a.status, 200);
    assert_int_equal(answer_int(&a, "data.ended"), 2);
    refuses(call("GET", "/profile", there, NULL), 401, "unauthenticated");
    refuses(call("GET", "/profile", elsewhere, NULL), 401, "unauthenticated");
    assert_int_equal(call("GET", "/profile", here, NULL).status, 200);
    assert_int_equal(call("GET", "/profile", other, NULL).status, 200);
    a = call("DELETE", "/sessions", here, NULL);
    assert_int_equal(answer_int(&a, "data.ended"), 0);
    refuses(call("DELETE", "/sessions", there, NULL), 401, "unauthenticated");
}

static void a_session_names_its_device_and_how_it_was_begun(void **state)
{
    (void)state;
    const char *headers[] = { "User-Agent: Mozilla/5.0 (Linux; Android 13) Chrome/120.0 "
                              "Mobile Safari/537.36", NULL };
    person_add(api_db(), api_arena(), NULL, "gawai", NULL);
    const char *body = "{\"username\": \"gawai\", \"password\": \"" PASSWORD "\"}";
    struct answer a = call_raw("POST", "/auth", headers, "application/json", body, strlen(body));
    a = call("GET", "/sessions", answer_text(&a, "token"), NULL);
    assert_string_equal(answer_text(&a, "data.0.device"), "Chrome, Android");
    assert_string_equal(answer_text(&a, "data.0.amr.0"), "pwd");
}

/* Ulfius' client keeps one Set-Cookie only. */
static struct raw_answer *sign_in_raw(const char *username, const char *cookie)
{
    const char *body = arena_printf(api_arena(), "{\"username\": \"%s\", \"password\": \"" PASSWORD
                                    "\"}", username);
    uint16_t const port = (uint16_t)strtoul(strrchr(api_url(), ':') + 1, NULL, 10);
    return raw_exchange(port, arena_printf(api_arena(),
        "POST /auth HTTP/1.1\r\nHost: portal\r\nContent-Type: application/json\r\n"
        "Cookie: simpul_device=%s\r\nContent-Length: %zu\r\n\r\n%s", cookie, strlen(body), body));
}

#define COOKIE_REST "; Max-Age=34560000; Path=/auth; HttpOnly; SameSite=Strict"

static const char *device_cookie(const char *head)
{
    const char *value = strstr(head, "simpul_device=");
    assert_non_null(value);
    value += strlen("simpul_device=");
    const char *rest = value + strcspn(value, ";");
    assert_true(strncmp(rest, COOKIE_REST, strlen(COOKIE_REST)) == 0);
    return arena_printf(api_arena(), "%.*s", (int)(rest - value), value);
}

static int64_t told_of_devices(const char *id)
{
    return db_number("SELECT count(*) FROM notifications WHERE kind = 'session.new_device' "
                     "AND account_id = $1", id);
}

static void a_sign_in_from_a_new_browser_is_announced(void **state)
{
    (void)state;
    const char *id = person_add(api_db(), api_arena(), NULL, "pindahan", NULL);
    struct raw_answer *a = sign_in_raw("pindahan", "");
    const char *first = device_cookie(a->head);
    free(a);
    assert_int_equal(told_of_devices(id), 0);
    a = sign_in_raw("pindahan", first);
    assert_string_equal(device_cookie(a->head), first);
    free(a);
    assert_int_equal(told_of_devices(id), 0);
    a = sign_in_raw("pindahan", "");
    assert_string_not_equal(device_cookie(a->head), first);
    free(a);
    assert_int_equal(told_of_devices(id), 1);
    assert_int_equal(db_number("SELECT count(*) FROM messages WHERE template = 'notification' "
                               "AND account_id = $1", id), 1);
}

static void bob_cannot_end_alices_session(void **state)
{
    (void)state;
    const char *alice = signed_in("alice", NULL), *bob = signed_in("bob", NULL);
    struct answer a = call("GET", "/sessions", alice, NULL);
    const char *path = arena_printf(api_arena(), "/sessions/%s", answer_text(&a, "data.0.id"));
    refuses(call("DELETE", path, bob, NULL), 404, "not_found");
    a = call("GET", "/sessions", bob, NULL);
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 1);
    assert_int_equal(call("GET", "/profile", alice, NULL).status, 200);
}

static void nobody_passes_without_a_token_of_ours(void **state)
{
    (void)state;
    const char *const tokens[] = { NULL, "", "x.y.z",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c3JfYSJ9." };
    const char *const paths[] = { "/profile", "/sessions", "/profile/picture" };
    for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++)
        for (size_t j = 0; j < sizeof paths / sizeof paths[0]; j++)
            refuses(call("GET", paths[j], tokens[i], NULL), 401, "unauthenticated");
}

#define sessions_test(test) cmocka_unit_test_setup(test, begin)

int main(void)
{
    const struct CMUnitTest tests[] = {
        sessions_test(a_browser_refreshes_by_its_cookie),
        sessions_test(a_stolen_cookie_used_again_ends_the_session),
        sessions_test(a_native_app_refreshes_by_its_body),
        sessions_test(signing_out_holds_from_the_next_call),
        sessions_test(signing_out_works_by_the_cookie_alone),
        sessions_test(sessions_are_listed_and_ended_one_by_one),
        sessions_test(all_other_sessions_end_at_once),
        sessions_test(a_session_names_its_device_and_how_it_was_begun),
        sessions_test(a_sign_in_from_a_new_browser_is_announced),
        sessions_test(bob_cannot_end_alices_session),
        sessions_test(nobody_passes_without_a_token_of_ours),
    };
    return cmocka_run_group_tests_name("sessions api", tests, api_begin, api_end);
}
