#include "domain/documents/swagger_parts.h"

#include "base/text.h"
#include "domain/documents/keywords.h"
#include "domain/json/json.h"

#include <string.h>

static const char usual_type[] = "application/json";

/* What says something of a value, and stands in a schema of its own since OpenAPI 3.0. */
static const char *const value_words[] = {
    "type", "format", "items", "default", "maximum", "exclusiveMaximum", "minimum",
    "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems",
    "uniqueItems", "enum", "multipleOf", "x-nullable", "schema",
};

static void convert_all(struct reading *r, const struct place *at, json_t *many);

static void convert_value(struct reading *r, const struct place *at, enum holds holds,
                          json_t *value)
{
    if (json_is_object(value) && holds != HOLDS_MAP)
        swagger_schema(r, at, value);
    else
        convert_all(r, at, value);
}

static void convert_all(struct reading *r, const struct place *at, json_t *many)
{
    const char *key;
    json_t *value;
    size_t index;
    json_object_foreach(many, key, value)
        swagger_schema(r, AT(at, key), value);
    json_array_foreach(many, index, value)
        swagger_schema(r, ITEM(at, index), value);
}

static void convert_own_words(struct reading *r, json_t *schema)
{
    json_t *discriminator = json_object_get(schema, "discriminator");
    const char *ref = json_text_at(schema, "$ref", "");
    if (json_is_string(discriminator))
        json_object_set_new(schema, "discriminator",
                            json_pack("{sO}", "propertyName", discriminator));
    if (text_starts(ref, "#/definitions/"))
        json_object_set_new(schema, "$ref", json_string(arena_printf(r->a,
            "#/components/schemas/%s", ref + strlen("#/definitions/"))));
    if (json_is_true(json_object_get(schema, "x-nullable")))
        json_object_set_new(schema, "nullable", json_true());
    json_object_del(schema, "x-nullable");
    json_object_del(schema, "collectionFormat");
    if (!text_is(json_text_at(schema, "type", ""), "file"))
        return;
    json_object_set_new(schema, "type", json_string("string"));
    json_object_set_new(schema, "format", json_string("binary"));
}

void swagger_schema(struct reading *r, const struct place *at, json_t *schema)
{
    const char *key;
    json_t *value;
    if (!json_is_object(schema) || ++r->work > WORK_MAX)
        return;
    convert_own_words(r, schema);
    json_object_foreach(schema, key, value) {
        const struct keyword *k = keyword_find(key);
        if (k)
            convert_value(r, AT(at, key), k->holds, value);
    }
}

/* How the values of a list stand in one text. */
static void convert_format(struct reading *r, const struct place *at, json_t *parameter,
                           const char *format)
{
    static const struct { const char *format, *style; bool explodes; } formats[] = {
        { "csv", "form", false }, { "ssv", "spaceDelimited", false },
        { "pipes", "pipeDelimited", false }, { "multi", "form", true },
    };
    bool const in_query = text_is_one_of(json_text_at(parameter, "in", ""), "query|formData");
    if (text_is(format, "tsv"))
        reading_changed(r, AT(at, "collectionFormat"),
                        "Daftar yang dipisah tab menjadi daftar yang dipisah koma",
                        "A list parted by tabs became one parted by commas");
    if (!in_query || !text_is(json_text_at(parameter, "type", ""), "array"))
        return;
    size_t i = sizeof formats / sizeof formats[0] - 1;
    while (i > 0 && !text_is(formats[i].format, format))
        i--;
    json_object_set_new(parameter, "style", json_string(formats[i].style));
    json_object_set_new(parameter, "explode", json_boolean(formats[i].explodes));
}

void swagger_parameter(struct reading *r, const struct place *at, json_t *parameter)
{
    json_t *schema = json_object();
    json_t *example = json_object_get(parameter, "x-example");
    convert_format(r, at, parameter, json_text_at(parameter, "collectionFormat", "csv"));
    json_object_del(parameter, "collectionFormat");
    if (example && !json_object_get(parameter, "example"))
        json_object_set(parameter, "example", example);
    json_object_del(parameter, "x-example");
    for (size_t i = 0; i < sizeof value_words / sizeof value_words[0]; i++) {
        json_t *value = json_object_get(parameter, value_words[i]);
        if (value && text_is(value_words[i], "schema"))
            json_object_update(schema, value);
        else if (value)
            json_object_set(schema, value_words[i], value);
        json_object_del(parameter, value_words[i]);
    }
    swagger_schema(r, at, schema);
    json_object_set_new(parameter, "schema", schema);
}

/* One entry a media type, each with the same schema. */
static json_t *content_of(const json_t *types, json_t *schema, const char *otherwise)
{
    json_t *content = json_object();
    for (size_t i = 0; i < json_array_size(types); i++) {
        const char *type = json_string_value(json_array_get(types, i));
        if (type)
            json_object_set_new(content, type, json_pack("{sO}", "schema", schema));
    }
    if (json_object_size(content) == 0)
        json_object_set_new(content, otherwise, json_pack("{sO}", "schema", schema));
    return content;
}

static void add_examples(json_t *content, const json_t *examples)
{
    const char *type;
    json_t *example;
    json_object_foreach((json_t *)examples, type, example) {
        json_t *media = json_object_get(content, type);
        if (!media) {
            media = json_object();
            json_object_set_new(content, type, media);
        }
        json_object_set(media, "example", example);
    }
}

static void convert_headers(struct reading *r, const struct place *at, json_t *headers)
{
    const char *name;
    json_t *header;
    json_object_foreach(headers, name, header) {
        if (json_is_object(header) && !json_object_get(header, "$ref"))
            swagger_parameter(r, AT(at, name), header);
    }
}

void swagger_response(struct reading *r, const struct place *at, json_t *response,
                      const struct media *media)
{
    json_auto_t *schema = json_incref(json_object_get(response, "schema"));
    json_auto_t *examples = json_incref(json_object_get(response, "examples"));
    const char *ref = json_text_at(response, "$ref", "");
    if (text_starts(ref, "#/responses/")) {
        json_object_set_new(response, "$ref",
                            json_string(arena_printf(r->a, "#/components%s", ref + 1)));
        return;
    }
    convert_headers(r, AT(at, "headers"), json_object_get(response, "headers"));
    json_object_del(response, "schema");
    json_object_del(response, "examples");
    if (!schema && !json_is_object(examples))
        return;
    bool const is_file = text_is(json_text_at(schema, "type", ""), "file");
    swagger_schema(r, AT(at, "schema"), schema);
    json_t *content = schema ? content_of(media->produces, schema,
                                          is_file ? "application/octet-stream" : usual_type)
                             : json_object();
    add_examples(content, examples);
    json_object_set_new(response, "content", content);
}

json_t *swagger_body(const json_t *parameter, const struct media *media)
{
    json_auto_t *anything = json_object();
    json_t *schema = json_object_get(parameter, "schema");
    json_t *body = json_pack("{so}", "content", content_of(media->consumes,
                             json_is_object(schema) ? schema : anything, usual_type));
    json_t *description = json_object_get(parameter, "description");
    if (json_is_string(description))
        json_object_set(body, "description", description);
    json_object_set_new(body, "required",
                        json_boolean(json_is_true(json_object_get(parameter, "required"))));
    return body;
}

static const char *form_type(const json_t *consumes, bool has_file)
{
    size_t i;
    json_t *type;
    json_array_foreach(consumes, i, type) {
        const char *text = json_string_value(type);
        if (text && text_starts(text, "multipart/"))
            return "multipart/form-data";
    }
    return has_file ? "multipart/form-data" : "application/x-www-form-urlencoded";
}

static void add_field(struct reading *r, const struct place *at, const json_t *parameter,
                      json_t *schema)
{
    json_auto_t *copy = json_copy((json_t *)parameter);
    const char *name = json_text_at(parameter, "name", "");
    swagger_parameter(r, at, copy);
    json_t *value = json_object_get(copy, "schema");
    json_t *description = json_object_get(copy, "description");
    if (json_is_string(description))
        json_object_set(value, "description", description);
    json_object_set(json_object_get(schema, "properties"), name, value);
    if (json_is_true(json_object_get(parameter, "required")))
        json_array_append_new(json_object_get(schema, "required"), json_string(name));
}

json_t *swagger_form(struct reading *r, const struct place *at, const json_t *parameters,
                     const struct media *media)
{
    bool has_file = false;
    json_auto_t *schema = json_pack("{ss s{} s[]}", "type", "object", "properties", "required");
    for (size_t i = 0; i < json_array_size(parameters); i++) {
        const json_t *one = json_array_get(parameters, i);
        has_file |= text_is(json_text_at(one, "type", ""), "file");
        r->work += 16;
        add_field(r, ITEM(at, i), one, schema);
    }
    if (json_array_size(json_object_get(schema, "required")) == 0)
        json_object_del(schema, "required");
    return json_pack("{s{s{sO}}}", "content", form_type(media->consumes, has_file), "schema",
                     schema);
}
