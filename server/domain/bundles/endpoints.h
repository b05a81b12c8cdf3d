/* Endpoints: the operations of a version, as its document describes them.
 *
 * A list for finding one holds no more than what it shows; an endpoint is read whole by its id,
 * which it keeps from version to version. schemas.h has what its references point at. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "domain/documents/endpoint.h"

struct db;

struct endpoints {
    struct endpoint *items;
    int count;
    int next;                       /* position of the next page; 0: this is the last */
    int total;                      /* of all pages */
};

/* Whole ones in the document's order, from this position on. */
enum err endpoints_of(struct db *db, struct arena *a, const char *version_id, int from, int limit,
                      struct endpoints *out);

/* Only those in which each word of q occurs (in method, path, tag or summary, without regard to
 * case and accents), and of this tag; either may be NULL. Without description, parameters, body
 * and responses, which are NULL. */
struct endpoint_search {
    const char *q, *tag;
    int from, limit;
};
enum err endpoints_search(struct db *db, struct arena *a, const char *version_id,
                          const struct endpoint_search *search, struct endpoints *out);

/* NOT_FOUND, also for an endpoint of another version. */
enum err endpoint_find(struct db *db, struct arena *a, const char *version_id, const char *id,
                       struct endpoint *out);

/* By its call. NOT_FOUND. */
enum err endpoint_at(struct db *db, struct arena *a, const char *version_id, const char *method,
                     const char *path, struct endpoint *out);

enum err endpoints_count(struct db *db, const char *version_id, int *out);

/* The new version's endpoints. One that any version of the bundle has by method and path gets
 * that one's id; so does one that comes with an id. */
enum err endpoints_write(struct db *tx, const char *bundle_id, const char *version_id,
                         const struct endpoint *items, int count);
