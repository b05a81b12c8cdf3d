/* Endpoint: one operation of a bundle, as a document describes it.
 *
 * Parameters, body and responses stand without references but for those of schemas, which read
 * "#/components/schemas/Name": a name of letters, digits, dots, hyphens and underscores. */
#pragma once

#include <stdbool.h>

struct endpoint {
    const char *id, *method, *path; /* the path as in the document: /provinsi/{kode} */
    const char *tag, *summary, *description;    /* tag: the first; "" without one */
    bool is_deprecated;
    const char *parameters;         /* JSON array of parameter objects */
    const char *request_body;       /* JSON, or NULL */
    const char *responses;          /* JSON object by status */
    const char *more;               /* JSON object: operation_id, tags, external_docs */
};
