/* The decision on an institution, and whom it is told to. */
#include "domain/institutions/institutions.h"

#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/audit/audit.h"
#include "domain/json/json.h"
#include "domain/notifications/notifications.h"
#include "domain/sessions/live.h"
#include "store/db.h"

static enum err tell_members(struct db *tx, struct arena *a, const struct institution *i,
                             const struct institution_decision *d, int64_t now,
                             struct accounts *members)
{
    TRY(accounts_of_institution(tx, a, i->id, members));
    const char *params = json_text(a, json_pack("{ss ss*}", "institution", i->name,
                                                "note", d->note));
    const char *kind = text_is(d->status, "tervalidasi") ? "institution.validated"
                                                         : "institution.rejected";
    for (int n = 0; n < members->count; n++)
        TRY(notify(tx, members->items[n].id, kind, params, "/profile", now));
    return OK;
}

enum err institution_decide(struct db *db, struct arena *a, const struct institution_decision *d,
                            int64_t now)
{
    struct institution before;
    struct accounts members;
    int64_t changed = 0;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(institution_find(tx.db, a, d->id, &before));
    TRY(db_run_counting(tx.db, &changed,
                        "UPDATE institutions SET status = $2, note = $3, decided_by = $4, "
                        "decided_at = $5 WHERE id = $1 AND status <> $2",
                        TEXT(d->id), TEXT(d->status), TEXT(d->note), TEXT(d->by), INT(now)));
    if (!changed)
        return err_because(CONFLICT, "institution %s is %s already", d->id, d->status);
    bool const is_valid = text_is(d->status, "tervalidasi");
    TRY(audit_add(tx.db, &(struct audit_entry){
        .actor = d->by, .action = is_valid ? "institution.validate" : "institution.reject",
        .subject = d->id, .ip = d->ip, .at = now }));
    TRY(tell_members(tx.db, a, &before, d, now, &members));
    TRY(tx_commit(&tx));
    for (int n = 0; n < members.count; n++)
        live_forget_account(members.items[n].id);       /* their profiles show it */
    return OK;
}
