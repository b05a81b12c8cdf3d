/* The signatures of a device's calls over HTTP, and every way in which they fail. */
#include "base/clock.h"
#include "base/text.h"
#include "domain/authenticator/signed.h"
#include "support/device.h"
#include "support/signed_in.h"

#include <string.h>

#define CHALLENGES "/authenticator/challenges"


static const char *person(const char *username)
{
    return person_add(api_db(), api_arena(), NULL, username, "member");
}

static struct answer poll_as(const struct device *d)
{
    return device_call(d, "GET", CHALLENGES, NULL);
}

static void refused(struct answer a)
{
    refuses(a, 401, "device_refused");
    assert_string_equal(answer_header(&a, "WWW-Authenticate"), "Simpul-Signature");
}

/* ---- signatures */

static struct device_call poll_call(void)
{
    return (struct device_call){ .method = "GET", .path = CHALLENGES };
}

static void a_call_without_a_signature_is_refused(void **state)
{
    (void)state;
    const char *id = person("polos"), *token = token_of("polos");
    struct device d = device_of(id);
    refused(call("GET", CHALLENGES, NULL, NULL));
    refused(call("DELETE", "/authenticator", NULL, NULL));
    const char *headers[] = { arena_printf(api_arena(), "Simpul-Device: %s", d.id), NULL };
    refused(call_raw("GET", CHALLENGES, headers, NULL, NULL, 0));
    refused(call("GET", CHALLENGES, token, NULL));
}

static void a_malformed_signature_is_refused(void **state)
{
    (void)state;
    struct device d = device_of(person("cacat"));
    static const char *const bad[] = { "", "x", "AAAA", "****" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct device_call c = poll_call();
        c.signature = bad[i];
        device_complete(&d, &c);
        refused(device_send(&c));
    }
    static const char *const times[] = { "", "now", "-1", "1e9", "99999999999999999999" };
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        struct device_call c = poll_call();
        c.time = times[i];
        device_complete(&d, &c);
        refused(device_send(&c));
    }
}

static void an_unknown_device_is_refused(void **state)
{
    (void)state;
    struct device d = device_new();
    d.id = "dev_01jd0000000000000000000000";
    refused(poll_as(&d));
    d.id = "new";
    refused(poll_as(&d));
    d.id = "' OR 1=1 --";
    refused(poll_as(&d));
}

static void a_signature_of_another_device_is_refused(void **state)
{
    (void)state;
    struct device mine = device_of(person("punyaku")), theirs = device_of(person("punyamu"));
    struct device_call c = poll_call();
    c.device = mine.id;
    device_complete(&theirs, &c);
    refused(device_send(&c));
}

static const char *seconds_off(int64_t by)
{
    return arena_printf(api_arena(), "%lld", (long long)(clock_now() + by));
}

static void a_call_holds_for_a_minute_either_way(void **state)
{
    (void)state;
    struct device d = device_of(person("waktu"));
    static const int64_t good[] = { -60, 60, 0 }, bad[] = { -61, 61, -3600, 86400 };
    clock_stop_at(clock_now());
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct device_call c = poll_call();
        c.time = seconds_off(good[i]);
        device_complete(&d, &c);
        assert_int_equal(device_send(&c).status, 200);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct device_call c = poll_call();
        c.time = seconds_off(bad[i]);
        device_complete(&d, &c);
        refused(device_send(&c));
    }
}

static void method_path_time_and_body_are_all_signed(void **state)
{
    (void)state;
    struct device d = device_of(person("ubah"));
    const char *path = CHALLENGES "/apr_01jd0000000000000000000000";
    struct device_call c = poll_call();
    device_complete(&d, &c);
    struct device_call other = c;
    other.method = "DELETE", other.path = "/authenticator";
    refused(device_send(&other));
    other = c;
    other.time = seconds_off(1);
    refused(device_send(&other));
    other = c;
    other.body = "{}";
    refused(device_send(&other));
    other = c;
    other.method = "POST", other.path = path;
    refused(device_send(&other));
    assert_int_equal(device_send(&c).status, 200);
}

static void the_query_is_not_signed_and_changes_nothing(void **state)
{
    (void)state;
    struct device d = device_of(person("tanya"));
    struct device_call c = poll_call();
    device_complete(&d, &c);
    c.path = CHALLENGES "?all=1";
    assert_int_equal(device_send(&c).status, 200);
}

static void a_call_is_good_once(void **state)
{
    (void)state;
    struct device d = device_of(person("ulang"));
    struct device_call c = poll_call();
    device_complete(&d, &c);
    assert_int_equal(device_send(&c).status, 200);
    refused(device_send(&c));
}

static void the_second_signature_that_holds_is_no_second_call(void **state)
{
    (void)state;
    struct device d = device_of(person("kembar"));
    struct device_call c = poll_call(), twin;
    device_complete(&d, &c);
    twin = c;
    twin.signature = signature_twin(c.signature);
    assert_int_equal(device_send(&twin).status, 200);
    refused(device_send(&c));
    refused(device_send(&twin));
}

/* As a second process on this database, or this one after a restart, would check it. */
static void another_process_knows_which_calls_were_seen(void **state)
{
    (void)state;
    struct device d = device_of(person("proses"));
    struct device_call seen = poll_call(), fresh = poll_call();
    struct authenticator who;
    struct store *other = NULL;
    device_complete(&d, &seen);
    device_complete(&d, &fresh);
    assert_int_equal(device_send(&seen).status, 200);
    assert_ok(store_open(arena_printf(api_arena(), "%s/simpul.db", api_config()->data_dir),
                         &other));
    struct signed_call call = { .device = d.id, .time = seen.time, .signature = seen.signature,
                                .method = "GET", .path = CHALLENGES };
    enum err const again = signed_call_check(store_db(other), api_arena(), &call, clock_now(),
                                             &who);
    call.time = fresh.time, call.signature = fresh.signature;
    enum err const first = signed_call_check(store_db(other), api_arena(), &call, clock_now(),
                                             &who);
    store_close(other);
    assert_err(DEVICE_REFUSED, again);
    assert_ok(first);
    refused(device_send(&fresh));
}

static void what_was_seen_is_swept_only_when_it_is_stale(void **state)
{
    (void)state;
    struct device d = device_of(person("sapu"));
    struct device_call c = poll_call();
    c.time = seconds_off(60);
    device_complete(&d, &c);
    assert_int_equal(device_send(&c).status, 200);
    clock_stop_at(clock_now() + 120);
    assert_ok(signed_calls_sweep(api_db(), clock_now()));
    refused(device_send(&c));
    clock_stop_at(clock_now() + 300);
    assert_ok(signed_calls_sweep(api_db(), clock_now()));
    assert_int_equal(db_number("SELECT count(*) FROM signed_calls WHERE expires_at > $1", "0"), 0);
    refused(device_send(&c));
}

static void a_refused_call_leaves_nothing_behind(void **state)
{
    (void)state;
    struct device d = device_of(person("jejak")), stranger = device_new();
    int64_t const before = db_number("SELECT count(*) FROM signed_calls WHERE digest <> $1", "");
    stranger.id = d.id;
    refused(poll_as(&stranger));
    assert_int_equal(db_number("SELECT count(*) FROM signed_calls WHERE digest <> $1", ""), before);
}

/* ---- leaving */

static void a_device_that_leaves_is_unknown_from_then_on(void **state)
{
    (void)state;
    const char *id = person("pergi");
    struct device d = device_of(id);
    struct answer a = device_call(&d, "DELETE", "/authenticator", NULL);
    assert_int_equal(a.status, 200);
    refused(poll_as(&d));
    refused(device_call(&d, "DELETE", "/authenticator", NULL));
    struct authenticator kept;
    struct totp totp;
    assert_err(NOT_FOUND, authenticator_of(api_db(), api_arena(), id, &kept));
    assert_ok(totp_find(api_db(), api_arena(), id, &totp));
    assert_string_equal(totp.state, "active");
    assert_int_equal(db_number("SELECT count(*) FROM notifications WHERE kind = 'device.removed'"
                               " AND account_id = $1", id), 1);
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE action = 'device.leave'"
                               " AND actor = $1", id), 1);
}

static void a_forgotten_device_is_refused_like_an_unknown_one(void **state)
{
    (void)state;
    const char *id = person("lupa");
    struct device d = device_of(id);
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, api_db()));
    assert_ok(authenticator_forget(tx.db, id, clock_now()));
    assert_ok(authenticator_forget(tx.db, id, clock_now()));
    assert_ok(tx_commit(&tx));
    refused(poll_as(&d));
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE action = 'device.remove'"
                               " AND actor = $1", id), 1);
}

/* ---- limits */

static void a_device_asks_every_second_behind_a_shared_address(void **state)
{
    (void)state;
    struct device d = device_of(person("sering"));
    struct device stranger = { d.key, "dev_x" };
    api_config()->address_limit = 30;
    for (int i = 0; i < 60; i++)
        assert_int_equal(poll_as(&d).status, 200);
    struct answer a = { 0 };
    for (int i = 0; i < 40 && a.status != 429; i++)
        a = poll_as(&stranger);
    refuses(a, 429, "too_many_requests");
    assert_non_null(answer_header(&a, "Retry-After"));
    api_config()->address_limit = 0;
}

static void a_device_that_asks_without_end_waits(void **state)
{
    (void)state;
    struct device d = device_of(person("banjir"));
    api_config()->address_limit = 600;
    struct answer a = { 0 };
    for (int i = 0; i < 200 && a.status != 429; i++)
        a = poll_as(&d);
    refuses(a, 429, "too_many_requests");
    api_config()->address_limit = 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_without_a_signature_is_refused),
        cmocka_unit_test(a_malformed_signature_is_refused),
        cmocka_unit_test(an_unknown_device_is_refused),
        cmocka_unit_test(a_signature_of_another_device_is_refused),
        cmocka_unit_test(a_call_holds_for_a_minute_either_way),
        cmocka_unit_test(method_path_time_and_body_are_all_signed),
        cmocka_unit_test(the_query_is_not_signed_and_changes_nothing),
        cmocka_unit_test(a_call_is_good_once),
        cmocka_unit_test(the_second_signature_that_holds_is_no_second_call),
        cmocka_unit_test(another_process_knows_which_calls_were_seen),
        cmocka_unit_test(what_was_seen_is_swept_only_when_it_is_stale),
        cmocka_unit_test(a_refused_call_leaves_nothing_behind),
        cmocka_unit_test(a_device_that_leaves_is_unknown_from_then_on),
        cmocka_unit_test(a_forgotten_device_is_refused_like_an_unknown_one),
        cmocka_unit_test(a_device_asks_every_second_behind_a_shared_address),
        cmocka_unit_test(a_device_that_asks_without_end_waits),
    };
    return cmocka_run_group_tests(tests, api_begin, api_end);
}
