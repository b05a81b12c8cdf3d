/* Accounts: lists of them. */
#include "domain/accounts/accounts.h"

#include "base/text.h"
#include "domain/accounts/row.h"

#include <string.h>

enum { STAFF_MAX = 1000, COLLEAGUES_MAX = 1000 };

enum err accounts_read(struct query *q, struct arena *a, int limit, struct accounts *out)
{
    struct accounts found = { .items = arena_alloc(a, (size_t)limit * sizeof *found.items) };
    while (found.count < limit && query_next(q))
        TRY(account_read(q, a, &found.items[found.count++]));
    TRY(query_result(q));
    *out = found;
    return OK;
}

/* Everything that begins like text, and nothing else: up to the largest code point behind it. */
static const char *end_of_prefix(struct arena *a, const char *text)
{
    return arena_printf(a, "%s\xF4\x8F\xBF\xBF", text);
}

static enum err one_of_search(struct db *db, struct arena *a, const struct account_filter *f,
                              struct accounts *out)
{
    struct account found = { 0 };
    *out = (struct accounts){ 0 };
    enum err const e = account_find_login(db, a, f->search, &found);
    if (e)
        return e == NOT_FOUND ? OK : e;
    if ((f->role && !text_is(f->role, found.role))
        || (f->status && !text_is(f->status, found.status))
        || (f->before && strcmp(found.id, f->before) >= 0))
        return OK;
    out->items = ARENA_NEW(a, struct account);
    out->items[out->count++] = found;
    return OK;
}

/* Each way of asking has a statement of its own, so that each finds its index. */
static struct query select_by(struct db *db, const struct account_filter *f, int limit)
{
    const char *before = f->before ? f->before : "~";
    if (f->role && f->status)
        return db_query(db,
            "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE role = $1 AND status = $2 AND id < $3"
            " ORDER BY id DESC LIMIT $4",
            TEXT(f->role), TEXT(f->status), TEXT(before), INT(limit));
    if (f->role)
        return db_query(db,
            "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE role = $1 AND id < $2"
            " ORDER BY id DESC LIMIT $3", TEXT(f->role), TEXT(before), INT(limit));
    if (f->status)
        return db_query(db,
            "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE status = $1 AND id < $2"
            " ORDER BY id DESC LIMIT $3", TEXT(f->status), TEXT(before), INT(limit));
    return db_query(db,
        "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE id < $1 ORDER BY id DESC LIMIT $2",
        TEXT(before), INT(limit));
}

static struct query select_prefix(struct db *db, struct arena *a, const struct account_filter *f,
                                  int limit)
{
    const char *from = username_key(a, f->search);
    return db_query(db,
        "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE username_key >= $1 AND username_key <= $2"
        " AND username_key > coalesce((SELECT username_key FROM accounts WHERE id = $3), '')"
        " AND ($4 IS NULL OR role = $4) AND ($5 IS NULL OR status = $5)"
        " ORDER BY username_key LIMIT $6",
        TEXT(from), TEXT(end_of_prefix(a, from)), TEXT(f->before), TEXT(f->role),
        TEXT(f->status), INT(limit));
}

enum err accounts_list(struct db *db, struct arena *a, const struct account_filter *filter,
                       int limit, struct accounts *out)
{
    const char *number = NULL, *search = filter->search;
    if (search && (strchr(search, '@') || phone_normalise(a, search, &number)))
        return one_of_search(db, a, filter, out);
    AUTO_QUERY struct query q = search ? select_prefix(db, a, filter, limit)
                                       : select_by(db, filter, limit);
    return accounts_read(&q, a, limit, out);
}

enum err accounts_of_role(struct db *db, struct arena *a, const char *role, struct accounts *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE role = $1 AND status = 'active'"
        " ORDER BY id LIMIT $2", TEXT(role), INT(STAFF_MAX));
    return accounts_read(&q, a, STAFF_MAX, out);
}

enum err accounts_each_suspended(struct db *db, account_id_fn *each)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_QUERY struct query q = db_query(db,
        "SELECT id FROM accounts WHERE status = 'suspended' ORDER BY id");
    while (query_next(&q))
        each(column_text(&q, &a));
    return query_result(&q);
}

enum err accounts_of_institution(struct db *db, struct arena *a, const char *institution_id,
                                 struct accounts *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE institution_id = $1 ORDER BY id LIMIT $2",
        TEXT(institution_id), INT(COLLEAGUES_MAX));
    return accounts_read(&q, a, COLLEAGUES_MAX, out);
}

enum err accounts_changed_since(struct db *db, int64_t since, account_id_fn *each)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_QUERY struct query q = db_query(db, "SELECT id FROM accounts WHERE updated_at >= $1",
                                         INT(since));
    while (query_next(&q))
        each(column_text(&q, &a));
    return query_result(&q);
}

enum err accounts_have_demo(struct db *db, bool *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT 1 FROM accounts WHERE is_demo = 1 LIMIT 1");
    *out = query_next(&q);
    return query_result(&q);
}
