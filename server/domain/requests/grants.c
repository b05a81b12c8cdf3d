/* Grants: what the gateway is told of the requests. A revoked access stays revoked until a later
 * request is approved. */
#include "domain/requests/requests.h"

#include "base/text.h"
#include "domain/access/access.h"
#include "store/db.h"

#include <pthread.h>
#include <string.h>

enum { LOAD_PAGE = 1000 };

/* Reading and telling are one step: of two that follow each other's commit, the later one reads
 * both. */
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

static unsigned bits_of(const char *environments)
{
    return (strstr(environments, "\"development\"") ? 1u << KEY_DEVELOPMENT : 0)
           | (strstr(environments, "\"production\"") ? 1u << KEY_PRODUCTION : 0);
}

struct grant {
    const char *account_id, *bundle_id, *status, *environments;
    struct limits_rule limits;
};

/* The columns behind status and environments. */
static struct limits_rule read_limits(struct query *q)
{
    struct limits_rule rule = { .rate_per_second = (uint32_t)column_int(q) };
    rule.quota_per_day = (uint64_t)column_int(q);
    return rule;
}

static void put(const struct grant *g)
{
    bool const is_approved = text_is(g->status, "approved");
    access_grant_limit(g->account_id, g->bundle_id, &g->limits);
    access_grant_put(g->account_id, g->bundle_id, is_approved ? GRANT_APPROVED : GRANT_REVOKED,
                     is_approved ? bits_of(g->environments) : 0);
}

static enum err expose(struct db *db, const char *account_id, const char *bundle_id)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_QUERY struct query q = db_query(db,
        "SELECT status, environments, rate_per_second, quota_per_day FROM requests"
        " WHERE bundle_id = $1 AND account_id = $2 AND status IN ('approved', 'revoked')"
        " ORDER BY id DESC LIMIT 1", TEXT(bundle_id), TEXT(account_id));
    if (!query_next(&q)) {
        access_grant_remove(account_id, bundle_id);     /* also where it cannot be read */
        return query_result(&q);
    }
    struct grant grant = { .account_id = account_id, .bundle_id = bundle_id,
                           .status = column_text(&q, &a) };
    grant.environments = column_text(&q, &a);
    grant.limits = read_limits(&q);
    put(&grant);
    return OK;
}

enum err grant_expose(struct db *db, const char *account_id, const char *bundle_id)
{
    pthread_mutex_lock(&order);
    enum err const e = expose(db, account_id, bundle_id);
    pthread_mutex_unlock(&order);
    return e;
}

static enum err load(struct db *db, const char *status)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT account_id, bundle_id, environments, rate_per_second, quota_per_day FROM requests"
        " WHERE status = $1", TEXT(status));
    for (bool more = true; more;) {
        AUTO_ARENA struct arena a = { 0 };
        for (int i = 0; i < LOAD_PAGE && (more = query_next(&q)); i++) {
            struct grant grant = { .account_id = column_text(&q, &a), .status = status };
            grant.bundle_id = column_text(&q, &a);
            grant.environments = column_text(&q, &a);
            grant.limits = read_limits(&q);
            put(&grant);
        }
    }
    return query_result(&q);
}

/* A pair has at most one approved request, which is its last, so that goes over the revoked. */
enum err grants_load_access(struct db *db)
{
    TRY(load(db, "revoked"));
    return load(db, "approved");
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
