/* Tables: the rows behind access.h and their lock. Only this folder includes it. */
#pragma once

#include "domain/access/access.h"
#include "domain/access/endpoints.h"
#include "base/index.h"
#include "domain/access/target.h"

#include <pthread.h>

/* A list of ranges; count 0 lets nobody in, no list lets everybody in. */
struct ranges {
    unsigned count;
    struct ip_range items[];
};

/* The digest is all zero for a row that is free, which no key's is. */
struct key_row {
    unsigned char digest[ACCESS_DIGEST_BYTES];
    char id[ACCESS_ID_MAX + 1];
    uint32_t account;
    uint32_t use;                       /* guarded by uses_lock; INDEX_NONE: not noted */
    int64_t expires_at;
    struct ranges *allowed;             /* NULL: any caller */
    struct limits_rule limits;
    _Atomic(struct limits_meter *) meter;       /* NULL: not needed yet */
    _Atomic uint32_t used_at;           /* the second of the last note */
    uint8_t environment;
    bool is_active, is_pass;
};

struct account_row {
    char id[ACCESS_ID_MAX + 1];
    bool is_suspended;
};

struct grant_row {
    uint32_t account, bundle;
    uint8_t state, environments;
    struct limits_rule limits;
    _Atomic(struct limits_meter *) meter;       /* NULL: not needed yet */
};

struct bundle_row {
    char id[ACCESS_ID_MAX + 1], publisher[ACCESS_ID_MAX + 1];
    char *slug;                         /* NULL: removed, or not come yet; its grants stay */
    bool is_open;
    uint32_t owner;                     /* the bundle's row that it is a version of, or its own */
    int64_t deprecated_at, sunset_at;
    struct access_target *targets[KEY_ENVIRONMENTS];
    struct shield *shields[KEY_ENVIRONMENTS];   /* NULL: not needed yet */
    unsigned shielded[KEY_ENVIRONMENTS];        /* the origin that each knows */
    struct limits_rule limits;
    struct bundle_endpoints endpoints;  /* a version's are named by its owner's */
};

struct use {
    uint32_t key;
    int64_t at;
    struct ip ip;
};

struct rows {
    void *items;
    size_t count, room, size;
};

struct access_tables {
    pthread_rwlock_t lock;
    struct rows keys, accounts, grants, bundles, free_keys;
    struct index key_index, account_index, grant_index, bundle_index, slug_index;
    uint32_t last_bundle;               /* found or made last: often the next one, too */
    pthread_mutex_t uses_lock;          /* taken after lock, never before */
    struct rows uses;
};
extern struct access_tables tables;

#define KEY(row) ((struct key_row *)tables.keys.items + (row))
#define ACCOUNT(row) ((struct account_row *)tables.accounts.items + (row))
#define GRANT(row) ((struct grant_row *)tables.grants.items + (row))
#define BUNDLE(row) ((struct bundle_row *)tables.bundles.items + (row))

void tables_lock_to_write(void);
void tables_lock_to_read(void);
void tables_unlock(void);

uint32_t row_add(struct rows *rows);                /* zeroed */
void id_copy(char out[static ACCESS_ID_MAX + 1], const char *id);
uint32_t text_hash(const char *text);
uint32_t digest_hash(const unsigned char *digest);
uint32_t grant_hash(uint32_t account, uint32_t bundle);

/* Rows by what names them: find answers INDEX_NONE, of makes the row. */
uint32_t key_row_find(const unsigned char *digest);
uint32_t account_row_of(const char *id, uint32_t hash);      /* text_hash(id) */
uint32_t bundle_row_find(const char *id);
uint32_t bundle_row_of(const char *id);             /* a grant may come before its bundle */
uint32_t slug_row_find(const char *slug, size_t size);
uint32_t grant_row_find(uint32_t account, uint32_t bundle);
void bundle_row_clear(uint32_t row);                /* gone, but its grants stay */
