/*
 * Packs: modules that the same pages need, put together into one file each.
 *
 * /pack/app.js holds what the start imports and what weighs little for the many pages that share
 * it; every other pack what the same set of pages needs beside it. A pack is a module that gives an
 * object for each module of the app in it, named after its path: $lib_html. What import() asks for
 * is found there as `root`.
 */
#pragma once
#include <stddef.h>

struct packs;

struct pack {
    const char *name;               /* "app.js", "pages-docs-overview.js" */
    char *text;
    size_t size;
};

/* Of the app in this folder; NULL, told in the log, where a source has a form of its own. */
struct packs *packs_make(const char *folder);
void packs_drop(struct packs *p);                               /* accepts NULL */

const struct pack *packs_find(const struct packs *p, const char *name);

/* The packs that the module at this path comes with, those that it imports first; counts those
 * listed already as given, and gives the new count. */
int packs_for(const struct packs *p, const char *path, const struct pack *list[], int count,
              int max);
