#include "domain/requests/review_api.h"

#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/bundles/bundles.h"
#include "domain/institutions/institutions.h"
#include "domain/json/json.h"
#include "domain/requests/present_api.h"

enum { NOTE_MAX = 2000, HISTORY_MAX = 50 };

static enum err in_filter(struct req *r, struct request_filter *out)
{
    struct request_filter filter = { .status = in_request_status(r), .text = in_query_text(r, "q"),
                                     .after = in_page(r).cursor };
    struct account account;
    TRY(in_bundle_id(r, &filter.bundle_id));
    if (filter.text) {
        enum err const e = account_find_login(r->db, &r->arena, filter.text, &account);
        if (e && e != NOT_FOUND)
            return e;
        filter.account_id = e ? NULL : account.id;
    }
    *out = filter;
    return OK;
}

static json_t *member_json(struct req *r, const struct account *account)
{
    struct arena *a = &r->arena;
    struct institution institution;
    const char *name = text_trim(a, arena_printf(a, "%s %s", account->first_name,
                                                 account->last_name));
    json_t *json = json_pack("{ss ss ss ss ss? ss ss so}", "id", account->id, "username",
                             account->username, "name", name, "email", account->email,
                             "phone_number", account->phone_number, "user_type",
                             account->user_type, "status", account->status, "created_at",
                             time_json(a, account->created_at));
    bool const has_institution = account->institution_id
        && institution_find(r->db, a, account->institution_id, &institution) == OK;
    json_object_set_new(json, "institution", !has_institution ? json_null()
        : json_pack("{ss ss ss ss}", "id", institution.id, "name", institution.name, "type",
                    institution.type, "status", institution.status));
    return json;
}

/* A row of the queue: since when it waits, and whose it is. */
static enum err queued_json(struct req *r, const struct request *request, json_t **out)
{
    struct account account;
    json_t *json = NULL;
    TRY(account_find(r->db, &r->arena, request->account_id, &account));
    TRY(request_json(r, request, &json));
    json_object_set_new(json, "member", member_json(r, &account));
    json_object_set_new(json, "age_s", json_integer(r->now - request->updated_at));
    json_object_set_new(json, "waiting_since", time_json(&r->arena, request->updated_at));
    *out = json;
    return OK;
}

enum err review_list(struct req *r)
{
    struct page const page = in_page(r);
    struct request_filter filter;
    TRY(in_filter(r, &filter));
    TRY(in_check(r));

    struct requests found;
    int64_t total = -1;
    TRY(requests_queue(r->db, &r->arena, &filter, page.limit + 1, &found));
    if (filter.status && !filter.bundle_id && !filter.text)
        TRY(requests_count(r->db, filter.status, &total));

    return reply_requests(r, &found, page.limit, total, queued_json);
}

/* The member's other requests, newest first. */
static enum err history_json(struct req *r, const struct request *request, json_t *out)
{
    struct requests all;
    struct request_page const wanted = { .account_id = request->account_id, .limit = HISTORY_MAX };
    TRY(requests_of(r->db, &r->arena, &wanted, &all));
    for (int i = 0; i < all.count; i++) {
        json_t *json = NULL;
        if (text_is(all.items[i].id, request->id))
            continue;
        TRY(request_json(r, &all.items[i], &json));
        json_array_append_new(out, json);
    }
    return OK;
}

static enum err reply_review(struct req *r, const char *id)
{
    struct request request;
    json_t *json = NULL;
    TRY(request_find(r->db, &r->arena, NULL, id, &request));
    TRY(request_full_json(r, &request, &json));

    struct account account;
    json_t *history = json_array();
    enum err e = account_find(r->db, &r->arena, request.account_id, &account);
    if (!e)
        e = history_json(r, &request, history);
    json_object_set_new(json, "history", history);
    if (e) {
        json_decref(json);
        return e;
    }
    json_object_set_new(json, "member", member_json(r, &account));
    json_object_set_new(json, "age_s", json_integer(r->now - request.updated_at));
    return reply_ok(r, json);
}

enum err review_get(struct req *r)
{
    return reply_review(r, in_path(r, "id"));
}

/* Which environments are approved, as JSON text; NULL: both. */
static const char *in_environments(struct req *r)
{
    json_t *given = in_json(r, "environments");
    if (!given)
        return NULL;
    if (!json_is_array(given) || json_array_size(given) == 0)
        in_fault(r, "environments", json_is_array(given) ? "required" : "wrong_type");
    for (size_t i = 0; i < json_array_size(given); i++) {
        const char *name = json_string_value(json_array_get(given, i));
        if (!text_is(name, "development") && !text_is(name, "production"))
            in_fault(r, "environments", "not_a_choice");
    }
    return json_text(&r->arena, json_incref(given));
}

static struct request_decision in_decision(struct req *r, const char *status)
{
    bool const is_approval = text_is(status, "approved");
    bool const may_bar = text_is(status, "rejected") || text_is(status, "revoked");
    struct request_decision d = { .status = status, .seen_at = in_time_or(r, "expected_updated_at",
                                                                          0) };
    if (!is_approval || in_has(r, "note"))
        d.note = in_lines(r, "note", is_approval ? 0 : 1, NOTE_MAX);
    if (d.note && !*d.note)
        d.note = NULL;
    d.is_barred = may_bar && in_bool_or(r, "barred", false);
    if (is_approval) {
        d.environments = in_environments(r);
        d.rate_per_second = in_int_or(r, "rate_per_second", 0, 1, LIMITS_RATE_MAX);
        d.quota_per_day = in_int_or(r, "quota_per_day", 0, 1, LIMITS_QUOTA_MAX);
    }
    return d;
}

/* Who decides on their own request, or on one that has moved on, is told so. */
static enum err say_why(struct req *r, enum err e)
{
    if (e == INVALID_TRANSITION)
        return say_state(r, in_path(r, "id"));
    if (e == FORBIDDEN)
        return req_say(r, e, "Anda tidak dapat memutuskan pengajuan Anda sendiri.",
                       "You cannot decide on your own request.");
    return e;
}

/* Both limits, as they shall be from now on. */
enum err review_limits_put(struct req *r)
{
    struct request_limits const limits = {
        .rate_per_second = in_int_or(r, "rate_per_second", 0, 1, LIMITS_RATE_MAX),
        .quota_per_day = in_int_or(r, "quota_per_day", 0, 1, LIMITS_QUOTA_MAX),
    };
    TRY(in_check(r));

    struct request_actor const by = request_actor_of(r);
    enum err const e = request_limit(r->db, &by, in_path(r, "id"), &limits);
    if (e)
        return say_why(r, e);

    return reply_review(r, in_path(r, "id"));
}

static enum err decide(struct req *r, const char *status)
{
    struct request_decision const decision = in_decision(r, status);
    TRY(in_check(r));

    struct request_actor const by = request_actor_of(r);
    enum err const e = request_decide(r->db, &by, in_path(r, "id"), &decision);
    if (e)
        return say_why(r, e);

    return reply_review(r, in_path(r, "id"));
}

enum err review_approve_post(struct req *r)
{
    return decide(r, "approved");
}

enum err review_reject_post(struct req *r)
{
    return decide(r, "rejected");
}

enum err review_revise_post(struct req *r)
{
    return decide(r, "revision_requested");
}

enum err review_revoke_post(struct req *r)
{
    return decide(r, "revoked");
}
