/* A device's calls, many at once: what is good once is good once, and guesses are all counted. */
#include "base/clock.h"
#include "base/text.h"
#include "domain/authenticator/authenticator.h"
#include "support/device.h"
#include "support/raw.h"
#include "support/signed_in.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { RACERS = 8 };

static const char *person(const char *username)
{
    return person_add(api_db(), api_arena(), NULL, username, "member");
}

/* One request each, and what came of them by status. */
struct race {
    const char *requests[RACERS];
    _Atomic int next;
    _Atomic int answers[600];
};

static void *run_race(void *data)
{
    struct race *race = data;
    uint16_t const port = (uint16_t)strtoul(strrchr(api_url(), ':') + 1, NULL, 10);
    struct raw_answer *a = raw_exchange(port, race->requests[race->next++]);
    race->answers[a->status < 600 ? a->status : 0]++;
    free(a);
    return NULL;
}

static void run(struct race *race)
{
    pthread_t threads[RACERS];
    for (int i = 0; i < RACERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run_race, race), 0);
    for (int i = 0; i < RACERS; i++)
        pthread_join(threads[i], NULL);
}

static const char *request_of(const struct device_call *c)
{
    return arena_printf(api_arena(),
        "%s %s HTTP/1.1\r\nHost: portal\r\nConnection: close\r\nContent-Length: %zu\r\n"
        "Simpul-Device: %s\r\nSimpul-Time: %s\r\nSimpul-Signature: %s\r\n\r\n%s",
        c->method, c->path, c->body ? strlen(c->body) : 0, c->device, c->time, c->signature,
        c->body ? c->body : "");
}

static const char *answer_request(const struct device *d, const struct waiting *w,
                                  const char *answer, int number)
{
    struct device_call c = {
        .method = "POST",
        .path = arena_printf(api_arena(), "/authenticator/challenges/%s", w->approval_id),
        .body = arena_printf(api_arena(), "{\"answer\":\"%s\",\"number\":\"%02d\"}", answer,
                             number),
    };
    device_complete(d, &c);
    return request_of(&c);
}

static void of_one_signed_call_sent_many_times_at_once_one_counts(void **state)
{
    (void)state;
    struct device const d = device_of(person("serentak"));
    struct device_call c = { .method = "GET", .path = "/authenticator/challenges" };
    struct race race = { 0 };
    device_complete(&d, &c);
    for (int i = 0; i < RACERS; i++)
        race.requests[i] = request_of(&c);
    run(&race);
    assert_int_equal(race.answers[200], 1);
    assert_int_equal(race.answers[401], RACERS - 1);
}

static void of_many_approvals_at_once_one_counts(void **state)
{
    (void)state;
    const char *id = person("setuju");
    struct device const d = device_of(id);
    struct waiting const w = waiting_of(id, "192.0.2.1");
    struct race race = { 0 };
    for (int i = 0; i < RACERS; i++)
        race.requests[i] = answer_request(&d, &w, "approve", w.number);
    run(&race);
    assert_int_equal(race.answers[200], 1);
    assert_int_equal(race.answers[409], RACERS - 1);
    assert_string_equal(waiting_state(&w), "approved");
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE subject = $1", w.approval_id), 1);
}

static void of_many_numbers_at_once_three_are_tried(void **state)
{
    (void)state;
    const char *id = person("tebakan");
    struct device const d = device_of(id);
    struct waiting const w = waiting_of(id, "192.0.2.1");
    struct race race = { 0 };
    for (int i = 0; i < RACERS; i++)
        race.requests[i] = answer_request(&d, &w, "approve", (w.number + 1 + i) % 100);
    run(&race);
    assert_int_equal(race.answers[400], APPROVAL_TRIES);
    assert_int_equal(race.answers[409], RACERS - APPROVAL_TRIES);
    assert_string_equal(waiting_state(&w), "denied");
}

static void a_yes_and_a_no_at_once_are_one_or_the_other(void **state)
{
    (void)state;
    const char *id = person("bimbang");
    struct device const d = device_of(id);
    struct waiting const w = waiting_of(id, "192.0.2.1");
    struct race race = { 0 };
    for (int i = 0; i < RACERS; i++)
        race.requests[i] = answer_request(&d, &w, i % 2 ? "approve" : "report", w.number);
    run(&race);
    assert_int_equal(race.answers[200], 1);
    assert_int_equal(race.answers[409], RACERS - 1);
    bool const is_approved = text_is(waiting_state(&w), "approved");
    assert_true(is_approved || text_is(waiting_state(&w), "denied"));
    assert_int_equal(db_number("SELECT count(*) FROM messages WHERE account_id = $1 AND template ="
                               " 'approval_reported'", id), is_approved ? 0 : 1);
}

static const char *pair_request(const struct device *d, const char *token)
{
    const struct p256_key key = device_public_key(d);
    struct device_call c = {
        .method = "POST", .path = "/authenticator/pair", .device = "new",
        .body = arena_printf(api_arena(), "{\"pairing_token\":\"%s\",\"device_name\":\"Ponsel\","
                             "\"public_key\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\","
                             "\"y\":\"%s\"}}", token,
                             base64url_encode(api_arena(), key.x, sizeof key.x),
                             base64url_encode(api_arena(), key.y, sizeof key.y)),
    };
    device_complete(d, &c);
    return request_of(&c);
}

static void of_many_devices_that_pair_at_once_one_is_paired(void **state)
{
    (void)state;
    const char *id = person("rebutan"), *token = pairing_token_of(id);
    struct race race = { 0 };
    for (int i = 0; i < RACERS; i++) {
        struct device const d = device_new();
        race.requests[i] = pair_request(&d, token);
    }
    run(&race);
    assert_int_equal(race.answers[201], 1);
    assert_int_equal(race.answers[400], RACERS - 1);
    assert_int_equal(db_number("SELECT count(*) FROM authenticators WHERE account_id = $1", id), 1);
}

/* ---- what the time of an answer tells */

enum { ROUNDS = 61 };

static int by_size(const void *a, const void *b)
{
    int64_t const x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t refused_in_us(const struct device *signer, const char *device_id)
{
    struct device_call c = { .method = "GET", .path = "/authenticator/challenges",
                             .device = device_id };
    device_complete(signer, &c);
    int64_t const from = clock_steady_us();
    assert_int_equal(device_send(&c).status, 401);
    return clock_steady_us() - from;
}

static int64_t median(int64_t *times)
{
    qsort(times, ROUNDS, sizeof *times, by_size);
    return times[ROUNDS / 2];
}

static void a_known_device_is_refused_as_slowly_as_an_unknown_one(void **state)
{
    (void)state;
    struct device const known = device_of(person("jeda")), stranger = device_new();
    int64_t to_known[ROUNDS], to_unknown[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        to_known[i] = refused_in_us(&stranger, known.id);
        to_unknown[i] = refused_in_us(&stranger, "dev_01jd0000000000000000000000");
    }
    int64_t const a = median(to_known), b = median(to_unknown);
    print_message("known %lld us, unknown %lld us\n", (long long)a, (long long)b);
    assert_true(a < b + b / 2 && b < a + a / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_one_signed_call_sent_many_times_at_once_one_counts),
        cmocka_unit_test(of_many_approvals_at_once_one_counts),
        cmocka_unit_test(of_many_numbers_at_once_three_are_tried),
        cmocka_unit_test(a_yes_and_a_no_at_once_are_one_or_the_other),
        cmocka_unit_test(of_many_devices_that_pair_at_once_one_is_paired),
        cmocka_unit_test(a_known_device_is_refused_as_slowly_as_an_unknown_one),
    };
    return cmocka_run_group_tests(tests, api_begin, api_end);
}
