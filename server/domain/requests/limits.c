/* The limits of an approved access, changed while it stands. */
#include "domain/requests/rows.h"

#include "base/text.h"
#include "domain/json/json.h"
#include "store/db.h"

static json_t *limit_json(int64_t limit)
{
    return limit ? json_integer(limit) : json_null();
}

static enum err change(struct db *db, struct arena *a, const struct request_actor *by,
                       const struct request_limits *limits, struct request *r)
{
    AUTO_TX struct tx tx = { 0 };
    const char *id = r->id;
    TRY(tx_begin(&tx, db));
    TRY(request_find(tx.db, a, NULL, id, r));
    if (text_is(r->account_id, by->account_id))
        return FORBIDDEN;
    if (!text_is(r->status, "approved"))
        return INVALID_TRANSITION;
    TRY(db_run(tx.db, "UPDATE requests SET rate_per_second = $2, quota_per_day = $3,"
                      " updated_at = $4 WHERE id = $1",
               TEXT(id), TIME(limits->rate_per_second), TIME(limits->quota_per_day),
               INT(by->now)));
    const char *detail = json_text(a, json_pack("{so so}", "rate_per_second",
                                                limit_json(limits->rate_per_second),
                                                "quota_per_day",
                                                limit_json(limits->quota_per_day)));
    TRY(move_audit(tx.db, by, "request.limit", id, detail));
    TRY(member_notify(tx.db, r, "request.limits_changed", NULL, by->now));
    return tx_commit(&tx);
}

enum err request_limit(struct db *db, const struct request_actor *by, const char *id,
                       const struct request_limits *limits)
{
    AUTO_ARENA struct arena a = { 0 };
    struct request request = { .id = id };
    TRY(change(db, &a, by, limits, &request));
    return grant_expose(db, request.account_id, request.bundle_id);
}
