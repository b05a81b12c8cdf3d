/* OpenAPI documents, as publishers write them and as nobody should. */
#include "support/documents.h"

#include <string.h>

static void an_operation_becomes_an_endpoint(void **state)
{
    (void)state;
    struct document const d = taken(HEAD
        "\"paths\":{\"/a/{id}\":{\"parameters\":[{\"name\":\"id\",\"in\":\"path\",\"required\":"
        "true,"
        "\"schema\":{\"type\":\"string\"}},{\"name\":\"q\",\"in\":\"query\"}],"
        "\"post\":{\"summary\":\"Buat\",\"description\":\"Uraian\",\"tags\":[\"T\",\"U\"],"
        "\"deprecated\":true,\"parameters\":[{\"$ref\":\"#/components/parameters/Q\"}],"
        "\"requestBody\":{\"content\":{\"application/json\":{\"schema\":{\"$ref\":"
        "\"#/components/schemas/S\"}}}}," OK_200 "},\"get\":{\"operationId\":\"baca\""
        "," OK_200 "}}},"
        "\"components\":{\"schemas\":{\"S\":{\"type\":\"object\"}},\"parameters\":{\"Q\":{\"name\":"
        "\"q\",\"in\":\"query\",\"description\":\"lain\"}}}}");
    assert_int_equal(d.endpoint_count, 2);
    assert_int_equal(d.warning_count, 0);
    assert_string_equal(d.endpoints[0].method, "GET");
    assert_string_equal(d.endpoints[0].summary, "baca");
    const struct endpoint *e = &d.endpoints[1];
    assert_string_equal(e->method, "POST");
    assert_string_equal(e->path, "/a/{id}");
    assert_string_equal(e->tag, "T");
    assert_true(e->is_deprecated);
    assert_string_equal(in_text_at(e->parameters, "/2"), "");
    assert_string_equal(in_text_at(e->parameters, "/1/description"), "lain");
    assert_string_equal(in_text_at(e->request_body, "/content/application~1json/schema/$ref"),
                        "#/components/schemas/S");
    assert_int_equal(d.schema_count, 1);
    assert_string_equal(d.schemas[0].name, "S");
    assert_string_equal(d.schemas[0].json, "{\"type\":\"object\"}");
}

static void yaml_reads_like_json(void **state)
{
    (void)state;
    struct document const d = taken(
        "# catatan\nopenapi: 3.0.3\ninfo: {title: 'Uji: satu', version: \"1.0\"}\n"
        "paths:\n  /x:\n    get: &op\n      summary: |-\n        dua\n        baris\n"
        "      responses:\n        200: {description: ya, x-angka: [1, -2.5, 0x1F, 1e3, ~, true]}\n"
        "    post: *op\n");
    assert_int_equal(d.endpoint_count, 2);
    assert_string_equal(d.title, "Uji: satu");
    assert_string_equal(d.version, "1.0");
    assert_string_equal(d.endpoints[0].summary, "dua\nbaris");
    assert_non_null(strstr(d.endpoints[1].responses,
                           "\"200\":{\"description\":\"ya\",\"x-angka\":[1,-2.5,\"0x1F\",1000.0,"
                           "null,true]}"));
}

static void yaml_merges_what_does_not_stand_there_yet(void **state)
{
    (void)state;
    struct document const d = taken(
        "openapi: 3.0.3\ninfo: {title: a, version: 1.5}\nx:\n  - &a {description: satu, x-a: 1}\n"
        "  - &b {description: dua, x-b: 2}\n"
        "paths:\n  /x:\n    get: {responses: {200: {<<: [*a, *b]}, 201: {<<: *a, description: "
        "lain},"
        " 202: {<<: *b, <<: *a}}}\n");
    const char *responses = d.endpoints[0].responses;
    assert_string_equal(in_text_at(responses, "/200"),
                        "{\"description\":\"satu\",\"x-a\":1,\"x-b\":2}");
    assert_string_equal(in_text_at(responses, "/201/description"), "lain");
    assert_string_equal(in_text_at(responses, "/202/description"), "dua");
    assert_string_equal(d.version, "1.5");
    assert_true(is_told(&d, "/info/version"));
    REFUSED("line 2", "a: &x [1]\nb: {<<: *x}\n");
}

static void what_is_not_a_description_of_paths_is_refused_where_it_goes_wrong(void **state)
{
    (void)state;
    REFUSED("line 1", "");
    REFUSED("line 1", "{");
    REFUSED("line 1", "{\"a\":1,\"a\":2}");
    REFUSED("", "- satu\n- dua\n");
    REFUSED("", "halo");
    REFUSED("/openapi", "{\"swagger\":\"1.2\"}");
    REFUSED("/info/title", "{\"swagger\":\"2.0\"}");
    REFUSED("/openapi", "openapi: 3.2.0\n");
    REFUSED("/openapi", "openapi: 3.1\n");
    REFUSED("/info/title", "openapi: 3.1.0\n");
    REFUSED("/info/version", "openapi: 3.1.0\ninfo: {title: a}\n");
    REFUSED("/paths", HEAD "\"paths\":[]}");
    REFUSED("/paths", HEAD "\"paths\":{}}");
    REFUSED("/paths/a", HEAD "\"paths\":{\"a\":{}}}");
    REFUSED("/paths", HEAD "\"paths\":{\"/a?b\":{\"get\":{}}}}");
    REFUSED("/paths/~1a", HEAD "\"paths\":{\"/a\":1}}");
    REFUSED("/paths/~1a~1b~0c/get", HEAD "\"paths\":{\"/a/b~c\":{\"get\":[]}}}");
    REFUSED("/paths/~1a/get/parameters", HEAD "\"paths\":{\"/a\":{\"get\":{\"parameters\":{}}}}}");
    REFUSED("/paths/~1a/get/parameters/0",
            HEAD "\"paths\":{\"/a\":{\"get\":{\"parameters\":[{\"name\":\"x\"}]}}}}");
    REFUSED("/paths/~1a/parameters/0",
            HEAD "\"paths\":{\"/a\":{\"parameters\":[7],\"get\":{}}}}");
    REFUSED("/paths/~1a/get/requestBody",
            HEAD "\"paths\":{\"/a\":{\"get\":{\"requestBody\":\"x\"}}}}");
    REFUSED("/paths/~1a/get/responses", HEAD "\"paths\":{\"/a\":{\"get\":{\"responses\":[]}}}}");
    REFUSED("/paths/~1a/get/responses/200",
            HEAD "\"paths\":{\"/a\":{\"get\":{\"responses\":{\"200\":{\"$ref\":\"#/no\"}}}}}}");
}

static void broken_yaml_names_its_line(void **state)
{
    (void)state;
    REFUSED("line 2", "openapi: 3.1.0\n\tinfo: x\n");
    REFUSED("line 3", "a: 1\nb: 2\na: 3\n");
    REFUSED("line 3", "a: &x 1\n<<: *x\n");
    REFUSED("line 1", "a: *tidak_ada\n");
    REFUSED("line 1", "a: &a [*a]\n");
    REFUSED("line 2", "a: 1\nb: ]\n");
    REFUSED("line 2", "a: 1\n---\nb: 2\n");
    REFUSED("line 1", "a: \"\\0\"\n");
}

static void what_breaks_a_text_is_told_in_both_languages(void **state)
{
    (void)state;
    is_refused_for("misalnya tab", "such as a tab", "openapi: 3.1.0\ninfo:\n\ttitle: x\n");
    is_refused_for("Nilai tidak ada", "A value is missing", "openapi: 3.1.0\ninfo: [");
    is_refused_for("Titik dua tidak pada tempatnya", "A colon is out of place", "a: b: c\n");
    is_refused_for("Spasi di awal baris", "not indented", "a:\n  b: 1\n c: 2\n");
    is_refused_for("kurung kurawal penutup }", "closing brace }", "a: {b: 1\nc: 2\n");
    is_refused_for("Tanda petik penutup", "closing quotation mark", "a: \"b\n");
    is_refused_for("bukan UTF-8", "not UTF-8", "a: \xff\n");
    is_refused_for("di dekat '}'", "near '}'", "{\"openapi\": \"3.1.0\", }");
    is_refused_for("sebelum kurung penutup", "before the closing bracket", "{\"openapi\": 3");
    is_refused_for("sesudah kurung penutup", "behind the closing bracket", "{\"a\": 1} x");
    is_refused_for("Kunci ganda", "A key stands twice", "{\"a\": 1, \"a\": 2}");
}

static void schemas_may_run_in_circles_and_other_parts_may_not(void **state)
{
    (void)state;
    struct document const d = taken(HEAD
        "\"paths\":{\"/a\":{\"get\":{\"responses\":{\"200\":{\"description\":\"x\",\"content\":{"
        "\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/Simpul\"}}}}}}}},"
        "\"components\":{\"schemas\":{\"Simpul\":{\"properties\":{\"anak\":{\"$ref\":"
        "\"#/components/schemas/Daftar\"}}},\"Daftar\":{\"items\":{\"$ref\":"
        "\"#/components/schemas/Simpul\"}},\"Diri\":{\"$ref\":\"#/components/schemas/Diri\"}}}}");
    assert_int_equal(d.warning_count, 0);
    assert_int_equal(d.schema_count, 2);
    assert_string_equal(d.schemas[0].name, "Simpul");
    assert_string_equal(d.schemas[1].json,
                        "{\"items\":{\"$ref\":\"#/components/schemas/Simpul\"}}");

    REFUSED("/paths/~1a/get/responses/200", HEAD "\"paths\":{\"/a\":{\"get\":{\"responses\":{"
            "\"200\":{\"$ref\":\"#/x-diri\"}}}}},\"x-diri\":{\"$ref\":\"#/x-diri\"}}");
    REFUSED("/paths/~1a", HEAD "\"paths\":{\"/a\":{\"$ref\":\"#/no\"}}}");
    REFUSED("/components/headers/H/content/a~1b/encoding/e/headers/H",
            HEAD "\"paths\":{\"/a\":{\"get\":{\"responses\":{\"200\":{\"headers\":{\"H\":{\"$ref\":"
            "\"#/components/headers/H\"}}}}}}},\"components\":{\"headers\":{\"H\":{\"content\":{"
            "\"a/b\":{\"encoding\":{\"e\":{\"headers\":{\"H\":{\"$ref\":"
            "\"#/components/headers/H\"}}}}}}}}}}");
}

/* Each schema refers ten times to the next: ten to the twentieth, if anybody followed. */
static void references_that_multiply_are_not_followed(void **state)
{
    (void)state;
    const char *schemas = "\"S20\":{\"type\":\"string\"}";
    for (int i = 19; i >= 0; i--) {
        const char *one = arena_printf(documents_arena(), "{\"$ref\":\"#/components/schemas/S%d\"}",
                                       i + 1);
        schemas = arena_printf(documents_arena(), "%s,\"S%d\":{\"allOf\":[%s,%s,%s,%s,%s,%s,%s,"
        "%s,%s,%s]}",
                               schemas, i, one, one, one, one, one, one, one, one, one, one);
    }
    struct document const d = taken(arena_printf(documents_arena(), HEAD
        "\"paths\":{\"/a\":{\"get\":{\"responses\":{\"200\":{\"content\":{\"a/b\":{\"schema\":{"
        "\"$ref\":\"#/components/schemas/S0\"}}}}}}}},\"components\":{\"schemas\":{%s}}}",
        schemas));
    assert_int_equal(d.schema_count, 21);
    assert_true(strlen(d.endpoints[0].responses) < 200);
}

static void a_thousand_laughs_in_yaml_are_refused(void **state)
{
    (void)state;
    const char *text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 12; i++)
        text = arena_printf(documents_arena(), "%sa%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, "
        "*a%d, "
        "*a%d]\n",
                            text, i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    REFUSED("", text);
}

static char *nested(const char *open, const char *close, int times)
{
    size_t const size = strlen(open) * (size_t)times;
    char *text = arena_alloc(documents_arena(), size + strlen(close) * (size_t)times + 1);
    for (int i = 0; i < times; i++) {
        memcpy(text + strlen(open) * (size_t)i, open, strlen(open));
        memcpy(text + size + strlen(close) * (size_t)i, close, strlen(close));
    }
    return text;
}

static void deep_nesting_is_refused(void **state)
{
    (void)state;
    const char *deep = arena_printf(documents_arena(), HEAD "\"paths\":{},"
    "\"x\":%s}", nested("[", "]", 500));
    REFUSED("", deep);
    const char *very = arena_printf(documents_arena(), "{\"x\":%s}", nested("[", "]", 100000));
    REFUSED("", very);
    REFUSED("line 1", nested("[", "]", 100000));
    REFUSED("", nested("{a: ", "}", 50000));
}

static void what_is_too_big_is_refused(void **state)
{
    (void)state;
    size_t const size = DOCUMENT_BYTES_MAX + 1;
    char *big = arena_alloc(documents_arena(), size + 1);
    memset(big, ' ', size);
    assert_string_equal("", refused_at(big, size));

    char *all = arena_alloc(documents_arena(), 200 * (ENDPOINTS_MAX + 2));
    char *at = stpcpy(all, HEAD "\"paths\":{");
    for (int i = 0; i <= ENDPOINTS_MAX; i++)
        at = stpcpy(at, arena_printf(documents_arena(), "%s\"/p%d\":{\"get\":{"
        "" OK_200 "}}", i ? "," : "",
                                     i));
    stpcpy(at, "}}");
    assert_string_equal("/paths/~1p5000/get", refused_at(all, strlen(all)));
}

static void what_looks_like_a_reference_in_plain_data_stays_data(void **state)
{
    (void)state;
    struct document const d = taken(HEAD
        "\"paths\":{\"/a\":{\"get\":{\"responses\":{\"200\":{\"content\":{\"a/b\":{\"example\":{"
        "\"$ref\":\"#/no\"},\"schema\":{\"properties\":{\"$ref\":{\"type\":\"string\"},\""
        "example\":{"
        "\"$ref\":\"#/x\"}},\"enum\":[{\"$ref\":\"#/no\"}]}}}}}}}},\"x\":{\"title\":\"ada\"}}");
    const char *responses = d.endpoints[0].responses;
    assert_string_equal(in_text_at(responses, "/200/content/a~1b/example/$ref"), "#/no");
    assert_string_equal(in_text_at(responses, "/200/content/a~1b/schema/properties/example/$ref"),
                        "#/components/schemas/x");
    assert_string_equal(in_text_at(responses, "/200/content/a~1b/schema/enum/0/$ref"), "#/no");
    assert_string_equal(d.schemas[0].json, "{\"title\":\"ada\"}");
}

static void pointers_are_unescaped_once(void **state)
{
    (void)state;
    struct document const d = taken(HEAD
        "\"paths\":{\"/a\":{\"get\":{\"responses\":{\"200\":{\"$ref\":\"#/x/a~1b~01%20c\"}}}}},"
        "\"x\":{\"a/b~1 c\":{\"description\":\"ya\"}}}");
    assert_non_null(strstr(d.endpoints[0].responses, "\"ya\""));
}

static void what_a_document_leaves_out_is_told(void **state)
{
    (void)state;
    struct document const d = taken(HEAD "\"paths\":{\"/a/{kode}\":{\"get\":{\"requestBody\":{"
        "\"$ref\":\"lain.yaml#/x\"}}},\"x-catatan\":1}}");
    assert_int_equal(d.endpoint_count, 1);
    assert_int_equal(d.warning_count, 3);
    assert_string_equal(d.warnings[0].place, "/paths/~1a~1{kode}/get");
    assert_non_null(strstr(d.endpoints[0].parameters, "\"kode\""));
    assert_string_equal(d.endpoints[0].summary, "/a/{kode}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_operation_becomes_an_endpoint),
        cmocka_unit_test(yaml_reads_like_json),
        cmocka_unit_test(yaml_merges_what_does_not_stand_there_yet),
        cmocka_unit_test(what_is_not_a_description_of_paths_is_refused_where_it_goes_wrong),
        cmocka_unit_test(broken_yaml_names_its_line),
        cmocka_unit_test(what_breaks_a_text_is_told_in_both_languages),
        cmocka_unit_test(schemas_may_run_in_circles_and_other_parts_may_not),
        cmocka_unit_test(references_that_multiply_are_not_followed),
        cmocka_unit_test(a_thousand_laughs_in_yaml_are_refused),
        cmocka_unit_test(deep_nesting_is_refused),
        cmocka_unit_test(what_is_too_big_is_refused),
        cmocka_unit_test(what_looks_like_a_reference_in_plain_data_stays_data),
        cmocka_unit_test(pointers_are_unescaped_once),
        cmocka_unit_test(what_a_document_leaves_out_is_told),
    };
    return cmocka_run_group_tests_name("document", tests, NULL, documents_end);
}
