/* What every call has in common: routing, envelopes, headers, bodies, limits. */
#include "support/server.h"

#include <string.h>

static void the_portal_is_alive_and_ready(void **state)
{
    (void)state;
    struct answer a = call("GET", "/healthz", NULL, NULL);
    assert_int_equal(a.status, 200);
    assert_true(json_is_true(json_object_get(a.json, "status")));
    assert_string_equal(answer_text(&a, "data.mode"), "development");
    assert_int_equal(call("GET", "/readyz", NULL, NULL).status, 200);
    assert_non_null(strstr(call("GET", "/metrics", NULL, NULL).text, "simpul_http_requests_total"));
}

static void metrics_with_a_listener_of_their_own_leave_the_api(void **state)
{
    (void)state;
    const char *kept = api_config()->metrics_host;
    api_config()->metrics_host = "127.0.0.1";
    assert_int_equal(call("GET", "/metrics", NULL, NULL).status, 404);
    api_config()->metrics_host = kept;
    assert_int_equal(call("GET", "/metrics", NULL, NULL).status, 200);
}

static void an_unknown_address_says_so_in_the_readers_language(void **state)
{
    (void)state;
    struct answer a = call("GET", "/nowhere", NULL, NULL);
    assert_int_equal(a.status, 404);
    assert_string_equal(answer_text(&a, "code"), "not_found");
    assert_string_equal(answer_text(&a, "message"), "Tidak ditemukan.");
    assert_string_equal(answer_text(&a, "request_id"), answer_header(&a, "X-Request-Id"));

    const char *english[] = { "Accept-Language: en-GB, id;q=0.5", NULL };
    a = call_raw("GET", "/nowhere", english, NULL, NULL, 0);
    assert_string_equal(answer_text(&a, "message"), "Not found.");
}

static void a_wrong_method_names_the_right_ones(void **state)
{
    (void)state;
    struct answer a = call("DELETE", "/healthz", NULL, NULL);
    assert_int_equal(a.status, 405);
    assert_string_equal(answer_header(&a, "Allow"), "GET");
}

static void a_request_id_is_kept_when_it_is_plain(void **state)
{
    (void)state;
    const char *plain[] = { "X-Request-Id: abc-12345678", NULL };
    struct answer a = call_raw("GET", "/healthz", plain, NULL, NULL, 0);
    assert_string_equal(answer_header(&a, "X-Request-Id"), "abc-12345678");

    const char *odd[] = { "X-Request-Id: a b\"c", NULL };
    a = call_raw("GET", "/healthz", odd, NULL, NULL, 0);
    assert_non_null(strstr(answer_header(&a, "X-Request-Id"), "rid_"));
}

static void every_answer_carries_the_safe_headers(void **state)
{
    (void)state;
    struct answer a = call("GET", "/healthz", NULL, NULL);
    assert_string_equal(answer_header(&a, "X-Content-Type-Options"), "nosniff");
    assert_string_equal(answer_header(&a, "Cache-Control"), "no-store");
}

static void paths_that_lead_out_of_the_web_app_find_nothing(void **state)
{
    (void)state;
    assert_int_equal(call("GET", "/app/../README.md", NULL, NULL).status, 404);
    assert_int_equal(call("GET", "/app/%2e%2e/README.md", NULL, NULL).status, 404);
    assert_int_equal(call("GET", "/app/..%2fREADME.md", NULL, NULL).status, 400);
    assert_int_equal(call("GET", "/app/.gitignore", NULL, NULL).status, 404);
}

static void the_root_leads_to_the_web_app(void **state)
{
    (void)state;
    struct answer a = call("GET", "/", NULL, NULL);
    assert_int_equal(a.status, 302);
    assert_string_equal(answer_header(&a, "Location"), "/app/");
    a = call("GET", "/app/authenticator", NULL, NULL);
    assert_int_equal(a.status, 302);
    assert_string_equal(answer_header(&a, "Location"), "/app/authenticator/");
}

static void the_authenticator_alone_may_ask_for_the_camera(void **state)
{
    (void)state;
    const char *pages[] = { "/app/authenticator/", "/app/authenticator/scan" };
    for (int i = 0; i < 2; i++) {
        struct answer a = call("GET", pages[i], NULL, NULL);
        assert_int_equal(a.status, 200);
        assert_non_null(strstr(a.text, "/app/authenticator/app.js"));
        assert_non_null(strstr(answer_header(&a, "Permissions-Policy"), "camera=(self)"));
    }
    struct answer a = call("GET", "/app/authenticators", NULL, NULL);
    assert_null(strstr(a.text, "/app/authenticator/app.js"));
    assert_non_null(strstr(answer_header(&a, "Permissions-Policy"), "camera=()"));
}

static void scripts_last_as_long_as_their_release(void **state)
{
    (void)state;
    struct answer page = call("GET", "/app/", NULL, NULL);
    assert_string_equal(answer_header(&page, "Cache-Control"), "no-cache");
    const char *at = strstr(page.text, "\"/app/v-");
    assert_non_null(at);
    char path[64];
    snprintf(path, sizeof path, "%.23s/app.js", at + 1);
    struct answer script = call("GET", path, NULL, NULL);
    assert_int_equal(script.status, 200);
    assert_string_equal(answer_header(&script, "Cache-Control"), "max-age=31536000, immutable");
    snprintf(path, sizeof path, "%.23s/pack/app.js", at + 1);
    struct answer pack = call("GET", path, NULL, NULL);
    assert_int_equal(pack.status, 200);
    assert_string_equal(answer_header(&pack, "Cache-Control"), "max-age=31536000, immutable");
    assert_non_null(strstr(page.text, path));
    snprintf(path, sizeof path, "%.23s/pack/styles-docs-docs.css", at + 1);
    assert_int_equal(call("GET", path, NULL, NULL).status, 404);
    struct answer plain = call("GET", "/app/app.js", NULL, NULL);
    assert_string_equal(answer_header(&plain, "Cache-Control"), "no-cache");
    assert_string_equal(plain.text, script.text);
}

static void files_come_in_the_smallest_form_that_the_caller_takes(void **state)
{
    (void)state;
    static const struct { const char *takes, *form; } cases[] = {
        { "Accept-Encoding: gzip, deflate, br, zstd", "br" }, { "Accept-Encoding: br;q=1", "br" },
        { "Accept-Encoding: gzip", "gzip" }, { "Accept-Encoding: brotli", NULL },
        { "Accept-Encoding: br;q=0, gzip", "gzip" }, { "Accept-Encoding: br;q=0.5", "br" },
        { "Accept-Encoding: gzip; q=0.0", NULL },
    };
    struct answer plain = call("GET", "/app/lib/html.js", NULL, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *const headers[] = { cases[i].takes, NULL };
        struct answer a = call_raw("GET", "/app/lib/html.js", headers, NULL, NULL, 0);
        const char *form = answer_header(&a, "Content-Encoding");
        assert_int_equal(a.status, 200);
        if (!cases[i].form) {
            assert_null(form);
            continue;
        }
        assert_string_equal(form, cases[i].form);
        assert_string_equal(a.text, plain.text);    /* the client has unpacked it */
    }
}

static void what_another_release_asks_for_is_asked_for_again(void **state)
{
    (void)state;
    struct answer a = call("GET", "/app/v-0123456789abcdef/app.js", NULL, NULL);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_header(&a, "Cache-Control"), "no-cache");
    assert_int_equal(call("GET", "/app/v-0123456789abcdef/no.js", NULL, NULL).status, 404);
    assert_int_equal(call("GET", "/app/v-0123456789abcdef/pack/app.js", NULL, NULL).status, 404);
    assert_int_equal(call("GET", "/app/pack/app.js", NULL, NULL).status, 404);
    assert_int_equal(call("GET", "/app/v-0123456789abcdef/../no.js", NULL, NULL).status, 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_portal_is_alive_and_ready),
        cmocka_unit_test(metrics_with_a_listener_of_their_own_leave_the_api),
        cmocka_unit_test(an_unknown_address_says_so_in_the_readers_language),
        cmocka_unit_test(a_wrong_method_names_the_right_ones),
        cmocka_unit_test(a_request_id_is_kept_when_it_is_plain),
        cmocka_unit_test(every_answer_carries_the_safe_headers),
        cmocka_unit_test(paths_that_lead_out_of_the_web_app_find_nothing),
        cmocka_unit_test(the_root_leads_to_the_web_app),
        cmocka_unit_test(scripts_last_as_long_as_their_release),
        cmocka_unit_test(files_come_in_the_smallest_form_that_the_caller_takes),
        cmocka_unit_test(what_another_release_asks_for_is_asked_for_again),
        cmocka_unit_test(the_authenticator_alone_may_ask_for_the_camera),
    };
    return cmocka_run_group_tests_name("server api", tests, api_begin, api_end);
}
