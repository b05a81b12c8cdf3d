#include "domain/institutions/institutions_api.h"

#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/institutions/institutions.h"

#include <string.h>

static json_t *institution_json(struct req *r, const struct institution *i)
{
    struct arena *a = &r->arena;
    return json_pack("{ss ss ss ss ss? ss? ss? ss}", "id", i->id, "name", i->name,
                     "type", i->type, "status", i->status, "note", i->note,
                     "decided_by", i->decided_by,
                     "decided_at", i->decided_at ? time_rfc3339(a, i->decided_at) : NULL,
                     "created_at", time_rfc3339(a, i->created_at));
}

/* Who stands behind it: what an admin checks the claim against. */
static enum err add_members(struct req *r, json_t *item, const char *id)
{
    struct accounts members;
    TRY(accounts_of_institution(r->db, &r->arena, id, &members));
    json_t *list = json_array();
    for (int i = 0; i < members.count; i++) {
        const struct account *n = &members.items[i];
        json_array_append_new(list, json_pack("{ss ss ss ss}", "id", n->id, "username",
                                              n->username, "email", n->email,
                                              "user_type", n->user_type));
    }
    json_object_set_new(item, "members", list);
    return OK;
}

static enum err fill(struct req *r, const struct institutions *list, int count, json_t *items)
{
    for (int i = 0; i < count; i++) {
        json_t *item = institution_json(r, &list->items[i]);
        json_array_append_new(items, item);
        TRY(add_members(r, item, list->items[i].id));
    }
    return OK;
}

enum err institutions_list_get(struct req *r)
{
    struct page const page = in_page(r);
    const char *status = in_query_choice(r, "status", "menunggu|tervalidasi|ditolak");
    TRY(in_check(r));

    struct institutions list;
    TRY(institutions_list(r->db, &r->arena, status, page.cursor, page.limit + 1, &list));
    bool const has_more = list.count > page.limit;
    int const count = has_more ? page.limit : list.count;
    json_t *items = json_array();
    enum err const e = fill(r, &list, count, items);
    if (e) {
        json_decref(items);
        return e;
    }
    return reply_list(r, items, has_more ? list.items[count - 1].id : NULL, -1);
}

static enum err decide(struct req *r, const char *status, const char *note)
{
    struct institution_decision const d = {
        .id = in_path(r, "id"), .status = status, .note = note, .by = r->who.account_id,
        .ip = r->ip,
    };
    struct institution made;
    TRY(institution_decide(r->db, &r->arena, &d, r->now));
    TRY(institution_find(r->db, &r->arena, d.id, &made));
    return reply_ok(r, institution_json(r, &made));
}

enum err institution_validate(struct req *r)
{
    const char *note = in_text_or(r, "note", NULL, INSTITUTION_NOTE_MAX);
    TRY(in_check(r));

    return decide(r, "tervalidasi", note && *note ? note : NULL);
}

enum err institution_reject(struct req *r)
{
    const char *note = in_lines(r, "note", 1, INSTITUTION_NOTE_MAX);
    TRY(in_check(r));

    return decide(r, "ditolak", note);
}
