/* Versions over HTTP: side by side, called by their addresses through the gateway, and ended. */
#include "base/text.h"
#include "domain/bundles/endings.h"
#include "domain/bundles/releases.h"
#include "domain/json/json.h"
#include "domain/notifications/notifications.h"
#include "gateway/gateway.h"
#include "support/market.h"
#include "support/publishing.h"
#include "support/raw.h"
#include "support/upstream.h"

#include <stdlib.h>
#include <string.h>

static const char *alice, *key;
static struct upstream *server;
static struct gateway *gateway;

static int begin(void **state)
{
    if (publishing_begin(state))
        return 1;
    people_add(api_db(), api_arena());
    alice = token_of("alice");
    struct answer a = call("POST", "/keys", alice, json_pack("{ss ss}", "label", "Uji",
                                                             "environment", "development"));
    key = answer_text(&a, "data.key");
    server = upstream_open(NULL, NULL);
    return gateway_start(&(struct gateway_options){ .listen = "127.0.0.1:0", .loops = 1 },
                         &gateway) != OK;
}

static int end(void **state)
{
    gateway_stop(gateway);
    upstream_close(server);
    return api_end(state);
}

static const char *document(const char *version, const char *path)
{
    return arena_printf(api_arena(), "openapi: 3.0.3\ninfo: {title: Arsip, version: '%s'}\n"
                        "paths:\n  %s: {get: {description: Isi, responses: {}}}\n", version, path);
}

static struct answer import(const char *text, const char *more)
{
    json_auto_t *body = json_pack("{ss}", "document", text);
    json_auto_t *rest = json_loads(more, 0, NULL);
    json_object_update(body, rest);
    return post("/admin/bundles/arsip/import", json_written(api_arena(), body));
}

static const char *upstreams(const char *path)
{
    return arena_printf(api_arena(), "{\"upstreams\":{\"development\":{\"url\":"
                        "\"http://127.0.0.1:%u%s\"}}}", upstream_port(server), path);
}

static struct answer move(const char *version, const char *verb, json_t *body)
{
    return call("POST", arena_printf(api_arena(), "/admin/bundles/arsip/versions/%s/%s", version,
                                     verb), publisher, body);
}

/* Status of a call, and its head; what the upstream heard is asked afterwards. */
static const char *head_of(const char *slug, const char *path, int status)
{
    struct raw_answer *answer = raw_exchange(gateway_port(gateway), arena_printf(api_arena(),
        "GET /development/%s%s HTTP/1.1\r\nHost: x\r\nX-API-Key: %s\r\nConnection: close\r\n\r\n",
        slug, path, key));
    assert_int_equal(answer->status, status);
    const char *head = arena_copy(api_arena(), answer->head);
    free(answer);
    return head;
}

static bool was_asked(const char *path)
{
    return strstr(upstream_heard(server).head, arena_printf(api_arena(), "GET %s ", path)) != NULL;
}

/* A published bundle with the version 1.0, which alice may call. */
static void a_bundle_has_one_version_at_first(void **state)
{
    (void)state;
    struct answer a = call("POST", "/admin/bundles/import", publisher,
                           json_pack("{ss}", "document", document("1.0", "/lama")));
    assert_int_equal(a.status, 201);
    assert_int_equal(patch("arsip", upstreams("/satu")).status, 200);
    assert_int_equal(as_publisher("POST", "arsip", "/publish").status, 200);
    json_t *json = json_pack("{ss ss ss sb}", "bundle", "arsip", "application_name", "Aplikasi",
                             "purpose", "Data", "agreed", 1);
    a = call_form("POST", "/requests", alice, "request", json, "letter", "surat.pdf", SMALL_PDF,
                  strlen(SMALL_PDF));
    assert_int_equal(call("POST", arena_printf(api_arena(), "/admin/requests/%s/approve",
                                               answer_text(&a, "data.id")), reviewer,
                          json_object()).status, 200);
    a = call("GET", "/bundles/arsip/versions", member, NULL);
    assert_int_equal(answer_int(&a, "meta.total"), 1);
    assert_string_equal(answer_text(&a, "data.0.status"), "current");
    assert_non_null(strstr(answer_text(&a, "data.0.base_urls.development"), "/arsip@1.0"));
    assert_null(strstr(head_of("arsip@1.0", "/lama", 200), "Deprecation"));
    assert_true(was_asked("/satu/lama"));
    refuses(call("GET", "/bundles/arsip/versions", NULL, NULL), 401, "unauthenticated");
    refuses(call("GET", "/bundles/tiada/versions", member, NULL), 404, "not_found");
}

static const char *last_notice(const char **kind)
{
    struct notifications told;
    assert_ok(notifications_of(api_db(), api_arena(), ALICE, NULL, 1, &told));
    assert_int_equal(told.count, 1);
    *kind = told.items[0].kind;
    return told.items[0].params;
}

static int64_t times_told_of(const char *kind)
{
    return db_number("SELECT count(*) FROM notifications WHERE account_id = '" ALICE "'"
                     " AND kind = $1", kind);
}

static void a_version_stands_beside_the_one_before(void **state)
{
    (void)state;
    struct answer a = import(document("2.0", "/baru"), "{\"as\":\"version\","
                                                       "\"sunset_at\":\"2099-05-06T00:00:00Z\"}");
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.version"), "2.0");
    a = call("GET", "/bundles/arsip/versions", member, NULL);
    assert_int_equal(answer_int(&a, "meta.total"), 2);
    assert_string_equal(answer_text(&a, "data.0.version"), "2.0");
    assert_string_equal(answer_text(&a, "data.1.status"), "previous");
    assert_string_equal(answer_text(&a, "data.1.sunset_at"), "2099-05-06T00:00:00Z");
    a = call("GET", "/bundles/arsip/endpoints?version=1.0", member, NULL);
    assert_string_equal(answer_text(&a, "data.0.path"), "/lama");
    assert_string_equal(answer_text(&a, "data.0.description"), "Isi");
    assert_int_equal(times_told_of("version.added"), 1);
    assert_int_equal(times_told_of("version.ends"), 1);
    refuses(import(document("1.0", "/lain"), "{\"as\":\"version\"}"), 409, "version_taken");
}

static void calls_reach_the_version_they_name(void **state)
{
    (void)state;
    assert_int_equal(patch("arsip", upstreams("/dua")).status, 200);
    const char *head = head_of("arsip@1.0", "/lama", 200);
    assert_true(was_asked("/satu/lama"));
    assert_non_null(strstr(head, "Deprecation: @1"));
    assert_non_null(strstr(head, "Sunset: Wed, 06 May 2099 00:00:00 GMT"));
    head = head_of("arsip", "/baru", 200);
    assert_true(was_asked("/dua/baru"));
    assert_null(strstr(head, "Deprecation"));
    assert_null(strstr(head_of("arsip@2.0", "/baru", 200), "Deprecation"));
    assert_true(was_asked("/dua/baru"));
    struct answer a = call("GET", "/bundles/arsip/openapi.json?version=1.0", member, NULL);
    assert_non_null(strstr(answer_text(&a, "servers.0.url"), "/development/arsip@1.0"));
    assert_non_null(head_of("arsip@9", "/baru", 404));
    assert_non_null(head_of("arsip@", "/baru", 404));
}

static struct version version_named(const char *name)
{
    struct bundle b;
    struct version v;
    assert_ok(bundle_find(api_db(), api_arena(), "arsip", &b));
    assert_ok(version_find(api_db(), api_arena(), b.id, name, &v));
    return v;
}

static struct answer reroute(const char *version, const char *body)
{
    return call("PATCH", arena_printf(api_arena(), "/admin/bundles/arsip/versions/%s", version),
                publisher, json_loads(body, 0, NULL));
}

static const char *routed(const char *path, const char *header)
{
    return arena_printf(api_arena(), "{\"upstreams\":{\"development\":{\"url\":"
                        "\"http://127.0.0.1:%u%s\",\"header\":%s}}}", upstream_port(server), path,
                        header);
}

static void a_previous_version_goes_to_another_upstream_alone(void **state)
{
    (void)state;
    struct answer a = reroute("1.0", routed("/tiga", "{\"name\":\"X-Kunci\",\"value\":\"s\"}"));
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.upstreams.development.header.value"), "********");
    assert_non_null(head_of("arsip@1.0", "/lama", 200));
    assert_true(was_asked("/tiga/lama"));
    assert_non_null(strstr(upstream_heard(server).head, "X-Kunci: s\r\n"));
    assert_non_null(head_of("arsip", "/baru", 200));
    assert_true(was_asked("/dua/baru"));
    a = reroute("1.0", routed("/empat", "{\"name\":\"X-Kunci\"}"));
    assert_int_equal(a.status, 200);
    assert_non_null(head_of("arsip@1.0", "/lama", 200));
    assert_true(was_asked("/empat/lama"));
    assert_non_null(strstr(upstream_heard(server).head, "X-Kunci: s\r\n"));
    assert_int_equal(reroute("1.0", routed("/satu", "null")).status, 200);
    a = call("GET", "/admin/bundles/arsip/versions/1.0", publisher, NULL);
    assert_non_null(strstr(answer_text(&a, "data.upstreams.development.url"), "/satu"));
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE action = 'version.upstreams'"
                               " AND subject = $1", version_named("1.0").bundle_id), 3);
}

static void a_version_keeps_an_upstream_and_the_current_one_the_bundles(void **state)
{
    (void)state;
    static const char none[] = "{\"upstreams\":{\"development\":null}}";
    faults(reroute("1.0", none), "upstreams.production.url", "required");
    faults(reroute("1.0", "{\"upstreams\":{\"production\":{\"url\":\"ftp://x\"}}}"),
           "upstreams.production.url", "bad_url");
    refuses(reroute("2.0", routed("/lain", "null")), 409, "version_state");
    refuses(reroute("9", routed("/lain", "null")), 404, "not_found");
    refuses(call("GET", "/admin/bundles/arsip/versions/1.0", member, NULL), 403, "forbidden");
    struct answer a = call("GET", "/admin/bundles/arsip/versions/2.0", publisher, NULL);
    assert_non_null(strstr(answer_text(&a, "data.upstreams.development.url"), "/dua"));
    assert_non_null(head_of("arsip@1.0", "/lama", 200));
    assert_true(was_asked("/satu/lama"));
}

static void the_day_of_an_end_is_told(void **state)
{
    (void)state;
    const char *kind;
    refuses(move("2.0", "deprecate", json_object()), 409, "version_state");
    faults(move("1.0", "deprecate", json_pack("{ss}", "sunset_at", "2001-01-01T00:00:00Z")),
           "sunset_at", "in_the_past");
    struct answer a = move("1.0", "deprecate", json_pack("{ss}", "sunset_at",
                                                         "2098-01-02T00:00:00Z"));
    assert_string_equal(answer_text(&a, "data.sunset_at"), "2098-01-02T00:00:00Z");
    assert_non_null(strstr(last_notice(&kind), "2098-01-02"));
    assert_string_equal(kind, "version.ends");
    assert_non_null(strstr(head_of("arsip@1.0", "/lama", 200), "02 Jan 2098"));
    a = move("1.0", "deprecate", json_object());
    assert_string_equal(answer_text(&a, "data.sunset_at"), "");
    assert_null(strstr(head_of("arsip@1.0", "/lama", 200), "Sunset"));
    assert_int_equal(times_told_of("version.ends"), 2);
    refuses(call("POST", "/admin/bundles/arsip/versions/1.0/deprecate", member, json_object()),
            403, "forbidden");
}

static void a_version_takes_over_again_with_its_upstreams(void **state)
{
    (void)state;
    refuses(move("2.0", "current", NULL), 409, "version_state");
    struct answer a = move("1.0", "current", NULL);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.status"), "current");
    assert_null(strstr(head_of("arsip", "/lama", 200), "Deprecation"));
    assert_true(was_asked("/satu/lama"));
    assert_non_null(strstr(head_of("arsip@2.0", "/baru", 200), "Deprecation"));
    assert_true(was_asked("/dua/baru"));
    assert_int_equal(times_told_of("version.added"), 2);
}

static void what_goes_to_and_fro_is_told_once_a_day(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(move("2.0", "current", NULL).status, 200);
        assert_int_equal(move("1.0", "current", NULL).status, 200);
    }
    assert_int_equal(times_told_of("version.added"), 2);
    for (int i = 0; i < 5; i++)
        move("2.0", "deprecate", json_pack("{ss}", "sunset_at", "2098-01-02T00:00:00Z"));
    assert_int_equal(times_told_of("version.ends"), 3);
}

static enum err try_move(enum err (*to_try)(struct db *, const struct version *, struct actor),
                         const struct version *v)
{
    AUTO_TX struct tx tx = { 0 };
    struct actor const by = { .account_id = ADI, .ip = "10.0.0.1", .now = NOW };
    assert_ok(tx_begin(&tx, api_db()));
    return to_try(tx.db, v, by);
}

static void two_who_move_a_version_at_once_do_not_lose_it(void **state)
{
    (void)state;
    struct version const seen = version_named("2.0");       /* previous */
    assert_int_equal(move("2.0", "current", NULL).status, 200);
    assert_int_equal(try_move(version_retire, &seen), VERSION_STATE);
    assert_int_equal(move("1.0", "current", NULL).status, 200);
    struct version retired = version_named("2.0");
    retired.status = "retired";
    assert_int_equal(try_move(version_delete, &retired), VERSION_STATE);
}

static void an_end_is_at_once_and_for_good(void **state)
{
    (void)state;
    const char *kind;
    refuses(call("DELETE", "/admin/bundles/arsip/versions/2.0", publisher, NULL), 409,
            "version_state");
    refuses(move("1.0", "retire", NULL), 409, "version_state");
    refuses(move("9", "retire", NULL), 404, "not_found");
    assert_int_equal(move("2.0", "retire", NULL).status, 200);
    assert_non_null(head_of("arsip@2.0", "/baru", 404));
    assert_non_null(last_notice(&kind));
    assert_string_equal(kind, "version.retired");
    static const char *const documents[] = { "endpoints", "openapi.json", "postman.json",
                                             "endpoints/x", "schemas/x" };
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++)
        refuses(call("GET", arena_printf(api_arena(), "/bundles/arsip/%s?version=2.0",
                                         documents[i]), member, NULL), 410, "version_retired");
    assert_int_equal(call("GET", "/bundles/arsip/endpoints?version=2.0", publisher, NULL).status,
                     200);
    assert_int_equal(call("DELETE", "/admin/bundles/arsip/versions/2.0", publisher,
                          NULL).status, 200);
    struct answer a = call("GET", "/bundles/arsip/versions", member, NULL);
    assert_int_equal(answer_int(&a, "meta.total"), 1);
}

static const char *status_of(const char *version)
{
    return version_named(version).status;
}

static void what_is_past_its_day_ends_by_itself(void **state)
{
    (void)state;
    const char *kind;
    int64_t day;
    assert_true(time_parse("2098-01-02T16:59:59Z", &day));
    assert_int_equal(import(document("2.5", "/baru"), "{\"as\":\"version\"}").status, 200);
    assert_int_equal(move("1.0", "deprecate", json_pack("{ss}", "sunset_at",
                                                        "2098-01-02T16:59:59Z")).status, 200);
    assert_ok(endings_apply(api_db(), day - 1));
    assert_string_equal(status_of("1.0"), "previous");
    assert_ok(endings_apply(api_db(), day));
    assert_string_equal(status_of("1.0"), "retired");
    assert_string_equal(status_of("2.5"), "current");
    assert_non_null(strstr(last_notice(&kind), "1.0"));
    assert_string_equal(kind, "version.retired");
    assert_non_null(head_of("arsip@1.0", "/lama", 404));
    assert_non_null(head_of("arsip@2.5", "/baru", 200));
    int64_t const told = times_told_of("version.retired");
    assert_ok(endings_apply(api_db(), day + 1));
    assert_int_equal(times_told_of("version.retired"), told);
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE action = 'version.retire'"
                               " AND actor = 'system' AND subject = $1",
                               version_named("1.0").bundle_id), 1);
    assert_int_equal(move("1.0", "current", NULL).status, 200);
}

static void a_bundles_end_is_that_of_its_versions(void **state)
{
    (void)state;
    assert_int_equal(import(document("3.0", "/baru"), "{\"as\":\"version\"}").status, 200);
    struct answer a = post("/admin/bundles/arsip/deprecate",
                           "{\"sunset_at\":\"2097-01-01T00:00:00Z\"}");
    assert_int_equal(a.status, 200);
    const char *head = head_of("arsip@3.0", "/baru", 200);
    assert_non_null(strstr(head, "Deprecation: @1"));
    assert_non_null(strstr(head, "01 Jan 2097"));
    assert_non_null(strstr(head_of("arsip@1.0", "/lama", 200), "01 Jan 2097"));
    assert_int_equal(as_publisher("POST", "arsip", "/retire").status, 200);
    assert_non_null(head_of("arsip", "/baru", 404));
    assert_non_null(head_of("arsip@1.0", "/lama", 404));
    assert_non_null(head_of("arsip@3.0", "/baru", 404));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bundle_has_one_version_at_first),
        cmocka_unit_test(a_version_stands_beside_the_one_before),
        cmocka_unit_test(calls_reach_the_version_they_name),
        cmocka_unit_test(a_previous_version_goes_to_another_upstream_alone),
        cmocka_unit_test(a_version_keeps_an_upstream_and_the_current_one_the_bundles),
        cmocka_unit_test(the_day_of_an_end_is_told),
        cmocka_unit_test(a_version_takes_over_again_with_its_upstreams),
        cmocka_unit_test(what_goes_to_and_fro_is_told_once_a_day),
        cmocka_unit_test(two_who_move_a_version_at_once_do_not_lose_it),
        cmocka_unit_test(an_end_is_at_once_and_for_good),
        cmocka_unit_test(what_is_past_its_day_ends_by_itself),
        cmocka_unit_test(a_bundles_end_is_that_of_its_versions),
    };
    return cmocka_run_group_tests_name("versions api", tests, begin, end);
}
