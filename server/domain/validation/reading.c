/* Parameters and forms into values. */
#include "domain/validation/reading.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

enum { MEMBERS_MAX = 200, LOOKED_AT_MAX = 32, REPEATS_MAX = 5000 };

static json_t *json_text_read(const char *text)
{
    size_t const size = strlen(text);
    if (!json_nests_within(text, size, SPEC_BODY_DEPTH_MAX))
        return json_string(text);
    json_t *value = json_loadb(text, size, JSON_DECODE_ANY, NULL);
    return value ? value : json_string(text);
}

/* One text that holds all of the value. */
static json_t *whole_read(struct checking *c, const struct parameter *p, const struct listed *l)
{
    const char *decoded = text_decoded(c->a, l->text, l->size, l->coding);
    if (p->is_json)
        return json_text_read(decoded);
    if (shape_is_list(p->shape))
        return list_read(c, p->shape, l);
    return shape_is_object(p->shape) ? object_read(c, p->shape, l)
                                     : scalar_read(c, p->shape, decoded);
}

/* ;name=value, or .value; exploded lists repeat what stands before each of their values. */
static json_t *path_read(struct checking *c, const struct parameter *p, const char *raw)
{
    struct listed l = { .text = raw, .size = strlen(raw), .between = ',',
                        .is_exploded = p->is_exploded };
    if (p->style == STYLE_SIMPLE)
        return whole_read(c, p, &l);
    l.text += *raw == '.' || *raw == ';';
    if (p->style == STYLE_LABEL && p->is_exploded)
        l.between = '.';
    size_t const name_size = strlen(p->name);
    bool const has_name = p->style == STYLE_MATRIX && strncmp(l.text, p->name, name_size) == 0
                          && l.text[name_size] == '=';
    if (p->style == STYLE_MATRIX && p->is_exploded && shape_is_list(p->shape)) {
        json_t *list = json_array();
        struct pairs const pairs = pairs_read(c->a, l.text, strlen(l.text), ';');
        for (size_t i = 0; i < pairs.count; i++)
            json_array_append_new(list, scalar_read(c, item_shape(p->shape), text_decoded(c->a,
                pairs.items[i].value, strlen(pairs.items[i].value), CODED_URI)));
        return list;
    }
    if (p->style == STYLE_MATRIX && p->is_exploded)
        l.between = ';';
    l.text += has_name ? name_size + 1 : 0;
    l.size = strlen(l.text);
    return whole_read(c, p, &l);
}

static json_t *field_scalar(struct checking *c, const struct shape *shape, const char *value)
{
    return scalar_read(c, shape, text_decoded(c->a, value, strlen(value), CODED_FORM));
}

/* name=1&name=2 */
static json_t *repeated_read(struct checking *c, const struct pairs *pairs, const char *name,
                             const struct shape *shape)
{
    json_t *list = json_array();
    const char *value;
    for (size_t from = 0; (value = pairs_next(pairs, name, &from)) && check_step(c)
                          && json_array_size(list) < REPEATS_MAX;)
        json_array_append_new(list, field_scalar(c, item_shape(shape), value));
    if (json_array_size(list) > 0)
        return list;
    json_decref(list);
    return NULL;
}

/* name[member]=value */
static json_t *deep_read(struct checking *c, const struct pairs *pairs, const struct parameter *p)
{
    json_t *object = json_object();
    size_t const size = strlen(p->name);
    for (size_t i = 0; i < pairs->count; i++) {
        const char *name = pairs->items[i].name;
        if (strncmp(name, p->name, size) != 0 || name[size] != '[')
            continue;
        const char *member = arena_printf(c->a, "%.*s", (int)strcspn(name + size + 1, "]"),
                                          name + size + 1);
        if (json_object_get(object, member) || !check_step(c))
            continue;
        const struct shape *shape = member_shape(p->shape, member);
        const char *value = pairs->items[i].value;
        json_object_set_new(object, member, shape_is_list(shape)
            ? repeated_read(c, pairs, name, shape)
            : field_scalar(c, shape, value));
    }
    if (json_object_size(object) > 0)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *field_read(struct checking *c, const struct pairs *pairs, const char *name,
                          const struct shape *shape)
{
    size_t from = 0;
    if (shape_is_list(shape))
        return repeated_read(c, pairs, name, shape);
    const char *value = pairs_next(pairs, name, &from);
    if (!value)
        return NULL;
    if (!shape_is_object(shape))
        return field_scalar(c, shape, value);
    return json_text_read(text_decoded(c->a, value, strlen(value), CODED_FORM));
}

/* The fields of a form that the shape, or one that it is made of, has a name for. */
static void members_read(struct checking *c, const struct pairs *pairs, const struct shape *shape,
                         json_t *out, int *left)
{
    if (!shape || --*left < 0)
        return;
    const struct object_rule *rule = shape->object;
    for (size_t i = 0; rule && i < rule->property_count && i < MEMBERS_MAX; i++) {
        const struct property *p = &rule->properties[i];
        json_t *value = json_object_get(out, p->name)
                            ? NULL : field_read(c, pairs, p->name, p->shape);
        if (value)
            json_object_set_new(out, p->name, value);
    }
    members_read(c, pairs, shape->ref, out, left);
    for (size_t i = 0; shape->mix && i < shape->mix->all.count; i++)
        members_read(c, pairs, shape->mix->all.items[i], out, left);
    for (size_t i = 0; shape->mix && i < shape->mix->any.count; i++)
        members_read(c, pairs, shape->mix->any.items[i], out, left);
    for (size_t i = 0; shape->mix && i < shape->mix->one.count; i++)
        members_read(c, pairs, shape->mix->one.items[i], out, left);
}

static json_t *known_read(struct checking *c, const struct pairs *pairs,
                          const struct shape *shape)
{
    int left = LOOKED_AT_MAX;
    json_t *object = json_object();
    members_read(c, pairs, shape, object, &left);
    return object;
}

json_t *form_read(struct checking *c, const struct pairs *pairs, const struct shape *shape)
{
    json_t *object = known_read(c, pairs, shape);
    for (size_t i = 0; i < pairs->count && check_step(c); i++) {
        const struct pair *p = &pairs->items[i];
        if (!json_object_get(object, p->name))
            json_object_set_new(object, p->name, json_string(text_decoded(
                c->a, p->value, strlen(p->value), CODED_FORM)));
    }
    return object;
}

static json_t *pair_read(struct checking *c, const struct pairs *pairs, const struct parameter *p)
{
    if (p->style == STYLE_DEEP)
        return deep_read(c, pairs, p);
    if (p->is_exploded && !p->is_json && shape_is_list(p->shape))
        return repeated_read(c, pairs, p->name, p->shape);
    if (p->is_exploded && !p->is_json && shape_is_object(p->shape)) {
        json_t *object = known_read(c, pairs, p->shape);
        if (json_object_size(object) > 0)
            return object;
        json_decref(object);
        return NULL;
    }
    size_t from = 0;
    const char *value = pairs_next(pairs, p->name, &from);
    if (!value)
        return NULL;
    bool const is_one = p->in == IN_QUERY && !(shape_types(p->shape) & TYPE_ARRAY);
    if (is_one && pairs_next(pairs, p->name, &from))
        complain(c, SPOT(NULL, p->field), "not_unique", "Hanya boleh dikirim satu kali.",
                 "It may be sent only once.");
    struct listed l = { .text = value, .size = strlen(value), .between = ',',
                        .coding = CODED_FORM };
    if (p->style == STYLE_SPACES || p->style == STYLE_PIPES) {
        l.text = text_decoded(c->a, value, l.size, CODED_FORM);
        l.size = strlen(l.text);
        l.between = p->style == STYLE_SPACES ? ' ' : '|';
        l.coding = CODED_NOT;
    }
    return whole_read(c, p, &l);
}

static json_t *header_read(struct checking *c, const struct parameter *p, const char *value)
{
    struct listed const l = { .text = value, .size = strlen(value), .between = ',',
                              .coding = CODED_NOT, .is_exploded = p->is_exploded };
    return whole_read(c, p, &l);
}

json_t *parameter_read(struct checking *c, const struct sent *sent, const struct parameter *p)
{
    const char *value;
    switch (p->in) {
    case IN_PATH:
        value = path_value(c->a, strchr(sent->operation, ' ') + 1, sent->request->path, p->name);
        return value ? path_read(c, p, value) : NULL;
    case IN_QUERY:
        return pair_read(c, &sent->query, p);
    case IN_COOKIE:
        return pair_read(c, &sent->cookies, p);
    default:
        value = sent_value(sent->request, p->name);
        return value ? header_read(c, p, value) : NULL;
    }
}
