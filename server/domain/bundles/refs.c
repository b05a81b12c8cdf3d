#include "domain/bundles/refs.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 32);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One part of a JSON pointer in a URI fragment: %41, ~1 and ~0, in that order. */
static char *decode_part(struct arena *a, const char *part, size_t size)
{
    char *out = arena_alloc(a, size + 1), *to = out;
    for (size_t i = 0; i < size; i++) {
        bool const is_hex = part[i] == '%' && i + 2 < size && hex_digit(part[i + 1]) >= 0
                            && hex_digit(part[i + 2]) >= 0;
        *to++ = is_hex ? (char)(hex_digit(part[i + 1]) * 16 + hex_digit(part[i + 2])) : part[i];
        i += is_hex ? 2 : 0;
    }
    *to = '\0';
    char *end = out;
    for (const char *at = out; *at; at++) {
        bool const is_escape = at[0] == '~' && (at[1] == '0' || at[1] == '1');
        *end++ = is_escape ? (at[1] == '1' ? '/' : '~') : *at;
        at += is_escape;
    }
    *end = '\0';
    return out;
}

static const json_t *member(const json_t *value, const char *name)
{
    int64_t index = 0;
    if (json_is_object(value))
        return json_object_get(value, name);
    if (!json_is_array(value) || !text_to_int(name, 0, INT32_MAX, &index))
        return NULL;
    return json_array_get(value, (size_t)index);
}

const json_t *ref_find(struct arena *a, const json_t *root, const char *ref)
{
    if (ref[0] != '#')
        return NULL;
    const json_t *at = root;
    for (ref++; *ref == '/' && at; ) {
        ref++;
        size_t const size = strcspn(ref, "/");
        at = member(at, decode_part(a, ref, size));
        ref += size;
    }
    return *ref ? NULL : at;
}

/* Under these, the keys are names that the author chose. */
static bool holds_names(const char *key)
{
    static const char *const keys[] = {
        "properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "content",
        "headers", "responses", "examples", "links", "encoding", "callbacks", "mapping",
        "variables", "schemas", "parameters",
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (strcmp(key, keys[i]) == 0)
            return true;
    }
    return false;
}

/* Under these stands plain data, in which "$ref" means nothing. */
static bool holds_data(const char *key, const json_t *value)
{
    if (strcmp(key, "examples") == 0)
        return json_is_array(value);
    return strcmp(key, "example") == 0 || strcmp(key, "default") == 0 || strcmp(key, "const") == 0
           || strcmp(key, "enum") == 0 || strcmp(key, "value") == 0;
}

static size_t cost(const json_t *value)
{
    return 16 + (json_is_string(value) ? json_string_length(value) : 0);
}

static json_t *resolve(struct resolver *r, const json_t *value, bool is_names);

static json_t *copy_data(struct resolver *r, const json_t *value)
{
    json_t *copy = json_deep_copy(value);
    r->spent += json_dumpb(copy, NULL, 0, JSON_COMPACT | JSON_ENCODE_ANY);
    return copy;
}

static json_t *resolve_object(struct resolver *r, const json_t *object, bool is_names)
{
    json_t *out = json_object();
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value) {
        r->spent += strlen(key);
        bool const is_data = !is_names && holds_data(key, value);
        json_object_set_new_nocheck(out, key, is_data ? copy_data(r, value)
                                    : resolve(r, value, !is_names && holds_names(key)));
    }
    return out;
}

static json_t *resolve_array(struct resolver *r, const json_t *array)
{
    json_t *out = json_array();
    for (size_t i = 0; i < json_array_size(array); i++)
        json_array_append_new(out, resolve(r, json_array_get(array, i), false));
    return out;
}

static bool is_open(const struct resolver *r, const char *ref)
{
    for (int i = 0; i < r->depth; i++) {
        if (strcmp(r->open[i], ref) == 0)
            return true;
    }
    return false;
}

static void note(const char **first, const char *ref)
{
    if (!*first)
        *first = ref;
}

/* What the reference points at, where it is to be followed. */
static const json_t *follow(struct resolver *r, const char *ref)
{
    if (ref[0] != '#') {
        note(&r->outside, ref);
        return NULL;
    }
    if (is_open(r, ref)) {
        note(&r->circular, ref);
        return NULL;
    }
    const json_t *target = ref_find(r->a, r->root, ref);
    if (!target)
        note(&r->missing, ref);
    if (r->depth == REFS_DEPTH_MAX || r->level > REFS_LEVELS_MAX || r->spent > r->allowed) {
        r->is_cut = true;
        return NULL;
    }
    return target;
}

/* Beside a reference, a summary and a description of its own stand before the target's. */
static json_t *resolve_reference(struct resolver *r, const json_t *object, const char *ref)
{
    const json_t *target = follow(r, ref);
    if (!target) {
        r->spent += strlen(ref);
        return json_deep_copy(object);
    }
    r->open[r->depth++] = ref;
    json_t *out = resolve(r, target, false);
    r->depth--;
    json_t *summary = json_object_get(object, "summary");
    json_t *description = json_object_get(object, "description");
    if (json_is_object(out) && json_is_string(summary))
        json_object_set(out, "summary", summary);
    if (json_is_object(out) && json_is_string(description))
        json_object_set(out, "description", description);
    return out;
}

static json_t *resolve(struct resolver *r, const json_t *value, bool is_names)
{
    r->spent += cost(value);
    if (!json_is_object(value) && !json_is_array(value))
        return json_copy((json_t *)value);
    const char *ref = is_names ? NULL : json_string_value(json_object_get(value, "$ref"));
    r->level++;
    json_t *out = ref ? resolve_reference(r, value, ref)
                  : json_is_array(value) ? resolve_array(r, value)
                                         : resolve_object(r, value, is_names);
    r->level--;
    return out;
}

json_t *refs_resolve(struct resolver *r, const json_t *value)
{
    return resolve(r, value, false);
}
