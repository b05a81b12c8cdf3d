/* OpenAPI documents, in JSON and YAML, whole and as the paths of a sound one: what is taken is
 * bounded, and its parts are JSON. */
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
        check_json(d.schemas[i].json);
    assert(parts < PARTS_MAX);
    check_json(document_text(a, d.head, d.body));
    check_json(d.tags);
    check_json(d.origin);
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
    return 0;
}
