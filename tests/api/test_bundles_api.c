/* The marketplace over HTTP: what members find, what publishers do, every refusal. */
#include "support/publishing.h"

#include <string.h>

static void a_bundle_is_made_published_found_and_read(void **state)
{
    (void)state;
    struct answer a = post("/admin/bundles", arena_printf(api_arena(),
        "{\"name\":\"Data Sekolah\",\"summary\":\"Ringkas\",\"description\":\"Satu\\nDua\","
        "\"tags\":[\"Pendidikan Dasar\",\"anak\"],\"provider\":\"Dinas Pendidikan\",\"upstreams\""
        ":%s,"
        "\"limits\":{\"rate_per_second\":5,\"burst\":null},\"document\":%s}", UPSTREAMS, DOCUMENT));
    assert_int_equal(a.status, 201);
    assert_string_equal(answer_text(&a, "data.slug"), "data-sekolah");
    assert_string_equal(answer_text(&a, "data.status"), "draft");
    assert_int_equal(answer_int(&a, "data.report.endpoints"), 2);
    assert_int_equal(answer_int(&a, "data.limits.rate_per_second"), 5);
    assert_string_equal(answer_text(&a, "data.report.warnings.0.path"),
                        "/paths/~1sekolah~1{id}/get");
    assert_string_equal(answer_text(&a, "data.tags.1"), "pendidikan-dasar");

    refuses(call("GET", "/bundles/data-sekolah", member, NULL), 404, "not_found");
    refuses(call("GET", "/bundles/data-sekolah/endpoints", member, NULL), 404, "not_found");
    refuses(call("GET", "/bundles/data-sekolah/openapi.json", reviewer, NULL), 404, "not_found");
    assert_int_equal(call("GET", "/bundles/data-sekolah", publisher, NULL).status, 200);
    a = call("GET", "/bundles?q=sekolah", member, NULL);
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 0);

    a = as_publisher("POST", "data-sekolah", "/publish");
    assert_string_equal(answer_text(&a, "data.status"), "published");
    a = call("GET", "/bundles?q=sek%20RING&tag=anak", member, NULL);
    assert_string_equal(answer_text(&a, "data.0.slug"), "data-sekolah");
    assert_string_equal(answer_text(&a, "data.0.access"), "none");
    assert_string_equal(answer_text(&a, "data.0.environments.1"), "production");
    assert_non_null(strstr(answer_text(&a, "data.0.base_urls.development"),
                           "/development/data-sekolah"));
    assert_int_equal(answer_int(&a, "meta.total"), 1);
    assert_null(strstr(a.text, "127.0.0.1:9"));

    a = call("GET", "/tags", member, NULL);
    assert_non_null(strstr(a.text, "{\"tag\":\"anak\",\"count\":1}"));
    a = call("GET", "/bundles/data-sekolah", member, NULL);
    assert_string_equal(answer_text(&a, "data.description"), "Satu\nDua");
    assert_null(json_object_get(json_object_get(a.json, "data"), "upstreams"));
}

static void the_endpoints_and_the_document_are_the_gateways(void **state)
{
    (void)state;
    struct answer a = call("GET", "/bundles/data-sekolah/endpoints", member, NULL);
    assert_string_equal(answer_text(&a, "data.0.path"), "/sekolah/{id}");
    assert_string_equal(answer_text(&a, "data.0.parameters.0.name"), "id");
    assert_string_equal(answer_text(&a, "data.0.responses.200.description"), "Ya");
    const char *id = answer_text(&a, "data.0.id");
    a = call("GET", "/bundles/data-sekolah/endpoints?limit=1", member, NULL);
    assert_string_equal(answer_text(&a, "data.0.id"), id);
    a = call("GET", arena_printf(api_arena(), "/bundles/data-sekolah/endpoints?limit=1&cursor=%s",
                                 answer_text(&a, "meta.next_cursor")), member, NULL);
    assert_string_equal(answer_text(&a, "data.0.path"), "/sekolah");
    assert_true(json_is_null(json_object_get(json_object_get(a.json, "meta"), "next_cursor")));
    refuses(call("GET", "/bundles/data-sekolah/endpoints?cursor=x", member, NULL), 400,
            "bad_input");
    faults(call("GET", "/bundles/data-sekolah/endpoints?limit=101", member, NULL), "limit",
           "out_of_range");

    a = call("GET", "/bundles/data-sekolah/openapi.json", member, NULL);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "openapi"), "3.1.0");
    assert_non_null(strstr(answer_text(&a, "servers.0.url"), "/development/data-sekolah"));
    assert_null(strstr(a.text, "internal"));
    assert_null(strstr(a.text, "lain"));
    assert_non_null(strstr(a.text, "X-API-Key"));
    publish("tanpa-dokumen", "Tanpa Dokumen", "");
    refuses(call("GET", "/bundles/tanpa-dokumen/openapi.json", member, NULL), 404, "not_found");
    a = call("GET", "/bundles/tanpa-dokumen/endpoints", member, NULL);
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 0);
}

static void endpoints_are_found_and_opened_one_by_one(void **state)
{
    (void)state;
    struct answer a = call("GET", "/bundles/data-sekolah/endpoints?view=list", member, NULL);
    assert_string_equal(answer_text(&a, "data.0.path"), "/sekolah/{id}");
    assert_int_equal(answer_int(&a, "meta.total"), 2);
    assert_null(json_object_get(json_array_get(json_object_get(a.json, "data"), 0), "parameters"));
    const char *id = answer_text(&a, "data.0.id");
    const char *path = arena_printf(api_arena(), "/bundles/data-sekolah/endpoints/%s", id);
    a = call("GET", path, member, NULL);
    assert_string_equal(answer_text(&a, "data.method"), "GET");
    assert_string_equal(answer_text(&a, "data.parameters.0.name"), "id");
    assert_true(json_is_object(json_object_get(json_object_get(a.json, "data"), "components")));
    assert_string_equal(answer_text(&a, "data.version"), "1.0.0");
    const char *versioned = arena_printf(api_arena(), "%s?version=1.0.0", path);
    assert_int_equal(call("GET", versioned, member, NULL).status, 200);
    refuses(call("GET", arena_printf(api_arena(), "%s?version=9", path), member, NULL), 404,
            "not_found");

    a = call("GET", "/bundles/data-sekolah/endpoints?q=SEKOLAH%20id", member, NULL);
    assert_int_equal(answer_int(&a, "meta.total"), 1);
    assert_string_equal(answer_text(&a, "data.0.id"), id);
    a = call("GET", "/bundles/data-sekolah/endpoints?tag=tiada", member, NULL);
    assert_int_equal(answer_int(&a, "meta.total"), 0);
    refuses(call("GET", "/bundles/data-sekolah/endpoints/ept_x", member, NULL), 404, "not_found");
    const char *elsewhere = arena_printf(api_arena(), "/bundles/tanpa-dokumen/endpoints/%s", id);
    refuses(call("GET", elsewhere, member, NULL), 404, "not_found");
    faults(call("GET", "/bundles/data-sekolah/endpoints?view=all", member, NULL), "view",
           "not_a_choice");
}

static void lists_refuse_what_they_do_not_know(void **state)
{
    (void)state;
    faults(call("GET", "/bundles?sort=size", member, NULL), "sort", "not_a_choice");
    faults(call("GET", "/bundles?limit=0", member, NULL), "limit", "out_of_range");
    faults(call("GET", "/bundles?q=a%0Ac", member, NULL), "q", "bad_characters");
    faults(call("GET", arena_printf(api_arena(), "/bundles?q=%0101d", 0), member, NULL), "q",
           "too_long");
    refuses(call("GET", "/bundles?cursor=xx", member, NULL), 400, "bad_input");
    assert_int_equal(call("GET", "/bundles?sort=newest&limit=1&cursor=", member, NULL).status, 200);
    faults(call("GET", "/admin/bundles?status=gone", publisher, NULL), "status", "not_a_choice");
    struct answer a = call("GET", "/admin/bundles?status=published&sort=newest", publisher, NULL);
    assert_string_equal(answer_text(&a, "data.0.slug"), "tanpa-dokumen");
}

static void only_publishers_manage_bundles(void **state)
{
    (void)state;
    static const struct { const char *method, *path; } rows[] = {
        { "GET", "/admin/bundles" }, { "POST", "/admin/bundles" },
        { "POST", "/admin/bundles/import" }, { "GET", "/admin/bundles/data-sekolah" },
        { "PATCH", "/admin/bundles/data-sekolah" }, { "DELETE", "/admin/bundles/data-sekolah" },
        { "POST", "/admin/bundles/data-sekolah/publish" },
        { "POST", "/admin/bundles/data-sekolah/deprecate" },
        { "POST", "/admin/bundles/data-sekolah/retire" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        refuses(call(rows[i].method, rows[i].path, NULL, NULL), 401, "unauthenticated");
        refuses(call(rows[i].method, rows[i].path, member, NULL), 403, "forbidden");
        refuses(call(rows[i].method, rows[i].path, reviewer, NULL), 403, "forbidden");
    }
    static const char *const open[] = { "/bundles", "/tags", "/bundles/data-sekolah",
        "/bundles/data-sekolah/endpoints", "/bundles/data-sekolah/endpoints/x",
        "/bundles/data-sekolah/openapi.json", NULL };
    for (const char *const *path = open; *path; path++)
        refuses(call("GET", *path, NULL, NULL), 401, "unauthenticated");
    assert_int_equal(call("GET", "/admin/bundles/data-sekolah", admin, NULL).status, 200);
}

static void unknown_bundles_are_not_found(void **state)
{
    (void)state;
    refuses(as_publisher("GET", "tiada", ""), 404, "not_found");
    refuses(as_publisher("DELETE", "tiada", ""), 404, "not_found");
    refuses(as_publisher("POST", "tiada", "/publish"), 404, "not_found");
    refuses(as_publisher("POST", "tiada", "/retire"), 404, "not_found");
    refuses(patch("tiada", "{}"), 404, "not_found");
    refuses(post("/admin/bundles/tiada/deprecate", "{\"sunset_at\":\"2099-01-01T00:00:00Z\"}"), 404,
            "not_found");
    refuses(call("GET", "/bundles/tiada", member, NULL), 404, "not_found");
    refuses(call("GET", "/bundles/tiada/endpoints", member, NULL), 404, "not_found");
    refuses(call("GET", "/bundles/tiada/openapi.json", member, NULL), 404, "not_found");
}

static void every_bad_field_is_named(void **state)
{
    (void)state;
    struct answer a = post("/admin/bundles",
        "{\"name\":\"\",\"slug\":\"Huruf Besar\",\"summary\":5,\"tags\":[1,\"!!\",\"ok\"],"
        "\"upstreams\":{\"development\":{\"url\":\"ftp://x\",\"header\":{\"name\":\"Host\"},"
        "\"connect_timeout_ms\":1},\"production\":7},\"limits\":{\"burst\":0,\"quota_per_day\":\""
        "x\"}}");
    faults(a, "name", "required");
    faults(a, "slug", "bad_slug");
    faults(a, "summary", "wrong_type");
    faults(a, "tags.0", "wrong_type");
    faults(a, "tags.1", "bad_characters");
    faults(a, "upstreams.development.url", "bad_url");
    faults(a, "upstreams.development.header.name", "reserved");
    faults(a, "upstreams.development.header.value", "required");
    faults(a, "upstreams.development.connect_timeout_ms", "out_of_range");
    faults(a, "upstreams.production", "wrong_type");
    faults(a, "limits.burst", "out_of_range");
    faults(a, "limits.quota_per_day", "wrong_type");
    faults(post("/admin/bundles", "{}"), "name", "required");
    faults(post("/admin/bundles", "{\"name\":\"a\",\"tags\":\"x\",\"upstreams\":[],\"limits\":1,"
                                  "\"document\":1}"), "document", "wrong_type");
    static const char *const slugs[] = { "a", "-ab", "ab-", "a--b", "ab_c", "a/b", NULL };
    for (const char *const *slug = slugs; *slug; slug++)
        assert_int_equal(post("/admin/bundles", arena_printf(api_arena(),
            "{\"name\":\"x\",\"slug\":\"%s\"}", *slug)).status, 422);
    refuses(post("/admin/bundles", "{\"name\":\"x\",\"slug\":\"data-sekolah\""
    "}"), 409, "slug_taken");
}

static void private_addresses_are_refused_where_the_setting_says_so(void **state)
{
    (void)state;
    api_config()->private_targets = false;
    struct answer a = post("/admin/bundles",
        "{\"name\":\"x\",\"upstreams\":{\"development\":{\"url\":\"http://169.254.169.254\"},"
        "\"production\":{\"url\":\"http://localhost\"}}}");
    api_config()->private_targets = true;
    faults(a, "upstreams.development.url", "private_target");
    faults(a, "upstreams.production.url", "private_target");
}

static struct answer move_elsewhere(const char *more)
{
    return patch("data-sekolah", arena_printf(api_arena(),
        "{\"upstreams\":{\"development\":{\"url\":\"http://127.0.0.1:10/v2\"%s}}}", more));
}

static void the_headers_value_is_write_only_and_does_not_follow_the_address(void **state)
{
    (void)state;
    struct answer a = as_publisher("GET", "data-sekolah", "");
    assert_string_equal(answer_text(&a, "data.upstreams.development.header.name"), "X-Kunci");
    assert_string_equal(answer_text(&a, "data.upstreams.development.header.value"), "********");
    assert_null(strstr(a.text, "rahasia-sekali"));
    assert_int_equal(answer_int(&a, "data.upstreams.production.answer_timeout_ms"), 1500);

    a = patch("data-sekolah", "{\"upstreams\":{\"development\":{\"url\":\"http://127.0.0.1:9/v2\","
                              "\"header\":{\"name\":\"X-Kunci\",\"value\":\"********\"}}}}");
    assert_string_equal(answer_text(&a, "data.upstreams.development.url"), "http://127.0.0.1:9/v2");
    assert_string_equal(answer_text(&a, "data.upstreams.development.header.name"), "X-Kunci");
    assert_string_equal(answer_text(&a, "data.upstreams.production.url"),
                        "http://127.0.0.1:9/prod");
    a = patch("data-sekolah", "{\"upstreams\":{\"development\":{\"answer_timeout_ms\":900}}}");
    assert_string_equal(answer_text(&a, "data.upstreams.development.header.name"), "X-Kunci");
    assert_int_equal(answer_int(&a, "data.upstreams.development.answer_timeout_ms"), 900);

    a = move_elsewhere("");
    faults(a, "upstreams.development.header.value", "required");
    a = move_elsewhere(",\"header\":{\"name\":\"X-Kunci\"}");
    faults(a, "upstreams.development.header.value", "required");
    a = move_elsewhere(",\"header\":null");
    assert_int_equal(a.status, 200);
    a = as_publisher("GET", "data-sekolah", "");
    assert_string_equal(answer_text(&a, "data.upstreams.development.header.name"), "");
}

static void what_is_not_named_stays(void **state)
{
    (void)state;
    struct answer a = patch("data-sekolah",
        "{\"summary\":\"Baru\",\"limits\":{\"burst\":9,\"rate_per_second\":null}}");
    assert_string_equal(answer_text(&a, "data.summary"), "Baru");
    assert_string_equal(answer_text(&a, "data.name"), "Data Sekolah");
    assert_string_equal(answer_text(&a, "data.tags.0"), "anak");
    assert_int_equal(answer_int(&a, "data.limits.burst"), 9);
    assert_int_equal(answer_int(&a, "data.limits.rate_per_second"), 0);
    a = patch("data-sekolah", "{\"tags\":[],\"upstreams\":{\"production\":null}}");
    assert_int_equal(json_array_size(json_object_get(json_object_get(a.json, "data"), "tags")), 0);
    assert_true(json_is_null(json_object_get(json_object_get(json_object_get(a.json, "data"),
                                                             "upstreams"), "production")));
    refuses(patch("data-sekolah", "{\"upstreams\":{\"development\":null}}"), 409, "bundle_state");
    refuses(patch("data-sekolah", "{\"slug\":\"lain\"}"), 409, "bundle_state");
    refuses(patch("data-sekolah", "{\"slug\":\"tanpa-dokumen\"}"), 409, "slug_taken");
    assert_int_equal(patch("data-sekolah", "{\"slug\":\"data-sekolah\"}").status, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bundle_is_made_published_found_and_read),
        cmocka_unit_test(the_endpoints_and_the_document_are_the_gateways),
        cmocka_unit_test(endpoints_are_found_and_opened_one_by_one),
        cmocka_unit_test(lists_refuse_what_they_do_not_know),
        cmocka_unit_test(only_publishers_manage_bundles),
        cmocka_unit_test(unknown_bundles_are_not_found),
        cmocka_unit_test(every_bad_field_is_named),
        cmocka_unit_test(private_addresses_are_refused_where_the_setting_says_so),
        cmocka_unit_test(the_headers_value_is_write_only_and_does_not_follow_the_address),
        cmocka_unit_test(what_is_not_named_stays),
    };
    return cmocka_run_group_tests_name("bundles api", tests, publishing_begin, api_end);
}
