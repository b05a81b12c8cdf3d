/* The marketplace over HTTP: what members find, what publishers do, every refusal. */
#include "base/clock.h"
#include "config.h"
#include "domain/bundles/bundles.h"
#include "domain/notifications/notifications.h"
#include "support/signed_in.h"

#include <string.h>

static const char *member, *publisher, *reviewer, *admin;

static int begin(void **state)
{
    if (api_begin(state))
        return 1;
    member = signed_in("mira", "member");
    publisher = signed_in("putra", "publisher");
    reviewer = signed_in("rina", "reviewer");
    admin = signed_in("adi", "admin");
    return 0;
}

static void refuses(struct answer a, long status, const char *code)
{
    if (a.status != status || strcmp(answer_text(&a, "code"), code) != 0)
        print_error("wanted %ld %s: %ld %s\n", status, code, a.status, a.text);
    assert_int_equal(a.status, status);
    assert_string_equal(answer_text(&a, "code"), code);
}

static void faults(struct answer a, const char *field, const char *code)
{
    refuses(a, 422, "invalid_fields");
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(a.json, "errors"), i, one) {
        if (strcmp(json_string_value(json_object_get(one, "field")), field) != 0)
            continue;
        assert_string_equal(json_string_value(json_object_get(one, "code")), code);
        return;
    }
    print_error("no fault of %s: %s\n", field, a.text);
    fail();
}

static json_t *text_body(const char *text)
{
    json_t *json = json_loads(text, 0, NULL);
    assert_non_null(json);
    return json;
}

static struct answer post(const char *path, const char *body)
{
    return call("POST", path, publisher, text_body(body));
}

static struct answer patch(const char *slug, const char *body)
{
    return call("PATCH", arena_printf(api_arena(), "/admin/bundles/%s", slug), publisher,
                text_body(body));
}

static struct answer as_publisher(const char *method, const char *slug, const char *move)
{
    return call(method, arena_printf(api_arena(), "/admin/bundles/%s%s", slug, move), publisher,
                NULL);
}

static const char UPSTREAMS[] =
    "{\"development\":{\"url\":\"http://127.0.0.1:9/dev\",\"header\":{\"name\":\"X-Kunci\",\"value\":"
    "\"rahasia-sekali\"}},\"production\":{\"url\":\"http://127.0.0.1:9/prod\","
    "\"answer_timeout_ms\":1500}}";
static const char DOCUMENT[] =
    "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Sekolah\",\"version\":\"2.1\"},\"servers\":[{\"url\":"
    "\"http://rahasia.internal\"}],\"paths\":{\"/sekolah/{id}\":{\"get\":{\"summary\":\"Lihat\","
    "\"security\":[{\"lain\":[]}],\"responses\":{\"200\":{\"description\":\"Ya\"}}}},"
    "\"/sekolah\":{\"get\":{\"responses\":{\"200\":{\"description\":\"Ya\"}}}}}}";

/* A published bundle. */
static void publish(const char *slug, const char *name, const char *more)
{
    struct answer a = post("/admin/bundles", arena_printf(api_arena(),
        "{\"name\":\"%s\",\"slug\":\"%s\",\"upstreams\":%s%s}", name, slug, UPSTREAMS, more));
    assert_int_equal(a.status, 201);
    assert_int_equal(as_publisher("POST", slug, "/publish").status, 200);
}

static void a_bundle_is_made_published_found_and_read(void **state)
{
    (void)state;
    struct answer a = post("/admin/bundles", arena_printf(api_arena(),
        "{\"name\":\"Data Sekolah\",\"summary\":\"Ringkas\",\"description\":\"Satu\\nDua\","
        "\"tags\":[\"Pendidikan Dasar\",\"anak\"],\"provider\":\"Dinas Pendidikan\",\"upstreams\":%s,"
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

static void a_new_document_keeps_the_ids_of_what_stays(void **state)
{
    (void)state;
    struct answer a = call("GET", "/bundles/data-sekolah/endpoints", member, NULL);
    const char *kept = answer_text(&a, "data.1.id");
    a = patch("data-sekolah",
              "{\"document\":\"openapi: 3.0.1\\ninfo: {title: b, version: '2'}\\npaths:\\n  /baru:\\n"
              "    get: {responses: {}}\\n  /sekolah:\\n    get: {responses: {}}\\n\"}");
    assert_int_equal(answer_int(&a, "data.report.endpoints"), 2);
    assert_int_equal(answer_int(&a, "data.endpoint_count"), 2);
    assert_string_equal(answer_text(&a, "data.name"), "Data Sekolah");
    a = call("GET", "/bundles/data-sekolah/endpoints", member, NULL);
    assert_string_equal(answer_text(&a, "data.0.path"), "/baru");
    assert_string_equal(answer_text(&a, "data.1.id"), kept);
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
        "/bundles/data-sekolah/endpoints", "/bundles/data-sekolah/openapi.json", NULL };
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
        "\"connect_timeout_ms\":1},\"production\":7},\"limits\":{\"burst\":0,\"quota_per_day\":\"x\"}}");
    faults(a, "name", "required");
    faults(a, "slug", "bad_slug");
    faults(a, "summary", "wrong_type");
    faults(a, "tags.0", "wrong_type");
    faults(a, "tags.1", "bad_characters");
    faults(a, "upstreams.development.url", "bad_url");
    faults(a, "upstreams.development.header.name", "bad_characters");
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
    refuses(post("/admin/bundles", "{\"name\":\"x\",\"slug\":\"data-sekolah\"}"), 409, "slug_taken");
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

static void an_end_is_announced_to_consumers_and_then_comes(void **state)
{
    (void)state;
    publish("akan-usai", "Akan Usai", "");
    struct bundle b;
    assert_ok(bundle_find(api_db(), api_arena(), "akan-usai", &b));
    const char *id = person_add(api_db(), api_arena(), NULL, "konsumen", "member");
    assert_ok(db_run(api_db(), "INSERT INTO files (id, name, media_type, size_bytes, digest,"
                               " is_complete, is_attached, created_at)"
                               " VALUES ('fil_x', '', '', 0, '', 1, 1, 0)"));
    assert_ok(db_run(api_db(), "INSERT INTO requests (id, account_id, bundle_id, status,"
                               " application_name, purpose, letter_file_id, created_at, updated_at)"
                               " VALUES ('req_x', $1, $2, 'approved', 'A', 'B', 'fil_x', 1, 1)",
                     TEXT(id), TEXT(b.id)));
    const char *path = "/admin/bundles/akan-usai/deprecate";
    faults(post(path, "{}"), "sunset_at", "required");
    faults(post(path, "{\"sunset_at\":\"kemarin\"}"), "sunset_at", "bad_time");
    faults(post(path, "{\"sunset_at\":\"2001-01-01T00:00:00Z\"}"), "sunset_at", "in_the_past");
    struct answer a = post(path, "{\"sunset_at\":\"2099-05-06T00:00:00Z\"}");
    assert_string_equal(answer_text(&a, "data.status"), "deprecated");
    assert_string_equal(answer_text(&a, "data.sunset_at"), "2099-05-06T00:00:00Z");
    struct notifications told;
    assert_ok(notifications_of(api_db(), api_arena(), id, NULL, 5, &told));
    assert_int_equal(told.count, 1);
    assert_string_equal(told.items[0].kind, "bundle.deprecated");
    assert_non_null(strstr(told.items[0].params, "2099-05-06"));

    assert_int_equal(call("GET", "/bundles/akan-usai", member, NULL).status, 200);
    assert_int_equal(as_publisher("POST", "akan-usai", "/retire").status, 200);
    refuses(call("GET", "/bundles/akan-usai", member, NULL), 404, "not_found");
    refuses(as_publisher("POST", "akan-usai", "/retire"), 409, "bundle_state");
    refuses(as_publisher("POST", "akan-usai", "/publish"), 409, "bundle_state");
    refuses(post(path, "{\"sunset_at\":\"2099-05-06T00:00:00Z\"}"), 409, "bundle_state");
    refuses(as_publisher("DELETE", "akan-usai", ""), 409, "bundle_state");
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE subject = $1", b.id), 4);
}

static void a_draft_needs_an_upstream_and_can_be_deleted(void **state)
{
    (void)state;
    assert_int_equal(post("/admin/bundles", "{\"name\":\"Kosong\"}").status, 201);
    refuses(as_publisher("POST", "kosong", "/publish"), 409, "bundle_not_ready");
    struct answer a = patch("kosong", "{\"slug\":\"kosong-baru\"}");
    assert_string_equal(answer_text(&a, "data.slug"), "kosong-baru");
    assert_int_equal(as_publisher("DELETE", "kosong-baru", "").status, 200);
    refuses(as_publisher("GET", "kosong-baru", ""), 404, "not_found");
}

static void a_document_is_imported_as_json_and_as_a_file(void **state)
{
    (void)state;
    struct answer a = post("/admin/bundles/import",
                           arena_printf(api_arena(), "{\"document\":%s}", DOCUMENT));
    assert_int_equal(a.status, 201);
    assert_string_equal(answer_text(&a, "data.slug"), "sekolah");
    assert_string_equal(answer_text(&a, "data.version"), "2.1");
    static const char yaml[] = "openapi: 3.0.0\ninfo: {title: Sekolah, version: '3', description: "
                               "'Baris satu\n\n  dua'}\npaths: {/a: {get: {responses: {}}}}\n";
    a = call_form("POST", "/admin/bundles/import", publisher, NULL, NULL, "openapi", "api.yaml",
                  yaml, strlen(yaml));
    assert_int_equal(a.status, 201);
    assert_string_equal(answer_text(&a, "data.slug"), "sekolah-2");
    assert_string_equal(answer_text(&a, "data.summary"), "Baris satu");
    assert_int_equal(answer_int(&a, "data.report.endpoints"), 1);
}

static void an_unusable_document_is_refused_where_it_goes_wrong(void **state)
{
    (void)state;
    faults(post("/admin/bundles/import", "{}"), "openapi", "required");
    faults(post("/admin/bundles/import", "{\"document\":4}"), "document", "wrong_type");
    struct answer a = post("/admin/bundles/import", "{\"document\":{\"openapi\":\"3.1.0\",\"info\":{"
        "\"title\":\"a\",\"version\":\"1\"},\"paths\":{\"a\":{}}}}");
    refuses(a, 422, "document_unusable");
    assert_string_equal(answer_text(&a, "place"), "/paths/a");
    assert_non_null(strstr(answer_text(&a, "message"), "/paths/a"));
    static const char broken[] = "openapi: 3.1.0\ninfo: {\n";
    a = call_form("POST", "/admin/bundles/import", publisher, NULL, NULL, "openapi", "x.yaml",
                  broken, strlen(broken));
    refuses(a, 422, "document_unusable");
    assert_non_null(strstr(answer_text(&a, "place"), "line "));
    refuses(patch("sekolah", "{\"document\":{\"swagger\":\"2.0\"}}"), 422, "document_unusable");

    size_t const size = 2 * 1024 * 1024 + 1;
    char *big = arena_alloc(api_arena(), size);
    memset(big, 'x', size);
    a = call_form("POST", "/admin/bundles/import", publisher, NULL, NULL, "openapi", "x.json", big,
                  size);
    refuses(a, 413, "too_large");
    char *deep = arena_alloc(api_arena(), 40000);
    memset(stpcpy(deep, "{\"document\":"), '[', 30000);
    refuses(post("/admin/bundles/import", "{\"document\":\"[[[[\"}"), 422, "document_unusable");
    a = call_raw("POST", "/admin/bundles/import", (const char *const[]){
        arena_printf(api_arena(), "Authorization: Bearer %s", publisher), NULL },
        "application/json", deep, strlen(deep));
    refuses(a, 400, "bad_input");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bundle_is_made_published_found_and_read),
        cmocka_unit_test(the_endpoints_and_the_document_are_the_gateways),
        cmocka_unit_test(a_new_document_keeps_the_ids_of_what_stays),
        cmocka_unit_test(lists_refuse_what_they_do_not_know),
        cmocka_unit_test(only_publishers_manage_bundles),
        cmocka_unit_test(unknown_bundles_are_not_found),
        cmocka_unit_test(every_bad_field_is_named),
        cmocka_unit_test(private_addresses_are_refused_where_the_setting_says_so),
        cmocka_unit_test(the_headers_value_is_write_only_and_does_not_follow_the_address),
        cmocka_unit_test(what_is_not_named_stays),
        cmocka_unit_test(an_end_is_announced_to_consumers_and_then_comes),
        cmocka_unit_test(a_draft_needs_an_upstream_and_can_be_deleted),
        cmocka_unit_test(a_document_is_imported_as_json_and_as_a_file),
        cmocka_unit_test(an_unusable_document_is_refused_where_it_goes_wrong),
    };
    return cmocka_run_group_tests_name("bundles api", tests, begin, api_end);
}
