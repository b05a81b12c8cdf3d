#include "domain/bundles/bundles_api.h"

#include "base/text.h"
#include "domain/bundles/bundle_json_api.h"
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

enum err bundle_in(struct req *r, struct bundle *out)
{
    struct bundle b;
    TRY(bundle_find(r->db, &r->arena, in_path(r, "slug"), &b));
    bool const may_preview = r->who.role == ROLE_PUBLISHER || r->who.role == ROLE_ADMIN;
    if (!bundle_is_listed(&b) && !may_preview)
        return err_because(NOT_FOUND, "bundle is %s", b.status);
    *out = b;
    return OK;
}

/* What holds for this member, or would: the bundle's own limits, or those of an approval. */
static enum err add_limits(struct req *r, const struct bundle *b, json_t *out)
{
    struct limits_rule granted;
    TRY(grant_limits(r->db, r->who.account_id, b->id, &granted));
    struct limits_rule const usual = bundle_limits(b), held = limits_override(&usual, &granted);
    struct limits_used const used = limits_used(r->who.account_id, b->id, r->now);
    json_object_set_new(out, "limits", limits_json(&held));
    json_object_set_new(out, "quota", quota_json(&r->arena, &held, &used));
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

/* What an operation says of its own servers and credentials holds behind the gateway, not here. */
static void forget_own_access(json_t *document)
{
    const char *path, *member;
    json_t *item, *operation;
    json_object_foreach(json_object_get(document, "paths"), path, item) {
        json_object_del(item, "servers");
        json_object_foreach(item, member, operation) {
            json_object_del(operation, "servers");
            json_object_del(operation, "security");
        }
    }
}

/* The document as consumers need it: the gateway's addresses, and the key in its header. */
static void aim_at_gateway(struct req *r, const struct bundle *b, json_t *document)
{
    const char *gateway = r->app->config->gateway_url;
    json_t *servers = json_array();
    if (b->has_development)
        json_array_append_new(servers, json_pack("{ss ss}", "url",
            arena_printf(&r->arena, "%s/development/%s", gateway, b->slug),
            "description", "Development"));
    if (b->has_production)
        json_array_append_new(servers, json_pack("{ss ss}", "url",
            arena_printf(&r->arena, "%s/production/%s", gateway, b->slug),
            "description", "Production"));
    json_object_set_new(document, "servers", servers);

    json_t *components = json_object_get(document, "components");
    if (!json_is_object(components)) {
        components = json_object();
        json_object_set_new(document, "components", components);
    }
    json_object_set_new(components, "securitySchemes", json_pack("{s{ss ss ss}}", "api_key",
        "type", "apiKey", "in", "header", "name", "X-API-Key"));
    forget_own_access(document);
    json_object_set_new(document, "security", json_pack("[{s[]}]", "api_key"));
}

enum err bundle_openapi_get(struct req *r)
{
    struct bundle b;
    const char *text = NULL;
    TRY(bundle_in(r, &b));
    TRY(bundle_document(r->db, &r->arena, b.id, &text));
    if (!text)
        return err_because(NOT_FOUND, "the bundle has no document");

    json_t *document = json_loads(text, 0, NULL);
    if (!document)
        return err_because(INTERNAL, "the kept document is no JSON");
    aim_at_gateway(r, &b, document);
    return reply_raw(r, 200, document);
}
