#include "base/index.h"

#include <stdlib.h>
#include <string.h>

struct index_place {
    uint32_t hash, row;
};

enum { FIRST_SIZE = 64 };

/* What a word changes goes into the bits above by the product, and from there into all with the
 * next one. */
static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9E3779B97F4A7C15;
    return hash ^ hash >> 32;
}

uint32_t index_hash(const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint64_t hash = size, word = 0;
    for (; size >= sizeof word; at += sizeof word, size -= sizeof word) {
        memcpy(&word, at, sizeof word);
        hash = mix(hash, word);
    }
    word = 0;
    memcpy(&word, at, size);
    return (uint32_t)mix(mix(hash, word), 0);
}

uint32_t index_find(const struct index *index, uint32_t hash, index_match_fn *is,
                    const void *wanted)
{
    if (index->size == 0)
        return INDEX_NONE;
    for (size_t at = hash & (index->size - 1);; at = (at + 1) & (index->size - 1)) {
        const struct index_place *place = &index->places[at];
        if (place->row == INDEX_NONE)
            return INDEX_NONE;
        if (place->hash == hash && is(wanted, place->row))
            return place->row;
    }
}

void index_prefetch(const struct index *index, uint32_t hash)
{
    if (index->size > 0)
        __builtin_prefetch(&index->places[hash & (index->size - 1)]);
}

static void put(struct index *index, uint32_t hash, uint32_t row)
{
    size_t at = hash & (index->size - 1);
    while (index->places[at].row != INDEX_NONE)
        at = (at + 1) & (index->size - 1);
    index->places[at] = (struct index_place){ hash, row };
}

static void grow(struct index *index)
{
    struct index old = *index;
    index->size = old.size ? old.size * 2 : FIRST_SIZE;
    index->places = malloc(index->size * sizeof *index->places);
    if (!index->places)
        abort();
    for (size_t i = 0; i < index->size; i++)
        index->places[i].row = INDEX_NONE;
    for (size_t i = 0; i < old.size; i++) {
        if (old.places[i].row != INDEX_NONE)
            put(index, old.places[i].hash, old.places[i].row);
    }
    free(old.places);
}

void index_add(struct index *index, uint32_t hash, uint32_t row)
{
    if (index->used + 1 > index->size / 2)
        grow(index);
    put(index, hash, row);
    index->used++;
}

/* Moves what follows back into the gap, so that no search ends too early. */
static void close_gap(struct index *index, size_t gap)
{
    size_t const mask = index->size - 1;
    for (size_t at = (gap + 1) & mask; index->places[at].row != INDEX_NONE; at = (at + 1) & mask) {
        size_t const home = index->places[at].hash & mask;
        if (((at - home) & mask) < ((at - gap) & mask))
            continue;
        index->places[gap] = index->places[at];
        gap = at;
    }
    index->places[gap].row = INDEX_NONE;
}

void index_remove(struct index *index, uint32_t hash, uint32_t row)
{
    size_t const mask = index->size - 1;
    for (size_t at = hash & mask; index->places[at].row != INDEX_NONE; at = (at + 1) & mask) {
        if (index->places[at].row != row)
            continue;
        close_gap(index, at);
        index->used--;
        return;
    }
}

void index_finish(struct index *index)
{
    free(index->places);
    *index = (struct index){ 0 };
}
