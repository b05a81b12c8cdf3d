/* Texts into values. */
#include "domain/validation/reading.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { LOOKED_AT_MAX = 32, LISTED_MAX = 5000 };

/* A whole number as long as 64 bits hold it. */
static json_t *number_read(const char *text)
{
    char *end;
    if (!*text || text[strspn(text, "0123456789+-.eE")] != '\0')
        return NULL;
    errno = 0;
    long long const whole = strtoll(text, &end, 10);
    if (*end == '\0' && errno == 0)
        return json_integer(whole);
    double const real = strtod(text, &end);
    return *end == '\0' ? json_real(real) : NULL;
}

/* NULL: the text is nothing of this type. */
static json_t *read_as(enum type type, const char *text)
{
    switch (type) {
    case TYPE_NUMBER:
        return number_read(text);
    case TYPE_BOOLEAN:
        return strcmp(text, "true") == 0    ? json_true()
               : strcmp(text, "false") == 0 ? json_false()
                                            : NULL;
    case TYPE_NULL:
        return *text == '\0' || strcmp(text, "null") == 0 ? json_null() : NULL;
    default:
        return json_string(text);
    }
}

/* Where a text may be of several types it is taken for the first that the shape allows. */
json_t *scalar_read(struct checking *c, const struct shape *shape, const char *text)
{
    static const enum type order[] = { TYPE_NUMBER, TYPE_BOOLEAN, TYPE_NULL, TYPE_STRING };
    unsigned const types = shape_types(shape);
    json_t *first = NULL;
    if (types == TYPE_ANY)
        return json_string(text);
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        bool const is_wanted = types & (order[i] == TYPE_NUMBER
                                            ? TYPE_NUMBER | TYPE_INTEGER : (unsigned)order[i]);
        json_t *value = is_wanted ? read_as(order[i], text) : NULL;
        if (value && check_quietly(c, shape, value)) {
            json_decref(first);
            return value;
        }
        if (first)
            json_decref(value);
        else
            first = value;
    }
    return first ? first : json_string(text);
}

static bool is_of(const struct shape *shape, enum type wanted)
{
    unsigned const types = shape_types(shape);
    return types != TYPE_ANY && (types & (unsigned)wanted);
}

bool shape_is_list(const struct shape *shape)
{
    return is_of(shape, TYPE_ARRAY) && !is_of(shape, TYPE_STRING);
}

bool shape_is_object(const struct shape *shape)
{
    return is_of(shape, TYPE_OBJECT) && !is_of(shape, TYPE_STRING) && !is_of(shape, TYPE_ARRAY);
}

typedef const struct shape *find_fn(const struct shape *shape, const char *name);

/* The first that the shape or one that it is made of knows. */
static const struct shape *find_within(const struct shape *shape, find_fn *find, const char *name,
                                       int *left)
{
    if (!shape || --*left < 0)
        return NULL;
    const struct shape *found = find(shape, name);
    if (!found && shape->ref)
        found = find_within(shape->ref, find, name, left);
    if (!shape->mix)
        return found;
    struct shapes const lists[] = { shape->mix->all, shape->mix->any, shape->mix->one };
    for (size_t l = 0; l < 3; l++) {
        for (size_t i = 0; i < lists[l].count && !found; i++)
            found = find_within(lists[l].items[i], find, name, left);
    }
    return found;
}

static const struct shape *own_items(const struct shape *shape, const char *name)
{
    (void)name;
    return shape->array ? shape->array->rest : NULL;
}

static const struct shape *own_member(const struct shape *shape, const char *name)
{
    const struct property *p = shape->object ? shape_property(shape->object, name) : NULL;
    if (p)
        return p->shape;
    return shape->object ? shape->object->others : NULL;
}

const struct shape *item_shape(const struct shape *shape)
{
    int left = LOOKED_AT_MAX;
    return find_within(shape, own_items, NULL, &left);
}

const struct shape *member_shape(const struct shape *shape, const char *name)
{
    int left = LOOKED_AT_MAX;
    return find_within(shape, own_member, name, &left);
}

/* One piece after another; *at is set behind it. False: there is none left. */
static bool next_piece(struct arena *a, const struct listed *l, const char **at,
                       const char **piece)
{
    const char *end = l->text + l->size;
    if (*at > end)
        return false;
    const char *stop = memchr(*at, l->between, (size_t)(end - *at));
    size_t const size = (size_t)((stop ? stop : end) - *at);
    *piece = arena_printf(a, "%.*s", (int)size, *at);
    *at += size + 1;
    return true;
}

json_t *list_read(struct checking *c, const struct shape *shape, const struct listed *l)
{
    const struct shape *items = item_shape(shape);
    json_t *list = json_array();
    const char *at = l->text, *piece;
    while (l->size > 0 && json_array_size(list) < LISTED_MAX && next_piece(c->a, l, &at, &piece))
        json_array_append_new(list, scalar_read(c, items, text_decoded(c->a, piece, strlen(piece),
                                                                       l->coding)));
    return list;
}

static void put(struct checking *c, const struct shape *shape, json_t *object, const char *name,
                const char *value)
{
    json_object_set_new(object, name, scalar_read(c, member_shape(shape, name), value));
}

json_t *object_read(struct checking *c, const struct shape *shape, const struct listed *l)
{
    json_t *object = json_object();
    const char *at = l->text, *piece, *value;
    while (l->size > 0 && json_object_size(object) < LISTED_MAX
           && next_piece(c->a, l, &at, &piece)) {
        size_t const name_size = l->is_exploded ? strcspn(piece, "=") : strlen(piece);
        const char *name = text_decoded(c->a, piece, name_size, l->coding);
        if (l->is_exploded)
            value = piece + name_size + (piece[name_size] == '=');
        else if (!next_piece(c->a, l, &at, &value))
            value = "";
        put(c, shape, object, name, text_decoded(c->a, value, strlen(value), l->coding));
    }
    return object;
}
