#include "domain/passkeys/passkeys.h"

#include "base/random.h"
#include "domain/audit/audit.h"
#include "domain/json/json.h"
#include "domain/notifications/notifications.h"
#include "domain/passkeys/rows.h"

enum { HANDLE_BYTES = 32 };

struct passkey passkey_read(struct query *q, struct arena *a)
{
    struct passkey p = { .id = column_text(q, a) };
    p.account_id = column_text(q, a);
    p.credential_id = column_text(q, a);
    p.label = column_text(q, a);
    p.transports = column_text(q, a);
    p.is_backed_up = column_int(q) != 0;
    p.created_at = column_int(q);
    p.last_used_at = column_int(q);
    return p;
}

enum err passkey_note(struct db *tx, const struct passkey_owner *by, const char *action,
                      const char *id, int64_t now)
{
    return audit_add(tx, &(struct audit_entry){ .actor = by->account_id, .action = action,
                                                .subject = id, .ip = by->ip, .at = now });
}

enum err passkey_tell(struct db *tx, struct arena *a, const struct passkey *p, const char *kind,
                      int64_t now)
{
    return notify(tx, p->account_id, kind, json_text(a, json_pack("{ss}", "label", p->label)),
                  "/profile/security", now);
}

enum err passkeys_of(struct db *db, struct arena *a, const char *account_id, struct passkeys *out)
{
    struct passkeys found = {
        .items = arena_alloc(a, PASSKEYS_PER_ACCOUNT_MAX * sizeof *found.items),
    };
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " PASSKEY_COLUMNS " FROM passkeys WHERE account_id = $1 ORDER BY id LIMIT $2",
        TEXT(account_id), INT(PASSKEYS_PER_ACCOUNT_MAX));
    while (query_next(&q))
        found.items[found.count++] = passkey_read(&q, a);
    TRY(query_result(&q));
    *out = found;
    return OK;
}

enum err passkey_find(struct db *db, struct arena *a, const char *account_id, const char *id,
                      struct passkey *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " PASSKEY_COLUMNS " FROM passkeys WHERE id = $1 AND account_id = $2",
        TEXT(id), TEXT(account_id));
    if (!query_next(&q))
        return query_missing(&q);
    *out = passkey_read(&q, a);
    return OK;
}

enum err passkey_handle(struct db *db, struct arena *a, const char *account_id, const char **out)
{
    const char *handle = NULL;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(db_run(tx.db, "INSERT INTO passkey_users (account_id, handle) VALUES ($1, $2)"
                      " ON CONFLICT DO NOTHING",
               TEXT(account_id), TEXT(random_token(a, HANDLE_BYTES))));
    {
        AUTO_QUERY struct query q = db_query(tx.db,
            "SELECT handle FROM passkey_users WHERE account_id = $1", TEXT(account_id));
        if (!query_next(&q))
            return query_missing(&q);
        handle = column_text(&q, a);
    }
    TRY(tx_commit(&tx));
    *out = handle;
    return OK;
}

enum err passkey_rename(struct db *db, const char *account_id, const char *id, const char *label)
{
    int64_t changed = 0;
    TRY(db_run_counting(db, &changed,
                        "UPDATE passkeys SET label = $3 WHERE id = $1 AND account_id = $2",
                        TEXT(id), TEXT(account_id), TEXT(label)));
    return changed ? OK : NOT_FOUND;
}

enum err passkey_remove(struct db *db, struct arena *a, const struct passkey_owner *by,
                        const char *id, int64_t now)
{
    struct passkey p;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(passkey_find(tx.db, a, by->account_id, id, &p));
    TRY(db_run(tx.db, "DELETE FROM passkeys WHERE id = $1 AND account_id = $2", TEXT(id),
               TEXT(by->account_id)));
    TRY(passkey_note(tx.db, by, "passkey.remove", id, now));
    TRY(passkey_tell(tx.db, a, &p, "passkey.removed", now));
    return tx_commit(&tx);
}
