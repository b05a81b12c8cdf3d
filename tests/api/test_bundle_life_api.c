/* A bundle's life over HTTP: its documents, its draft, its end. */
#include "domain/bundles/bundles.h"
#include "domain/documents/document.h"
#include "domain/notifications/notifications.h"
#include "support/publishing.h"

#include <string.h>

static void a_new_document_keeps_the_ids_of_what_stays(void **state)
{
    (void)state;
    publish("data-sekolah", "Data Sekolah", arena_printf(api_arena(), ",\"document\":"
    "%s", DOCUMENT));
    struct answer a = call("GET", "/bundles/data-sekolah/endpoints", member, NULL);
    const char *kept = answer_text(&a, "data.1.id");
    a = patch("data-sekolah",
              "{\"document\":\"openapi: 3.0.1\\ninfo: {title: b, version: '2'}\\npaths:\\n  "
              "/baru:\\n"
              "    get: {responses: {}}\\n  /sekolah:\\n    get: {responses: {}}\\n\"}");
    assert_int_equal(answer_int(&a, "data.report.endpoints"), 2);
    assert_int_equal(answer_int(&a, "data.endpoint_count"), 2);
    assert_string_equal(answer_text(&a, "data.name"), "Data Sekolah");
    a = call("GET", "/bundles/data-sekolah/endpoints", member, NULL);
    assert_string_equal(answer_text(&a, "data.0.path"), "/baru");
    assert_string_equal(answer_text(&a, "data.1.id"), kept);
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
    struct answer a = post("/admin/bundles/import", "{\"document\":{\"openapi\":\"3.1.0\",\""
    "info\":{"
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

    size_t const size = DOCUMENT_BYTES_MAX + 1;
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
        cmocka_unit_test(a_new_document_keeps_the_ids_of_what_stays),
        cmocka_unit_test(an_end_is_announced_to_consumers_and_then_comes),
        cmocka_unit_test(a_draft_needs_an_upstream_and_can_be_deleted),
        cmocka_unit_test(a_document_is_imported_as_json_and_as_a_file),
        cmocka_unit_test(an_unusable_document_is_refused_where_it_goes_wrong),
    };
    return cmocka_run_group_tests_name("bundle life api", tests, publishing_begin, api_end);
}
