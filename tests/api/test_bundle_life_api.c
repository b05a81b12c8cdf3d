/* A bundle's life over HTTP: its documents, its draft, its end. */
#include "base/text.h"
#include "domain/bundles/bundles.h"
#include "domain/bundles/endings.h"
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

/* Somebody whose access to it is approved: the account's id. */
static const char *consumer_of(const struct bundle *b)
{
    const char *id = person_add(api_db(), api_arena(), NULL, b->slug, "member");
    assert_ok(db_run(api_db(), "INSERT INTO files (id, name, media_type, size_bytes, digest,"
                               " is_complete, is_attached, created_at)"
                               " VALUES ($1, '', '', 0, '', 1, 1, 0)", TEXT(b->id)));
    assert_ok(db_run(api_db(), "INSERT INTO requests (id, account_id, bundle_id, status,"
                               " application_name, purpose, letter_file_id, created_at, updated_at)"
                               " VALUES ($1, $2, $1, 'approved', 'A', 'B', $1, 1, 1)",
                     TEXT(b->id), TEXT(id)));
    return id;
}

static struct notifications told_to(const char *id)
{
    struct notifications told;
    assert_ok(notifications_of(api_db(), api_arena(), id, NULL, 5, &told));
    return told;
}

static void a_bundle_past_its_day_ends_by_itself(void **state)
{
    (void)state;
    publish("berhari", "Berhari", "");
    struct bundle b;
    int64_t day;
    assert_true(time_parse("2098-05-06T16:59:59Z", &day));
    assert_ok(bundle_find(api_db(), api_arena(), "berhari", &b));
    const char *id = consumer_of(&b);
    struct answer a = post("/admin/bundles/berhari/deprecate",
                           "{\"sunset_at\":\"2098-05-06T16:59:59Z\"}");
    assert_int_equal(a.status, 200);
    assert_ok(endings_apply(api_db(), day - 1));
    assert_int_equal(call("GET", "/bundles/berhari", member, NULL).status, 200);
    assert_ok(endings_apply(api_db(), day));
    assert_ok(endings_apply(api_db(), day + 60));
    refuses(call("GET", "/bundles/berhari", member, NULL), 404, "not_found");
    struct notifications const told = told_to(id);
    assert_int_equal(told.count, 2);
    assert_string_equal(told.items[0].kind, "bundle.retired");
    assert_string_equal(told.items[0].link, "/marketplace");
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE action = 'bundle.retire'"
                               " AND actor = 'system' AND subject = $1", b.id), 1);
}

static void an_end_is_announced_to_consumers_and_then_comes(void **state)
{
    (void)state;
    publish("akan-usai", "Akan Usai", "");
    struct bundle b;
    assert_ok(bundle_find(api_db(), api_arena(), "akan-usai", &b));
    const char *id = consumer_of(&b);
    const char *path = "/admin/bundles/akan-usai/deprecate";
    faults(post(path, "{}"), "sunset_at", "required");
    faults(post(path, "{\"sunset_at\":\"kemarin\"}"), "sunset_at", "bad_time");
    faults(post(path, "{\"sunset_at\":\"2001-01-01T00:00:00Z\"}"), "sunset_at", "in_the_past");
    struct answer a = post(path, "{\"sunset_at\":\"2099-05-06T00:00:00Z\"}");
    assert_string_equal(answer_text(&a, "data.status"), "deprecated");
    assert_string_equal(answer_text(&a, "data.sunset_at"), "2099-05-06T00:00:00Z");
    struct notifications told = told_to(id);
    assert_int_equal(told.count, 1);
    assert_string_equal(told.items[0].kind, "bundle.deprecated");
    assert_non_null(strstr(told.items[0].params, "2099-05-06"));

    assert_int_equal(call("GET", "/bundles/akan-usai", member, NULL).status, 200);
    assert_int_equal(as_publisher("POST", "akan-usai", "/retire").status, 200);
    told = told_to(id);
    assert_string_equal(told.items[0].kind, "bundle.retired");
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
    assert_non_null(strstr(answer_text(&a, "message"), "(paths › a)."));
    static const char broken[] = "openapi: 3.1.0\ninfo: {\n";
    a = call_form("POST", "/admin/bundles/import", publisher, NULL, NULL, "openapi", "x.yaml",
                  broken, strlen(broken));
    refuses(a, 422, "document_unusable");
    assert_string_equal(answer_text(&a, "place"), "line 3");
    assert_non_null(strstr(answer_text(&a, "message"), "(baris 3)."));
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
        cmocka_unit_test(a_bundle_past_its_day_ends_by_itself),
        cmocka_unit_test(an_end_is_announced_to_consumers_and_then_comes),
        cmocka_unit_test(a_draft_needs_an_upstream_and_can_be_deleted),
        cmocka_unit_test(a_document_is_imported_as_json_and_as_a_file),
        cmocka_unit_test(an_unusable_document_is_refused_where_it_goes_wrong),
    };
    return cmocka_run_group_tests_name("bundle life api", tests, publishing_begin, api_end);
}
