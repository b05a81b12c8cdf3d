/* Document: an OpenAPI 3.0 or 3.1 description, checked and taken apart.
 *
 * It may be JSON or YAML, and hostile: depth, size, references that run in circles or multiply
 * are bounded. Local references in endpoints are resolved; one inside itself, one into another
 * document and one that would make an endpoint too big stay references, with a warning. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "domain/bundles/endpoints.h"

#include <stddef.h>

enum { DOCUMENT_BYTES_MAX = 2 * 1024 * 1024, DOCUMENT_DEPTH_MAX = 64,
       DOCUMENT_NODES_MAX = 200000, ENDPOINTS_MAX = 1000, WARNINGS_MAX = 200 };

/* Where, as a JSON pointer or "line 7", and what, in both languages. */
struct finding {
    const char *place, *id, *en;
};

struct document {
    const char *json;               /* all of it, as it is kept */
    const char *title, *version, *summary, *description;    /* of info; "" where absent */
    struct endpoint *endpoints;     /* without ids */
    int endpoint_count;
    struct finding *warnings;       /* at most WARNINGS_MAX */
    int warning_count;
};

/* DOCUMENT_UNUSABLE, with the reason in *fault. */
enum err document_read(struct arena *a, const char *text, size_t size, struct document *out,
                       struct finding *fault);
