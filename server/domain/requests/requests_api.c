#include "domain/requests/requests_api.h"

#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/files/files.h"
#include "domain/files/files_api.h"
#include "domain/requests/present_api.h"

enum { APPLICATION_MAX = 120, PURPOSE_MAX = 2000, DESCRIPTION_MAX = 4000, CONTACT_MAX = 120,
       PHONE_MAX = 24, CALLS_MAX = 1000000000 };

/* An optional text; one that is empty counts as absent. */
static const char *in_optional(struct req *r, const char *name, size_t max, bool lines)
{
    if (!in_has(r, name))
        return NULL;
    const char *text = lines ? in_lines(r, name, 0, max) : in_text(r, name, 0, max);
    return *text ? text : NULL;
}

static const char *in_phone(struct req *r)
{
    const char *phone = in_optional(r, "contact_phone", PHONE_MAX, false);
    if (phone && !phone_normalise(&r->arena, phone, &phone))
        in_fault(r, "contact_phone", "bad_phone");
    return phone;
}

/* A PDF; NULL where none came. */
static enum err in_letter(struct req *r, const char **out)
{
    const struct uploaded *letter = in_upload(r, "letter");
    bool is_pdf = false;
    if (!letter)
        return OK;
    TRY(file_is_pdf(r->db, letter->file_id, &is_pdf));
    if (!is_pdf)
        in_fault(r, "letter", "not_a_pdf");
    *out = letter->file_id;
    return OK;
}

static enum err in_form(struct req *r, struct request_form *out)
{
    TRY(in_form_json(r, "request"));
    *out = (struct request_form){
        .application_name = in_text(r, "application_name", 1, APPLICATION_MAX),
        .purpose = in_lines(r, "purpose", 1, PURPOSE_MAX),
        .description = in_optional(r, "description", DESCRIPTION_MAX, true),
        .expected_calls_per_day = in_int_or(r, "expected_calls_per_day", 0, 1, CALLS_MAX),
        .contact_name = in_optional(r, "contact_name", CONTACT_MAX, false),
        .contact_phone = in_phone(r),
    };
    if (!in_bool_or(r, "agreed", false))
        in_fault(r, "agreed", "must_agree");
    return in_letter(r, &out->letter_file_id);
}

static enum err reply_request(struct req *r, const char *id, bool is_new)
{
    struct request request;
    json_t *json = NULL;
    TRY(request_find(r->db, &r->arena, r->who.account_id, id, &request));
    TRY(request_full_json(r, &request, &json));
    return is_new ? reply_created(r, json) : reply_ok(r, json);
}

enum err requests_post(struct req *r)
{
    struct request_form form;
    TRY(in_form(r, &form));
    form.bundle = in_text(r, "bundle", 1, 64);
    if (!form.letter_file_id)
        in_fault(r, "letter", "required");
    TRY(in_check(r));

    struct request_actor const by = request_actor_of(r);
    const char *id = NULL;
    enum err const e = request_submit(r->db, &r->arena, &by, &form, &id);
    if (e == BUNDLE_UNKNOWN) {
        in_fault(r, "bundle", "unknown");
        return INVALID_FIELDS;
    }
    TRY(e);

    return reply_request(r, id, true);
}

enum err request_revision_post(struct req *r)
{
    struct request_form form;
    TRY(in_form(r, &form));
    TRY(in_check(r));

    struct request_actor const by = request_actor_of(r);
    enum err const e = request_revise(r->db, &by, in_path(r, "id"), &form);
    if (e == INVALID_TRANSITION)
        return say_state(r, in_path(r, "id"));
    TRY(e);

    return reply_request(r, in_path(r, "id"), false);
}

enum err request_delete(struct req *r)
{
    struct request_actor const by = request_actor_of(r);
    enum err const e = request_withdraw(r->db, &by, in_path(r, "id"));
    if (e == INVALID_TRANSITION)
        return say_state(r, in_path(r, "id"));
    TRY(e);

    return reply_request(r, in_path(r, "id"), false);
}

enum err requests_list(struct req *r)
{
    struct page const page = in_page(r);
    const char *status = in_request_status(r), *bundle_id = NULL;
    TRY(in_check(r));
    TRY(in_bundle_id(r, &bundle_id));

    struct requests found;
    struct request_page const wanted = { .account_id = r->who.account_id, .status = status,
                                         .bundle_id = bundle_id, .before = page.cursor,
                                         .limit = page.limit + 1 };
    TRY(requests_of(r->db, &r->arena, &wanted, &found));

    return reply_requests(r, &found, page.limit, -1, request_json);
}

enum err request_get(struct req *r)
{
    return reply_request(r, in_path(r, "id"), false);
}

/* The letter of this version, counted from 1. */
static enum err letter_of(struct req *r, const char *id, int64_t version, const char **out)
{
    struct request_events events;
    *out = NULL;
    TRY(request_timeline(r->db, &r->arena, id, &events));
    for (int i = 0; i < events.count && version > 0; i++) {
        version -= events.items[i].letter_file_id != NULL;
        if (version == 0)
            *out = events.items[i].letter_file_id;
    }
    return *out ? OK : NOT_FOUND;
}

enum err request_letter_get(struct req *r)
{
    const char *wanted = in_query(r, "version"), *id = in_path(r, "id");
    int64_t version = 0;
    if (wanted && !text_to_int(wanted, 1, 1000, &version))
        in_fault(r, "version", "out_of_range");
    TRY(in_check(r));

    struct request request;
    TRY(request_find(r->db, &r->arena, is_reviewer(r) ? NULL : r->who.account_id, id, &request));
    if (version)
        TRY(letter_of(r, id, version, &request.letter_file_id));

    return reply_file(r, request.letter_file_id, true);
}
