/* What the gateway knows of the keys. */
#include "domain/keys/expose.h"

#include "domain/access/access.h"
#include "domain/keys/keys.h"
#include "store/db.h"

#include <pthread.h>
#include <string.h>

enum { LOAD_PAGE = 256, WRITE_PAGE = 1000 };

/* Reading and telling are one step: of two that follow each other's commit, the later one reads
 * both. */
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

#define COLUMNS                                                                              \
    "id, account_id, environment, is_active, allowed_ips, rate_per_second, quota_per_day"
#define KEYS "SELECT " COLUMNS ", digest, expires_at FROM keys"
#define REPLACED_KEYS                                                                        \
    "SELECT " COLUMNS ", previous_digest, previous_until FROM keys"                          \
    " WHERE previous_digest IS NOT NULL"

/* Whether it can be told. */
static bool read_key(struct query *q, struct arena *a, struct access_key *key)
{
    size_t size = 0;
    *key = (struct access_key){ .id = column_text(q, a) };
    key->account = column_text(q, a);
    const char *environment = column_borrowed(q, &size);
    bool const is_known = key_environment_parse(environment, size, &key->environment);
    key->is_active = column_int(q) != 0;
    key->allowed_ips = column_text(q, a);
    key->limits.rate_per_second = (uint32_t)column_int(q);
    key->limits.quota_per_day = (uint64_t)column_int(q);
    const void *digest = column_borrowed(q, &size);
    if (!is_known || size != sizeof key->digest)
        return false;
    memcpy(key->digest, digest, sizeof key->digest);
    key->expires_at = column_int(q);
    return true;
}

static enum err load(struct query *q)
{
    for (bool more = true; more;) {
        AUTO_ARENA struct arena a = { 0 };
        struct access_key keys[LOAD_PAGE];
        size_t count = 0;
        while (count < LOAD_PAGE && (more = query_next(q)))
            count += read_key(q, &a, &keys[count]);
        access_keys_put(keys, count);
    }
    return query_result(q);
}

static enum err expose(struct db *db, const char *id)
{
    AUTO_QUERY struct query q = db_query(db, KEYS " WHERE id = $1", TEXT(id));
    TRY(load(&q));
    AUTO_QUERY struct query replaced = db_query(db, REPLACED_KEYS " AND id = $1", TEXT(id));
    return load(&replaced);
}

enum err key_expose(struct db *db, const char *id, struct dead_digests dead)
{
    pthread_mutex_lock(&order);
    if (dead.digest)
        access_key_remove(dead.digest);
    if (dead.previous)
        access_key_remove(dead.previous);
    enum err const e = expose(db, id);
    pthread_mutex_unlock(&order);
    return e;
}

enum err keys_load_access(struct db *db)
{
    AUTO_QUERY struct query q = db_query(db, KEYS);
    TRY(load(&q));
    AUTO_QUERY struct query replaced = db_query(db, REPLACED_KEYS);
    return load(&replaced);
}

/* The uses of one drain, newest first in the list. */
struct use {
    const char *id, *ip;
    int64_t at;
    struct use *next;
};

struct uses {
    struct arena arena;
    struct use *first;
};

static void keep_use(void *context, const char *key_id, int64_t at, const char *ip)
{
    struct uses *uses = context;
    struct use *use = ARENA_NEW(&uses->arena, struct use);
    *use = (struct use){ .id = arena_copy(&uses->arena, key_id),
                         .ip = arena_copy(&uses->arena, ip), .at = at, .next = uses->first };
    uses->first = use;
}

enum err key_note_use(struct db *tx, const char *id, int64_t at, const char *ip)
{
    return db_run(tx, "UPDATE keys SET last_used_at = $2, last_used_ip = $3 WHERE id = $1",
                  TEXT(id), INT(at), TEXT(ip));
}

/* A page of them a transaction, so that others get their turn at the writer. */
static enum err write_uses(struct db *db, struct use **at)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    for (int i = 0; i < WRITE_PAGE && *at; i++, *at = (*at)->next)
        TRY(key_note_use(tx.db, (*at)->id, (*at)->at, (*at)->ip));
    return tx_commit(&tx);
}

enum err keys_note_uses(struct db *db, int64_t now)
{
    (void)now;
    struct uses uses = { 0 };
    access_drain_uses(keep_use, &uses);
    enum err e = OK;
    for (struct use *at = uses.first; at && !e;)
        e = write_uses(db, &at);
    arena_finish(&uses.arena);
    return e;
}

struct ended {
    const char *ids[WRITE_PAGE];
    const unsigned char *digests[WRITE_PAGE];
    int count;
};

static enum err ended_find(struct db *tx, struct arena *a, int64_t now, struct ended *out)
{
    AUTO_QUERY struct query q = db_query(tx,
        "SELECT id, previous_digest FROM keys"
        " WHERE previous_digest IS NOT NULL AND previous_until <= $1 ORDER BY previous_until"
        " LIMIT $2", INT(now), INT(WRITE_PAGE));
    for (; out->count < WRITE_PAGE && query_next(&q); out->count++) {
        size_t size = 0;
        out->ids[out->count] = column_text(&q, a);
        out->digests[out->count] = column_blob(&q, a, &size);
    }
    return query_result(&q);
}

static enum err end_grace(struct db *db, struct arena *a, int64_t now, struct ended *out)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(ended_find(tx.db, a, now, out));
    for (int i = 0; i < out->count; i++)
        TRY(db_run(tx.db, "UPDATE keys SET previous_digest = NULL, previous_until = NULL"
                          " WHERE id = $1", TEXT(out->ids[i])));
    return tx_commit(&tx);
}

enum err keys_end_grace(struct db *db, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    struct ended *ended = ARENA_NEW(&a, struct ended);
    TRY(end_grace(db, &a, now, ended));
    for (int i = 0; i < ended->count; i++)
        TRY(key_expose(db, ended->ids[i], (struct dead_digests){ .previous = ended->digests[i] }));
    return OK;
}
