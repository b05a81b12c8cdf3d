#include "domain/documents/comparing.h"

#include "base/text.h"
#include "domain/json/json.h"

#include <string.h>

enum { MERGES_MAX = 20 };

#define HEAD "#/components/schemas/"

/* One pair of schemas, each with its references and allOf put together. */
struct pair {
    const struct place *at;
    enum way way;
    const json_t *before, *after;
};

static const char *name_in(const json_t *schema)
{
    const char *ref = json_text_at(schema, "$ref", "");
    return text_starts(ref, HEAD) ? ref + strlen(HEAD) : NULL;
}

static void put_together(struct comparing *c, struct side *side, const json_t *schema, int merges,
                         json_t *out);

static void add_members(json_t *out, const json_t *schema, const char *name)
{
    json_t *given = json_object_get(schema, name), *kept = json_object_get(out, name);
    if (!given)
        return;
    if (!kept)
        json_object_set_new(out, name, json_copy(given));
    else if (json_is_object(given) && json_is_object(kept))
        json_object_update_missing(kept, given);
    else if (json_is_array(given) && json_is_array(kept))
        json_array_extend(kept, given);
}

static void merge_one(struct comparing *c, struct side *side, const json_t *schema, int merges,
                      json_t *out)
{
    const json_t *all = json_object_get(schema, "allOf");
    json_auto_t *rest = json_copy((json_t *)schema);
    add_members(out, schema, "properties");
    add_members(out, schema, "required");
    c->work += json_object_size(json_object_get(schema, "properties"))
               + json_array_size(json_object_get(schema, "required"));
    json_object_update_missing(out, rest);
    for (size_t i = 0; i < json_array_size(all); i++)
        put_together(c, side, json_array_get(all, i), merges + 1, out);
}

static void put_together(struct comparing *c, struct side *side, const json_t *schema, int merges,
                         json_t *out)
{
    const char *name = name_in(schema);
    c->work += 1 + json_object_size(schema);
    if (!json_is_object(schema) || merges > MERGES_MAX || c->work > COMPARE_WORK_MAX)
        return;
    merge_one(c, side, schema, merges, out);
    if (name)
        put_together(c, side, side_schema(side, name), merges + 1, out);
}

/* One side of a pair as it stands there: "nothing or that" is that, which may be nothing. */
struct shown_schema {
    const json_t *schema;
    bool may_be_null;
};

static bool is_null_alone(const json_t *schema)
{
    return json_object_size(schema) == 1 && text_is(json_text_at(schema, "type", ""), "null");
}

static struct shown_schema unwrapped(const json_t *schema)
{
    const json_t *one = json_object_get(schema, "oneOf");
    const json_t *options = one ? one : json_object_get(schema, "anyOf");
    bool const is_more = json_object_get(schema, "properties") || json_object_get(schema, "allOf");
    for (size_t i = 0; !is_more && i < 2 && json_array_size(options) == 2; i++) {
        const json_t *other = json_array_get(options, 1 - i);
        if (is_null_alone(json_array_get(options, i)) && json_is_object(other))
            return (struct shown_schema){ other, true };
    }
    return (struct shown_schema){ schema, false };
}

/* The same name in both, of schemas that no change touches; or a pair that was compared before. */
static bool is_settled(struct comparing *c, enum way way, const struct shown_schema *before,
                       const struct shown_schema *after)
{
    const char *old = name_in(before->schema), *new = name_in(after->schema);
    int const null_change = after->may_be_null - before->may_be_null;
    if (!old || !new)
        return false;
    if (text_is(old, new) && null_change == 0 && !json_object_get(c->touched, old))
        return true;
    const char *key = arena_printf(c->a, "%d %s %s %d", (int)way, old, new, null_change);
    if (json_object_get(c->met, key))
        return true;
    json_object_set_new(c->met, key, json_true());
    return false;
}

static json_t *whole(struct comparing *c, struct side *side, const struct shown_schema *from)
{
    json_t *out = json_object();
    put_together(c, side, from->schema, 0, out);
    if (from->may_be_null)
        json_object_set_new(out, "nullable", json_true());
    return out;
}

static bool has_type(const json_t *schema, const char *type)
{
    const json_t *types = json_object_get(schema, "type");
    if (strcmp(type, "null") == 0 && json_is_true(json_object_get(schema, "nullable")))
        return true;
    if (json_is_string(types))
        return strcmp(json_string_value(types), type) == 0;
    for (size_t i = 0; i < json_array_size(types); i++) {
        if (text_is(json_string_value(json_array_get(types, i)), type))
            return true;
    }
    return false;
}

/* Every value of the type, given what stands in the other schema. */
static bool takes_type(const json_t *schema, const char *type)
{
    return !json_object_get(schema, "type") || has_type(schema, type)
           || (strcmp(type, "integer") == 0 && has_type(schema, "number"));
}

/* A change of numbers is one of whole numbers as well: that is said once. */
static bool is_said(const struct pair *p, const char *type)
{
    bool const was = takes_type(p->before, "number"), is = takes_type(p->after, "number");
    return strcmp(type, "integer") == 0 && was != is && takes_type(p->before, type) == was;
}

static void compare_types(struct comparing *c, const struct pair *p)
{
    static const char *const types[] = { "string", "number", "integer", "boolean", "object",
                                         "array", "null" };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        const char *type = types[i];
        bool const was = takes_type(p->before, type), is = takes_type(p->after, type);
        if (was == is || is_said(p, type))
            continue;
        if (was)
            DIFFER(c, p->at, p->way == SENT, "Tipe %s tidak lagi diterima",
                   "The type %s is no longer one of its types", type);
        else
            DIFFER(c, p->at, p->way == ANSWERED, "Tipe %s menjadi mungkin",
                   "The type %s becomes one of its types", type);
    }
}

/* The choices by what they are written as, so that each is looked at once. */
static json_t *choices_of(struct comparing *c, const json_t *list)
{
    AUTO_ARENA struct arena a = { 0 };
    json_t *met = json_object();
    size_t i;
    json_t *one;
    c->work += json_array_size(list);
    json_array_foreach(list, i, one)
        json_object_set(met, json_sorted(&a, one), one);
    return met;
}

static const char *shown(struct comparing *c, const json_t *value)
{
    const char *text = json_scalar(c->a, value);
    return shortened(c->a, text ? text : json_written(c->a, value));
}

static void compare_choices(struct comparing *c, const struct pair *p)
{
    const json_t *old = json_object_get(p->before, "enum");
    const json_t *new = json_object_get(p->after, "enum");
    const char *text;
    json_t *value;
    if (!old && new)
        differ(c, p->at, p->way == SENT, "Nilainya kini harus salah satu pilihan",
               "Its value must now be one of a list");
    if (old && !new)
        differ(c, p->at, false, "Nilainya kini bebas", "Its value is no longer one of a list");
    if (!old || !new)
        return;
    json_auto_t *were = choices_of(c, old), *are = choices_of(c, new);
    json_object_foreach(were, text, value) {
        if (compare_goes_on(c) && !json_object_get(are, text))
            DIFFER(c, p->at, p->way == SENT, "Pilihan %s dihapus", "The choice %s is removed",
                   shown(c, value));
    }
    json_object_foreach(are, text, value) {
        if (compare_goes_on(c) && !json_object_get(were, text))
            DIFFER(c, p->at, false, "Pilihan %s ditambahkan", "The choice %s is added",
                   shown(c, value));
    }
}

/* A format that says how wide a number is kept, and nothing of what may be sent. */
static bool is_width(const json_t *value)
{
    const char *format = json_string_value(value);
    return format && text_is_one_of(format, "int32|int64|float|double");
}

/* direction: 1 where more is narrower, -1 where less is, 0 where any other value may be. */
static void compare_bound(struct comparing *c, const struct pair *p, const char *name,
                          int direction)
{
    const json_t *old = json_object_get(p->before, name), *new = json_object_get(p->after, name);
    if (json_equal(old, new) || (!old && !new))
        return;
    double const by = json_number_value(new) - json_number_value(old);
    bool const is_narrower = new && (!old || direction == 0 || by * direction > 0);
    const struct place *at = AT(p->at, name);
    bool const breaks = p->way == SENT && is_narrower && !(!old && is_width(new));
    if (new)
        DIFFER(c, at, breaks, "%s menjadi %s", "%s becomes %s", name, shown(c, new));
    else
        DIFFER(c, at, breaks, "%s tidak lagi dibatasi", "%s is no longer bounded", name);
}

static void compare_bounds(struct comparing *c, const struct pair *p)
{
    static const struct { const char *name; int direction; } bounds[] = {
        { "maximum", -1 }, { "minimum", 1 }, { "exclusiveMaximum", -1 },
        { "exclusiveMinimum", 1 }, { "maxLength", -1 }, { "minLength", 1 }, { "maxItems", -1 },
        { "minItems", 1 }, { "maxProperties", -1 }, { "minProperties", 1 }, { "multipleOf", 0 },
        { "pattern", 0 }, { "format", 0 }, { "const", 0 }, { "uniqueItems", 0 },
    };
    for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++)
        compare_bound(c, p, bounds[i].name, bounds[i].direction);
}

static bool is_demanded(struct comparing *c, const json_t *schema, const char *name)
{
    const json_t *required = json_object_get(schema, "required");
    c->work += json_array_size(required);
    for (size_t i = 0; i < json_array_size(required); i++) {
        if (text_is(json_string_value(json_array_get(required, i)), name))
            return true;
    }
    return false;
}

static bool is_closed(const json_t *schema)
{
    return json_is_false(json_object_get(schema, "additionalProperties"));
}

static void field_removed(struct comparing *c, const struct pair *p, const char *name)
{
    bool const breaks = p->way == ANSWERED || is_closed(p->after);
    DIFFER(c, AT(AT(p->at, "properties"), name), breaks, "Isian %s dihapus",
           "The field %s is removed", shortened(c->a, name));
}

static void field_added(struct comparing *c, const struct pair *p, const char *name)
{
    const struct place *at = AT(AT(p->at, "properties"), name);
    if (p->way == SENT && is_demanded(c, p->after, name))
        DIFFER(c, at, true, "Isian wajib %s ditambahkan", "A required field %s is added",
               shortened(c->a, name));
    else
        DIFFER(c, at, false, "Isian %s ditambahkan", "The field %s is added",
               shortened(c->a, name));
}

static void compare_demand(struct comparing *c, const struct pair *p, const char *name)
{
    const struct place *at = AT(AT(p->at, "properties"), name);
    bool const was = is_demanded(c, p->before, name), is = is_demanded(c, p->after, name);
    if (is && !was)
        DIFFER(c, at, p->way == SENT, "Isian %s menjadi wajib", "The field %s becomes required",
               shortened(c->a, name));
    if (was && !is)
        DIFFER(c, at, p->way == ANSWERED, "Isian %s tidak lagi pasti ada",
               "The field %s is no longer required", shortened(c->a, name));
}

static void compare_fields(struct comparing *c, const struct pair *p)
{
    const json_t *old = json_object_get(p->before, "properties");
    const json_t *new = json_object_get(p->after, "properties");
    const char *name;
    json_t *field;
    json_object_foreach((json_t *)old, name, field) {
        const json_t *other = json_object_get(new, name);
        if (!compare_goes_on(c))
            return;
        if (!other) {
            field_removed(c, p, name);
            continue;
        }
        compare_demand(c, p, name);
        compare_schemas(c, AT(AT(p->at, "properties"), name), p->way, field, other);
    }
    json_object_foreach((json_t *)new, name, field) {
        if (compare_goes_on(c) && !json_object_get(old, name))
            field_added(c, p, name);
    }
    if (is_closed(p->after) && !is_closed(p->before))
        differ(c, p->at, p->way == SENT, "Isian lain tidak lagi diterima",
               "Other fields are no longer accepted");
}

/* The option of the same name, else the one in the same place. */
static const json_t *option_in(struct comparing *c, const json_t *list, const json_t *wanted,
                               size_t place)
{
    const char *name = name_in(wanted);
    size_t i;
    json_t *one;
    c->work += json_array_size(list);
    json_array_foreach(list, i, one) {
        if (name && text_is(name, name_in(one)))
            return one;
    }
    one = json_array_get(list, place);
    return name || name_in(one) ? NULL : one;
}

static void compare_options(struct comparing *c, const struct pair *p, const char *keyword)
{
    const json_t *old = json_object_get(p->before, keyword);
    const json_t *new = json_object_get(p->after, keyword);
    const struct place *at = AT(p->at, keyword);
    size_t i;
    json_t *option;
    if (!old != !new)
        DIFFER(c, at, true, "Pilihan skema %s berubah", "The choice of schemas %s changes",
               keyword);
    if (!old || !new)
        return;
    json_array_foreach(old, i, option) {
        const json_t *other = compare_goes_on(c) ? option_in(c, new, option, i) : option;
        if (other)
            compare_schemas(c, ITEM(at, i), p->way, option, other);
        else
            differ(c, ITEM(at, i), p->way == SENT, "Satu pilihan skema dihapus",
                   "One choice of schema is removed");
    }
    json_array_foreach(new, i, option) {
        if (compare_goes_on(c) && !option_in(c, old, option, i))
            differ(c, ITEM(at, i), p->way == ANSWERED, "Satu pilihan skema ditambahkan",
                   "One choice of schema is added");
    }
}

static void compare_whole(struct comparing *c, const struct pair *p)
{
    compare_types(c, p);
    compare_choices(c, p);
    compare_bounds(c, p);
    compare_fields(c, p);
    compare_options(c, p, "oneOf");
    compare_options(c, p, "anyOf");
    compare_schemas(c, AT(p->at, "items"), p->way, json_object_get(p->before, "items"),
                    json_object_get(p->after, "items"));
    compare_schemas(c, AT(p->at, "additionalProperties"), p->way,
                    json_object_get(p->before, "additionalProperties"),
                    json_object_get(p->after, "additionalProperties"));
}

void compare_schemas(struct comparing *c, const struct place *at, enum way way,
                     const json_t *before, const json_t *after)
{
    bool const is_nothing = !json_is_object(before) && !json_is_object(after);
    struct shown_schema const was = unwrapped(before), is = unwrapped(after);
    if (is_nothing || !compare_goes_on(c) || is_settled(c, way, &was, &is))
        return;
    json_auto_t *old = whole(c, &c->before, &was), *new = whole(c, &c->after, &is);
    c->depth++;
    compare_whole(c, &(struct pair){ .at = at, .way = way, .before = old, .after = new });
    c->depth--;
}
