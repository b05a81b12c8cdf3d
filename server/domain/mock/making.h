/* Making values from shapes. Only this folder includes it. */
#pragma once

#include "base/arena.h"
#include "domain/validation/shape.h"

#include <stdbool.h>

enum { OPEN_MAX = 64, NODES_MAX = 20000 };

struct making {
    struct arena *a;
    int64_t *steps;
    uint64_t state;                     /* of the numbers that stand for chance */
    int depth;
    int nodes;                          /* values made so far, and their bytes, about */
    size_t written;
    const struct shape *open[OPEN_MAX]; /* components that values are being made of */
    size_t open_count;
};

uint64_t making_number(struct making *m);

/* False once an answer grows beyond what is sent. */
bool making_takes(struct making *m, size_t size);

/* A value that the shape allows, as far as one is found; what is required, and what is not as long
 * as it does not lead into itself. Yours to free. */
json_t *value_make(struct making *m, const struct shape *shape);

/* Shapes that hold together, as one. */
enum { PARTS_MAX = 48 };
struct merged {
    const struct shape *parts[PARTS_MAX];
    size_t count;
    unsigned types;
    const json_t *said;                 /* by the document itself; NULL: nothing */
    const struct discriminator *by;
    const struct shape *chosen;         /* of the alternatives that by tells apart */
};
void merge(struct making *m, const struct shape *shape, struct merged *out);

/* Whether the shape, or a list of it, is one that is open already. */
bool leads_back(const struct making *m, const struct shape *shape);

/* make_scalar.c */
json_t *text_make(struct making *m, const struct merged *merged);
json_t *number_make(struct making *m, const struct merged *merged, bool is_whole);

/* make_pattern.c: a text that the pattern may match; NULL where it is beyond this. More: how often
 * a repetition goes beyond its least. */
char *pattern_sample(struct making *m, const char *pattern, unsigned more);
