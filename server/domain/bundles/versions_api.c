#include "domain/bundles/versions_api.h"

#include "base/text.h"
#include "domain/bundles/bundle_input_api.h"
#include "domain/bundles/bundle_json_api.h"
#include "domain/bundles/bundles_api.h"
#include "domain/bundles/consumers.h"
#include "domain/bundles/endings.h"
#include "domain/bundles/endpoints.h"
#include "domain/bundles/releases.h"
#include "domain/json/json.h"
#include "store/db.h"

static enum err version_json(struct req *r, const struct bundle *b, const struct version *v,
                             json_t **out)
{
    int endpoints = 0;
    const char *gateway = r->app->config->gateway_url;
    TRY(endpoints_count(r->db, v->id, &endpoints));
    *out = json_pack("{ss ss ss ss so so so so si sI s{ss ss}}", "id", v->id,
        "version", v->version, "address", v->address, "status", v->status,
        "deprecated_at", time_json(&r->arena, v->deprecated_at),
        "sunset_at", time_json(&r->arena, v->sunset_at),
        "created_at", time_json(&r->arena, v->created_at),
        "updated_at", time_json(&r->arena, v->updated_at), "endpoint_count", endpoints,
        "revision", (json_int_t)v->revision,
        "base_urls",
        "development", arena_printf(&r->arena, "%s/development/%s@%s", gateway, b->slug,
                                    v->address),
        "production", arena_printf(&r->arena, "%s/production/%s@%s", gateway, b->slug,
                                   v->address));
    return OK;
}

enum err bundle_versions_get(struct req *r)
{
    struct bundle b;
    struct versions found;
    TRY(bundle_in(r, &b));
    TRY(versions_of(r->db, &r->arena, b.id, &found));

    json_auto_t *items = json_array();
    for (int i = 0; i < found.count; i++) {
        json_t *item = NULL;
        TRY(version_json(r, &b, &found.items[i], &item));
        json_array_append_new(items, item);
    }
    return reply_list(r, json_incref(items), NULL, found.count);
}

static struct actor actor(const struct req *r)
{
    return (struct actor){ .account_id = r->who.account_id, .ip = r->ip, .now = r->now };
}

static enum err find(struct req *r, struct bundle *b, struct version *v)
{
    TRY(bundle_find(r->db, &r->arena, in_path(r, "slug"), b));
    return version_find(r->db, &r->arena, b->id, in_path(r, "version"), v);
}

static enum err answer(struct req *r, const struct bundle *b, const char *version_id)
{
    struct version v;
    json_t *json = NULL;
    TRY(bundle_expose(r->db, b->id));
    TRY(version_find(r->db, &r->arena, b->id, version_id, &v));
    TRY(version_json(r, b, &v, &json));
    return reply_ok(r, json);
}

static enum err tell_day(struct req *r, struct db *tx, const struct bundle *b,
                         const struct version *v, int64_t sunset_at)
{
    if (!sunset_at || !bundle_is_listed(b))
        return OK;
    return consumers_tell(tx, b, &(struct tidings){
        .kind = "version.ends", .now = r->now,
        .params = json_pack("{ss ss ss}", "bundle", b->name, "version", v->version,
                            "day", consumers_day(&r->arena, sunset_at)) });
}

enum err admin_version_current_post(struct req *r)
{
    struct bundle b;
    struct version v;
    AUTO_TX struct tx tx = { 0 };
    TRY(find(r, &b, &v));
    TRY(tx_begin(&tx, r->db));
    TRY(version_make_current(tx.db, &r->arena, &v, actor(r)));
    if (bundle_is_listed(&b))
        TRY(consumers_tell(tx.db, &b, &(struct tidings){
            .kind = "version.added", .now = r->now,
            .params = json_pack("{ss ss ss}", "bundle", b.name, "version", v.version, "before",
                                b.version) }));
    TRY(tx_commit(&tx));
    return answer(r, &b, v.id);
}

enum err admin_version_deprecate_post(struct req *r)
{
    struct bundle b;
    struct version v;
    int64_t const sunset_at = in_time_or(r, "sunset_at", 0);
    if (sunset_at && sunset_at <= r->now)
        in_fault(r, "sunset_at", "in_the_past");
    TRY(in_check(r));

    AUTO_TX struct tx tx = { 0 };
    TRY(find(r, &b, &v));
    TRY(tx_begin(&tx, r->db));
    TRY(version_deprecate(tx.db, &v, sunset_at, actor(r)));
    TRY(tell_day(r, tx.db, &b, &v, sunset_at));
    TRY(tx_commit(&tx));
    return answer(r, &b, v.id);
}

enum err admin_version_retire_post(struct req *r)
{
    struct bundle b;
    struct version v;
    AUTO_TX struct tx tx = { 0 };
    TRY(find(r, &b, &v));
    TRY(tx_begin(&tx, r->db));
    TRY(version_end(tx.db, &b, &v, actor(r)));
    TRY(tx_commit(&tx));
    return answer(r, &b, v.id);
}

/* Of the current one they are the bundle's. */
static enum err upstreams_now(struct req *r, const struct version *v, struct upstreams *out)
{
    return text_is(v->status, "current") ? upstreams_of(r->db, &r->arena, v->bundle_id, out)
                                         : upstreams_of_version(r->db, &r->arena, v->id, out);
}

static enum err answer_managed(struct req *r, const struct bundle *b, const char *version_id)
{
    struct version v;
    struct upstreams upstreams;
    json_t *json = NULL;
    TRY(version_find(r->db, &r->arena, b->id, version_id, &v));
    TRY(upstreams_now(r, &v, &upstreams));
    TRY(version_json(r, b, &v, &json));
    json_object_set_new(json, "upstreams", upstreams_json(&upstreams));
    return reply_ok(r, json);
}

enum err admin_version_get(struct req *r)
{
    struct bundle b;
    struct version v;
    TRY(find(r, &b, &v));
    return answer_managed(r, &b, v.id);
}

/* A version without any would only refuse its callers. */
static void keep_one(struct req *r, const struct upstreams *now,
                     const struct upstream_change *changes)
{
    for (int e = 0; e < KEY_ENVIRONMENTS; e++) {
        bool const stays = changes[e].kind == UPSTREAM_AS_IS && now->of[e].url;
        if (stays || changes[e].kind == UPSTREAM_SET)
            return;
    }
    in_fault(r, "upstreams.production.url", "required");
}

enum err admin_version_patch(struct req *r)
{
    struct bundle b;
    struct version v;
    struct upstreams now;
    struct upstream_change changes[KEY_ENVIRONMENTS] = { 0 };
    TRY(find(r, &b, &v));
    TRY(upstreams_now(r, &v, &now));
    upstreams_in(r, &now, changes);
    keep_one(r, &now, changes);
    TRY(in_check(r));
    TRY(upstreams_guard(r, changes, &now));

    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, r->db));
    TRY(version_reroute(tx.db, &r->arena, &v, changes, actor(r)));
    TRY(tx_commit(&tx));
    TRY(bundle_expose(r->db, b.id));
    return answer_managed(r, &b, v.id);
}

enum err admin_version_delete(struct req *r)
{
    struct bundle b;
    struct version v;
    AUTO_TX struct tx tx = { 0 };
    TRY(find(r, &b, &v));
    TRY(tx_begin(&tx, r->db));
    TRY(version_delete(tx.db, &v, actor(r)));
    TRY(tx_commit(&tx));
    return reply_said(r, "Versi dihapus.", "The version was deleted.");
}
