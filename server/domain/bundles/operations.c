#include "domain/bundles/operations.h"

#include "base/text.h"
#include "domain/bundles/json_written.h"
#include "domain/bundles/refs.h"

#include <string.h>

/* How much the resolved parts of one endpoint, and of all, may grow to before references are
 * left as they are. */
enum { ENDPOINT_BYTES = 128 * 1024, ALL_BYTES = 8 * 1024 * 1024, PATH_MAX_BYTES = 500,
       PARAMETERS_MAX = 200 };

static const char *const methods[] = { "get", "post", "put", "patch", "delete", "head", "options",
                                       "trace" };
enum { METHODS = sizeof methods / sizeof methods[0] };

struct reading {
    struct arena *a;
    const json_t *root;
    struct document *out;
    struct finding *fault;
    size_t spent;
};

/* One operation, and what stands around it. */
struct operation {
    const char *place;              /* its JSON pointer */
    const char *path, *method;
    const json_t *item, *self;
};

static const char *pointer(struct arena *a, const char *base, const char *name)
{
    char *escaped = arena_alloc(a, strlen(name) * 2 + 1), *at = escaped;
    for (; *name; name++) {
        if (*name == '~' || *name == '/') {
            *at++ = '~';
            *at++ = *name == '~' ? '0' : '1';
        } else {
            *at++ = *name;
        }
    }
    return arena_printf(a, "%s/%s", base, escaped);
}

static enum err refuse(struct reading *r, const char *place, const char *id, const char *en)
{
    *r->fault = (struct finding){ .place = place, .id = id, .en = en };
    return err_because(DOCUMENT_UNUSABLE, "%.200s: %s", place, en);
}

static void warn(struct reading *r, const char *place, const char *id, const char *en)
{
    struct document *d = r->out;
    if (d->warning_count < WARNINGS_MAX)
        d->warnings[d->warning_count++] = (struct finding){ .place = place, .id = id, .en = en };
}

static enum err resolve(struct reading *r, const char *place, const json_t *value, json_t **out)
{
    struct resolver s = { .a = r->a, .root = r->root,
                          .allowed = r->spent > ALL_BYTES ? 0 : ENDPOINT_BYTES };
    json_auto_t *made = refs_resolve(&s, value);
    r->spent += s.spent;
    if (s.missing)
        return refuse(r, place,
                      arena_printf(r->a, "Rujukan %.200s tidak menunjuk apa pun", s.missing),
                      arena_printf(r->a, "The reference %.200s points at nothing", s.missing));
    if (s.outside)
        warn(r, place, arena_printf(r->a, "Rujukan ke dokumen lain dibiarkan: %.200s", s.outside),
             arena_printf(r->a, "A reference into another document is left: %.200s", s.outside));
    if (s.circular)
        warn(r, place, arena_printf(r->a, "Rujukan melingkar dibiarkan: %.200s", s.circular),
             arena_printf(r->a, "A circular reference is left: %.200s", s.circular));
    if (s.is_cut)
        warn(r, place, "Terlalu besar: sebagian rujukan dibiarkan",
             "Too big: some references are left");
    *out = json_incref(made);
    return OK;
}

static bool is_parameter(const json_t *p)
{
    const char *in = json_text_at(p, "in", "");
    return *json_text_at(p, "name", "") && (text_is(in, "query") || text_is(in, "header")
                                            || text_is(in, "path") || text_is(in, "cookie"));
}

/* Where it stands in the list; the list's size where it does not. */
static size_t parameter_at(const json_t *list, const json_t *p)
{
    size_t at;
    json_t *other;
    json_array_foreach(list, at, other) {
        if (text_is(json_text_at(other, "name", ""), json_text_at(p, "name", ""))
            && text_is(json_text_at(other, "in", ""), json_text_at(p, "in", "")))
            break;
    }
    return at;
}

/* An operation's own stand before those of its path. */
static enum err add_parameters(struct reading *r, const char *place, const json_t *from,
                               json_t *list)
{
    if (!from)
        return OK;
    if (!json_is_array(from))
        return refuse(r, place, "Parameter harus berupa larik", "Parameters must be an array");
    for (size_t i = 0; i < json_array_size(from); i++) {
        const char *here = arena_printf(r->a, "%s/%zu", place, i);
        json_auto_t *one = NULL;
        TRY(resolve(r, here, json_array_get(from, i), &one));
        if (!is_parameter(one))
            return refuse(r, here, "Parameter tanpa nama atau tempat yang benar",
                          "A parameter without a proper name or place");
        size_t const at = parameter_at(list, one);
        if (at < json_array_size(list))
            json_array_set(list, at, one);
        else if (at < PARAMETERS_MAX)
            json_array_append(list, one);
    }
    return OK;
}

/* A part of the path in braces that nothing describes is described as plain text. */
static void add_path_parameters(struct reading *r, const struct operation *op, json_t *list)
{
    for (const char *at = strchr(op->path, '{'); at; at = strchr(at + 1, '{')) {
        size_t const size = strcspn(at + 1, "}");
        const char *name = arena_printf(r->a, "%.*s", (int)size, at + 1);
        json_auto_t *one = json_pack("{ss ss sb s{ss}}", "name", name, "in", "path", "required", 1,
                                     "schema", "type", "string");
        if (parameter_at(list, one) < json_array_size(list))
            continue;
        json_array_append(list, one);
        warn(r, op->place, arena_printf(r->a, "Parameter path {%s} tidak dijelaskan", name),
             arena_printf(r->a, "The path parameter {%s} is not described", name));
    }
}

static enum err read_parameters(struct reading *r, const struct operation *op,
                                struct endpoint *out)
{
    json_auto_t *list = json_array();
    const char *base = pointer(r->a, "/paths", op->path);
    TRY(add_parameters(r, pointer(r->a, base, "parameters"),
                       json_object_get(op->item, "parameters"), list));
    TRY(add_parameters(r, pointer(r->a, op->place, "parameters"),
                       json_object_get(op->self, "parameters"), list));
    add_path_parameters(r, op, list);
    out->parameters = json_written(r->a, list);
    return OK;
}

static enum err read_body(struct reading *r, const struct operation *op, struct endpoint *out)
{
    const json_t *body = json_object_get(op->self, "requestBody");
    const char *place = pointer(r->a, op->place, "requestBody");
    json_auto_t *made = NULL;
    if (!body)
        return OK;
    if (!json_is_object(body))
        return refuse(r, place, "Harus berupa objek", "It must be an object");
    TRY(resolve(r, place, body, &made));
    out->request_body = json_written(r->a, made);
    return OK;
}

static enum err read_responses(struct reading *r, const struct operation *op,
                               struct endpoint *out)
{
    const json_t *responses = json_object_get(op->self, "responses");
    const char *place = pointer(r->a, op->place, "responses");
    json_auto_t *made = NULL;
    out->responses = "{}";
    if (!responses) {
        warn(r, op->place, "Jawaban tidak dijelaskan", "The responses are not described");
        return OK;
    }
    if (!json_is_object(responses))
        return refuse(r, place, "Harus berupa objek", "It must be an object");
    TRY(resolve(r, place, responses, &made));
    out->responses = json_written(r->a, made);
    return OK;
}

static const char *upper(struct arena *a, const char *method)
{
    char *out = arena_copy(a, method);
    for (char *at = out; *at; at++)
        *at = (char)(*at - 32);
    return out;
}

static enum err read_operation(struct reading *r, const struct operation *op)
{
    struct document *d = r->out;
    if (!json_is_object(op->self))
        return refuse(r, op->place, "Operasi harus berupa objek", "An operation must be an object");
    if (d->endpoint_count == ENDPOINTS_MAX)
        return refuse(r, op->place, "Operasi terlalu banyak", "There are too many operations");
    const json_t *tag = json_array_get(json_object_get(op->self, "tags"), 0);
    const char *name = json_text_at(op->self, "operationId", op->path);
    struct endpoint e = {
        .method = upper(r->a, op->method),
        .path = arena_copy(r->a, op->path),
        .tag = arena_copy(r->a, json_is_string(tag) ? json_string_value(tag) : ""),
        .summary = arena_copy(r->a, json_text_at(op->self, "summary", name)),
        .description = arena_copy(r->a, json_text_at(op->self, "description", "")),
        .is_deprecated = json_is_true(json_object_get(op->self, "deprecated")),
    };
    TRY(read_parameters(r, op, &e));
    TRY(read_body(r, op, &e));
    TRY(read_responses(r, op, &e));
    d->endpoints[d->endpoint_count++] = e;
    return OK;
}

static enum err read_item(struct reading *r, const char *path, const json_t *item)
{
    const char *place = pointer(r->a, "/paths", path);
    const char *ref = json_string_value(json_object_get(item, "$ref"));
    if (path[0] != '/' || strlen(path) > PATH_MAX_BYTES || strpbrk(path, "?# "))
        return refuse(r, place, "Path harus diawali garis miring, tanpa tanda tanya",
                      "A path must begin with a slash and have no query");
    item = ref ? ref_find(r->a, r->root, ref) : item;
    if (!json_is_object(item))
        return refuse(r, place, "Isi path harus berupa objek", "A path's value must be an object");
    for (int i = 0; i < METHODS; i++) {
        struct operation const op = {
            .place = pointer(r->a, place, methods[i]), .path = path, .method = methods[i],
            .item = item, .self = json_object_get(item, methods[i]),
        };
        if (op.self)
            TRY(read_operation(r, &op));
    }
    return OK;
}

enum err operations_read(struct arena *a, const json_t *root, struct document *out,
                         struct finding *fault)
{
    struct reading r = { .a = a, .root = root, .out = out, .fault = fault };
    const char *path;
    json_t *item;
    json_object_foreach(json_object_get(root, "paths"), path, item) {
        if (!text_starts(path, "x-"))
            TRY(read_item(&r, path, item));
    }
    return OK;
}
