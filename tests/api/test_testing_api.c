/* The console over HTTP: an API is tried through the gateway, by whoever may, within its bundle. */
#include "base/text.h"
#include "domain/access/access.h"
#include "domain/usage/usage.h"
#include "support/console.h"

#include <string.h>
#include <unistd.h>

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
    const char *id = console_approve(token);
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

/* Try as Bob, whose address is behind a proxy that the portal trusts. */
static struct answer try_from(const char *address, const char *more)
{
    const char *body = arena_printf(api_arena(), "{\"environment\":\"development\","
                                    "\"method\":\"GET\",\"path\":\"/gema\"%s}", more);
    const char *const headers[] = {
        arena_printf(api_arena(), "Authorization: Bearer %s", bob),
        arena_printf(api_arena(), "X-Forwarded-For: %s", address), NULL };
    api_config()->trusted_proxies = "127.0.0.1";
    struct answer const a = call_raw("POST", "/bundles/uji/test", headers, "application/json",
                                     body, strlen(body));
    api_config()->trusted_proxies = "";
    return a;
}

static bool came_from(const char *address)
{
    return strstr(upstream_heard(upstream).head, arena_printf(api_arena(),
        "\r\nX-Forwarded-For: %s\r\n", address)) != NULL;
}

static void a_call_comes_from_the_members_own_address(void **state)
{
    (void)state;
    says(ECHO);
    assert_int_equal(try_from("203.0.113.7", "").status, 200);
    assert_true(came_from("203.0.113.7"));
    assert_int_equal(try_from("2001:db8::7", "").status, 200);
    assert_true(came_from("2001:db8::7"));
    assert_null(strcasestr(upstream_heard(upstream).head, "Simpul-Called-From"));
    assert_int_equal(try_with("").status, 200);
    assert_true(came_from("127.0.0.1"));
}

static void an_allow_list_looks_at_the_members_own_address(void **state)
{
    (void)state;
    says(ECHO);
    struct answer a = call("POST", "/keys", bob, json_pack("{ss ss s[s]}", "label", "Kantor",
        "environment", "development", "allowed_ips", "203.0.113.0/24"));
    const char *more = arena_printf(api_arena(), ",\"key\":\"%s\"", answer_text(&a, "data.key"));
    refuses(try_from("198.51.100.1", more), 403, "ip_not_allowed");
    a = try_from("203.0.113.9", more);
    assert_string_equal(answer_text(&a, "code"), "access_not_approved");
}

static void headers_cannot_break_out_or_pass_for_the_gateways(void **state)
{
    (void)state;
    says(ECHO);
    static const char *const reserved[] = { "Host", "X-Forwarded-For", "x_forwarded_for",
        "Content-Length", "Transfer-Encoding", "Connection", "X-API-Key", "X-Consumer-Id",
        "traceparent", "Proxy-Authorization", "TE", "Upgrade", "Simpul-Called-From", NULL };
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

/* The current version no longer has /orang/{nik}; what was before it still does. */
static void a_previous_version_is_tried_by_its_name(void **state)
{
    (void)state;
    static const char path[] = "{\"environment\":\"development\",\"method\":\"GET\","
                               "\"path\":\"/orang/1\"}";
    says(ECHO);
    struct answer a = post("/admin/bundles/uji/import",
        "{\"as\":\"version\",\"document\":{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Uji\","
        "\"version\":\"2\"},\"paths\":{\"/baru\":{\"get\":{\"responses\":{}}}}}}");
    assert_int_equal(a.status, 200);
    faults(try(alice, path), "path", "not_documented");
    a = call("POST", "/bundles/uji/test?version=1", alice, json_loads(path, 0, NULL));
    assert_int_equal(a.status, 200);
    assert_true(text_ends(answer_text(&a, "data.url"), "/development/uji@1/orang/1"));
    refuses(call("POST", "/bundles/uji/test?version=9", alice, json_object()), 404, "not_found");
}

static void usage_names_what_a_pass_called(void **state)
{
    (void)state;
    struct answer a = { .text = "" };
    for (int i = 0; i < 200 && !strstr(a.text, "Test API"); i++) {
        usleep(50000);
        assert_ok(usage_flush(api_db(), NOW));
        a = call("GET", "/usage?by=key&environment=development", alice, NULL);
    }
    assert_non_null(strstr(a.text, "\"Test API\""));
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
        cmocka_unit_test(a_call_comes_from_the_members_own_address),
        cmocka_unit_test(an_allow_list_looks_at_the_members_own_address),
        cmocka_unit_test(headers_cannot_break_out_or_pass_for_the_gateways),
        cmocka_unit_test(bodies_go_as_json_as_text_and_as_bytes),
        cmocka_unit_test(a_previous_version_is_tried_by_its_name),
        cmocka_unit_test(usage_names_what_a_pass_called),
    };
    return cmocka_run_group_tests(tests, console_begin, console_end);
}
