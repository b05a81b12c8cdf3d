/* Endpoints: the operations of a bundle, as its document describes them.
 *
 * A list for finding one holds no more than what it shows; an endpoint is read whole by its id. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>

struct db;

struct endpoint {
    const char *id, *method, *path; /* the path as in the document: /provinsi/{kode} */
    const char *tag, *summary, *description;
    bool is_deprecated;
    const char *parameters;         /* JSON array of parameter objects */
    const char *request_body;       /* JSON, or NULL */
    const char *responses;          /* JSON object by status */
};
struct endpoints {
    struct endpoint *items;
    int count;
    int next;                       /* position of the next page; 0: this is the last */
    int total;                      /* of all pages */
};

/* In the document's order, from this position on. */
enum err endpoints_of(struct db *db, struct arena *a, const char *bundle_id, int from, int limit,
                      struct endpoints *out);

/* Only those in which each word of q occurs (in method, path, tag or summary, without regard to
 * case and accents), and of this tag; either may be NULL. Without description, parameters, body
 * and responses, which are NULL. */
struct endpoint_search {
    const char *q, *tag;
    int from, limit;
};
enum err endpoints_search(struct db *db, struct arena *a, const char *bundle_id,
                          const struct endpoint_search *search, struct endpoints *out);

/* NOT_FOUND, also for an endpoint of another bundle. */
enum err endpoint_find(struct db *db, struct arena *a, const char *bundle_id, const char *id,
                       struct endpoint *out);

/* Puts these in place of the bundle's; one with the same method and path keeps its id. */
enum err endpoints_write(struct db *tx, const char *bundle_id, const struct endpoint *items,
                         int count);
