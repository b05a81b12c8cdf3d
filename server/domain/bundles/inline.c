/* Schemas in the place of references to them. */
#include "domain/bundles/schemas.h"

#include "base/text.h"
#include "store/db.h"

#include <string.h>

enum { OPEN_MAX = 40, LEVELS_MAX = 200 };

#define HEAD "#/components/schemas/"

struct work {
    struct inliner *i;
    const char *open[OPEN_MAX];     /* schemas that are being put in, outermost first */
    int depth, level;
    size_t spent, allowed;
    enum err err;                   /* of the database */
};

void inliner_begin(struct inliner *i)
{
    i->known = json_object();
}

void inliner_end(struct inliner *i)
{
    json_decref(i->known);
}

/* Under these, the keys are names that the author chose. */
static bool holds_names(const char *key)
{
    return text_is_one_of(key, "properties|patternProperties|$defs|definitions|dependentSchemas|"
                               "content|headers|examples|links|encoding|mapping|responses");
}

/* Under these stands plain data, in which "$ref" means nothing. */
static bool holds_data(const char *key, const json_t *value)
{
    if (strcmp(key, "examples") == 0)
        return json_is_array(value);
    return text_is_one_of(key, "example|default|const|enum|value");
}

static json_t *copy(struct work *w, const json_t *value, bool is_names);

static json_t *copy_data(struct work *w, const json_t *value)
{
    w->spent += json_dumpb(value, NULL, 0, JSON_COMPACT | JSON_ENCODE_ANY);
    return json_incref((json_t *)value);
}

static json_t *copy_object(struct work *w, const json_t *object, bool is_names)
{
    json_t *out = json_object();
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value) {
        w->spent += strlen(key);
        bool const is_data = !is_names && holds_data(key, value);
        json_object_set_new_nocheck(out, key, is_data ? copy_data(w, value)
                                    : copy(w, value, !is_names && holds_names(key)));
    }
    return out;
}

static json_t *copy_array(struct work *w, const json_t *array)
{
    json_t *out = json_array();
    for (size_t i = 0; i < json_array_size(array); i++)
        json_array_append_new(out, copy(w, json_array_get(array, i), false));
    return out;
}

static bool is_open(const struct work *w, const char *name)
{
    for (int i = 0; i < w->depth; i++) {
        if (strcmp(w->open[i], name) == 0)
            return true;
    }
    return false;
}

/* NULL: the version has no such schema. */
static const json_t *read_schema(struct work *w, const char *name)
{
    AUTO_ARENA struct arena a = { 0 };
    const char *text = NULL;
    const json_t *known = json_object_get(w->i->known, name);
    if (known || w->err)
        return known;
    enum err const e = schema_find(w->i->db, &a, w->i->version_id, name, &text);
    if (e != NOT_FOUND)
        w->err = e;
    json_t *schema = text ? json_loads(text, JSON_DECODE_ANY, NULL) : NULL;
    if (schema)
        json_object_set_new(w->i->known, name, schema);
    return schema;
}

/* The schema behind a reference that is to be followed; else NULL. */
static const json_t *follow(struct work *w, const json_t *object, const char **name)
{
    const char *ref = json_string_value(json_object_get(object, "$ref"));
    if (!ref || !text_starts(ref, HEAD))
        return NULL;
    *name = ref + strlen(HEAD);
    if (w->depth == OPEN_MAX || w->level > LEVELS_MAX || w->spent > w->allowed
        || is_open(w, *name))
        return NULL;
    return read_schema(w, *name);
}

/* What stands beside a reference goes before what the schema says. */
static json_t *put_in(struct work *w, const json_t *object, const json_t *schema,
                      const char *name)
{
    w->open[w->depth++] = name;
    json_t *out = copy(w, schema, false);
    w->depth--;
    if (!json_is_object(out) || json_object_size(object) == 1)
        return out;
    json_t *own = copy_object(w, object, false);
    json_object_del(own, "$ref");
    json_object_update(out, own);
    json_decref(own);
    return out;
}

static json_t *copy(struct work *w, const json_t *value, bool is_names)
{
    const char *name = NULL;
    w->spent += 16 + json_string_length(value);
    if (!json_is_object(value) && !json_is_array(value))
        return json_incref((json_t *)value);
    const json_t *schema = is_names ? NULL : follow(w, value, &name);
    w->level++;
    json_t *out = schema ? put_in(w, value, schema, name)
                  : json_is_array(value) ? copy_array(w, value)
                                         : copy_object(w, value, is_names);
    w->level--;
    return out;
}

enum err schemas_inline(struct inliner *i, const json_t *value, json_t **out)
{
    struct work w = { .i = i, .allowed = i->each < i->left ? i->each : i->left };
    json_t *made = copy(&w, value, false);
    i->left -= w.spent < i->left ? w.spent : i->left;
    if (w.err) {
        json_decref(made);
        return w.err;
    }
    *out = made;
    return OK;
}
