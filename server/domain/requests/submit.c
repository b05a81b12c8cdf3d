/* What a member does with a request: send it, revise it, withdraw it. */
#include "domain/requests/rows.h"

#include "base/random.h"
#include "base/text.h"
#include "crypto/seal.h"
#include "domain/accounts/accounts.h"
#include "domain/bundles/bundles.h"
#include "domain/files/files.h"
#include "domain/institutions/institutions.h"
#include "domain/json/json.h"
#include "domain/settings/settings.h"
#include "store/db.h"

static enum err check_institution(struct db *tx, struct arena *a, const char *account_id)
{
    struct account account;
    struct institution institution;
    if (!setting_is(tx, "institutions.required"))
        return OK;
    TRY(account_find(tx, a, account_id, &account));
    if (!account.institution_id)
        return INSTITUTION_NOT_VALIDATED;
    TRY(institution_find(tx, a, account.institution_id, &institution));
    return text_is(institution.status, "tervalidasi") ? OK : INSTITUTION_NOT_VALIDATED;
}

static enum err check_last(struct db *tx, struct arena *a, const char *account_id,
                           const char *bundle_id)
{
    struct request last;
    enum err const e = request_find_last(tx, a, account_id, bundle_id, &last);
    if (e)
        return e == NOT_FOUND ? OK : e;
    if (text_is(last.status, "submitted") || text_is(last.status, "revision_requested")
        || text_is(last.status, "approved"))
        return REQUEST_LIVE;
    return last.is_barred ? REQUEST_BARRED : OK;
}

static enum err published_find(struct db *tx, struct arena *a, const char *bundle,
                               struct bundle *out)
{
    enum err const e = bundle_find(tx, a, bundle, out);
    if (e)
        return e == NOT_FOUND ? BUNDLE_UNKNOWN : e;
    return text_is(out->status, "published") ? OK : BUNDLE_UNKNOWN;
}

static const char *sealed(struct arena *a, const char *id, const char *column, const char *text)
{
    return seal_text(a, request_binding(a, id, column), text);
}

static enum err insert(struct db *tx, struct arena *a, const struct request *r)
{
    return db_run(tx, "INSERT INTO requests (id, account_id, bundle_id, status, application_name,"
                      " purpose, description, expected_calls_per_day, contact_name, contact_phone,"
                      " letter_file_id, created_at, updated_at) VALUES ($1, $2, $3, 'submitted',"
                      " $4, $5, $6, $7, $8, $9, $10, $11, $11)",
                  TEXT(r->id), TEXT(r->account_id), TEXT(r->bundle_id), TEXT(r->application_name),
                  TEXT(r->purpose), TEXT(r->description), TIME(r->expected_calls_per_day),
                  TEXT(sealed(a, r->id, "contact_name", r->contact_name)),
                  TEXT(sealed(a, r->id, "contact_phone", r->contact_phone)),
                  TEXT(r->letter_file_id), INT(r->created_at));
}

static enum err tell(struct db *tx, const struct request *r, const struct request_actor *by,
                     const struct request_event *event, bool is_revision)
{
    TRY(event_add(tx, r->id, by, event));
    TRY(move_audit(tx, by, is_revision ? "request.revise" : "request.submit", r->id, NULL));
    TRY(member_notify(tx, r, is_revision ? "request.revised" : "request.submitted", NULL,
                      by->now));
    return reviewers_notify(tx, r, is_revision ? "review.revised" : "review.submitted", by->now);
}

enum err request_submit(struct db *db, struct arena *a, const struct request_actor *by,
                        const struct request_form *form, const char **id)
{
    struct bundle bundle;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(published_find(tx.db, a, form->bundle, &bundle));
    TRY(check_institution(tx.db, a, by->account_id));
    TRY(check_last(tx.db, a, by->account_id, bundle.id));

    struct request const request = {
        .id = id_new(a, "req"), .account_id = by->account_id, .bundle_id = bundle.id,
        .application_name = form->application_name, .purpose = form->purpose,
        .description = form->description, .expected_calls_per_day = form->expected_calls_per_day,
        .contact_name = form->contact_name, .contact_phone = form->contact_phone,
        .letter_file_id = form->letter_file_id, .created_at = by->now,
    };
    TRY(file_attach(tx.db, form->letter_file_id));
    TRY(insert(tx.db, a, &request));
    TRY(tell(tx.db, &request, by,
             &(struct request_event){ .status = "submitted",
                                      .letter_file_id = form->letter_file_id }, false));
    TRY(tx_commit(&tx));
    *id = request.id;
    return OK;
}

static void note_change(json_t *changes, const char *field, const char *from, const char *to)
{
    if (!text_is(from ? from : "", to ? to : ""))
        json_array_append_new(changes, json_pack("{ss ss? ss?}", "field", field, "from", from,
                                                 "to", to));
}

static const char *count_text(struct arena *a, int64_t count)
{
    return count ? arena_printf(a, "%lld", (long long)count) : NULL;
}

static enum err letter_change(struct db *tx, struct arena *a, json_t *changes, const char *from,
                              const char *to)
{
    struct file before, after;
    if (!to)
        return OK;
    TRY(file_find(tx, a, from, &before));
    TRY(file_find(tx, a, to, &after));
    json_array_append_new(changes, json_pack("{ss ss ss}", "field", "letter", "from", before.name,
                                             "to", after.name));
    return OK;
}

/* What the revision changed, as JSON. */
static enum err changes_of(struct db *tx, struct arena *a, const struct request *r,
                           const struct request_form *f, const char **out)
{
    json_t *changes = json_array();
    note_change(changes, "application_name", r->application_name, f->application_name);
    note_change(changes, "purpose", r->purpose, f->purpose);
    note_change(changes, "description", r->description, f->description);
    note_change(changes, "expected_calls_per_day", count_text(a, r->expected_calls_per_day),
                count_text(a, f->expected_calls_per_day));
    note_change(changes, "contact_name", r->contact_name, f->contact_name);
    note_change(changes, "contact_phone", r->contact_phone, f->contact_phone);
    enum err const e = letter_change(tx, a, changes, r->letter_file_id, f->letter_file_id);
    *out = json_text(a, changes);
    return e;
}

static enum err update(struct db *tx, struct arena *a, const struct request *r,
                       const struct request_form *f, int64_t now)
{
    return db_run(tx, "UPDATE requests SET status = 'submitted', application_name = $2,"
                      " purpose = $3, description = $4, expected_calls_per_day = $5,"
                      " contact_name = $6, contact_phone = $7,"
                      " letter_file_id = coalesce($8, letter_file_id), updated_at = $9"
                      " WHERE id = $1",
                  TEXT(r->id), TEXT(f->application_name), TEXT(f->purpose), TEXT(f->description),
                  TIME(f->expected_calls_per_day),
                  TEXT(sealed(a, r->id, "contact_name", f->contact_name)),
                  TEXT(sealed(a, r->id, "contact_phone", f->contact_phone)),
                  TEXT(f->letter_file_id), INT(now));
}

enum err request_revise(struct db *db, const struct request_actor *by, const char *id,
                        const struct request_form *form)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_TX struct tx tx = { 0 };
    struct request request;
    struct request_event event = { .status = "submitted",
                                   .letter_file_id = form->letter_file_id };
    TRY(tx_begin(&tx, db));
    TRY(request_find(tx.db, &a, by->account_id, id, &request));
    if (!text_is(request.status, "revision_requested"))
        return INVALID_TRANSITION;
    TRY(changes_of(tx.db, &a, &request, form, &event.changes));
    if (form->letter_file_id)
        TRY(file_attach(tx.db, form->letter_file_id));
    TRY(update(tx.db, &a, &request, form, by->now));
    request.application_name = form->application_name;
    TRY(tell(tx.db, &request, by, &event, true));
    return tx_commit(&tx);
}

enum err request_withdraw(struct db *db, const struct request_actor *by, const char *id)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_TX struct tx tx = { 0 };
    struct request request;
    TRY(tx_begin(&tx, db));
    TRY(request_find(tx.db, &a, by->account_id, id, &request));
    if (!text_is(request.status, "submitted"))
        return INVALID_TRANSITION;
    TRY(db_run(tx.db, "UPDATE requests SET status = 'withdrawn', updated_at = $2 WHERE id = $1",
               TEXT(id), INT(by->now)));
    TRY(event_add(tx.db, id, by, &(struct request_event){ .status = "withdrawn" }));
    TRY(move_audit(tx.db, by, "request.withdraw", id, NULL));
    TRY(member_notify(tx.db, &request, "request.withdrawn", NULL, by->now));
    return tx_commit(&tx);
}
