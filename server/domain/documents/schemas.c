#include "domain/documents/schemas.h"

#include "base/text.h"
#include "domain/documents/keywords.h"
#include "domain/documents/refs.h"
#include "domain/json/json.h"

#include <string.h>

enum { NAME_MAX_BYTES = 120 };

#define SCHEMAS "#/components/schemas/"

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
           || c == '.' || c == '-' || c == '_';
}

/* A plain name for what a reference points at: the component's own, with what stands below it. */
static char *plain_name(struct arena *a, const char *ref)
{
    char name[REF_NAME_MAX];
    const char *from = text_starts(ref, SCHEMAS) ? ref + strlen(SCHEMAS) : ref + 1;
    if (!ref_name_read(from, strnlen(from, REF_NAME_MAX - 1), name))
        return arena_copy(a, "_");
    char *out = arena_printf(a, "%.*s", NAME_MAX_BYTES, name + (name[0] == '/'));
    for (char *at = out; *at; at++)
        *at = is_plain(*at) ? *at : *at == '/' ? '.' : '_';
    return *out ? out : arena_copy(a, "_");
}

static bool is_free(const json_t *among, const char *name, const json_t *target)
{
    const json_t *other = json_object_get(among, name);
    return !other || other == target;
}

/* The same name twice for two schemas gets a number. A component that has a plain name keeps it,
 * so that what was read once may be read again. */
static const char *free_name(const struct reading *r, const char *name, const json_t *target)
{
    const json_t *components = ref_find(r->root, "#/components/schemas");
    const char *tried = name;
    for (int n = 2; !is_free(components, tried, target) || !is_free(r->schemas, tried, target); n++)
        tried = arena_printf(r->a, "%s_%d", name, n);
    return tried;
}

static enum err meet(struct reading *r, const struct place *at, const char *ref, json_t *target,
                     const char **out)
{
    const char *name = free_name(r, plain_name(r->a, ref), target);
    *out = name;
    if (json_object_get(r->schemas, name))
        return OK;
    if (json_object_size(r->schemas) == SCHEMAS_MAX)
        return reading_refuse(r, at, "Skema terlalu banyak", "There are too many schemas");
    json_object_set(r->schemas, name, target);
    json_object_set_new(r->names, arena_printf(r->a, SCHEMAS "%s", name), json_string(name));
    json_array_append_new(r->queue, json_string(name));
    json_array_append_new(r->queue, json_string(ref + 1));
    return OK;
}

/* *out: the name of the schema, or NULL where there is none for it. */
static enum err name_of(struct reading *r, const struct place *at, const char *ref,
                        const char **out)
{
    const char *known = json_string_value(json_object_get(r->names, ref));
    json_t *target = known || !text_starts(ref, "#/") ? NULL : ref_find(r->root, ref);
    *out = NULL;
    if (known) {
        *out = *known ? known : NULL;
        return OK;
    }
    if (json_is_object(target) || json_is_boolean(target))
        TRY(meet(r, at, ref, target, out));
    else if (text_starts(ref, "#"))
        reading_left(r, at, WITH_TEXT(r, "Rujukan %s tidak menunjuk ke skema: ditinggalkan",
                                      "The reference %s points at no schema: it is left out",
                                      ref));
    else
        reading_left(r, at, WITH_TEXT(r, "Rujukan ke dokumen lain ditinggalkan: %s",
                                      "A reference into another document is left out: %s", ref));
    json_object_set_new(r->names, ref, json_string(*out ? *out : ""));
    return OK;
}

static enum err read_reference(struct reading *r, const struct place *at, json_t *schema)
{
    const char *ref = ref_of(schema), *name = NULL;
    if (ref)
        TRY(name_of(r, AT(at, "$ref"), ref, &name));
    if (!name) {
        json_object_del(schema, "$ref");
        return OK;
    }
    json_object_set_new(schema, "$ref", json_string(arena_printf(r->a, SCHEMAS "%s", name)));
    return OK;
}

/* A mapping's value is a reference, or the name of a schema of the document's own. */
static enum err read_mapping(struct reading *r, const struct place *at, json_t *mapping)
{
    const char *key;
    json_t *value;
    void *next;
    json_object_foreach_safe(mapping, next, key, value) {
        const char *text = json_string_value(value), *name = NULL;
        const char *ref = text && !strpbrk(text, "#/") ? arena_printf(r->a, SCHEMAS "%s", text)
                                                       : text;
        TRY(reading_work(r, at));
        if (ref && (ref == text || ref_find(r->root, ref)))
            TRY(name_of(r, AT(at, key), ref, &name));
        if (name)
            json_object_set_new(mapping, key, json_string(arena_printf(r->a, SCHEMAS "%s", name)));
        else
            json_object_del(mapping, key);
    }
    return OK;
}

/* What stands where a schema belongs; what cannot be one becomes the schema of anything. */
static enum err read_slot(struct reading *r, const struct place *at, json_t **slot)
{
    if (json_is_object(*slot))
        return schema_read(r, at, *slot);
    if (json_is_boolean(*slot))
        return OK;
    reading_changed(r, at, "Bukan skema: dianggap menerima apa saja",
                    "Not a schema: it is taken for one of anything");
    *slot = json_object();
    return OK;
}

static enum err read_list(struct reading *r, const struct place *at, json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *given = json_array_get(list, i), *slot = given;
        TRY(read_slot(r, ITEM(at, i), &slot));
        if (slot != given)
            json_array_set_new(list, i, slot);
    }
    return OK;
}

static enum err read_map(struct reading *r, const struct place *at, json_t *map)
{
    const char *key;
    json_t *given;
    json_object_foreach(map, key, given) {
        json_t *slot = given;
        TRY(read_slot(r, AT(at, key), &slot));
        if (slot != given)
            json_object_set_new(map, key, slot);
    }
    return OK;
}

/* *out: false where the keyword's value is of another kind and was not read. */
static enum err read_held(struct reading *r, const struct place *at, const struct keyword *k,
                          json_t *value, bool *out)
{
    *out = true;
    if (json_is_array(value) && (k->holds == HOLDS_LIST || k->holds == HOLDS_ONE_OR_LIST))
        return read_list(r, at, value);
    if (json_is_object(value) && k->holds == HOLDS_MAP)
        return read_map(r, at, value);
    if (json_is_object(value) && k->holds != HOLDS_LIST)
        return schema_read(r, at, value);
    *out = json_is_boolean(value) && k->holds != HOLDS_MAP && k->holds != HOLDS_LIST;
    return OK;
}

static enum err read_keyword(struct reading *r, const struct place *at, json_t *schema,
                             const struct keyword *k, json_t *value)
{
    bool is_read = false;
    TRY(read_held(r, at, k, value, &is_read));
    if (is_read)
        return OK;
    reading_left(r, at, "Isi kata kunci skema ini salah jenisnya",
                 "The value of this schema keyword is of the wrong type");
    json_object_del(schema, k->name);
    return OK;
}

static enum err read_member(struct reading *r, const struct place *at, json_t *schema,
                            const char *key, json_t *value)
{
    const struct keyword *k = keyword_find(key);
    if (k)
        return read_keyword(r, AT(at, key), schema, k, value);
    json_t *mapping = strcmp(key, "discriminator") == 0 ? json_object_get(value, "mapping") : NULL;
    if (mapping)
        return read_mapping(r, AT(AT(at, key), "mapping"), mapping);
    return OK;
}

enum err schema_read(struct reading *r, const struct place *at, json_t *schema)
{
    const char *key;
    json_t *value;
    void *next;
    if (json_object_get(schema, "$ref"))
        TRY(read_reference(r, at, schema));
    json_object_foreach_safe(schema, next, key, value) {
        TRY(reading_work(r, at));
        TRY(read_member(r, at, schema, key, value));
    }
    return OK;
}

enum err schema_member_read(struct reading *r, const struct place *above, json_t *parent,
                            const char *name)
{
    json_t *given = json_object_get(parent, name), *slot = given;
    if (!given)
        return OK;
    TRY(read_slot(r, AT(above, name), &slot));
    if (slot != given)
        json_object_set_new(parent, name, slot);
    return OK;
}

static void write(struct reading *r, const char *name, const char *place, const json_t *schema)
{
    const char *json = reading_write(r, schema, WRITTEN_BYTES);
    if (!json)
        reading_left(r, AT(NULL, place), "Terlalu besar: isi skema ini ditinggalkan",
                     "Too big: what this schema says is left out");
    r->out->schemas[r->out->schema_count++] = (struct schema){
        .name = arena_copy(r->a, name), .json = json ? json : "{}" };
}

enum err schemas_finish(struct reading *r)
{
    for (size_t i = 0; i < json_array_size(r->queue); i += 2) {
        const char *name = json_string_value(json_array_get(r->queue, i));
        const char *place = json_string_value(json_array_get(r->queue, i + 1));
        json_t *schema = json_object_get(r->schemas, name);
        if (json_is_object(schema))
            TRY(schema_read(r, AT(NULL, place), schema));
    }
    r->out->schemas = arena_alloc(r->a, (json_array_size(r->queue) + 1) / 2
                                        * sizeof *r->out->schemas);
    for (size_t i = 0; i < json_array_size(r->queue); i += 2) {
        const char *name = json_string_value(json_array_get(r->queue, i));
        const char *place = json_string_value(json_array_get(r->queue, i + 1));
        write(r, name, place, json_object_get(r->schemas, name));
    }
    return OK;
}
