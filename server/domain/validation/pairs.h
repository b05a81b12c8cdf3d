/* Pairs: names and values as forms and cookies write them. Only this folder includes it. */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

enum { PAIRS_MAX = 5000 };

struct pair {
    const char *name;                   /* decoded */
    const char *value;                  /* as it was written: not decoded yet */
};

struct pairs {
    struct pair *items;
    size_t count;
    bool has_more;                      /* beyond PAIRS_MAX: left out */
};

/* a=1&b=2, or with "; " between them. */
struct pairs pairs_read(struct arena *a, const char *text, size_t size, char between);

/* The value of the first with this name at or behind *from, which is set behind it; NULL: none. */
const char *pairs_next(const struct pairs *pairs, const char *name, size_t *from);

/* Percent-encoding undone, in forms plus signs too; headers have none. What is no UTF-8 then, or
 * holds a NUL, comes as it was written. */
enum coding { CODED_URI, CODED_FORM, CODED_NOT };
const char *text_decoded(struct arena *a, const char *text, size_t size, enum coding coding);
