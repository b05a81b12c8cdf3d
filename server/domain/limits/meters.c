/* The meters by what they count for. */
#include "domain/limits/meter.h"

#include "base/index.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static struct {
    pthread_mutex_t lock;
    struct limits_meter **items;
    size_t count, room;
    struct index index;
} meters = { .lock = PTHREAD_MUTEX_INITIALIZER };

struct name {
    const char *account_id, *subject_id;
};

static bool is_named(const void *wanted, uint32_t row)
{
    const struct name *name = wanted;
    const struct limits_meter *m = meters.items[row];
    return strcmp(m->account_id, name->account_id) == 0
           && strcmp(m->subject_id, name->subject_id) == 0;
}

static uint32_t hash_of(const struct name *name)
{
    return index_hash(name->account_id, strlen(name->account_id)) * 31
           + index_hash(name->subject_id, strlen(name->subject_id));
}

static void id_write(char out[static METER_ID_SIZE], const char *id)
{
    size_t const size = strnlen(id, METER_ID_SIZE - 1);
    memcpy(out, id, size);
    out[size] = '\0';
}

static struct limits_meter *meter_new(const struct name *name)
{
    struct limits_meter *m = aligned_alloc(_Alignof(struct limits_meter), sizeof *m);
    if (!m)
        abort();
    memset(m, 0, sizeof *m);
    id_write(m->account_id, name->account_id);
    id_write(m->subject_id, name->subject_id);
    if (meters.count == meters.room) {
        meters.room = meters.room ? meters.room * 2 : 64;
        meters.items = realloc(meters.items, meters.room * sizeof(struct limits_meter *));
        if (!meters.items)
            abort();
    }
    index_add(&meters.index, hash_of(name), (uint32_t)meters.count);
    return meters.items[meters.count++] = m;
}

struct limits_meter *meter_find(const char *account_id, const char *subject_id)
{
    struct name const name = { account_id, subject_id };
    pthread_mutex_lock(&meters.lock);
    uint32_t const row = index_find(&meters.index, hash_of(&name), is_named, &name);
    struct limits_meter *m = row == INDEX_NONE ? NULL : meters.items[row];
    pthread_mutex_unlock(&meters.lock);
    return m;
}

struct limits_meter *limits_meter_of(const char *account_id, const char *subject_id)
{
    struct name const name = { account_id, subject_id };
    pthread_mutex_lock(&meters.lock);
    uint32_t const row = index_find(&meters.index, hash_of(&name), is_named, &name);
    struct limits_meter *m = row == INDEX_NONE ? meter_new(&name) : meters.items[row];
    pthread_mutex_unlock(&meters.lock);
    return m;
}

void limits_close(void)
{
    limits_changed();
    pthread_mutex_lock(&meters.lock);
    for (size_t i = 0; i < meters.count; i++)
        free(meters.items[i]);
    free(meters.items);
    meters.items = NULL;
    meters.count = meters.room = 0;
    index_finish(&meters.index);
    pthread_mutex_unlock(&meters.lock);
}
