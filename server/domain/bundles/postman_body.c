#include "domain/bundles/postman_body.h"

#include "base/text.h"
#include "domain/bundles/example.h"
#include "domain/bundles/postman_values.h"
#include "domain/json/json.h"

#include <string.h>

enum kind { KIND_JSON, KIND_FORM, KIND_PARTS, KIND_TEXT, KIND_OTHER };

static enum kind kind_of(struct arena *a, const char *type)
{
    const char *plain = text_trim(a, arena_printf(a, "%.*s", (int)strcspn(type, ";"), type));
    plain = text_lower(a, plain);
    if (text_ends(plain, "/json") || text_ends(plain, "+json") || text_is(plain, "*/*"))
        return KIND_JSON;
    if (text_is(plain, "application/x-www-form-urlencoded"))
        return KIND_FORM;
    if (text_is(plain, "multipart/form-data"))
        return KIND_PARTS;
    return text_starts(plain, "text/") ? KIND_TEXT : KIND_OTHER;
}

static const char *easiest(struct arena *a, json_t *content)
{
    const char *best = NULL, *type;
    json_t *media;
    json_object_foreach(content, type, media) {
        if (!best || kind_of(a, type) < kind_of(a, best))
            best = type;
    }
    return best;
}

static json_t *raw(const char *text, const char *language)
{
    return json_pack("{ss ss s{s{ss}}}", "mode", "raw", "raw", text,
                     "options", "raw", "language", language);
}

/* Within JSON two braces stand side by side in texts alone, where one may be written otherwise. */
static const char *without_variables(struct arena *a, const char *json)
{
    char *out = arena_alloc(a, strlen(json) * 4 + 1), *at = out;
    for (; *json; json++) {
        *at++ = *json;
        if (json[0] != '{' || json[1] != '{')
            continue;
        at = stpcpy(at, "\\u007b");
        json++;
    }
    return out;
}

static json_t *json_body(struct arena *a, const json_t *value)
{
    size_t const flags = JSON_INDENT(2) | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15);
    size_t const size = json_dumpb(value, NULL, 0, flags);
    char *text = arena_alloc(a, size + 1);
    json_dumpb(value, text, size, flags);
    return raw(without_variables(a, text), "json");
}

/* Objects travel as JSON unless the document gives them a style. */
static void add_fields(struct arena *a, const json_t *encoding, const char *name,
                       const json_t *value, json_t *list)
{
    bool const has_style = json_object_get(encoding, "style")
                           || json_object_get(encoding, "explode");
    struct postman_style s = postman_style_of(encoding, name, IN_TEXT);
    if (json_is_object(value) && !has_style)
        json_array_append_new(list, json_pack("{ss ss}", "key", name,
                                              "value", json_written(a, value)));
    else if (!json_is_null(value))
        postman_pairs(a, &s, value, list);
}

static bool is_bytes(const json_t *schema)
{
    return text_is(json_text_at(schema, "format", ""), "binary")
           || (json_object_get(schema, "contentMediaType")
               && !json_object_get(schema, "contentEncoding"));
}

static bool is_file(const json_t *property, const json_t *encoding)
{
    json_auto_t *schema = example_flat(property);
    json_auto_t *items = example_flat(json_object_get(schema, "items"));
    const char *type = json_text_at(encoding, "contentType", "");
    return is_bytes(schema) || is_bytes(items) || text_starts(type, "image/")
           || text_ends(type, "pdf") || text_ends(type, "octet-stream");
}

static void type_fields(json_t *list)
{
    size_t at;
    json_t *one;
    json_array_foreach(list, at, one) {
        if (!json_object_get(one, "type"))
            json_object_set_new(one, "type", json_string("text"));
    }
}

/* A file is chosen by whoever sends it. */
static json_t *fields(struct arena *a, const json_t *media, const json_t *value, bool has_files)
{
    json_auto_t *schema = example_flat(json_object_get(media, "schema"));
    const json_t *properties = json_object_get(schema, "properties");
    const json_t *encodings = json_object_get(media, "encoding");
    json_t *list = json_array(), *one;
    const char *name;
    json_object_foreach((json_t *)value, name, one) {
        const json_t *encoding = json_object_get(encodings, name);
        if (has_files && is_file(json_object_get(properties, name), encoding))
            json_array_append_new(list, json_pack("{ss ss s[]}", "key", name, "type", "file",
                                                  "src"));
        else
            add_fields(a, encoding, name, one, list);
    }
    type_fields(list);
    return list;
}

static json_t *body_of(struct arena *a, enum kind kind, const json_t *media, const json_t *value)
{
    switch (kind) {
    case KIND_JSON:
        return json_body(a, value);
    case KIND_FORM:
        return json_pack("{ss so}", "mode", "urlencoded", "urlencoded",
                         fields(a, media, value, false));
    case KIND_PARTS:
        return json_pack("{ss so}", "mode", "formdata", "formdata",
                         fields(a, media, value, true));
    default:
        return json_is_string(value) ? raw(json_string_value(value), "text")
                                     : json_body(a, value);
    }
}

json_t *postman_body(struct arena *a, const char *method, const json_t *body, json_t *headers)
{
    json_t *content = json_object_get(body, "content");
    const char *type = easiest(a, content);
    if (!type || text_is_one_of(method, "GET|HEAD|TRACE"))
        return NULL;
    const json_t *media = json_object_get(content, type);
    enum kind const kind = kind_of(a, type);
    json_auto_t *value = example_for(media);
    if (!value)
        return NULL;
    const char *sent = text_is(type, "*/*") ? "application/json" : type;
    if (kind != KIND_FORM && kind != KIND_PARTS)
        json_array_append_new(headers, json_pack("{ss ss}", "key", "Content-Type", "value", sent));
    return body_of(a, kind, media, value);
}
