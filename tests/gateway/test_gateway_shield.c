/* An upstream in trouble, and how the gateway spares it: places, breaker, sizes and times. */
#include "support/gate.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void rule(struct gate *g, struct access_rules rules)
{
    g->bundle.rules = rules;
    access_bundle_put(&g->bundle);
}

static struct shield_rule const breaker = { .has_breaker = true, .error_percent = 50,
                                            .min_calls = 6, .slow_ms = 300, .rest_s = 1 };

#define SAYS(status_line) "HTTP/1.1 " status_line "\r\nContent-Length: 2\r\n\r\nok"

/* The upstream's threads may still be reading what they said before: answers are literals. */
static void says(struct gate *g, const char *answer)
{
    upstream_behave(g->upstream, (struct upstream_manner){ .says = answer });
}

static int status_of(struct gate *g, const char *path)
{
    struct raw_answer *answer = gate_get(g, path);
    int const status = answer->status;
    free(answer);
    return status;
}

static struct shield_figures figures_now(void)
{
    struct timespec now;
    struct shield_figures figures;
    clock_gettime(CLOCK_MONOTONIC, &now);
    assert_true(access_shield_look("bdl_1", KEY_DEVELOPMENT,
                                   now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000, &figures));
    return figures;
}

static enum shield_state state_of(void)
{
    return figures_now().state;
}

static uint32_t in_flight(void)
{
    return figures_now().in_flight;
}

static void an_upstream_that_fails_is_left_to_rest_and_tried_again(void **state)
{
    struct gate *g = *state;
    char retry[16];
    rule(g, (struct access_rules){ .shield = breaker });
    says(g, SAYS("500 Bad"));
    for (int i = 0; i < 6; i++)
        assert_int_equal(status_of(g, "/x"), 500);
    assert_int_equal(state_of(), SHIELD_OPEN);
    struct raw_answer *answer = gate_get(g, "/x");
    assert_true(raw_header(answer, "Retry-After", retry, sizeof retry));
    assert_string_equal(retry, "1");
    assert_refused(answer, 503, "upstream_resting");
    assert_int_equal(upstream_heard(g->upstream).requests, 6);

    says(g, SAYS("200 OK"));
    usleep(1100000);
    assert_int_equal(state_of(), SHIELD_HALF_OPEN);
    assert_int_equal(status_of(g, "/x"), 200);
    assert_int_equal(state_of(), SHIELD_CLOSED);
    assert_int_equal(status_of(g, "/x"), 200);
}

static void a_probe_that_fails_lets_it_rest_again(void **state)
{
    struct gate *g = *state;
    rule(g, (struct access_rules){ .shield = breaker });
    says(g, SAYS("503 Down"));
    for (int i = 0; i < 6; i++)
        status_of(g, "/x");
    usleep(1100000);
    assert_int_equal(status_of(g, "/x"), 503);
    assert_int_equal(upstream_heard(g->upstream).requests, 7);
    assert_int_equal(state_of(), SHIELD_OPEN);
    assert_refused(gate_get(g, "/x"), 503, "upstream_resting");
    assert_int_equal(upstream_heard(g->upstream).requests, 7);
}

static void one_that_cannot_be_reached_or_is_slow_rests_too(void **state)
{
    struct gate *g = *state;
    rule(g, (struct access_rules){ .shield = breaker });
    gate_upstream_url(g, "http://127.0.0.1:1");
    for (int i = 0; i < 6; i++)
        assert_refused(gate_get(g, "/x"), 502, "upstream_unreachable");
    assert_refused(gate_get(g, "/x"), 503, "upstream_resting");

    gate_upstream_url(g, g->url);       /* another server: nothing is known of it */
    upstream_behave(g->upstream, (struct upstream_manner){ .waits_ms = 350 });
    for (int i = 0; i < 6; i++)
        assert_int_equal(status_of(g, "/x"), 200);
    assert_refused(gate_get(g, "/x"), 503, "upstream_resting");
}

static void what_the_caller_did_wrong_opens_nothing(void **state)
{
    struct gate *g = *state;
    rule(g, (struct access_rules){ .shield = breaker });
    says(g, SAYS("404 Not Found"));
    for (int i = 0; i < 20; i++)
        assert_int_equal(status_of(g, "/x"), 404);
    assert_int_equal(state_of(), SHIELD_CLOSED);
}

/* Says the head of a request with a body, and half of that. */
static int half_a_request(struct gate *g)
{
    char text[600];
    snprintf(text, sizeof text, "%sContent-Length: 10\r\n\r\n12345", gate_head(g, "POST", "/x"));
    int const fd = raw_open(g->port);
    raw_say(fd, text);
    return fd;
}

static void clients_that_do_not_send_what_they_promised_open_nothing(void **state)
{
    struct gate *g = *state;
    int fds[8];
    struct raw_answer *answer;
    rule(g, (struct access_rules){ .shield = breaker, .call_ms = 300 });
    for (int i = 0; i < 8; i++)
        fds[i] = half_a_request(g);
    usleep(600000);
    for (int i = 0; i < 8; i++) {
        raw_say(fds[i], "67890");
        answer = raw_read(fds[i], false);
        assert_refused(answer, 504, "upstream_timeout");
        close(fds[i]);
    }
    assert_int_equal(state_of(), SHIELD_CLOSED);
    assert_int_equal(status_of(g, "/x"), 200);
}

static void a_refused_call_uses_no_quota(void **state)
{
    struct gate *g = *state;
    char left[64];
    rule(g, (struct access_rules){ .shield = breaker });
    g->bundle.limits.quota_per_month = 100;
    access_bundle_put(&g->bundle);
    says(g, SAYS("500 Bad"));
    for (int i = 0; i < 6; i++)
        status_of(g, "/x");
    for (int i = 0; i < 5; i++) {
        struct raw_answer *answer = gate_get(g, "/x");
        assert_true(raw_header(answer, "RateLimit", left, sizeof left));
        assert_memory_equal(left, "\"month\";r=94;t=", 15);
        assert_refused(answer, 503, "upstream_resting");
    }
}

enum { CLIENTS = 12, PLACES = 4 };

struct crowd {
    struct gate *gate;
    int passed, busy;
    pthread_mutex_t lock;
};

static void *crowd_run(void *context)
{
    struct crowd *crowd = context;
    struct raw_answer *answer = gate_get(crowd->gate, "/x");
    pthread_mutex_lock(&crowd->lock);
    crowd->passed += answer->status == 200;
    crowd->busy += answer->status == 503 && strstr(answer->body, "bundle_busy") != NULL;
    pthread_mutex_unlock(&crowd->lock);
    free(answer);
    return NULL;
}

static struct crowd crowd_of(struct gate *g)
{
    struct crowd crowd = { .gate = g, .lock = PTHREAD_MUTEX_INITIALIZER };
    pthread_t threads[CLIENTS];
    for (int i = 0; i < CLIENTS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, crowd_run, &crowd), 0);
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(threads[i], NULL);
    return crowd;
}

static void who_calls_slowly_leaves_a_place_to_others(void **state)
{
    enum { OWN = PLACES - 1 };
    struct gate *g = *state;
    int fds[OWN];
    rule(g, (struct access_rules){ .shield.concurrent_calls = PLACES });
    for (int i = 0; i < OWN; i++)
        fds[i] = half_a_request(g);
    while (in_flight() < OWN)
        usleep(1000);
    struct crowd crowd = crowd_of(g);
    assert_int_equal(crowd.passed, 0);
    assert_int_equal(crowd.busy, CLIENTS);
    gate_as_another_member(g);
    assert_int_equal(status_of(g, "/x"), 200);
    for (int i = 0; i < OWN; i++) {
        raw_say(fds[i], "67890");
        assert_passed(raw_read(fds[i], false));
        close(fds[i]);
    }
}

static void a_client_that_leaves_gives_its_place_back(void **state)
{
    struct gate *g = *state;
    char text[512];
    rule(g, (struct access_rules){ .shield.concurrent_calls = 1 });
    upstream_behave(g->upstream, (struct upstream_manner){ .waits_ms = 3000 });
    snprintf(text, sizeof text, "%s\r\n", gate_head(g, "GET", "/x"));
    int const fd = raw_open(g->port);
    raw_say(fd, text);
    usleep(200000);
    assert_refused(gate_get(g, "/x"), 503, "bundle_busy");
    close(fd);
    usleep(500000);
    upstream_behave(g->upstream, (struct upstream_manner){ 0 });
    assert_int_equal(status_of(g, "/x"), 200);
}

static void an_answer_beyond_its_size_is_not_passed_on(void **state)
{
    struct gate *g = *state;
    rule(g, (struct access_rules){ .response_max = 1000 });
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", .streams = 1001 });
    assert_refused(gate_get(g, "/x"), 502, "answer_too_large");
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", .streams = 1000 });
    struct raw_answer *answer = gate_get(g, "/x");
    assert_int_equal(answer->body_size, 1000);
    assert_passed(answer);
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\n\r\n", .streams = 200000, .closes = true });
    answer = gate_get(g, "/x");
    assert_true(answer->status == 502 || !answer->is_whole);
    assert_true(answer->body_size <= 1000 || answer->status == 502);
    free(answer);
}

static void a_head_names_a_size_and_has_none(void **state)
{
    struct gate *g = *state;
    rule(g, (struct access_rules){ .response_max = 10 });
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" });
    assert_passed(gate_call(g, "HEAD", "/x", "", ""));
}

static void a_body_beyond_its_size_is_refused(void **state)
{
    struct gate *g = *state;
    rule(g, (struct access_rules){ .request_max = 10 });
    assert_refused(gate_call(g, "POST", "/x", "Content-Length: 11\r\n", "12345678901"), 413,
                   "too_large");
    assert_int_equal(upstream_heard(g->upstream).requests, 0);
    assert_passed(gate_call(g, "POST", "/x", "Content-Length: 10\r\n", "1234567890"));
    assert_refused(gate_call(g, "POST", "/x", "Transfer-Encoding: chunked\r\n",
                             "8\r\n12345678\r\n8\r\n12345678\r\n0\r\n\r\n"), 413, "too_large");
    assert_passed(gate_call(g, "POST", "/x", "Transfer-Encoding: chunked\r\n",
                            "8\r\n12345678\r\n0\r\n\r\n"));
}

static void a_call_has_so_much_time_in_all(void **state)
{
    struct gate *g = *state;
    rule(g, (struct access_rules){ .call_ms = 500 });
    upstream_behave(g->upstream, (struct upstream_manner){ .waits_ms = 2000 });
    assert_refused(gate_get(g, "/x"), 504, "upstream_timeout");
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", .piece = 1 });
    struct raw_answer *answer = gate_get(g, "/x");
    assert_int_equal(answer->status, 200);
    assert_false(answer->is_whole);
    free(answer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        at_the_gate(an_upstream_that_fails_is_left_to_rest_and_tried_again),
        at_the_gate(a_probe_that_fails_lets_it_rest_again),
        at_the_gate(one_that_cannot_be_reached_or_is_slow_rests_too),
        at_the_gate(what_the_caller_did_wrong_opens_nothing),
        at_the_gate(clients_that_do_not_send_what_they_promised_open_nothing),
        at_the_gate(a_refused_call_uses_no_quota),
        at_the_gate(who_calls_slowly_leaves_a_place_to_others),
        at_the_gate(a_client_that_leaves_gives_its_place_back),
        at_the_gate(an_answer_beyond_its_size_is_not_passed_on),
        at_the_gate(a_head_names_a_size_and_has_none),
        at_the_gate(a_body_beyond_its_size_is_refused),
        at_the_gate(a_call_has_so_much_time_in_all),
    };
    return cmocka_run_group_tests_name("gateway shield", tests, NULL, NULL);
}
