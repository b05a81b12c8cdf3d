#include "domain/requests/requests.h"

#include "base/text.h"
#include "crypto/seal.h"
#include "domain/requests/rows.h"
#include "store/db.h"

#include <string.h>

/* The order read_row reads them in. */
#define COLUMNS                                                                              \
    "id, account_id, bundle_id, status, application_name, purpose, description,"             \
    " expected_calls_per_day, contact_name, contact_phone, letter_file_id, note, is_barred," \
    " environments, rate_per_second, quota_per_day, decided_by, decided_at, created_at, updated_at"

const char *request_binding(struct arena *a, const char *id, const char *column)
{
    return arena_printf(a, "requests/%s/%s", id, column);
}

static enum err read_sealed(struct query *q, struct arena *a, const char *binding,
                            const char **out)
{
    char *text = NULL;
    TRY(unseal_text(a, binding, column_text(q, a), &text));
    *out = text;
    return OK;
}

static enum err read_row(struct query *q, struct arena *a, struct request *out)
{
    struct request r = { .id = column_text(q, a) };
    r.account_id = column_text(q, a);
    r.bundle_id = column_text(q, a);
    r.status = column_text(q, a);
    r.application_name = column_text(q, a);
    r.purpose = column_text(q, a);
    r.description = column_text(q, a);
    r.expected_calls_per_day = column_int(q);
    TRY(read_sealed(q, a, request_binding(a, r.id, "contact_name"), &r.contact_name));
    TRY(read_sealed(q, a, request_binding(a, r.id, "contact_phone"), &r.contact_phone));
    r.letter_file_id = column_text(q, a);
    r.note = column_text(q, a);
    r.is_barred = column_int(q) != 0;
    r.environments = column_text(q, a);
    r.rate_per_second = column_int(q);
    r.quota_per_day = column_int(q);
    r.decided_by = column_text(q, a);
    r.decided_at = column_int(q);
    r.created_at = column_int(q);
    r.updated_at = column_int(q);
    *out = r;
    return OK;
}

static enum err read_rows(struct query *q, struct arena *a, int limit, struct requests *out)
{
    struct requests found = { .items = arena_alloc(a, (size_t)limit * sizeof *found.items) };
    while (found.count < limit && query_next(q))
        TRY(read_row(q, a, &found.items[found.count++]));
    TRY(query_result(q));
    *out = found;
    return OK;
}

enum err requests_access(struct db *db, struct arena *a, const char *account_id,
                         const char *bundle_id, const char **out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT status FROM requests WHERE bundle_id = $1 AND account_id = $2"
        " ORDER BY id DESC LIMIT 1", TEXT(bundle_id), TEXT(account_id));
    const char *status = query_next(&q) ? column_text(&q, a) : "none";
    TRY(query_result(&q));
    *out = text_is(status, "withdrawn") ? "none" : status;
    return OK;
}

enum err request_find(struct db *db, struct arena *a, const char *account_id, const char *id,
                      struct request *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS " FROM requests WHERE id = $1 AND ($2 IS NULL OR account_id = $2)",
        TEXT(id), TEXT(account_id));
    if (!query_next(&q))
        return query_missing(&q);
    return read_row(&q, a, out);
}

enum err request_find_last(struct db *db, struct arena *a, const char *account_id,
                           const char *bundle_id, struct request *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS " FROM requests WHERE bundle_id = $1 AND account_id = $2"
        " ORDER BY id DESC LIMIT 1", TEXT(bundle_id), TEXT(account_id));
    if (!query_next(&q))
        return query_missing(&q);
    return read_row(&q, a, out);
}

enum err requests_of(struct db *db, struct arena *a, const struct request_page *page,
                     struct requests *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS " FROM requests WHERE account_id = $1 AND id < $2"
        " AND ($3 IS NULL OR status = $3) AND ($5 IS NULL OR bundle_id = $5)"
        " ORDER BY id DESC LIMIT $4",
        TEXT(page->account_id), TEXT(page->before ? page->before : "~"), TEXT(page->status),
        INT(page->limit), TEXT(page->bundle_id));
    return read_rows(&q, a, page->limit, out);
}

#define ANY_STATUS "($1 IS NULL OR status = $1)"
#define ANY_BUNDLE "($2 IS NULL OR bundle_id = $2)"
#define QUEUED(one, other)                                                                   \
    "SELECT " COLUMNS " FROM requests WHERE " one " AND " other                              \
    " AND ($3 IS NULL OR lower(application_name) LIKE $3 ESCAPE '!' OR id = $4"              \
    " OR account_id = $5) AND id > $6 ORDER BY id LIMIT $7"

/* One statement for each index that can serve. */
static const char *statement_for(const struct request_filter *f)
{
    if (f->status)
        return QUEUED("status = $1", ANY_BUNDLE);
    if (f->bundle_id)
        return QUEUED("bundle_id = $2", ANY_STATUS);
    return QUEUED(ANY_STATUS, ANY_BUNDLE);
}

/* Of any text a pattern for LIKE that finds it as a part; NULL stays NULL. */
static const char *pattern_of(struct arena *a, const char *text)
{
    if (!text)
        return NULL;
    const char *low = text_lower(a, text);
    char *out = arena_alloc(a, strlen(low) * 2 + 3), *at = out;
    *at++ = '%';
    for (; *low; low++) {
        if (strchr("%_!", *low))
            *at++ = '!';
        *at++ = *low;
    }
    *at = '%';
    return out;
}

enum err requests_queue(struct db *db, struct arena *a, const struct request_filter *filter,
                        int limit, struct requests *out)
{
    AUTO_QUERY struct query q = db_query(db, statement_for(filter), TEXT(filter->status),
                                         TEXT(filter->bundle_id),
                                         TEXT(pattern_of(a, filter->text)), TEXT(filter->text),
                                         TEXT(filter->account_id),
                                         TEXT(filter->after ? filter->after : ""), INT(limit));
    return read_rows(&q, a, limit, out);
}

enum err requests_count(struct db *db, const char *status, int64_t *out)
{
    AUTO_QUERY struct query q = db_query(db, "SELECT count(*) FROM requests WHERE status = $1",
                                         TEXT(status));
    if (!query_next(&q))
        return query_missing(&q);
    *out = column_int(&q);
    return OK;
}
