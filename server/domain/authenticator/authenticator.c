#include "domain/authenticator/authenticator.h"

#include "base/random.h"
#include "base/text.h"
#include "crypto/seal.h"
#include "domain/audit/audit.h"
#include "domain/authenticator/signed.h"
#include "domain/json/json.h"
#include "domain/notifications/notifications.h"
#include "domain/sessions/live.h"
#include "store/db.h"

#define COLUMNS "id, account_id, name, public_key, created_at, last_used_at, muted_until"

static const char *name_binding(struct arena *a, const char *id)
{
    return arena_printf(a, "authenticators/%s/name", id);
}

static enum err read_device(struct query *q, struct arena *a, struct authenticator *out)
{
    if (!query_next(q))
        return query_missing(q);
    struct authenticator d = { .id = column_text(q, a), .account_id = column_text(q, a) };
    const char *sealed = column_text(q, a);
    char *name = NULL;
    d.public_key = column_text(q, a);
    d.created_at = column_int(q);
    d.last_used_at = column_int(q);
    d.muted_until = column_int(q);
    TRY(unseal_text(a, name_binding(a, d.id), sealed, &name));
    d.name = name;
    *out = d;
    return OK;
}

enum err authenticator_of(struct db *db, struct arena *a, const char *account_id,
                          struct authenticator *out)
{
    AUTO_QUERY struct query q = db_query(db, "SELECT " COLUMNS " FROM authenticators"
                                             " WHERE account_id = $1", TEXT(account_id));
    return read_device(&q, a, out);
}

enum err authenticator_find(struct db *db, struct arena *a, const char *id,
                            struct authenticator *out)
{
    AUTO_QUERY struct query q = db_query(db, "SELECT " COLUMNS " FROM authenticators WHERE id = $1",
                                         TEXT(id));
    return read_device(&q, a, out);
}

static enum err delete(struct db *tx, const struct authenticator *device, const char *action,
                       const char *ip, int64_t now)
{
    TRY(db_run(tx, "DELETE FROM authenticators WHERE id = $1", TEXT(device->id)));
    return audit_add(tx, &(struct audit_entry){ .actor = device->account_id, .action = action,
                                                .subject = device->id, .ip = ip, .at = now });
}

enum err authenticator_forget(struct db *tx, const char *account_id, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    struct authenticator device;
    enum err const e = authenticator_of(tx, &a, account_id, &device);
    if (e)
        return e == NOT_FOUND ? OK : e;
    return delete(tx, &device, "device.remove", NULL, now);
}

static enum err tell(struct db *tx, struct arena *a, const char *kind, const char *account_id,
                     const char *name, int64_t now)
{
    const char *params = json_text(a, json_pack("{ss}", "device", name));
    return notify(tx, account_id, kind, params, "/profile/security", now);
}

enum err authenticator_leave(struct db *db, const char *device_id, const char *ip, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_TX struct tx tx = { 0 };
    struct authenticator device;
    TRY(tx_begin(&tx, db));
    enum err const e = authenticator_find(tx.db, &a, device_id, &device);
    if (e)
        return e == NOT_FOUND ? DEVICE_REFUSED : e;
    TRY(delete(tx.db, &device, "device.leave", ip, now));
    TRY(tell(tx.db, &a, "device.removed", device.account_id, device.name, now));
    TRY(tx_commit(&tx));
    live_forget_account(device.account_id);
    return OK;
}

static const char *key_text(struct arena *a, const struct p256_key *key)
{
    return base64url_encode(a, key, sizeof *key);
}

static enum err insert(struct db *tx, struct arena *a, const char *id, const char *account_id,
                       const struct authenticator_pairing *p, int64_t now)
{
    int64_t changed = 0;
    TRY(db_run_counting(tx, &changed,
                        "INSERT INTO authenticators (id, account_id, name, public_key, created_at,"
                        " last_used_at) VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT DO NOTHING",
                        TEXT(id), TEXT(account_id),
                        TEXT(seal_text(a, name_binding(a, id), p->name)),
                        TEXT(key_text(a, &p->key)), INT(now)));
    return changed ? OK : err_because(TOTP_ACTIVE, "%s has a device", account_id);
}

static enum err register_device(struct db *tx, struct arena *a, const char *id,
                                const char *account_id, const struct authenticator_pairing *p,
                                int64_t now)
{
    TRY(insert(tx, a, id, account_id, p, now));
    TRY(audit_add(tx, &(struct audit_entry){ .actor = account_id, .action = "device.pair",
                                             .subject = id, .ip = p->ip, .at = now }));
    return tell(tx, a, "device.paired", account_id, p->name, now);
}

enum err authenticator_pair(struct db *db, struct arena *a, const struct authenticator_pairing *p,
                            int64_t now, const char **device_id, struct pairing *out)
{
    struct pairing used;
    const char *id = id_new(a, "dev");
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(signed_call_check_key(tx.db, a, p->call, &p->key, now));
    TRY(totp_pairing_use(tx.db, a, p->token, now, &used));
    TRY(register_device(tx.db, a, id, used.account_id, p, now));
    TRY(tx_commit(&tx));
    live_forget_account(used.account_id);
    *device_id = id;
    *out = used;
    return OK;
}
