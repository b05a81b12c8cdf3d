/* Swagger 2.0 becomes OpenAPI 3.0.3: nothing that it says of a call is lost. */
#include "support/documents.h"

#include <string.h>

#define YAML "swagger: '2.0'\ninfo: {title: Uji, version: '1'}\n"

static const char *whole(const struct document *d)
{
    return document_text(documents_arena(), d->head, d->body);
}

static void servers_and_schemes_are_made_of_what_stood_there(void **state)
{
    (void)state;
    struct document const d = taken(YAML
        "host: api.go.id\nbasePath: /v2\nschemes: [https, http]\n"
        "paths: {/a: {get: {responses: {200: {description: ya}}}}}\n"
        "securityDefinitions:\n  dasar: {type: basic}\n"
        "  izin: {type: oauth2, flow: accessCode, authorizationUrl: 'https://a', tokenUrl:"
        " 'https://t', scopes: {baca: Membaca}}\n");
    assert_string_equal(in_text_at(d.origin, "/format"), "Swagger 2.0");
    assert_string_equal(in_text_at(d.origin, "/servers/0/url"), "https://api.go.id/v2");
    assert_string_equal(in_text_at(d.origin, "/servers/1/url"), "http://api.go.id/v2");
    assert_string_equal(in_text_at(d.origin, "/security_schemes/dasar"),
                        "{\"type\":\"http\",\"scheme\":\"basic\"}");
    assert_string_equal(in_text_at(d.origin, "/security_schemes/izin/flows/authorizationCode/"
                                             "scopes/baca"), "Membaca");
    assert_string_equal(in_text_at(whole(&d), "/openapi"), "3.0.3");
    assert_string_equal(in_text_at(whole(&d), "/swagger"), "");
    assert_true(is_told(&d, "/securityDefinitions/dasar"));
}

static void parameters_get_a_schema_and_a_style(void **state)
{
    (void)state;
    struct document const d = taken(YAML
        "parameters:\n  Bagi: {name: bagi, in: query, type: integer, minimum: 1, default: 5}\n"
        "paths:\n  /a/{id}:\n    parameters:\n"
        "      - {name: id, in: path, required: true, type: string, pattern: '^a'}\n"
        "    get:\n      parameters:\n        - {$ref: '#/parameters/Bagi'}\n"
        "        - {name: c, in: query, type: array, items: {type: string, enum: [x]}}\n"
        "        - {name: m, in: query, type: array, items: {type: string},"
        " collectionFormat: multi}\n"
        "        - {name: p, in: query, type: array, items: {type: string},"
        " collectionFormat: pipes}\n"
        "        - {name: t, in: query, type: array, items: {type: string},"
        " collectionFormat: tsv, x-example: [1]}\n"
        "        - {name: h, in: header, type: array, items: {type: string}}\n"
        "      responses: {200: {description: ya}}\n");
    const char *parameters = d.endpoints[0].parameters;
    assert_string_equal(in_text_at(parameters, "/0/schema"),
                        "{\"type\":\"string\",\"pattern\":\"^a\"}");
    assert_string_equal(in_text_at(parameters, "/1/schema"),
                        "{\"type\":\"integer\",\"default\":5,\"minimum\":1}");
    assert_string_equal(in_text_at(parameters, "/2/style"), "form");
    assert_string_equal(in_text_at(parameters, "/2/explode"), "false");
    assert_string_equal(in_text_at(parameters, "/2/schema/items/enum/0"), "x");
    assert_string_equal(in_text_at(parameters, "/3/explode"), "true");
    assert_string_equal(in_text_at(parameters, "/4/style"), "pipeDelimited");
    assert_string_equal(in_text_at(parameters, "/5/example/0"), "1");
    assert_string_equal(in_text_at(parameters, "/6/style"), "");
    assert_int_equal(d.warning_count, 1);
    assert_true(is_told(&d, "/paths/~1a~1{id}/get/parameters/4/collectionFormat"));
    assert_string_equal(in_text_at(whole(&d), "/components/parameters/Bagi/schema/default"), "5");
}

static void a_parameter_in_the_body_becomes_the_body(void **state)
{
    (void)state;
    struct document const d = taken(YAML
        "consumes: [application/json]\nparameters:\n"
        "  Isi: {name: isi, in: body, required: true, description: Isinya, schema:"
        " {$ref: '#/definitions/Orang'}}\n"
        "paths:\n  /a:\n    post: {consumes: [application/xml, application/json], parameters:"
        " [{$ref: '#/parameters/Isi'}], responses: {200: {description: ya}}}\n"
        "  /b:\n    parameters: [{name: isi, in: body, schema: {type: array, items:"
        " {$ref: '#/definitions/Orang'}}}]\n    put: {responses: {200: {description: ya}}}\n"
        "definitions:\n  Orang: {discriminator: jenis, properties: {a: {x-nullable: true,"
        " type: string}, b: {type: file}}}\n");
    const char *body = d.endpoints[0].request_body;
    assert_int_equal(d.warning_count, 0);
    assert_string_equal(in_text_at(body, "/required"), "true");
    assert_string_equal(in_text_at(body, "/description"), "Isinya");
    assert_string_equal(in_text_at(body, "/content/application~1xml/schema/$ref"),
                        "#/components/schemas/Orang");
    assert_string_equal(in_text_at(body, "/content/application~1json/schema/$ref"),
                        "#/components/schemas/Orang");
    assert_string_equal(in_text_at(d.endpoints[1].request_body,
                                   "/content/application~1json/schema/items/$ref"),
                        "#/components/schemas/Orang");
    const char *person = schema_of(&d, "Orang");
    assert_string_equal(in_text_at(person, "/discriminator/propertyName"), "jenis");
    assert_string_equal(in_text_at(person, "/properties/a/nullable"), "true");
    assert_string_equal(in_text_at(person, "/properties/b/format"), "binary");
    assert_string_equal(d.endpoints[0].parameters, "[]");
}

static void fields_of_a_form_become_one_body(void **state)
{
    (void)state;
    struct document const d = taken(YAML
        "paths:\n  /a:\n    post: {parameters: [{name: n, in: formData, type: string,"
        " required: true, description: Nama}, {name: u, in: formData, type: integer}],"
        " responses: {200: {description: ya}}}\n"
        "  /b:\n    post: {parameters: [{name: f, in: formData, type: file}],"
        " responses: {200: {description: ya}}}\n");
    const char *form = in_text_at(d.endpoints[0].request_body,
                                  "/content/application~1x-www-form-urlencoded/schema");
    assert_string_equal(in_text_at(form, "/properties/n"),
                        "{\"type\":\"string\",\"description\":\"Nama\"}");
    assert_string_equal(in_text_at(form, "/required"), "[\"n\"]");
    form = in_text_at(d.endpoints[1].request_body, "/content/multipart~1form-data/schema");
    assert_string_equal(in_text_at(form, "/properties/f"),
                        "{\"type\":\"string\",\"format\":\"binary\"}");
    assert_string_equal(in_text_at(form, "/required"), "");
}

static void answers_get_their_media_types(void **state)
{
    (void)state;
    struct document const d = taken(YAML
        "produces: [application/json, text/csv]\n"
        "responses: {Salah: {description: Salah, schema: {$ref: '#/definitions/S'}}}\n"
        "definitions: {S: {type: object}}\n"
        "paths:\n  /a:\n    get:\n      responses:\n"
        "        200: {description: ya, schema: {type: string}, examples:"
        " {application/json: {a: 1}}, headers: {X-A: {type: integer, description: Sisa}}}\n"
        "        400: {$ref: '#/responses/Salah'}\n        204: {description: kosong}\n"
        "  /b:\n    get: {produces: [], responses: {200: {description: ya, schema: {type: "
        "file}}}}\n");
    const char *responses = d.endpoints[0].responses;
    assert_int_equal(d.warning_count, 0);
    assert_string_equal(in_text_at(responses, "/200/content/application~1json/example/a"), "1");
    assert_string_equal(in_text_at(responses, "/200/content/text~1csv/schema/type"), "string");
    assert_string_equal(in_text_at(responses, "/200/headers/X-A"),
                        "{\"description\":\"Sisa\",\"schema\":{\"type\":\"integer\"}}");
    assert_string_equal(in_text_at(responses, "/400/content/application~1json/schema/$ref"),
                        "#/components/schemas/S");
    assert_string_equal(in_text_at(responses, "/204/content"), "");
    assert_string_equal(in_text_at(d.endpoints[1].responses,
                                   "/200/content/application~1octet-stream/schema/format"),
                        "binary");
}

static void places_are_told_in_its_own_words(void **state)
{
    (void)state;
    struct document const d = taken(YAML
        "paths: {/a: {get: {responses: {200: {description: ya, schema: {$ref: "
        "'#/definitions/A'}}}}}}\n"
        "definitions: {A: {properties: {x: {$ref: '#/definitions/Tiada'}}}}\n");
    assert_true(is_told(&d, "/definitions/A/properties/x/$ref"));
    REFUSED("/paths/~1a/get/parameters/0", YAML
        "paths: {/a: {get: {parameters: [{$ref: '#/parameters/Tiada'}], responses: {}}}}\n");
}

/* A body that all share, with many media types each, would be many times as long. */
static void what_would_grow_without_end_is_refused(void **state)
{
    (void)state;
    struct arena *a = documents_arena();
    size_t const size = 1000 * 1000;
    char *text = arena_alloc(a, size + 400 * 200 + 10000), *at = text;
    at = stpcpy(at, YAML "consumes: [a/0");
    for (int i = 1; i < 100; i++)
        at = stpcpy(at, arena_printf(a, ", a/%d", i));
    at = stpcpy(at, "]\nparameters: {B: {name: b, in: body, schema: {description: '");
    memset(at, 'x', size);
    at = stpcpy(at + size, "'}}}\npaths:\n");
    for (int i = 0; i < 300; i++)
        at = stpcpy(at, arena_printf(a, "  /%d: {post: {parameters: [{$ref: '#/parameters/B'}],"
                                        " responses: {}}}\n", i));
    assert_string_equal("", refused_at(text, strlen(text)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(servers_and_schemes_are_made_of_what_stood_there),
        cmocka_unit_test(parameters_get_a_schema_and_a_style),
        cmocka_unit_test(a_parameter_in_the_body_becomes_the_body),
        cmocka_unit_test(fields_of_a_form_become_one_body),
        cmocka_unit_test(answers_get_their_media_types),
        cmocka_unit_test(places_are_told_in_its_own_words),
        cmocka_unit_test(what_would_grow_without_end_is_refused),
    };
    return cmocka_run_group_tests_name("swagger", tests, NULL, documents_end);
}
