/* Endpoints by hand over HTTP: added, changed, moved and deleted in the bundle's document. */
#include "domain/json/json.h"
#include "support/publishing.h"

#include <string.h>

static const char DOC[] =
    "openapi: 3.0.3\ninfo: {title: Pasar, version: '1.0'}\nservers: [{url: 'https://a.go.id'}]\n"
    "tags: [{name: Harga}]\npaths:\n"
    "  /harga/{komoditas}:\n"
    "    parameters: [{name: komoditas, in: path, required: true, schema: {type: string}}]\n"
    "    get: {summary: Lihat harga, tags: [Harga], responses: {'200': {description: ya}}}\n"
    "    x-catatan: tetap\n"
    "  /pasar: {get: {responses: {'200': {description: ya}}}}\n"
    "components: {schemas: {Harga: {type: object}}}\n";

static json_t *doc(const char *slug)
{
    struct answer a = call("GET", arena_printf(api_arena(), "/bundles/%s/openapi.json", slug),
                           publisher, NULL);
    assert_int_equal(a.status, 200);
    return a.json;
}

static const char *id_of(const char *slug, const char *method, const char *path)
{
    struct answer a = call("GET", arena_printf(api_arena(), "/bundles/%s/endpoints?view=list",
                                               slug), publisher, NULL);
    size_t i;
    const json_t *one;
    json_array_foreach(json_object_get(a.json, "data"), i, one) {
        if (strcmp(json_text_at(one, "method", ""), method) == 0
            && strcmp(json_text_at(one, "path", ""), path) == 0)
            return json_text_at(one, "id", "");
    }
    return "";
}

static struct answer send(const char *method, const char *id, const char *body)
{
    return call(method, arena_printf(api_arena(), "/admin/bundles/pasar/endpoints%s%s",
                                     *id ? "/" : "", id), publisher, json_loads(body, 0, NULL));
}

static struct answer look(const char *id)
{
    return call("GET", arena_printf(api_arena(), "/admin/bundles/pasar/endpoints/%s", id),
                publisher, NULL);
}

static long long revision(void)
{
    struct answer a = call("GET", "/bundles/pasar/versions", publisher, NULL);
    return answer_int(&a, "data.0.revision");
}

static const char *with_revision(const char *body, long long number)
{
    return arena_printf(api_arena(), "{\"revision\":%lld,%s", number, body + 1);
}

#define ADDED                                                                                    \
    "{\"method\":\"POST\",\"path\":\"/harga/{komoditas}\",\"operation\":{\"summary\":\"Lapor\","  \
    "\"requestBody\":{\"content\":{\"application/json\":{\"schema\":"                            \
    "{\"$ref\":\"#/components/schemas/Harga\"}}}},\"responses\":{\"201\":"                       \
    "{\"description\":\"Dicatat\"}}}}"

static void an_endpoint_is_added_to_the_document(void **state)
{
    (void)state;
    publish("pasar", "Pasar", "");
    struct answer a = call_form("POST", "/admin/bundles/pasar/import", publisher, NULL, NULL,
                                "openapi", "a.yaml", DOC, strlen(DOC));
    assert_int_equal(a.status, 200);
    const char *kept = id_of("pasar", "GET", "/pasar");
    a = send("POST", "", ADDED);
    assert_int_equal(a.status, 201);
    assert_string_equal(answer_text(&a, "data.operation.summary"), "Lapor");
    assert_string_equal(answer_text(&a, "data.operation.parameters.0.name"), "komoditas");
    assert_int_equal(answer_int(&a, "data.revision"), revision());
    assert_string_equal(id_of("pasar", "POST", "/harga/{komoditas}"), answer_text(&a, "data.id"));
    assert_string_equal(id_of("pasar", "GET", "/pasar"), kept);
    const json_t *d = doc("pasar");
    assert_string_equal(json_string_value(json_at(d, "/paths/~1harga~1{komoditas}/x-catatan")),
                        "tetap");
    assert_string_equal(json_string_value(json_at(d, "/tags/0/name")), "Harga");
    refuses(send("POST", "", ADDED), 409, "endpoint_taken");
}

static void what_is_typed_is_checked(void **state)
{
    (void)state;
    faults(send("POST", "", "{\"method\":\"GETT\",\"path\":\"/a\",\"operation\":{}}"), "method",
           "not_a_choice");
    faults(send("POST", "", "{\"method\":\"GET\",\"path\":\"a b\",\"operation\":{}}"), "path",
           "bad_path");
    faults(send("POST", "", "{\"method\":\"GET\",\"path\":\"/a?b\",\"operation\":{}}"), "path",
           "bad_path");
    faults(send("POST", "", "{\"method\":\"GET\",\"path\":\"/a\"}"), "operation", "required");
    faults(send("POST", "", "{\"method\":\"GET\",\"path\":\"/a\",\"operation\":[]}"), "operation",
           "wrong_type");
    struct answer a = send("POST", "", "{\"method\":\"GET\",\"path\":\"/a/{b\",\"operation\":"
                                       "{\"responses\":7}}");
    refuses(a, 422, "document_unusable");
    assert_true(strncmp(answer_text(&a, "place"), "/paths/~1a~1{b", 14) == 0);
    assert_string_equal(id_of("pasar", "GET", "/a/{b"), "");
}

static void what_is_left_of_it_is_told(void **state)
{
    (void)state;
    struct answer a = send("POST", "", "{\"method\":\"GET\",\"path\":\"/lain/{x}\",\"operation\":"
                                       "{\"responses\":{}}}");
    assert_int_equal(a.status, 201);
    assert_string_equal(answer_text(&a, "data.warnings.0.path"), "/paths/~1lain~1{x}/get");
    assert_string_equal(answer_text(&a, "data.warnings.0.kind"), "changed");
}

#define CHANGED                                                                                  \
    "{\"method\":\"GET\",\"path\":\"/pasar\",\"operation\":{\"summary\":\"Semua pasar\","          \
    "\"responses\":{\"200\":{\"description\":\"Daftar\"}}}}"

static void only_who_saw_the_last_change_changes_it(void **state)
{
    (void)state;
    const char *id = id_of("pasar", "GET", "/pasar");
    struct answer a = look(id);
    assert_int_equal(a.status, 200);
    long long const seen = answer_int(&a, "data.revision");
    faults(send("PUT", id, CHANGED), "revision", "required");
    a = send("PUT", id, with_revision(CHANGED, seen));
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.id"), id);
    assert_string_equal(answer_text(&a, "data.operation.summary"), "Semua pasar");
    refuses(send("PUT", id, with_revision(CHANGED, seen)), 409, "version_changed");
    a = call("GET", arena_printf(api_arena(), "/bundles/pasar/endpoints/%s", id), member, NULL);
    assert_string_equal(answer_text(&a, "data.summary"), "Semua pasar");
}

#define MOVED                                                                                    \
    "{\"method\":\"GET\",\"path\":\"/komoditas/{komoditas}\",\"operation\":{\"summary\":"          \
    "\"Pindah\",\"responses\":{}}}"

static void an_endpoint_moves_to_another_path(void **state)
{
    (void)state;
    const char *id = id_of("pasar", "GET", "/harga/{komoditas}");
    const char *taken = with_revision(ADDED, revision());
    refuses(send("PUT", id, taken), 409, "endpoint_taken");
    struct answer a = send("PUT", id, with_revision(MOVED, revision()));
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.path"), "/komoditas/{komoditas}");
    assert_string_equal(id_of("pasar", "GET", "/harga/{komoditas}"), "");
    assert_string_not_equal(id_of("pasar", "POST", "/harga/{komoditas}"), "");
    refuses(look(id), 404, "not_found");
}

static struct answer delete(const char *id, const char *query)
{
    return call("DELETE", arena_printf(api_arena(), "/admin/bundles/pasar/endpoints/%s%s", id,
                                       query), publisher, NULL);
}

static const char *seen_now(void)
{
    return arena_printf(api_arena(), "?revision=%lld", revision());
}

static void an_endpoint_goes_but_never_the_last(void **state)
{
    (void)state;
    static const char *const others[][2] = { { "POST", "/harga/{komoditas}" },
                                             { "GET", "/lain/{x}" },
                                             { "GET", "/komoditas/{komoditas}" } };
    const char *last = id_of("pasar", "GET", "/pasar");
    faults(delete(last, ""), "revision", "required");
    faults(delete(last, "?revision=a"), "revision", "out_of_range");
    refuses(delete(last, "?revision=1"), 409, "version_changed");
    refuses(delete("ept_tiada", seen_now()), 404, "not_found");
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_int_equal(delete(id_of("pasar", others[i][0], others[i][1]), seen_now()).status,
                         200);
    assert_int_equal(json_object_size(json_at(doc("pasar"), "/paths")), 1);
    refuses(delete(last, seen_now()), 409, "bundle_state");
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE action = $1", "endpoint.delete"),
                     3);
}

static void a_bundle_without_a_document_gets_one(void **state)
{
    (void)state;
    assert_int_equal(post("/admin/bundles", "{\"name\":\"Tangan\"}").status, 201);
    struct answer a = post("/admin/bundles/tangan/endpoints",
                           "{\"method\":\"GET\",\"path\":\"/a\",\"operation\":{\"responses\":{}}}");
    assert_int_equal(a.status, 201);
    const json_t *d = call("GET", "/bundles/tangan/openapi.json", publisher, NULL).json;
    assert_string_equal(json_text_at(d, "openapi", ""), "3.1.0");
    assert_string_equal(json_string_value(json_at(d, "/info/title")), "Tangan");
}

static void nobody_else_changes_a_document(void **state)
{
    (void)state;
    const char *path = "/admin/bundles/pasar/endpoints";
    refuses(call("POST", path, member, json_object()), 403, "forbidden");
    refuses(call("POST", path, NULL, json_object()), 401, "unauthenticated");
    refuses(post("/admin/bundles/tiada/endpoints", ADDED), 404, "not_found");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_endpoint_is_added_to_the_document),
        cmocka_unit_test(what_is_typed_is_checked),
        cmocka_unit_test(what_is_left_of_it_is_told),
        cmocka_unit_test(only_who_saw_the_last_change_changes_it),
        cmocka_unit_test(an_endpoint_moves_to_another_path),
        cmocka_unit_test(an_endpoint_goes_but_never_the_last),
        cmocka_unit_test(a_bundle_without_a_document_gets_one),
        cmocka_unit_test(nobody_else_changes_a_document),
    };
    return cmocka_run_group_tests_name("endpoint edit api", tests, publishing_begin, api_end);
}
