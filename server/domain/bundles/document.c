#include "domain/bundles/document.h"

#include "base/text.h"
#include "domain/bundles/json_written.h"
#include "domain/bundles/operations.h"
#include "domain/bundles/yaml.h"

#include <ctype.h>
#include <string.h>

enum { TEXT_A_NODE = 32 };              /* so many bytes of text weigh as much as a value */

static enum err refuse(struct arena *a, struct finding *fault, const char *place, const char *id,
                       const char *en)
{
    *fault = (struct finding){ .place = arena_copy(a, place), .id = id, .en = en };
    return err_because(DOCUMENT_UNUSABLE, "%.200s: %s", *place ? place : "/", en);
}

static enum err refuse_bulk(struct arena *a, struct finding *fault)
{
    return refuse(a, fault, "", "Dokumen terlalu dalam atau terlalu banyak isinya",
                  "The document is nested too deeply or holds too many values");
}

static enum err parse_json(struct arena *a, const char *text, size_t size, json_t **out,
                           struct finding *fault)
{
    if (!json_nests_within(text, size, DOCUMENT_DEPTH_MAX + 1))
        return refuse_bulk(a, fault);
    json_error_t at;
    *out = json_loadb(text, size, JSON_REJECT_DUPLICATES, &at);
    if (*out)
        return OK;
    const char *why = arena_copy(a, at.text);
    return refuse(a, fault, arena_printf(a, "line %d", at.line),
                  arena_printf(a, "JSON rusak: %s", why), why);
}

static enum err parse(struct arena *a, const char *text, size_t size, json_t **out,
                      struct finding *fault)
{
    size_t start = size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (start < size && isspace((unsigned char)text[start]))
        start++;
    if (size > DOCUMENT_BYTES_MAX)
        return refuse(a, fault, "", "Dokumen terlalu besar", "The document is too big");
    if (start < size && text[start] == '{')
        return parse_json(a, text + start, size - start, out, fault);
    return yaml_read(a, text + start, size - start, out, fault);
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

static enum err check_head(struct arena *a, const json_t *root, struct finding *fault)
{
    int nodes = 0;
    if (!json_is_object(root))
        return refuse(a, fault, "", "Dokumen harus berupa objek", "The document must be an object");
    if (!is_bounded(root, 0, &nodes))
        return refuse_bulk(a, fault);
    const char *version = json_text_at(root, "openapi", "");
    if (!text_starts(version, "3.0.") && !text_starts(version, "3.1."))
        return refuse(a, fault, "/openapi", "Harus OpenAPI 3.0 atau 3.1",
                      "It must be OpenAPI 3.0 or 3.1");
    const json_t *info = json_object_get(root, "info");
    if (!*json_text_at(info, "title", ""))
        return refuse(a, fault, "/info/title", "Judul tidak ada", "The title is missing");
    if (!*json_text_at(info, "version", ""))
        return refuse(a, fault, "/info/version", "Versi tidak ada", "The version is missing");
    if (!json_is_object(json_object_get(root, "paths")))
        return refuse(a, fault, "/paths", "Daftar path tidak ada", "The paths are missing");
    return OK;
}

static enum err take(struct arena *a, const json_t *root, struct document *out,
                     struct finding *fault)
{
    TRY(check_head(a, root, fault));
    const json_t *info = json_object_get(root, "info");
    struct document d = {
        .json = json_written(a, root),
        .title = arena_copy(a, json_text_at(info, "title", "")),
        .version = arena_copy(a, json_text_at(info, "version", "")),
        .summary = arena_copy(a, json_text_at(info, "summary", "")),
        .description = arena_copy(a, json_text_at(info, "description", "")),
        .endpoints = arena_alloc(a, ENDPOINTS_MAX * sizeof(struct endpoint)),
        .warnings = arena_alloc(a, WARNINGS_MAX * sizeof(struct finding)),
    };
    TRY(operations_read(a, root, &d, fault));
    if (d.endpoint_count == 0)
        return refuse(a, fault, "/paths", "Tidak ada satu pun operasi", "There is no operation");
    *out = d;
    return OK;
}

enum err document_read(struct arena *a, const char *text, size_t size, struct document *out,
                       struct finding *fault)
{
    json_auto_t *root = NULL;
    TRY(parse(a, text, size, &root, fault));
    return take(a, root, out, fault);
}
