#include "domain/documents/operations.h"

#include "base/text.h"
#include "domain/documents/parts.h"
#include "domain/documents/refs.h"
#include "domain/json/json.h"

#include <string.h>

enum { PATH_MAX_BYTES = 500, PARAMETERS_MAX = 200, TAGS_MAX = 20, TAG_MAX = 200,
       SUMMARY_MAX = 1000, DESCRIPTION_MAX = 64 * 1024 };

static const char *const methods[] = { "get", "post", "put", "patch", "delete", "head", "options",
                                       "trace" };
enum { METHODS = sizeof methods / sizeof methods[0] };

/* One operation, and what stands around it. */
struct operation {
    const struct place *place, *item_place;
    const char *path;
    const json_t *item;
    json_t *self;
    json_t *parameters;             /* what was read of them */
};

static bool is_parameter(const json_t *p)
{
    const char *in = json_text_at(p, "in", "");
    return *json_text_at(p, "name", "") && text_is_one_of(in, "query|header|path|cookie");
}

/* Where it stands in the list; the list's size where it does not. */
static size_t parameter_at(const json_t *list, const char *in, const char *name)
{
    size_t at;
    json_t *other;
    json_array_foreach(list, at, other) {
        if (text_is(json_text_at(other, "name", ""), name)
            && text_is(json_text_at(other, "in", ""), in))
            break;
    }
    return at;
}

static enum err add_parameter(struct reading *r, const struct place *at, json_t *given,
                              json_t *list)
{
    json_t *one = NULL;
    if (!json_is_object(given))
        return reading_refuse(r, at, "Harus berupa objek", "It must be an object");
    TRY(part_read(r, at, PART_PARAMETER, given, &one));
    if (!one)
        return OK;
    if (!is_parameter(one))
        return reading_refuse(r, at, "Parameter tanpa nama atau tempat yang benar",
                              "A parameter without a proper name or place");
    size_t const index = parameter_at(list, json_text_at(one, "in", ""),
                                      json_text_at(one, "name", ""));
    if (index < json_array_size(list))
        json_array_set(list, index, one);
    else if (index < PARAMETERS_MAX)
        json_array_append(list, one);
    else
        reading_left(r, at, "Parameter terlalu banyak", "There are too many parameters");
    return OK;
}

static enum err add_parameters(struct reading *r, const struct place *above, const json_t *owner,
                               json_t *list)
{
    const struct place *at = AT(above, "parameters");
    const json_t *all = json_object_get(owner, "parameters");
    if (all && !json_is_array(all))
        return reading_refuse(r, at, "Parameter harus berupa larik",
                              "Parameters must be an array");
    for (size_t i = 0; i < json_array_size(all); i++)
        TRY(add_parameter(r, ITEM(at, i), json_array_get(all, i), list));
    return OK;
}

/* A part of the path in braces that nothing describes is described as plain text. */
static void add_path_parameters(struct reading *r, const struct operation *op)
{
    for (const char *at = strchr(op->path, '{'); at; at = strchr(at + 1, '{')) {
        const char *name = arena_printf(r->a, "%.*s", (int)strcspn(at + 1, "}"), at + 1);
        if (parameter_at(op->parameters, "path", name) < json_array_size(op->parameters))
            continue;
        json_array_append_new(op->parameters,
            json_pack("{ss ss sb s{ss}}", "name", name, "in", "path", "required", 1,
                      "schema", "type", "string"));
        reading_changed(r, op->place,
            WITH_TEXT(r, "Parameter path {%s} tidak dijelaskan: dianggap teks",
                      "The path parameter {%s} is not described: it is taken for text", name));
    }
}

/* NULL, with a finding, where it is too big. */
static const char *write(struct reading *r, const struct place *at, const json_t *part)
{
    const char *json = part ? reading_write(r, part, ENDPOINT_BYTES) : NULL;
    if (part && !json)
        reading_left(r, at, "Terlalu besar, contohnya pun: ditinggalkan",
                     "Too big, with its examples: it is left out");
    return json;
}

/* At most max bytes of an operation's text. */
static const char *take(struct reading *r, const struct place *at, const char *text, size_t max)
{
    size_t size = strlen(text);
    size_t const left = WRITTEN_BYTES - r->written;
    max = max < left ? max : left;
    if (size > max) {
        reading_changed(r, at, "Terlalu panjang: dipotong", "Too long: it is cut");
        for (size = max; size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80; size--)
            ;
    }
    r->written += size;
    return arena_printf(r->a, "%.*s", (int)size, text);
}

static enum err read_parameters(struct reading *r, struct operation *op, struct endpoint *out)
{
    TRY(add_parameters(r, op->item_place, op->item, op->parameters));
    TRY(add_parameters(r, op->place, op->self, op->parameters));
    add_path_parameters(r, op);
    const char *json = write(r, AT(op->place, "parameters"), op->parameters);
    out->parameters = json ? json : "[]";
    return OK;
}

static enum err read_body(struct reading *r, const struct operation *op, struct endpoint *out)
{
    json_t *given = json_object_get(op->self, "requestBody"), *body = NULL;
    const struct place *at = AT(op->place, "requestBody");
    if (!given)
        return OK;
    if (!json_is_object(given))
        return reading_refuse(r, at, "Harus berupa objek", "It must be an object");
    TRY(part_read(r, at, PART_BODY, given, &body));
    out->request_body = write(r, at, body);
    return OK;
}

static enum err read_responses(struct reading *r, const struct operation *op,
                               struct endpoint *out)
{
    json_t *responses = json_object_get(op->self, "responses");
    const struct place *at = AT(op->place, "responses");
    out->responses = "{}";
    if (!responses) {
        reading_left(r, op->place, "Jawaban tidak dijelaskan", "The responses are not described");
        return OK;
    }
    if (!json_is_object(responses))
        return reading_refuse(r, at, "Harus berupa objek", "It must be an object");
    TRY(parts_read(r, at, PART_RESPONSE, responses));
    const char *json = write(r, at, responses);
    if (json)
        out->responses = json;
    return OK;
}

/* What an operation has that a call through the gateway does not. */
static void tell_what_is_left(struct reading *r, const struct operation *op)
{
    if (json_object_get(op->self, "callbacks"))
        reading_left(r, AT(op->place, "callbacks"),
                     "Panggilan balik tidak melalui gateway: hanya ada di dokumen",
                     "Callbacks do not pass the gateway: they stay in the document alone");
}

static const char *read_tags(struct reading *r, const struct operation *op, json_t *names)
{
    const json_t *tags = json_object_get(op->self, "tags");
    for (size_t i = 0; i < json_array_size(tags) && i < TAGS_MAX; i++) {
        const char *name = json_string_value(json_array_get(tags, i));
        if (name && *name)
            json_array_append_new(names, json_string(name));
    }
    const char *first = json_string_value(json_array_get(names, 0));
    return take(r, AT(op->place, "tags"), first ? first : "", TAG_MAX);
}

static void read_more(struct reading *r, const struct operation *op, struct endpoint *out)
{
    json_t *names = json_array();
    const json_t *external = json_object_get(op->self, "externalDocs");
    out->tag = read_tags(r, op, names);
    json_auto_t *more = json_pack("{so}", "tags", names);
    const char *id = json_text_at(op->self, "operationId", NULL);
    if (id)
        json_object_set_new(more, "operation_id", json_string(id));
    if (json_is_object(external))
        json_object_set(more, "external_docs", (json_t *)external);
    const char *json = write(r, op->place, more);
    out->more = json ? json : "{}";
}

static const char *upper(struct arena *a, const char *method)
{
    char *out = arena_copy(a, method);
    for (char *at = out; *at; at++)
        *at = (char)(*at - 32);
    return out;
}

static enum err read_operation(struct reading *r, struct operation *op, const char *method)
{
    struct document *d = r->out;
    if (!json_is_object(op->self))
        return reading_refuse(r, op->place, "Operasi harus berupa objek",
                              "An operation must be an object");
    if (d->endpoint_count == ENDPOINTS_MAX)
        return reading_refuse(r, op->place, "Operasi terlalu banyak",
                              "There are too many operations");
    const char *name = json_text_at(op->self, "operationId", op->path);
    struct endpoint e = {
        .method = upper(r->a, method),
        .path = arena_copy(r->a, op->path),
        .summary = take(r, AT(op->place, "summary"), json_text_at(op->self, "summary", name),
                        SUMMARY_MAX),
        .description = take(r, AT(op->place, "description"),
                            json_text_at(op->self, "description", ""), DESCRIPTION_MAX),
        .is_deprecated = json_is_true(json_object_get(op->self, "deprecated")),
    };
    TRY(read_parameters(r, op, &e));
    TRY(read_body(r, op, &e));
    TRY(read_responses(r, op, &e));
    read_more(r, op, &e);
    tell_what_is_left(r, op);
    d->endpoints[d->endpoint_count++] = e;
    return OK;
}

/* Past a reference; what stands beside it goes before. */
static enum err find_item(struct reading *r, const struct place *at, json_t *given, json_t **out)
{
    const char *ref = ref_of(given);
    json_t *target = ref ? ref_find(r->root, ref) : NULL;
    if (ref && !json_is_object(target))
        return reading_refuse(r, at, WITH_TEXT(r, "Rujukan %s tidak menunjuk apa pun",
                                               "The reference %s points at nothing", ref));
    json_t *item = json_object();
    json_object_update(item, target);
    json_object_update(item, given);
    json_array_append_new(r->kept, item);
    r->work += json_object_size(target);
    *out = item;
    return reading_work(r, at);
}

static enum err read_item(struct reading *r, const struct place *at, const char *path,
                          json_t *given)
{
    json_t *item = NULL;
    if (!json_is_object(given))
        return reading_refuse(r, at, "Isi path harus berupa objek",
                              "A path's value must be an object");
    TRY(find_item(r, at, given, &item));
    for (int i = 0; i < METHODS; i++) {
        json_auto_t *parameters = json_array();
        struct operation op = {
            .place = AT(at, methods[i]), .item_place = at, .path = path, .item = item,
            .self = json_object_get(item, methods[i]), .parameters = parameters,
        };
        if (op.self)
            TRY(read_operation(r, &op, methods[i]));
    }
    return OK;
}

/* Each opened brace has a name, and is closed before the next. */
static bool is_template(const char *path)
{
    for (path += strcspn(path, "{}"); *path; path += strcspn(path, "{}")) {
        size_t const size = strcspn(path + 1, "{}");
        if (*path == '}' || size == 0 || path[1 + size] != '}')
            return false;
        path += 2 + size;
    }
    return true;
}

static enum err read_path(struct reading *r, const struct place *at, const char *path,
                          json_t *given)
{
    if (path[0] != '/')
        return reading_refuse(r, at, "Path harus diawali garis miring",
                              "A path must begin with a slash");
    bool const is_clean = strlen(path) <= PATH_MAX_BYTES && !strpbrk(path, "?#")
                          && text_is_visible(path, false) && is_template(path);
    if (is_clean)
        return read_item(r, at, path, given);
    reading_left(r, at, "Path ini bukan alamat yang dapat dipanggil: operasinya ditinggalkan",
                 "This path is no address that can be called: its operations are left out");
    return OK;
}

enum err operations_read(struct reading *r)
{
    const struct place *at = AT(AT(NULL, ""), "paths");
    const char *path;
    json_t *item;
    r->out->endpoints = arena_alloc(r->a, ENDPOINTS_MAX * sizeof *r->out->endpoints);
    json_object_foreach(json_object_get(r->root, "paths"), path, item) {
        int const before = r->out->endpoint_count;
        if (!text_starts(path, "x-"))
            TRY(read_path(r, AT(at, path), path, item));
        r->out->path_count += r->out->endpoint_count > before;
    }
    return OK;
}
