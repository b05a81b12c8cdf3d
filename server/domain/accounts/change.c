/* Accounts: changing one. */
#include "domain/accounts/accounts.h"

#include "base/text.h"
#include "crypto/seal.h"
#include "domain/accounts/row.h"

static enum err found(enum err e, int64_t changed)
{
    if (e)
        return e;
    return changed ? OK : NOT_FOUND;
}

enum err account_verify(struct db *tx, const char *id, int64_t now)
{
    int64_t changed = 0;
    enum err const e = db_run_counting(tx, &changed,
        "UPDATE accounts SET status = CASE status WHEN 'unverified' THEN 'active' ELSE status END,"
        " verified_at = coalesce(verified_at, $2), pending_until = NULL, updated_at = $2"
        " WHERE id = $1", TEXT(id), INT(now));
    return found(e, changed);
}

enum err account_rename(struct db *tx, const char *id, const char *first_name,
                        const char *last_name, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    int64_t changed = 0;
    enum err const e = db_run_counting(tx, &changed,
        "UPDATE accounts SET first_name = $2, last_name = $3, updated_at = $4 WHERE id = $1",
        TEXT(id), TEXT(account_seal(&a, id, "first_name", first_name)),
        TEXT(account_seal(&a, id, "last_name", last_name)), INT(now));
    return found(e, changed);
}

/* What was never verified in time makes room for who proved that it is theirs. */
static enum err make_room(struct db *tx, const char *column_index, int64_t now)
{
    return db_run(tx, "DELETE FROM accounts WHERE status = 'unverified'"
                      " AND coalesce(pending_until, 0) <= $1"
                      " AND (email_index = $2 OR phone_index = $2)",
                  INT(now), TEXT(column_index));
}

enum err account_set_phone(struct db *tx, struct arena *a, const char *id, const char *phone,
                           int64_t now)
{
    struct account other = { 0 };
    int64_t changed = 0;
    const char *index = blind_index(a, "phone", phone);
    enum err e = account_find_phone(tx, a, phone, &other);
    if (!e && text_is(other.id, id))
        return OK;
    TRY(account_names_free(tx, a, &(struct account){ .phone_number = phone }, now));
    TRY(make_room(tx, index, now));
    e = db_run_counting(tx, &changed,
        "UPDATE accounts SET phone_number = $2, phone_index = $3, updated_at = $4 WHERE id = $1",
        TEXT(id), TEXT(account_seal(a, id, "phone_number", phone)), TEXT(index), INT(now));
    return found(e, changed);
}

enum err account_set_email(struct db *tx, struct arena *a, const char *id, const char *email,
                           int64_t now)
{
    int64_t changed = 0;
    const char *index = blind_index(a, "email", email);
    TRY(account_names_free(tx, a, &(struct account){ .email = email }, now));
    TRY(make_room(tx, index, now));
    enum err const e = db_run_counting(tx, &changed,
        "UPDATE accounts SET email = $2, email_index = $3, updated_at = $4 WHERE id = $1",
        TEXT(id), TEXT(account_seal(a, id, "email", email)), TEXT(index), INT(now));
    return found(e, changed);
}

enum err account_set_basics(struct db *tx, const char *id, const struct account *basics,
                            int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    int64_t changed = 0;
    TRY(db_run_counting(tx, &changed,
        "UPDATE accounts SET gender = coalesce($2, gender),"
        " date_of_birth = coalesce($3, date_of_birth), updated_at = $4 WHERE id = $1",
        TEXT(id), TEXT(account_seal(&a, id, "gender", basics->gender)),
        TEXT(account_seal(&a, id, "date_of_birth", basics->date_of_birth)), INT(now)));
    return changed ? OK : NOT_FOUND;
}

enum err account_set_password(struct db *tx, const char *id, const char *hash, int64_t now)
{
    int64_t changed = 0;
    enum err const e = db_run_counting(tx, &changed,
        "UPDATE accounts SET password_hash = $2, password_changed_at = $3, updated_at = $3"
        " WHERE id = $1", TEXT(id), TEXT(hash), INT(now));
    return found(e, changed);
}

enum err account_rehash(struct db *tx, const char *id, const char *hash)
{
    int64_t changed = 0;
    enum err const e = db_run_counting(tx, &changed,
        "UPDATE accounts SET password_hash = $2 WHERE id = $1", TEXT(id), TEXT(hash));
    return found(e, changed);
}

enum err account_set_picture(struct db *tx, const char *id, const char *file_id, int64_t now)
{
    int64_t changed = 0;
    enum err const e = db_run_counting(tx, &changed,
        "UPDATE accounts SET picture_file_id = $2, updated_at = $3 WHERE id = $1",
        TEXT(id), TEXT(file_id), INT(now));
    return found(e, changed);
}

enum err account_set_institution(struct db *tx, const char *id, const char *institution_id,
                                 int64_t now)
{
    int64_t changed = 0;
    enum err const e = db_run_counting(tx, &changed,
        "UPDATE accounts SET institution_id = $2, updated_at = $3 WHERE id = $1",
        TEXT(id), TEXT(institution_id), INT(now));
    return found(e, changed);
}

enum err account_set_role(struct db *tx, const char *id, const char *role, int64_t now)
{
    int64_t changed = 0;
    enum err const e = db_run_counting(tx, &changed,
        "UPDATE accounts SET role = $2, updated_at = $3 WHERE id = $1",
        TEXT(id), TEXT(role), INT(now));
    return found(e, changed);
}

enum err account_set_status(struct db *tx, const char *id, const char *status, int64_t now)
{
    int64_t changed = 0;
    enum err const e = db_run_counting(tx, &changed,
        "UPDATE accounts SET status = $2, updated_at = $3 WHERE id = $1",
        TEXT(id), TEXT(status), INT(now));
    return found(e, changed);
}

enum err account_touch(struct db *tx, const char *id, int64_t now)
{
    return db_run(tx, "UPDATE accounts SET updated_at = $2 WHERE id = $1", TEXT(id), INT(now));
}

enum err account_keep_pending(struct db *tx, const char *id, int64_t until)
{
    return db_run(tx, "UPDATE accounts SET pending_until = $2 WHERE id = $1"
                      " AND status = 'unverified' AND coalesce(pending_until, 0) < $2",
                  TEXT(id), INT(until));
}

enum err account_drop_pending(struct db *tx, const char *id)
{
    return db_run(tx, "DELETE FROM accounts WHERE id = $1 AND status = 'unverified'", TEXT(id));
}
