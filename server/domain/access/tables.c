#include "domain/access/tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct access_tables tables = {
    .keys.size = sizeof(struct key_row),
    .accounts.size = sizeof(struct account_row),
    .grants.size = sizeof(struct grant_row),
    .bundles.size = sizeof(struct bundle_row),
    .free_keys.size = sizeof(uint32_t),
    .uses.size = sizeof(struct use),
    .uses_lock = PTHREAD_MUTEX_INITIALIZER,
};

static pthread_once_t lock_made = PTHREAD_ONCE_INIT;

/* Writers come first, so that a change never waits for a busy gateway. */
static void make_lock(void)
{
    pthread_rwlockattr_t attributes;
    pthread_rwlockattr_init(&attributes);
    pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&tables.lock, &attributes);
    pthread_rwlockattr_destroy(&attributes);
}

void tables_lock_to_write(void)
{
    pthread_once(&lock_made, make_lock);
    pthread_rwlock_wrlock(&tables.lock);
}

void tables_lock_to_read(void)
{
    pthread_once(&lock_made, make_lock);
    pthread_rwlock_rdlock(&tables.lock);
}

void tables_unlock(void)
{
    pthread_rwlock_unlock(&tables.lock);
}

uint32_t row_add(struct rows *rows)
{
    if (rows->count == rows->room) {
        rows->room = rows->room ? rows->room * 2 : 16;
        rows->items = realloc(rows->items, rows->room * rows->size);
        if (!rows->items)
            abort();
    }
    memset((char *)rows->items + rows->count * rows->size, 0, rows->size);
    return (uint32_t)rows->count++;
}

static void rows_finish(struct rows *rows)
{
    free(rows->items);
    *rows = (struct rows){ .size = rows->size };
}

void id_copy(char out[static ACCESS_ID_MAX + 1], const char *id)
{
    size_t const size = strnlen(id, ACCESS_ID_MAX);
    memcpy(out, id, size);
    out[size] = '\0';
}

uint32_t text_hash(const char *text)
{
    return index_hash(text, strlen(text));
}

uint32_t digest_hash(const unsigned char *digest)
{
    uint32_t hash;
    memcpy(&hash, digest, sizeof hash);
    return hash;
}

uint32_t grant_hash(uint32_t account, uint32_t bundle)
{
    uint32_t const pair[2] = { account, bundle };
    return index_hash(pair, sizeof pair);
}

static bool is_key(const void *digest, uint32_t row)
{
    return memcmp(KEY(row)->digest, digest, ACCESS_DIGEST_BYTES) == 0;
}

static bool is_account(const void *id, uint32_t row)
{
    return strcmp(ACCOUNT(row)->id, id) == 0;
}

static bool is_bundle(const void *id, uint32_t row)
{
    return strcmp(BUNDLE(row)->id, id) == 0;
}

struct slug {
    const char *bytes;
    size_t size;
};

static bool has_slug(const void *wanted, uint32_t row)
{
    const struct slug *slug = wanted;
    const char *own = BUNDLE(row)->slug;
    return strlen(own) == slug->size && memcmp(own, slug->bytes, slug->size) == 0;
}

static bool is_grant(const void *wanted, uint32_t row)
{
    const struct grant_row *grant = wanted;
    return GRANT(row)->account == grant->account && GRANT(row)->bundle == grant->bundle;
}

uint32_t key_row_find(const unsigned char *digest)
{
    return index_find(&tables.key_index, digest_hash(digest), is_key, digest);
}

uint32_t account_row_of(const char *id, uint32_t hash)
{
    uint32_t row = index_find(&tables.account_index, hash, is_account, id);
    if (row != INDEX_NONE)
        return row;
    row = row_add(&tables.accounts);
    id_copy(ACCOUNT(row)->id, id);
    index_add(&tables.account_index, hash, row);
    return row;
}

uint32_t bundle_row_find(const char *id)
{
    return index_find(&tables.bundle_index, text_hash(id), is_bundle, id);
}

static uint32_t bundle_row_make(const char *id)
{
    uint32_t const row = row_add(&tables.bundles);
    id_copy(BUNDLE(row)->id, id);
    index_add(&tables.bundle_index, text_hash(id), row);
    return row;
}

uint32_t bundle_row_of(const char *id)
{
    if (tables.last_bundle < tables.bundles.count && is_bundle(id, tables.last_bundle))
        return tables.last_bundle;
    uint32_t const row = bundle_row_find(id);
    return tables.last_bundle = row != INDEX_NONE ? row : bundle_row_make(id);
}

uint32_t slug_row_find(const char *slug, size_t size)
{
    struct slug const wanted = { slug, size };
    return index_find(&tables.slug_index, index_hash(slug, size), has_slug, &wanted);
}

uint32_t grant_row_find(uint32_t account, uint32_t bundle)
{
    struct grant_row const wanted = { .account = account, .bundle = bundle };
    return index_find(&tables.grant_index, grant_hash(account, bundle), is_grant, &wanted);
}

void bundle_row_clear(uint32_t row)
{
    struct bundle_row *b = BUNDLE(row);
    if (b->slug)
        index_remove(&tables.slug_index, text_hash(b->slug), row);
    free(b->slug);
    b->slug = NULL;
    b->is_open = false;
    bundle_endpoints_clear(&b->endpoints);
    for (int i = 0; i < KEY_ENVIRONMENTS; i++) {
        access_target_give(b->targets[i]);
        b->targets[i] = NULL;
    }
}

void access_open(void)
{
    pthread_once(&lock_made, make_lock);
}

void access_close(void)
{
    tables_lock_to_write();
    for (size_t i = 0; i < tables.keys.count; i++)
        free(KEY(i)->allowed);
    for (size_t i = 0; i < tables.bundles.count; i++) {
        bundle_row_clear((uint32_t)i);
        bundle_endpoints_finish(&BUNDLE(i)->endpoints);
        for (int e = 0; e < KEY_ENVIRONMENTS; e++)
            shield_free(BUNDLE(i)->shields[e]);
    }
    pthread_mutex_lock(&tables.uses_lock);
    rows_finish(&tables.uses);
    pthread_mutex_unlock(&tables.uses_lock);
    struct rows *rows[] = { &tables.keys, &tables.accounts, &tables.grants, &tables.bundles,
                            &tables.free_keys };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        rows_finish(rows[i]);
    struct index *indexes[] = { &tables.key_index, &tables.account_index, &tables.grant_index,
                                &tables.bundle_index, &tables.slug_index };
    for (size_t i = 0; i < sizeof indexes / sizeof indexes[0]; i++)
        index_finish(indexes[i]);
    limits_close();
    tables_unlock();
}

void access_names(uint32_t bundle, uint32_t endpoint, struct access_names *out)
{
    *out = (struct access_names){ 0 };
    if (bundle == 0)
        return;
    tables_lock_to_read();
    const struct bundle_row *row = BUNDLE(bundle - 1);
    memcpy(out->bundle_id, row->id, sizeof out->bundle_id);
    memcpy(out->publisher_id, row->publisher, sizeof out->publisher_id);
    if (endpoint > 0)
        snprintf(out->endpoint, sizeof out->endpoint, "%s", row->endpoints.names[endpoint]);
    tables_unlock();
}

struct access_size access_size(void)
{
    tables_lock_to_read();
    struct access_size size = { .keys = tables.key_index.used, .grants = tables.grant_index.used };
    for (size_t i = 0; i < tables.bundles.count; i++)
        size.bundles += BUNDLE(i)->slug && BUNDLE(i)->owner == i;
    tables_unlock();
    return size;
}
