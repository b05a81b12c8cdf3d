#include "domain/profile/profile_api.h"

#include "base/text.h"
#include "domain/files/files_api.h"
#include "domain/json/json.h"
#include "domain/profile/profile.h"
#include "domain/profile/profile_in_api.h"
#include "domain/sessions/live.h"
#include "domain/sessions/shown.h"
#include "domain/sessions/step_up_api.h"
#include "domain/throttle/throttle_api.h"

#include <string.h>

static json_t *institution_json(const struct institution *i)
{
    return i->id ? json_pack("{ss ss ss ss?}", "name", i->name, "type", i->type,
                             "status", i->status, "note", i->note)
                 : json_null();
}

/* The address changes with the picture, so that no browser shows an old one. */
static const char *picture_url(struct req *r, const struct account *account)
{
    return account->picture_file_id
        ? arena_printf(&r->arena, "/profile/picture?v=%s", account->picture_file_id) : NULL;
}

static json_t *profile_json(struct req *r, const struct profile *p)
{
    const struct account *n = &p->account;
    return json_pack("{ss ss ss ss ss ss ss? ss? ss? ss ss ss so s{ss} ss?}",
                     "id", n->id, "username", n->username,
                     "name", name_join(&r->arena, n->first_name, n->last_name),
                     "first_name", n->first_name, "last_name", n->last_name, "email", n->email,
                     "phone_number", n->phone_number, "gender", n->gender,
                     "date_of_birth", n->date_of_birth, "user_type", n->user_type,
                     "role", n->role, "language", n->language,
                     "institution", institution_json(&p->institution),
                     "totp", "state", p->totp.state,
                     "profile_image_url", picture_url(r, n));
}

static struct profile_actor actor(const struct req *r)
{
    return (struct profile_actor){ .account_id = r->who.account_id,
                                   .session_id = r->who.session_id, .ip = r->ip };
}

/* Asked for at each view of the web app, so the text is kept while nothing in it changes. */
enum err profile_get(struct req *r)
{
    const char *shown = shown_find(&r->arena, r->who.account_id);
    if (!shown) {
        uint64_t const moment = live_moment();
        struct profile profile;
        TRY(profile_find(r->db, &r->arena, r->who.account_id, &profile));
        shown = json_text(&r->arena, json_pack("{sb so}", "status", 1, "data",
                                               profile_json(r, &profile)));
        shown_put(moment, r->who.account_id, shown);
    }
    return reply_text(r, 200, "application/json; charset=utf-8", shown);
}

/* Either part must fit its column's limit. */
static const char *in_name(struct req *r)
{
    const char *name = in_text(r, "name", 1, NAME_MAX_CHARS * 2), *first = NULL, *last = NULL;
    name_split(&r->arena, name, &first, &last);
    if (text_length(first) > NAME_MAX_CHARS || text_length(last) > NAME_MAX_CHARS)
        in_fault(r, "name", "too_long");
    return name;
}

enum err profile_patch(struct req *r)
{
    const char *name = in_name(r);
    TRY(in_check(r));

    struct profile_actor const who = actor(r);
    struct profile profile;
    TRY(profile_rename(r->db, &r->arena, &who, name, r->now));
    TRY(profile_find(r->db, &r->arena, r->who.account_id, &profile));
    return reply_ok_said(r, profile_json(r, &profile), "Profil berhasil diubah",
                         "Profile changed");
}

static const char *in_birthday(struct req *r)
{
    const char *date = in_text(r, "date_of_birth", 10, 10);
    const char *today = arena_printf(&r->arena, "%.10s", time_rfc3339(&r->arena, r->now));
    if (*date && (!date_is_valid(date) || strcmp(date, today) >= 0 || strcmp(date, "1900") < 0))
        in_fault(r, "date_of_birth", "bad_date");
    return date;
}

/* Source: USAPI, "Update basic profile". Its refusals keep USAPI's 400. */
static enum err read_basics(struct req *r, struct account *out)
{
    TRY(in_form_json(r, "basic_profile"));
    TRY(in_required(r, "date_of_birth", "gender", "phone_number", NULL));
    out->gender = in_choice(r, "gender", GENDERS);
    out->date_of_birth = in_birthday(r);
    out->phone_number = in_phone(r, "phone_number");
    return r->problems ? PROPERTY_INVALID : OK;
}

static enum err read_picture(struct req *r, struct account *out)
{
    const struct uploaded *up = in_upload(r, "profile_img");
    if (!up)
        return OK;
    enum err const e = profile_picture_clean(r->db, &r->arena, r->who.account_id, up->file_id,
                                             r->now, &out->picture_file_id);
    if (e == UNSUPPORTED_MEDIA || e == TOO_LARGE)
        in_fault(r, "profile_img", e == TOO_LARGE ? "file_too_large" : "not_a_picture");
    return e;
}

/* A first number too: it opens the account's password. */
static enum err guard_phone(struct req *r, const char *phone)
{
    struct account account;
    TRY(account_find(r->db, &r->arena, r->who.account_id, &account));
    if (text_is(account.phone_number, phone))
        return OK;
    TRY(step_up_require(r));
    return request_throttle_take(r, "contact", r->who.account_id);
}

enum err profile_update_post(struct req *r)
{
    struct account basics = { 0 };
    TRY(read_basics(r, &basics));
    TRY(guard_phone(r, basics.phone_number));
    TRY(read_picture(r, &basics));

    struct profile_actor const who = actor(r);
    int64_t retry_s = 0;
    enum err const e = profile_update(r->db, &r->arena, &who, &basics, r->now, &retry_s);
    if (e == PHONE_TAKEN)
        in_fault(r, "phone_number", "taken");
    if (e == TOO_MANY)
        return reply_patience(r, retry_s);
    if (e == INTERNAL)
        return req_say(r, e, "Error on update profile.", "Error on update profile.");
    TRY(e);
    return reply_raw(r, 200, json_pack("{sb ss}", "status", 1, "message",
                                       "Success update profile"));
}

enum err profile_picture_get(struct req *r)
{
    struct profile profile;
    TRY(profile_find(r->db, &r->arena, r->who.account_id, &profile));
    if (!profile.account.picture_file_id)
        return NOT_FOUND;
    return reply_file(r, profile.account.picture_file_id, true);
}
