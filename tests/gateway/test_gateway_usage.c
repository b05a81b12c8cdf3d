/* What the gateway notes of its calls: each once, whoever comes at the same time. */
#include "support/gate.h"

#include "base/clock.h"
#include "domain/usage/recent.h"
#include "domain/usage/usage.h"
#include "support/counted.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct place {
    struct gate *gate;
    struct world *world;
};

static const struct access_endpoint endpoints[] = {
    { "GET", "/provinsi/{kode}" }, { "POST", "/gema" },
};

static int place_begin(void **state)
{
    static struct place place;
    void *gate = NULL, *world = NULL;
    if (gate_begin(&gate) != 0 || world_begin(&world) != 0)
        return 1;
    clock_stop_at(0);                                   /* the order of calls is looked at */
    place = (struct place){ gate, world };
    place.gate->bundle.endpoints = endpoints;
    place.gate->bundle.endpoint_count = 2;
    access_bundle_put(&place.gate->bundle);
    *state = &place;
    return 0;
}

static int place_end(void **state)
{
    struct place *place = *state;
    void *gate = place->gate, *world = place->world;
    usage_close();
    gate_end(&gate);
    return world_end(&world);
}

/* What is noted when the answer's end is on its way may come a moment after it has been read. */
static int64_t settled(struct place *p, const char *sql, int64_t wanted)
{
    int64_t found = -1;
    for (int i = 0; i < 200 && found != wanted; i++) {
        assert_ok(usage_flush(p->world->db, NOW));
        found = number_of(p->world->db, sql);
        if (found != wanted)
            usleep(10000);
    }
    return found;
}

#define COUNT(where)                                                                         \
    "SELECT coalesce(sum(calls), 0) FROM usage_series s JOIN usage_minutes m"                \
    " ON m.series_id = s.id WHERE " where

static void a_call_is_noted_with_all_that_is_known(void **state)
{
    struct place *p = *state;
    upstream_behave(p->gate->upstream, (struct upstream_manner){ .waits_ms = 120 });
    assert_passed(gate_get(p->gate, "/provinsi/11?rahasia=1"));
    assert_int_equal(settled(p, COUNT("bundle_id = 'bdl_1' AND key_id = 'key_1' AND account_id ="
                                      " 'usr_budi' AND endpoint = 'GET /provinsi/{kode}' AND"
                                      " environment = 'development' AND status = 200"), 1), 1);
    int64_t const took = number_of(p->world->db, "SELECT duration_us FROM usage_minutes");
    int64_t const upstream = number_of(p->world->db, "SELECT upstream_us FROM usage_minutes");
    assert_in_range(took, 120000, 5000000);
    assert_in_range(upstream, 119000, took);
}

static void refusals_are_noted_too(void **state)
{
    struct place *p = *state;
    struct raw_answer *answer = raw_exchange(p->gate->port,
        "GET /development/wilayah/provinsi/11 HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_refused(answer, 401, "key_missing");
    access_grant_put("usr_budi", "bdl_1", GRANT_REVOKED, 0);
    assert_refused(gate_get(p->gate, "/lain"), 403, "access_revoked");
    free(raw_exchange(p->gate->port, "GET /development/../x HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert_int_equal(settled(p, COUNT("1"), 3), 3);
    assert_int_equal(settled(p, COUNT("status = 401 AND key_id = '' AND bundle_id = 'bdl_1' AND"
                                      " endpoint = 'GET /provinsi/{kode}'"), 1), 1);
    assert_int_equal(settled(p, COUNT("status = 403 AND key_id = 'key_1' AND endpoint = ''"), 1),
                     1);
    assert_int_equal(settled(p, COUNT("status = 400 AND environment = '' AND bundle_id = ''"), 1),
                     1);
    assert_int_equal(number_of(p->world->db, "SELECT sum(upstream_calls) FROM usage_minutes"), 0);
}

static void health_is_no_call(void **state)
{
    struct place *p = *state;
    free(raw_exchange(p->gate->port, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert_passed(gate_get(p->gate, "/provinsi/11"));
    assert_int_equal(settled(p, COUNT("1"), 1), 1);
}

static void a_client_that_leaves_counts_as_499(void **state)
{
    struct place *p = *state;
    upstream_behave(p->gate->upstream, (struct upstream_manner){ .waits_ms = 400 });
    int const fd = raw_open(p->gate->port);
    raw_say(fd, gate_head(p->gate, "GET", "/provinsi/11"));
    raw_say(fd, "\r\n");
    usleep(100000);
    close(fd);
    assert_int_equal(settled(p, COUNT("status = 499 AND key_id = 'key_1'"), 1), 1);
}

static void an_answer_that_breaks_off_counts_as_502(void **state)
{
    struct place *p = *state;
    upstream_behave(p->gate->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nabc", .closes = true });
    free(gate_get(p->gate, "/provinsi/11"));
    assert_int_equal(settled(p, COUNT("status = 502 AND key_id = 'key_1'"), 1), 1);
    gate_upstream_url(p->gate, "http://127.0.0.1:1");
    assert_refused(gate_get(p->gate, "/provinsi/11"), 502, "upstream_unreachable");
    assert_int_equal(settled(p, COUNT("status = 502"), 2), 2);
}

enum { CLIENTS = 16, EACH = 150 };

static void *call_many(void *context)
{
    struct gate *g = context;
    char text[512];
    int const fd = raw_open(g->port);
    for (int i = 0; i < EACH; i++) {
        snprintf(text, sizeof text, "%s\r\n",
                 gate_head(g, "GET", i % 3 ? "/provinsi/11" : "/lain/1"));
        raw_say(fd, text);
        struct raw_answer *answer = raw_read(fd, false);
        assert_int_equal(answer->status, 200);
        free(answer);
    }
    close(fd);
    return NULL;
}

static void counts_are_exact_under_concurrency(void **state)
{
    struct place *p = *state;
    pthread_t threads[CLIENTS];
    for (int i = 0; i < CLIENTS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, call_many, p->gate), 0);
    for (int i = 0; i < 10; i++)
        assert_ok(usage_flush(p->world->db, NOW));
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(settled(p, COUNT("1"), CLIENTS * EACH), CLIENTS * EACH);
    assert_int_equal(settled(p, COUNT("endpoint = 'GET /provinsi/{kode}'"), 1), CLIENTS * 100);
    assert_int_equal(settled(p, COUNT("endpoint = ''"), 1), CLIENTS * 50);
}

/* Loops do not tell each other which of two calls in one millisecond came first. */
static const struct recent_call *latest_by(const char *method, const struct recent_call *calls)
{
    const struct recent_call *call = calls;
    while (call->at_ms == calls->at_ms && call < calls + RECENT_MAX - 1
           && strcmp(call->method, method) != 0)
        call++;
    return call;
}

static void the_last_calls_of_a_key_can_be_watched(void **state)
{
    struct place *p = *state;
    struct recent_call calls[RECENT_MAX];
    for (int i = 0; i < RECENT_MAX + 20; i++)
        assert_passed(gate_get(p->gate, "/lain"));
    assert_int_equal(settled(p, COUNT("endpoint = ''"), RECENT_MAX + 20), RECENT_MAX + 20);
    usleep(2000);
    assert_passed(gate_call(p->gate, "POST", "/gema?nik=3171", "Content-Length: 2\r\n", "{}"));
    settled(p, COUNT("endpoint = 'POST /gema'"), 1);
    assert_int_equal(recent_calls_of("key_1", calls), RECENT_MAX);
    const struct recent_call *post = latest_by("POST", calls);
    assert_string_equal(post->method, "POST");
    assert_int_equal(post->at_ms, calls[0].at_ms);
    assert_int_equal(post->status, 200);
    struct access_names names;
    access_names(post->bundle, post->endpoint, &names);
    assert_string_equal(names.endpoint, "POST /gema");
    for (int i = 1; i < RECENT_MAX; i++)
        assert_true(calls[i].at_ms <= calls[i - 1].at_ms);
    assert_int_equal(recent_calls_of("key_2", calls), 0);
}

#define in_place(test) cmocka_unit_test_setup_teardown(test, place_begin, place_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_place(a_call_is_noted_with_all_that_is_known),
        in_place(refusals_are_noted_too),
        in_place(health_is_no_call),
        in_place(a_client_that_leaves_counts_as_499),
        in_place(an_answer_that_breaks_off_counts_as_502),
        in_place(counts_are_exact_under_concurrency),
        in_place(the_last_calls_of_a_key_can_be_watched),
    };
    return cmocka_run_group_tests_name("gateway usage", tests, NULL, NULL);
}
