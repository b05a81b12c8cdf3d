/* Patch: one operation of a document put in, moved, changed or taken out; all else stays as it
 * stands. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <jansson.h>

/* Methods in upper case, as endpoints have them. */
struct patch {
    const char *was_method, *was_path;      /* the operation as it is; NULL: it is new */
    const char *method, *path;              /* what it shall be; NULL: it goes */
    const json_t *operation;                /* as OpenAPI writes one */
};

/* The document's text after it. ENDPOINT_TAKEN where another operation stands there already;
 * NOT_FOUND where none is to be changed. */
enum err document_patch(struct arena *a, const char *text, const struct patch *patch,
                        const char **out);

/* The operation as the document has it, and in it what its path says for all of its operations:
 * parameters that it has none of the same name for. Yours to free. NOT_FOUND. */
enum err document_operation(const char *text, const char *method, const char *path, json_t **out);

/* What begins the places of all that is told of this path. */
const char *document_path_place(struct arena *a, const char *path);
