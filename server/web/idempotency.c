#include "web/idempotency.h"

#include "base/text.h"
#include "crypto/digest.h"
#include "crypto/seal.h"
#include "store/db.h"

#include <stdlib.h>
#include <string.h>
#include <ulfius.h>

enum { KEY_MAX = 255, KEPT_S = 86400, STUCK_S = 60 };

/* One earlier call. */
struct earlier {
    const char *digest;
    int64_t status;                 /* 0 while it is still being answered */
    int64_t created_at;
    unsigned char *answer;          /* sealed */
    size_t size;
};

static const char *scope_of(struct req *r)
{
    const char *who = r->who.account_id ? r->who.account_id
                      : r->who.client_id ? r->who.client_id : r->ip;
    return arena_printf(&r->arena, "%s %s %s", who, r->http->http_verb, r->http->url_path);
}

static void add_map(struct digest *d, const struct _u_map *map)
{
    for (int i = 0; i < map->nb_values; i++) {
        digest_add(d, map->keys[i], strlen(map->keys[i]) + 1);
        digest_add(d, map->values[i], map->lengths[i]);
        digest_add(d, "", 1);
    }
}

/* Of what was said, not of how: the boundary of a form differs each time. */
static const char *body_digest(struct req *r)
{
    unsigned char out[DIGEST_BYTES];
    AUTO_DIGEST struct digest d = digest_begin();
    char *json = r->body ? json_dumps(r->body, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    if (json)
        digest_add(&d, json, strlen(json));
    free(json);
    add_map(&d, r->http->map_post_body);
    for (int i = 0; i < r->upload_count; i++) {
        digest_add(&d, r->uploads[i].field, strlen(r->uploads[i].field) + 1);
        digest_add(&d, r->uploads[i].digest, strlen(r->uploads[i].digest) + 1);
    }
    digest_end(&d, out);
    return hex_encode(&r->arena, out, sizeof out);
}

static const char *binding(struct req *r, const char *scope, const char *key)
{
    return arena_printf(&r->arena, "idempotency/%s/%s", scope, key);
}

static enum err find(struct db *db, struct arena *a, const char *scope, const char *key,
                     struct earlier *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT body_digest, coalesce(status, 0), created_at, answer FROM idempotency"
        " WHERE scope = $1 AND key = $2", TEXT(scope), TEXT(key));
    if (!query_next(&q))
        return query_missing(&q);
    out->digest = column_text(&q, a);
    out->status = column_int(&q);
    out->created_at = column_int(&q);
    out->answer = column_blob(&q, a, &out->size);
    return OK;
}

/* Writes down that this call has begun; CONFLICT, with *out filled, if one has before. */
static enum err begin(struct req *r, const char *scope, const char *key, const char *digest,
                      struct earlier *out)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, r->db));
    TRY(db_run(tx.db, "DELETE FROM idempotency WHERE scope = $1 AND key = $2"
                      " AND (created_at < $3 OR (status IS NULL AND created_at < $4))",
               TEXT(scope), TEXT(key), INT(r->now - KEPT_S), INT(r->now - STUCK_S)));
    enum err const e = find(tx.db, &r->arena, scope, key, out);
    if (e != NOT_FOUND)
        return e ? e : CONFLICT;
    TRY(db_run(tx.db, "INSERT INTO idempotency (scope, key, body_digest, created_at)"
                      " VALUES ($1, $2, $3, $4)",
               TEXT(scope), TEXT(key), TEXT(digest), INT(r->now)));
    return tx_commit(&tx);
}

static enum err forget(struct req *r, const char *scope, const char *key)
{
    return db_run(r->db, "DELETE FROM idempotency WHERE scope = $1 AND key = $2", TEXT(scope),
                  TEXT(key));
}

static enum err keep(struct req *r, const char *scope, const char *key)
{
    size_t size = strlen(r->sent);
    const void *sealed = seal(&r->arena, FOR_FIELDS, binding(r, scope, key), r->sent, &size);
    return db_run(r->db, "UPDATE idempotency SET status = $3, answer = $4"
                         " WHERE scope = $1 AND key = $2",
                  TEXT(scope), TEXT(key), INT(r->status), BLOB(sealed, size));
}

static enum err repeat(struct req *r, const char *scope, const char *key, const char *digest,
                       struct earlier *earlier)
{
    if (!text_is(earlier->digest, digest))
        return IDEMPOTENCY_MISMATCH;
    if (earlier->status == 0)
        return err_because(CONFLICT, "the first call is still being answered");
    unsigned char *text = NULL;
    TRY(unseal(&r->arena, FOR_FIELDS, binding(r, scope, key), earlier->answer, &earlier->size,
               &text));
    reply_header(r, "Idempotency-Replayed", "true");
    return reply_raw(r, (unsigned)earlier->status,
                     json_loadb((const char *)text, earlier->size, 0, NULL));
}

enum err idempotent_answer(struct req *r)
{
    const char *key = in_header(r, "Idempotency-Key");
    if (strlen(key) > KEY_MAX)
        return err_because(BAD_INPUT, "an Idempotency-Key of more than %d bytes", KEY_MAX);
    const char *scope = scope_of(r), *digest = body_digest(r);
    struct earlier earlier = { 0 };
    enum err e = begin(r, scope, key, digest, &earlier);
    if (e == CONFLICT)
        return repeat(r, scope, key, digest, &earlier);
    TRY(e);
    e = r->route->handle(r);
    if (!e && r->sent)
        return keep(r, scope, key);
    const char *why = arena_copy(&r->arena, err_why());
    (void)forget(r, scope, key);
    return e ? err_because(e, "%s", why) : OK;
}

enum err idempotency_sweep(struct db *db, int64_t now)
{
    return db_run(db, "DELETE FROM idempotency WHERE created_at < $1", INT(now - KEPT_S));
}
