/* Upstreams and clients that are slow, broken, or gone. */
#include "support/gate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MIB = 1024 * 1024 };

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits until the gateway has so many calls in flight. */
static bool settles_at(struct gate *g, uint64_t in_flight)
{
    for (int i = 0; i < 300; i++) {
        if (gateway_stats(g->gateway).in_flight == in_flight)
            return true;
        usleep(10000);
    }
    return false;
}

static void broken_answers_become_502(void **state)
{
    struct gate *g = *state;
    static const char *const says[] = {
        "bukan http\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhalo!",
        "HTTP/1.1 200 OK\nContent-Length: 5\n\nhalo!\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 100 Continue\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof says / sizeof says[0]; i++) {
        upstream_behave(g->upstream, (struct upstream_manner){ .says = says[i], .closes = true });
        assert_refused(gate_get(g, "/x"), 502, "upstream_invalid");
    }
    upstream_behave(g->upstream, (struct upstream_manner){ .hangs_up = true });
    assert_refused(gate_get(g, "/x"), 502, "upstream_invalid");
}

static void an_answer_head_without_room_becomes_502(void **state)
{
    struct gate *g = *state;
    enum { ROOM = 40000, SIZES = 5 };
    static char all[SIZES + 1][ROOM];               /* a connection may still be reading the last */
    static const int sizes[SIZES] = { 14800, 15300, 16000, 30000, 39000 };
    char *says;
    for (size_t i = 0; i < SIZES; i++) {
        says = all[i];
        snprintf(says, ROOM, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: %0*d\r\n\r\n",
                 sizes[i], 1);
        upstream_behave(g->upstream, (struct upstream_manner){ .says = says });
        assert_refused(gate_get(g, "/x"), 502, "upstream_invalid");
    }
    says = all[SIZES];
    snprintf(says, ROOM, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: %0*d\r\n\r\n", 12000, 1);
    upstream_behave(g->upstream, (struct upstream_manner){ .says = says });
    assert_passed(gate_get(g, "/x"));
    upstream_behave(g->upstream, (struct upstream_manner){ 0 });
    assert_passed(gate_get(g, "/x"));
}

static void an_answer_cut_short_is_seen_to_be_cut(void **state)
{
    struct gate *g = *state;
    static const char *const says[] = {
        "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nsebagian",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nsebagian\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nsebagian\r\nzz\r\n",
    };
    for (size_t i = 0; i < sizeof says / sizeof says[0]; i++) {
        upstream_behave(g->upstream, (struct upstream_manner){ .says = says[i], .closes = true,
                                                               .piece = 40 });
        struct raw_answer *answer = gate_get(g, "/x");
        assert_true(answer->status == 502 || !answer->is_whole);    /* 502: known at once */
        free(answer);
    }
}

static void what_follows_an_answer_is_never_taken_for_the_next(void **state)
{
    struct gate *g = *state;
    gate_restart(g, (struct gateway_options){ .loops = 1 });
    for (int i = 0; i < 5; i++) {
        upstream_behave(g->upstream, (struct upstream_manner){
            .says = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 500 No\r\n"
                    "Content-Length: 0\r\n\r\n",
            .piece = i < 3 ? 0 : 39 });             /* 39: up to and with the o */
        struct raw_answer *answer = gate_get(g, "/x");
        assert_int_equal(answer->status, 200);
        assert_string_equal(answer->body, "ok");
        free(answer);
    }
    assert_int_equal(upstream_heard(g->upstream).connections, 5);
}

static void an_upstream_that_is_not_there_is_unreachable(void **state)
{
    struct gate *g = *state;
    gate_upstream_url(g, "http://127.0.0.1:1");
    assert_refused(gate_get(g, "/x"), 502, "upstream_unreachable");
    assert_refused(gate_call(g, "POST", "/x", "Content-Length: 4\r\n", "halo"), 502,
                   "upstream_unreachable");
    gate_upstream_url(g, "http://tidak-ada.invalid");
    assert_refused(gate_get(g, "/x"), 502, "upstream_unreachable");
    assert_int_equal(gateway_stats(g->gateway).failed, 3);
}

static void a_name_is_resolved(void **state)
{
    struct gate *g = *state;
    char url[64];
    snprintf(url, sizeof url, "http://localhost:%u/v1", upstream_port(g->upstream));
    gate_upstream_url(g, url);
    for (int i = 0; i < 3; i++)
        assert_passed(gate_get(g, "/x"));
}

static void private_addresses_are_refused_where_they_are_used(void **state)
{
    struct gate *g = *state;
    gate_restart(g, (struct gateway_options){ .refuses_private = true });
    assert_refused(gate_get(g, "/x"), 502, "upstream_unreachable");
    char url[64];
    snprintf(url, sizeof url, "http://localhost:%u", upstream_port(g->upstream));
    gate_upstream_url(g, url);
    assert_refused(gate_get(g, "/x"), 502, "upstream_unreachable");
    assert_int_equal(upstream_heard(g->upstream).connections, 0);
}

static void a_slow_upstream_times_out(void **state)
{
    struct gate *g = *state;
    g->bundle.upstreams[KEY_DEVELOPMENT].answer_ms = 300;
    access_bundle_put(&g->bundle);
    upstream_behave(g->upstream, (struct upstream_manner){ .waits_ms = 3000 });
    int64_t const before = now_ms();
    assert_refused(gate_get(g, "/x"), 504, "upstream_timeout");
    assert_in_range(now_ms() - before, 300, 2800);
    assert_refused(gate_call(g, "POST", "/x", "Content-Length: 4\r\n", "halo"), 504,
                   "upstream_timeout");
    for (int i = 0; i < 100 && upstream_heard(g->upstream).gone < 2; i++)
        usleep(10000);
    assert_int_equal(upstream_heard(g->upstream).gone, 2);
}

static void a_silent_address_times_out(void **state)
{
    struct gate *g = *state;
    g->bundle.upstreams[KEY_DEVELOPMENT].connect_ms = 300;
    gate_upstream_url(g, "http://192.0.2.1:81");
    struct raw_answer *answer = gate_get(g, "/x");
    assert_true(answer->status == 504 || answer->status == 502);    /* 502: no way there at all */
    free(answer);
}

static void a_stalled_answer_is_broken_off(void **state)
{
    struct gate *g = *state;
    g->bundle.upstreams[KEY_DEVELOPMENT].answer_ms = 300;
    access_bundle_put(&g->bundle);
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nsebagian" });
    int64_t const before = now_ms();
    struct raw_answer *answer = gate_get(g, "/x");
    assert_false(answer->is_whole);
    assert_true(answer->is_closed);
    assert_in_range(now_ms() - before, 300, 4000);
    free(answer);
}

static void a_client_that_goes_away_ends_the_upstream_call(void **state)
{
    struct gate *g = *state;
    upstream_behave(g->upstream, (struct upstream_manner){ .waits_ms = 8000 });
    for (unsigned turn = 1; turn <= 3; turn++) {            /* gone at once, soon, and late */
        int const fd = raw_open(g->port);
        raw_say(fd, gate_head(g, "GET", "/x"));
        raw_say(fd, "\r\n");
        for (int i = 0; i < 100 && upstream_heard(g->upstream).requests < turn; i++)
            usleep(10000);
        usleep((turn - 1) * 350000);
        int64_t const before = now_ms();
        close(fd);
        for (int i = 0; i < 300 && upstream_heard(g->upstream).gone < turn; i++)
            usleep(10000);
        assert_int_equal(upstream_heard(g->upstream).gone, turn);
        assert_in_range(now_ms() - before, 0, 3000);
        assert_true(settles_at(g, 0));
        assert_int_equal(gateway_stats(g->gateway).cancelled, turn);
    }
}

static void a_client_may_go_away_in_the_middle_of_its_body(void **state)
{
    struct gate *g = *state;
    for (int i = 0; i < 20; i++) {
        int const fd = raw_open(g->port);
        raw_say(fd, gate_head(g, "POST", "/x"));
        raw_say(fd, i % 2 ? "Content-Length: 100000\r\n\r\n"
                          : "Transfer-Encoding: chunked\r\n\r\n");
        usleep(5000 * (unsigned)(i % 3));
        int const holds_back = i % 4 < 2;       /* the end then comes in one with the last bytes */
        setsockopt(fd, IPPROTO_TCP, TCP_CORK, &holds_back, sizeof holds_back);
        raw_say(fd, i % 2 ? "sebagian" : "8\r\nsebagian\r\n");
        close(fd);
    }
    assert_true(settles_at(g, 0));
    upstream_behave(g->upstream, (struct upstream_manner){ 0 });
    assert_passed(gate_get(g, "/x"));
}

static void a_client_may_end_its_side_with_its_request(void **state)
{
    struct gate *g = *state;
    static const char *const bodies[] = {
        "\r\n",
        "Content-Length: 8\r\n\r\nselesai.",
        "Transfer-Encoding: chunked\r\n\r\n8\r\nselesai.\r\n0\r\n\r\n",
    };
    for (int i = 0; i < 30; i++) {
        int const fd = raw_open(g->port);
        raw_say(fd, gate_head(g, i % 3 ? "POST" : "GET", "/x"));
        raw_say(fd, bodies[i % 3]);
        usleep(1000 * (unsigned)(i % 2));
        assert_int_equal(shutdown(fd, SHUT_WR), 0);
        assert_passed(raw_read(fd, false));
        close(fd);
    }
    assert_true(settles_at(g, 0));
}

static void a_client_may_go_away_in_the_middle_of_the_answer(void **state)
{
    struct gate *g = *state;
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n", .streams = 1024 * MIB });
    for (int i = 0; i < 5; i++) {
        char block[65536];
        int const fd = raw_open(g->port);
        raw_say(fd, gate_head(g, "GET", "/x"));
        raw_say(fd, "\r\n");
        assert_true(read(fd, block, sizeof block) > 0);
        close(fd);
    }
    assert_true(settles_at(g, 0));
}

static void a_stale_connection_is_tried_once_more(void **state)
{
    struct gate *g = *state;
    gate_restart(g, (struct gateway_options){ .loops = 1 });
    upstream_behave(g->upstream, (struct upstream_manner){ .hangs_up_after = 1 });
    for (int i = 0; i < 6; i++)
        assert_passed(gate_call(g, i % 2 ? "GET" : "DELETE", "/x", "", ""));
    assert_int_equal(upstream_heard(g->upstream).connections, 6);
}

static void what_may_have_had_an_effect_is_not_sent_twice(void **state)
{
    struct gate *g = *state;
    gate_restart(g, (struct gateway_options){ .loops = 1 });
    upstream_behave(g->upstream, (struct upstream_manner){ .hangs_up_after = 1 });
    assert_passed(gate_get(g, "/x"));
    assert_refused(gate_call(g, "POST", "/x", "Content-Length: 4\r\n", "halo"), 502,
                   "upstream_invalid");
    assert_int_equal(upstream_heard(g->upstream).requests, 2);
    assert_passed(gate_get(g, "/x"));
    assert_refused(gate_call(g, "PATCH", "/x", "", ""), 502, "upstream_invalid");
}

static void slow_heads_and_idle_connections_are_closed(void **state)
{
    struct gate *g = *state;
    gate_restart(g, (struct gateway_options){ .idle_s = 1, .head_s = 1 });
    int const idle = raw_open(g->port);
    int const slow = raw_open(g->port);
    raw_say(slow, "GET /healthz HTTP/1.1\r\nHost: a\r\n");
    for (int i = 0; i < 20; i++) {
        raw_say(slow, "X: a\r\n");
        usleep(100000);
    }
    assert_true(raw_is_closed(idle, 3000));
    assert_true(raw_is_closed(slow, 3000));
    close(idle);
    close(slow);
}

static void calls_in_flight_finish_when_the_gateway_stops(void **state)
{
    struct gate *g = *state;
    upstream_behave(g->upstream, (struct upstream_manner){ .waits_ms = 400 });
    int const fd = raw_open(g->port), idle = raw_open(g->port);
    raw_say(fd, gate_head(g, "GET", "/x"));
    raw_say(fd, "\r\n");
    assert_true(settles_at(g, 1));
    int64_t const before = now_ms();
    gate_restart(g, (struct gateway_options){ 0 });
    assert_in_range(now_ms() - before, 100, 5000);
    struct raw_answer *answer = raw_read(fd, false);
    assert_int_equal(answer->status, 200);
    assert_true(answer->is_whole);
    assert_non_null(strstr(answer->head, "\r\nConnection: close\r\n"));
    free(answer);
    assert_true(raw_is_closed(idle, 3000));
    close(fd);
    close(idle);
}

static void stopping_waits_only_so_long(void **state)
{
    struct gate *g = *state;
    gate_restart(g, (struct gateway_options){ .stop_s = 1 });
    upstream_behave(g->upstream, (struct upstream_manner){ .waits_ms = 8000 });
    int const fd = raw_open(g->port);
    raw_say(fd, gate_head(g, "GET", "/x"));
    raw_say(fd, "\r\n");
    assert_true(settles_at(g, 1));
    int64_t const before = now_ms();
    gate_restart(g, (struct gateway_options){ 0 });
    assert_in_range(now_ms() - before, 900, 6000);
    assert_true(raw_is_closed(fd, 3000));
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        at_the_gate(broken_answers_become_502),
        at_the_gate(an_answer_head_without_room_becomes_502),
        at_the_gate(an_answer_cut_short_is_seen_to_be_cut),
        at_the_gate(what_follows_an_answer_is_never_taken_for_the_next),
        at_the_gate(an_upstream_that_is_not_there_is_unreachable),
        at_the_gate(a_name_is_resolved),
        at_the_gate(private_addresses_are_refused_where_they_are_used),
        at_the_gate(a_slow_upstream_times_out),
        at_the_gate(a_silent_address_times_out),
        at_the_gate(a_stalled_answer_is_broken_off),
        at_the_gate(a_client_that_goes_away_ends_the_upstream_call),
        at_the_gate(a_client_may_go_away_in_the_middle_of_its_body),
        at_the_gate(a_client_may_end_its_side_with_its_request),
        at_the_gate(a_client_may_go_away_in_the_middle_of_the_answer),
        at_the_gate(a_stale_connection_is_tried_once_more),
        at_the_gate(what_may_have_had_an_effect_is_not_sent_twice),
        at_the_gate(slow_heads_and_idle_connections_are_closed),
        at_the_gate(calls_in_flight_finish_when_the_gateway_stops),
        at_the_gate(stopping_waits_only_so_long),
    };
    return cmocka_run_group_tests_name("gateway trouble", tests, NULL, NULL);
}
