/* What a schema says of one type. */
#include "domain/validation/compile.h"
#include "domain/validation/formats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static long double number_at(const json_t *schema, const char *name, bool *out)
{
    const json_t *value = json_object_get(schema, name);
    *out |= json_is_number(value);
    return json_is_integer(value) ? (long double)json_integer_value(value)
                                  : (long double)json_real_value(value);
}

/* A bound that is itself allowed, and one that is not; the tighter one holds. In OpenAPI 3.0 the
 * second is a word about the first. */
static void bound(const json_t *schema, const char *name, const char *excluding, int sign,
                  struct number_rule *out)
{
    bool has_in = false, has_out = false;
    long double const in = number_at(schema, name, &has_in);
    long double const beyond = number_at(schema, excluding, &has_out);
    bool const is_out = json_is_true(json_object_get(schema, excluding))
                        || (has_out && (!has_in || beyond * sign >= in * sign));
    long double const value = has_out && is_out ? beyond : in;
    if (!has_in && !has_out)
        return;
    if (sign > 0)
        *out = (struct number_rule){ true, out->has_max, is_out, out->max_is_out, value,
                                     out->max, out->step };
    else
        *out = (struct number_rule){ out->has_min, true, out->min_is_out, is_out, out->min, value,
                                     out->step };
}

const struct number_rule *compile_number(struct compiling *c, const json_t *schema)
{
    struct number_rule rule = { 0 };
    bool has_step = false;
    bound(schema, "minimum", "exclusiveMinimum", 1, &rule);
    bound(schema, "maximum", "exclusiveMaximum", -1, &rule);
    rule.step = number_at(schema, "multipleOf", &has_step);
    if (!(rule.step > 0))
        rule.step = 0;
    if (!rule.has_min && !rule.has_max && rule.step == 0)
        return NULL;
    struct number_rule *kept = ARENA_NEW(c->a, struct number_rule);
    *kept = rule;
    return kept;
}

static uint32_t count_at(const json_t *schema, const char *name, uint32_t usual)
{
    const json_t *value = json_object_get(schema, name);
    double const count = json_number_value(value);
    if (!json_is_number(value) || !(count >= 0))
        return usual;
    return count < (double)COUNT_ANY ? (uint32_t)count : COUNT_ANY;
}

static struct bounds bounds_of(const json_t *schema, const char *min, const char *max)
{
    return (struct bounds){ count_at(schema, min, 0), count_at(schema, max, COUNT_ANY) };
}

static bool bounds_say(const struct bounds *b)
{
    return b->min > 0 || b->max < COUNT_ANY;
}

const struct text_rule *compile_text(struct compiling *c, const json_t *schema)
{
    const char *pattern = json_string_value(json_object_get(schema, "pattern"));
    struct text_rule const rule = {
        .length = bounds_of(schema, "minLength", "maxLength"),
        .format = format_of(json_string_value(json_object_get(schema, "format"))),
        .pattern = pattern ? compile_pattern(c, pattern) : NULL,
        .pattern_text = pattern ? arena_copy(c->a, pattern) : NULL,
    };
    if (!pattern && rule.format == FORMAT_NONE && !bounds_say(&rule.length))
        return NULL;
    struct text_rule *kept = ARENA_NEW(c->a, struct text_rule);
    *kept = rule;
    return kept;
}

/* Until JSON Schema 2019 a list under items meant what prefixItems means now. */
static void compile_places(struct compiling *c, const json_t *schema, struct array_rule *out)
{
    json_t *items = json_object_get(schema, "items");
    bool const is_old = json_is_array(items);
    const json_t *list = is_old ? items : json_object_get(schema, "prefixItems");
    size_t const count = json_array_size(list);
    if (count > 0) {
        const struct shape **first = arena_alloc(c->a, count * sizeof(struct shape *));
        for (size_t i = 0; i < count; i++)
            first[i] = compile_shape(c, json_array_get(list, i));
        out->first = first;
    }
    out->first_count = count;
    out->rest = compile_shape(c, is_old ? json_object_get(schema, "additionalItems") : items);
}

const struct array_rule *compile_array(struct compiling *c, const json_t *schema)
{
    struct array_rule rule = {
        .count = bounds_of(schema, "minItems", "maxItems"),
        .is_unique = json_is_true(json_object_get(schema, "uniqueItems")),
        .some = compile_shape(c, json_object_get(schema, "contains")),
    };
    compile_places(c, schema, &rule);
    if (!bounds_say(&rule.count) && !rule.is_unique && !rule.some && !rule.first && !rule.rest)
        return NULL;
    struct array_rule *kept = ARENA_NEW(c->a, struct array_rule);
    *kept = rule;
    return kept;
}

static int compare_names(const void *a, const void *b)
{
    const struct property *const *left = a, *const *right = b;
    return strcmp((*left)->name, (*right)->name);
}

static void sort_properties(struct compiling *c, struct object_rule *out)
{
    const struct property **sorted =
        arena_alloc(c->a, (out->property_count + 1) * sizeof(struct property *));
    for (size_t i = 0; i < out->property_count; i++)
        sorted[i] = &out->properties[i];
    qsort(sorted, out->property_count, sizeof(struct property *), compare_names);
    out->by_name = sorted;
}

/* Those that are described, then those that are only demanded. */
static void compile_properties(struct compiling *c, const json_t *schema, struct object_rule *out)
{
    json_t *described = json_object_get(schema, "properties"), *shape, *name;
    const json_t *required = json_object_get(schema, "required");
    json_auto_t *demanded = json_object();
    const char *key;
    size_t i;
    json_array_foreach(required, i, name) {
        if (json_is_string(name))
            json_object_set_new(demanded, json_string_value(name), json_true());
    }
    struct property *all = arena_alloc(
        c->a, (json_object_size(described) + json_object_size(demanded) + 1) * sizeof *all);
    json_object_foreach(described, key, shape) {
        all[out->property_count++] = (struct property){
            arena_copy(c->a, key), compile_shape(c, shape), json_object_get(demanded, key) };
        json_object_del(demanded, key);
    }
    json_object_foreach(demanded, key, shape)
        all[out->property_count++] = (struct property){ arena_copy(c->a, key), NULL, true };
    out->properties = all;
    sort_properties(c, out);
}

static void compile_patterns(struct compiling *c, const json_t *schema, struct object_rule *out)
{
    json_t *given = json_object_get(schema, "patternProperties"), *shape;
    const char *key;
    if (json_object_size(given) == 0)
        return;
    struct named_pattern *all = arena_alloc(c->a, json_object_size(given) * sizeof *all);
    json_object_foreach(given, key, shape)
        all[out->pattern_count++] = (struct named_pattern){ compile_pattern(c, key),
                                                            compile_shape(c, shape) };
    out->patterns = all;
}

const struct object_rule *compile_object(struct compiling *c, const json_t *schema)
{
    struct object_rule rule = {
        .count = bounds_of(schema, "minProperties", "maxProperties"),
        .others = compile_shape(c, json_object_get(schema, "additionalProperties")),
        .names = compile_shape(c, json_object_get(schema, "propertyNames")),
    };
    compile_properties(c, schema, &rule);
    compile_patterns(c, schema, &rule);
    if (!bounds_say(&rule.count) && !rule.others && !rule.names && rule.property_count == 0
        && rule.pattern_count == 0)
        return NULL;
    struct object_rule *kept = ARENA_NEW(c->a, struct object_rule);
    *kept = rule;
    return kept;
}

const struct property *shape_property(const struct object_rule *o, const char *name)
{
    struct property const wanted = { .name = name };
    const struct property *at = &wanted;
    const struct property *const *found = bsearch(&at, o->by_name, o->property_count,
                                                  sizeof(struct property *), compare_names);
    return found ? *found : NULL;
}
