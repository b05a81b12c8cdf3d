/* Endpoints: the operations of a bundle, as its document describes them. */
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
    int total;
};

/* In the document's order, from this position on. */
enum err endpoints_of(struct db *db, struct arena *a, const char *bundle_id, int from, int limit,
                      struct endpoints *out);

/* Puts these in place of the bundle's; one with the same method and path keeps its id. */
enum err endpoints_write(struct db *tx, const char *bundle_id, const struct endpoint *items,
                         int count);
