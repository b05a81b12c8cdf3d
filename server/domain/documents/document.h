/* Document: an OpenAPI description, checked and taken apart.
 *
 * OpenAPI 3.0 and 3.1, and Swagger 2.0 as OpenAPI 3.0, in JSON or YAML. It may be hostile: size,
 * depth, values, references that run in circles or multiply, and the work of reading are bounded.
 * What the reader leaves out, or takes otherwise than it stands there, it tells. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "domain/documents/endpoint.h"

#include <stddef.h>

enum { DOCUMENT_BYTES_MAX = 20 * 1024 * 1024, DOCUMENT_DEPTH_MAX = 100,
       DOCUMENT_NODES_MAX = 1500000, ENDPOINTS_MAX = 5000, SCHEMAS_MAX = 20000,
       WARNINGS_MAX = 200 };

/* Where, as a JSON pointer or "line 7", and what, in both languages. */
struct finding {
    enum { FINDING_LEFT, FINDING_CHANGED } kind;    /* not taken, or taken in another way */
    const char *place, *id, *en;
};

struct schema {
    const char *name, *json;
};

struct document {
    const char *title, *version, *summary, *description;    /* of info; "" where absent */
    const char *head;               /* JSON object: openapi, info */
    const char *body;               /* JSON object: all else, but for servers and security, which
                                     * the gateway's take the place of */
    const char *tags;               /* JSON array: name, description, in their order */
    const char *origin;             /* JSON object: format, servers, security_schemes, as they
                                     * stood there */
    struct endpoint *endpoints;     /* without ids */
    int endpoint_count, path_count;
    struct schema *schemas;         /* those that something refers to */
    int schema_count;
    struct finding *warnings;       /* at most WARNINGS_MAX of warning_count */
    int warning_count;
};

/* DOCUMENT_UNUSABLE, with the reason in *fault. One document is read at a time. */
enum err document_read(struct arena *a, const char *text, size_t size, struct document *out,
                       struct finding *fault);

/* The whole document as JSON, as head and body make it. */
const char *document_text(struct arena *a, const char *head, const char *body);
