/* Comparing: what the parts of compare.h share. Only this folder includes it. */
#pragma once

#include "domain/documents/compare.h"
#include "domain/documents/reading.h"

#include <jansson.h>

enum { COMPARE_WORK_MAX = 3 * 1000 * 1000, COMPARE_DEPTH_MAX = 60 };

/* What is sent must not be narrowed, what is answered must not be widened. */
enum way { SENT, ANSWERED };

struct side {
    const struct schema *schemas;
    json_t *places;                 /* name: where it stands among them */
    json_t *loaded;                 /* name: schema, as far as it was asked for */
};

struct comparing {
    struct arena *a;
    struct side before, after;
    struct change *change;          /* of the operation that is compared */
    json_t *met;                    /* pairs of names that were compared for it */
    json_t *touched;                /* schemas that differ, or refer to one that does */
    int depth;
    size_t work;
};

/* Notes a difference of the operation. */
void differ(struct comparing *c, const struct place *at, bool is_breaking, const char *id,
            const char *en);

/* The same sentence with texts in it, which are cut where they are long. What is no longer told is
 * not written either. */
#define IS_TOLD(c) ((c)->change->difference_count < DIFFERENCES_MAX)
#define DIFFER(c, at, is_breaking, id, en, ...)                                                  \
    differ((c), (at), (is_breaking),                                                              \
           IS_TOLD(c) ? arena_printf((c)->a, id, __VA_ARGS__) : "",                               \
           IS_TOLD(c) ? arena_printf((c)->a, en, __VA_ARGS__) : "")

/* False once it was too much, or too deep. */
bool compare_goes_on(struct comparing *c);

void compare_schemas(struct comparing *c, const struct place *at, enum way way,
                     const json_t *before, const json_t *after);

/* A parameter's or header's, a body's, an operation's answers. */
void compare_parameters(struct comparing *c, const json_t *before, const json_t *after);
void compare_bodies(struct comparing *c, const json_t *before, const json_t *after);
void compare_responses(struct comparing *c, const json_t *before, const json_t *after);

/* The schema of that name; NULL for none. */
const json_t *side_schema(struct side *side, const char *name);

/* Which schemas of the two sides need to be looked at. */
void compare_find_touched(struct comparing *c, const struct api *before, const struct api *after);
