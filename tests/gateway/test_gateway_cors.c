/* Pages in a browser: what the gateway says of origins. */
#include "support/gate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ORIGIN "Origin: https://peta.contoh.go.id\r\n"

static void allow(struct gate *g, const char *origins, bool has_credentials)
{
    g->bundle.rules.cors_origins = origins;
    g->bundle.rules.cors_has_credentials = has_credentials;
    access_bundle_put(&g->bundle);
}

static struct raw_answer *ask(struct gate *g, const char *method, const char *headers)
{
    char text[1024];
    snprintf(text, sizeof text, "%s /development/wilayah/x HTTP/1.1\r\nHost: a\r\n%s\r\n", method,
             headers);
    return raw_exchange(g->port, text);
}

static struct raw_answer *preflight(struct gate *g, const char *origin)
{
    char text[512];
    snprintf(text, sizeof text, "%sAccess-Control-Request-Method: PUT\r\n"
             "Access-Control-Request-Headers: x-api-key, content-type\r\n", origin);
    return ask(g, "OPTIONS", text);
}

static const char *header(const struct raw_answer *answer, const char *name)
{
    static char text[512];
    return raw_header(answer, name, text, sizeof text) ? text : "";
}

static void a_preflight_is_answered_without_a_key(void **state)
{
    struct gate *g = *state;
    allow(g, "https://lain.go.id https://peta.contoh.go.id", false);
    struct raw_answer *answer = preflight(g, ORIGIN);
    assert_int_equal(answer->status, 204);
    assert_string_equal(header(answer, "Access-Control-Allow-Origin"),
                        "https://peta.contoh.go.id");
    assert_non_null(strstr(header(answer, "Access-Control-Allow-Methods"), "PUT"));
    assert_string_equal(header(answer, "Access-Control-Allow-Headers"), "x-api-key, content-type");
    assert_string_equal(header(answer, "Access-Control-Max-Age"), "600");
    assert_non_null(strstr(answer->head, "Vary: Origin\r\n"));
    assert_string_equal(header(answer, "Access-Control-Allow-Credentials"), "");
    assert_int_equal(upstream_heard(g->upstream).requests, 0);
    free(answer);
}

static void a_preflight_of_a_stranger_is_a_call_without_a_key(void **state)
{
    struct gate *g = *state;
    allow(g, "https://lain.go.id", false);
    struct raw_answer *answer = preflight(g, ORIGIN);
    assert_string_equal(header(answer, "Access-Control-Allow-Origin"), "");
    assert_string_equal(header(answer, "Vary"), "Origin");
    assert_refused(answer, 401, "key_missing");
    allow(g, NULL, false);
    assert_refused(preflight(g, ORIGIN), 401, "key_missing");
    access_bundle_remove("bdl_1");
    assert_refused(preflight(g, ORIGIN), 401, "key_missing");
}

static void an_origin_is_compared_whole(void **state)
{
    static const char *const others[] = {
        "Origin: https://peta.contoh.go.id.jahat.id\r\n", "Origin: https://peta.contoh.go.i\r\n",
        "Origin: http://peta.contoh.go.id\r\n", "Origin: null\r\n", "Origin: \r\n",
        "Origin: https://PETA.contoh.go.id\r\n", "Origin: *\r\n",
    };
    struct gate *g = *state;
    allow(g, "https://peta.contoh.go.id", true);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct raw_answer *answer = gate_call(g, "GET", "/x", others[i], "");
        assert_string_equal(header(answer, "Access-Control-Allow-Origin"), "");
        assert_passed(answer);
    }
}

static void answers_and_refusals_may_be_read_by_the_page(void **state)
{
    struct gate *g = *state;
    allow(g, "https://peta.contoh.go.id", true);
    struct raw_answer *answer = gate_call(g, "GET", "/x", ORIGIN, "");
    assert_string_equal(header(answer, "Access-Control-Allow-Origin"),
                        "https://peta.contoh.go.id");
    assert_string_equal(header(answer, "Access-Control-Allow-Credentials"), "true");
    assert_non_null(strstr(header(answer, "Access-Control-Expose-Headers"), "RateLimit-Policy"));
    assert_passed(answer);
    answer = ask(g, "GET", ORIGIN);
    assert_string_equal(header(answer, "Access-Control-Allow-Origin"),
                        "https://peta.contoh.go.id");
    assert_refused(answer, 401, "key_missing");
    answer = gate_get(g, "/x");
    assert_string_equal(header(answer, "Access-Control-Allow-Origin"), "");
    assert_string_equal(header(answer, "Vary"), "Origin");
    assert_passed(answer);
}

static void everybody_may_read_what_goes_without_credentials(void **state)
{
    struct gate *g = *state;
    allow(g, "*", true);                /* the domain refuses this; the gateway does not trust it */
    struct raw_answer *answer = gate_call(g, "GET", "/x", ORIGIN, "");
    assert_string_equal(header(answer, "Access-Control-Allow-Origin"), "*");
    assert_string_equal(header(answer, "Access-Control-Allow-Credentials"), "");
    assert_string_equal(header(answer, "Vary"), "");
    assert_passed(answer);
}

static void an_upstreams_own_words_give_way(void **state)
{
    struct gate *g = *state;
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nVary: Accept\r\n"
                "Content-Length: 0\r\n\r\n" });
    struct raw_answer *answer = gate_call(g, "GET", "/x", ORIGIN, "");
    assert_string_equal(header(answer, "Access-Control-Allow-Origin"), "*");
    assert_passed(answer);
    allow(g, "https://lain.go.id", false);
    answer = gate_call(g, "GET", "/x", ORIGIN, "");
    assert_string_equal(header(answer, "Access-Control-Allow-Origin"), "");
    assert_non_null(strstr(answer->head, "Vary: Accept\r\n"));
    assert_non_null(strstr(answer->head, "Vary: Origin\r\n"));
    assert_passed(answer);
}

static void headers_that_break_lines_are_not_repeated(void **state)
{
    struct gate *g = *state;
    allow(g, "https://peta.contoh.go.id", false);
    struct raw_answer *answer = ask(g, "OPTIONS", ORIGIN "Access-Control-Request-Method: GET\r\n"
                                    "Access-Control-Request-Headers: x-a<script>;\r\n");
    assert_int_equal(answer->status, 204);
    assert_string_equal(header(answer, "Access-Control-Allow-Headers"), "");
    free(answer);
}

static void options_without_a_preflight_goes_to_the_upstream(void **state)
{
    struct gate *g = *state;
    allow(g, "https://peta.contoh.go.id", false);
    assert_passed(gate_call(g, "OPTIONS", "/x", ORIGIN, ""));
    assert_int_equal(upstream_heard(g->upstream).requests, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        at_the_gate(a_preflight_is_answered_without_a_key),
        at_the_gate(a_preflight_of_a_stranger_is_a_call_without_a_key),
        at_the_gate(an_origin_is_compared_whole),
        at_the_gate(answers_and_refusals_may_be_read_by_the_page),
        at_the_gate(everybody_may_read_what_goes_without_credentials),
        at_the_gate(an_upstreams_own_words_give_way),
        at_the_gate(headers_that_break_lines_are_not_repeated),
        at_the_gate(options_without_a_preflight_goes_to_the_upstream),
    };
    return cmocka_run_group_tests_name("gateway cors", tests, NULL, NULL);
}
