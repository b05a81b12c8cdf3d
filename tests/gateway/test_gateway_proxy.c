/* What passes through the gateway, and in what shape. */
#include "support/gate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void assert_heard(struct gate *g, const char *text)
{
    struct upstream_heard const heard = upstream_heard(g->upstream);
    if (!strstr(heard.head, text))
        fail_msg("%s is not in:\n%s", text, heard.head);
}

static void assert_unheard(struct gate *g, const char *text)
{
    struct upstream_heard const heard = upstream_heard(g->upstream);
    if (strcasestr(heard.head, text))
        fail_msg("%s is in:\n%s", text, heard.head);
}

static void a_call_reaches_the_upstream_and_comes_back(void **state)
{
    struct gate *g = *state;
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 203 Sip\r\nContent-Type: text/plain\r\nSet-Cookie: a=1\r\n"
                "Set-Cookie: b=2\r\nETag: \"x\"\r\nContent-Length: 5\r\n\r\nhalo!" });
    struct raw_answer *answer = gate_get(g, "/provinsi?x=1");
    assert_int_equal(answer->status, 203);
    assert_true(answer->is_whole);
    assert_string_equal(answer->body, "halo!");
    assert_non_null(strstr(answer->head, "\r\nSet-Cookie: a=1\r\n"));
    assert_non_null(strstr(answer->head, "\r\nSet-Cookie: b=2\r\n"));
    assert_non_null(strstr(answer->head, "\r\nETag: \"x\"\r\n"));
    assert_non_null(strstr(answer->head, "\r\nX-Request-Id: "));
    free(answer);
    assert_heard(g, "GET /v1/provinsi?x=1 HTTP/1.1\r\n");
    char host[64];
    snprintf(host, sizeof host, "\r\nHost: 127.0.0.1:%u\r\n", upstream_port(g->upstream));
    assert_heard(g, host);
}

static void every_method_passes(void **state)
{
    struct gate *g = *state;
    static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
                                           "TRACE", "PROPFIND", "QUERY", "M-SEARCH" };
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        char line[64];
        assert_passed(gate_call(g, methods[i], "/x", "", ""));
        snprintf(line, sizeof line, "%s /v1/x HTTP/1.1\r\n", methods[i]);
        assert_memory_equal(upstream_heard(g->upstream).head, line, strlen(line));
    }
}

static void the_key_never_travels_upstream(void **state)
{
    struct gate *g = *state;
    char line[256];
    assert_passed(gate_call(g, "GET", "/x", "Authorization: Basic abc\r\n", ""));
    assert_unheard(g, "spl_dev_");
    assert_unheard(g, "x-api-key");
    assert_heard(g, "\r\nAuthorization: Basic abc\r\n");
    snprintf(line, sizeof line, "Authorization: Bearer %s\r\n", g->text);
    assert_passed(gate_call(g, "GET", "/x", line, ""));
    assert_unheard(g, "authorization");
}

static void the_upstreams_own_header_replaces_the_clients(void **state)
{
    struct gate *g = *state;
    g->bundle.upstreams[KEY_DEVELOPMENT].header_name = "X-Kunci-Hulu";
    g->bundle.upstreams[KEY_DEVELOPMENT].header_value = "rahasia";
    access_bundle_put(&g->bundle);
    assert_passed(gate_call(g, "GET", "/x", "x-kunci-hulu: palsu\r\n", ""));
    assert_heard(g, "\r\nX-Kunci-Hulu: rahasia\r\n");
    assert_unheard(g, "palsu");
}

static void an_upstream_with_a_secret_is_not_asked_to_repeat_it(void **state)
{
    struct gate *g = *state;
    char allow[100];
    g->bundle.upstreams[KEY_DEVELOPMENT].header_name = "X-Kunci-Hulu";
    g->bundle.upstreams[KEY_DEVELOPMENT].header_value = "rahasia";
    access_bundle_put(&g->bundle);
    assert_refused(gate_call(g, "TRACK", "/x", "", ""), 405, "method_not_allowed");
    struct raw_answer *answer = gate_call(g, "TRACE", "/x", "", "");
    assert_true(raw_header(answer, "Allow", allow, sizeof allow));
    assert_string_equal(allow, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    assert_refused(answer, 405, "method_not_allowed");
    assert_int_equal(upstream_heard(g->upstream).requests, 0);
}

#define SIXTEEN "0123456789abcdef"

static void what_the_client_claims_about_itself_is_replaced(void **state)
{
    struct gate *g = *state;
    assert_passed(gate_call(g, "GET", "/x",
        "X-Forwarded-For: 8.8.8.8\r\nX-Forwarded-Proto: https\r\nx-forwarded-host: jahat\r\n"
        "X-Forwarded-Apa: jahat\r\nForwarded: for=jahat\r\nX-Real-IP: 8.8.8.8\r\n"
        "X-Consumer-Id: usr_admin\r\ntraceparent: 00-jahat\r\ntracestate: jahat\r\n"
        "X_Consumer_Id: usr_admin\r\nx-forwarded_for: 8.8.8.8\r\nX_API_KEY: jahat\r\n"
        "Simpul-Called-From: " SIXTEEN SIXTEEN SIXTEEN SIXTEEN " 8.8.8.8\r\n"
        "simpul_called_from: jahat\r\nX_Tetap: ya\r\n", ""));
    assert_heard(g, "\r\nX_Tetap: ya\r\n");
    assert_heard(g, "\r\nX-Forwarded-For: 127.0.0.1\r\n");
    assert_heard(g, "\r\nX-Forwarded-Proto: http\r\n");
    assert_heard(g, "\r\nX-Forwarded-Host: gerbang.test\r\n");
    assert_heard(g, "\r\nX-Consumer-Id: usr_budi\r\n");
    assert_heard(g, "\r\ntraceparent: 00-");
    assert_unheard(g, "jahat");
    assert_unheard(g, "8.8.8.8");
    assert_unheard(g, "usr_admin");
}

static void fields_of_one_connection_stay_on_it(void **state)
{
    struct gate *g = *state;
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nConnection: X-Rahasia, keep-alive\r\nX-Rahasia: 1\r\n"
                "Keep-Alive: timeout=5\r\nProxy-Connection: a\r\nTrailer: b\r\nUpgrade: h2c\r\n"
                "X-Tetap: ya\r\nContent-Length: 0\r\n\r\n" });
    struct raw_answer *answer = gate_call(g, "GET", "/x",
        "Connection: keep-alive, X-Lokal\r\nX-Lokal: 1\r\nKeep-Alive: 5\r\nTE: trailers\r\n"
        "Trailer: a\r\nUpgrade: websocket\r\nProxy-Authorization: x\r\nProxy-Connection: a\r\n"
        "HTTP2-Settings: a\r\nX-Tetap: ya\r\n", "");
    assert_int_equal(answer->status, 200);
    assert_null(strcasestr(answer->head, "X-Rahasia"));
    assert_null(strcasestr(answer->head, "Keep-Alive"));
    assert_null(strcasestr(answer->head, "Proxy-Connection"));
    assert_null(strcasestr(answer->head, "Trailer"));
    assert_null(strcasestr(answer->head, "Upgrade"));
    assert_non_null(strstr(answer->head, "\r\nX-Tetap: ya\r\n"));
    free(answer);
    static const char *const dropped[] = { "X-Lokal", "Keep-Alive", "\nTE:", "Trailer", "Upgrade",
                                           "Proxy-", "HTTP2-Settings", "\nConnection" };
    for (size_t i = 0; i < sizeof dropped / sizeof dropped[0]; i++)
        assert_unheard(g, dropped[i]);
    assert_heard(g, "\r\nX-Tetap: ya\r\n");
}

static void each_field_connection_names_those_that_stay_on_it(void **state)
{
    struct gate *g = *state;
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nConnection: X-Rahasia\r\nConnection: keep-alive\r\n"
                "X-Rahasia: 1\r\nContent-Length: 0\r\n\r\n" });
    struct raw_answer *answer = gate_call(g, "GET", "/x",
        "Connection: X-Lokal\r\nConnection: keep-alive\r\nX-Lokal: 1\r\nX-Tetap: ya\r\n", "");
    assert_int_equal(answer->status, 200);
    assert_null(strcasestr(answer->head, "X-Rahasia"));
    free(answer);
    assert_unheard(g, "X-Lokal");
    assert_heard(g, "\r\nX-Tetap: ya\r\n");
}

static void a_sized_body_passes(void **state)
{
    struct gate *g = *state;
    assert_passed(gate_call(g, "POST", "/x", "Content-Length: 11\r\n", "{\"a\": true}"));
    assert_heard(g, "\r\nContent-Length: 11\r\n");
    assert_unheard(g, "transfer-encoding");
    assert_string_equal(upstream_heard(g->upstream).body, "{\"a\": true}");
    assert_passed(gate_call(g, "POST", "/x", "Content-Length: 0\r\n", ""));
    assert_heard(g, "\r\nContent-Length: 0\r\n");
}

static void a_chunked_body_passes(void **state)
{
    struct gate *g = *state;
    assert_passed(gate_call(g, "POST", "/x", "Transfer-Encoding: chunked\r\n",
                            "4\r\nhalo\r\n6;x=y\r\n dunia\r\n0\r\nX-Akhir: a\r\n\r\n"));
    assert_heard(g, "\r\nTransfer-Encoding: chunked\r\n");
    assert_unheard(g, "content-length");
    assert_string_equal(upstream_heard(g->upstream).body, "halo dunia");
    assert_passed(gate_call(g, "POST", "/x", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n"));
}

static void a_body_that_waits_to_be_asked_is_asked_for(void **state)
{
    struct gate *g = *state;
    int const fd = raw_open(g->port);
    raw_say(fd, gate_head(g, "POST", "/x"));
    raw_say(fd, "Content-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    struct raw_answer *answer = raw_read(fd, false);
    assert_int_equal(answer->status, 100);
    free(answer);
    raw_say(fd, "halo");
    assert_passed(raw_read(fd, false));
    assert_string_equal(upstream_heard(g->upstream).body, "halo");
    assert_unheard(g, "expect");
    close(fd);
}

static void answers_in_chunks_pass(void **state)
{
    struct gate *g = *state;
    gate_restart(g, (struct gateway_options){ .loops = 1 });
    for (unsigned piece = 0; piece < 4; piece++) {
        upstream_behave(g->upstream, (struct upstream_manner){
            .says = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                    "4\r\nsatu\r\n5;a=b\r\n dua \r\n4\r\ntiga\r\n0\r\nX-T: a\r\n\r\n",
            .piece = piece });
        struct raw_answer *answer = gate_get(g, "/x");
        assert_int_equal(answer->status, 200);
        assert_true(answer->is_whole);
        assert_string_equal(answer->body, "satu dua tiga");
        free(answer);
    }
    assert_int_equal(upstream_heard(g->upstream).connections, 1);
}

static void an_answer_without_framing_ends_with_its_connection(void **state)
{
    struct gate *g = *state;
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\n\r\nsampai tutup", .closes = true });
    struct raw_answer *answer = gate_get(g, "/x");
    assert_int_equal(answer->status, 200);
    assert_true(answer->is_whole);
    assert_string_equal(answer->body, "sampai tutup");
    free(answer);
}

static void an_old_client_gets_an_old_answer(void **state)
{
    struct gate *g = *state;
    char text[512];
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalo\r\n0\r\n\r\n" });
    snprintf(text, sizeof text, "GET /development/wilayah/x HTTP/1.0\r\nX-API-Key: %s\r\n\r\n",
             g->text);
    struct raw_answer *answer = raw_exchange(g->port, text);
    assert_int_equal(answer->status, 200);
    assert_string_equal(answer->body, "halo");
    assert_null(strcasestr(answer->head, "chunked"));
    free(answer);
    assert_heard(g, "GET /v1/x HTTP/1.1\r\n");
}

static void a_head_request_gets_no_body(void **state)
{
    struct gate *g = *state;
    gate_restart(g, (struct gateway_options){ .loops = 1 });
    char value[64];
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\nX-A: b\r\n\r\n" });
    for (int i = 0; i < 3; i++) {
        struct raw_answer *answer = gate_call(g, "HEAD", "/x", "", "");
        assert_int_equal(answer->status, 200);
        assert_true(raw_header(answer, "Content-Length", value, sizeof value));
        assert_string_equal(value, "1234");
        free(answer);
    }
    assert_int_equal(upstream_heard(g->upstream).connections, 1);
}

static void answers_without_a_body_keep_the_connection(void **state)
{
    struct gate *g = *state;
    gate_restart(g, (struct gateway_options){ .loops = 1 });
    static const char *const says[] = {
        "HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    };
    int const fd = raw_open(g->port);
    for (size_t i = 0; i < sizeof says / sizeof says[0]; i++) {
        upstream_behave(g->upstream, (struct upstream_manner){ .says = says[i] });
        raw_say(fd, gate_head(g, "GET", "/x"));
        raw_say(fd, "\r\n");
        struct raw_answer *answer = raw_read(fd, false);
        assert_int_equal(answer->status, (int)strtol(says[i] + 9, NULL, 10));
        assert_true(answer->is_whole);
        assert_int_equal(answer->body_size, 0);
        free(answer);
    }
    close(fd);
    assert_int_equal(upstream_heard(g->upstream).connections, 1);
}

static void interim_answers_are_passed_over(void **state)
{
    struct gate *g = *state;
    for (unsigned piece = 0; piece < 3; piece++) {
        upstream_behave(g->upstream, (struct upstream_manner){
            .says = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", .piece = piece });
        assert_passed(gate_get(g, "/x"));
    }
}

static void connections_are_kept_on_both_sides(void **state)
{
    struct gate *g = *state;
    gate_restart(g, (struct gateway_options){ .loops = 1 });
    int const fd = raw_open(g->port);
    for (int i = 0; i < 100; i++) {
        raw_say(fd, gate_head(g, i % 2 ? "GET" : "POST", "/x"));
        raw_say(fd, i % 2 ? "\r\n" : "Content-Length: 3\r\n\r\nabc");
        assert_passed(raw_read(fd, false));
    }
    close(fd);
    assert_int_equal(upstream_heard(g->upstream).connections, 1);
    struct gateway_stats const stats = gateway_stats(g->gateway);
    assert_int_equal(stats.requests, 100);
    assert_int_equal(stats.passed, 100);
    assert_int_equal(stats.upstream_reused, 99);
    assert_int_equal(stats.bytes_in, 150);
}

static void requests_in_a_row_are_answered_in_order(void **state)
{
    struct gate *g = *state;
    enum { MANY = 200 };
    int const fd = raw_open(g->port);
    char *text = malloc(MANY * 256);
    size_t size = 0;
    for (int i = 0; i < MANY; i++) {
        char path[32];
        snprintf(path, sizeof path, "/nomor-%d", i);
        size += (size_t)snprintf(text + size, 256, "%s\r\n", gate_head(g, "GET", path));
    }
    raw_send(fd, text, size);
    for (int i = 0; i < MANY; i++) {
        char line[64];
        struct raw_answer *answer = raw_read(fd, false);
        snprintf(line, sizeof line, "GET /v1/nomor-%d HTTP/1.1", i);
        assert_int_equal(answer->status, 200);
        assert_memory_equal(answer->body, line, strlen(line));
        free(answer);
    }
    free(text);
    close(fd);
}

static void a_long_query_with_many_parts_passes_untouched(void **state)
{
    struct gate *g = *state;
    char path[4096] = "/x?";
    for (int i = 0; i < 500; i++)
        memcpy(path + 3 + i * 6, "a=%2F&", 7);
    assert_passed(gate_get(g, path));
    assert_heard(g, path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        at_the_gate(a_call_reaches_the_upstream_and_comes_back),
        at_the_gate(every_method_passes),
        at_the_gate(the_key_never_travels_upstream),
        at_the_gate(the_upstreams_own_header_replaces_the_clients),
        at_the_gate(an_upstream_with_a_secret_is_not_asked_to_repeat_it),
        at_the_gate(what_the_client_claims_about_itself_is_replaced),
        at_the_gate(fields_of_one_connection_stay_on_it),
        at_the_gate(each_field_connection_names_those_that_stay_on_it),
        at_the_gate(a_sized_body_passes),
        at_the_gate(a_chunked_body_passes),
        at_the_gate(a_body_that_waits_to_be_asked_is_asked_for),
        at_the_gate(answers_in_chunks_pass),
        at_the_gate(an_answer_without_framing_ends_with_its_connection),
        at_the_gate(an_old_client_gets_an_old_answer),
        at_the_gate(a_head_request_gets_no_body),
        at_the_gate(answers_without_a_body_keep_the_connection),
        at_the_gate(interim_answers_are_passed_over),
        at_the_gate(connections_are_kept_on_both_sides),
        at_the_gate(requests_in_a_row_are_answered_in_order),
        at_the_gate(a_long_query_with_many_parts_passes_untouched),
    };
    return cmocka_run_group_tests_name("gateway proxy", tests, NULL, NULL);
}
