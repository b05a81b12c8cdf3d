/* Endpoints: those of one bundle, each under a number of its own. Only this folder includes it.
 *
 * A number stands for one method and path as long as the process lives, also after the document
 * has gone on without it, so that what is counted under it can be named later. */
#pragma once

#include "domain/access/endpoint_tree.h"

struct access_bundle;
struct access_endpoint;

struct bundle_endpoints {
    struct endpoint_tree *tree;         /* of the document as it is; NULL: it has none */
    uint32_t *numbers;                  /* by what the tree answers */
    char **names;                       /* by number, from 1; "GET /provinsi" */
    uint32_t name_count;
    struct index name_index;
};

/* Those of this bundle, numbered among names: its own, or its owner's. The tree answers places
 * among them, and is taken over. */
void bundle_endpoints_put(struct bundle_endpoints *e, struct bundle_endpoints *names,
                          struct endpoint_tree *tree, const struct access_bundle *bundle);
void bundle_endpoints_clear(struct bundle_endpoints *e);        /* the names stay */
void bundle_endpoints_finish(struct bundle_endpoints *e);

uint32_t bundle_endpoints_find(const struct bundle_endpoints *e, const char *method,
                               const char *path, size_t path_size);     /* 0: none */

struct endpoint_tree *endpoints_plant(const struct access_endpoint *items, size_t count);
