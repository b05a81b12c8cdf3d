#include "domain/notifications/notifications_api.h"

#include "domain/json/json.h"
#include "domain/notifications/notifications.h"

static enum err add_json(struct req *r, const struct notification *n, json_t *items)
{
    struct notice_source const source = { n->kind, n->params };
    struct notice words;
    TRY(notification_words(r->db, &r->arena, &source, r->english, &words));
    json_array_append_new(items, json_pack("{ss ss ss ss ss sb so}", "id", n->id, "kind", n->kind,
                                           "title", words.title, "body", words.body, "link",
                                           n->link, "read", n->read_at != 0, "created_at",
                                           time_json(&r->arena, n->created_at)));
    return OK;
}

static enum err rows_json(struct req *r, const struct notifications *rows, int count, json_t **out)
{
    json_t *items = json_array();
    enum err e = OK;
    for (int i = 0; i < count && !e; i++)
        e = add_json(r, &rows->items[i], items);
    if (e)
        json_decref(items);
    else
        *out = items;
    return e;
}

enum err notifications_get(struct req *r)
{
    struct page const page = in_page(r);
    TRY(in_check(r));

    struct notifications found;
    int64_t unread = 0;
    TRY(notifications_of(r->db, &r->arena, r->who.account_id, page.cursor, page.limit + 1,
                         &found));
    TRY(notifications_unread(r->db, r->who.account_id, &unread));

    bool const more = found.count > page.limit;
    json_t *items = NULL;
    TRY(rows_json(r, &found, found.count - more, &items));
    const char *next = more ? found.items[page.limit - 1].id : NULL;
    return reply_raw(r, 200, json_pack("{sb so s{ss? sI}}", "status", 1, "data", items, "meta",
                                       "next_cursor", next, "unread", (json_int_t)unread));
}

enum { IDS_MAX = 100 };

/* NULL where all are meant. */
static const char *const *in_ids(struct req *r, int *count)
{
    const json_t *given = in_json(r, "ids");
    const char **ids = arena_alloc(&r->arena, IDS_MAX * sizeof *ids);
    if (in_bool_or(r, "all", false))
        return NULL;
    if (!json_is_array(given))
        in_fault(r, "ids", given ? "wrong_type" : "required");
    if (json_array_size(given) > IDS_MAX)
        in_fault(r, "ids", "too_long");
    for (size_t i = 0; i < json_array_size(given) && i < IDS_MAX; i++) {
        ids[i] = json_string_value(json_array_get(given, i));
        if (!ids[i])
            in_fault(r, "ids", "wrong_type");
        *count += 1;
    }
    return ids;
}

enum err notifications_read_post(struct req *r)
{
    int count = 0;
    const char *const *ids = in_ids(r, &count);
    TRY(in_check(r));

    int64_t unread = 0;
    TRY(notifications_read(r->db, r->who.account_id, ids, count, r->now));
    TRY(notifications_unread(r->db, r->who.account_id, &unread));

    return reply_ok(r, json_pack("{sI}", "unread", (json_int_t)unread));
}
