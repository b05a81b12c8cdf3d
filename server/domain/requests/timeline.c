/* What happened to a request, and who is told of it. */
#include "domain/requests/rows.h"

#include "base/random.h"
#include "base/text.h"
#include "crypto/seal.h"
#include "domain/accounts/accounts.h"
#include "domain/audit/audit.h"
#include "domain/bundles/bundles.h"
#include "domain/json/json.h"
#include "domain/notifications/notifications.h"
#include "store/db.h"

enum { EVENTS_MAX = 200 };

static const char *binding(struct arena *a, const char *id)
{
    return arena_printf(a, "request_events/%s/changes", id);
}

enum err event_add(struct db *tx, const char *request_id, const struct request_actor *by,
                   const struct request_event *event)
{
    AUTO_ARENA struct arena a = { 0 };
    const char *id = id_new(&a, "rev");
    return db_run(tx, "INSERT INTO request_events (id, request_id, status, actor_id, actor_role,"
                      " note, changes, letter_file_id, at)"
                      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                  TEXT(id), TEXT(request_id), TEXT(event->status), TEXT(by->account_id),
                  TEXT(by->role), TEXT(event->note),
                  TEXT(seal_text(&a, binding(&a, id), event->changes)),
                  TEXT(event->letter_file_id), INT(by->now));
}

static enum err read_event(struct query *q, struct arena *a, struct request_event *out)
{
    struct request_event e = { .id = column_text(q, a) };
    e.status = column_text(q, a);
    e.actor_id = column_text(q, a);
    e.actor_role = column_text(q, a);
    e.note = column_text(q, a);
    char *changes = NULL;
    TRY(unseal_text(a, binding(a, e.id), column_text(q, a), &changes));
    e.changes = changes;
    e.letter_file_id = column_text(q, a);
    e.at = column_int(q);
    *out = e;
    return OK;
}

enum err request_timeline(struct db *db, struct arena *a, const char *id,
                          struct request_events *out)
{
    struct request_events found = { .items = arena_alloc(a, EVENTS_MAX * sizeof *found.items) };
    AUTO_QUERY struct query q = db_query(db,
        "SELECT id, status, actor_id, actor_role, note, changes, letter_file_id, at"
        " FROM request_events WHERE request_id = $1 ORDER BY id LIMIT $2",
        TEXT(id), INT(EVENTS_MAX));
    while (found.count < EVENTS_MAX && query_next(&q))
        TRY(read_event(&q, a, &found.items[found.count++]));
    TRY(query_result(&q));
    *out = found;
    return OK;
}

enum err move_audit(struct db *tx, const struct request_actor *by, const char *action,
                    const char *id, const char *detail)
{
    return audit_add(tx, &(struct audit_entry){ .actor = by->account_id, .action = action,
                                                .subject = id, .detail = detail, .ip = by->ip,
                                                .at = by->now });
}

enum err member_notify(struct db *tx, const struct request *r, const char *kind, const char *note,
                       int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    struct bundle bundle;
    TRY(bundle_find(tx, &a, r->bundle_id, &bundle));
    const char *params = json_text(&a, json_pack("{ss ss*}", "bundle", bundle.name, "note", note));
    return notify(tx, r->account_id, kind, params, arena_printf(&a, "/requests/%s", r->id), now);
}

static enum err role_notify(struct db *tx, const char *role, const struct request *r,
                            const char *kind, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    struct bundle bundle;
    struct accounts staff;
    TRY(bundle_find(tx, &a, r->bundle_id, &bundle));
    TRY(accounts_of_role(tx, &a, role, &staff));
    const char *params = json_text(&a, json_pack("{ss ss}", "bundle", bundle.name, "application",
                                                 r->application_name));
    const char *link = arena_printf(&a, "/admin/requests/%s", r->id);
    for (int i = 0; i < staff.count; i++) {
        if (!text_is(staff.items[i].id, r->account_id))
            TRY(notify(tx, staff.items[i].id, kind, params, link, now));
    }
    return OK;
}

enum err reviewers_notify(struct db *tx, const struct request *r, const char *kind, int64_t now)
{
    TRY(role_notify(tx, "reviewer", r, kind, now));
    return role_notify(tx, "admin", r, kind, now);
}
