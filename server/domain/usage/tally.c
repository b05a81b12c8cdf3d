#include "domain/usage/tally.h"

#include <stdlib.h>
#include <string.h>

enum { SPARE = 1024, ID_TAIL = 12 };

static void *must(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

static void *grown(void *items, size_t *room, size_t count, size_t size)
{
    if (count < *room)
        return items;
    *room = *room ? *room * 2 : 64;
    return must(realloc(items, *room * size));
}

static void key_add(struct tally *t, const char *id, const char *account_id)
{
    t->keys = grown(t->keys, &t->key_room, t->key_count, sizeof *t->keys);
    struct tally_key *key = &t->keys[t->key_count++];
    *key = (struct tally_key){ 0 };
    memcpy(key->id, id, strnlen(id, ACCESS_ID_MAX));
    memcpy(key->account_id, account_id, strnlen(account_id, ACCESS_ID_MAX));
}

struct tally *tally_new(void)
{
    struct tally *t = must(calloc(1, sizeof *t));
    key_add(t, "", "");
    return t;
}

void tally_free(struct tally *t)
{
    for (size_t i = 0; i < t->key_count; i++)
        free(t->keys[i].recent);
    index_finish(&t->key_index);
    index_finish(&t->series_index);
    index_finish(&t->cell_index);
    free(t->keys);
    free(t->series);
    free(t->cells);
    free(t);
}

struct wanted_key {
    const struct tally *tally;
    const char *id;
};

static bool is_key(const void *wanted, uint32_t row)
{
    const struct wanted_key *w = wanted;
    return strcmp(w->tally->keys[row].id, w->id) == 0;
}

/* An id's end is its random part. */
static uint32_t key_hash(const char *id)
{
    size_t const size = strnlen(id, ACCESS_ID_MAX);
    return size > ID_TAIL ? index_hash(id + size - ID_TAIL, ID_TAIL) : index_hash(id, size);
}

static uint32_t key_of(struct tally *t, const char *id, const char *account_id)
{
    if (!id[0])
        return 0;
    uint32_t const hash = key_hash(id);
    struct wanted_key const w = { t, id };
    uint32_t const row = index_find(&t->key_index, hash, is_key, &w);
    if (row != INDEX_NONE)
        return row;
    if (t->key_count == TALLY_KEYS)
        return 0;
    key_add(t, id, account_id);
    index_add(&t->key_index, hash, (uint32_t)t->key_count - 1);
    return (uint32_t)t->key_count - 1;
}

struct wanted_series {
    const struct tally *tally;
    const struct tally_name *name;
};

static bool is_series(const void *wanted, uint32_t row)
{
    const struct wanted_series *w = wanted;
    const struct tally_name *a = w->name, *b = &w->tally->series[row].name;
    return a->key == b->key && a->bundle == b->bundle && a->endpoint == b->endpoint
           && a->minute == b->minute && a->status == b->status
           && a->environment == b->environment;
}

static uint32_t mixed(uint64_t a, uint64_t b)
{
    uint64_t z = (a ^ b * 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9;
    return (uint32_t)(z ^ z >> 32);
}

static uint32_t series_hash(const struct tally_name *n)
{
    uint64_t const rest = (uint64_t)n->minute << 24 | (uint64_t)n->status << 8 | n->environment;
    return mixed((uint64_t)n->key << 32 | n->endpoint, (uint64_t)n->bundle << 40 ^ rest);
}

/* INDEX_NONE where there is none yet and no more than max may be made. */
static uint32_t series_find(struct tally *t, const struct tally_name *name, size_t max)
{
    uint32_t const hash = series_hash(name);
    struct wanted_series const w = { t, name };
    uint32_t const row = index_find(&t->series_index, hash, is_series, &w);
    if (row != INDEX_NONE || t->series_count >= max)
        return row;
    t->series = grown(t->series, &t->series_room, t->series_count, sizeof *t->series);
    t->series[t->series_count] = (struct tally_series){ .name = *name, .first_cell = INDEX_NONE };
    index_add(&t->series_index, hash, (uint32_t)t->series_count);
    return (uint32_t)t->series_count++;
}

/* With less and less of its name where there is no room left for all of it. */
static uint32_t series_of(struct tally *t, struct tally_name name, uint64_t calls)
{
    uint32_t row = series_find(t, &name, TALLY_SERIES);
    if (row != INDEX_NONE)
        return row;
    t->folded += calls;
    name.endpoint = 0;
    row = series_find(t, &name, TALLY_SERIES + SPARE);
    if (row != INDEX_NONE)
        return row;
    name.key = 0;
    row = series_find(t, &name, TALLY_SERIES + 2 * SPARE);
    if (row != INDEX_NONE)
        return row;
    name.bundle = 0;
    name.status = (uint16_t)(name.status / 100 * 100);
    return series_find(t, &name, SIZE_MAX);
}

struct wanted_cell {
    const struct tally *tally;
    uint32_t series;
    unsigned bucket, kind;
};

static bool is_cell(const void *wanted, uint32_t row)
{
    const struct wanted_cell *w = wanted;
    const struct tally_cell *cell = &w->tally->cells[row];
    return cell->series == w->series && cell->bucket == w->bucket && cell->kind == w->kind;
}

/* Where there is no room left the call is counted, but its time is not among the percentiles. */
static void cell_add(struct tally *t, uint32_t series, enum tally_kind kind, unsigned bucket,
                     uint32_t count)
{
    uint32_t const hash = mixed((uint64_t)series << 32 | kind << 16 | bucket, 1);
    struct wanted_cell const w = { t, series, bucket, kind };
    uint32_t const row = index_find(&t->cell_index, hash, is_cell, &w);
    if (row != INDEX_NONE) {
        t->cells[row].count += count;
        return;
    }
    if (t->cell_count == TALLY_CELLS)
        return;
    t->cells = grown(t->cells, &t->cell_room, t->cell_count, sizeof *t->cells);
    t->cells[t->cell_count] = (struct tally_cell){
        .series = series, .next = t->series[series].first_cell, .bucket = (uint16_t)bucket,
        .kind = (uint16_t)kind, .count = count,
    };
    t->series[series].first_cell = (uint32_t)t->cell_count;
    index_add(&t->cell_index, hash, (uint32_t)t->cell_count++);
}

static void recent_add(struct tally *t, uint32_t key, const struct usage_call *call)
{
    struct tally_key *k = &t->keys[key];
    if (key == 0 || (!k->recent && t->ring_count == TALLY_RINGS))
        return;
    if (!k->recent) {
        k->recent = must(calloc(1, sizeof *k->recent));
        t->ring_count++;
    }
    struct recent_call const recent = {
        .at_ms = call->at_ms, .method = call->method, .bundle = call->pass->bundle,
        .endpoint = call->pass->endpoint, .status = call->status,
        .duration_us = call->duration_us < UINT32_MAX ? (uint32_t)call->duration_us : UINT32_MAX,
    };
    recent_ring_add(k->recent, &recent);
}

void tally_add(struct tally *t, const struct usage_call *call)
{
    const struct access_pass *pass = call->pass;
    struct tally_name const name = {
        .key = key_of(t, pass->key_id, pass->account_id), .bundle = pass->bundle,
        .endpoint = pass->endpoint, .minute = (uint32_t)(call->at_ms / 60000),
        .status = (uint16_t)call->status, .environment = pass->environment,
    };
    uint32_t const row = series_of(t, name, 1);
    struct tally_series *series = &t->series[row];
    series->calls++;
    series->duration_us += call->duration_us;
    cell_add(t, row, TALLY_DURATION, histogram_bucket(call->duration_us), 1);
    if (call->upstream_us >= 0) {
        series->upstream_calls++;
        series->upstream_us += call->upstream_us;
        cell_add(t, row, TALLY_UPSTREAM, histogram_bucket(call->upstream_us), 1);
    }
    recent_add(t, name.key, call);
}

static void merge_series(struct tally *into, const struct tally *from,
                         const struct tally_series *s)
{
    const struct tally_key *key = &from->keys[s->name.key];
    struct tally_name name = s->name;
    name.key = key_of(into, key->id, key->account_id);
    uint32_t const row = series_of(into, name, s->calls);
    struct tally_series *sum = &into->series[row];
    sum->calls += s->calls;
    sum->duration_us += s->duration_us;
    sum->upstream_calls += s->upstream_calls;
    sum->upstream_us += s->upstream_us;
    for (uint32_t at = s->first_cell; at != INDEX_NONE; at = from->cells[at].next) {
        const struct tally_cell *cell = &from->cells[at];
        cell_add(into, row, (enum tally_kind)cell->kind, cell->bucket, cell->count);
    }
}

void tally_merge(struct tally *into, const struct tally *from)
{
    for (size_t i = 0; i < from->series_count; i++)
        merge_series(into, from, &from->series[i]);
    into->folded += from->folded;
}

void tally_histogram(const struct tally *t, const struct tally_series *series,
                     enum tally_kind kind, struct histogram *h)
{
    for (uint32_t at = series->first_cell; at != INDEX_NONE; at = t->cells[at].next) {
        if (t->cells[at].kind == kind)
            histogram_add(h, t->cells[at].bucket, t->cells[at].count);
    }
}
