/* Faults: what is wrong with a request, each in words that say what to do. */
#pragma once

#include "base/arena.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum { FAULTS_MAX = 50 };

struct fault {
    const char *field;                  /* a JSON pointer into the body, or in:name */
    const char *code;                   /* of FIELD_FAULTS in base/errors.h */
    const char *message;
};

struct faults {
    struct fault items[FAULTS_MAX];
    size_t count;
};

/* [{field, code, message}] */
json_t *faults_json(const struct faults *faults);

/* Where a value stands, as a chain on the stack. The first link's name is the whole of what stands
 * before, "query:page". Only this folder uses it. */
struct spot {
    const struct spot *up;
    const char *name;                   /* NULL: an array's item */
    size_t index;
};
#define SPOT(above, member) (&(struct spot){ .up = (above), .name = (member) })
#define SPOT_ITEM(above, at) (&(struct spot){ .up = (above), .index = (at) })

const char *spot_text(struct arena *a, const struct spot *at);

/* The code points of a text that most bytes hold. */
char *text_cut(struct arena *a, const char *text, size_t most);

/* A text that somebody sent, short enough to be told. */
const char *shown(struct arena *a, const char *text);
