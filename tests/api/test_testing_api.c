/* The console over HTTP: an API is tried through the gateway, by whoever may. */
#include "base/text.h"
#include "domain/access/access.h"
#include "domain/settings/settings.h"
#include "domain/testing/testing.h"
#include "support/market.h"
#include "support/publishing.h"
#include "support/upstream.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct upstream *upstream;
static const char *alice, *bob;
static const char *alices_key, *bobs_key;       /* for production */

static const char PATHS[] =
    "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Uji\",\"version\":\"1\"},\"paths\":{"
    "\"/orang/{nik}\":{\"get\":{\"responses\":{\"200\":{\"description\":\"Ya\"}}}},"
    "\"/gema\":{\"post\":{\"responses\":{\"200\":{\"description\":\"Ya\"}}},"
    "\"delete\":{\"responses\":{\"204\":{\"description\":\"Ya\"}}},"
    "\"get\":{\"responses\":{\"200\":{\"description\":\"Ya\"}}}}}}";

static struct answer import(const char *document)
{
    return call_form("POST", "/admin/bundles/import", publisher, NULL, NULL, "openapi",
                     "uji.json", document, strlen(document));
}

static void open_bundle(void)
{
    struct answer a = import(PATHS);
    assert_int_equal(a.status, 201);
    const char *url = arena_printf(api_arena(), "http://127.0.0.1:%d", upstream_port(upstream));
    a = patch("uji", arena_printf(api_arena(),
        "{\"upstreams\":{\"development\":{\"url\":\"%s\",\"answer_timeout_ms\":1000},"
        "\"production\":{\"url\":\"%s/asli\"}}}", url, url));
    assert_int_equal(a.status, 200);
    assert_int_equal(as_publisher("POST", "uji", "/publish").status, 200);
}

static const char *approve(const char *token)
{
    json_t *json = json_pack("{ss ss ss sb}", "bundle", "uji", "application_name", "Aplikasi Desa",
                             "purpose", "Data", "agreed", 1);
    struct answer a = call_form("POST", "/requests", token, "request", json, "letter", "surat.pdf",
                                SMALL_PDF, strlen(SMALL_PDF));
    assert_int_equal(a.status, 201);
    const char *id = answer_text(&a, "data.id");
    a = call("POST", arena_printf(api_arena(), "/admin/requests/%s/approve", id), reviewer,
             json_object());
    assert_int_equal(a.status, 200);
    return id;
}

static const char *key_of(const char *token, const char *environment)
{
    struct answer a = call("POST", "/keys", token, json_pack("{ss ss}", "label", "Uji",
                                                             "environment", environment));
    assert_int_equal(a.status, 201);
    return answer_text(&a, "data.key");
}

static int begin(void **state)
{
    if (publishing_begin(state))
        return 1;
    people_add(api_db(), api_arena());
    alice = token_of("alice");
    bob = token_of("bob");
    upstream = upstream_open(NULL, NULL);
    api_config()->account_limit = 0;
    open_bundle();
    approve(alice);
    alices_key = key_of(alice, "production");
    bobs_key = key_of(bob, "production");
    return 0;
}

static int end(void **state)
{
    int const rc = api_end(state);
    upstream_close(upstream);
    return rc;
}

static void says(const char *text)
{
    upstream_behave(upstream, (struct upstream_manner){ .says = text });
}

static struct answer try(const char *token, const char *body)
{
    json_t *json = json_loads(body, 0, NULL);
    assert_non_null(json);
    return call("POST", "/bundles/uji/test", token, json);
}

/* GET /gema in Development, with more members of the body, from a comma on. */
static struct answer try_with(const char *more)
{
    return try(alice, arena_printf(api_arena(), "{\"environment\":\"development\","
                                                "\"method\":\"GET\",\"path\":\"/gema\"%s}", more));
}

static struct answer in_production(const char *token, const char *key)
{
    return try(token, arena_printf(api_arena(), "{\"environment\":\"production\","
               "\"method\":\"GET\",\"path\":\"/gema\",\"key\":\"%s\"}", key));
}

static const char ECHO[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                           "Content-Length: 11\r\nX-Asal: satu\r\nX-Asal: dua\r\n\r\n{\"a\":\"b c\"}";

static void development_is_for_everyone_signed_in(void **state)
{
    (void)state;
    says(ECHO);
    struct answer a = try(bob, "{\"environment\":\"development\",\"method\":\"GET\","
                               "\"path\":\"/orang/12 3é\",\"query\":{\"cari\":\"a&b\","
                               "\"id\":[1,2],\"kosong\":null}}");
    assert_int_equal(a.status, 200);
    assert_int_equal(answer_int(&a, "data.status"), 200);
    assert_string_equal(answer_text(&a, "data.body"), "{\"a\":\"b c\"}");
    assert_string_equal(answer_text(&a, "data.body_encoding"), "text");
    assert_string_equal(answer_text(&a, "data.headers.x-asal"), "satu, dua");
    assert_int_equal(answer_int(&a, "data.size_bytes"), 11);
    assert_true(text_ends(answer_text(&a, "data.url"),
                          "/development/uji/orang/12%203%C3%A9?cari=a%26b&id=1&id=2"));
    const char *head = upstream_heard(upstream).head;
    assert_non_null(strstr(head, "GET /orang/12%203%C3%A9?cari=a%26b&id=1&id=2 HTTP/1.1\r\n"));
    assert_non_null(strstr(head, "X-Consumer-Id: usr_bob\r\n"));
    assert_null(strstr(head, "spl_"));
    refuses(try(NULL, "{}"), 401, "unauthenticated");
}

static void a_pass_lasts_as_long_as_its_call(void **state)
{
    (void)state;
    says(ECHO);
    size_t const before = access_size().keys;
    assert_int_equal(try_with("").status, 200);
    assert_int_equal(access_size().keys, before);
    assert_int_equal(db_number("SELECT count(*) FROM keys WHERE account_id = $1", "usr_bob"), 1);
}

static void production_wants_an_approved_members_key(void **state)
{
    (void)state;
    says(ECHO);
    struct answer a = in_production(alice, alices_key);
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(upstream_heard(upstream).head, "GET /asli/gema HTTP/1.1"));
    assert_null(strstr(upstream_heard(upstream).head, "spl_"));
    assert_null(strstr(a.text, "spl_"));
    a = in_production(bob, bobs_key);
    refuses(a, 403, "access_not_approved");
    assert_int_equal(answer_int(&a, "answer.status"), 403);
    refuses(in_production(alice, ""), 401, "key_missing");
    refuses(in_production(alice, "spl_prod_kurang"), 401, "key_malformed");
    refuses(in_production(alice, key_of(alice, "development")), 403, "key_environment_mismatch");
}

static void a_key_is_ones_own(void **state)
{
    (void)state;
    says(ECHO);
    char unknown[KEY_TEXT_SIZE];
    key_format_new(KEY_PRODUCTION, unknown);
    unsigned const before = upstream_heard(upstream).requests;
    struct answer const theirs = in_production(bob, alices_key);
    struct answer const nobodys = in_production(bob, unknown);
    refuses(theirs, 401, "key_unknown");
    refuses(nobodys, 401, "key_unknown");
    assert_string_equal(answer_text(&theirs, "message"), answer_text(&nobodys, "message"));
    assert_int_equal(upstream_heard(upstream).requests, before);
}

static void a_development_key_is_used_where_it_is_given(void **state)
{
    (void)state;
    says(ECHO);
    const char *more = arena_printf(api_arena(), ",\"key\":\" %s \\n\"",
                                    key_of(bob, "development"));
    struct answer a = try(bob, arena_printf(api_arena(), "{\"environment\":\"development\","
                          "\"method\":\"GET\",\"path\":\"/gema\"%s}", more));
    refuses(a, 403, "access_not_approved");
}

static void revoked_access_bars_development_too(void **state)
{
    (void)state;
    says(ECHO);
    const char *token = signed_in("rudi", "member");
    const char *id = approve(token);
    struct answer a = call("POST", arena_printf(api_arena(), "/admin/requests/%s/revoke", id),
                           reviewer, json_pack("{ss}", "note", "Disalahgunakan"));
    assert_int_equal(a.status, 200);
    a = try(token, "{\"environment\":\"development\",\"method\":\"GET\",\"path\":\"/gema\"}");
    refuses(a, 403, "access_revoked");
}

static void only_what_the_document_has_is_called(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "/../lain/gema", "/gema/..", "/gema/%2e%2E/x", "/gema/.;x", "/orang/a%2Fb", "/orang/a%5cb",
        "/orang/a\\\\b", "/orang/1?x=1", "/orang/1#x", "/orang/%00", "/orang/%0d%0a", "/orang/%zz",
        "gema", "http://lain.id/gema", NULL,
    };
    unsigned const before = upstream_heard(upstream).requests;
    for (int i = 0; bad[i]; i++)
        faults(try(alice, arena_printf(api_arena(), "{\"environment\":\"development\","
                   "\"method\":\"GET\",\"path\":\"%s\"}", bad[i])), "path", "bad_characters");
    faults(try(alice, "{\"environment\":\"development\",\"method\":\"GET\",\"path\":\"/lain\"}"),
           "path", "not_documented");
    faults(try(alice, "{\"environment\":\"development\",\"method\":\"PATCH\",\"path\":\"/gema\"}"),
           "path", "not_documented");
    faults(try(alice, "{\"environment\":\"development\",\"method\":\"CONNECT\","
                      "\"path\":\"/gema\"}"), "method", "not_a_choice");
    faults(try(alice, "{\"environment\":\"staging\",\"method\":\"GET\",\"path\":\"/gema\"}"),
           "environment", "not_a_choice");
    refuses(call("POST", "/bundles/tidakada/test", alice, json_object()), 404, "not_found");
    assert_int_equal(upstream_heard(upstream).requests, before);
}

static void what_needs_no_encoding_is_read_as_written_out(void **state)
{
    (void)state;
    says(ECHO);
    struct answer a = try(alice, "{\"environment\":\"development\",\"method\":\"GET\","
                                 "\"path\":\"/g%65ma\"}");
    assert_int_equal(a.status, 200);
}

static void headers_cannot_break_out_or_pass_for_the_gateways(void **state)
{
    (void)state;
    says(ECHO);
    static const char *const reserved[] = { "Host", "X-Forwarded-For", "x_forwarded_for",
        "Content-Length", "Transfer-Encoding", "Connection", "X-API-Key", "X-Consumer-Id",
        "traceparent", "Proxy-Authorization", "TE", "Upgrade", NULL };
    for (int i = 0; reserved[i]; i++)
        faults(try_with(arena_printf(api_arena(), ",\"headers\":{\"%s\":\"1\"}", reserved[i])),
               arena_printf(api_arena(), "headers.%s", reserved[i]), "reserved");
    faults(try_with(",\"headers\":{\"X-A\":\"1\\r\\nX-B: 2\"}"), "headers.X-A", "bad_characters");
    faults(try_with(",\"headers\":{\"X-A:\":\"1\"}"), "headers.X-A:", "bad_characters");
    faults(try_with(",\"headers\":{\"\":\"1\"}"), "headers.", "bad_characters");
    faults(try_with(arena_printf(api_arena(), ",\"headers\":{\"Authorization\":\"Bearer %s\"}",
                                 alices_key)), "headers.Authorization", "reserved");
    faults(try_with(",\"headers\":{\"X-A\":{}}"), "headers", "wrong_type");
    faults(try_with(",\"headers\":\"X-A: 1\""), "headers", "wrong_type");
    faults(try_with(",\"query\":\"a=1\\nb\""), "query", "bad_characters");
    faults(try_with(",\"key\":\"spl_dev_1\\r\\nX-A: 1\""), "key", "bad_characters");
    struct answer a = try_with(",\"headers\":{\"X-Kosong\":\"\",\"X-Banyak\":[\"1\",\"2\"],"
                               "\"Authorization\":\"Bearer milik-penyedia\"}");
    assert_int_equal(a.status, 200);
    const char *head = upstream_heard(upstream).head;
    assert_non_null(strstr(head, "X-Kosong: \r\n"));
    assert_non_null(strstr(head, "X-Banyak: 1\r\nX-Banyak: 2\r\n"));
    assert_non_null(strstr(head, "Authorization: Bearer milik-penyedia\r\n"));
}

static struct answer send_body(const char *more)
{
    struct answer a = try(alice, arena_printf(api_arena(), "{\"environment\":\"development\","
                          "\"method\":\"POST\",\"path\":\"/gema\"%s}", more));
    assert_int_equal(a.status, 200);
    return a;
}

static void bodies_go_as_json_as_text_and_as_bytes(void **state)
{
    (void)state;
    says(ECHO);
    send_body(",\"body\":{\"nama\":\"Sri\"}");
    struct upstream_heard heard = upstream_heard(upstream);
    assert_non_null(strstr(heard.head, "Content-Type: application/json\r\n"));
    assert_string_equal(heard.body, "{\"nama\":\"Sri\"}");
    send_body(",\"body\":\"nama=Sri\",\"headers\":{\"content-type\":"
              "\"application/x-www-form-urlencoded\"}");
    heard = upstream_heard(upstream);
    assert_non_null(strstr(heard.head, "application/x-www-form-urlencoded\r\n"));
    assert_int_equal(heard.body_bytes > 0, true);
    send_body(",\"body\":\"AAH/\",\"body_encoding\":\"base64\"");
    heard = upstream_heard(upstream);
    assert_memory_equal(heard.body, "\0\1\377", 3);
    assert_null(strstr(heard.head, "Content-Type"));
    send_body("");
    assert_non_null(strstr(upstream_heard(upstream).head, "Content-Length: 0\r\n"));
    faults(try_with(",\"body\":\"?\",\"body_encoding\":\"base64\""), "body", "bad_characters");
    faults(try_with(",\"body\":{},\"body_encoding\":\"base64\""), "body", "wrong_type");
}

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

/* Of so many calls at once as this account makes, how many had a place. */
static int placed(const char *account_id, int count)
{
    pthread_t threads[TEST_CALLS_EACH * 2];
    int with_place = 0;
    for (int i = 0; i < count; i++)
        pthread_create(&threads[i], NULL, call_slowly, (void *)account_id);
    for (int i = 0; i < count; i++) {
        void *e;
        pthread_join(threads[i], &e);
        assert_true((enum err)(intptr_t)e == OK || (enum err)(intptr_t)e == TOO_MANY);
        with_place += (enum err)(intptr_t)e == OK;
    }
    return with_place;
}

static void an_account_has_a_few_calls_at_once(void **state)
{
    (void)state;
    upstream_behave(upstream, (struct upstream_manner){ .says = ECHO, .waits_ms = 600 });
    assert_int_equal(placed("usr_dua", 2), 2);
    assert_int_equal(placed("usr_delapan", TEST_CALLS_EACH * 2), TEST_CALLS_EACH);
    assert_int_equal(placed("usr_delapan", 2), 2);
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
    for (int i = 0; i <= TEST_CALLS_PER_MINUTE && a.status != 429; i++)
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(development_is_for_everyone_signed_in),
        cmocka_unit_test(a_pass_lasts_as_long_as_its_call),
        cmocka_unit_test(production_wants_an_approved_members_key),
        cmocka_unit_test(a_key_is_ones_own),
        cmocka_unit_test(a_development_key_is_used_where_it_is_given),
        cmocka_unit_test(revoked_access_bars_development_too),
        cmocka_unit_test(only_what_the_document_has_is_called),
        cmocka_unit_test(what_needs_no_encoding_is_read_as_written_out),
        cmocka_unit_test(headers_cannot_break_out_or_pass_for_the_gateways),
        cmocka_unit_test(bodies_go_as_json_as_text_and_as_bytes),
        cmocka_unit_test(a_big_answer_is_cut_and_says_so),
        cmocka_unit_test(bytes_that_are_no_text_come_as_base64),
        cmocka_unit_test(redirects_are_shown_and_not_followed),
        cmocka_unit_test(an_api_cannot_pass_for_the_gateway),
        cmocka_unit_test(an_account_has_a_few_calls_at_once),
        cmocka_unit_test(the_portals_quota_is_each_members),
        cmocka_unit_test(calls_a_minute_are_limited),
        cmocka_unit_test(no_key_is_logged_or_kept),
        cmocka_unit_test(an_upstream_in_trouble_is_told_as_at_the_gateway),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
