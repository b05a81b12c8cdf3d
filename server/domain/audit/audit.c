#include "domain/audit/audit.h"

#include "base/random.h"
#include "base/text.h"
#include "crypto/seal.h"
#include "store/db.h"

#include <stdbool.h>
#include <string.h>

enum { CHECK_PAGE = 500 };

/* The order read_row reads them in, which is that of struct audit_row. */
#define COLUMNS "number, id, at, actor, action, subject, detail, ip, previous, digest"

static struct audit_row read_row(struct query *q, struct arena *a)
{
    return (struct audit_row){
        .number = column_int(q),
        .id = column_text(q, a),
        .at = column_int(q),
        .actor = column_text(q, a),
        .action = column_text(q, a),
        .subject = column_text(q, a),
        .detail = column_text(q, a),
        .ip = column_text(q, a),
        .previous = column_text(q, a),
        .digest = column_text(q, a),
    };
}

/* Each field behind its length, so that no two rows read alike. */
static const char *signed_text(struct arena *a, const struct audit_row *r)
{
    return arena_printf(a, "%lld %lld %zu:%s %zu:%s %zu:%s %zu:%s %zu:%s %zu:%s %zu:%s",
                        (long long)r->number, (long long)r->at, strlen(r->id), r->id,
                        strlen(r->actor), r->actor, strlen(r->action), r->action,
                        strlen(r->subject), r->subject, strlen(r->detail), r->detail,
                        strlen(r->ip), r->ip, strlen(r->previous), r->previous);
}

/* number 0 and digest "" before the first row. */
struct head {
    int64_t number;
    const char *digest;
};

static enum err head_find(struct db *db, struct arena *a, struct head *out)
{
    AUTO_QUERY struct query q = db_query(db, "SELECT number, digest FROM audit_head WHERE id = 1");
    *out = (struct head){ .digest = "" };
    if (!query_next(&q))
        return query_result(&q);
    out->number = column_int(&q);
    out->digest = column_text(&q, a);
    return OK;
}

static enum err insert(struct db *tx, const struct audit_row *r)
{
    TRY(db_run(tx, "INSERT INTO audit (" COLUMNS ")"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
               INT(r->number), TEXT(r->id), INT(r->at), TEXT(r->actor), TEXT(r->action),
               TEXT(r->subject), TEXT(r->detail), TEXT(r->ip), TEXT(r->previous),
               TEXT(r->digest)));
    return db_run(tx, "INSERT INTO audit_head (id, number, digest) VALUES (1, $1, $2)"
                      " ON CONFLICT (id) DO UPDATE SET number = excluded.number,"
                      " digest = excluded.digest", INT(r->number), TEXT(r->digest));
}

enum err audit_add(struct db *tx, const struct audit_entry *e)
{
    AUTO_ARENA struct arena a = { 0 };
    struct head head;
    TRY(head_find(tx, &a, &head));
    struct audit_row row = {
        .number = head.number + 1, .at = e->at, .id = id_new(&a, "aud"),
        .actor = e->actor ? e->actor : "system", .action = e->action,
        .subject = e->subject ? e->subject : "portal", .detail = e->detail ? e->detail : "{}",
        .ip = e->ip ? e->ip : "", .previous = head.digest,
    };
    row.digest = mac_text(&a, FOR_AUDIT, "audit", signed_text(&a, &row));
    return insert(tx, &row);
}

#define ANY_ACTOR "($1 IS NULL OR actor = $1)"
#define ANY_ACTION "($2 IS NULL OR action = $2)"
#define ANY_SUBJECT "($3 IS NULL OR subject = $3)"
#define LISTED(one, other, another)                                                          \
    "SELECT " COLUMNS " FROM audit WHERE " one " AND " other " AND " another                 \
    " AND at >= $4 AND (at, number) < ($5, $6) ORDER BY at DESC, number DESC LIMIT $7"

/* One statement for each index that can serve. */
static const char *statement_for(const struct audit_filter *f)
{
    if (f->subject)
        return LISTED("subject = $3", ANY_ACTOR, ANY_ACTION);
    if (f->actor)
        return LISTED("actor = $1", ANY_ACTION, ANY_SUBJECT);
    if (f->action)
        return LISTED("action = $2", ANY_ACTOR, ANY_SUBJECT);
    return LISTED(ANY_ACTOR, ANY_ACTION, ANY_SUBJECT);
}

enum err audit_list(struct db *db, struct arena *a, const struct audit_filter *filter, int limit,
                    struct audit_rows *out)
{
    int64_t at = filter->to ? filter->to + 1 : INT64_MAX, number = 0;
    if (filter->before_at && filter->before_at < at) {
        at = filter->before_at;
        number = filter->before_number;
    }
    struct audit_rows found = { .items = arena_alloc(a, (size_t)limit * sizeof *found.items) };
    AUTO_QUERY struct query q = db_query(db, statement_for(filter), TEXT(filter->actor),
                                         TEXT(filter->action), TEXT(filter->subject),
                                         INT(filter->from), INT(at), INT(number), INT(limit));
    while (found.count < limit && query_next(&q))
        found.items[found.count++] = read_row(&q, a);
    TRY(query_result(&q));
    *out = found;
    return OK;
}

static enum err broken(const struct audit_row *r, const char *how)
{
    return err_because(INTERNAL, "audit row %lld (%s) %s", (long long)r->number, r->id, how);
}

static enum err row_check(struct arena *a, const struct audit_row *r, const struct head *last)
{
    if (r->number != last->number + 1)
        return err_because(INTERNAL, "audit row %lld is missing", (long long)last->number + 1);
    if (!text_is(r->previous, last->digest))
        return broken(r, "does not continue the one before it");
    if (!mac_is(FOR_AUDIT, "audit", signed_text(a, r), r->digest))
        return broken(r, "was changed");
    return OK;
}

/* The next rows of the chain; *last moves on, its digest in a. */
static enum err check_page(struct db *db, struct arena *a, struct head *last, bool *is_end)
{
    AUTO_ARENA struct arena scratch = { 0 };
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS " FROM audit WHERE number > $1 ORDER BY number LIMIT $2",
        INT(last->number), INT(CHECK_PAGE));
    struct head at = *last;
    int count = 0;
    for (; query_next(&q); count++) {
        struct audit_row const row = read_row(&q, &scratch);
        TRY(row_check(&scratch, &row, &at));
        at = (struct head){ row.number, row.digest };
    }
    TRY(query_result(&q));
    *last = (struct head){ at.number, arena_copy(a, at.digest) };
    *is_end = count < CHECK_PAGE;
    return OK;
}

enum err audit_check(struct db *db, int64_t *rows)
{
    AUTO_ARENA struct arena a = { 0 };
    struct head head, last = { .digest = "" };
    TRY(head_find(db, &a, &head));
    for (bool is_end = false; !is_end;)
        TRY(check_page(db, &a, &last, &is_end));
    if (last.number < head.number)
        return err_because(INTERNAL, "audit row %lld is missing", (long long)last.number + 1);
    if (rows)
        *rows = last.number;
    return OK;
}
