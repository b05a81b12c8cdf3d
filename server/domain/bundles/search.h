/* Search: lists of bundles, by the beginnings of words and by tag, page after page.
 *
 * Words are compared folded: without regard to case, accents and order. The time a page takes
 * does not grow with the number of bundles as long as a word is either rare or common. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "domain/bundles/bundles.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

struct bundle_search {
    const char *q, *tag;            /* NULL: any */
    const char *status;             /* for publishers: one status; NULL: any */
    bool lists_all;                 /* for publishers; else what is published or deprecated */
    bool newest_first;              /* else by name */
    const char *cursor;             /* next_cursor of the page before, or NULL */
    int limit;
};
struct bundles {
    struct bundle *items;
    int count;
    const char *next_cursor;        /* NULL: this is the last page */
    int64_t total;                  /* -1: too many to be counted at once */
};

/* BAD_INPUT for a cursor that is none. */
enum err bundles_search(struct db *db, struct arena *a, const struct bundle_search *s,
                        struct bundles *out);
