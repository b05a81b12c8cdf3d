/* What the gateway is told of bundles. */
#include "domain/bundles/bundles.h"

#include "base/text.h"
#include "domain/access/access.h"
#include "domain/bundles/endpoints.h"
#include "domain/bundles/rules.h"
#include "domain/bundles/specs.h"
#include "domain/bundles/upstreams.h"
#include "domain/bundles/versions.h"
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

static enum err put(struct db *db, struct arena *a, const struct bundle *b,
                    const struct upstreams *upstreams, const char *version_id,
                    struct access_bundle *exposed)
{
    exposed->is_open = true;
    exposed->publisher = b->created_by;
    exposed->limits = bundle_limits(b);
    exposed->rules = bundle_rules(a, b);
    TRY(fill(a, b, upstreams, exposed));
    TRY(fill_endpoints(db, a, version_id, exposed));
    exposed->spec = version_spec(db, version_id);
    access_bundle_put(exposed);
    spec_source_give(exposed->spec);
    return OK;
}

/* By its own address, slug@version, the current one too. */
static enum err expose_version(struct db *db, struct arena *a, const struct bundle *b,
                               const struct version *v)
{
    bool const is_current = text_is(v->status, "current");
    struct upstreams upstreams;
    if (text_is(v->status, "retired")) {
        access_bundle_remove(v->id);
        return OK;
    }
    TRY(is_current ? upstreams_of(db, a, b->id, &upstreams)
                   : upstreams_of_version(db, a, v->id, &upstreams));
    bool const ends_before = v->sunset_at && (!b->sunset_at || v->sunset_at < b->sunset_at);
    return put(db, a, b, &upstreams, v->id, &(struct access_bundle){
        .id = v->id, .slug = arena_printf(a, "%s@%s", b->slug, v->address), .version_of = b->id,
        .deprecated_at = v->deprecated_at ? v->deprecated_at : b->deprecated_at,
        .sunset_at = ends_before ? v->sunset_at : b->sunset_at });
}

static enum err expose_bundle(struct db *db, struct arena *a, const struct bundle *b)
{
    struct upstreams upstreams;
    TRY(upstreams_of(db, a, b->id, &upstreams));
    return put(db, a, b, &upstreams, b->version_id, &(struct access_bundle){
        .id = b->id, .slug = b->slug, .deprecated_at = b->deprecated_at,
        .sunset_at = b->sunset_at });
}

static enum err expose(struct db *db, struct arena *a, const char *id)
{
    struct bundle b = { 0 };
    struct versions versions;
    enum err const e = bundle_find(db, a, id, &b);
    bool const is_listed = e == OK && bundle_is_listed(&b);
    TRY(e == NOT_FOUND ? OK : e);
    TRY(versions_of(db, a, id, &versions));
    for (int i = 0; !is_listed && i < versions.count; i++)
        access_bundle_remove(versions.items[i].id);
    if (!is_listed) {
        access_bundle_remove(id);
        return OK;
    }
    TRY(expose_bundle(db, a, &b));
    for (int i = 0; i < versions.count; i++)
        TRY(expose_version(db, a, &b, &versions.items[i]));
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
