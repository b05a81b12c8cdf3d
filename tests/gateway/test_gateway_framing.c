/* Requests that two servers could read differently, and paths that lead elsewhere. */
#include "support/gate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Refused with 400, the connection closed, the upstream not asked. */
static void assert_ambiguous(struct gate *g, const char *bytes, size_t size)
{
    struct raw_answer *answer = raw_exchange_bytes(g->port, bytes, size);
    if (answer->status != 400 || !answer->is_closed)
        fail_msg("%d, closed %d: %.300s", answer->status, answer->is_closed, bytes);
    assert_refused(answer, 400, "bad_input");
    assert_int_equal(upstream_heard(g->upstream).requests, 0);
}

/* POST with these header lines and body, and one request more behind it. */
static void assert_post_ambiguous(struct gate *g, const char *lines, const char *body)
{
    char text[8192];
    snprintf(text, sizeof text, "%s%s\r\n%sGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
             gate_head(g, "POST", "/x"), lines, body);
    assert_ambiguous(g, text, strlen(text));
}

static void ambiguous_lengths_are_refused(void **state)
{
    struct gate *g = *state;
    static const char *const lines[] = {
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        "Content-Length: 4\r\nContent-Length: 4\r\n",
        "Content-Length: 4\r\nContent-Length: 5\r\n",
        "Content-Length: 4, 4\r\n",
        "Content-Length: +4\r\n",
        "Content-Length: -4\r\n",
        "Content-Length: 0x4\r\n",
        "Content-Length: 4 \r\n",
        "Content-Length:\r\n",
        "Content-Length : 4\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding:\013chunked\r\n",
        "Transfer-Encoding: chunked\r\n\x20\r\n",
        "X: a\r\n Transfer-Encoding: chunked\r\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        assert_post_ambiguous(g, lines[i], "0\r\n\r\n");
}

static void broken_header_lines_are_refused(void **state)
{
    struct gate *g = *state;
    static const char *const lines[] = {
        "Host: lain.test\r\n",
        "X-Satu Dua: a\r\n",
        " X-Depan: a\r\n",
        ": a\r\n",
        "tanpa titik dua\r\n",
        "X: a\rY: b\r\n",
        "X: a\nY: b\r\n",
        "X: a\r\n\tlipat\r\n",
        "X: \x01\r\n",
        "X: \x7f\r\n",
        "X(: a\r\n",
        "X-API-Key: lain\r\n",
        "X-Request-Id: a\r\nX-Request-Id: b\r\n",
        "Authorization: a\r\nAuthorization: b\r\n",
        "Expect: apa saja\r\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        assert_post_ambiguous(g, lines[i], "");
}

static void bare_line_breaks_are_refused(void **state)
{
    struct gate *g = *state;
    static const char *const texts[] = {
        "GET /healthz HTTP/1.1\nHost: a\n\n",
        "GET /healthz HTTP/1.1\r\nHost: a\r\n\n",
        "GET /healthz HTTP/1.1\nHost: a\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a\n\r\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_ambiguous(g, texts[i], strlen(texts[i]));
}

static void nul_bytes_are_refused(void **state)
{
    struct gate *g = *state;
    static const char in_value[] = "GET /healthz HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n";
    static const char in_name[] = "GET /healthz HTTP/1.1\r\nHost: a\r\nX\0Y: a\r\n\r\n";
    static const char in_target[] = "GET /healthz\0x HTTP/1.1\r\nHost: a\r\n\r\n";
    static const char at_end[] = "GET /healthz HTTP/1.1\r\nHost: a\0\r\n\r\n";
    assert_ambiguous(g, in_value, sizeof in_value - 1);
    assert_ambiguous(g, in_name, sizeof in_name - 1);
    assert_ambiguous(g, in_target, sizeof in_target - 1);
    assert_ambiguous(g, at_end, sizeof at_end - 1);
}

static void request_lines_are_read_strictly(void **state)
{
    struct gate *g = *state;
    static const char *const texts[] = {
        "GET  /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /healthz  HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /healthz HTTP/1.1 \r\nHost: a\r\n\r\n",
        "GET\t/healthz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
        "G@T /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /healthz HTTP/1.1\r\n\r\n",
        "GET http://127.0.0.1/healthz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET //127.0.0.1/../healthz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
        "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET healthz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /healthz#a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /health\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: u@a\r\n\r\n",
        "GET /healthz HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_ambiguous(g, texts[i], strlen(texts[i]));
}

static void unknown_versions_are_refused(void **state)
{
    struct gate *g = *state;
    static const char *const texts[] = {
        "GET /healthz HTTP/2.0\r\nHost: a\r\n\r\n", "GET /healthz HTTP/0.9\r\nHost: a\r\n\r\n",
        "GET /healthz http/1.1\r\nHost: a\r\n\r\n", "GET /healthz\r\n\r\n",
        "GET /healthz HTTP/1.2\r\nHost: a\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct raw_answer *answer = raw_exchange(g->port, texts[i]);
        if (answer->status != 400 && answer->status != 505)
            fail_msg("%d: %s", answer->status, texts[i]);
        assert_true(answer->is_closed);
        free(answer);
    }
}

static void paths_that_lead_elsewhere_are_refused(void **state)
{
    struct gate *g = *state;
    static const char *const paths[] = {
        "/../x", "/..", "/.", "/./x", "/a/../../lain", "/%2e%2e/x", "/%2E./x", "/.%2e", "/a%2fb",
        "/a%2Fb", "/a%5cb", "/a\\b", "/a%00b", "/a%0ab", "/a%0d%0ab", "/a%7fb", "/%", "/%4",
        "/%zz", "/..;/x", "/..;a=b/x", "/.;/x",
    };
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        char text[512];
        snprintf(text, sizeof text, "%s\r\n", gate_head(g, "GET", paths[i]));
        assert_ambiguous(g, text, strlen(text));
    }
}

static void assert_target(struct gate *g, const char *path, const char *expected)
{
    char wanted[512];
    assert_passed(gate_get(g, path));
    snprintf(wanted, sizeof wanted, "GET /v1%s HTTP/1.1\r\n", expected);
    struct upstream_heard const heard = upstream_heard(g->upstream);
    if (strncmp(heard.head, wanted, strlen(wanted)) != 0)
        fail_msg("%s became %.80s", path, heard.head);
}

static void a_path_is_normalised_once(void **state)
{
    struct gate *g = *state;
    assert_target(g, "", "");
    assert_target(g, "/", "/");
    assert_target(g, "/provinsi/11?a=1&b=../x%2F", "/provinsi/11?a=1&b=../x%2F");
    assert_target(g, "/%70rovinsi/%7E", "/provinsi/~");
    assert_target(g, "/a%20b", "/a%20b");
    assert_target(g, "/%252e%252e/x", "/%252e%252e/x");
    assert_target(g, "/%2541", "/%2541");
    assert_target(g, "/a//b/...", "/a//b/...");
    assert_target(g, "/.a/..b", "/.a/..b");
    assert_target(g, "?q", "?q");
}

static void the_slug_is_read_after_normalising(void **state)
{
    struct gate *g = *state;
    char text[512];
    snprintf(text, sizeof text, "GET /%%64evelopment/wil%%61yah/x HTTP/1.1\r\nHost: a\r\n"
             "X-API-Key: %s\r\n\r\n", g->text);
    assert_passed(raw_exchange(g->port, text));
}

static void bad_chunks_are_refused(void **state)
{
    struct gate *g = *state;
    static const char *const bodies[] = { "x\r\n", "-1\r\na\r\n", "4x\r\naaaa\r\n", "\r\n",
                                          "4\r\naaaaX\r\n", " 4\r\naaaa\r\n", "0x4\r\naaaa\r\n" };
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        char text[1024];
        snprintf(text, sizeof text, "%sTransfer-Encoding: chunked\r\n\r\n%s0\r\n\r\n",
                 gate_head(g, "POST", "/x"), bodies[i]);
        struct raw_answer *answer = raw_exchange(g->port, text);
        assert_true(answer->is_closed);
        assert_refused(answer, 400, "bad_input");
    }
    struct upstream_heard const heard = upstream_heard(g->upstream);
    assert_true(heard.body_bytes <= 4 * sizeof bodies / sizeof bodies[0]);
}

static void a_chunk_beyond_counting_is_refused(void **state)
{
    struct gate *g = *state;
    char text[1024];
    snprintf(text, sizeof text, "%sTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\na\r\n",
             gate_head(g, "POST", "/x"));
    assert_refused(raw_exchange(g->port, text), 413, "too_large");
    snprintf(text, sizeof text, "%sContent-Length: 99999999999999999999999\r\n\r\n",
             gate_head(g, "POST", "/x"));
    struct raw_answer *answer = raw_exchange(g->port, text);
    assert_true(answer->status == 413 || answer->status == 400);
    free(answer);
}

/* start, then size times 'a', then end; free() it. */
static char *stretched(const char *start, size_t size, const char *end)
{
    size_t const room = strlen(start) + size + strlen(end) + 1;
    char *text = malloc(room);
    int const head = snprintf(text, room, "%s", start);
    memset(text + head, 'a', size);
    snprintf(text + head + size, room - (size_t)head - size, "%s", end);
    return text;
}

static void large_heads_are_refused(void **state)
{
    struct gate *g = *state;
    static const size_t sizes[] = { 14500, 15000, 15500, 16000, 16300, 20000, 64000, 300000 };
    char start[1024];
    snprintf(start, sizeof start, "%sX: ", gate_head(g, "GET", "/x"));
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        char *text = stretched(start, sizes[i], "\r\n\r\n");
        assert_refused(raw_exchange(g->port, text), 431, "headers_too_large");
        free(text);
    }
    char *text = stretched(start, 12000, "\r\n\r\n");
    assert_passed(raw_exchange(g->port, text));
    free(text);
}

static void too_many_header_lines_are_refused(void **state)
{
    struct gate *g = *state;
    char text[4096];
    int size = snprintf(text, sizeof text, "%s", gate_head(g, "GET", "/x"));
    for (int i = 0; i < 110; i++)
        size += snprintf(text + size, sizeof text - (size_t)size, "X%d: a\r\n", i);
    snprintf(text + size, sizeof text - (size_t)size, "\r\n");
    assert_refused(raw_exchange(g->port, text), 431, "headers_too_large");
}

static void long_targets_are_refused(void **state)
{
    struct gate *g = *state;
    char *text = stretched("GET /", 30000, " HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_refused(raw_exchange(g->port, text), 414, "headers_too_large");
    free(text);
}

static void a_head_may_come_byte_by_byte(void **state)
{
    struct gate *g = *state;
    char text[512];
    snprintf(text, sizeof text, "%sX-Lain: satu dua\r\n\r\n", gate_head(g, "GET", "/x"));
    int const fd = raw_open(g->port);
    for (size_t i = 0; i < strlen(text); i++) {
        raw_send(fd, text + i, 1);
        usleep(200);
    }
    assert_passed(raw_read(fd, false));
    close(fd);
    assert_non_null(strstr(upstream_heard(g->upstream).head, "\r\nX-Lain: satu dua\r\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        at_the_gate(ambiguous_lengths_are_refused),
        at_the_gate(broken_header_lines_are_refused),
        at_the_gate(bare_line_breaks_are_refused),
        at_the_gate(nul_bytes_are_refused),
        at_the_gate(request_lines_are_read_strictly),
        at_the_gate(unknown_versions_are_refused),
        at_the_gate(paths_that_lead_elsewhere_are_refused),
        at_the_gate(a_path_is_normalised_once),
        at_the_gate(the_slug_is_read_after_normalising),
        at_the_gate(bad_chunks_are_refused),
        at_the_gate(a_chunk_beyond_counting_is_refused),
        at_the_gate(large_heads_are_refused),
        at_the_gate(too_many_header_lines_are_refused),
        at_the_gate(long_targets_are_refused),
        at_the_gate(a_head_may_come_byte_by_byte),
    };
    return cmocka_run_group_tests_name("gateway framing", tests, NULL, NULL);
}
