/* Tally: calls added up in memory until they are written. A loop has one at a time, and the job
 * one in which those of all loops come together. Bounded; not locked. Only this folder includes
 * it. */
#pragma once

#include "base/index.h"
#include "domain/usage/histogram.h"
#include "domain/usage/recent.h"
#include "domain/usage/usage.h"

#include <stdbool.h>

enum { TALLY_KEYS = 8192, TALLY_SERIES = 8192, TALLY_CELLS = 1 << 17, TALLY_RINGS = 1024 };

struct tally_key {                      /* the first one stands for none, or one too many */
    char id[ACCESS_ID_MAX + 1], account_id[ACCESS_ID_MAX + 1];
    struct recent_ring *recent;         /* NULL: none */
};

/* What is told apart. */
struct tally_name {
    uint32_t key;                       /* in tally->keys */
    uint32_t bundle, endpoint;          /* for access_names() */
    uint32_t minute;                    /* since 1970 */
    uint16_t status;
    uint8_t environment;                /* KEY_ENVIRONMENTS: none */
};

struct tally_series {
    struct tally_name name;
    uint32_t first_cell;                /* INDEX_NONE: it has none */
    uint64_t calls, upstream_calls;
    int64_t duration_us, upstream_us;   /* sums */
};

/* A bucket of a series' histogram; there are two of those. */
enum tally_kind { TALLY_DURATION, TALLY_UPSTREAM };
struct tally_cell {
    uint32_t series, next;
    uint16_t bucket, kind;
    uint32_t count;
};

struct tally {
    struct tally_key *keys;
    struct tally_series *series;
    struct tally_cell *cells;
    size_t key_count, key_room, series_count, series_room, cell_count, cell_room, ring_count;
    struct index key_index, series_index, cell_index;
    uint64_t folded;                    /* calls that were not told apart */
};

struct tally *tally_new(void);
void tally_free(struct tally *t);
static inline bool tally_is_empty(const struct tally *t) { return t->series_count == 0; }

void tally_add(struct tally *t, const struct usage_call *call);
void tally_merge(struct tally *into, const struct tally *from);     /* but for the recent calls */

/* Adds the series' buckets of one kind to h. */
void tally_histogram(const struct tally *t, const struct tally_series *series,
                     enum tally_kind kind, struct histogram *h);
