/* What an OpenAPI document may say of a call, and what of it is kept. */
#include "support/documents.h"

#include <string.h>

#define YAML "openapi: 3.1.0\ninfo: {title: Uji, version: '1'}\n"

static void an_operations_parameter_stands_before_its_paths(void **state)
{
    (void)state;
    struct document const d = taken(YAML
        "paths:\n  /a/{id}:\n    parameters:\n"
        "      - {name: id, in: path, required: true, schema: {type: string}}\n"
        "      - {name: q, in: query, schema: {type: string}, description: umum}\n"
        "      - {name: q, in: header, schema: {type: string}}\n"
        "    get:\n      parameters: [{name: q, in: query, description: khusus}]\n"
        "      responses: {}\n    delete: {responses: {}}\n");
    assert_int_equal(d.warning_count, 0);
    assert_string_equal(in_text_at(d.endpoints[0].parameters, "/1/description"), "khusus");
    assert_string_equal(in_text_at(d.endpoints[0].parameters, "/2/in"), "header");
    assert_string_equal(in_text_at(d.endpoints[1].parameters, "/1/description"), "umum");
}

static void every_style_of_parameter_is_kept(void **state)
{
    (void)state;
    struct document const d = taken(YAML
        "paths:\n  /a/{m}/{l}:\n    get:\n      parameters:\n"
        "      - {name: m, in: path, required: true, style: matrix, explode: true,"
        " schema: {type: array}}\n"
        "      - {name: l, in: path, required: true, style: label, schema: {type: string}}\n"
        "      - {name: s, in: query, style: spaceDelimited, schema: {type: array}}\n"
        "      - {name: p, in: query, style: pipeDelimited, schema: {type: array}}\n"
        "      - {name: d, in: query, style: deepObject, explode: true, allowReserved: true,"
        " allowEmptyValue: true, schema: {type: object}}\n"
        "      - {name: c, in: cookie, style: form, schema: {type: string}}\n"
        "      - {name: j, in: query, content: {application/json: {schema:"
        " {$ref: '#/components/schemas/S'}, examples: {e: {$ref: '#/components/examples/E'}}}}}\n"
        "      responses: {}\n"
        "components: {schemas: {S: {type: object}}, examples: {E: {summary: Satu, value: {a: "
        "1}}}}\n");
    const char *parameters = d.endpoints[0].parameters;
    assert_int_equal(d.warning_count, 0);
    assert_string_equal(in_text_at(parameters, "/0/style"), "matrix");
    assert_string_equal(in_text_at(parameters, "/1/style"), "label");
    assert_string_equal(in_text_at(parameters, "/2/style"), "spaceDelimited");
    assert_string_equal(in_text_at(parameters, "/3/style"), "pipeDelimited");
    assert_string_equal(in_text_at(parameters, "/4/allowReserved"), "true");
    assert_string_equal(in_text_at(parameters, "/4/allowEmptyValue"), "true");
    assert_string_equal(in_text_at(parameters, "/5/in"), "cookie");
    assert_string_equal(in_text_at(parameters, "/6/content/application~1json/schema/$ref"),
                        "#/components/schemas/S");
    assert_string_equal(in_text_at(parameters,
                                   "/6/content/application~1json/examples/e/value/a"), "1");
}

static void bodies_have_several_media_types_with_examples_and_encodings(void **state)
{
    (void)state;
    struct document const d = taken(YAML
        "paths:\n  /a:\n    post:\n      requestBody: {$ref: '#/components/requestBodies/B'}\n"
        "      responses: {}\n"
        "components:\n  requestBodies:\n    B:\n      required: true\n      content:\n"
        "        application/json: {schema: {type: object}, example: {a: 1}}\n"
        "        text/csv: {schema: {type: string}, examples: {satu: {value: 'a,b'}}}\n"
        "        multipart/form-data:\n          schema: {type: object, properties:"
        " {berkas: {type: string, format: binary}}}\n"
        "          encoding: {berkas: {contentType: image/png, headers:"
        " {X-A: {$ref: '#/components/headers/A'}}}}\n"
        "  headers: {A: {schema: {type: integer}}}\n");
    const char *body = d.endpoints[0].request_body;
    assert_string_equal(in_text_at(body, "/required"), "true");
    assert_string_equal(in_text_at(body, "/content/application~1json/example/a"), "1");
    assert_string_equal(in_text_at(body, "/content/text~1csv/examples/satu/value"), "a,b");
    assert_string_equal(in_text_at(body, "/content/multipart~1form-data/encoding/berkas/headers/"
                                         "X-A/schema/type"), "integer");
}

static void responses_keep_headers_links_and_the_words_beside_a_reference(void **state)
{
    (void)state;
    struct document const d = taken(YAML
        "paths:\n  /a:\n    get:\n      responses:\n"
        "        '200': {$ref: '#/components/responses/Ya', description: Lain}\n"
        "        4XX: {$ref: '#/components/responses/Ya'}\n        x-catatan: 7\n"
        "components:\n  responses:\n    Ya:\n      description: Asli\n"
        "      headers: {X-Sisa: {$ref: '#/components/headers/Sisa'}}\n"
        "      links: {berikut: {$ref: '#/components/links/L'}}\n"
        "  headers: {Sisa: {description: Sisa, schema: {type: integer}}}\n"
        "  links: {L: {operationId: a}}\n");
    const char *responses = d.endpoints[0].responses;
    assert_int_equal(d.warning_count, 0);
    assert_string_equal(in_text_at(responses, "/200/description"), "Lain");
    assert_string_equal(in_text_at(responses, "/4XX/description"), "Asli");
    assert_string_equal(in_text_at(responses, "/200/headers/X-Sisa/schema/type"), "integer");
    assert_string_equal(in_text_at(responses, "/200/links/berikut/operationId"), "a");
    assert_string_equal(in_text_at(responses, "/x-catatan"), "");
}

static void references_within_schemas_are_made_plain(void **state)
{
    (void)state;
    struct document const d = taken(YAML
        "paths:\n  /a:\n    get:\n      responses:\n        '200': {description: ya, content: {a/b:"
        " {schema: {allOf: [{$ref: '#/components/schemas/A%20b'},"
        " {$ref: '#/components/schemas/A~1b'},"
        " {$ref: '#/components/schemas/A_b'}, {$ref: '#/components/schemas/O/properties/x'},"
        " {$ref: '#/paths/~1b/get/responses/200/content/a~1b/schema'}]}}}}\n"
        "  /b:\n    get:\n      responses: {'200': {description: ya, content: {a/b: {schema:"
        " {oneOf: [{$ref: '#/components/schemas/O'}, true]}}}}}\n"
        "components:\n  schemas:\n    A b: {title: spasi}\n    A/b: {title: miring}\n"
        "    A_b: {title: polos}\n    O: {properties: {x: {title: dalam}}, not: {}, if: {},"
        " then: {}, patternProperties: {a: {}}, additionalProperties: false, unused: 1}\n");
    assert_int_equal(d.warning_count, 0);
    const char *responses = d.endpoints[0].responses;
    static const char *const titles[] = { "spasi", "miring", "polos", "dalam", NULL };
    for (int i = 0; titles[i]; i++) {
        const char *ref = in_text_at(responses, arena_printf(documents_arena(),
            "/200/content/a~1b/schema/allOf/%d/$ref", i));
        const char *schema = schema_of(&d, ref + strlen("#/components/schemas/"));
        assert_string_equal(in_text_at(schema, "/title"), titles[i]);
    }
    assert_string_equal(in_text_at(schema_of(&d, "A_b"), "/title"), "polos");
    const char *last = in_text_at(responses, "/200/content/a~1b/schema/allOf/4/$ref");
    assert_string_equal(in_text_at(schema_of(&d, last + strlen("#/components/schemas/")),
                                   "/oneOf/0/$ref"), "#/components/schemas/O");
}

static void a_discriminators_mapping_names_schemas(void **state)
{
    (void)state;
    struct document const d = taken(YAML
        "paths:\n  /a:\n    get:\n      responses: {'200': {description: ya, content: {a/b: {"
        "schema:"
        " {$ref: '#/components/schemas/Hewan'}}}}}\n"
        "components:\n  schemas:\n    Hewan: {discriminator: {propertyName: jenis, mapping:"
        " {k: Kucing, a: '#/components/schemas/Anjing', x: '#/components/schemas/Tiada',"
        " y: Tiada}}}\n    Kucing: {title: k}\n    Anjing: {title: a}\n    Lepas: {title: l}\n");
    const char *animal = schema_of(&d, "Hewan");
    assert_string_equal(in_text_at(animal, "/discriminator/mapping/k"),
                        "#/components/schemas/Kucing");
    assert_string_equal(in_text_at(schema_of(&d, "Anjing"), "/title"), "a");
    assert_string_equal(in_text_at(animal, "/discriminator/mapping/x"), "");
    assert_true(is_told(&d, "/components/schemas/Hewan/discriminator/mapping/x"));
    assert_string_equal(schema_of(&d, "Lepas"), "");
}

static void what_is_no_schema_is_told_and_made_harmless(void **state)
{
    (void)state;
    struct document const d = taken(YAML
        "paths:\n  /a:\n    get:\n      responses: {'200': {description: ya, headers: 5,"
        " content: {a/b: {schema: {properties: {p: teks, q: {$ref: '#/no'}, r: {$ref: 5},"
        " s: {$ref: 'lain.yaml#/S'}, t: {$ref: '#jangkar'}}, items: teks, allOf: {}}}, c/d: "
        "7}}}\n");
    const char *schema = in_text_at(d.endpoints[0].responses, "/200/content/a~1b/schema");
    assert_string_equal(schema, "{\"properties\":{\"p\":{},\"q\":{},\"r\":{},\"s\":{},\"t\":{}}}");
    const char *const base = "/paths/~1a/get/responses/200";
    assert_true(is_told(&d, arena_printf(documents_arena(), "%s/headers", base)));
    assert_true(is_told(&d, arena_printf(documents_arena(), "%s/content/c~1d", base)));
    assert_true(is_told(&d, arena_printf(documents_arena(),
                                         "%s/content/a~1b/schema/properties/q/$ref", base)));
    assert_int_equal(d.warning_count, 8);
}

static void tags_keep_their_order_and_their_words(void **state)
{
    (void)state;
    struct document const d = taken(YAML
        "tags: [{name: Dua, description: '**dua**'}, {name: Satu}, {name: Dua}, 5]\n"
        "paths:\n  /a:\n    get: {tags: [Tiga, Satu], responses: {}}\n"
        "    put: {tags: [], responses: {}}\n");
    assert_string_equal(d.tags, "[{\"name\":\"Dua\",\"description\":\"**dua**\"},"
        "{\"name\":\"Satu\",\"description\":\"\"},{\"name\":\"Tiga\",\"description\":\"\"}]");
    assert_string_equal(d.endpoints[0].more, "{\"tags\":[\"Tiga\",\"Satu\"]}");
    assert_string_equal(d.endpoints[1].tag, "");
}

static void servers_and_credentials_give_way_to_the_gateways(void **state)
{
    (void)state;
    struct document const d = taken(YAML
        "servers: [{url: 'https://asal.go.id/v1', description: Utama}]\nsecurity: [{kunci: []}]\n"
        "webhooks: {baru: {post: {}}}\n"
        "paths:\n  /a:\n    servers: [{url: 'https://lain.go.id'}]\n    get: {security: [{x: []}],"
        " servers: [{url: /b}], callbacks: {c: {}}, responses: {}}\n"
        "components: {securitySchemes: {kunci: {type: http, scheme: basic}}}\n");
    assert_string_equal(in_text_at(d.origin, "/servers/0/url"), "https://asal.go.id/v1");
    assert_string_equal(in_text_at(d.origin, "/security_schemes/kunci/scheme"), "basic");
    const char *all = document_text(documents_arena(), d.head, d.body);
    assert_null(strstr(all, "asal.go.id"));
    assert_null(strstr(all, "lain.go.id"));
    assert_string_equal(in_text_at(all, "/components/securitySchemes"),
        "{\"api_key\":{\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"X-API-Key\"}}");
    assert_true(is_told(&d, "/paths/~1a/servers"));
    assert_true(is_told(&d, "/webhooks"));
    assert_true(is_told(&d, "/paths/~1a/get/callbacks"));
    assert_true(is_told(&d, "/components/securitySchemes/kunci"));
    assert_int_equal(d.warning_count, 4);

    struct document const again = taken(all);
    assert_int_equal(again.warning_count, 2);
}

static void paths_may_be_shared_and_must_be_addresses(void **state)
{
    (void)state;
    struct document const d = taken(YAML
        "paths:\n  /a: {$ref: '#/components/pathItems/P', summary: ada}\n"
        "  /b: {$ref: '#/components/pathItems/P', put: {responses: {}}}\n"
        "  /c#d: {get: {}}\n  /e?f=1: {get: {}}\n  '/g/{': {get: {}}\n  '/h/{}': {get: {}}\n"
        "  x-lain: 5\n"
        "components: {pathItems: {P: {get: {operationId: p, responses: {}}}}}\n");
    assert_int_equal(d.endpoint_count, 3);
    assert_int_equal(d.path_count, 2);
    assert_int_equal(d.warning_count, 4);
    assert_true(is_told(&d, "/paths/~1c#d"));
}

static void where_an_upstream_stands_is_told_to_nobody(void **state)
{
    (void)state;
    static const char text[] = YAML
        "servers: [{url: 'https://portal.go.id'}]\n"
        "x-google-backend: {address: 'https://dalam.go.id'}\n"
        "paths:\n  /a:\n    x-kong-plugin-auth: {key: dalam.go.id}\n"
        "    get:\n      x-amazon-apigateway-integration: {uri: 'https://dalam.go.id/a'}\n"
        "      x-catatan: tetap\n"
        "      callbacks: {c: {'{$url}': {post: {servers: [{url: 'https://dalam.go.id'}],"
        " security: [{x: []}], responses: {}}}}}\n"
        "      responses: {200: {description: ya, headers: {X-Server-Id: {schema: {type:"
        " string}}}, links: {l: {operationId: o, server: {url: 'https://dalam.go.id'}}}}}\n"
        "webhooks: {w: {post: {servers: [{url: 'https://dalam.go.id'}], responses: {}}}}\n"
        "components:\n  pathItems: {p: {servers: [{url: 'https://dalam.go.id'}], get:"
        " {responses: {}}}}\n  links: {l: {server: {url: 'https://dalam.go.id'}}}\n"
        "  responses: {R: {description: r, links: {l: {server: {url: 'https://dalam.go.id'}}}}}\n"
        "  callbacks: {c: {'{$url}': {servers: [{url: 'https://dalam.go.id'}]}}}\n";
    struct document const d = taken(text);
    assert_null(strstr(d.head, "dalam.go.id"));
    assert_null(strstr(d.body, "dalam.go.id"));
    assert_null(strstr(d.endpoints[0].responses, "dalam.go.id"));
    assert_non_null(strstr(d.endpoints[0].responses, "X-Server-Id"));
    assert_non_null(strstr(d.body, "x-catatan"));
    assert_true(is_told(&d, "/x-google-backend"));
    assert_true(is_told(&d, "/paths/~1a/get/callbacks/c/{$url}/post/servers"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_operations_parameter_stands_before_its_paths),
        cmocka_unit_test(every_style_of_parameter_is_kept),
        cmocka_unit_test(bodies_have_several_media_types_with_examples_and_encodings),
        cmocka_unit_test(responses_keep_headers_links_and_the_words_beside_a_reference),
        cmocka_unit_test(references_within_schemas_are_made_plain),
        cmocka_unit_test(a_discriminators_mapping_names_schemas),
        cmocka_unit_test(what_is_no_schema_is_told_and_made_harmless),
        cmocka_unit_test(tags_keep_their_order_and_their_words),
        cmocka_unit_test(servers_and_credentials_give_way_to_the_gateways),
        cmocka_unit_test(where_an_upstream_stands_is_told_to_nobody),
        cmocka_unit_test(paths_may_be_shared_and_must_be_addresses),
    };
    return cmocka_run_group_tests_name("document parts", tests, NULL, documents_end);
}
