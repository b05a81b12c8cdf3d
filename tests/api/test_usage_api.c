/* Figures over HTTP: whose they are, how they add up, and every refusal. */
#include "support/counted.h"
#include "support/publishing.h"

#include "base/clock.h"

#include <string.h>

static const char *alice, *alice_id, *bob, *bob_id, *other_publisher, *alice_key, *bob_key;

static const char *key_made(const char *token)
{
    struct answer a = call("POST", "/keys", token, json_pack("{ss ss}", "label", "=Aplikasi",
                                                             "environment", "development"));
    assert_int_equal(a.status, 201);
    return answer_text(&a, "data.id");
}

static const char *id_of(const char *token)
{
    struct answer a = call("GET", "/profile", token, NULL);
    return answer_text(&a, "data.id");
}

/* Alice calls twelve times, three of them in vain, Bob eight times, most of them elsewhere. */
static void count_some(void)
{
    struct note note = { .key = alice_key, .account = alice_id, .slug = "sekolah", .at = NOW - 90,
                         .path = "/sekolah/7", .duration_us = 10000, .upstream_us = 9000 };
    count_calls(note, 9);
    note.status = 404;
    note.duration_us = 200000;
    count_calls(note, 3);
    note = (struct note){ .key = bob_key, .account = bob_id, .slug = "pajak", .path = "/",
                          .at = NOW - 3 * 3600, .duration_us = 30000, .upstream_us = -1 };
    count_calls(note, 6);
    note.slug = "sekolah";
    note.path = "/sekolah";
    note.status = 500;
    count_calls(note, 2);
    assert_ok(usage_flush(api_db(), NOW));
}

static int begin(void **state)
{
    if (publishing_begin(state))
        return 1;
    alice = signed_in("alice", "member");
    bob = signed_in("bob", "member");
    other_publisher = signed_in("puspa", "publisher");
    alice_id = id_of(alice);
    bob_id = id_of(bob);
    alice_key = key_made(alice);
    bob_key = key_made(bob);
    publish("sekolah", "Sekolah", arena_printf(api_arena(), ",\"document\":%s", DOCUMENT));
    const char *first = publisher;
    publisher = other_publisher;
    publish("pajak", "Pajak", "");
    publisher = first;
    counting_loop = usage_loop_open();
    count_some();
    return 0;
}

static int end(void **state)
{
    usage_loop_close(counting_loop);
    return api_end(state);
}

static struct answer ask(const char *token, const char *path)
{
    struct answer a = call("GET", path, token, NULL);
    if (a.status != 200)
        print_error("%s: %s\n", path, a.text);
    assert_int_equal(a.status, 200);
    return a;
}

static int64_t calls_of(const char *token, const char *path)
{
    struct answer a = ask(token, path);
    return answer_int(&a, "data.totals.calls");
}

static void a_member_sees_their_own_calls_over_time(void **state)
{
    (void)state;
    struct answer a = ask(alice, "/usage");
    assert_int_equal(answer_int(&a, "data.totals.calls"), 12);
    assert_int_equal(answer_int(&a, "data.totals.errors"), 3);
    assert_int_equal(answer_int(&a, "data.totals.calls_2xx"), 9);
    assert_int_equal(answer_int(&a, "data.totals.calls_4xx"), 3);
    assert_int_equal(answer_int(&a, "data.totals.calls_5xx"), 0);
    assert_string_equal(answer_text(&a, "data.step"), "hour");
    json_t *series = json_object_get(json_object_get(a.json, "data"), "series");
    assert_in_range(json_array_size(series), 24, 25);
    int64_t sum = 0;
    size_t i;
    json_t *point;
    json_array_foreach(series, i, point) {
        int64_t const calls = json_integer_value(json_object_get(point, "calls"));
        assert_true(calls > 0 || json_is_null(json_object_get(point, "p95_ms")));
        sum += calls;
    }
    assert_int_equal(sum, 12);
}

static double number_at(const struct answer *a, const char *name)
{
    json_t *totals = json_object_get(json_object_get(a->json, "data"), "totals");
    return json_number_value(json_object_get(totals, name));
}

static void percentiles_are_told_in_milliseconds(void **state)
{
    (void)state;
    struct answer a = ask(alice, "/usage?step=day&from=2023-11-01");
    assert_true(number_at(&a, "p50_ms") > 9.8 && number_at(&a, "p50_ms") < 10.2);
    assert_true(number_at(&a, "p95_ms") > 196 && number_at(&a, "p95_ms") < 204);
    assert_true(number_at(&a, "upstream_p50_ms") > 8.8 && number_at(&a, "upstream_p50_ms") < 9.2);
    a = ask(bob, "/usage?bundle=pajak");
    assert_true(number_at(&a, "p99_ms") > 29 && number_at(&a, "p99_ms") < 31);
    assert_non_null(strstr(a.text, "\"upstream_p50_ms\":null"));
}

static void figures_are_the_same_at_every_step(void **state)
{
    (void)state;
    assert_int_equal(calls_of(bob, "/usage?step=hour"), 8);
    assert_int_equal(calls_of(bob, "/usage?step=minute"), 8);
    assert_int_equal(calls_of(bob, "/usage?step=day"), 8);
    assert_ok(usage_roll(api_db(), NOW + 600));
    assert_int_equal(calls_of(bob, "/usage?step=hour"), 8);
    assert_int_equal(calls_of(bob, "/usage?step=minute"), 8);
    assert_int_equal(calls_of(bob, "/usage?step=day"), 8);
}

static void filters_narrow_what_is_shown(void **state)
{
    (void)state;
    assert_int_equal(calls_of(bob, "/usage?bundle=sekolah"), 2);
    assert_int_equal(calls_of(bob, "/usage?bundle=pajak&environment=development"), 6);
    assert_int_equal(calls_of(bob, "/usage?environment=production"), 0);
    assert_int_equal(calls_of(alice, "/usage?endpoint=GET%20/sekolah/%7Bid%7D"), 12);
    assert_int_equal(calls_of(alice, "/usage?endpoint="), 0);
    assert_int_equal(calls_of(alice, "/usage?from=2023-11-14T22:00:00Z&to=2023-11-14T22:10:00Z"),
                     0);
    assert_int_equal(calls_of(alice, arena_printf(api_arena(), "/usage?key=%s", alice_key)), 12);
}

static void another_members_calls_are_not_seen(void **state)
{
    (void)state;
    assert_int_equal(calls_of(alice, arena_printf(api_arena(), "/usage?key=%s", bob_key)), 0);
    assert_int_equal(calls_of(alice, arena_printf(api_arena(), "/usage?account=%s", bob_id)), 12);
    struct answer a = ask(alice, "/usage?by=key");
    assert_null(strstr(a.text, bob_key));
    a = ask(alice, "/usage.csv?by=bundle");
    assert_null(strstr(a.text, "pajak"));
    refuses(call("GET", arena_printf(api_arena(), "/keys/%s/calls", bob_key), alice, NULL), 404,
            "not_found");
}

static void a_publisher_sees_the_bundles_they_made(void **state)
{
    (void)state;
    assert_int_equal(calls_of(publisher, "/admin/usage"), 14);
    assert_int_equal(calls_of(other_publisher, "/admin/usage"), 6);
    assert_int_equal(calls_of(other_publisher, "/admin/usage?bundle=sekolah"), 0);
    assert_int_equal(calls_of(admin, "/admin/usage"), 20);
    assert_int_equal(calls_of(admin, "/admin/usage?bundle=sekolah"), 14);
    assert_int_equal(calls_of(admin, arena_printf(api_arena(), "/admin/usage?account=%s", bob_id)),
                     8);
    struct answer a = ask(other_publisher, "/admin/usage.csv?by=account");
    assert_null(strstr(a.text, alice_id));
    assert_non_null(strstr(a.text, bob_id));
}

static void groups_come_in_the_order_asked_for(void **state)
{
    (void)state;
    struct answer a = ask(admin, "/admin/usage?by=account");
    assert_string_equal(answer_text(&a, "data.groups.0.name"), "alice");
    assert_int_equal(answer_int(&a, "data.groups.0.calls"), 12);
    assert_string_equal(answer_text(&a, "data.groups.1.name"), "bob");
    assert_int_equal(answer_int(&a, "data.totals.calls"), 20);
    a = ask(admin, "/admin/usage?by=account&sort=errors&limit=1");
    assert_int_equal(answer_int(&a, "data.groups.0.errors"), 3);
    assert_int_equal(answer_int(&a, "data.group_count"), 2);
    a = ask(admin, "/admin/usage?by=endpoint&sort=p95");
    assert_string_equal(answer_text(&a, "data.groups.0.id"), "GET /sekolah/{id}");
    assert_string_equal(answer_text(&a, "data.groups.0.bundle"), "sekolah");
    a = ask(admin, "/admin/usage?by=endpoint&bundle=pajak");
    assert_string_equal(answer_text(&a, "data.groups.0.id"), "");
    assert_non_null(strstr(a.text, "\"name\":null"));
}

static void everything_can_be_grouped_by(void **state)
{
    (void)state;
    struct answer a = ask(bob, "/usage?by=bundle");
    assert_string_equal(answer_text(&a, "data.groups.0.id"), "pajak");
    assert_string_equal(answer_text(&a, "data.groups.0.name"), "Pajak");
    a = ask(bob, "/usage?by=status");
    assert_string_equal(answer_text(&a, "data.groups.0.id"), "200");
    assert_int_equal(answer_int(&a, "data.groups.1.errors"), 2);
    a = ask(bob, "/usage?by=environment");
    assert_string_equal(answer_text(&a, "data.groups.0.id"), "development");
    a = ask(bob, "/usage?by=key");
    assert_string_equal(answer_text(&a, "data.groups.0.id"), bob_key);
    assert_string_equal(answer_text(&a, "data.groups.0.name"), "=Aplikasi");
    a = ask(admin, "/admin/usage?by=key");
    assert_memory_equal(answer_text(&a, "data.groups.0.name"), "spl_dev_", 8);
    assert_string_equal(answer_text(&a, "data.groups.0.account"), "alice");
}

static void the_same_figures_come_as_csv(void **state)
{
    (void)state;
    struct answer a = ask(alice, "/usage.csv?step=day");
    assert_string_equal(answer_header(&a, "Content-Type"),
                        "text/csv; charset=utf-8; header=present");
    assert_string_equal(answer_header(&a, "Content-Disposition"),
                        "attachment; filename=\"usage.csv\"");
    assert_memory_equal(a.text, "at,calls,errors,calls_2xx,", 26);
    assert_non_null(strstr(a.text, "calls_5xx,p50_ms,p95_ms,p99_ms,upstream_p50_ms,"
                                   "upstream_p95_ms\r\n"
                                   "2023-11-13T17:00:00Z,0,0,0,0,0,0,,,,,\r\n"));
    assert_non_null(strstr(a.text, "2023-11-14T17:00:00Z,12,3,9,0,3,0,"));
    a = ask(alice, "/usage.csv?by=key");
    assert_non_null(strstr(a.text, ",\"'=Aplikasi\",\"\",12,3,"));
    a = ask(admin, "/admin/usage.csv?by=key");
    assert_non_null(strstr(a.text, ",\"bob\",8,2,"));
}

static void a_key_shows_its_last_calls(void **state)
{
    (void)state;
    struct answer a = ask(alice, arena_printf(api_arena(), "/keys/%s/calls", alice_key));
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 12);
    assert_string_equal(answer_text(&a, "data.0.path"), "/sekolah/{id}");
    assert_string_equal(answer_text(&a, "data.0.bundle"), "sekolah");
    assert_string_equal(answer_text(&a, "data.0.method"), "GET");
    assert_string_equal(answer_text(&a, "data.0.at"), "2023-11-14T22:11:50.000Z");
    assert_int_equal(answer_int(&a, "data.0.status"), 404);
    const char *unused = key_made(alice);
    a = ask(alice, arena_printf(api_arena(), "/keys/%s/calls", unused));
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 0);
}

static void keys_are_listed_with_their_last_days(void **state)
{
    (void)state;
    struct answer a = ask(bob, "/keys");
    json_t *key = json_array_get(json_object_get(a.json, "data"), 0);
    json_t *days = json_object_get(key, "calls_by_day");
    assert_int_equal(json_array_size(days), 14);
    assert_int_equal(json_integer_value(json_array_get(days, 13)), 8);
    assert_int_equal(json_integer_value(json_array_get(days, 12)), 0);
}

static void who_may_not_is_refused(void **state)
{
    (void)state;
    static const char *const paths[] = { "/usage", "/usage.csv", "/admin/usage",
                                         "/admin/usage.csv", "/keys/key_x/calls" };
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        refuses(call("GET", paths[i], NULL, NULL), 401, "unauthenticated");
    refuses(call("GET", "/admin/usage", alice, NULL), 403, "forbidden");
    refuses(call("GET", "/admin/usage.csv", reviewer, NULL), 403, "forbidden");
    refuses(call("GET", "/keys/key_x/calls", alice, NULL), 404, "not_found");
}

static void faulty(const char *query, const char *field, const char *code)
{
    faults(call("GET", arena_printf(api_arena(), "/usage?%s", query), alice, NULL), field, code);
    faults(call("GET", arena_printf(api_arena(), "/usage.csv?%s", query), alice, NULL), field,
           code);
}

static void what_cannot_be_asked_is_refused(void **state)
{
    (void)state;
    faulty("step=week", "step", "not_a_choice");
    faulty("by=account", "by", "not_a_choice");
    faulty("sort=name", "sort", "not_a_choice");
    faulty("environment=staging", "environment", "not_a_choice");
    faulty("from=kemarin", "from", "bad_time");
    faulty("to=2023-02-30", "to", "bad_time");
    faulty("from=2023-11-14T00:00:00Z&to=2023-11-14T00:00:00Z", "from", "out_of_range");
    faulty("from=2023-11-14&to=2023-11-12", "from", "out_of_range");
    faulty("from=2023-11-01&step=minute", "from", "out_of_range");
    faulty("from=2023-01-01&step=hour", "from", "out_of_range");
    faulty("from=2003-01-01&step=day", "from", "out_of_range");
    faulty("bundle=tidakada", "bundle", "unknown");
    faults(call("GET", "/usage?by=key&limit=0", alice, NULL), "limit", "out_of_range");
    faults(call("GET", "/usage?by=key&limit=101", alice, NULL), "limit", "out_of_range");
    assert_int_equal(post("/admin/bundles", "{\"name\":\"Rahasia\",\"slug\":\"rahasia\"}").status,
                     201);
    faulty("bundle=rahasia", "bundle", "unknown");
    assert_int_equal(calls_of(publisher, "/admin/usage?bundle=rahasia"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_member_sees_their_own_calls_over_time),
        cmocka_unit_test(percentiles_are_told_in_milliseconds),
        cmocka_unit_test(figures_are_the_same_at_every_step),
        cmocka_unit_test(filters_narrow_what_is_shown),
        cmocka_unit_test(another_members_calls_are_not_seen),
        cmocka_unit_test(a_publisher_sees_the_bundles_they_made),
        cmocka_unit_test(groups_come_in_the_order_asked_for),
        cmocka_unit_test(everything_can_be_grouped_by),
        cmocka_unit_test(the_same_figures_come_as_csv),
        cmocka_unit_test(a_key_shows_its_last_calls),
        cmocka_unit_test(keys_are_listed_with_their_last_days),
        cmocka_unit_test(who_may_not_is_refused),
        cmocka_unit_test(what_cannot_be_asked_is_refused),
    };
    return cmocka_run_group_tests_name("usage api", tests, begin, end);
}
