#include "domain/bundles/schemas.h"

#include "base/text.h"
#include "domain/json/json.h"
#include "store/db.h"

#include <string.h>

#define HEAD "#/components/schemas/"

enum err schema_find(struct db *db, struct arena *a, const char *version_id, const char *name,
                     const char **out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT schema FROM version_schemas WHERE version_id = $1 AND name = $2",
        TEXT(version_id), TEXT(name));
    if (!query_next(&q))
        return query_missing(&q);
    *out = column_text(&q, a);
    return OK;
}

enum err schemas_of(struct db *db, struct arena *a, const char *version_id, struct schemas *out)
{
    struct schemas found = { .items = arena_alloc(a, SCHEMAS_MAX * sizeof *found.items) };
    AUTO_QUERY struct query q = db_query(db,
        "SELECT name, schema FROM version_schemas WHERE version_id = $1 ORDER BY name LIMIT $2",
        TEXT(version_id), INT(SCHEMAS_MAX));
    while (query_next(&q)) {
        struct schema *schema = &found.items[found.count++];
        schema->name = column_text(&q, a);
        schema->json = column_text(&q, a);
    }
    TRY(query_result(&q));
    *out = found;
    return OK;
}

enum err schemas_write(struct db *tx, const char *version_id, const struct schema *items,
                       int count)
{
    TRY(db_run(tx, "DELETE FROM version_schemas WHERE version_id = $1", TEXT(version_id)));
    for (int i = 0; i < count; i++)
        TRY(db_run(tx,
            "INSERT INTO version_schemas (version_id, name, schema) VALUES ($1, $2, $3)",
            TEXT(version_id), TEXT(items[i].name), TEXT(items[i].json)));
    return OK;
}

/* The name in a reference to a schema; NULL for anything else. */
static const char *name_in(const json_t *value)
{
    const char *text = json_string_value(value);
    return text && text_starts(text, HEAD) ? text + strlen(HEAD) : NULL;
}

/* Names that were met, in order: each once. */
struct names {
    json_t *order, *known;
};

static void note(struct names *names, const char *name)
{
    if (json_object_get(names->known, name))
        return;
    json_object_set_new(names->known, name, json_true());
    json_array_append_new(names->order, json_string(name));
}

static void gather(struct names *names, const json_t *value)
{
    const char *key;
    json_t *item;
    size_t index;
    json_object_foreach((json_t *)value, key, item) {
        const char *name = strcmp(key, "$ref") == 0 ? name_in(item) : NULL;
        if (name)
            note(names, name);
        else
            gather(names, item);
    }
    json_array_foreach(value, index, item)
        gather(names, item);
}

static enum err add_behind(struct db *db, const char *version_id, struct names *names,
                           size_t max, json_t *out)
{
    size_t size = 0;
    for (size_t i = 0; i < json_array_size(names->order); i++) {
        AUTO_ARENA struct arena a = { 0 };
        const char *name = json_string_value(json_array_get(names->order, i));
        const char *text = NULL;
        enum err const e = schema_find(db, &a, version_id, name, &text);
        if (e == NOT_FOUND)
            continue;
        TRY(e);
        size += strlen(text) + strlen(name);
        if (size > max)
            return OK;
        json_t *schema = json_loads(text, JSON_DECODE_ANY, NULL);
        gather(names, schema);
        json_object_set_new(out, name, schema);
    }
    return OK;
}

enum err schemas_behind(struct db *db, const char *version_id, const json_t *value, size_t max,
                        json_t **out)
{
    json_auto_t *order = json_array(), *known = json_object(), *found = json_object();
    struct names names = { .order = order, .known = known };
    gather(&names, value);
    TRY(add_behind(db, version_id, &names, max, found));
    *out = json_incref(found);
    return OK;
}
