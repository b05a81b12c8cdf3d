/* Bodies beyond memory, and ends of different speed. */
#include "support/gate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MIB = 1024 * 1024 };

static void an_answer_before_the_whole_body_passes(void **state)
{
    struct gate *g = *state;
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 413 Besar\r\nContent-Length: 5\r\n\r\nbesar", .answers_early = true,
        .closes = true });
    enum { SIZE = 4 * MIB };
    char *body = malloc(SIZE);
    memset(body, 'b', SIZE);
    int const fd = raw_open(g->port);
    raw_say(fd, gate_head(g, "POST", "/x"));
    raw_say(fd, "Content-Length: 4194304\r\n\r\n");
    raw_send(fd, body, SIZE);
    struct raw_answer *answer = raw_read(fd, false);
    assert_int_equal(answer->status, 413);
    assert_string_equal(answer->body, "besar");
    free(answer);
    close(fd);
    free(body);
}

static long resident_kib(void)
{
    long pages = 0, ignored;
    FILE *statm = fopen("/proc/self/statm", "r");
    if (fscanf(statm, "%ld %ld", &ignored, &pages) != 2)
        pages = 0;
    fclose(statm);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static void a_huge_answer_passes_in_bounded_memory(void **state)
{
    struct gate *g = *state;
    enum { SIZE_MIB = 256 };
    static const char *const says[] = {
        "HTTP/1.1 200 OK\r\nContent-Length: 268435456\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000000\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
    };
    for (int i = 0; i < 3; i++) {
        upstream_behave(g->upstream, (struct upstream_manner){
            .says = says[i], .streams = (uint64_t)SIZE_MIB * MIB, .closes = true });
        long const before = resident_kib();
        struct raw_answer *answer = gate_get(g, "/x");
        assert_int_equal(answer->status, 200);
        assert_int_equal(answer->body_size, (uint64_t)SIZE_MIB * MIB);
        assert_true(answer->is_whole || i == 1);    /* the chunk is never ended there */
        free(answer);
        assert_in_range(resident_kib() - before + 32768, 0, 65536);
    }
}

static void a_huge_body_passes_in_bounded_memory(void **state)
{
    struct gate *g = *state;
    enum { PIECES = 2048, PIECE = 65536 };
    static char piece[PIECE];
    for (int i = 0; i < 2; i++) {
        long const before = resident_kib();
        int const fd = raw_open(g->port);
        raw_say(fd, gate_head(g, "PUT", "/x"));
        raw_say(fd, i ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: 134217728\r\n\r\n");
        for (int n = 0; n < PIECES; n++) {
            if (i)
                raw_say(fd, "10000\r\n");
            raw_send(fd, piece, PIECE);
            if (i)
                raw_say(fd, "\r\n");
        }
        raw_say(fd, i ? "0\r\n\r\n" : "");
        assert_passed(raw_read(fd, false));
        close(fd);
        assert_int_equal(upstream_heard(g->upstream).body_bytes,
                         (uint64_t)(i + 1) * PIECES * PIECE);
        assert_in_range(resident_kib() - before + 32768, 0, 65536);
    }
}

static void a_slow_upstream_holds_the_client_back(void **state)
{
    struct gate *g = *state;
    enum { PIECES = 512, PIECE = 65536 };
    static char piece[PIECE];
    upstream_behave(g->upstream, (struct upstream_manner){ .reads_slowly = true });
    long const before = resident_kib();
    int const fd = raw_open(g->port);
    raw_say(fd, gate_head(g, "PUT", "/x"));
    raw_say(fd, "Content-Length: 33554432\r\n\r\n");
    for (int n = 0; n < PIECES; n++)
        raw_send(fd, piece, PIECE);
    assert_passed(raw_read(fd, false));
    close(fd);
    assert_in_range(resident_kib() - before + 32768, 0, 65536);
}

static void a_slow_client_holds_the_upstream_back(void **state)
{
    struct gate *g = *state;
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nContent-Length: 268435456\r\n\r\n", .streams = 256 * MIB });
    int const fd = raw_open(g->port);
    raw_say(fd, gate_head(g, "GET", "/x"));
    raw_say(fd, "\r\n");
    uint64_t sent = 0, before = 1;
    for (int i = 0; i < 50 && (sent == 0 || sent != before); i++) {
        before = sent;
        usleep(300000);
        sent = upstream_heard(g->upstream).streamed;
    }
    assert_int_equal(sent, before);
    assert_in_range(sent, 1, 64 * MIB);             /* what the kernel's buffers hold */
    struct raw_answer *answer = raw_read(fd, false);
    assert_true(answer->is_whole);
    free(answer);
    close(fd);
}

static void an_answer_in_pieces_goes_out_whole(void **state)
{
    struct gate *g = *state;
    enum { SIZE = 100000 };
    gate_restart(g, (struct gateway_options){ .loops = 1 });
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 100000\r\n\r\n", .piece = 20,
        .streams = SIZE });
    for (int i = 0; i < 5; i++) {
        struct raw_answer *answer = gate_get(g, "/x");
        assert_int_equal(answer->body_size, SIZE);
        assert_non_null(strstr(answer->head, "X-A: b\r\n"));
        assert_int_equal(strspn(answer->body, "x"), sizeof answer->body - 1);
        assert_passed(answer);
    }
    assert_int_equal(upstream_heard(g->upstream).connections, 1);
}

/* More than a loop has memory to gather at once, by clients that read none of it at first. */
static void many_answers_at_once_arrive_whole(void **state)
{
    struct gate *g = *state;
    enum { CLIENTS = 100, SIZE = 250000 };
    int fds[CLIENTS];
    gate_restart(g, (struct gateway_options){ .loops = 1 });
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nContent-Length: 250000\r\n\r\n", .streams = SIZE });
    for (int i = 0; i < CLIENTS; i++) {
        fds[i] = raw_open(g->port);
        raw_say(fds[i], gate_head(g, "GET", "/x"));
        raw_say(fds[i], "\r\n");
    }
    for (int i = 0; i < CLIENTS; i++) {
        struct raw_answer *answer = raw_read(fds[i], false);
        assert_int_equal(answer->body_size, SIZE);
        assert_passed(answer);
        close(fds[i]);
    }
}

static void what_comes_slowly_is_passed_on_as_it_comes(void **state)
{
    struct gate *g = *state;
    static const char begun[] = "sebagian";
    char got[4096] = "";
    size_t size = 0;
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nsebagian" });
    int const fd = raw_open(g->port);
    raw_say(fd, gate_head(g, "GET", "/x"));
    raw_say(fd, "\r\n");
    while (!strstr(got, begun)) {                   /* the rest never comes */
        ssize_t const more = read(fd, got + size, sizeof got - 1 - size);
        assert_true(more > 0);
        size += (size_t)more;
    }
    assert_int_equal(gateway_stats(g->gateway).in_flight, 1);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        at_the_gate(an_answer_before_the_whole_body_passes),
        at_the_gate(a_huge_answer_passes_in_bounded_memory),
        at_the_gate(a_huge_body_passes_in_bounded_memory),
        at_the_gate(a_slow_upstream_holds_the_client_back),
        at_the_gate(a_slow_client_holds_the_upstream_back),
        at_the_gate(an_answer_in_pieces_goes_out_whole),
        at_the_gate(many_answers_at_once_arrive_whole),
        at_the_gate(what_comes_slowly_is_passed_on_as_it_comes),
    };
    return cmocka_run_group_tests_name("gateway bodies", tests, NULL, NULL);
}
