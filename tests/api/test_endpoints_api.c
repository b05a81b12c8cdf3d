/* Endpoints over HTTP: whole in a list, alone with what they refer to, and the schemas behind. */
#include "domain/json/json.h"
#include "support/publishing.h"

#include <string.h>

static const char FAMILY[] =
    "openapi: 3.0.3\ninfo: {title: Keluarga, version: '4'}\n"
    "tags: [{name: Orang, description: '**Siapa**'}]\n"
    "paths:\n  /orang/{nik}:\n    get:\n      tags: [Orang, Lain]\n      operationId: orang\n"
    "      externalDocs: {url: 'https://contoh.go.id'}\n"
    "      responses:\n        default: {$ref: '#/components/responses/Orang'}\n"
    "components:\n  responses:\n    Orang: {description: Ya, content: {application/json: {schema:"
    " {$ref: '#/components/schemas/Orang'}}}}\n"
    "  schemas:\n    Orang: {type: object, properties: {nama: {$ref: '#/components/schemas/Nama'},"
    " anak: {type: array, items: {$ref: '#/components/schemas/Orang'}}}}\n"
    "    Nama: {type: string, maxLength: 0.5}\n";

static void publish_family(void)
{
    struct answer a = call_form("POST", "/admin/bundles/import", publisher, NULL, NULL, "openapi",
                                "api.yaml", FAMILY, strlen(FAMILY));
    assert_int_equal(a.status, 201);
    assert_int_equal(answer_int(&a, "data.report.schemas"), 2);
    assert_string_equal(answer_text(&a, "data.report.format"), "OpenAPI 3.0.3");
    assert_int_equal(patch("keluarga", arena_printf(api_arena(), "{\"upstreams\":%s}",
                                                    UPSTREAMS)).status, 200);
    assert_int_equal(as_publisher("POST", "keluarga", "/publish").status, 200);
}

static void a_list_of_whole_endpoints_stands_without_references(void **state)
{
    (void)state;
    publish_family();
    struct answer a = call("GET", "/bundles/keluarga/endpoints", member, NULL);
    const json_t *schema = json_at(a.json, "/data/0/responses/default/content/application~1json"
                                           "/schema");
    assert_string_equal(json_text_at(schema, "type", ""), "object");
    const json_t *child = json_at(schema, "/properties/anak/items");
    assert_string_equal(json_text_at(child, "$ref", ""), "#/components/schemas/Orang");
    assert_non_null(strstr(a.text, "\"maxLength\":0.5"));
    assert_string_equal(answer_text(&a, "data.0.operation_id"), "orang");
    assert_string_equal(answer_text(&a, "data.0.tags.1"), "Lain");
    assert_string_equal(answer_text(&a, "data.0.external_docs.url"), "https://contoh.go.id");
    assert_string_equal(answer_text(&a, "meta.tags.0.description"), "**Siapa**");
}

static void an_endpoint_comes_with_what_it_refers_to(void **state)
{
    (void)state;
    struct answer a = call("GET", "/bundles/keluarga/endpoints?view=list", member, NULL);
    const char *path = arena_printf(api_arena(), "/bundles/keluarga/endpoints/%s",
                                    answer_text(&a, "data.0.id"));
    a = call("GET", path, member, NULL);
    const json_t *schema = json_at(a.json, "/data/responses/default/content/application~1json"
                                           "/schema");
    assert_string_equal(json_text_at(schema, "$ref", ""), "#/components/schemas/Orang");
    assert_string_equal(answer_text(&a, "data.components.schemas.Orang.type"), "object");
    assert_string_equal(answer_text(&a, "data.components.schemas.Nama.type"), "string");

    a = call("GET", "/bundles/keluarga/schemas/Orang", member, NULL);
    assert_string_equal(answer_text(&a, "data.schema.type"), "object");
    assert_string_equal(answer_text(&a, "data.components.schemas.Nama.type"), "string");
    refuses(call("GET", "/bundles/keluarga/schemas/Tiada", member, NULL), 404, "not_found");
    refuses(call("GET", "/bundles/keluarga/schemas/Orang", NULL, NULL), 401, "unauthenticated");
}

/* More than one piece of it. */
static void a_long_document_is_answered_whole(void **state)
{
    (void)state;
    size_t const size = 700 * 1000;
    char *long_text = arena_alloc(api_arena(), size + 3000);
    char *at = stpcpy(long_text, FAMILY);
    at = stpcpy(at, "    Panjang: {description: '");
    for (size_t i = 0; i < size; i += 2)
        at = stpcpy(at, "é");
    stpcpy(at, "'}\n");
    struct answer a = call_form("POST", "/admin/bundles/import", publisher, NULL, NULL, "openapi",
                                "api.yaml", long_text, strlen(long_text));
    assert_int_equal(a.status, 201);
    a = call("GET", arena_printf(api_arena(), "/bundles/%s/openapi.json",
                                 answer_text(&a, "data.slug")), publisher, NULL);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "openapi"), "3.0.3");
    assert_int_equal(strlen(answer_text(&a, "components.schemas.Panjang.description")), size);
    assert_string_equal(answer_text(&a, "components.securitySchemes.api_key.name"), "X-API-Key");
    assert_string_equal(json_text_at(json_at(a.json, "/paths/~1orang~1{nik}/get"), "operationId",
                                     ""), "orang");
}

static const json_t *collected(struct answer *a, int folder, const char *rest)
{
    return json_at(a->json, arena_printf(api_arena(), "/item/%d/item/0/request/%s", folder, rest));
}

static void a_bundle_is_a_collection_for_postman(void **state)
{
    (void)state;
    publish("koleksi", "Koleksi", ",\"document\":{\"openapi\":\"3.1.0\",\"info\":{\"title\":"
        "\"K\",\"version\":\"1\"},\"paths\":{\"/a/{x}/{y}.json\":{\"post\":{\"tags\":[\"T\"],"
        "\"parameters\":[{\"name\":\"x\",\"in\":\"path\",\"required\":true,\"example\":\"p/q\"},"
        "{\"name\":\"y\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"integer\","
        "\"minimum\":7}},{\"name\":\"q\",\"in\":\"query\",\"schema\":{\"type\":\"array\",\"items\":"
        "{\"enum\":[\"a&b\"]}}},{\"name\":\"X-Api-Key\",\"in\":\"header\"}],\"requestBody\":"
        "{\"content\":{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/O\"}}}},"
        "\"responses\":{}}}},\"components\":{\"schemas\":{\"O\":{\"allOf\":[{\"required\":[\"n\"],"
        "\"properties\":{\"n\":{\"type\":\"string\",\"maxLength\":3},\"o\":{\"$ref\":"
        "\"#/components/schemas/O\"},\"r\":{\"readOnly\":true,\"example\":1}}}]}}}}");
    struct answer a = call("GET", "/bundles/koleksi/postman.json", member, NULL);
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(answer_text(&a, "variable.0.value"), "/development/koleksi"));
    assert_string_equal(answer_text(&a, "item.0.name"), "T");
    assert_string_equal(json_string_value(collected(&a, 0, "url/raw")),
                        "{{base_url}}/a/:x/7.json");
    assert_string_equal(json_string_value(collected(&a, 0, "url/variable/0/value")), "p%2Fq");
    assert_string_equal(json_string_value(collected(&a, 0, "url/query/0/value")), "a%26b");
    assert_true(json_is_true(collected(&a, 0, "url/query/0/disabled")));
    assert_string_equal(json_string_value(collected(&a, 0, "body/raw")), "{\n  \"n\": \"con\"\n}");
    assert_null(strstr(a.text, "X-Api-Key"));
    refuses(call("GET", "/bundles/tiada/postman.json", member, NULL), 404, "not_found");
    refuses(call("GET", "/bundles/koleksi/postman.json", NULL, NULL), 401, "unauthenticated");
}

static const char *const readable[] = {
    "/bundles", "/tags", "/bundles/terbuka", "/bundles/terbuka/endpoints",
    "/bundles/terbuka/openapi.json", "/bundles/terbuka/versions", NULL };

static void open_to_all(bool is_open)
{
    assert_int_equal(call("PATCH", "/admin/settings", admin,
                          json_pack("{sb}", "bundles.public", (int)is_open)).status, 200);
}

static void strangers_read_published_bundles_only_where_they_are_public(void **state)
{
    (void)state;
    publish("terbuka", "Terbuka", ",\"document\":{\"openapi\":\"3.1.0\",\"info\":{\"title\":"
            "\"T\",\"version\":\"1\"},\"paths\":{\"/a\":{\"get\":{\"responses\":{}}}}}");
    for (const char *const *path = readable; *path; path++)
        refuses(call("GET", *path, NULL, NULL), 401, "unauthenticated");
    open_to_all(true);
    for (const char *const *path = readable; *path; path++)
        assert_int_equal(call("GET", *path, NULL, NULL).status, 200);
    struct answer a = call("GET", "/bundles/terbuka", NULL, NULL);
    assert_string_equal(answer_text(&a, "data.access"), "none");
    open_to_all(false);
    refuses(call("GET", "/bundles", NULL, NULL), 401, "unauthenticated");
}

static void being_public_opens_nothing_else(void **state)
{
    (void)state;
    open_to_all(true);
    refuses(call("GET", "/bundles/keluarga-lama", NULL, NULL), 404, "not_found");
    refuses(call("GET", "/bundles", "bukan-token", NULL), 401, "unauthenticated");
    refuses(call("GET", "/requests", NULL, NULL), 401, "unauthenticated");
    refuses(call("GET", "/admin/bundles", NULL, NULL), 401, "unauthenticated");
    refuses(call("POST", "/bundles/terbuka/test", NULL, json_object()), 401, "unauthenticated");
    open_to_all(false);
}

static void long_answers_of_the_catalogue_are_compressed_for_who_takes_it(void **state)
{
    (void)state;
    const char *token = arena_printf(api_arena(), "Authorization: Bearer %s", member);
    const char *const takes[] = { token, "Accept-Encoding: gzip, br", NULL };
    const char *const plain[] = { token, NULL };
    struct answer a = call_raw("GET", "/bundles/keluarga/endpoints", takes, NULL, NULL, 0);
    struct answer b = call_raw("GET", "/bundles/keluarga/endpoints", plain, NULL, NULL, 0);
    assert_string_equal(answer_header(&a, "Content-Encoding"), "gzip");
    assert_string_equal(a.text, b.text);    /* the client has unpacked it */
    assert_null(answer_header(&b, "Content-Encoding"));
    assert_non_null(strstr(answer_header(&b, "Vary"), "Accept-Encoding"));
    a = call_raw("GET", "/profile", takes, NULL, NULL, 0);
    assert_null(answer_header(&a, "Content-Encoding"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_of_whole_endpoints_stands_without_references),
        cmocka_unit_test(an_endpoint_comes_with_what_it_refers_to),
        cmocka_unit_test(a_long_document_is_answered_whole),
        cmocka_unit_test(a_bundle_is_a_collection_for_postman),
        cmocka_unit_test(strangers_read_published_bundles_only_where_they_are_public),
        cmocka_unit_test(being_public_opens_nothing_else),
        cmocka_unit_test(long_answers_of_the_catalogue_are_compressed_for_who_takes_it),
    };
    return cmocka_run_group_tests_name("endpoints api", tests, publishing_begin, api_end);
}
