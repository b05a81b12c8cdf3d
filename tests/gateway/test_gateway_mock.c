/* Calls of a bundle that has no upstream: answered from its document. */
#include "support/gate.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char document[] =
    "openapi: 3.0.3\ninfo: {title: Uji, version: '1'}\npaths:\n"
    "  /pegawai:\n    get:\n      responses:\n"
    "        default: {description: Salah}\n"
    "        '404':\n          description: Tiada\n          content:\n"
    "            application/json: {example: {pesan: tiada}}\n"
    "        '200':\n          description: Baik\n"
    "          headers:\n            X-Jumlah: {schema: {type: integer, minimum: 7, maximum: 7}}\n"
    "            Simpul-Mock: {schema: {type: string}, example: bukan}\n"
    "          content:\n"
    "            text/csv: {example: \"nip,nama\\n1,Budi\\n\"}\n"
    "            application/json:\n"
    "              schema: {type: array, items: {$ref: '#/components/schemas/Pegawai'}}\n"
    "              examples:\n                satu: {value: [{nip: '1', nama: Budi}]}\n"
    "                kosong: {value: []}\n"
    "    post:\n      requestBody: {required: true, content: {application/json: {schema: {$ref: "
    "'#/components/schemas/Pegawai'}}}}\n"
    "      responses: {'201': {description: Dibuat, content: {application/json: {schema: {$ref: "
    "'#/components/schemas/Pegawai'}}}}, '204': {description: Kosong}}\n"
    "  /pegawai/{nip}:\n    get:\n      parameters: [{name: nip, in: path, required: true, "
    "schema: {type: string, pattern: '^[0-9]{3}$'}}]\n"
    "      responses: {'200': {description: Baik, content: {application/json: {schema: {$ref: "
    "'#/components/schemas/Pegawai'}}}}}\n"
    "    delete:\n      responses: {'204': {description: Dihapus}}\n"
    "  /unggah:\n    post:\n      requestBody: {content: {application/octet-stream: {}}}\n"
    "      responses: {'202': {description: Diterima}}\n"
    "components:\n  schemas:\n    Pegawai:\n      type: object\n      required: [nip, nama]\n"
    "      properties:\n        nip: {type: string, pattern: '^[0-9]{3}$'}\n"
    "        nama: {type: string, minLength: 3, maxLength: 20}\n"
    "        lahir: {type: string, format: date}\n"
    "        sandi: {type: string, writeOnly: true}\n"
    "        atasan: {$ref: '#/components/schemas/Pegawai'}\n";

static void without_upstream(struct gate *g)
{
    gate_upstream_url(g, NULL);
    gate_document(g, document);
}

static struct raw_answer *preferring(struct gate *g, const char *header)
{
    char headers[200];
    snprintf(headers, sizeof headers, "%s\r\n", header);
    return gate_call(g, "GET", "/pegawai", headers, "");
}

static void assert_says(struct raw_answer *answer, int status, const char *type, const char *body)
{
    char text[100];
    assert_int_equal(answer->status, status);
    assert_string_equal(answer->body, body);
    assert_true(raw_header(answer, "Content-Type", text, sizeof text));
    assert_string_equal(text, type);
    assert_true(raw_header(answer, "Simpul-Mock", text, sizeof text));
    assert_string_equal(text, "true");
    assert_true(raw_header(answer, "X-Request-Id", text, sizeof text));
    free(answer);
}

#define JSON "application/json; charset=utf-8"

static void the_documents_example_is_the_answer(void **state)
{
    struct gate *g = *state;
    char text[100];
    without_upstream(g);
    struct raw_answer *answer = gate_get(g, "/pegawai");
    assert_true(raw_header(answer, "X-Jumlah", text, sizeof text));
    assert_string_equal(text, "7");
    assert_false(raw_header(answer, "Preference-Applied", text, sizeof text));
    assert_says(answer, 200, JSON, "[{\"nip\":\"1\",\"nama\":\"Budi\"}]");
}

static void the_caller_may_prefer_another(void **state)
{
    struct gate *g = *state;
    char text[100];
    without_upstream(g);
    struct raw_answer *answer = preferring(g, "Prefer: respond-async, code=404");
    assert_true(raw_header(answer, "Preference-Applied", text, sizeof text));
    assert_string_equal(text, "code=404");
    assert_says(answer, 404, JSON, "{\"pesan\":\"tiada\"}");
    answer = preferring(g, "Prefer: example=\"kosong\"");
    assert_true(raw_header(answer, "Preference-Applied", text, sizeof text));
    assert_string_equal(text, "example=kosong");
    assert_says(answer, 200, JSON, "[]");
    answer = preferring(g, "Prefer: code=503");
    assert_int_equal(answer->status, 503);
    free(answer);
    answer = preferring(g, "Prefer: code=abc; example=lain");
    assert_false(raw_header(answer, "Preference-Applied", text, sizeof text));
    assert_says(answer, 200, JSON, "[{\"nip\":\"1\",\"nama\":\"Budi\"}]");
    assert_says(preferring(g, "Accept: text/*, application/json;q=0.5"), 200,
                "text/csv; charset=utf-8", "nip,nama\n1,Budi\n");
}

/* The body as JSON. Frees the answer. */
static json_t *told(struct raw_answer *answer, int status)
{
    assert_int_equal(answer->status, status);
    json_t *json = json_loads(answer->body, 0, NULL);
    free(answer);
    assert_non_null(json);
    return json;
}

static void without_an_example_the_schema_is(void **state)
{
    struct gate *g = *state;
    without_upstream(g);
    json_auto_t *one = told(gate_get(g, "/pegawai/123"), 200);
    assert_int_equal(json_string_length(json_object_get(one, "nip")), 3);
    assert_true(json_string_length(json_object_get(one, "nama")) >= 3);
    assert_int_equal(json_string_length(json_object_get(one, "lahir")), 10);
    assert_null(json_object_get(one, "sandi"));
    assert_null(json_object_get(one, "atasan"));
    json_auto_t *same = told(gate_get(g, "/pegawai/123"), 200);
    json_auto_t *other = told(gate_get(g, "/pegawai/124"), 200);
    assert_true(json_equal(one, same));
    assert_false(json_equal(one, other));
}

static void a_request_is_looked_at_first(void **state)
{
    struct gate *g = *state;
    without_upstream(g);
    const char *type = "Content-Type: application/json\r\nContent-Length: 28\r\n";
    json_decref(told(gate_call(g, "POST", "/pegawai", type, "{\"nip\":\"123\",\"nama\":\"Budi\" }"),
                     201));
    assert_refused(gate_call(g, "POST", "/pegawai", type, "{\"nip\":\"123\",\"nama\":\"Budi\",}"),
                   422, "request_invalid");
    assert_refused(gate_get(g, "/pegawai/1"), 422, "request_invalid");
    assert_refused(gate_get(g, "/lain"), 404, "endpoint_unknown");
    assert_refused(gate_call(g, "PUT", "/pegawai", "Content-Length: 0\r\n", ""), 405,
                   "method_not_allowed");
}

static void heads_and_empty_answers_have_no_body(void **state)
{
    struct gate *g = *state;
    char text[100];
    without_upstream(g);
    struct raw_answer *answer = gate_call(g, "HEAD", "/pegawai", "", "");
    assert_true(raw_header(answer, "Content-Length", text, sizeof text));
    assert_string_equal(text, "27");
    assert_says(answer, 200, JSON, "");
    answer = gate_call(g, "DELETE", "/pegawai/123", "", "");
    assert_int_equal(answer->status, 204);
    assert_string_equal(answer->body, "");
    assert_false(raw_header(answer, "Content-Type", text, sizeof text));
    free(answer);
    answer = gate_call(g, "POST", "/unggah", "Content-Type: application/octet-stream\r\n"
                       "Content-Length: 3\r\n", "abc");
    assert_int_equal(answer->status, 202);
    free(answer);
}

static void key_grant_and_limits_hold_as_for_any_call(void **state)
{
    struct gate *g = *state;
    char text[100];
    g->bundle.limits.quota_per_month = 2;
    without_upstream(g);
    struct raw_answer *answer = gate_get(g, "/pegawai");
    assert_true(raw_header(answer, "RateLimit", text, sizeof text));
    assert_memory_equal(text, "\"month\";r=1;t=", 14);
    free(answer);
    free(gate_get(g, "/pegawai"));
    assert_refused(gate_get(g, "/pegawai"), 429, "quota_exceeded");
    access_grant_put("usr_budi", "bdl_1", GRANT_REVOKED, 0);
    assert_refused(gate_get(g, "/pegawai"), 403, "access_revoked");
    struct gateway_stats const stats = gateway_stats(g->gateway);
    assert_int_equal(stats.passed, 2);
    assert_int_equal(stats.refused, 2);
    assert_int_equal(upstream_heard(g->upstream).requests, 0);
}

static void only_development_without_an_upstream_is_mocked(void **state)
{
    struct gate *g = *state;
    gate_upstream_url(g, NULL);
    assert_refused(gate_get(g, "/pegawai"), 404, "bundle_unknown");
    gate_document(g, document);
    gate_upstream_url(g, g->url);
    assert_passed(gate_get(g, "/pegawai"));
    assert_int_equal(upstream_heard(g->upstream).requests, 1);
    access_key_remove(g->key.digest);
    g->key.environment = KEY_PRODUCTION;
    access_key_put(&g->key);
    without_upstream(g);
    struct raw_answer *answer = gate_get(g, "/pegawai");
    assert_refused(answer, 403, "key_environment_mismatch");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        at_the_gate(the_documents_example_is_the_answer),
        at_the_gate(the_caller_may_prefer_another),
        at_the_gate(without_an_example_the_schema_is),
        at_the_gate(a_request_is_looked_at_first),
        at_the_gate(heads_and_empty_answers_have_no_body),
        at_the_gate(key_grant_and_limits_hold_as_for_any_call),
        at_the_gate(only_development_without_an_upstream_is_mocked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
