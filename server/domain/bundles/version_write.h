/* Writing versions. Only this folder includes it. */
#pragma once

#include "domain/bundles/versions.h"
#include "domain/documents/document.h"

/* A new version. document NULL: without any endpoint. */
struct version_new {
    const char *bundle_id, *version, *status;
    const struct document *document;
    const char *origin;             /* NULL: the document's */
    const char *created_by;
    int64_t now;
};
enum err version_add(struct db *tx, struct arena *a, const struct version_new *v,
                     const char **out);         /* VERSION_TAKEN */

/* Another document in the same version's place; origin NULL: the document's. */
enum err version_fill(struct db *tx, const struct version *v, const struct document *d,
                      const char *origin, int64_t now);

/* VERSION_TAKEN. */
enum err version_rename(struct db *tx, struct arena *a, const struct version *v,
                        const char *version);

/* The version as calls name it. */
const char *version_address(struct arena *a, const char *version);
