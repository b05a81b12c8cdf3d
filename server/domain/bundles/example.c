#include "domain/bundles/example.h"

#include "base/text.h"
#include "domain/json/json.h"

#include <math.h>
#include <string.h>

enum { LEVELS_MAX = 8, PARTS_MAX = 20, VALUES_MAX = 500, LENGTH_MAX = 1000,
       ITEMS_MAX = 20 };

struct maker {
    int left;                       /* values that may still be made */
};

/* -- Schemas -------------------------------------------------------------------------------- */

static void join_required(json_t *out, json_t *names)
{
    json_t *all = json_copy(json_object_get(out, "required"));
    if (json_is_array(all))
        json_array_extend(all, names);
    json_object_set_new(out, "required", json_is_array(all) ? all : json_incref(names));
}

/* What more says goes before what out says; members and what must be are of both. */
static void join(json_t *out, const json_t *more)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)more, key, value) {
        json_t *own = json_object_get(out, key);
        if (json_is_object(own) && json_is_object(value) && text_is(key, "properties")) {
            json_t *both = json_copy(own);
            json_object_update(both, value);
            json_object_set_new(out, key, both);
        } else if (own && text_is(key, "required") && json_is_array(value)) {
            join_required(out, value);
        } else if (!text_is_one_of(key, "allOf|oneOf|anyOf")) {
            json_object_set(out, key, value);
        }
    }
}

/* The first type but null, told by other words where none is named; "" where any will do. */
static const char *type_of(const json_t *schema)
{
    static const struct { const char *type, *words; } hints[] = {
        { "object", "properties|additionalProperties|required" },
        { "array", "items|prefixItems|minItems|maxItems" },
        { "string", "pattern|minLength|maxLength|format" },
        { "number", "minimum|maximum|exclusiveMinimum|exclusiveMaximum|multipleOf" },
    };
    const char *key;
    json_t *value = json_object_get(schema, "type"), *one;
    size_t at;
    if (json_is_string(value))
        return json_string_value(value);
    json_array_foreach(value, at, one) {
        if (json_is_string(one) && !text_is(json_string_value(one), "null"))
            return json_string_value(one);
    }
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++) {
        json_object_foreach((json_t *)schema, key, value) {
            if (text_is_one_of(key, hints[i].words))
                return hints[i].type;
        }
    }
    return "";
}

static json_t *flat(const json_t *schema, int depth);

static const json_t *first_way(const json_t *schema)
{
    const json_t *ways = json_object_get(schema, "oneOf");
    size_t at;
    json_t *way;
    if (!ways)
        ways = json_object_get(schema, "anyOf");
    json_array_foreach(ways, at, way) {
        if (!text_is(json_text_at(way, "type", ""), "null"))
            return way;
    }
    return NULL;
}

static void join_flat(json_t *out, const json_t *part, int depth)
{
    json_auto_t *whole = flat(part, depth + 1);
    join(out, whole);
}

static json_t *flat(const json_t *schema, int depth)
{
    json_t *out = json_object();
    if (!json_is_object(schema) || depth > PARTS_MAX)
        return out;
    size_t at;
    json_t *part;
    json_array_foreach(json_object_get(schema, "allOf"), at, part)
        join_flat(out, part, depth);
    join(out, schema);
    const json_t *way = first_way(schema);
    if (way)
        join_flat(out, way, depth);
    return out;
}

json_t *example_flat(const json_t *schema)
{
    return flat(schema, 0);
}

/* -- Values --------------------------------------------------------------------------------- */

/* What the schema itself names; borrowed. */
static json_t *named(const json_t *schema)
{
    static const char *const words[] = { "example", "examples", "default", "const", "enum" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        json_t *value = json_object_get(schema, words[i]);
        bool const is_list = text_is_one_of(words[i], "examples|enum");
        json_t *found = is_list ? json_array_get(value, 0) : value;
        if (found)
            return found;
    }
    return NULL;
}

static json_t *make(struct maker *m, const json_t *schema, int level);

static const char *text_of_format(const char *format)
{
    static const char *const texts[][2] = {
        { "date", "2026-01-31" }, { "date-time", "2026-01-31T09:30:00Z" }, { "time", "09:30:00Z" },
        { "duration", "P1D" }, { "email", "nama@contoh.go.id" }, { "hostname", "contoh.go.id" },
        { "uri", "https://contoh.go.id/" }, { "url", "https://contoh.go.id/" },
        { "uuid", "0197c6a4-5f3e-7b1a-9c2d-3e4f5a6b7c8d" }, { "ipv4", "192.0.2.10" },
        { "ipv6", "2001:db8::10" }, { "byte", "Y29udG9o" }, { "idn-email", "nama@contoh.go.id" },
        { "uri-reference", "/contoh" }, { "json-pointer", "/contoh" }, { "regex", "^[a-z]+$" },
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (text_is(texts[i][0], format))
            return texts[i][1];
    }
    return NULL;
}

static json_t *text_value(const json_t *schema)
{
    const char *ready = text_of_format(json_text_at(schema, "format", ""));
    if (ready)
        return json_string(ready);
    char text[LENGTH_MAX + 1] = "contoh";
    json_int_t const low = json_integer_value(json_object_get(schema, "minLength"));
    const json_t *most = json_object_get(schema, "maxLength");
    size_t length = strlen(text);
    for (; (json_int_t)length < low && length < LENGTH_MAX; length++)
        text[length] = 'x';
    if (json_is_integer(most) && json_integer_value(most) >= 0
        && json_integer_value(most) < (json_int_t)length)
        text[json_integer_value(most)] = '\0';
    return json_string(text);
}

/* A bound that the value itself must not reach is passed by one step. */
static double bound(const json_t *schema, const char *name, const char *exclusive, double fallback,
                    double step)
{
    const json_t *value = json_object_get(schema, name);
    const json_t *beyond = json_object_get(schema, exclusive);
    if (json_is_number(beyond))
        return json_number_value(beyond) + step;
    if (!json_is_number(value))
        return fallback;
    return json_number_value(value) + (json_is_true(beyond) ? step : 0);
}

static json_t *number_value(const json_t *schema, bool is_whole)
{
    double const given = json_number_value(json_object_get(schema, "multipleOf"));
    double const step = given > 0 ? given : is_whole ? 1 : 0.5;
    double const low = bound(schema, "minimum", "exclusiveMinimum", -INFINITY, step);
    double const high = bound(schema, "maximum", "exclusiveMaximum", INFINITY, -step);
    double value = fmin(fmax(given > 0 ? given : 1, low), high);
    if (is_whole || given > 0)
        value = round(ceil(value / step) * step * 1e9) / 1e9;
    if (fabs(value) < 1e15 && value == floor(value))
        return json_integer((json_int_t)value);
    return isfinite(value) ? json_real(value) : json_integer(1);
}

static bool is_needed(const json_t *schema, const char *name)
{
    size_t at;
    json_t *one;
    json_array_foreach(json_object_get(schema, "required"), at, one) {
        if (text_is(json_string_value(one), name))
            return true;
    }
    return false;
}

/* Where members may have any name: one. */
static void add_other(struct maker *m, const json_t *schema, int level, json_t *out)
{
    const json_t *more = json_object_get(schema, "additionalProperties");
    json_t *value = more && !json_is_false(more) ? make(m, more, level + 1) : NULL;
    if (value)
        json_object_set_new(out, "nama", value);
}

/* What must be sent, and what has an example; everything, with all. */
static json_t *object_value(struct maker *m, const json_t *schema, int level, bool all)
{
    const char *name;
    json_t *member, *out = json_object();
    json_object_foreach(json_object_get(schema, "properties"), name, member) {
        json_auto_t *whole = flat(member, 0);
        bool const is_shown = all || is_needed(schema, name)
                              || (named(whole) && !json_is_true(json_object_get(whole,
                                                                                "deprecated")));
        if (!is_shown || json_is_true(json_object_get(whole, "readOnly")))
            continue;
        json_t *value = make(m, member, level + 1);
        if (value)
            json_object_set_new(out, name, value);
    }
    if (all && !json_object_get(schema, "properties"))
        add_other(m, schema, level, out);
    if (json_object_size(out) || all)
        return out;
    json_decref(out);
    return object_value(m, schema, level, true);
}

static json_t *places_value(struct maker *m, const json_t *places, int level)
{
    size_t at;
    json_t *place, *out = json_array();
    json_array_foreach(places, at, place) {
        json_t *value = make(m, place, level + 1);
        json_array_append_new(out, value ? value : json_null());
    }
    return out;
}

static json_t *array_value(struct maker *m, const json_t *schema, int level)
{
    const json_t *places = json_object_get(schema, "prefixItems");
    const json_t *most = json_object_get(schema, "maxItems");
    if (places)
        return places_value(m, places, level);
    json_t *out = json_array();
    if (json_is_integer(most) && json_integer_value(most) == 0)
        return out;
    bool const is_alone = json_is_true(json_object_get(schema, "uniqueItems"));
    json_int_t const least = json_integer_value(json_object_get(schema, "minItems"));
    json_int_t const count = is_alone || least < 1 ? 1 : least < ITEMS_MAX ? least : ITEMS_MAX;
    json_t *value = make(m, json_object_get(schema, "items"), level + 1);
    for (json_int_t i = 0; value && i < count; i++)
        json_array_append(out, value);
    json_decref(value);
    return out;
}

static json_t *make(struct maker *m, const json_t *schema, int level)
{
    if (level > LEVELS_MAX || --m->left < 0 || json_object_get(schema, "$ref"))
        return NULL;
    json_auto_t *whole = flat(schema, 0);
    json_t *ready = named(whole);
    const char *type = type_of(whole);
    if (ready)
        return json_incref(ready);
    if (text_is(type, "object"))
        return object_value(m, whole, level, false);
    if (text_is(type, "array"))
        return array_value(m, whole, level);
    if (text_is_one_of(type, "integer|number"))
        return number_value(whole, text_is(type, "integer"));
    if (text_is(type, "boolean"))
        return json_true();
    return text_is(type, "null") ? json_null() : text_value(whole);
}

static json_t *value_of(const json_t *schema)
{
    struct maker m = { .left = VALUES_MAX };
    return make(&m, schema, 0);
}

/* -- Parts ---------------------------------------------------------------------------------- */

/* A parameter may have its schema within a media type. */
static const json_t *described(const json_t *part)
{
    json_t *content = json_object_get(part, "content");
    const json_t *media = json_object_iter_value(json_object_iter(content));
    return media ? media : part;
}

static json_t *own_example(const json_t *part)
{
    json_t *one = json_object_get(part, "example");
    json_t *examples = json_object_get(part, "examples");
    void *at = json_object_iter(examples);
    for (; !one && at; at = json_object_iter_next(examples, at))
        one = json_object_get(json_object_iter_value(at), "value");
    return one;
}

json_t *example_for(const json_t *part)
{
    const json_t *where = described(part);
    json_t *own = own_example(where);
    return own ? json_incref(own) : value_of(json_object_get(where, "schema"));
}

bool example_is_given(const json_t *part)
{
    const json_t *where = described(part);
    const json_t *schema = json_object_get(where, "schema");
    return own_example(where) || json_object_get(schema, "example")
           || json_array_size(json_object_get(schema, "examples"));
}
