#include "domain/bundles/bundle_json_api.h"

#include "base/text.h"
#include "domain/bundles/endpoints.h"
#include "domain/bundles/rules_api.h"
#include "domain/bundles/upstreams.h"
#include "domain/json/json.h"
#include "domain/requests/requests.h"

#include <string.h>

enum { QUERY_MAX = 100 };

const char bundle_header_mask[] = "********";

static json_t *tags_json(const struct bundle *b)
{
    json_t *tags = json_array();
    for (const char *const *tag = b->tags; *tag; tag++)
        json_array_append_new(tags, json_string(*tag));
    return tags;
}

static json_t *environments_json(const struct bundle *b)
{
    json_t *list = json_array();
    if (b->has_development || bundle_is_mocked(b))
        json_array_append_new(list, json_string("development"));
    if (b->has_production)
        json_array_append_new(list, json_string("production"));
    return list;
}

static json_t *base_urls_json(struct req *r, const struct bundle *b)
{
    const char *gateway = r->app->config->gateway_url;
    return json_pack("{ss ss}",
        "development", arena_printf(&r->arena, "%s/development/%s", gateway, b->slug),
        "production", arena_printf(&r->arena, "%s/production/%s", gateway, b->slug));
}

static json_t *common_json(struct req *r, const struct bundle *b)
{
    return json_pack("{ss ss ss ss ss so ss ss ss so so sb sb so so so}",
        "id", b->id, "slug", b->slug, "name", b->name, "summary", b->summary,
        "description", b->description, "tags", tags_json(b), "version", b->version,
        "status", b->status, "provider", b->provider, "environments", environments_json(b),
        "base_urls", base_urls_json(r, b), "has_document", b->has_document,
        "mocked", bundle_is_mocked(b),
        "sunset_at", time_json(&r->arena, b->sunset_at),
        "published_at", time_json(&r->arena, b->published_at),
        "updated_at", time_json(&r->arena, b->updated_at));
}

enum err bundle_json(struct req *r, const struct bundle *b, json_t **out)
{
    const char *access = "none";
    TRY(requests_access(r->db, &r->arena, r->who.account_id, b->id, &access));
    *out = common_json(r, b);
    json_object_set_new(*out, "access", json_string(access));
    return OK;
}

static json_t *upstream_json(const struct upstream *u)
{
    if (!u->url)
        return json_null();
    json_t *header = u->header_name ? json_pack("{ss ss}", "name", u->header_name,
                                                "value", bundle_header_mask) : json_null();
    return json_pack("{ss so sI sI}", "url", u->url, "header", header,
                     "connect_timeout_ms", (json_int_t)u->connect_timeout_ms,
                     "answer_timeout_ms", (json_int_t)u->answer_timeout_ms);
}

json_t *upstreams_json(const struct upstreams *upstreams)
{
    return json_pack("{so so}",
        "development", upstream_json(&upstreams->of[KEY_DEVELOPMENT]),
        "production", upstream_json(&upstreams->of[KEY_PRODUCTION]));
}

enum err bundle_admin_json(struct req *r, const struct bundle *b, json_t **out)
{
    struct upstreams upstreams;
    TRY(upstreams_of(r->db, &r->arena, b->id, &upstreams));
    int endpoints = 0;
    TRY(endpoints_count(r->db, b->version_id, &endpoints));
    *out = common_json(r, b);
    json_object_set_new(*out, "upstreams", upstreams_json(&upstreams));
    bundle_rules_json(r, b, *out);
    json_object_set_new(*out, "endpoint_count", json_integer(endpoints));
    json_object_set_new(*out, "created_at", time_json(&r->arena, b->created_at));
    return OK;
}

json_t *document_warnings_json(struct req *r, const struct document *d, const char *below)
{
    json_t *warnings = json_array();
    for (int i = 0; i < d->warning_count && i < WARNINGS_MAX; i++) {
        const struct finding *f = &d->warnings[i];
        const char *kind = f->kind == FINDING_LEFT ? "left" : "changed";
        const char *rest = f->place + strlen(below);
        if (!text_starts(f->place, below) || (*below && *rest && *rest != '/'))
            continue;
        json_array_append_new(warnings, json_pack("{ss ss ss}", "path", f->place, "message",
                                                  req_words(r, f->id, f->en), "kind", kind));
    }
    return warnings;
}

json_t *document_report_json(struct req *r, const struct document *d)
{
    json_t *report = json_pack("{si si si so si so}", "endpoints", d->endpoint_count,
                               "paths", d->path_count, "schemas", d->schema_count,
                               "tags", array_json(d->tags), "warning_count", d->warning_count,
                               "warnings", document_warnings_json(r, d, ""));
    json_auto_t *origin = json_loads(d->origin, 0, NULL);
    json_object_update(report, origin);
    return report;
}

static json_t *loaded(const char *text)
{
    json_t *json = text ? json_loads(text, JSON_DECODE_ANY, NULL) : NULL;
    return json ? json : json_null();
}

json_t *endpoint_json(const struct endpoint *e)
{
    json_auto_t *more = json_loads(e->more, 0, NULL);
    json_t *json = json_pack("{ss ss ss ss ss ss sb so so so}", "id", e->id, "method", e->method,
                     "path", e->path, "tag", e->tag, "summary", e->summary,
                     "description", e->description, "deprecated", e->is_deprecated,
                     "parameters", loaded(e->parameters), "request_body", loaded(e->request_body),
                     "responses", loaded(e->responses));
    json_object_update_missing(json, more);
    return json;
}

json_t *endpoint_light_json(const struct endpoint *e)
{
    return json_pack("{ss ss ss ss ss sb}", "id", e->id, "method", e->method, "path", e->path,
                     "tag", e->tag, "summary", e->summary, "deprecated", e->is_deprecated);
}

const char *query_text_in(struct req *r, const char *name, size_t max)
{
    const char *text = in_query_text(r, name);
    if (!text)
        return NULL;
    if (!text_is_visible(text, false))
        in_fault(r, name, "bad_characters");
    else if (text_length(text) > max)
        in_fault(r, name, "too_long");
    return text;
}

struct bundle_search bundle_search_in(struct req *r)
{
    struct page const page = in_page(r);
    const char *sort = in_query_choice(r, "sort", "name|newest");
    return (struct bundle_search){
        .q = query_text_in(r, "q", QUERY_MAX),
        .tag = query_text_in(r, "tag", BUNDLE_TAG_MAX),
        .newest_first = text_is(sort, "newest"),
        .cursor = page.cursor,
        .limit = page.limit,
    };
}
