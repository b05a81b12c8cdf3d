#include "domain/keys/keys.h"

#include "crypto/digest.h"
#include "store/db.h"

#include <string.h>

/* The order read_row reads them in. */
#define COLUMNS                                                                              \
    "id, account_id, label, environment, head, previous_until, is_active, is_blocked,"       \
    " allowed_ips, expires_at, last_used_at, last_used_ip, created_at, updated_at,"      \
    " rate_per_second, quota_per_day"

static struct api_key read_row(struct query *q, struct arena *a)
{
    struct api_key k = { .id = column_text(q, a) };
    k.account_id = column_text(q, a);
    k.label = column_text(q, a);
    k.environment = column_text(q, a);
    k.head = column_text(q, a);
    k.previous_until = column_int(q);
    k.is_active = column_int(q) != 0;
    k.is_blocked = column_int(q) != 0;
    k.allowed_ips = column_text(q, a);
    k.expires_at = column_int(q);
    k.last_used_at = column_int(q);
    k.last_used_ip = column_text(q, a);
    k.created_at = column_int(q);
    k.updated_at = column_int(q);
    k.rate_per_second = column_int(q);
    k.quota_per_day = column_int(q);
    return k;
}

enum err api_key_find(struct db *db, struct arena *a, const char *account_id, const char *id,
                  struct api_key *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS " FROM keys WHERE id = $1 AND ($2 IS NULL OR account_id = $2)",
        TEXT(id), TEXT(account_id));
    if (!query_next(&q))
        return query_missing(&q);
    *out = read_row(&q, a);
    return OK;
}

enum err keys_of(struct db *db, struct arena *a, const char *account_id, const char *before,
                 int limit, struct api_keys *out)
{
    struct api_keys found = { .items = arena_alloc(a, (size_t)limit * sizeof *found.items) };
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS " FROM keys WHERE account_id = $1 AND id < $2"
        " ORDER BY id DESC LIMIT $3", TEXT(account_id), TEXT(before ? before : "~"), INT(limit));
    while (found.count < limit && query_next(&q))
        found.items[found.count++] = read_row(&q, a);
    TRY(query_result(&q));
    *out = found;
    return OK;
}

enum err api_key_is_of(struct db *db, const char *account_id, const char *text, bool *out)
{
    unsigned char digest[DIGEST_BYTES];
    digest_sha256(text, strlen(text), digest);
    AUTO_QUERY struct query q = db_query(db,
        "SELECT 1 FROM keys WHERE account_id = $1 AND (digest = $2 OR previous_digest = $2)",
        TEXT(account_id), BLOB(digest, sizeof digest));
    bool const found = query_next(&q);
    TRY(query_result(&q));
    *out = found;
    return OK;
}

enum err keys_count(struct db *db, const char *account_id, int64_t *out)
{
    AUTO_QUERY struct query q = db_query(db, "SELECT count(*) FROM keys WHERE account_id = $1",
                                         TEXT(account_id));
    if (!query_next(&q))
        return query_missing(&q);
    *out = column_int(&q);
    return OK;
}
