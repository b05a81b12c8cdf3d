#include "domain/bundles/endpoints_api.h"

#include "base/text.h"
#include "domain/bundles/bundle_json_api.h"
#include "domain/bundles/bundles_api.h"
#include "domain/bundles/endpoints.h"
#include "domain/bundles/schemas.h"
#include "domain/json/json.h"

#include <limits.h>

/* A light list is meant to be shown at once, however many there are. */
enum { FULL_MAX = 100, LIGHT_MAX = 1000, Q_MAX = 100, TAG_MAX = 200 };

/* Bytes: what one endpoint and all of a list may grow to, and what comes along behind one. */
enum { INLINED_EACH = 128 * 1024, INLINED_ALL = 4 * 1024 * 1024, BEHIND_MAX = 96 * 1024 };

static struct endpoint_search search_in(struct req *r, bool light)
{
    struct endpoint_search search = { .q = query_text_in(r, "q", Q_MAX),
                                      .tag = query_text_in(r, "tag", TAG_MAX) };
    int64_t limit = light ? LIGHT_MAX : FULL_MAX, from = 0;
    const char *given = in_query(r, "limit");
    const char *cursor = in_query_text(r, "cursor");
    if (given && !text_to_int(given, 1, light ? LIGHT_MAX : FULL_MAX, &limit))
        in_fault(r, "limit", "out_of_range");
    if (cursor && !text_to_int(cursor, 1, INT_MAX / 2, &from))
        from = -1;
    search.limit = (int)limit;
    search.from = (int)from;
    return search;
}

static enum err item_json(struct req *r, struct inliner *i, const struct endpoint *light,
                          json_t **out)
{
    struct endpoint e;
    json_auto_t *whole = NULL;
    TRY(endpoint_find(r->db, &r->arena, i->version_id, light->id, &e));
    whole = endpoint_json(&e);
    return schemas_inline(i, whole, out);
}

static enum err add_items(struct req *r, struct inliner *i, const struct endpoints *found,
                          json_t *items)
{
    for (int n = 0; n < found->count; n++) {
        json_t *item = NULL;
        TRY(item_json(r, i, &found->items[n], &item));
        json_array_append_new(items, item);
    }
    return OK;
}

/* Whole ones stand without references, as far as that stays readable. */
static enum err whole_json(struct req *r, const struct version *v, const struct endpoints *found,
                           json_t *items)
{
    struct inliner i = { .db = r->db, .version_id = v->id, .each = INLINED_EACH,
                         .left = INLINED_ALL };
    inliner_begin(&i);
    enum err const e = add_items(r, &i, found, items);
    inliner_end(&i);
    return e;
}

static enum err items_json(struct req *r, const struct version *v, const struct endpoints *found,
                           bool light, json_t **out)
{
    json_auto_t *items = json_array();
    for (int i = 0; light && i < found->count; i++)
        json_array_append_new(items, endpoint_light_json(&found->items[i]));
    if (!light)
        TRY(whole_json(r, v, found, items));
    *out = json_incref(items);
    return OK;
}

enum err bundle_endpoints_get(struct req *r)
{
    bool const light = text_is(in_query_choice(r, "view", "full|list"), "list");
    struct endpoint_search const search = search_in(r, light);
    if (search.from < 0)
        return err_because(BAD_INPUT, "no cursor of ours");
    TRY(in_check(r));

    struct bundle b;
    struct version v;
    struct endpoints found;
    json_t *items = NULL;
    TRY(bundle_in(r, &b));
    TRY(version_in(r, &b, &v));
    TRY(endpoints_search(r->db, &r->arena, v.id, &search, &found));
    TRY(items_json(r, &v, &found, light, &items));

    const char *next = found.next ? arena_printf(&r->arena, "%d", found.next) : NULL;
    json_t *meta = json_pack("{ss? si ss so}", "next_cursor", next, "total", found.total,
                             "version", v.version, "tags", array_json(v.tags));
    return reply_list_with(r, items, meta);
}

enum err bundle_endpoint_get(struct req *r)
{
    struct bundle b;
    struct version v;
    struct endpoint e;
    json_t *schemas = NULL;
    TRY(bundle_in(r, &b));
    TRY(version_in(r, &b, &v));
    TRY(endpoint_find(r->db, &r->arena, v.id, in_path(r, "id"), &e));

    json_auto_t *json = endpoint_json(&e);
    TRY(schemas_behind(r->db, v.id, json, BEHIND_MAX, &schemas));
    json_object_set_new(json, "version", json_string(v.version));
    json_object_set_new(json, "components", json_pack("{so}", "schemas", schemas));
    return reply_ok(r, json_incref(json));
}

enum err bundle_schema_get(struct req *r)
{
    struct bundle b;
    struct version v;
    const char *text = NULL;
    json_t *behind = NULL;
    TRY(bundle_in(r, &b));
    TRY(version_in(r, &b, &v));
    TRY(schema_find(r->db, &r->arena, v.id, in_path(r, "name"), &text));

    json_auto_t *schema = json_loads(text, JSON_DECODE_ANY, NULL);
    TRY(schemas_behind(r->db, v.id, schema, BEHIND_MAX, &behind));
    return reply_ok(r, json_pack("{ss sO s{so}}", "name", in_path(r, "name"), "schema", schema,
                                 "components", "schemas", behind));
}
