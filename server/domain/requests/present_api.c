#include "domain/requests/present_api.h"

#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/bundles/bundles.h"
#include "domain/files/files.h"
#include "domain/json/json.h"
#include "domain/limits/present.h"

struct request_actor request_actor_of(const struct req *r)
{
    static const char *const roles[] = { "member", "reviewer", "publisher", "admin" };
    return (struct request_actor){ .account_id = r->who.account_id, .role = roles[r->who.role],
                                   .ip = r->ip, .now = r->now };
}

bool is_reviewer(const struct req *r)
{
    return r->who.role == ROLE_REVIEWER || r->who.role == ROLE_ADMIN;
}

static const char *role_words(const struct req *r, const char *role)
{
    if (text_is(role, "reviewer"))
        return req_words(r, "Peninjau", "Reviewer");
    if (text_is(role, "admin"))
        return "Admin";
    return req_words(r, "Pemohon", "Applicant");
}

/* The person's name; the role where the account is gone. */
static const char *person_name(struct req *r, const char *account_id, const char *role)
{
    struct account account;
    if (!account_id || account_find(r->db, &r->arena, account_id, &account) != OK)
        return role_words(r, role);
    return text_trim(&r->arena, arena_printf(&r->arena, "%s %s", account.first_name,
                                             account.last_name));
}

static json_t *form_json(const struct request *q)
{
    json_t *calls = q->expected_calls_per_day ? json_integer(q->expected_calls_per_day)
                                              : json_null();
    return json_pack("{ss ss ss? so ss? ss?}", "application_name", q->application_name,
                     "purpose", q->purpose, "description", q->description,
                     "expected_calls_per_day", calls, "contact_name", q->contact_name,
                     "contact_phone", q->contact_phone);
}

static json_t *state_json(struct req *r, const struct request *q)
{
    struct arena *a = &r->arena;
    return json_pack("{ss ss? sb so so so so so so}", "status", q->status, "note", q->note,
                     "barred", q->is_barred, "environments", array_json(q->environments),
                     "rate_per_second", limit_json((uint64_t)q->rate_per_second), "quota_per_day",
                     limit_json((uint64_t)q->quota_per_day),
                     "decided_at", time_json(a, q->decided_at),
                     "created_at", time_json(a, q->created_at), "updated_at",
                     time_json(a, q->updated_at));
}

enum err request_json(struct req *r, const struct request *q, json_t **out)
{
    struct bundle bundle;
    TRY(bundle_find(r->db, &r->arena, q->bundle_id, &bundle));
    json_t *json = json_pack("{ss ss ss ss}", "id", q->id, "bundle", bundle.slug, "bundle_name",
                             bundle.name, "bundle_status", bundle.status);
    json_object_update_new(json, state_json(r, q));
    json_object_update_new(json, form_json(q));
    *out = json;
    return OK;
}

static json_t *event_json(struct req *r, const struct request_event *e, int version)
{
    const char *actor = is_reviewer(r) ? person_name(r, e->actor_id, e->actor_role)
                                       : role_words(r, e->actor_role);
    return json_pack("{ss ss ss ss? so so so}", "status", e->status, "actor", actor, "actor_role",
                     e->actor_role, "note", e->note, "at", time_json(&r->arena, e->at),
                     "changes", array_json(e->changes), "letter_version",
                     e->letter_file_id ? json_integer(version) : json_null());
}

static enum err timeline_json(struct req *r, const char *id, json_t *out)
{
    struct request_events events;
    int version = 0;
    TRY(request_timeline(r->db, &r->arena, id, &events));
    for (int i = 0; i < events.count; i++) {
        version += events.items[i].letter_file_id != NULL;
        json_array_append_new(out, event_json(r, &events.items[i], version));
    }
    return OK;
}

/* What holds once it is approved, and what has been used of it. */
static enum err held_json(struct req *r, const struct request *q, json_t *out)
{
    struct bundle bundle;
    TRY(bundle_find(r->db, &r->arena, q->bundle_id, &bundle));
    struct limits_rule const usual = bundle_limits(&bundle);
    struct limits_rule const granted = { .rate_per_second = (uint32_t)q->rate_per_second,
                                         .quota_per_day = (uint64_t)q->quota_per_day };
    struct limits_rule const held = limits_override(&usual, &granted);
    struct limits_used const used = limits_used(q->account_id, q->bundle_id, r->now);
    json_object_set_new(out, "bundle_limits", limits_json(&usual));
    json_object_set_new(out, "limits", limits_json(&held));
    json_object_set_new(out, "quota", quota_json(&r->arena, &held, &used));
    return OK;
}

enum err request_full_json(struct req *r, const struct request *q, json_t **out)
{
    json_t *json = NULL, *timeline = json_array();
    struct file letter;
    enum err e = timeline_json(r, q->id, timeline);
    if (!e)
        e = file_find(r->db, &r->arena, q->letter_file_id, &letter);
    if (!e)
        e = request_json(r, q, &json);
    if (e) {
        json_decref(timeline);
        return e;
    }
    json_object_set_new(json, "timeline", timeline);
    e = held_json(r, q, json);
    if (e) {
        json_decref(json);
        return e;
    }
    json_object_set_new(json, "letter", json_pack("{ss sI so}", "name", letter.name, "size_bytes",
                                                  (json_int_t)letter.size_bytes, "sent_at",
                                                  time_json(&r->arena, letter.created_at)));
    *out = json;
    return OK;
}

enum err reply_requests(struct req *r, const struct requests *found, int limit, int64_t total,
                        enum err (*make)(struct req *, const struct request *, json_t **))
{
    bool const more = found->count > limit;
    json_t *items = json_array();
    for (int i = 0; i < found->count - more; i++) {
        json_t *item = NULL;
        enum err const e = make(r, &found->items[i], &item);
        if (e) {
            json_decref(items);
            return e;
        }
        json_array_append_new(items, item);
    }
    return reply_list(r, items, more ? found->items[limit - 1].id : NULL, total);
}

/* Each state in both languages. */
static const char *const states[][3] = {
    { "submitted", "Diajukan", "submitted" },
    { "approved", "Disetujui", "approved" },
    { "rejected", "Ditolak", "rejected" },
    { "revision_requested", "Perlu Revisi", "in need of revision" },
    { "revoked", "Dicabut", "revoked" },
    { "withdrawn", "Dibatalkan", "withdrawn" },
};

static const char *state_words(const struct req *r, const char *status)
{
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        if (text_is(states[i][0], status))
            return req_words(r, states[i][1], states[i][2]);
    }
    return NULL;
}

const char *in_request_status(struct req *r)
{
    const char *status = in_query_text(r, "status");
    if (status && !state_words(r, status))
        in_fault(r, "status", "not_a_choice");
    return status;
}

enum err say_state(struct req *r, const char *id)
{
    struct request request;
    const char *by = "";
    TRY(request_find(r->db, &r->arena, is_reviewer(r) ? NULL : r->who.account_id, id, &request));
    if (is_reviewer(r) && request.decided_by)
        by = arena_printf(&r->arena, "%s%s", req_words(r, " oleh ", " by "),
                          person_name(r, request.decided_by, "reviewer"));
    const char *status = state_words(r, request.status);
    r->extra = json_pack("{ss so}", "current_status", request.status, "updated_at",
                         time_json(&r->arena, request.updated_at));
    return req_say(r, INVALID_TRANSITION,
                   arena_printf(&r->arena, "Pengajuan ini berstatus %s%s, sehingga hal itu tidak "
                                "dapat dilakukan.", status, by),
                   arena_printf(&r->arena, "This request is %s%s, so that cannot be done.", status,
                                by));
}

enum err in_bundle_id(struct req *r, const char **out)
{
    const char *slug = in_query_text(r, "bundle");
    struct bundle bundle = { .id = "none" };
    *out = NULL;
    if (!slug)
        return OK;
    enum err const e = bundle_find(r->db, &r->arena, slug, &bundle);
    *out = bundle.id;
    return e == NOT_FOUND ? OK : e;
}
