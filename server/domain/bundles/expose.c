/* What the gateway is told of bundles. */
#include "domain/bundles/bundles.h"

#include "domain/access/access.h"
#include "domain/bundles/endpoints.h"
#include "domain/bundles/rules.h"
#include "domain/bundles/upstreams.h"
#include "store/db.h"

#include <pthread.h>

/* Held from reading the rows until the gateway has them, so that of two changes at once the one
 * that was committed last is the one that stays. */
static pthread_mutex_t exposing = PTHREAD_MUTEX_INITIALIZER;

static enum err fill(struct arena *a, const struct bundle *b, const struct upstreams *from,
                     struct access_bundle *out)
{
    for (enum key_environment e = 0; e < KEY_ENVIRONMENTS; e++) {
        const struct upstream *u = &from->of[e];
        char *value = NULL;
        TRY(upstream_header(a, b->id, e, u, &value));
        out->upstreams[e] = (struct access_upstream){
            .url = u->url, .header_name = u->header_name, .header_value = value,
            .connect_ms = (unsigned)u->connect_timeout_ms,
            .answer_ms = (unsigned)u->answer_timeout_ms,
        };
    }
    return OK;
}

/* What calls are counted by. */
static enum err fill_endpoints(struct db *db, struct arena *a, const char *version_id,
                               struct access_bundle *out)
{
    int room = 0, count = 0;
    TRY(endpoints_count(db, version_id, &room));
    struct access_endpoint *items = arena_alloc(a, ((size_t)room + 1) * sizeof *items);
    AUTO_QUERY struct query q = db_query(db,
        "SELECT method, path FROM version_endpoints WHERE version_id = $1 ORDER BY position",
        TEXT(version_id));
    for (; count < room && query_next(&q); count++) {
        items[count].method = column_text(&q, a);
        items[count].path = column_text(&q, a);
    }
    out->endpoints = items;
    out->endpoint_count = (size_t)count;
    return query_result(&q);
}

static enum err expose(struct db *db, struct arena *a, const char *id)
{
    struct bundle b;
    enum err const e = bundle_find(db, a, id, &b);
    if (e == NOT_FOUND || (e == OK && !bundle_is_listed(&b))) {
        access_bundle_remove(id);
        return OK;
    }
    TRY(e);
    struct upstreams upstreams;
    struct access_bundle exposed = { .id = b.id, .slug = b.slug, .is_open = true,
                                     .publisher = b.created_by,
                                     .sunset_at = b.sunset_at, .limits = bundle_limits(&b),
                                     .rules = bundle_rules(a, &b) };
    TRY(upstreams_of(db, a, b.id, &upstreams));
    TRY(fill(a, &b, &upstreams, &exposed));
    TRY(fill_endpoints(db, a, b.version_id, &exposed));
    access_bundle_put(&exposed);
    return OK;
}

enum err bundle_expose(struct db *db, const char *id)
{
    AUTO_ARENA struct arena a = { 0 };
    pthread_mutex_lock(&exposing);
    enum err const e = expose(db, &a, id);
    pthread_mutex_unlock(&exposing);
    return e;
}

enum err bundles_load_access(struct db *db)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_QUERY struct query q = db_query(db,
        "SELECT id FROM bundles WHERE status IN ('published', 'deprecated') ORDER BY id");
    while (query_next(&q))
        TRY(bundle_expose(db, column_text(&q, &a)));
    return query_result(&q);
}
