/* Compare: what changes for those who call, from one version of an API to the next.
 *
 * A change breaks where a call that was right may now be refused, or an answer may lack what it
 * always had or hold what it never could: an operation, a status, a media type or a field removed,
 * a parameter, body or field newly demanded, a type or a bound narrowed in what is sent, a type
 * widened in what is answered. */
#pragma once

#include "base/arena.h"
#include "domain/documents/document.h"

#include <stdbool.h>

enum { DIFFERENCES_MAX = 40 };      /* told of one operation */

struct api {
    const struct endpoint *endpoints;
    int endpoint_count;
    const struct schema *schemas;
    int schema_count;
};

/* Where within the operation, and what, in both languages. */
struct difference {
    const char *place, *id, *en;
    bool is_breaking;
};

struct change {
    enum { CHANGE_ADDED, CHANGE_REMOVED, CHANGE_CHANGED } kind;
    const char *method, *path, *summary;
    bool is_breaking;
    struct difference *differences;     /* of a changed one; the first DIFFERENCES_MAX of … */
    int difference_count;               /* … so many */
};

struct comparison {
    struct change *changes;             /* the new document's order, then what was removed */
    int count, added, removed, changed, breaking;
    bool is_cut;                        /* too much to look at: the rest was not compared */
};

void compare(struct arena *a, const struct api *before, const struct api *after,
             struct comparison *out);
