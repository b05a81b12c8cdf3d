/* Changes of a key: each a transaction with its audit row, then the gateway is told. */
#include "domain/keys/keys.h"

#include "base/random.h"
#include "crypto/digest.h"
#include "domain/audit/audit.h"
#include "domain/json/json.h"
#include "domain/keys/expose.h"
#include "domain/notifications/notifications.h"
#include "store/db.h"

#include <string.h>

static const struct dead_digests NONE_DEAD = { 0 };

static enum err note(struct db *tx, const struct key_caller *by, const char *action,
                     const char *id, const char *detail)
{
    return audit_add(tx, &(struct audit_entry){ .actor = by->account_id, .action = action,
                                                .subject = id, .detail = detail, .ip = by->ip,
                                                .at = by->now });
}

/* A key's text, head and digest. */
struct fresh {
    char head[KEY_HEAD_SIZE];
    unsigned char digest[DIGEST_BYTES];
};

static struct fresh make(enum key_environment environment, char text[static KEY_TEXT_SIZE])
{
    struct fresh f;
    key_format_new(environment, text);
    key_format_head(text, f.head);
    digest_sha256(text, strlen(text), f.digest);
    return f;
}

static enum err insert(struct db *tx, const struct key_caller *by, const char *id,
                       const struct key_form *form, const struct fresh *fresh)
{
    return db_run(tx, "INSERT INTO keys (id, account_id, label, environment, head, digest,"
                      " is_active, allowed_ips, expires_at, created_at, updated_at,"
                      " rate_per_second, quota_per_day)"
                      " VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, $9, $10, $11)",
                  TEXT(id), TEXT(by->account_id), TEXT(form->label),
                  TEXT(key_environment_name(form->environment)), TEXT(fresh->head),
                  BLOB(fresh->digest, sizeof fresh->digest), TEXT(form->allowed_ips),
                  TIME(form->expires_at), INT(by->now), TIME(form->rate_per_second),
                  TIME(form->quota_per_day));
}

static enum err create(struct db *db, const struct key_caller *by, const char *id,
                       const struct key_form *form, const struct fresh *fresh)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    int64_t count = 0;
    TRY(keys_count(tx.db, by->account_id, &count));
    if (count >= KEYS_PER_ACCOUNT_MAX)
        return KEYS_FULL;
    TRY(insert(tx.db, by, id, form, fresh));
    TRY(note(tx.db, by, "key.create", id, NULL));
    return tx_commit(&tx);
}

enum err api_key_create(struct db *db, struct arena *a, const struct key_caller *by,
                    const struct key_form *form, struct api_key *out,
                    char text[static KEY_TEXT_SIZE])
{
    const char *id = id_new(a, "key");
    struct fresh const fresh = make(form->environment, text);
    TRY(create(db, by, id, form, &fresh));
    TRY(key_expose(db, id, NONE_DEAD));
    return api_key_find(db, a, by->account_id, id, out);
}

static enum err update(struct db *db, const struct key_caller *by, const char *id,
                       const struct key_change *change)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    int64_t changed = 0;
    TRY(db_run_counting(tx.db, &changed,
        "UPDATE keys SET label = coalesce($3, label), allowed_ips = coalesce($4, allowed_ips),"
        " expires_at = CASE WHEN $5 = 1 THEN $6 ELSE expires_at END,"
        " previous_until = CASE WHEN $5 = 1 AND $6 < previous_until THEN $6"
        " ELSE previous_until END, updated_at = $7,"
        " rate_per_second = CASE WHEN $8 = 1 THEN $9 ELSE rate_per_second END,"
        " quota_per_day = CASE WHEN $10 = 1 THEN $11 ELSE quota_per_day END"
        " WHERE id = $1 AND account_id = $2",
        TEXT(id), TEXT(by->account_id), TEXT(change->label), TEXT(change->allowed_ips),
        INT(change->has_expiry), TIME(change->expires_at), INT(by->now), INT(change->has_rate),
        TIME(change->rate_per_second), INT(change->has_quota), TIME(change->quota_per_day)));
    if (!changed)
        return NOT_FOUND;
    TRY(note(tx.db, by, "key.update", id, NULL));
    return tx_commit(&tx);
}

enum err api_key_update(struct db *db, const struct key_caller *by, const char *id,
                    const struct key_change *change)
{
    TRY(update(db, by, id, change));
    return key_expose(db, id, NONE_DEAD);
}

static enum err turn(struct db *tx, const char *id, bool is_active, bool is_blocked, int64_t now)
{
    return db_run(tx, "UPDATE keys SET is_active = $2, is_blocked = $3, updated_at = $4"
                      " WHERE id = $1", TEXT(id), INT(is_active), INT(is_blocked), INT(now));
}

static enum err set_active(struct db *db, const struct key_caller *by, const char *id,
                           bool is_active)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_TX struct tx tx = { 0 };
    struct api_key key;
    TRY(tx_begin(&tx, db));
    TRY(api_key_find(tx.db, &a, by->account_id, id, &key));
    if (is_active && key.is_blocked)
        return FORBIDDEN;
    if (key.is_active == is_active)
        return OK;
    TRY(turn(tx.db, id, is_active, key.is_blocked, by->now));
    TRY(note(tx.db, by, is_active ? "key.activate" : "key.deactivate", id, NULL));
    return tx_commit(&tx);
}

enum err api_key_activate(struct db *db, const struct key_caller *by, const char *id)
{
    TRY(set_active(db, by, id, true));
    return key_expose(db, id, NONE_DEAD);
}

enum err api_key_deactivate(struct db *db, const struct key_caller *by, const char *id)
{
    TRY(set_active(db, by, id, false));
    return key_expose(db, id, NONE_DEAD);
}

static enum err block(struct db *db, const struct key_caller *by, const char *id,
                      const char *why)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_TX struct tx tx = { 0 };
    struct api_key key;
    TRY(tx_begin(&tx, db));
    TRY(api_key_find(tx.db, &a, NULL, id, &key));
    TRY(turn(tx.db, id, false, true, by->now));
    const char *detail = json_text(&a, json_pack("{ss ss}", "label", key.label, "note", why));
    TRY(note(tx.db, by, "key.block", id, detail));
    TRY(notify(tx.db, key.account_id, "key.deactivated", detail, "/keys", by->now));
    return tx_commit(&tx);
}

enum err api_key_block(struct db *db, const struct key_caller *by, const char *id, const char *why)
{
    TRY(block(db, by, id, why));
    return key_expose(db, id, NONE_DEAD);
}

static enum err unblock(struct db *db, const struct key_caller *by, const char *id)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_TX struct tx tx = { 0 };
    struct api_key key;
    TRY(tx_begin(&tx, db));
    TRY(api_key_find(tx.db, &a, NULL, id, &key));
    TRY(turn(tx.db, id, true, false, by->now));
    TRY(note(tx.db, by, "key.unblock", id, NULL));
    return tx_commit(&tx);
}

enum err api_key_unblock(struct db *db, const struct key_caller *by, const char *id)
{
    TRY(unblock(db, by, id));
    return key_expose(db, id, NONE_DEAD);
}

/* The digests of a key, in the caller's transaction. */
static enum err digests_find(struct db *tx, struct arena *a, const char *id,
                             struct dead_digests *out)
{
    size_t size = 0;
    AUTO_QUERY struct query q = db_query(tx, "SELECT digest, previous_digest FROM keys"
                                             " WHERE id = $1", TEXT(id));
    if (!query_next(&q))
        return query_missing(&q);
    out->digest = column_blob(&q, a, &size);
    out->previous = column_blob(&q, a, &size);
    return OK;
}

static enum err delete_row(struct db *db, struct arena *a, const struct key_caller *by,
                           const char *id, struct dead_digests *out)
{
    AUTO_TX struct tx tx = { 0 };
    struct api_key key;
    TRY(tx_begin(&tx, db));
    TRY(api_key_find(tx.db, a, by->account_id, id, &key));
    if (key.is_active)
        return KEY_ACTIVE;
    TRY(digests_find(tx.db, a, id, out));
    TRY(db_run(tx.db, "DELETE FROM keys WHERE id = $1", TEXT(id)));
    TRY(note(tx.db, by, "key.delete", id, NULL));
    return tx_commit(&tx);
}

enum err api_key_delete(struct db *db, const struct key_caller *by, const char *id)
{
    AUTO_ARENA struct arena a = { 0 };
    struct dead_digests dead = { 0 };
    TRY(delete_row(db, &a, by, id, &dead));
    return key_expose(db, id, dead);
}

/* Until when the old text works; 0: no longer. */
static int64_t grace_end(const struct api_key *key, int64_t now, int64_t grace_s)
{
    int64_t const end = key->expires_at && key->expires_at < now + grace_s ? key->expires_at
                                                                           : now + grace_s;
    return end > now ? end : 0;
}

struct rotation {
    const char *id;
    int64_t grace_s;
    char *text;
};

static enum err rotate(struct db *db, struct arena *a, const struct key_caller *by,
                       const struct rotation *r, struct dead_digests *dead)
{
    AUTO_TX struct tx tx = { 0 };
    struct api_key key;
    enum key_environment environment = KEY_DEVELOPMENT;
    TRY(tx_begin(&tx, db));
    TRY(api_key_find(tx.db, a, by->account_id, r->id, &key));
    TRY(digests_find(tx.db, a, r->id, dead));
    key_environment_parse(key.environment, strlen(key.environment), &environment);
    struct fresh const fresh = make(environment, r->text);
    int64_t const until = grace_end(&key, by->now, r->grace_s);
    const unsigned char *kept = until ? dead->digest : NULL;
    TRY(db_run(tx.db, "UPDATE keys SET digest = $2, head = $3, previous_digest = $4,"
                      " previous_until = $5, updated_at = $6 WHERE id = $1",
               TEXT(r->id), BLOB(fresh.digest, sizeof fresh.digest), TEXT(fresh.head),
               BLOB(kept, DIGEST_BYTES), TIME(until), INT(by->now)));
    TRY(note(tx.db, by, "key.rotate", r->id, NULL));
    TRY(tx_commit(&tx));
    if (kept)
        dead->digest = NULL;
    return OK;
}

enum err api_key_rotate(struct db *db, const struct key_caller *by, const char *id, int64_t grace_s,
                    char text[static KEY_TEXT_SIZE])
{
    AUTO_ARENA struct arena a = { 0 };
    struct dead_digests dead = { 0 };
    struct rotation const rotation = { .id = id, .grace_s = grace_s, .text = text };
    TRY(rotate(db, &a, by, &rotation, &dead));
    return key_expose(db, id, dead);
}
