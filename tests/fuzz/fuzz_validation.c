/* Schemas, parameters and requests: whatever a document asks for and a call sends, the checking
 * ends in its steps, its faults are few and can be written, and it says the same twice. */
#include "fuzz.h"

#include "domain/validation/spec.h"

/* The input's pieces, parted by newlines: a schema, a component's, a body, a query, a path. */
enum { SCHEMA, COMPONENT, BODY, QUERY, PATH, PIECES };

static void cut(char *text, const char *out[static PIECES])
{
    for (int i = 0; i < PIECES; i++) {
        out[i] = text ? text : "";
        if (text && (text = strchr(text, '\n')))
            *text++ = '\0';
    }
}

static const char *checked(const struct spec *spec, const struct sent_request *request,
                           struct arena *a, bool is_english)
{
    int64_t steps = 200000;
    struct faults faults;
    const struct operation *op = spec_operation(spec, "POST /a/{x}.{y}");
    assert(op);
    spec_check(op, request, a, is_english, &steps, &faults);
    assert(faults.count <= FAULTS_MAX && (steps >= 0 || faults.count > 0));
    json_t *json = faults_json(&faults);
    assert(json_array_size(json) == faults.count);
    const char *last = "";
    for (size_t i = 0; i < faults.count; i++)
        last = arena_printf(a, "%s%s %s;", last, faults.items[i].field, faults.items[i].code);
    json_decref(json);
    return last;
}

static void check_one(struct arena *a, const struct spec *spec, const char *const *pieces,
                      const char *type)
{
    struct sent_field const fields[] = { { "Content-Type", type }, { "Cookie", pieces[QUERY] },
                                         { "X-H", pieces[PATH] } };
    struct sent_request const request = {
        .path = arena_printf(a, "/a/%s", pieces[PATH]), .query = pieces[QUERY], .fields = fields,
        .field_count = 3, .has_body = true, .body = pieces[BODY],
        .body_size = strlen(pieces[BODY]),
    };
    const char *first = checked(spec, &request, a, false);
    assert(strcmp(first, checked(spec, &request, a, true)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AUTO_ARENA struct arena a = { 0 };
    const char *pieces[PIECES];
    cut(fuzz_text(&a, bytes, size), pieces);
    const char *schema = pieces[SCHEMA];
    struct schema const component = { .name = "S", .json = pieces[COMPONENT] };
    struct endpoint const e = {
        .method = "POST", .path = "/a/{x}.{y}", .responses = "{}",
        .request_body = arena_printf(&a, "{\"content\":{\"*/*\":{\"schema\":%s}}}", schema),
        .parameters = arena_printf(&a,
            "[{\"name\":\"x\",\"in\":\"path\",\"style\":\"matrix\",\"explode\":true,\"schema\":%s},"
            "{\"name\":\"y\",\"in\":\"path\",\"schema\":%s},"
            "{\"name\":\"q\",\"in\":\"query\",\"schema\":%s},"
            "{\"name\":\"d\",\"in\":\"query\",\"style\":\"deepObject\",\"schema\":%s},"
            "{\"name\":\"p\",\"in\":\"query\",\"style\":\"pipeDelimited\",\"schema\":%s},"
            "{\"name\":\"c\",\"in\":\"cookie\",\"explode\":false,\"schema\":%s},"
            "{\"name\":\"X-H\",\"in\":\"header\",\"schema\":%s}]",
            schema, schema, schema, schema, schema, schema, schema),
    };
    struct spec *spec = spec_new(&e, 1, &component, 1);
    check_one(&a, spec, pieces, "application/json");
    check_one(&a, spec, pieces, "application/x-www-form-urlencoded");
    check_one(&a, spec, pieces, "multipart/form-data; boundary=b");
    spec_free(spec);
    return 0;
}
