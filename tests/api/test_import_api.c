/* Importing over HTTP: from a file, pasted, from an address; previews; another document for a
 * bundle that has one. */
#include "domain/json/json.h"
#include "outbound/fetch.h"
#include "support/publishing.h"
#include "support/rivals.h"
#include "support/upstream.h"

#include <string.h>

#define YAML(version, paths)                                                                     \
    "openapi: 3.0.3\ninfo: {title: Arsip, version: '" version "'}\npaths:\n" paths
static const char FIRST[] = YAML("1.0",
    "  /arsip: {get: {parameters: [{name: q, in: query}], responses: {'200': {description: ya}}}}\n"
    "  /arsip/{id}:\n    get: {responses: {'200': {description: ya}}}\n");
static const char SECOND[] = YAML("2.0",
    "  /arsip: {get: {parameters: [{name: q, in: query, required: true}], responses:"
    " {'200': {description: ya}}}, post: {responses: {}}}\n");
static const char IMPORT[] = "/admin/bundles/import";
static const char PREVIEW[] = "/admin/bundles/import?preview=true";
static const char AGAIN[] = "/admin/bundles/arsip/import";

static struct answer import(const char *path, const char *text)
{
    return call_form("POST", path, publisher, NULL, NULL, "openapi", "api.yaml", text,
                     strlen(text));
}

static struct answer import_json(const char *path, const char *text, const char *more)
{
    json_auto_t *body = json_pack("{ss}", "document", text);
    json_auto_t *rest = json_loads(more, 0, NULL);
    json_object_update(body, rest);
    return post(path, json_written(api_arena(), body));
}

static int64_t bundle_count(void)
{
    return db_number("SELECT count(*) FROM bundles WHERE slug = $1", "arsip");
}

static void a_preview_stores_nothing(void **state)
{
    (void)state;
    int64_t const before = bundle_count();
    struct answer a = import(PREVIEW, FIRST);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.name"), "Arsip");
    assert_string_equal(answer_text(&a, "data.slug"), "arsip");
    assert_int_equal(answer_int(&a, "data.report.endpoints"), 2);
    assert_string_equal(answer_text(&a, "data.report.warnings.0.path"), "/paths/~1arsip~1{id}/get");
    assert_string_equal(answer_text(&a, "data.report.warnings.0.kind"), "changed");
    assert_int_equal(bundle_count(), before);
    faults(import("/admin/bundles/import?preview=ya", FIRST), "preview", "not_a_choice");
}

static void a_summary_taken_from_markdown_has_no_marks_of_a_heading(void **state)
{
    (void)state;
    struct answer a = import(PREVIEW,
        "openapi: 3.0.3\n"
        "info: {title: Arsip, version: '1', description: \"## Arsip kota\\n\\nIsi\"}\n"
        "paths: {/a: {get: {responses: {'200': {description: ya}}}}}\n");
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.summary"), "Arsip kota");
}

static void json_may_come_as_a_file_of_any_length(void **state)
{
    (void)state;
    size_t const size = 300 * 1000;
    char *text = arena_alloc(api_arena(), size + 200);
    char *at = stpcpy(text, "{\"openapi\":\"3.0.0\",\"info\":{\"title\":\"Panjang\",\"version\":"
                            "\"1\",\"description\":\"");
    memset(at, 'x', size);
    stpcpy(at + size, "\"},\"paths\":{\"/a\":{\"get\":{\"responses\":{}}}}}");
    const char *form = arena_printf(api_arena(),
        "--batas-uji\r\nContent-Disposition: form-data; name=\"openapi\"; filename=\"a.json\"\r\n"
        "Content-Type: application/json\r\n\r\n%s\r\n--batas-uji--\r\n", text);
    struct answer a = call_raw("POST", PREVIEW,
        (const char *const[]){ arena_printf(api_arena(), "Authorization: Bearer %s", publisher),
                               NULL },
        "multipart/form-data; boundary=batas-uji", form, strlen(form));
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.name"), "Panjang");
}

static void swagger_becomes_openapi(void **state)
{
    (void)state;
    struct answer a = import(IMPORT,
        "swagger: '2.0'\ninfo: {title: Lama, version: '1'}\nhost: lama.go.id\n"
        "paths: {/a: {get: {responses: {200: {description: ya, schema: {type: string}}}}}}\n");
    assert_int_equal(a.status, 201);
    assert_string_equal(answer_text(&a, "data.report.format"), "Swagger 2.0");
    assert_string_equal(answer_text(&a, "data.report.servers.0.url"), "https://lama.go.id");
    publish("lain", "Lain", "");
    assert_int_equal(patch("lama", arena_printf(api_arena(), "{\"upstreams\":%s}",
                                                UPSTREAMS)).status, 200);
    assert_int_equal(as_publisher("POST", "lama", "/publish").status, 200);
    a = call("GET", "/bundles/lama/openapi.json", publisher, NULL);
    assert_string_equal(answer_text(&a, "openapi"), "3.0.3");
    assert_null(strstr(a.text, "lama.go.id"));
}

static void what_an_import_may_say_is_checked(void **state)
{
    (void)state;
    assert_int_equal(import(IMPORT, FIRST).status, 201);
    faults(import_json(AGAIN, SECOND, "{\"as\":\"x\"}"), "as", "not_a_choice");
    faults(import_json(AGAIN, SECOND, "{\"sunset_at\":\"kapan\"}"), "sunset_at", "bad_time");
    faults(import_json(AGAIN, SECOND, "{\"sunset_at\":\"2001-01-01T00:00:00Z\"}"), "sunset_at",
           "in_the_past");
    faults(import_json(AGAIN, SECOND,
                       "{\"version\":\"01234567890123456789012345678901234567890\"}"),
           "version", "too_long");
    faults(import_json(AGAIN, SECOND, "{\"seen\":\"a\"}"), "seen", "wrong_type");
    faults(post(AGAIN, "{}"), "openapi", "required");
    faults(post(AGAIN, "{\"document\":7}"), "document", "wrong_type");
    refuses(import_json(AGAIN, "openapi: 3.0.0\n", "{}"), 422, "document_unusable");
    refuses(import("/admin/bundles/tiada/import", SECOND), 404, "not_found");
    refuses(call("POST", AGAIN, member, json_object()), 403, "forbidden");
    refuses(call("POST", AGAIN, NULL, json_object()), 401, "unauthenticated");
}

static void the_difference_is_told_before_anything_changes(void **state)
{
    (void)state;
    struct answer a = import("/admin/bundles/arsip/import?preview=true", SECOND);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.version"), "2.0");
    assert_string_equal(answer_text(&a, "data.difference.version"), "1.0");
    assert_int_equal(answer_int(&a, "data.difference.added"), 1);
    assert_int_equal(answer_int(&a, "data.difference.removed"), 1);
    assert_int_equal(answer_int(&a, "data.difference.changed"), 1);
    assert_int_equal(answer_int(&a, "data.difference.breaking"), 2);
    assert_string_equal(answer_text(&a, "data.difference.endpoints.0.kind"), "changed");
    assert_string_equal(answer_text(&a, "data.difference.endpoints.0.differences.0.path"),
                        "/parameters/query:q");
    assert_string_equal(answer_text(&a, "data.difference.endpoints.2.kind"), "added");
    a = call("GET", "/admin/bundles/arsip", publisher, NULL);
    assert_int_equal(answer_int(&a, "data.endpoint_count"), 2);
    assert_string_equal(answer_text(&a, "data.version"), "1.0");
}

/* Two at once; whoever comes second is refused with this code. */
static void race(const char *body, const char *code)
{
    const char *text = rival_post(AGAIN, publisher, body);
    rivals_race(text, text, code);
}

static const char *body_of(const char *text, const char *more)
{
    json_auto_t *body = json_pack("{ss}", "document", text);
    json_auto_t *rest = json_loads(more, 0, NULL);
    json_object_update(body, rest);
    return json_written(api_arena(), body);
}

static void of_two_who_saw_the_same_one_replaces(void **state)
{
    (void)state;
    struct answer a = import("/admin/bundles/arsip/import?preview=true", SECOND);
    int64_t const seen = answer_int(&a, "data.difference.revision");
    race(body_of(SECOND, arena_printf(api_arena(), "{\"seen\":%lld}", (long long)seen)),
         "version_changed");
    a = call("GET", "/admin/bundles/arsip", publisher, NULL);
    assert_int_equal(answer_int(&a, "data.endpoint_count"), 2);
    assert_string_equal(answer_text(&a, "data.version"), "2.0");
    assert_int_equal(db_number("SELECT count(*) FROM bundle_versions v JOIN bundles b"
                               " ON b.id = v.bundle_id WHERE b.slug = $1", "arsip"), 1);
}

static void of_two_at_once_one_becomes_the_version(void **state)
{
    (void)state;
    race(body_of(FIRST, "{\"as\":\"version\",\"version\":\"3.0\"}"), "version_taken");
    assert_int_equal(db_number("SELECT count(*) FROM bundle_versions v JOIN bundles b"
                               " ON b.id = v.bundle_id WHERE b.slug = $1", "arsip"), 2);
}

static void the_same_document_twice_changes_nothing_for_callers(void **state)
{
    (void)state;
    struct answer a = import(AGAIN, FIRST);
    assert_int_equal(a.status, 200);
    a = import("/admin/bundles/arsip/import?preview=true", FIRST);
    assert_int_equal(answer_int(&a, "data.difference.added"), 0);
    assert_int_equal(answer_int(&a, "data.difference.removed"), 0);
    assert_int_equal(answer_int(&a, "data.difference.changed"), 0);
    int64_t const kept = db_number("SELECT count(*) FROM version_endpoints e JOIN bundle_versions v"
        " ON v.id = e.version_id JOIN bundles b ON b.version = v.version AND b.id = v.bundle_id"
        " WHERE b.slug = $1", "arsip");
    assert_int_equal(kept, 2);
    assert_int_equal(import(AGAIN, FIRST).status, 200);
}

static struct answer import_from(const char *path, const char *url)
{
    return post(path, arena_printf(api_arena(), "{\"url\":\"%s\"}", url));
}

static const char *served(struct upstream *u, const char *host, const char *raw)
{
    upstream_behave(u, (struct upstream_manner){ .says = raw, .closes = true });
    return arena_printf(api_arena(), "http://%s:%u/api.yaml?versi=1", host, upstream_port(u));
}

static const char *moved(const char *to)
{
    return arena_printf(api_arena(), "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n"
                                     "Location: %s\r\nConnection: close\r\n\r\n", to);
}

static void an_address_is_read_by_the_server(void **state)
{
    (void)state;
    struct upstream *u = upstream_open(NULL, NULL);
    const char *found = arena_printf(api_arena(), "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n"
                                     "Connection: close\r\n\r\n%s", strlen(FIRST), FIRST);
    struct answer a = import_from(PREVIEW, served(u, "127.0.0.1", found));
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.name"), "Arsip");
    assert_non_null(strstr(upstream_heard(u).head, "GET /api.yaml?versi=1 "));
    a = import_from(PREVIEW, served(u, "127.0.0.1", "HTTP/1.1 404 Not Found\r\n"
                                                    "Content-Length: 0\r\n\r\n"));
    faults(a, "url", "not_reached");
    assert_non_null(strstr(a.text, "HTTP 404"));
    upstream_close(u);
    faults(import_from(PREVIEW, "http://127.0.0.1:1/"), "url", "not_reached");
    faults(import_from(PREVIEW, "http://contoh.go.id/a#b"), "url", "bad_url");
    faults(import_from(PREVIEW, "file:///etc/passwd"), "url", "bad_url");
    faults(import_from(PREVIEW, "http://ada@contoh.go.id/"), "url", "bad_url");
    faults(import_from(PREVIEW, ""), "url", "required");
}

static void what_was_compared_is_what_is_taken(void **state)
{
    (void)state;
    struct answer a = import("/admin/bundles/arsip/import?preview=true", SECOND);
    const char *digest = answer_text(&a, "data.digest");
    assert_int_equal(strlen(digest), 64);
    const char *more = arena_printf(api_arena(), "{\"digest\":\"%s\",\"version\":\"9\"}",
                                    digest);
    refuses(import_json(AGAIN, FIRST, more), 409, "document_changed");
    assert_int_equal(import_json(AGAIN, SECOND, more).status, 200);
}

static void a_document_that_never_ends_is_given_up(void **state)
{
    (void)state;
    struct upstream *u = upstream_open(NULL, NULL);
    upstream_behave(u, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", .streams = 99999999 });
    faults(import_from(PREVIEW, arena_printf(api_arena(), "http://127.0.0.1:%u/",
                                             upstream_port(u))), "url", "file_too_large");
    upstream_close(u);
}

static void redirects_lead_nowhere_they_should_not(void **state)
{
    (void)state;
    struct upstream *u = upstream_open(NULL, NULL);
    const char *url = arena_printf(api_arena(), "http://127.0.0.1:%u/", upstream_port(u));
    struct answer a = import_from(PREVIEW, served(u, "127.0.0.1", moved(url)));
    faults(a, "url", "not_reached");
    assert_int_equal(upstream_heard(u).requests, FETCH_REDIRECTS_MAX + 1);
    a = import_from(PREVIEW, served(u, "127.0.0.1", moved("file:///etc/passwd")));
    assert_int_equal(a.status, 422);
    a = import_from(PREVIEW, served(u, "127.0.0.1", moved("gopher://127.0.0.1:25/")));
    assert_int_equal(a.status, 422);
    upstream_close(u);
}

static const char *no_fault(const void *context, const char *url)
{
    (void)context;
    (void)url;
    return NULL;
}

static void private_addresses_are_refused(void **state)
{
    (void)state;
    struct upstream *u = upstream_open(NULL, NULL);
    static const char *const hosts[] = { "127.0.0.1", "localhost", "[::1]", "10.0.0.1",
                                         "169.254.169.254", "[::ffff:127.0.0.1]", "0.0.0.0" };
    api_config()->private_targets = false;
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++)
        faults(import_from(PREVIEW, served(u, hosts[i], "HTTP/1.1 200 OK\r\n\r\n")), "url",
               "private_target");
    faults(import_from(PREVIEW, "http://2130706433/"), "url", "bad_url");
    api_config()->private_targets = true;

    /* A name that was public when it was looked at, and leads inside when it is called. */
    struct fetched f;
    fetch_run(api_arena(), &(struct fetch){
        .url = served(u, "127.0.0.1", "HTTP/1.1 200 OK\r\n\r\n"), .max_bytes = 9, .timeout_s = 9,
        .accept = "*/*", .fault = no_fault }, &f);
    assert_int_equal(f.end, FETCH_REFUSED);
    assert_int_equal(upstream_heard(u).connections, 0);
    upstream_close(u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_preview_stores_nothing),
        cmocka_unit_test(a_summary_taken_from_markdown_has_no_marks_of_a_heading),
        cmocka_unit_test(json_may_come_as_a_file_of_any_length),
        cmocka_unit_test(swagger_becomes_openapi),
        cmocka_unit_test(what_an_import_may_say_is_checked),
        cmocka_unit_test(the_difference_is_told_before_anything_changes),
        cmocka_unit_test(of_two_who_saw_the_same_one_replaces),
        cmocka_unit_test(of_two_at_once_one_becomes_the_version),
        cmocka_unit_test(the_same_document_twice_changes_nothing_for_callers),
        cmocka_unit_test(an_address_is_read_by_the_server),
        cmocka_unit_test(what_was_compared_is_what_is_taken),
        cmocka_unit_test(a_document_that_never_ends_is_given_up),
        cmocka_unit_test(redirects_lead_nowhere_they_should_not),
        cmocka_unit_test(private_addresses_are_refused),
    };
    return cmocka_run_group_tests_name("import api", tests, publishing_begin, api_end);
}
