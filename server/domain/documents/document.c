#include "domain/documents/document.h"

#include "base/text.h"
#include "domain/documents/faults.h"
#include "domain/documents/operations.h"
#include "domain/documents/origin.h"
#include "domain/documents/schemas.h"
#include "domain/documents/swagger.h"
#include "domain/documents/yaml.h"
#include "domain/json/json.h"

#include <ctype.h>
#include <pthread.h>
#include <string.h>

enum { TEXT_A_NODE = 32 };              /* so many bytes of text weigh as much as a value */

/* What reading takes at most, it takes once. */
static pthread_mutex_t reading_one = PTHREAD_MUTEX_INITIALIZER;

static enum err refuse(struct reading *r, const char *place, const char *id, const char *en)
{
    return reading_refuse(r, AT(NULL, place), id, en);
}

static enum err refuse_bulk(struct reading *r)
{
    return refuse(r, "", "Dokumen terlalu dalam atau terlalu banyak isinya",
                  "The document is nested too deeply or holds too many values");
}

static enum err parse_json(struct reading *r, const char *text, size_t size)
{
    if (!json_nests_within(text, size, DOCUMENT_DEPTH_MAX + 1)
        || !json_holds_within(text, size, DOCUMENT_NODES_MAX))
        return refuse_bulk(r);
    json_error_t at;
    r->root = json_loadb(text, size, JSON_REJECT_DUPLICATES, &at);
    if (!r->root && json_error_code(&at) == json_error_numeric_overflow) {
        char *widened = json_widen_integers(r->a, text, size);
        r->root = json_loadb(widened, strlen(widened), JSON_REJECT_DUPLICATES, &at);
    }
    if (r->root)
        return OK;
    struct fault const why = json_fault(r->a, &at);
    return refuse(r, arena_printf(r->a, "line %d", at.line), why.id, why.en);
}

static enum err parse(struct reading *r, const char *text, size_t size)
{
    size_t start = size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (start < size && isspace((unsigned char)text[start]))
        start++;
    if (size > DOCUMENT_BYTES_MAX)
        return refuse(r, "", "Dokumen terlalu besar", "The document is too big");
    if (start < size && text[start] == '{')
        return parse_json(r, text + start, size - start);
    return yaml_read(r, text + start, size - start);
}

/* Counts values and the room of texts, those behind YAML aliases each time, and stops where it is
 * too much. */
static bool is_bounded(const json_t *value, int depth, int *nodes)
{
    *nodes += 1 + (int)json_string_length(value) / TEXT_A_NODE;
    if (depth > DOCUMENT_DEPTH_MAX || *nodes > DOCUMENT_NODES_MAX)
        return false;
    const char *key;
    json_t *item;
    size_t index;
    json_object_foreach((json_t *)value, key, item) {
        if (!is_bounded(item, depth + 1, nodes))
            return false;
    }
    json_array_foreach(value, index, item) {
        if (!is_bounded(item, depth + 1, nodes))
            return false;
    }
    return true;
}

static enum err check_info(struct reading *r)
{
    json_t *info = json_object_get(r->root, "info");
    const json_t *version = json_object_get(info, "version");
    if (json_is_number(version)) {
        json_object_set_new(info, "version", json_string(json_scalar(r->a, version)));
        reading_changed(r, AT(NULL, "/info/version"), "Versi ditulis sebagai angka: dianggap teks",
                        "The version is written as a number: it is taken for text");
    }
    if (!*json_text_at(info, "title", ""))
        return refuse(r, "/info/title", "Judul tidak ada", "The title is missing");
    if (!*json_text_at(info, "version", ""))
        return refuse(r, "/info/version", "Versi tidak ada", "The version is missing");
    return OK;
}

static enum err check_head(struct reading *r)
{
    const char *version = json_text_at(r->root, "openapi", "");
    r->is_swagger = text_is(json_text_at(r->root, "swagger", ""), "2.0");
    if (!r->is_swagger && !text_starts(version, "3.0.") && !text_starts(version, "3.1."))
        return refuse(r, "/openapi", "Harus OpenAPI 3.0 atau 3.1, atau Swagger 2.0",
                      "It must be OpenAPI 3.0 or 3.1, or Swagger 2.0");
    TRY(check_info(r));
    if (!json_is_object(json_object_get(r->root, "paths")))
        return refuse(r, "/paths", "Daftar path tidak ada", "The paths are missing");
    return OK;
}

/* From here on the tree is ours to change: no value stands in it twice. */
static enum err check_tree(struct reading *r)
{
    int nodes = 0;
    if (!json_is_object(r->root))
        return refuse(r, "", "Dokumen harus berupa objek", "The document must be an object");
    if (!is_bounded(r->root, 0, &nodes))
        return refuse_bulk(r);
    if (!r->is_shared)
        return OK;
    json_t *own = json_deep_copy(r->root);
    json_decref(r->root);
    r->root = own;
    return OK;
}

static void take_info(struct reading *r)
{
    const json_t *info = json_object_get(r->root, "info");
    struct document *d = r->out;
    d->title = arena_copy(r->a, json_text_at(info, "title", ""));
    d->version = arena_copy(r->a, json_text_at(info, "version", ""));
    d->summary = arena_copy(r->a, json_text_at(info, "summary", ""));
    d->description = arena_copy(r->a, json_text_at(info, "description", ""));
}

static enum err take_all(struct reading *r)
{
    TRY(check_tree(r));
    TRY(check_head(r));
    if (r->is_swagger)
        TRY(swagger_convert(r));
    take_info(r);
    TRY(origin_take(r));
    TRY(operations_read(r));
    TRY(schemas_finish(r));
    tags_take(r);
    if (r->out->endpoint_count == 0)
        return refuse(r, "/paths", "Tidak ada satu pun operasi", "There is no operation");
    return OK;
}

static enum err read_all(struct reading *r, const char *text, size_t size)
{
    json_auto_t *names = json_object(), *schemas = json_object(), *queue = json_array();
    json_auto_t *parts = json_object(), *kept = json_array();
    r->names = names;
    r->schemas = schemas;
    r->queue = queue;
    r->parts = parts;
    r->kept = kept;
    enum err e = parse(r, text, size);
    if (!e)
        e = take_all(r);
    json_decref(r->root);
    return e;
}

enum err document_read(struct arena *a, const char *text, size_t size, struct document *out,
                       struct finding *fault)
{
    struct document d = { .warnings = arena_alloc(a, WARNINGS_MAX * sizeof *d.warnings) };
    struct reading r = { .a = a, .out = &d, .fault = fault };
    pthread_mutex_lock(&reading_one);
    enum err const e = read_all(&r, text, size);
    pthread_mutex_unlock(&reading_one);
    if (!e)
        *out = d;
    return e;
}

const char *document_text(struct arena *a, const char *head, const char *body)
{
    bool const is_alone = body[0] != '{' || body[1] == '}';
    if (is_alone)
        return head;
    return arena_printf(a, "%.*s,%s", (int)strlen(head) - 1, head, body + 1);
}
