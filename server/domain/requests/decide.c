/* What a reviewer decides. The state is compared and set by one statement: of two reviewers one
 * wins. */
#include "domain/requests/rows.h"

#include "base/text.h"
#include "domain/json/json.h"
#include "store/db.h"

#include <assert.h>

static const struct move {
    const char *to, *from, *action, *kind;
} moves[] = {
    { "approved", "submitted", "request.approve", "request.approved" },
    { "rejected", "submitted", "request.reject", "request.rejected" },
    { "revision_requested", "submitted", "request.revise_ask", "request.revision_requested" },
    { "revoked", "approved", "request.revoke", "request.revoked" },
};

static const struct move *move_find(const char *to)
{
    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
        if (text_is(moves[i].to, to))
            return &moves[i];
    }
    return NULL;
}

static enum err compare_and_set(struct db *tx, const struct request_actor *by, const char *id,
                                const struct move *m, const struct request_decision *d)
{
    int64_t changed = 0;
    TRY(db_run_counting(tx, &changed,
        "UPDATE requests SET status = $3, note = $4, is_barred = $5,"
        " environments = coalesce($6, environments),"
        " rate_per_second = coalesce($7, rate_per_second),"
        " quota_per_day = coalesce($8, quota_per_day), decided_by = $9, decided_at = $10,"
        " updated_at = $10 WHERE id = $1 AND status = $2",
        TEXT(id), TEXT(m->from), TEXT(m->to), TEXT(d->note), INT(d->is_barred),
        TEXT(d->environments), TIME(d->rate_per_second), TIME(d->quota_per_day),
        TEXT(by->account_id), INT(by->now)));
    return changed ? OK : INVALID_TRANSITION;
}

/* What was decided, without the note: that stands in the request's own path. */
static const char *detail_of(struct arena *a, const struct request *r,
                             const struct request_decision *d)
{
    json_t *detail = json_pack("{ss ss ss sb}", "account", r->account_id, "bundle", r->bundle_id,
                               "from", r->status, "barred", d->is_barred);
    if (d->environments)
        json_object_set_new(detail, "environments", array_json(d->environments));
    if (d->rate_per_second)
        json_object_set_new(detail, "rate_per_second", json_integer(d->rate_per_second));
    if (d->quota_per_day)
        json_object_set_new(detail, "quota_per_day", json_integer(d->quota_per_day));
    return json_text(a, detail);
}

static enum err decide(struct db *db, struct arena *a, const struct request_actor *by,
                       const struct request_decision *d, struct request *r)
{
    const struct move *m = move_find(d->status);
    AUTO_TX struct tx tx = { 0 };
    assert(m);
    TRY(tx_begin(&tx, db));
    TRY(request_find(tx.db, a, NULL, r->id, r));
    if (text_is(r->account_id, by->account_id))
        return FORBIDDEN;
    TRY(compare_and_set(tx.db, by, r->id, m, d));
    if (d->seen_at && d->seen_at != r->updated_at)
        return CONFLICT;
    TRY(event_add(tx.db, r->id, by, &(struct request_event){ .status = m->to, .note = d->note }));
    TRY(move_audit(tx.db, by, m->action, r->id, detail_of(a, r, d)));
    TRY(member_notify(tx.db, r, m->kind, d->note, by->now));
    return tx_commit(&tx);
}

enum err request_decide(struct db *db, const struct request_actor *by, const char *id,
                        const struct request_decision *decision)
{
    AUTO_ARENA struct arena a = { 0 };
    struct request request = { .id = id };
    TRY(decide(db, &a, by, decision, &request));
    return grant_expose(db, request.account_id, request.bundle_id);
}
