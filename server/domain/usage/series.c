#include "domain/usage/series.h"

#include "store/db.h"

static enum err series_find(struct db *tx, const struct series_name *n, int64_t *out)
{
    AUTO_QUERY struct query q = db_query(tx,
        "SELECT id FROM usage_series WHERE key_id = $1 AND bundle_id = $2 AND endpoint = $3"
        " AND environment = $4 AND status = $5 AND account_id = $6",
        TEXT(n->key_id), TEXT(n->bundle_id), TEXT(n->endpoint), TEXT(n->environment),
        INT(n->status), TEXT(n->account_id));
    if (!query_next(&q))
        return query_missing(&q);
    *out = column_int(&q);
    return OK;
}

static enum err series_make(struct db *tx, const struct series_name *n, int64_t at, int64_t *out)
{
    AUTO_QUERY struct query q = db_query(tx,
        "INSERT INTO usage_series (publisher_id, bundle_id, endpoint, key_id, account_id,"
        " environment, status, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
        TEXT(n->publisher_id), TEXT(n->bundle_id), TEXT(n->endpoint), TEXT(n->key_id),
        TEXT(n->account_id), TEXT(n->environment), INT(n->status), INT(at));
    if (!query_next(&q))
        return query_missing(&q);
    *out = column_int(&q);
    query_next(&q);
    return query_result(&q);
}

enum err series_of(struct db *tx, const struct series_name *name, int64_t at, int64_t *out)
{
    enum err const e = series_find(tx, name, out);
    return e == NOT_FOUND ? series_make(tx, name, at, out) : e;
}
