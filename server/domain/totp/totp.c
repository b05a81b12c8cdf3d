#include "domain/totp/totp.h"

#include "base/text.h"
#include "crypto/seal.h"
#include "domain/audit/audit.h"
#include "domain/authenticator/authenticator.h"
#include "domain/notifications/notifications.h"
#include "domain/settings/settings.h"
#include "domain/totp/rows.h"
#include "store/db.h"

#include <string.h>

static const char *binding(struct arena *a, const char *table, const char *id)
{
    return arena_printf(a, "%s/%s/secret", table, id);
}

char *totp_seal(struct arena *a, const char *table, const char *id, const char *secret)
{
    return seal_text(a, binding(a, table, id), secret);
}

enum err totp_open(const char *table, const char *id, const char *sealed,
                   unsigned char key[TOTP_SECRET_BYTES])
{
    AUTO_ARENA struct arena a = { 0 };
    char *secret = NULL;
    TRY(unseal_text(&a, binding(&a, table, id), sealed, &secret));
    bool const is_sound = base32_decode(secret, key, TOTP_SECRET_BYTES);
    explicit_bzero(secret, strlen(secret));
    return is_sound ? OK : err_because(INTERNAL, "the secret in %s of %s is none", table, id);
}

void totp_row_wipe(struct totp_row *row)
{
    explicit_bzero(row, sizeof *row);
}

enum err totp_row_find(struct db *db, const char *account_id, struct totp_row *out)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_QUERY struct query q = db_query(db,
        "SELECT secret, last_step, activated_at FROM totps WHERE account_id = $1",
        TEXT(account_id));
    if (!query_next(&q))
        return query_missing(&q);
    const char *sealed = column_text(&q, &a);
    out->last_step = column_int(&q);
    out->activated_at = column_int(&q);
    return totp_open("totps", account_id, sealed, out->key);
}

static enum err activated_at(struct db *db, const char *account_id, int64_t *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT activated_at FROM totps WHERE account_id = $1", TEXT(account_id));
    if (!query_next(&q))
        return query_missing(&q);
    *out = column_int(&q);
    return OK;
}

static enum err has_enrolment(struct db *db, const char *account_id, bool *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT 1 FROM totp_enrolments WHERE account_id = $1 LIMIT 1", TEXT(account_id));
    *out = query_next(&q);
    return query_result(&q);
}

static enum err has_device(struct db *db, struct arena *a, const char *account_id, bool *out)
{
    struct authenticator device;
    enum err const e = authenticator_of(db, a, account_id, &device);
    if (e && e != NOT_FOUND)
        return e;
    *out = e == OK;
    return OK;
}

enum err totp_find(struct db *db, struct arena *a, const char *account_id, struct totp *out)
{
    struct totp found = { .state = "active" };
    bool is_pending = false;
    enum err const e = activated_at(db, account_id, &found.activated_at);
    if (e && e != NOT_FOUND)
        return e;
    if (e == NOT_FOUND) {
        TRY(has_enrolment(db, account_id, &is_pending));
        *out = (struct totp){ .state = is_pending ? "pending" : "none" };
        return OK;
    }
    TRY(recovery_left(db, account_id, &found.recovery_left));
    TRY(has_device(db, a, account_id, &found.has_device));
    *out = found;
    return OK;
}

enum err totp_policy(struct db *db, struct arena *a, const char *role, const char **out)
{
    return setting_text(db, a, text_is(role, "member") ? "totp.policy.members"
                                                       : "totp.policy.staff", out);
}

enum err totp_note(struct db *tx, const char *account_id, const char *action, const char *ip,
                   int64_t now)
{
    return audit_add(tx, &(struct audit_entry){ .actor = account_id, .action = action,
                                                .subject = account_id, .ip = ip, .at = now });
}

enum err totp_tell(struct db *tx, const char *account_id, const char *kind, const char *params,
                   int64_t now)
{
    return notify(tx, account_id, kind, params, "/profile/security", now);
}
