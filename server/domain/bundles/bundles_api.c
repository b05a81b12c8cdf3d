#include "domain/bundles/bundles_api.h"

#include "base/text.h"
#include "domain/bundles/bundle_json_api.h"
#include "domain/bundles/document_stream_api.h"
#include "domain/bundles/postman.h"
#include "domain/json/json.h"

#include <string.h>
#include "domain/limits/present.h"
#include "domain/requests/requests.h"

enum err bundles_get(struct req *r)
{
    struct bundle_search const search = bundle_search_in(r);
    TRY(in_check(r));

    struct bundles found;
    TRY(bundles_search(r->db, &r->arena, &search, &found));

    json_auto_t *items = json_array();
    for (int i = 0; i < found.count; i++) {
        json_t *item = NULL;
        TRY(bundle_json(r, &found.items[i], &item));
        json_array_append_new(items, item);
    }
    return reply_list(r, json_incref(items), found.next_cursor, found.total);
}

enum err tags_get(struct req *r)
{
    struct tags tags;
    TRY(tags_of_all(r->db, &r->arena, &tags));

    json_t *items = json_array();
    for (int i = 0; i < tags.count; i++)
        json_array_append_new(items, json_pack("{ss sI}", "tag", tags.items[i].tag,
                                               "count", (json_int_t)tags.items[i].bundles));
    return reply_list(r, items, NULL, tags.count);
}

static bool may_preview(const struct req *r)
{
    return r->who.role == ROLE_PUBLISHER || r->who.role == ROLE_ADMIN;
}

enum err bundle_in(struct req *r, struct bundle *out)
{
    struct bundle b;
    TRY(bundle_find(r->db, &r->arena, in_path(r, "slug"), &b));
    if (!bundle_is_listed(&b) && !may_preview(r))
        return err_because(NOT_FOUND, "bundle is %s", b.status);
    *out = b;
    return OK;
}

/* What holds for this member, or would: the bundle's own limits, or those of an approval. */
static enum err add_limits(struct req *r, const struct bundle *b, json_t *out)
{
    const char *account_id = r->who.account_id ? r->who.account_id : "";
    struct limits_rule granted;
    TRY(grant_limits(r->db, account_id, b->id, &granted));
    struct limits_rule const usual = bundle_limits(b), held = limits_override(&usual, &granted);
    struct limits_used const used = limits_used(account_id, b->id, r->now);
    json_object_set_new(out, "limits", limits_json(&held));
    json_object_set_new(out, "quota", quota_json(&r->arena, &held, &used));
    return OK;
}

enum err version_in(struct req *r, const struct bundle *b, struct version *out)
{
    struct version v;
    TRY(version_find(r->db, &r->arena, b->id, in_query_text(r, "version"), &v));
    if (text_is(v.status, "retired") && !may_preview(r))
        return VERSION_RETIRED;
    *out = v;
    return OK;
}

enum err bundle_get(struct req *r)
{
    struct bundle b;
    json_t *json = NULL;
    TRY(bundle_in(r, &b));
    TRY(bundle_json(r, &b, &json));
    enum err const e = add_limits(r, &b, json);
    if (e) {
        json_decref(json);
        return e;
    }
    return reply_ok(r, json);
}

/* A version that is not the current one is called by its own address. */
static const char *called(struct req *r, const struct bundle *b, const struct version *v)
{
    if (text_is(v->status, "current"))
        return b->slug;
    return arena_printf(&r->arena, "%s@%s", b->slug, v->address);
}

static void add_server(struct req *r, const char *slug, json_t *servers, const char *environment,
                       const char *name)
{
    const char *url = arena_printf(&r->arena, "%s/%s/%s", r->app->config->gateway_url, environment,
                                   slug);
    json_array_append_new(servers, json_pack("{ss ss}", "url", url, "description", name));
}

/* What a consumer's document begins with: the gateway's addresses, and the key. */
static const char *head_text(struct req *r, const struct bundle *b, const struct version *v)
{
    json_auto_t *servers = json_array();
    const char *slug = called(r, b, v);
    if (b->has_development || bundle_is_mocked(b))
        add_server(r, slug, servers, "development", "Development");
    if (b->has_production)
        add_server(r, slug, servers, "production", "Production");
    return arena_printf(&r->arena, "%.*s,\"servers\":%s,\"security\":[{\"api_key\":[]}],",
                        (int)strlen(v->head) - 1, v->head, json_written(&r->arena, servers));
}

enum err bundle_openapi_get(struct req *r)
{
    struct bundle b;
    struct version v;
    struct reply_source source;
    TRY(bundle_in(r, &b));
    TRY(version_in(r, &b, &v));
    if (!version_has_document(&v))
        return err_because(NOT_FOUND, "the version has no document");
    TRY(document_stream(r->db, v.id, head_text(r, &b, &v), &source));
    return reply_stream(r, "application/json; charset=utf-8", source);
}

enum err bundle_postman_get(struct req *r)
{
    struct bundle b;
    struct version v;
    json_t *collection = NULL;
    TRY(bundle_in(r, &b));
    TRY(version_in(r, &b, &v));
    const char *environment = b.has_production && !b.has_development ? "production"
                                                                     : "development";
    struct postman_about const about = {
        .name = b.name, .description = b.description,
        .base_url = arena_printf(&r->arena, "%s/%s/%s", r->app->config->gateway_url, environment,
                                 called(r, &b, &v)),
    };
    TRY(postman_collection(r->db, &v, &about, &collection));
    return reply_raw(r, 200, collection);
}
