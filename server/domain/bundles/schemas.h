/* Schemas of a version: what its endpoints refer to as "#/components/schemas/Name".
 *
 * References among schemas may run in circles and multiply: what is answered is bounded, and
 * beyond it a reference stays one, to be followed by asking for the schema itself. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "domain/documents/document.h"

#include <jansson.h>
#include <stddef.h>

struct db;

/* JSON text; NOT_FOUND. */
enum err schema_find(struct db *db, struct arena *a, const char *version_id, const char *name,
                     const char **out);

/* All of them, by name. */
struct schemas {
    struct schema *items;
    int count;
};
enum err schemas_of(struct db *db, struct arena *a, const char *version_id, struct schemas *out);

enum err schemas_write(struct db *tx, const char *version_id, const struct schema *items,
                       int count);

/* {name: schema} of all that the value refers to, and what they refer to, and so on, the nearest
 * first, as long as their text has no more than max bytes. Yours to free. */
enum err schemas_behind(struct db *db, const char *version_id, const json_t *value, size_t max,
                        json_t **out);

/* Puts schemas in the place of references, in copies. One of these serves many values. */
struct inliner {
    struct db *db;
    const char *version_id;
    size_t each, left;              /* how many bytes a value, and all of them, may grow to */
    json_t *known;                  /* name: schema, as read; set by inliner_begin() */
};
void inliner_begin(struct inliner *i);
void inliner_end(struct inliner *i);

/* The same value without references, but for those that lead into themselves or would make it too
 * big. Yours to free. */
enum err schemas_inline(struct inliner *i, const json_t *value, json_t **out);
