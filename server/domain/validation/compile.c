#include "domain/validation/compile.h"

#include "base/text.h"
#include "domain/json/json.h"
#include "domain/validation/pattern.h"

#include <stdlib.h>
#include <string.h>

#define COMPONENTS "#/components/schemas/"

const json_t *compile_keep(struct compiling *c, json_t *value)
{
    if (value)
        json_array_append(c->kept, value);
    return value;
}

const struct pattern *compile_pattern(struct compiling *c, const char *text)
{
    size_t size;
    if (c->pattern_count == PATTERNS_MAX || c->pattern_bytes > PATTERNS_BYTES_MAX)
        return NULL;
    struct pattern *pattern = pattern_new(text, &size);
    if (!pattern)
        return NULL;
    if (c->pattern_count == c->pattern_room) {
        c->pattern_room = c->pattern_room ? c->pattern_room * 2 : 16;
        c->patterns = realloc(c->patterns, c->pattern_room * sizeof(struct pattern *));
        if (!c->patterns)
            abort();
    }
    c->patterns[c->pattern_count++] = pattern;
    c->pattern_bytes += size;
    return pattern;
}

static unsigned type_of(const char *name)
{
    static const struct { const char *name; enum type type; } types[] = {
        { "null", TYPE_NULL }, { "boolean", TYPE_BOOLEAN }, { "integer", TYPE_INTEGER },
        { "number", TYPE_NUMBER | TYPE_INTEGER }, { "string", TYPE_STRING },
        { "array", TYPE_ARRAY }, { "object", TYPE_OBJECT }, { "file", TYPE_STRING },
    };
    for (size_t i = 0; name && i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(name, types[i].name) == 0)
            return types[i].type;
    }
    return 0;
}

/* Nothing said, or nothing that is known, is anything. */
static uint8_t types_of(const json_t *schema)
{
    const json_t *given = json_object_get(schema, "type"), *one;
    unsigned types = type_of(json_string_value(given));
    size_t i;
    json_array_foreach(given, i, one)
        types |= type_of(json_string_value(one));
    return (uint8_t)(types ? types : TYPE_ANY);
}

static struct shapes shapes_of(struct compiling *c, const json_t *list)
{
    size_t const count = json_array_size(list);
    if (count == 0)
        return (struct shapes){ 0 };
    const struct shape **items = arena_alloc(c->a, count * sizeof(struct shape *));
    for (size_t i = 0; i < count; i++)
        items[i] = compile_shape(c, json_array_get(list, i));
    return (struct shapes){ items, count };
}

static const struct shape *component_of(const struct compiling *c, const char *ref)
{
    if (!ref || !text_starts(ref, COMPONENTS))
        return NULL;
    const json_t *place = json_object_get(c->places, ref + strlen(COMPONENTS));
    return place ? &c->components[json_integer_value(place)] : NULL;
}

/* The values that the mapping names, then the alternatives by their components' names. */
static const struct discriminator *discriminator_of(struct compiling *c, const json_t *schema,
                                                    const struct shapes *among)
{
    const json_t *given = json_object_get(schema, "discriminator");
    const char *property = json_string_value(json_object_get(given, "propertyName"));
    json_t *mapping = json_object_get(given, "mapping"), *ref;
    const char *value;
    if (!property || among->count == 0)
        return NULL;
    struct property *choices =
        arena_alloc(c->a, (json_object_size(mapping) + among->count) * sizeof *choices);
    struct discriminator *d = ARENA_NEW(c->a, struct discriminator);
    *d = (struct discriminator){ .property = arena_copy(c->a, property), .choices = choices };
    json_object_foreach(mapping, value, ref) {
        const struct shape *shape = component_of(c, json_string_value(ref));
        if (shape)
            choices[d->count++] = (struct property){ arena_copy(c->a, value), shape };
    }
    for (size_t i = 0; i < among->count; i++) {
        const struct shape *shape = among->items[i];
        if (shape && shape->name)
            choices[d->count++] = (struct property){ shape->name, shape };
    }
    return d->count > 0 ? d : NULL;
}

static const struct mix_rule *mix_of(struct compiling *c, const json_t *schema)
{
    static const char *const words[] = { "allOf", "anyOf", "oneOf", "not", "if" };
    bool says_any = false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        says_any |= json_object_get(schema, words[i]) != NULL;
    if (!says_any)
        return NULL;
    static const struct shape anything = { .types = TYPE_ANY };
    struct mix_rule *mix = ARENA_NEW(c->a, struct mix_rule);
    json_t *not = json_object_get(schema, "not"), *when = json_object_get(schema, "if");
    mix->all = shapes_of(c, json_object_get(schema, "allOf"));
    mix->any = shapes_of(c, json_object_get(schema, "anyOf"));
    mix->one = shapes_of(c, json_object_get(schema, "oneOf"));
    mix->by = discriminator_of(c, schema, mix->one.count ? &mix->one : &mix->any);
    mix->not = compile_shape(c, not);
    mix->not = not && !mix->not ? &anything : mix->not;
    mix->when = compile_shape(c, when);
    mix->when = when && !mix->when ? &anything : mix->when;
    mix->then = compile_shape(c, json_object_get(schema, "then"));
    mix->otherwise = compile_shape(c, json_object_get(schema, "else"));
    return mix;
}

static json_t *first_of(const json_t *schema)
{
    json_t *example = json_object_get(schema, "example");
    return example ? example : json_array_get(json_object_get(schema, "examples"), 0);
}

static void fill(struct compiling *c, json_t *schema, struct shape *out)
{
    json_t *choices = json_object_get(schema, "enum");
    out->types = types_of(schema);
    out->is_nothing = json_is_false(schema);
    out->may_be_null = json_is_true(json_object_get(schema, "nullable"));
    out->is_read_only = json_is_true(json_object_get(schema, "readOnly"));
    out->is_write_only = json_is_true(json_object_get(schema, "writeOnly"));
    out->ref = component_of(c, json_string_value(json_object_get(schema, "$ref")));
    out->number = compile_number(c, schema);
    out->text = compile_text(c, schema);
    out->array = compile_array(c, schema);
    out->object = compile_object(c, schema);
    out->mix = mix_of(c, schema);
    out->choices = json_is_array(choices) ? compile_keep(c, choices) : NULL;
    out->only = compile_keep(c, json_object_get(schema, "const"));
    out->example = compile_keep(c, first_of(schema));
    out->usual = compile_keep(c, json_object_get(schema, "default"));
}

/* The component itself, where the schema is a reference and nothing else. */
const struct shape *compile_shape(struct compiling *c, json_t *schema)
{
    const char *ref = json_string_value(json_object_get(schema, "$ref"));
    if (!json_is_false(schema) && json_object_size(schema) == 0)
        return NULL;
    if (ref && json_object_size(schema) == 1)
        return component_of(c, ref);
    struct shape *shape = ARENA_NEW(c->a, struct shape);
    fill(c, schema, shape);
    return shape;
}

void compile_components(struct compiling *c, const struct schema *items, int count)
{
    c->components = arena_alloc(c->a, ((size_t)count + 1) * sizeof *c->components);
    for (int i = 0; i < count; i++) {
        c->components[i].name = arena_copy(c->a, items[i].name);
        json_object_set_new(c->places, items[i].name, json_integer(i));
    }
    for (int i = 0; i < count; i++) {
        json_auto_t *schema = json_loads(items[i].json, JSON_DECODE_ANY, NULL);
        fill(c, schema, &c->components[i]);
    }
}
