/* OpenAPI documents, in JSON and YAML, whole and as a part of a sound one, of Swagger 2.0 too: what
 * is taken is bounded, its parts are JSON, every reference in them leads to a schema, and what is
 * kept of it is taken again without a loss. */
#include "fuzz.h"

#include "domain/documents/document.h"

#include <jansson.h>

enum { PARTS_MAX = 16 * 1024 * 1024 };

static void check_json(const char *text)
{
    json_t *json = text ? json_loads(text, JSON_DECODE_ANY, NULL) : json_null();
    assert(json);
    json_decref(json);
}

static void check_schema(const struct document *d, const struct schema *schema)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    check_json(schema->json);
    assert(*schema->name && strspn(schema->name, plain) == strlen(schema->name));
    for (const struct schema *other = d->schemas; other < schema; other++)
        assert(strcmp(other->name, schema->name) != 0);
}

/* As the portal reads it again when an endpoint of it is written by hand. */
static void read_again(struct arena *a, const struct document *d)
{
    struct document again = { 0 };
    struct finding fault = { 0 };
    const char *text = document_text(a, d->head, d->body);
    enum err const e = document_read(a, text, strlen(text), &again, &fault);
    assert(e == OK && again.endpoint_count == d->endpoint_count);
    assert(again.schema_count == d->schema_count);
}

static void read_one(struct arena *a, const char *text, size_t size)
{
    struct document d = { 0 };
    struct finding fault = { 0 };
    if (document_read(a, text, size, &d, &fault) != OK) {
        assert(fault.place && fault.id && fault.en);
        return;
    }
    size_t parts = 0;
    assert(d.endpoint_count > 0 && d.endpoint_count <= ENDPOINTS_MAX);
    for (int i = 0; i < d.endpoint_count; i++) {
        const struct endpoint *e = &d.endpoints[i];
        check_json(e->parameters);
        check_json(e->request_body);
        check_json(e->responses);
        parts += strlen(e->parameters) + strlen(e->responses);
        assert(e->path[0] == '/' && text_is_utf8(e->summary, strlen(e->summary)));
    }
    for (int i = 0; i < d.schema_count; i++)
        check_schema(&d, &d.schemas[i]);
    assert(parts < PARTS_MAX);
    check_json(document_text(a, d.head, d.body));
    check_json(d.tags);
    check_json(d.origin);
    read_again(a, &d);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AUTO_ARENA struct arena a = { 0 };
    char *text = fuzz_text(&a, bytes, size);
    read_one(&a, text, size);

    const char *in_json = arena_printf(&a, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"a\","
        "\"version\":\"1\"},\"x\":{\"description\":\"b\"},\"paths\":{\"/a\":{\"get\":%s}}}", text);
    read_one(&a, in_json, strlen(in_json));
    const char *in_yaml = arena_printf(&a, "openapi: 3.0.0\ninfo: {title: a, version: '1'}\n"
        "paths:\n  /a/{b}:\n    post: &a\n      x: 1\n%s", text);
    read_one(&a, in_yaml, strlen(in_yaml));
    const char *in_schema = arena_printf(&a, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"a\","
        "\"version\":\"1\"},\"paths\":{\"/a\":{\"get\":{\"responses\":{\"200\":{\"content\":"
        "{\"a/b\":{\"schema\":{\"$ref\":\"#/components/schemas/S\"}}}}}}}},"
        "\"components\":{\"schemas\":{\"S\":%s,\"T\":{}}}}", text);
    read_one(&a, in_schema, strlen(in_schema));
    const char *in_swagger = arena_printf(&a, "swagger: '2.0'\ninfo: {title: a, version: '1'}\n"
        "parameters: {P: {name: p, in: body}}\ndefinitions: {S: {}}\npaths:\n  /a/{b}:\n"
        "    post:\n      x: 1\n%s", text);
    read_one(&a, in_swagger, strlen(in_swagger));
    return 0;
}
