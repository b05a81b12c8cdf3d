#include "domain/users/users_api.h"

#include "base/text.h"
#include "domain/institutions/institutions.h"
#include "domain/profile/profile.h"
#include "domain/totp/totp_api.h"
#include "domain/users/users.h"

static json_t *user_json(struct req *r, const struct account *n)
{
    struct arena *a = &r->arena;
    return json_pack("{ss ss ss ss ss? ss ss ss ss? sb ss ss?}",
                     "id", n->id, "username", n->username,
                     "name", name_join(a, n->first_name, n->last_name), "email", n->email,
                     "phone_number", n->phone_number, "role", n->role, "status", n->status,
                     "user_type", n->user_type, "institution_id", n->institution_id,
                     "is_demo", n->is_demo, "created_at", time_rfc3339(a, n->created_at),
                     "verified_at", n->verified_at ? time_rfc3339(a, n->verified_at) : NULL);
}

enum err users_list(struct req *r)
{
    struct page const page = in_page(r);
    struct account_filter const filter = {
        .search = in_query_text(r, "q"),
        .role = in_query_choice(r, "role", ROLES),
        .status = in_query_choice(r, "status", "unverified|active|suspended"),
        .before = page.cursor,
    };
    TRY(in_check(r));

    struct accounts list;
    TRY(accounts_list(r->db, &r->arena, &filter, page.limit + 1, &list));
    bool const has_more = list.count > page.limit;
    int const count = has_more ? page.limit : list.count;
    json_t *items = json_array();
    for (int i = 0; i < count; i++)
        json_array_append_new(items, user_json(r, &list.items[i]));
    return reply_list(r, items, has_more ? list.items[count - 1].id : NULL, -1);
}

static enum err reply_user(struct req *r, const char *id)
{
    struct profile p;
    TRY(profile_find(r->db, &r->arena, id, &p));
    json_t *totp = NULL;
    TRY(totp_summary_json(r, id, &totp));
    json_t *json = user_json(r, &p.account);
    json_object_set_new(json, "totp", totp);
    if (p.institution.id)
        json_object_set_new(json, "institution",
                            json_pack("{ss ss ss ss ss?}", "id", p.institution.id,
                                      "name", p.institution.name, "type", p.institution.type,
                                      "status", p.institution.status,
                                      "note", p.institution.note));
    return reply_ok(r, json);
}

enum err user_get(struct req *r)
{
    return reply_user(r, in_path(r, "id"));
}

enum err user_patch(struct req *r)
{
    struct user_change const change = {
        .id = in_path(r, "id"), .by = r->who.account_id, .ip = r->ip,
        .role = in_choice_or(r, "role", ROLES, NULL),
        .status = in_choice_or(r, "status", "active|suspended", NULL),
    };
    TRY(in_check(r));

    TRY(user_change(r->db, &r->arena, &change, r->now));
    return reply_user(r, change.id);
}
