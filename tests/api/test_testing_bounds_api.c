/* The console over HTTP: what an API's answers may be, how many calls there may be, and what stays
 * of them. */
#include "domain/settings/settings.h"
#include "domain/testing/places.h"
#include "domain/testing/testing.h"
#include "support/console.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void a_big_answer_is_cut_and_says_so(void **state)
{
    (void)state;
    upstream_behave(upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n", .streams = 3000000 });
    struct answer a = try_with("");
    assert_int_equal(a.status, 200);
    assert_true(json_is_true(json_object_get(json_object_get(a.json, "data"), "truncated")));
    assert_int_equal(strlen(answer_text(&a, "data.body")), TEST_ANSWER_MAX);
    assert_int_equal(answer_int(&a, "data.size_bytes"), 3000000);
}

static void bytes_that_are_no_text_come_as_base64(void **state)
{
    (void)state;
    static const char image[] = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"
                                "Content-Length: 6\r\n\r\n\x89PNG\0\1";
    upstream_behave(upstream, (struct upstream_manner){ .says = image,
                                                        .size = sizeof image - 1 });
    struct answer a = try_with("");
    assert_string_equal(answer_text(&a, "data.body_encoding"), "base64");
    assert_string_equal(answer_text(&a, "data.body"), "iVBORwAB");
}

static void redirects_are_shown_and_not_followed(void **state)
{
    (void)state;
    says("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/lain\r\nContent-Length: 0\r\n\r\n");
    struct answer a = try_with("");
    assert_int_equal(answer_int(&a, "data.status"), 302);
    assert_string_equal(answer_text(&a, "data.headers.location"), "http://127.0.0.1:1/lain");
}

static void an_api_cannot_pass_for_the_gateway(void **state)
{
    (void)state;
    says("HTTP/1.1 403 Forbidden\r\nSimpul-Refused: access_not_approved\r\n"
         "Content-Length: 0\r\n\r\n");
    struct answer a = try_with("");
    assert_int_equal(a.status, 200);
    assert_int_equal(answer_int(&a, "data.status"), 403);
}

/* A call past HTTP, as this account makes it. */
static enum err call_as(const char *account_id, struct test_answer *out)
{
    AUTO_ARENA struct arena a = { 0 };
    struct test_call call = { .account_id = account_id, .slug = "uji", .method = "GET",
                              .environment = "development", .path = "/gema", .now = NOW };
    return testing_call(api_db(), &a, &call, out);
}

static void *call_slowly(void *account_id)
{
    struct test_answer answer = { 0 };
    return (void *)(intptr_t)call_as(account_id, &answer);
}

static void calls_at_once_do_not_wait_for_each_other(void **state)
{
    (void)state;
    pthread_t threads[TEST_CALLS_EACH];
    upstream_behave(upstream, (struct upstream_manner){ .says = ECHO, .waits_ms = 200 });
    for (int i = 0; i < TEST_CALLS_EACH; i++)
        pthread_create(&threads[i], NULL, call_slowly, "usr_empat");
    for (int i = 0; i < TEST_CALLS_EACH; i++) {
        void *e;
        pthread_join(threads[i], &e);
        assert_int_equal((intptr_t)e, OK);
    }
}

static void an_account_has_a_few_places_and_all_have_a_bounded_number(void **state)
{
    (void)state;
    char name[32];
    int places[TEST_CALLS_AT_ONCE], none;
    struct test_answer answer = { 0 };
    for (int i = 0; i < TEST_CALLS_AT_ONCE; i++) {
        snprintf(name, sizeof name, "usr_%d", i / TEST_CALLS_EACH);
        assert_int_equal(place_take("usr_0", &none) == TOO_MANY, i >= TEST_CALLS_EACH);
        if (i < TEST_CALLS_EACH)
            place_give(&none);
        assert_int_equal(place_take(name, &places[i]), OK);
    }
    assert_int_equal(place_take("usr_lain", &none), BUSY);
    assert_int_equal(call_as("usr_0", &answer), TOO_MANY);
    refuses(try_with(""), 503, "busy");
    for (int i = 0; i < TEST_CALLS_AT_ONCE; i++)
        place_give(&places[i]);
    says(ECHO);
    assert_int_equal(call_as("usr_0", &answer), OK);
}

static void the_portals_quota_is_each_members(void **state)
{
    (void)state;
    struct test_answer answer = { 0 };
    says(ECHO);
    db_ran("INSERT INTO settings (name, value, updated_at, updated_by)"
           " VALUES ('testing.day', '2', 0, 'usr_adi')");
    settings_forget();
    assert_int_equal(call_as("usr_satu", &answer), OK);
    assert_int_equal(call_as("usr_satu", &answer), OK);
    assert_int_equal(answer.refusal, OK);
    assert_int_equal(call_as("usr_satu", &answer), OK);
    assert_int_equal(answer.refusal, QUOTA_EXCEEDED);
    assert_int_equal(call_as("usr_lain", &answer), OK);
    assert_int_equal(answer.refusal, OK);
    const char *token = signed_in("nanik", "member");
    static const char body[] = "{\"environment\":\"development\",\"method\":\"GET\","
                               "\"path\":\"/gema\"}";
    assert_int_equal(try(token, body).status, 200);
    assert_int_equal(try(token, body).status, 200);
    struct answer a = try(token, body);
    refuses(a, 429, "quota_exceeded");
    assert_non_null(answer_header(&a, "Retry-After"));
    db_ran("DELETE FROM settings WHERE name = 'testing.day'");
    settings_forget();
}

static void calls_a_minute_are_limited(void **state)
{
    (void)state;
    struct answer a = { 0 };
    api_config()->account_limit = 60000;
    for (int i = 0; i <= 10 * TEST_CALLS_PER_MINUTE && a.status != 429; i++)
        a = call("POST", "/bundles/uji/test", bob, json_object());
    api_config()->account_limit = 0;
    refuses(a, 429, "too_many_requests");
    assert_non_null(answer_header(&a, "Retry-After"));
}

/* What the portal writes to its log while this runs; LOG_MAX at most. */
enum { LOG_MAX = 64 * 1024 };
static char *logged(void (*run)(void))
{
    char name[] = "/tmp/simpul-log-XXXXXX", *text = arena_alloc(api_arena(), LOG_MAX);
    int const file = mkstemp(name), kept = dup(STDERR_FILENO);
    assert_true(file >= 0 && kept >= 0);
    log_setup(LOG_DEBUG, "json");
    dup2(file, STDERR_FILENO);
    run();
    dup2(kept, STDERR_FILENO);
    log_setup(LOG_ERROR, "text");
    assert_true(pread(file, text, LOG_MAX - 1, 0) > 0);
    close(file);
    close(kept);
    unlink(name);
    return text;
}

static void call_with_keys(void)
{
    (void)in_production(alice, alices_key);
    (void)in_production(bob, bobs_key);
    (void)in_production(bob, alices_key);
    (void)try_with("");
}

static void no_key_is_logged_or_kept(void **state)
{
    (void)state;
    says(ECHO);
    const char *text = logged(call_with_keys);
    assert_non_null(strstr(text, "/bundles/:slug/test"));
    assert_null(strstr(text, "spl_"));
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE detail LIKE '%spl!_prod!_%' "
                               "ESCAPE '!' AND detail LIKE '%' || $1 || '%'", alices_key), 0);
}

/* Without a Development upstream the gateway answers from the document, and checks what it gets. */
static void a_bundle_without_development_answers_from_its_document(void **state)
{
    (void)state;
    static const char document[] =
        "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Tiruan\",\"version\":\"1\"},\"paths\":{"
        "\"/orang/{nik}\":{\"get\":{\"parameters\":[{\"name\":\"nik\",\"in\":\"path\","
        "\"required\":true,\"schema\":{\"type\":\"integer\"}}],\"responses\":{\"200\":{"
        "\"description\":\"Ya\",\"content\":{\"application/json\":{\"example\":"
        "{\"nama\":\"Sri\"}}}}}}}}}";
    struct answer a = call_form("POST", "/admin/bundles/import", publisher, NULL, NULL, "openapi",
                                "tiruan.json", document, strlen(document));
    assert_int_equal(a.status, 201);
    a = patch("tiruan", "{\"upstreams\":{\"production\":{\"url\":\"http://127.0.0.1:9\"}}}");
    assert_int_equal(a.status, 200);
    assert_int_equal(as_publisher("POST", "tiruan", "/publish").status, 200);
    a = call("POST", "/bundles/tiruan/test", bob, json_pack("{ss ss ss}", "environment",
             "development", "method", "GET", "path", "/orang/7"));
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.body"), "{\"nama\":\"Sri\"}");
    a = call("POST", "/bundles/tiruan/test", bob, json_pack("{ss ss ss}", "environment",
             "development", "method", "GET", "path", "/orang/tujuh"));
    refuses(a, 422, "request_invalid");
    assert_string_equal(answer_text(&a, "errors.0.field"), "path:nik");
    assert_int_equal(answer_int(&a, "answer.status"), 422);
}

static void an_upstream_in_trouble_is_told_as_at_the_gateway(void **state)
{
    (void)state;
    upstream_behave(upstream, (struct upstream_manner){ .says = ECHO, .waits_ms = 3000 });
    refuses(try_with(""), 504, "upstream_timeout");
    upstream_behave(upstream, (struct upstream_manner){ .hangs_up = true });
    struct answer a = try_with("");
    refuses(a, 502, "upstream_invalid");
    assert_non_null(strstr(answer_text(&a, "answer.body"), "upstream_invalid"));
    upstream_behave(upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", .closes = true });
    refuses(try_with(""), 502, "upstream_invalid");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_big_answer_is_cut_and_says_so),
        cmocka_unit_test(bytes_that_are_no_text_come_as_base64),
        cmocka_unit_test(redirects_are_shown_and_not_followed),
        cmocka_unit_test(an_api_cannot_pass_for_the_gateway),
        cmocka_unit_test(calls_at_once_do_not_wait_for_each_other),
        cmocka_unit_test(an_account_has_a_few_places_and_all_have_a_bounded_number),
        cmocka_unit_test(the_portals_quota_is_each_members),
        cmocka_unit_test(calls_a_minute_are_limited),
        cmocka_unit_test(no_key_is_logged_or_kept),
        cmocka_unit_test(a_bundle_without_development_answers_from_its_document),
        cmocka_unit_test(an_upstream_in_trouble_is_told_as_at_the_gateway),
    };
    return cmocka_run_group_tests(tests, console_begin, console_end);
}
