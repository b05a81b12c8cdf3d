#include "domain/mock/making.h"

#include "domain/json/json.h"
#include "domain/mock/mock.h"

#include <string.h>

enum { DEPTH_MAX = 24, OPTIONAL_DEPTH = 8, LISTED_MAX = 100, USUAL_ITEMS = 2,
       BYTES_A_STEP = 8 };

/* SplitMix64. */
uint64_t making_number(struct making *m)
{
    uint64_t z = m->state += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
}

bool making_takes(struct making *m, size_t size)
{
    m->written += size;
    *m->steps -= (int64_t)(size / BYTES_A_STEP);
    return m->written <= MOCK_BODY_BYTES;
}

/* What the document says is copied as often as it is met; NULL where that is too much. */
static json_t *copy_of(struct making *m, const json_t *said)
{
    bool const fits = said && making_takes(m, json_dumpb(said, NULL, 0, JSON_ENCODE_ANY));
    return fits ? json_deep_copy(said) : NULL;
}

static bool is_open(const struct making *m, const struct shape *shape)
{
    for (size_t i = 0; i < m->open_count; i++) {
        if (m->open[i] == shape)
            return true;
    }
    return false;
}

bool leads_back(const struct making *m, const struct shape *shape)
{
    if (!shape)
        return false;
    if (is_open(m, shape) || (shape->ref && is_open(m, shape->ref)))
        return true;
    return shape->array && shape->array->rest && is_open(m, shape->array->rest);
}

static const json_t *choice_of(struct making *m, const json_t *choices)
{
    size_t const count = json_array_size(choices);
    const json_t *one = count ? json_array_get(choices, making_number(m) % count) : NULL;
    return one && json_is_null(one) && count > 1 ? json_array_get(choices, 0) : one;
}

/* An example of a part of an object is no example of the whole. */
static const json_t *said_by(struct making *m, const struct shape *shape, bool is_whole)
{
    if (shape->only)
        return shape->only;
    const json_t *said = shape->example ? shape->example : NULL;
    if (!said && shape->choices)
        return choice_of(m, shape->choices);
    if (!said)
        said = shape->usual;
    return !is_whole && json_is_object(said) ? NULL : said;
}

static void merge_part(struct making *m, const struct shape *shape, bool is_whole,
                       struct merged *out);

static const struct shape *alternative_of(struct making *m, const struct shapes *among)
{
    for (size_t i = 0; i < among->count; i++) {
        if ((shape_types(among->items[i]) & ~(unsigned)TYPE_NULL)
            && !leads_back(m, among->items[i]))
            return among->items[i];
    }
    return among->count ? among->items[0] : NULL;
}

static void merge_mix(struct making *m, const struct mix_rule *mix, bool is_whole,
                      struct merged *out)
{
    for (size_t i = 0; i < mix->all.count; i++)
        merge_part(m, mix->all.items[i], is_whole && mix->all.count == 1, out);
    const struct shapes *among = mix->one.count ? &mix->one : &mix->any;
    const struct shape *chosen = alternative_of(m, among);
    merge_part(m, chosen, is_whole, out);
    if (mix->by && !out->by) {
        out->by = mix->by;
        out->chosen = chosen;
    }
}

static void merge_part(struct making *m, const struct shape *shape, bool is_whole,
                       struct merged *out)
{
    if (!shape || out->count == PARTS_MAX || --*m->steps < 0)
        return;
    out->parts[out->count++] = shape;
    out->types &= shape->types;
    if (shape->name && m->open_count < OPEN_MAX)
        m->open[m->open_count++] = shape;
    if (!out->said)
        out->said = said_by(m, shape, is_whole && !(shape->object && out->count > 1));
    merge_part(m, shape->ref, is_whole && !shape->object, out);
    if (shape->mix)
        merge_mix(m, shape->mix, is_whole && !shape->object, out);
}

void merge(struct making *m, const struct shape *shape, struct merged *out)
{
    *out = (struct merged){ .types = TYPE_ANY };
    merge_part(m, shape, true, out);
}

struct member {
    const struct shape *shape;
    bool is_required, is_hidden;
};

/* What all parts together say of a property. */
static struct member member_of(const struct merged *merged, const char *name)
{
    struct member member = { 0 };
    for (size_t i = 0; i < merged->count; i++) {
        const struct object_rule *o = merged->parts[i]->object;
        const struct property *p = o ? shape_property(o, name) : NULL;
        if (!p)
            continue;
        member.is_required |= p->is_required;
        if (p->shape)
            member.is_hidden |= p->shape->is_write_only
                                || (p->shape->ref && p->shape->ref->is_write_only);
        if (!member.shape)
            member.shape = p->shape;
    }
    return member;
}

/* A list that would lead back may be empty. */
static bool may_be_made(const struct making *m, const struct shape *shape)
{
    return m->depth < OPTIONAL_DEPTH && ((shape && shape->array) || !leads_back(m, shape));
}

static void add_members(struct making *m, const struct merged *merged,
                        const struct object_rule *rule, json_t *out)
{
    for (size_t i = 0; i < rule->property_count; i++) {
        const char *name = rule->properties[i].name;
        struct member const member = member_of(merged, name);
        bool const is_wanted = member.is_required || may_be_made(m, member.shape);
        if (is_wanted && !member.is_hidden && !json_object_get(out, name))
            json_object_set_new(out, name, value_make(m, member.shape));
    }
}

/* Names that nobody gave, as many as there must be, and one where there may be any. */
static void add_others(struct making *m, const struct object_rule *rule, json_t *out)
{
    bool const is_map = rule->others && !rule->others->is_nothing && rule->property_count == 0;
    size_t const wanted = rule->count.min > 0 ? rule->count.min : is_map;
    if (rule->others && rule->others->is_nothing)
        return;
    for (unsigned n = 1; json_object_size(out) < wanted && n <= LISTED_MAX; n++) {
        const char *name = arena_printf(m->a, "contoh%u", n);
        if (!leads_back(m, rule->others))
            json_object_set_new(out, name, value_make(m, rule->others));
    }
}

static void add_said(struct making *m, const struct merged *merged, json_t *out)
{
    for (size_t i = 0; i < merged->count; i++) {
        json_t *copy = copy_of(m, merged->parts[i]->example);
        if (json_is_object(copy))
            json_object_update(out, copy);
        json_decref(copy);
    }
}

static void add_discriminator(const struct merged *merged, json_t *out)
{
    for (size_t i = 0; merged->by && i < merged->by->count; i++) {
        const struct property *choice = &merged->by->choices[i];
        if (choice->shape != merged->chosen)
            continue;
        json_object_set_new(out, merged->by->property, json_string(choice->name));
        return;
    }
}

static json_t *object_make(struct making *m, const struct merged *merged)
{
    json_t *out = json_object();
    for (size_t i = 0; i < merged->count; i++) {
        if (merged->parts[i]->object)
            add_members(m, merged, merged->parts[i]->object, out);
    }
    for (size_t i = 0; i < merged->count; i++) {
        if (merged->parts[i]->object)
            add_others(m, merged->parts[i]->object, out);
    }
    add_said(m, merged, out);
    add_discriminator(merged, out);
    return out;
}

static bool holds(const json_t *list, const json_t *value)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item) {
        if (json_equal(item, value))
            return true;
    }
    return false;
}

struct items {
    size_t count, at_least, at_most;
    bool is_unique;
    const struct array_rule *places;    /* who says what the items are; NULL: nobody */
};

static struct items items_said(const struct merged *merged)
{
    struct items items = { .at_most = LISTED_MAX };
    for (size_t i = 0; i < merged->count; i++) {
        const struct array_rule *rule = merged->parts[i]->array;
        if (!rule)
            continue;
        items.at_least = rule->count.min > items.at_least ? rule->count.min : items.at_least;
        items.at_most = rule->count.max < items.at_most ? rule->count.max : items.at_most;
        items.is_unique |= rule->is_unique;
        if (!items.places && (rule->rest || rule->first_count))
            items.places = rule;
    }
    return items;
}

static struct items items_of(const struct making *m, const struct merged *merged)
{
    struct items items = items_said(merged);
    items.count = m->depth > 4 ? 1 : USUAL_ITEMS;
    if (items.places && items.count < items.places->first_count)
        items.count = items.places->first_count;
    if (items.places && items.places->rest && leads_back(m, items.places->rest))
        items.count = 0;
    items.count = items.count < items.at_least ? items.at_least : items.count;
    items.count = items.count > items.at_most ? items.at_most : items.count;
    return items;
}

static json_t *array_make(struct making *m, const struct merged *merged)
{
    struct items const items = items_of(m, merged);
    json_t *list = json_array();
    for (size_t tries = 0; json_array_size(list) < items.count && tries < items.count * 4;
         tries++) {
        size_t const at = json_array_size(list);
        const struct array_rule *p = items.places;
        const struct shape *shape = !p ? NULL : at < p->first_count ? p->first[at] : p->rest;
        json_t *item = value_make(m, shape);
        if (items.is_unique && holds(list, item))
            json_decref(item);
        else
            json_array_append_new(list, item);
    }
    return list;
}

/* The rules tell what is meant where no type is said. */
static unsigned type_meant(const struct merged *merged)
{
    if (merged->types != TYPE_ANY)
        return merged->types;
    for (size_t i = 0; i < merged->count; i++) {
        const struct shape *part = merged->parts[i];
        if (part->object || part->array || part->number)
            return part->object ? TYPE_OBJECT : part->array ? TYPE_ARRAY : TYPE_NUMBER;
    }
    return TYPE_STRING;
}

static json_t *made_of(struct making *m, const struct merged *merged)
{
    unsigned const types = type_meant(merged);
    if (types & TYPE_OBJECT)
        return object_make(m, merged);
    if (types & TYPE_ARRAY)
        return array_make(m, merged);
    if (types & TYPE_STRING)
        return text_make(m, merged);
    if (types & (TYPE_NUMBER | TYPE_INTEGER))
        return number_make(m, merged, !(types & TYPE_NUMBER));
    return types & TYPE_BOOLEAN ? json_boolean(making_number(m) & 1) : json_null();
}

json_t *value_make(struct making *m, const struct shape *shape)
{
    size_t const open = m->open_count;
    struct merged merged;
    if (m->depth > DEPTH_MAX || ++m->nodes > NODES_MAX || --*m->steps < 0 || !making_takes(m, 1))
        return json_null();
    m->depth++;
    merge(m, shape, &merged);
    json_t *value = merged.said ? copy_of(m, merged.said) : made_of(m, &merged);
    m->depth--;
    m->open_count = open;
    return value ? value : json_null();
}
