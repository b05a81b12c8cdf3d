#include "domain/usage/recent.h"

#include "base/index.h"
#include "domain/access/access.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { KEYS_MAX = 4096 };

struct entry {
    char key_id[ACCESS_ID_MAX + 1];
    uint64_t used;                      /* the turn of the last put */
    struct recent_ring ring;
};

static struct {
    pthread_mutex_t lock;
    struct entry *entries[KEYS_MAX];
    uint32_t count;
    uint64_t turn;
    struct index index;
} known = { .lock = PTHREAD_MUTEX_INITIALIZER };

void recent_ring_add(struct recent_ring *ring, const struct recent_call *call)
{
    ring->calls[ring->count++ % RECENT_MAX] = *call;
}

static bool is_entry(const void *key_id, uint32_t row)
{
    return strcmp(known.entries[row]->key_id, key_id) == 0;
}

static uint32_t hash_of(const char *key_id)
{
    return index_hash(key_id, strlen(key_id));
}

static uint32_t longest_unused(void)
{
    uint32_t found = 0;
    for (uint32_t i = 1; i < known.count; i++) {
        if (known.entries[i]->used < known.entries[found]->used)
            found = i;
    }
    return found;
}

static uint32_t row_make(void)
{
    if (known.count < KEYS_MAX) {
        known.entries[known.count] = malloc(sizeof **known.entries);
        if (!known.entries[known.count])
            abort();
        return known.count++;
    }
    uint32_t const row = longest_unused();
    index_remove(&known.index, hash_of(known.entries[row]->key_id), row);
    return row;
}

static struct entry *entry_of(const char *key_id)
{
    uint32_t row = index_find(&known.index, hash_of(key_id), is_entry, key_id);
    if (row != INDEX_NONE)
        return known.entries[row];
    row = row_make();
    struct entry *entry = known.entries[row];
    *entry = (struct entry){ 0 };
    memcpy(entry->key_id, key_id, strnlen(key_id, ACCESS_ID_MAX));
    index_add(&known.index, hash_of(entry->key_id), row);
    return entry;
}

void recent_put(const char *key_id, const struct recent_ring *ring)
{
    uint32_t const first = ring->count > RECENT_MAX ? ring->count - RECENT_MAX : 0;
    pthread_mutex_lock(&known.lock);
    struct entry *entry = entry_of(key_id);
    entry->used = ++known.turn;
    for (uint32_t i = first; i < ring->count; i++)
        recent_ring_add(&entry->ring, &ring->calls[i % RECENT_MAX]);
    pthread_mutex_unlock(&known.lock);
}

/* Loops bring theirs one after the other, so that what is known is nearly in order; of calls of the
 * same moment the later stays before the earlier. */
static void put_in_order(struct recent_call *calls, int count)
{
    for (int i = 1; i < count; i++) {
        struct recent_call const call = calls[i];
        int at = i;
        for (; at > 0 && calls[at - 1].at_ms < call.at_ms; at--)
            calls[at] = calls[at - 1];
        calls[at] = call;
    }
}

int recent_calls_of(const char *key_id, struct recent_call out[static RECENT_MAX])
{
    int count = 0;
    pthread_mutex_lock(&known.lock);
    uint32_t const row = index_find(&known.index, hash_of(key_id), is_entry, key_id);
    if (row != INDEX_NONE) {
        const struct recent_ring *ring = &known.entries[row]->ring;
        for (uint32_t i = ring->count; i > 0 && count < RECENT_MAX; i--)
            out[count++] = ring->calls[(i - 1) % RECENT_MAX];
    }
    pthread_mutex_unlock(&known.lock);
    put_in_order(out, count);
    return count;
}

void recent_forget(void)
{
    pthread_mutex_lock(&known.lock);
    for (uint32_t i = 0; i < known.count; i++)
        free(known.entries[i]);
    known.count = 0;
    index_finish(&known.index);
    pthread_mutex_unlock(&known.lock);
}
