/* Terms: what a bundle is found by. Only this folder includes it. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "domain/bundles/bundles.h"

struct db;

/* A search as ranges of terms: each word by its beginning, tag and status as a whole. A bundle is
 * found when each range holds one of its terms. */
enum { TERMS_MAX = 9 };
struct term_range {
    const char *from, *below;
};
struct term_search {
    struct term_range ranges[TERMS_MAX];
    int count;
};

/* Words beyond the seventh do not narrow the search. Each may be NULL. */
struct term_search term_search_read(struct arena *a, const char *q, const char *tag,
                                    const char *status);

/* Puts the rows in place of the bundle's older ones: its tags, and every term but the status. */
enum err terms_write(struct db *tx, const struct bundle *b);

enum err terms_write_status(struct db *tx, const char *bundle_id, const char *status);

/* A tag as it is kept and compared: folded, its words joined by hyphens. "" for none. */
const char *tag_normalise(struct arena *a, const char *tag);
