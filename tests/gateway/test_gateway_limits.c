/* Rates and quotas at the gateway. */
#include "support/gate.h"

#include "base/clock.h"
#include "crypto/digest.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CLIENTS = 64, CALLS = 5 };

static void limit(struct gate *g, struct limits_rule rule)
{
    g->bundle.limits = rule;
    access_bundle_put(&g->bundle);
}

static void assert_header(const struct raw_answer *answer, const char *name, const char *wanted)
{
    char text[256] = "";
    raw_header(answer, name, text, sizeof text);
    assert_string_equal(text, wanted);
}

static void calls_without_a_limit_say_nothing_of_limits(void **state)
{
    char text[256];
    struct raw_answer *answer = gate_get(*state, "/x");
    assert_false(raw_header(answer, "RateLimit", text, sizeof text));
    assert_false(raw_header(answer, "RateLimit-Policy", text, sizeof text));
    assert_passed(answer);
}

static void every_answer_says_what_is_left(void **state)
{
    struct gate *g = *state;
    limit(g, (struct limits_rule){ .rate_per_second = 5, .burst = 10 });
    struct raw_answer *answer = gate_get(g, "/x");
    assert_header(answer, "RateLimit-Policy", "\"rate\";q=10;w=2");
    assert_header(answer, "RateLimit", "\"rate\";r=9;t=1");
    assert_passed(answer);
    limit(g, (struct limits_rule){ .quota_per_day = 1000000 });
    answer = gate_get(g, "/x");
    assert_header(answer, "RateLimit-Policy", "\"day\";q=1000000;w=86400");
    assert_non_null(strstr(answer->head, "RateLimit: \"day\";r=999999;t="));
    assert_passed(answer);
    gate_upstream_url(g, "http://127.0.0.1:1");
    answer = gate_get(g, "/x");
    assert_non_null(strstr(answer->head, "RateLimit: \"day\";r=999998;t="));
    assert_refused(answer, 502, "upstream_unreachable");
}

static void who_is_beyond_the_rate_is_told_when_to_come_back(void **state)
{
    struct gate *g = *state;
    limit(g, (struct limits_rule){ .rate_per_second = 1, .burst = 2, .quota_per_month = 9 });
    assert_passed(gate_get(g, "/x"));
    assert_passed(gate_get(g, "/x"));
    struct raw_answer *answer = gate_get(g, "/x");
    assert_header(answer, "Retry-After", "1");
    assert_header(answer, "RateLimit", "\"rate\";r=0;t=1");
    assert_non_null(strstr(answer->head, "RateLimit-Policy: \"rate\";q=2;w=2, \"month\";q=9;w="));
    assert_refused(answer, 429, "rate_limited");
    assert_int_equal(upstream_heard(g->upstream).requests, 2);
}

static void a_used_up_quota_is_refused_until_it_is_renewed(void **state)
{
    struct gate *g = *state;
    char retry[64];
    limit(g, (struct limits_rule){ .quota_per_month = 1 });
    assert_passed(gate_get(g, "/x"));
    struct raw_answer *answer = gate_get(g, "/x");
    assert_true(raw_header(answer, "Retry-After", retry, sizeof retry));
    assert_in_range(strtoul(retry, NULL, 10), 1, 31 * 86400);
    assert_refused(answer, 429, "quota_exceeded");
    limit(g, (struct limits_rule){ .quota_per_month = 2 });
    assert_passed(gate_get(g, "/x"));
    assert_refused(gate_get(g, "/x"), 429, "quota_exceeded");
    limit(g, (struct limits_rule){ 0 });
    assert_passed(gate_get(g, "/x"));
}

static void granted(struct limits_rule rule)
{
    access_grants_put(&(struct access_granted){ .account = "usr_budi", .bundle_id = "bdl_1",
        .state = GRANT_APPROVED, .environments = 3, .limits = rule }, 1);
}

static void a_grant_may_have_more_or_less_than_the_bundle_gives(void **state)
{
    struct gate *g = *state;
    limit(g, (struct limits_rule){ .quota_per_day = 2 });
    granted((struct limits_rule){ .quota_per_day = 3 });
    for (int i = 0; i < 3; i++)
        assert_passed(gate_get(g, "/x"));
    assert_refused(gate_get(g, "/x"), 429, "quota_exceeded");
    granted((struct limits_rule){ 0 });
    assert_refused(gate_get(g, "/x"), 429, "quota_exceeded");
}

static void two_keys_share_what_their_grant_has(void **state)
{
    struct gate *g = *state;
    struct access_key second = g->key;
    limit(g, (struct limits_rule){ .quota_per_day = 4 });
    g->key.limits.quota_per_day = 1;
    access_key_put(&g->key);
    second.id = "key_2";
    digest_sha256(g->other, strlen(g->other), second.digest);
    access_key_put(&second);
    assert_passed(gate_get(g, "/x"));
    assert_refused(gate_get(g, "/x"), 429, "quota_exceeded");
    memcpy(g->text, g->other, sizeof g->text);
    for (int i = 0; i < 3; i++)
        assert_passed(gate_get(g, "/x"));
    assert_refused(gate_get(g, "/x"), 429, "quota_exceeded");
}

static void an_upstreams_own_limits_are_not_the_clients(void **state)
{
    struct gate *g = *state;
    upstream_behave(g->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nRateLimit: \"theirs\";r=1\r\nContent-Length: 0\r\n\r\n" });
    struct raw_answer *answer = gate_get(g, "/x");
    assert_non_null(strstr(answer->head, "theirs"));
    assert_passed(answer);
    limit(g, (struct limits_rule){ .quota_per_day = 4 });
    answer = gate_get(g, "/x");
    assert_null(strstr(answer->head, "theirs"));
    assert_passed(answer);
}

struct crowd {
    struct gate *gate;
    _Atomic int passed, refused, others;
};

static void *crowd_run(void *context)
{
    struct crowd *crowd = context;
    char text[512];
    snprintf(text, sizeof text, "%s\r\n", gate_head(crowd->gate, "GET", "/x"));
    int const fd = raw_open(crowd->gate->port);
    for (int i = 0; i < CALLS; i++) {
        raw_say(fd, text);
        struct raw_answer *answer = raw_read(fd, false);
        atomic_fetch_add(answer->status == 200   ? &crowd->passed
                         : answer->status == 429 ? &crowd->refused
                                                 : &crowd->others, 1);
        free(answer);
    }
    close(fd);
    return NULL;
}

static int crowd_passes(struct gate *g)
{
    int const heard = upstream_heard(g->upstream).requests;
    struct crowd crowd = { .gate = g };
    pthread_t threads[CLIENTS];
    for (int i = 0; i < CLIENTS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, crowd_run, &crowd), 0);
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(crowd.others, 0);
    assert_int_equal(crowd.passed + crowd.refused, CLIENTS * CALLS);
    assert_int_equal(upstream_heard(g->upstream).requests - heard, crowd.passed);
    return crowd.passed;
}

static void of_64_clients_exactly_the_quota_passes(void **state)
{
    limit(*state, (struct limits_rule){ .quota_per_day = 101 });
    assert_int_equal(crowd_passes(*state), 101);
}

static void of_64_clients_the_burst_passes_and_one_a_second_more(void **state)
{
    limit(*state, (struct limits_rule){ .rate_per_second = 1, .burst = 90 });
    int64_t const began_ns = clock_steady_ns();
    int const passed = crowd_passes(*state);
    int64_t const seconds = (clock_steady_ns() - began_ns) / 1000000000;
    assert_in_range(passed, 90, 90 + seconds);
}

static void of_64_clients_with_rate_and_quota_the_tighter_says_how_many_pass(void **state)
{
    limit(*state, (struct limits_rule){ .rate_per_second = 1, .burst = 250, .quota_per_day = 77 });
    assert_int_equal(crowd_passes(*state), 77);
    assert_int_equal(limits_used("usr_budi", "bdl_1", clock_now()).day, 77);
}

/* What the rate refuses has used nothing of the quota up, however many were refused at once. */
static void of_64_clients_those_beyond_the_rate_use_no_quota_up(void **state)
{
    struct gate *g = *state;
    limit(g, (struct limits_rule){ .rate_per_second = 1, .burst = 60, .quota_per_day = 200 });
    g->key.limits = (struct limits_rule){ .quota_per_month = 200 };
    access_key_put(&g->key);
    int const passed = crowd_passes(g);
    assert_in_range(passed, 60, 199);
    assert_int_equal(limits_used("usr_budi", "bdl_1", clock_now()).day, passed);
    assert_int_equal(limits_used("usr_budi", "key_1", clock_now()).month, passed);
    limit(g, (struct limits_rule){ .quota_per_day = 200 });
    assert_int_equal(crowd_passes(g), 200 - passed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        at_the_gate(calls_without_a_limit_say_nothing_of_limits),
        at_the_gate(every_answer_says_what_is_left),
        at_the_gate(who_is_beyond_the_rate_is_told_when_to_come_back),
        at_the_gate(a_used_up_quota_is_refused_until_it_is_renewed),
        at_the_gate(a_grant_may_have_more_or_less_than_the_bundle_gives),
        at_the_gate(two_keys_share_what_their_grant_has),
        at_the_gate(an_upstreams_own_limits_are_not_the_clients),
        at_the_gate(of_64_clients_exactly_the_quota_passes),
        at_the_gate(of_64_clients_the_burst_passes_and_one_a_second_more),
        at_the_gate(of_64_clients_with_rate_and_quota_the_tighter_says_how_many_pass),
        at_the_gate(of_64_clients_those_beyond_the_rate_use_no_quota_up),
    };
    return cmocka_run_group_tests_name("gateway limits", tests, NULL, NULL);
}
