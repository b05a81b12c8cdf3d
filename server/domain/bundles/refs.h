/* References of an OpenAPI document: finding what they point at, and putting it in their place.
 * Only this folder includes it. */
#pragma once

#include "base/arena.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum { REFS_DEPTH_MAX = 40, REFS_LEVELS_MAX = 100 };

struct resolver {
    struct arena *a;
    const json_t *root;
    const char *open[REFS_DEPTH_MAX];   /* references that are being resolved, outermost first */
    int depth;
    int level;                          /* objects and arrays inside each other */
    size_t spent, allowed;              /* bytes made, and when to stop following */
    const char *missing;                /* the first reference that points at nothing */
    const char *outside;                /* one into another document */
    const char *circular;               /* one that leads into itself */
    bool is_cut;                        /* something stayed a reference, for its size */
};

/* What a reference points at, borrowed; NULL for nothing, or for another document. */
const json_t *ref_find(struct arena *a, const json_t *root, const char *ref);

/* The same value with its references resolved. Yours to free. */
json_t *refs_resolve(struct resolver *r, const json_t *value);
