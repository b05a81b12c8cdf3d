/* Limits over HTTP: of bundles, of approved access and of keys, as the gateway holds them from the
 * next call on. */
#include "domain/access/access.h"
#include "domain/access/target.h"
#include "support/market.h"
#include "support/publishing.h"

#include <string.h>

static const char *alice, *key_id;
static char key[64];

static int begin(void **state)
{
    if (publishing_begin(state))
        return 1;
    people_add(api_db(), api_arena());
    alice = token_of("alice");
    struct answer a = call("POST", "/keys", alice, json_pack("{ss ss}", "label", "Uji",
                                                             "environment", "development"));
    key_id = answer_text(&a, "data.id");
    strncpy(key, answer_text(&a, "data.key"), sizeof key - 1);
    return 0;
}

/* What the gateway holds alice's key to at this bundle. */
static struct limits_call held(const char *slug)
{
    struct access_pass pass = { 0 };
    assert_int_equal(access_check(&(struct access_call){
        .key = key, .key_size = strlen(key), .environment = "development", .environment_size = 11,
        .slug = slug, .slug_size = strlen(slug), .now = NOW }, &pass), OK);
    access_target_give(pass.target);
    return pass.limits;
}

static const char *path_to(const char *id, const char *verb)
{
    return arena_printf(api_arena(), "/admin/requests/%s%s", id, verb);
}

/* A bundle with limits, and alice's request for it. */
static const char *asked(const char *slug)
{
    publish(slug, slug, ",\"limits\":{\"rate_per_second\":10,\"burst\":30,\"quota_per_day\":1000,"
                        "\"quota_per_month\":20000}");
    json_t *json = json_pack("{ss ss ss sb}", "bundle", slug, "application_name", "Aplikasi Desa",
                             "purpose", "Data", "agreed", 1);
    struct answer a = call_form("POST", "/requests", alice, "request", json, "letter", "surat.pdf",
                                SMALL_PDF, strlen(SMALL_PDF));
    assert_int_equal(a.status, 201);
    return answer_text(&a, "data.id");
}

static struct answer approve(const char *id, json_t *body)
{
    struct answer a = call("POST", path_to(id, "/approve"), reviewer, body);
    assert_int_equal(a.status, 200);
    return a;
}

static struct answer put_limits(const char *token, const char *id, const char *body)
{
    return call("PUT", path_to(id, "/limits"), token, json_loads(body, 0, NULL));
}

static void a_bundles_limits_hold_for_whoever_is_approved(void **state)
{
    (void)state;
    struct answer a = approve(asked("sungai"), json_object());
    assert_int_equal(answer_int(&a, "data.limits.quota_per_day"), 1000);
    struct limits_rule rule = held("sungai").grant_rule;
    assert_int_equal(rule.rate_per_second, 10);
    assert_int_equal(rule.burst, 30);
    assert_int_equal(rule.quota_per_month, 20000);
    a = patch("sungai", "{\"limits\":{\"burst\":null,\"quota_per_day\":500}}");
    assert_int_equal(a.status, 200);
    rule = held("sungai").grant_rule;
    assert_int_equal(rule.burst, 0);
    assert_int_equal(rule.quota_per_day, 500);
    a = patch("sungai", "{\"limits\":{\"rate_per_second\":null,\"quota_per_day\":null,"
                        "\"quota_per_month\":null}}");
    assert_false(limits_hold(&(struct limits_call){ .grant = held("sungai").grant }));
}

static void an_approval_may_grant_other_limits(void **state)
{
    (void)state;
    approve(asked("gunung"), json_pack("{si sI}", "rate_per_second", 200, "quota_per_day",
                                       (json_int_t)90000));
    struct limits_rule const rule = held("gunung").grant_rule;
    assert_int_equal(rule.rate_per_second, 200);
    assert_int_equal(rule.burst, 0);
    assert_int_equal(rule.quota_per_day, 90000);
    assert_int_equal(rule.quota_per_month, 20000);
    struct answer a = call("GET", "/bundles/gunung", alice, NULL);
    assert_int_equal(answer_int(&a, "data.limits.rate_per_second"), 200);
    assert_int_equal(answer_int(&a, "data.limits.burst"), 200);
    assert_int_equal(answer_int(&a, "data.quota.day.limit"), 90000);
    a = call("GET", "/bundles/gunung", member, NULL);
    assert_int_equal(answer_int(&a, "data.limits.rate_per_second"), 10);
}

static void granted_limits_change_while_the_access_stands(void **state)
{
    (void)state;
    const char *id = asked("danau");
    refuses(put_limits(reviewer, id, "{\"quota_per_day\":5}"), 409, "invalid_transition");
    approve(id, json_object());
    struct answer a = put_limits(reviewer, id, "{\"quota_per_day\":5,\"rate_per_second\":3}");
    assert_int_equal(a.status, 200);
    assert_int_equal(answer_int(&a, "data.limits.quota_per_day"), 5);
    assert_int_equal(answer_int(&a, "data.bundle_limits.quota_per_day"), 1000);
    assert_int_equal(held("danau").grant_rule.quota_per_day, 5);
    a = call("GET", "/notifications", alice, NULL);
    assert_string_equal(answer_text(&a, "data.0.kind"), "request.limits_changed");
    a = call("GET", "/admin/audit?action=request.limit", admin, NULL);
    assert_string_equal(answer_text(&a, "data.0.subject"), id);
    a = put_limits(reviewer, id, "{\"quota_per_day\":null}");
    assert_int_equal(held("danau").grant_rule.quota_per_day, 1000);
    assert_int_equal(held("danau").grant_rule.rate_per_second, 10);
}

static void limits_are_checked_and_reviewers_to_set(void **state)
{
    (void)state;
    const char *id = asked("rawa");
    approve(id, json_object());
    faults(put_limits(reviewer, id, "{\"quota_per_day\":0}"), "quota_per_day", "out_of_range");
    faults(put_limits(reviewer, id, "{\"rate_per_second\":1000001}"), "rate_per_second",
           "out_of_range");
    refuses(put_limits(alice, id, "{\"quota_per_day\":9}"), 403, "forbidden");
    refuses(put_limits(publisher, id, "{\"quota_per_day\":9}"), 403, "forbidden");
    refuses(put_limits(reviewer, "req_unknown", "{}"), 404, "not_found");
    faults(patch("rawa", "{\"limits\":{\"burst\":0}}"), "limits.burst", "out_of_range");
}

static void a_key_has_limits_of_its_own_beside_the_grants(void **state)
{
    (void)state;
    const char *path = arena_printf(api_arena(), "/keys/%s", key_id);
    approve(asked("muara"), json_object());
    assert_null(held("muara").key);
    struct answer a = call("PATCH", path, alice, json_pack("{si si}", "rate_per_second", 2,
                                                           "quota_per_day", 40));
    assert_int_equal(a.status, 200);
    assert_int_equal(answer_int(&a, "data.quota.day.limit"), 40);
    struct limits_call const both = held("muara");
    assert_non_null(both.key);
    assert_int_equal(both.key_rule.rate_per_second, 2);
    assert_int_equal(both.key_rule.quota_per_day, 40);
    assert_int_equal(both.grant_rule.quota_per_day, 1000);
    a = call("PATCH", path, alice, json_pack("{ss}", "label", "Tetap"));
    assert_int_equal(answer_int(&a, "data.rate_per_second"), 2);
    call("PATCH", path, alice, json_pack("{sn sn}", "rate_per_second", "quota_per_day"));
    assert_null(held("muara").key);
    faults(call("PATCH", path, alice, json_pack("{si}", "quota_per_day", -1)), "quota_per_day",
           "out_of_range");
    refuses(call("PATCH", path, member, json_pack("{si}", "quota_per_day", 1)), 404, "not_found");
}

static void what_is_used_of_a_quota_is_told(void **state)
{
    (void)state;
    struct limits_state left;
    const char *id = asked("selat");
    approve(id, json_object());
    struct limits_call const limits = held("selat");
    struct limits_time const now = { 1000000000, NOW };
    assert_int_equal(limits_take(&limits, &now, &left), OK);
    assert_int_equal(limits_take(&limits, &now, &left), OK);
    struct answer a = call("GET", arena_printf(api_arena(), "/requests/%s", id), alice, NULL);
    assert_int_equal(answer_int(&a, "data.quota.day.used"), 2);
    assert_int_equal(answer_int(&a, "data.quota.month.used"), 2);
    a = call("GET", "/bundles/selat", alice, NULL);
    assert_int_equal(answer_int(&a, "data.quota.day.used"), 2);
}

static struct access_target *target_of(const char *slug)
{
    struct access_target *target = access_target_find("development", 11, slug, strlen(slug));
    assert_non_null(target);
    return target;
}

static void a_bundles_shield_and_origins_reach_the_gateway(void **state)
{
    (void)state;
    publish("lautan", "Lautan", "");
    struct access_target *target = target_of("lautan");
    assert_true(target->rules.shield.has_breaker);
    assert_int_equal(target->rules.shield.error_percent, 50);
    assert_null(target->rules.cors_origins);
    access_target_give(target);
    struct answer a = patch("lautan",
        "{\"limits\":{\"concurrent_calls\":40,\"request_bytes\":1000,\"response_bytes\":2000,"
        "\"call_timeout_ms\":60000},\"breaker\":{\"error_percent\":20,\"slow_ms\":900},"
        "\"cors\":{\"origins\":[\"https://a.go.id\",\"http://localhost:3000\"],"
        "\"credentials\":true}}");
    assert_int_equal(a.status, 200);
    assert_int_equal(answer_int(&a, "data.limits.concurrent_calls"), 40);
    assert_int_equal(answer_int(&a, "data.breaker.error_percent"), 20);
    assert_int_equal(answer_int(&a, "data.breaker.rest_s"), 10);
    assert_string_equal(answer_text(&a, "data.cors.origins.1"), "http://localhost:3000");
    assert_string_equal(answer_text(&a, "data.health.development.state"), "closed");
    target = target_of("lautan");
    assert_int_equal(target->rules.shield.concurrent_calls, 40);
    assert_int_equal(target->rules.shield.slow_ms, 900);
    assert_int_equal(target->rules.response_max, 2000);
    assert_int_equal(target->rules.call_ms, 60000);
    assert_string_equal(target->rules.cors_origins, "https://a.go.id http://localhost:3000");
    assert_true(target->rules.cors_has_credentials);
    access_target_give(target);
}

static bool is_checked(const char *slug)
{
    struct access_target *target = target_of(slug);
    bool const is = target->rules.validates_requests && target->spec;
    access_target_give(target);
    return is;
}

static void a_bundle_may_have_its_requests_checked_against_its_document(void **state)
{
    (void)state;
    publish("paya", "Paya", "");
    assert_false(is_checked("paya"));
    struct answer a = patch("paya", "{\"validates_requests\":true,\"document\":{\"openapi\":"
        "\"3.1.0\",\"info\":{\"title\":\"Paya\",\"version\":\"1\"},\"paths\":{\"/a\":{\"get\":"
        "{\"responses\":{}}}}}}");
    assert_int_equal(a.status, 200);
    assert_true(is_checked("paya"));
    a = patch("paya", "{\"validates_requests\":\"ya\"}");
    assert_int_equal(a.status, 422);
    assert_string_equal(answer_text(&a, "errors.0.field"), "validates_requests");
    a = patch("paya", "{\"summary\":\"Baru\"}");
    assert_true(is_checked("paya"));
    a = patch("paya", "{\"validates_requests\":false}");
    assert_int_equal(a.status, 200);
    assert_false(is_checked("paya"));
}

static void rules_that_are_not_named_stay_and_null_takes_them_away(void **state)
{
    (void)state;
    publish("teluk", "Teluk", ",\"breaker\":{\"enabled\":false,\"rest_s\":30},"
            "\"cors\":{\"origins\":[\"*\"]},\"limits\":{\"concurrent_calls\":5}");
    struct answer a = patch("teluk", "{\"summary\":\"Baru\"}");
    assert_int_equal(answer_int(&a, "data.breaker.rest_s"), 30);
    assert_int_equal(answer_int(&a, "data.limits.concurrent_calls"), 5);
    assert_string_equal(answer_text(&a, "data.cors.origins.0"), "*");
    struct access_target *target = target_of("teluk");
    assert_false(target->rules.shield.has_breaker);
    access_target_give(target);
    a = patch("teluk", "{\"cors\":null,\"breaker\":{\"enabled\":true,\"rest_s\":null},"
                       "\"limits\":{\"concurrent_calls\":null}}");
    assert_int_equal(answer_int(&a, "data.breaker.rest_s"), 10);
    target = target_of("teluk");
    assert_true(target->rules.shield.has_breaker);
    assert_int_equal(target->rules.shield.concurrent_calls, 0);
    assert_null(target->rules.cors_origins);
    access_target_give(target);
}

static void rules_that_cannot_be_are_refused(void **state)
{
    static const char *const bad[][3] = {
        { "{\"cors\":{\"origins\":[\"*\"],\"credentials\":true}}", "cors.credentials",
          "any_origin" },
        { "{\"cors\":{\"origins\":[\"*\",\"https://a.go.id\"]}}", "cors.origins",
          "any_origin" },
        { "{\"cors\":{\"origins\":[\"https://a.go.id/\"]}}", "cors.origins.0", "bad_origin" },
        { "{\"cors\":{\"origins\":[\"https://a.go.id/x\"]}}", "cors.origins.0", "bad_origin" },
        { "{\"cors\":{\"origins\":[\"https://A.go.id\"]}}", "cors.origins.0", "bad_origin" },
        { "{\"cors\":{\"origins\":[\"https://a b\"]}}", "cors.origins.0", "bad_origin" },
        { "{\"cors\":{\"origins\":[7]}}", "cors.origins.0", "bad_origin" },
        { "{\"cors\":{\"origins\":[]}}", "cors.origins", "required" },
        { "{\"cors\":{}}", "cors.origins", "wrong_type" },
        { "{\"cors\":7}", "cors", "wrong_type" },
        { "{\"breaker\":{\"error_percent\":101}}", "breaker.error_percent", "out_of_range" },
        { "{\"breaker\":{\"enabled\":1}}", "breaker.enabled", "wrong_type" },
        { "{\"breaker\":[]}", "breaker", "wrong_type" },
        { "{\"limits\":{\"response_bytes\":\"1\"}}", "limits.response_bytes", "wrong_type" },
        { "{\"limits\":{\"call_timeout_ms\":99}}", "limits.call_timeout_ms", "out_of_range" },
    };
    (void)state;
    publish("delta", "Delta", "");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        faults(patch("delta", bad[i][0]), bad[i][1], bad[i][2]);
}

static void metrics_tell_of_breakers(void **state)
{
    (void)state;
    publish("ombak", "Ombak", "");
    struct answer a = call("GET", "/metrics", NULL, NULL);
    assert_non_null(strstr(a.text,
                           "simpul_breaker_state{bundle=\"ombak\",environment=\"production\"} 0"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bundles_limits_hold_for_whoever_is_approved),
        cmocka_unit_test(an_approval_may_grant_other_limits),
        cmocka_unit_test(granted_limits_change_while_the_access_stands),
        cmocka_unit_test(limits_are_checked_and_reviewers_to_set),
        cmocka_unit_test(a_key_has_limits_of_its_own_beside_the_grants),
        cmocka_unit_test(what_is_used_of_a_quota_is_told),
        cmocka_unit_test(a_bundles_shield_and_origins_reach_the_gateway),
        cmocka_unit_test(a_bundle_may_have_its_requests_checked_against_its_document),
        cmocka_unit_test(rules_that_are_not_named_stay_and_null_takes_them_away),
        cmocka_unit_test(rules_that_cannot_be_are_refused),
        cmocka_unit_test(metrics_tell_of_breakers),
    };
    return cmocka_run_group_tests_name("limits api", tests, begin, api_end);
}
