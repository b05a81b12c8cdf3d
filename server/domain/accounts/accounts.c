/* Accounts: creating and finding them. */
#include "domain/accounts/accounts.h"

#include "base/random.h"
#include "base/text.h"
#include "crypto/seal.h"
#include "domain/accounts/row.h"

#include <string.h>

enum { SWEPT_AFTER_S = 7 * 86400 };

static const char *binding(struct arena *a, const char *id, const char *column)
{
    return arena_printf(a, "accounts/%s/%s", id, column);
}

char *account_seal(struct arena *a, const char *id, const char *column, const char *text)
{
    return seal_text(a, binding(a, id, column), text);
}

char *username_key(struct arena *a, const char *username)
{
    return text_lower(a, text_trim(a, username));
}

static enum err open_column(struct query *q, struct arena *a, const char *id, const char *column,
                            const char **out)
{
    char *text = NULL;
    TRY(unseal_text(a, binding(a, id, column), column_text(q, a), &text));
    *out = text;
    return OK;
}

static enum err open_person(struct query *q, struct arena *a, struct account *out)
{
    TRY(open_column(q, a, out->id, "first_name", &out->first_name));
    TRY(open_column(q, a, out->id, "last_name", &out->last_name));
    TRY(open_column(q, a, out->id, "email", &out->email));
    TRY(open_column(q, a, out->id, "phone_number", &out->phone_number));
    TRY(open_column(q, a, out->id, "gender", &out->gender));
    return open_column(q, a, out->id, "date_of_birth", &out->date_of_birth);
}

enum err account_read(struct query *q, struct arena *a, struct account *out)
{
    struct account found = {
        .id = column_text(q, a),
        .username = column_text(q, a),
        .password_hash = column_text(q, a),
    };
    TRY(open_person(q, a, &found));
    found.picture_file_id = column_text(q, a);
    found.role = column_text(q, a);
    found.user_type = column_text(q, a);
    found.institution_id = column_text(q, a);
    found.platform = column_text(q, a);
    found.language = column_text(q, a);
    found.status = column_text(q, a);
    found.is_demo = column_int(q) != 0;
    found.created_at = column_int(q);
    found.updated_at = column_int(q);
    found.pending_until = column_int(q);
    found.verified_at = column_int(q);
    found.password_changed_at = column_int(q);
    *out = found;
    return OK;
}

static enum err read_one(struct query *q, struct arena *a, struct account *out)
{
    return query_next(q) ? account_read(q, a, out) : query_missing(q);
}

enum err account_find(struct db *db, struct arena *a, const char *id, struct account *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE id = $1", TEXT(id));
    return read_one(&q, a, out);
}

static enum err find_username(struct db *db, struct arena *a, const char *username,
                              struct account *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE username_key = $1",
        TEXT(username_key(a, username)));
    return read_one(&q, a, out);
}

static enum err find_email_index(struct db *db, struct arena *a, const char *index,
                                 struct account *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE email_index = $1", TEXT(index));
    return read_one(&q, a, out);
}

static enum err find_phone_index(struct db *db, struct arena *a, const char *index,
                                 struct account *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE phone_index = $1", TEXT(index));
    return read_one(&q, a, out);
}

typedef enum err by_index(struct db *db, struct arena *a, const char *index, struct account *out);

/* Under every secret that still stands: rows keep the index they were made with. */
static enum err find_sealed(struct db *db, struct arena *a, by_index *find, const char *kind,
                            const char *text, struct account *out)
{
    for (size_t i = 0;; i++) {
        const char *index = blind_index_at(a, i, kind, text);
        if (!index)
            return NOT_FOUND;
        enum err const e = find(db, a, index, out);
        if (e != NOT_FOUND)
            return e;
    }
}

enum err account_find_email(struct db *db, struct arena *a, const char *email,
                            struct account *out)
{
    return find_sealed(db, a, find_email_index, "email", email_normalise(a, email), out);
}

enum err account_find_phone(struct db *db, struct arena *a, const char *phone,
                            struct account *out)
{
    const char *number = NULL;
    if (!phone_normalise(a, phone, &number))
        return NOT_FOUND;
    return find_sealed(db, a, find_phone_index, "phone", number, out);
}

/* The number and the address come first: somebody else's user name may look like either. */
enum err account_find_login(struct db *db, struct arena *a, const char *login,
                            struct account *out)
{
    enum err e = account_find_phone(db, a, login, out);
    if (e == NOT_FOUND && strchr(login, '@'))
        e = account_find_email(db, a, login, out);
    if (e == NOT_FOUND)
        e = find_username(db, a, login, out);
    return e;
}

/* ---- creating */

/* Whether an account that was found stands in the way of a new one. */
static bool is_standing(const struct account *found, int64_t now)
{
    return !text_is(found->status, "unverified") || found->pending_until > now;
}

static enum err must_be_free(enum err found, const struct account *other, int64_t now,
                             enum err refusal)
{
    if (found == NOT_FOUND)
        return OK;
    TRY(found);
    return is_standing(other, now) ? refusal : OK;
}

enum err account_names_free(struct db *db, struct arena *a, const struct account *wanted,
                            int64_t now)
{
    struct account other = { 0 };
    if (wanted->phone_number)
        TRY(must_be_free(account_find_phone(db, a, wanted->phone_number, &other), &other, now,
                         PHONE_TAKEN));
    if (wanted->username)
        TRY(must_be_free(find_username(db, a, wanted->username, &other), &other, now,
                         USERNAME_TAKEN));
    if (wanted->email)
        TRY(must_be_free(account_find_email(db, a, wanted->email, &other), &other, now,
                         EMAIL_TAKEN));
    return OK;
}

/* What was never verified in time makes room. */
static enum err make_room(struct db *tx, struct arena *a, const struct account *account,
                          int64_t now)
{
    return db_run(tx,
        "DELETE FROM accounts WHERE status = 'unverified' AND pending_until <= $1"
        " AND (username_key = $2 OR email_index = $3 OR phone_index = $4)",
        INT(now), TEXT(username_key(a, account->username)),
        TEXT(blind_index(a, "email", account->email)),
        TEXT(blind_index(a, "phone", account->phone_number)));
}

static void fill_defaults(struct arena *a, struct account *account, int64_t now)
{
    if (!account->id)
        account->id = id_new(a, "usr");
    account->email = email_normalise(a, account->email);
    account->role = account->role ? account->role : "member";
    account->user_type = account->user_type ? account->user_type : "non_penyedia";
    account->language = account->language ? account->language : "id";
    account->status = account->status ? account->status : "active";
    account->created_at = account->updated_at = account->password_changed_at = now;
    if (text_is(account->status, "active"))
        account->verified_at = now;
}

/* Answers how many rows there are now of this account: 0 where a unique name was taken since. */
static enum err insert(struct db *tx, struct arena *a, const struct account *n, int64_t *changed)
{
    return db_run_counting(tx, changed,
        "INSERT INTO accounts (id, username, username_key, password_hash, first_name, last_name,"
        " email, email_index, phone_number, phone_index, gender, date_of_birth, role, user_type,"
        " institution_id, platform, language, status, is_demo, created_at, updated_at,"
        " pending_until, verified_at, password_changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7,"
        " $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)"
        " ON CONFLICT DO NOTHING",
        TEXT(n->id), TEXT(n->username), TEXT(username_key(a, n->username)),
        TEXT(n->password_hash),
        TEXT(account_seal(a, n->id, "first_name", n->first_name)),
        TEXT(account_seal(a, n->id, "last_name", n->last_name)),
        TEXT(account_seal(a, n->id, "email", n->email)), TEXT(blind_index(a, "email", n->email)),
        TEXT(account_seal(a, n->id, "phone_number", n->phone_number)),
        TEXT(blind_index(a, "phone", n->phone_number)),
        TEXT(account_seal(a, n->id, "gender", n->gender)),
        TEXT(account_seal(a, n->id, "date_of_birth", n->date_of_birth)), TEXT(n->role),
        TEXT(n->user_type), TEXT(n->institution_id), TEXT(n->platform), TEXT(n->language),
        TEXT(n->status), INT(n->is_demo), INT(n->created_at), INT(n->updated_at),
        TIME(n->pending_until), TIME(n->verified_at), INT(n->password_changed_at));
}

enum err account_create(struct db *tx, struct arena *a, struct account *account, int64_t now)
{
    int64_t changed = 0;
    fill_defaults(a, account, now);
    TRY(account_names_free(tx, a, account, now));
    TRY(make_room(tx, a, account, now));
    TRY(insert(tx, a, account, &changed));
    if (changed)
        return OK;
    enum err const e = account_names_free(tx, a, account, now);
    return e ? e : err_because(CONFLICT, "account %s could not be inserted", account->id);
}

enum err accounts_sweep(struct db *db, int64_t now)
{
    return db_run(db, "DELETE FROM accounts WHERE status = 'unverified' AND created_at < $1"
                      " AND coalesce(pending_until, 0) <= $2",
                  INT(now - SWEPT_AFTER_S), INT(now));
}
