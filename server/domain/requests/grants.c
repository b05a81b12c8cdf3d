/* Grants: what the gateway is told of the requests. A revoked access stays revoked until a later
 * request is approved. */
#include "domain/requests/requests.h"

#include "base/text.h"
#include "domain/access/access.h"
#include "store/db.h"

#include <pthread.h>
#include <string.h>

enum { LOAD_PAGE = 256 };

/* Reading and telling are one step: of two that follow each other's commit, the later one reads
 * both. */
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

static unsigned bits_of(const char *environments)
{
    if (text_is(environments, "[\"development\",\"production\"]"))     /* nearly always */
        return 1u << KEY_DEVELOPMENT | 1u << KEY_PRODUCTION;
    return (strstr(environments, "\"development\"") ? 1u << KEY_DEVELOPMENT : 0)
           | (strstr(environments, "\"production\"") ? 1u << KEY_PRODUCTION : 0);
}

/* The columns behind status and environments. */
static struct limits_rule read_limits(struct query *q)
{
    struct limits_rule rule = { .rate_per_second = (uint32_t)column_int(q) };
    rule.quota_per_day = (uint64_t)column_int(q);
    return rule;
}

static enum access_grant state_of(const char *status)
{
    if (text_is(status, "approved"))
        return GRANT_APPROVED;
    return text_is(status, "revoked") ? GRANT_REVOKED : GRANT_NONE;
}

/* The columns from status on. */
static void read_grant(struct query *q, struct arena *a, struct access_granted *out)
{
    out->state = state_of(column_text(q, a));
    const char *environments = column_text(q, a);
    out->environments = out->state == GRANT_APPROVED ? bits_of(environments) : 0;
    out->limits = read_limits(q);
}

static enum err expose(struct db *db, const char *account_id, const char *bundle_id)
{
    AUTO_ARENA struct arena a = { 0 };
    struct access_granted grant = { .account = account_id, .bundle_id = bundle_id };
    AUTO_QUERY struct query q = db_query(db,
        "SELECT status, environments, rate_per_second, quota_per_day FROM requests"
        " WHERE bundle_id = $1 AND account_id = $2 AND status IN ('approved', 'revoked')"
        " ORDER BY id DESC LIMIT 1", TEXT(bundle_id), TEXT(account_id));
    if (query_next(&q))
        read_grant(&q, &a, &grant);
    access_grants_put(&grant, 1);               /* none where there is none or it cannot be read */
    return query_result(&q);
}

enum err grant_expose(struct db *db, const char *account_id, const char *bundle_id)
{
    pthread_mutex_lock(&order);
    enum err const e = expose(db, account_id, bundle_id);
    pthread_mutex_unlock(&order);
    return e;
}

#define LOADED "status, environments, rate_per_second, quota_per_day, account_id, bundle_id"

/* Those in this state among the rows. */
static enum err load(struct query *q, enum access_grant state)
{
    for (bool more = true; more;) {
        AUTO_ARENA struct arena a = { 0 };
        struct access_granted grants[LOAD_PAGE];
        size_t count = 0;
        while (count < LOAD_PAGE && (more = query_next(q))) {
            struct access_granted *grant = &grants[count];
            read_grant(q, &a, grant);
            grant->account = column_text(q, &a);
            grant->bundle_id = column_text(q, &a);
            count += grant->state == state;
        }
        access_grants_put(grants, count);
    }
    return query_result(q);
}

static enum err load_revoked(struct db *db)
{
    AUTO_QUERY struct query q = db_query(db, "SELECT " LOADED " FROM requests WHERE status = $1",
                                         TEXT("revoked"));
    return load(&q, GRANT_REVOKED);
}

/* Most requests are approved ones: to read all rows is faster than to look up each of them. */
static enum err load_approved(struct db *db)
{
    AUTO_QUERY struct query q = db_query(db, "SELECT " LOADED " FROM requests");
    return load(&q, GRANT_APPROVED);
}

/* A pair has at most one approved request, which is its last, so that goes over the revoked. */
enum err grants_load_access(struct db *db)
{
    TRY(load_revoked(db));
    return load_approved(db);
}

enum err grant_limits(struct db *db, const char *account_id, const char *bundle_id,
                      struct limits_rule *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT rate_per_second, quota_per_day FROM requests"
        " WHERE bundle_id = $1 AND account_id = $2 AND status = 'approved' LIMIT 1",
        TEXT(bundle_id), TEXT(account_id));
    bool const is_granted = query_next(&q);
    TRY(query_result(&q));
    *out = is_granted ? read_limits(&q) : (struct limits_rule){ 0 };
    return OK;
}
