#include "domain/bundles/endpoints_api.h"

#include "base/text.h"
#include "domain/bundles/bundle_json_api.h"
#include "domain/bundles/bundles_api.h"
#include "domain/bundles/endpoints.h"

#include <limits.h>

/* A light list is meant to be shown at once, however many there are. */
enum { FULL_MAX = 100, LIGHT_MAX = 1000, Q_MAX = 100, TAG_MAX = 200 };

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

static enum err item_json(struct req *r, const struct bundle *b, const struct endpoint *light,
                          json_t **out)
{
    struct endpoint e;
    TRY(endpoint_find(r->db, &r->arena, b->id, light->id, &e));
    *out = endpoint_json(&e);
    return OK;
}

static enum err items_json(struct req *r, const struct bundle *b, const struct endpoints *found,
                           bool light, json_t **out)
{
    json_auto_t *items = json_array();
    for (int i = 0; i < found->count; i++) {
        json_t *item = light ? endpoint_light_json(&found->items[i]) : NULL;
        if (!light)
            TRY(item_json(r, b, &found->items[i], &item));
        json_array_append_new(items, item);
    }
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
    struct endpoints found;
    json_t *items = NULL;
    TRY(bundle_in(r, &b));
    TRY(endpoints_search(r->db, &r->arena, b.id, &search, &found));
    TRY(items_json(r, &b, &found, light, &items));

    const char *next = found.next ? arena_printf(&r->arena, "%d", found.next) : NULL;
    return reply_list(r, items, next, found.total);
}

enum err bundle_endpoint_get(struct req *r)
{
    struct bundle b;
    struct endpoint e;
    TRY(bundle_in(r, &b));
    TRY(endpoint_find(r->db, &r->arena, b.id, in_path(r, "id"), &e));

    json_t *json = endpoint_json(&e);
    json_object_set_new(json, "components", json_object());
    return reply_ok(r, json);
}
