#include "domain/clients/clients.h"

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "crypto/seal.h"
#include "store/db.h"

enum { SECRET_BYTES = 24, LIST_MAX = 1000, USE_NOTED_EVERY_S = 60 };

/* The order read_client reads them in. */
#define COLUMNS                                                                                  \
    "id, kind, label, is_demo, created_at, coalesce(last_used_at, 0), coalesce(revoked_at, 0)"

static struct client read_client(struct query *q, struct arena *a)
{
    return (struct client){
        .id = column_text(q, a),
        .kind = column_text(q, a),
        .label = column_text(q, a),
        .is_demo = column_int(q) != 0,
        .created_at = column_int(q),
        .last_used_at = column_int(q),
        .revoked_at = column_int(q),
    };
}

static const char *mac_of(struct arena *a, const char *id, const char *secret)
{
    return mac_text(a, FOR_REFRESH, arena_printf(a, "clients/%s", id), secret);
}

static enum err insert(struct db *tx, struct arena *a, const struct client *c, const char *secret,
                       const char *by)
{
    return db_run(tx,
        "INSERT INTO clients (id, kind, label, secret_mac, is_demo, created_at, created_by)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        TEXT(c->id), TEXT(c->kind), TEXT(c->label), TEXT(mac_of(a, c->id, secret)),
        INT(c->is_demo), INT(c->created_at), TEXT(by));
}

enum err client_create(struct db *tx, struct arena *a, struct client *client, const char *by,
                       int64_t now, const char **secret)
{
    const char *made = random_token(a, SECRET_BYTES);
    client->id = id_new(a, "cli");
    client->created_at = now;
    TRY(insert(tx, a, client, made, by));
    *secret = made;
    return OK;
}

enum err client_create_demo(struct db *tx, const char *kind, const char *id, const char *secret,
                            int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    struct client const c = { .id = id, .kind = kind, .label = id, .is_demo = true,
                              .created_at = now };
    TRY(db_run(tx, "DELETE FROM clients WHERE id = $1 AND is_demo = 1", TEXT(id)));
    return insert(tx, &a, &c, secret, NULL);
}

/* NOT_FOUND for one that is revoked, too. */
static enum err find_standing(struct db *db, struct arena *a, const char *kind, const char *id,
                              struct client *out, const char **mac)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS ", secret_mac FROM clients"
        " WHERE id = $1 AND kind = $2 AND revoked_at IS NULL", TEXT(id), TEXT(kind));
    if (!query_next(&q))
        return query_missing(&q);
    *out = read_client(&q, a);
    *mac = column_text(&q, a);
    return OK;
}

/* Roughly, so that not every call writes. */
static enum err note_use(struct db *db, const struct client *c, int64_t now)
{
    if (c->last_used_at + USE_NOTED_EVERY_S > now)
        return OK;
    return db_run(db, "UPDATE clients SET last_used_at = $2 WHERE id = $1", TEXT(c->id), INT(now));
}

enum err client_check(struct db *db, struct arena *a, const char *kind, const char *id,
                      const char *secret, struct client *out)
{
    struct client found = { 0 };
    const char *mac = NULL;
    enum err const e = find_standing(db, a, kind, id, &found, &mac);
    if (e == NOT_FOUND)
        return err_because(UNAUTHENTICATED, "no client %.80s of kind %s", id, kind);
    TRY(e);
    if (!mac_is(FOR_REFRESH, arena_printf(a, "clients/%s", id), secret, mac))
        return err_because(UNAUTHENTICATED, "wrong secret for client %s", found.id);
    TRY(note_use(db, &found, clock_now()));
    *out = found;
    return OK;
}

enum err clients_list(struct db *db, struct arena *a, struct clients *out)
{
    struct clients found = { .items = arena_alloc(a, LIST_MAX * sizeof *found.items) };
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS " FROM clients ORDER BY created_at, id LIMIT $1", INT(LIST_MAX));
    while (found.count < LIST_MAX && query_next(&q))
        found.items[found.count++] = read_client(&q, a);
    TRY(query_result(&q));
    *out = found;
    return OK;
}

enum err client_revoke(struct db *tx, const char *id, int64_t now)
{
    int64_t changed = 0;
    TRY(db_run_counting(tx, &changed, "UPDATE clients SET revoked_at = $2"
                                      " WHERE id = $1 AND revoked_at IS NULL",
                        TEXT(id), INT(now)));
    return changed ? OK : NOT_FOUND;
}

enum err clients_have_demo(struct db *db, bool *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT 1 FROM clients WHERE is_demo = 1 AND revoked_at IS NULL LIMIT 1");
    *out = query_next(&q);
    return query_result(&q);
}
