#include "domain/access/endpoints.h"

#include "domain/access/access.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 20000 };             /* a bundle; what comes later is not told apart */

static void *must(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

struct endpoint_tree *endpoints_plant(const struct access_endpoint *items, size_t count)
{
    if (count == 0)
        return NULL;
    struct endpoint_name *names = must(malloc(count * sizeof *names));
    for (size_t i = 0; i < count; i++)
        names[i] = (struct endpoint_name){ items[i].method, items[i].path, (uint32_t)i };
    struct endpoint_tree *tree = endpoint_tree_new(names, count);
    free(names);
    return tree;
}

struct wanted {
    const struct bundle_endpoints *endpoints;
    const char *name;
};

static bool is_name(const void *wanted, uint32_t row)
{
    const struct wanted *w = wanted;
    return strcmp(w->endpoints->names[row], w->name) == 0;
}

static uint32_t number_of(struct bundle_endpoints *e, const struct access_endpoint *item)
{
    char name[ACCESS_ENDPOINT_MAX + 1];
    snprintf(name, sizeof name, "%s %s", item->method, item->path);
    uint32_t const hash = index_hash(name, strlen(name));
    struct wanted const w = { e, name };
    uint32_t const known = index_find(&e->name_index, hash, is_name, &w);
    if (known != INDEX_NONE)
        return known;
    if (e->name_count == NAMES_MAX)
        return 0;
    uint32_t const number = ++e->name_count;
    e->names = must(realloc(e->names, (number + 1) * sizeof *e->names));
    e->names[number] = must(strdup(name));
    index_add(&e->name_index, hash, number);
    return number;
}

void bundle_endpoints_put(struct bundle_endpoints *e, struct bundle_endpoints *names,
                          struct endpoint_tree *tree, const struct access_bundle *bundle)
{
    size_t const count = bundle->endpoint_count;
    bundle_endpoints_clear(e);
    e->tree = tree;
    if (count > 0)
        e->numbers = must(malloc(count * sizeof *e->numbers));
    for (size_t i = 0; i < count; i++)
        e->numbers[i] = number_of(names, &bundle->endpoints[i]);
}

void bundle_endpoints_clear(struct bundle_endpoints *e)
{
    endpoint_tree_free(e->tree);
    free(e->numbers);
    e->tree = NULL;
    e->numbers = NULL;
}

void bundle_endpoints_finish(struct bundle_endpoints *e)
{
    bundle_endpoints_clear(e);
    for (uint32_t i = 1; i <= e->name_count; i++)
        free(e->names[i]);
    free(e->names);
    index_finish(&e->name_index);
    *e = (struct bundle_endpoints){ 0 };
}

uint32_t bundle_endpoints_find(const struct bundle_endpoints *e, const char *method,
                               const char *path, size_t path_size)
{
    if (!e->tree || !method)
        return 0;
    uint32_t const place = endpoint_tree_find(e->tree, method, path, path_size);
    return place == INDEX_NONE ? 0 : e->numbers[place];
}
