/* Arrays and objects, and what is in them. */
#include "domain/validation/check.h"

#include "domain/json/json.h"
#include "domain/validation/pattern.h"

#include <stdlib.h>
#include <string.h>

enum { BYTES_A_STEP = 16 };

static bool numbers_are_equal(const json_t *a, const json_t *b)
{
    if (json_is_integer(a) && json_is_integer(b))
        return json_integer_value(a) == json_integer_value(b);
    return json_number_value(a) == json_number_value(b);
}

static bool arrays_are_equal(struct checking *c, const json_t *a, const json_t *b)
{
    if (json_array_size(a) != json_array_size(b))
        return false;
    for (size_t i = 0; i < json_array_size(a); i++) {
        if (!values_are_equal(c, json_array_get(a, i), json_array_get(b, i)))
            return false;
    }
    return true;
}

static bool objects_are_equal(struct checking *c, const json_t *a, const json_t *b)
{
    const char *key;
    json_t *value;
    if (json_object_size(a) != json_object_size(b))
        return false;
    json_object_foreach((json_t *)a, key, value) {
        const json_t *other = json_object_get(b, key);
        if (!other || !values_are_equal(c, value, other))
            return false;
    }
    return true;
}

bool values_are_equal(struct checking *c, const json_t *a, const json_t *b)
{
    if (!check_step(c))
        return false;
    if (json_is_number(a) && json_is_number(b))
        return numbers_are_equal(a, b);
    if (json_typeof(a) != json_typeof(b))
        return false;
    if (json_is_array(a))
        return arrays_are_equal(c, a, b);
    return json_is_object(a) ? objects_are_equal(c, a, b) : json_equal(a, b);
}

/* The place of an item that is the same as an earlier one; its count where there is none. */
static size_t find_double(struct checking *c, const json_t *list)
{
    json_auto_t *met = json_object();
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item) {
        char *text = json_dumps(item, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
        if (!text)
            abort();
        c->steps -= 1 + (int64_t)(strlen(text) / BYTES_A_STEP);
        bool const is_new = json_object_get(met, text) == NULL;
        json_object_set_new(met, text, json_true());
        free(text);
        if (!is_new || c->steps < 0)
            return i;
    }
    return i;
}

static bool check_count(struct checking *c, const struct spot *at, const struct bounds *count,
                        size_t is)
{
    if (is < count->min)
        return complain(c, at, "too_few", "Paling sedikit %u isi; yang dikirim %zu.",
                        "At least %u entries; what was sent has %zu.", count->min, is);
    if (is > count->max)
        return complain(c, at, "too_many", "Paling banyak %u isi; yang dikirim %zu.",
                        "At most %u entries; what was sent has %zu.", count->max, is);
    return true;
}

static bool check_items(struct checking *c, const struct spot *at, const struct array_rule *rule,
                        const json_t *list)
{
    bool ok = true;
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item) {
        const struct shape *shape = i < rule->first_count ? rule->first[i] : rule->rest;
        ok &= check_value(c, SPOT_ITEM(at, i), shape, item);
        if (c->steps < 0 || (!ok && c->silent))
            return false;
    }
    return ok;
}

static bool has_some(struct checking *c, const struct shape *shape, const json_t *list)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item) {
        if (check_quietly(c, shape, item))
            return true;
    }
    return false;
}

bool check_array(struct checking *c, const struct spot *at, const struct array_rule *rule,
                 const json_t *value)
{
    bool ok = check_count(c, at, &rule->count, json_array_size(value));
    if (!ok && c->silent)
        return false;
    ok &= check_items(c, at, rule, value);
    if (rule->some && !has_some(c, rule->some, value))
        ok = complain(c, at, "no_match", "Tidak ada isi yang sesuai dengan yang diminta.",
                      "No entry is of the kind that is asked for.");
    if (!rule->is_unique)
        return ok;
    size_t const twice = find_double(c, value);
    if (twice < json_array_size(value))
        ok = complain(c, SPOT_ITEM(at, twice), "not_unique",
                      "Sama dengan isi sebelumnya. Hapus salah satunya.",
                      "The same as an entry before. Remove one of them.");
    return ok;
}

/* Properties that only answers have, or only requests, are not demanded of the other. */
static bool is_demanded(const struct checking *c, const struct property *p)
{
    const struct shape *shape = p->shape;
    if (!p->is_required || !shape)
        return p->is_required;
    if (c->is_answer)
        return !shape->is_write_only && !(shape->ref && shape->ref->is_write_only);
    return !shape->is_read_only && !(shape->ref && shape->ref->is_read_only);
}

static bool check_required(struct checking *c, const struct spot *at,
                           const struct object_rule *rule, const json_t *value)
{
    bool ok = true;
    for (size_t i = 0; i < rule->property_count; i++) {
        const struct property *p = &rule->properties[i];
        if (!is_demanded(c, p) || json_object_get(value, p->name))
            continue;
        ok = complain(c, SPOT(at, p->name), "required", "Wajib dikirim.", "It must be sent.");
        if (c->silent || !check_step(c))
            return false;
    }
    return ok;
}

/* *is_known: the member was looked at by one of the patterns. */
static bool check_patterns(struct checking *c, const struct spot *at,
                           const struct object_rule *rule, const json_t *value, bool *is_known)
{
    bool ok = true;
    for (size_t i = 0; i < rule->pattern_count; i++) {
        const struct named_pattern *p = &rule->patterns[i];
        if (!p->pattern
            || pattern_match(p->pattern, at->name, strlen(at->name), &c->steps)
                   != PATTERN_MATCHES)
            continue;
        *is_known = true;
        ok &= check_value(c, at, p->shape, value);
    }
    return ok;
}

static bool check_name(struct checking *c, const struct spot *at, const struct shape *names)
{
    json_auto_t *name = json_string(at->name);
    return !names || check_value(c, at, names, name);
}

static bool check_member(struct checking *c, const struct spot *at,
                         const struct object_rule *rule, const json_t *value)
{
    const struct property *p = shape_property(rule, at->name);
    bool is_known = p != NULL;
    bool ok = check_name(c, at, rule->names);
    if (p)
        ok &= check_value(c, at, p->shape, value);
    ok &= check_patterns(c, at, rule, value, &is_known);
    if (is_known || !rule->others)
        return ok;
    if (rule->others->is_nothing)
        return complain(c, at, "unknown", "Tidak dikenal di sini. Hapus, atau periksa namanya.",
                        "Not known here. Remove it, or check its name.");
    return check_value(c, at, rule->others, value) && ok;
}

bool check_object(struct checking *c, const struct spot *at, const struct object_rule *rule,
                  const json_t *value)
{
    const char *key;
    json_t *member;
    bool ok = check_required(c, at, rule, value);
    if (!ok && c->silent)
        return false;
    ok &= check_count(c, at, &rule->count, json_object_size(value));
    json_object_foreach((json_t *)value, key, member) {
        if (!check_step(c) || (!ok && c->silent))
            return false;
        ok &= check_member(c, SPOT(at, key), rule, member);
    }
    return ok;
}
