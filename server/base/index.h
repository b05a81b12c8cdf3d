/* Index: from a hash to the number of a row in somebody's array. Open addressing, eight bytes a
 * place, at most half full. Not locked. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct index_place;

struct index {
    struct index_place *places;
    size_t size, used;                  /* size: 0 or a power of two */
};

#define INDEX_NONE UINT32_MAX

/* Is the row the wanted one? */
typedef bool index_match_fn(const void *wanted, uint32_t row);

uint32_t index_find(const struct index *index, uint32_t hash, index_match_fn *is,
                    const void *wanted);
void index_prefetch(const struct index *index, uint32_t hash);     /* will be looked for soon */
void index_add(struct index *index, uint32_t hash, uint32_t row);   /* not there yet */
void index_remove(struct index *index, uint32_t hash, uint32_t row);
void index_finish(struct index *index);

uint32_t index_hash(const void *bytes, size_t size);
