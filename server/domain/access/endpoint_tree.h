/* Endpoint tree: which endpoint of a bundle's document a call asks for, by method and path.
 *
 * A tree of path segments. A segment may be written out (/provinsi), stand for anything ({kode}),
 * or both ({kode}.json, {from}...{to}); what is written out goes before what is not, and where one
 * way leads nowhere the next is tried. Paths are compared as path_read() leaves them. A search
 * takes a bounded number of steps, whatever the document and the path. Immutable once made. */
#pragma once

#include "base/index.h"

#include <stddef.h>
#include <stdint.h>

struct endpoint_tree;

struct endpoint_name {
    const char *method, *path;          /* "GET", "/provinsi/{kode}" */
    uint32_t number;                    /* what a search answers; below INDEX_NONE */
};

/* Of two endpoints that are alike but for the names in braces the first one stands. */
struct endpoint_tree *endpoint_tree_new(const struct endpoint_name *items, size_t count);
void endpoint_tree_free(struct endpoint_tree *tree);        /* accepts NULL */

/* INDEX_NONE where the document has none. HEAD finds GET where it has no HEAD. */
uint32_t endpoint_tree_find(const struct endpoint_tree *tree, const char *method,
                            const char *path, size_t path_size);
