#include "domain/quotas/quotas.h"

#include "base/zone.h"
#include "domain/accounts/accounts.h"
#include "domain/limits/limits.h"
#include "domain/quotas/warn.h"
#include "store/db.h"

enum { PAGE = 500, DAY_S = 86400 };

enum err quotas_restore(struct db *db)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT account_id, subject_id, day, day_calls, month, month_calls FROM quota_counts");
    for (bool more = true; more;) {
        AUTO_ARENA struct arena a = { 0 };
        for (int i = 0; i < PAGE && (more = query_next(&q)); i++) {
            struct limits_count kept = { .account_id = column_text(&q, &a) };
            kept.subject_id = column_text(&q, &a);
            kept.day = (uint32_t)column_int(&q);
            kept.day_calls = (uint64_t)column_int(&q);
            kept.month = (uint32_t)column_int(&q);
            kept.month_calls = (uint64_t)column_int(&q);
            limits_restore(&kept);
        }
    }
    return query_result(&q);
}

/* What the member has been told of, in the periods of these counts. NOT_FOUND for a new row. */
static enum err update_one(struct db *tx, const struct limits_count *c, struct quota_told *out)
{
    AUTO_QUERY struct query q = db_query(tx,
        "UPDATE quota_counts SET day_told = CASE WHEN day = $3 THEN day_told ELSE 0 END,"
        " month_told = CASE WHEN month = $5 THEN month_told ELSE 0 END, day = $3, day_calls = $4,"
        " month = $5, month_calls = $6 WHERE account_id = $1 AND subject_id = $2"
        " RETURNING day_told, month_told",
        TEXT(c->account_id), TEXT(c->subject_id), INT(c->day), INT((int64_t)c->day_calls),
        INT(c->month), INT((int64_t)c->month_calls));
    if (!query_next(&q))
        return query_missing(&q);
    out->day = column_int(&q);
    out->month = column_int(&q);
    return OK;
}

static enum err insert_one(struct db *tx, const struct limits_count *c)
{
    return db_run(tx, "INSERT INTO quota_counts (account_id, subject_id, day, day_calls, month,"
                      " month_calls) VALUES ($1, $2, $3, $4, $5, $6)",
                  TEXT(c->account_id), TEXT(c->subject_id), INT(c->day),
                  INT((int64_t)c->day_calls), INT(c->month), INT((int64_t)c->month_calls));
}

/* An account that has gone keeps nobody else's counts from being written. */
static enum err write_one(struct db *tx, const struct limits_count *c, struct quota_told *out)
{
    AUTO_ARENA struct arena a = { 0 };
    struct account account;
    enum err e = update_one(tx, c, out);
    if (e != NOT_FOUND)
        return e;
    e = account_find(tx, &a, c->account_id, &account);
    return e ? e : insert_one(tx, c);
}

static enum err note_told(struct db *tx, const struct limits_count *c, const struct quota_told *t)
{
    return db_run(tx, "UPDATE quota_counts SET day_told = $3, month_told = $4"
                      " WHERE account_id = $1 AND subject_id = $2",
                  TEXT(c->account_id), TEXT(c->subject_id), INT(t->day), INT(t->month));
}

static enum err save_one(struct db *tx, const struct limits_count *c, int64_t now)
{
    struct quota_told told = { 0 };
    enum err const e = write_one(tx, c, &told);
    if (e)
        return e == NOT_FOUND ? OK : e;
    struct quota_told const due = quota_told_due(c, &told);
    if (due.day == told.day && due.month == told.month)
        return OK;
    TRY(quota_warn(tx, c, &told, now));
    return note_told(tx, c, &due);
}

static enum err save_page(struct db *db, const struct limits_count *page, int count, int64_t now)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    for (int i = 0; i < count; i++)
        TRY(save_one(tx.db, &page[i], now));
    return tx_commit(&tx);
}

/* What could not be written is written the next time. */
static void put_back(const struct limits_count *page, int count, struct limits_meter *rest)
{
    struct limits_count one;
    for (int i = 0; i < count; i++)
        limits_mark(page[i].meter);
    while (rest) {
        rest = limits_count(rest, &one);
        limits_mark(one.meter);
    }
}

enum err quotas_save(struct db *db, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    struct limits_meter *changed = limits_changed();
    struct limits_count *page = arena_alloc(&a, PAGE * sizeof *page);
    while (changed) {
        int count = 0;
        for (; changed && count < PAGE; count++)
            changed = limits_count(changed, &page[count]);
        enum err const e = save_page(db, page, count, now);
        if (!e)
            continue;
        put_back(page, count, changed);
        return e;
    }
    return OK;
}

enum err quotas_sweep(struct db *db, int64_t now)
{
    int64_t const day = now / DAY_S;
    return db_run(db, "DELETE FROM quota_counts WHERE day < $1 AND month < $2", INT(day - 1),
                  INT(month_of_day(day) - 1));
}
