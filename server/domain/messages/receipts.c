/* Messages: what providers tell afterwards. */
#include "domain/messages/rows.h"

#include "base/log.h"
#include "base/text.h"

enum { KEPT_FOR_FAILURE_S = 3600 };

/* A provider's receipt may be faster than the commit that writes down its id: then our own id
 * finds the message. */
static enum err find(struct db *tx, struct arena *a, const struct receipt *r, const char **id)
{
    AUTO_QUERY struct query q = db_query(tx,
        "SELECT id FROM messages WHERE provider_id = $1 AND provider = $2"
        " UNION ALL SELECT id FROM messages WHERE id = $3 AND provider = $2 LIMIT 1",
        TEXT(r->provider_id), TEXT(r->provider), TEXT(r->message_id));
    if (!query_next(&q))
        return query_missing(&q);
    *id = column_text(&q, a);
    return OK;
}

/* It was taken over after all, whatever became of the answer that said so. */
static enum err note_sent(struct db *tx, const char *id, const struct receipt *r, int64_t now)
{
    return db_run(tx,
        "UPDATE messages SET status = 'sent', sent_at = $2, last_error = NULL,"
        " provider_id = coalesce(provider_id, $3),"
        " wipe_at = CASE WHEN expires_at < $4 THEN expires_at ELSE $4 END"
        " WHERE id = $1 AND status <> 'sent' AND handed_at IS NOT NULL AND failed_at IS NULL",
        TEXT(id), INT(r->at), TEXT(r->provider_id), INT(now + KEPT_FOR_FAILURE_S));
}

static enum err note_delivered(struct db *tx, const char *id, const struct receipt *r)
{
    return db_run(tx, "UPDATE messages SET delivered_at = coalesce(delivered_at, $2),"
                      " subject = NULL, text = NULL, code = NULL, link = NULL, wipe_at = NULL"
                      " WHERE id = $1 AND status = 'sent'", TEXT(id), INT(r->at));
}

static enum err note_read(struct db *tx, const char *id, const struct receipt *r)
{
    TRY(note_delivered(tx, id, r));
    return db_run(tx, "UPDATE messages SET read_at = coalesce(read_at, $2)"
                      " WHERE id = $1 AND status = 'sent'", TEXT(id), INT(r->at));
}

static enum err note_failed(struct db *tx, struct arena *a, const char *id,
                            const struct receipt *r, int64_t now)
{
    int64_t changed = 0;
    bool made = false;
    TRY(db_run_counting(tx, &changed,
        "UPDATE messages SET status = 'dead', failed_at = $2, last_error = $3,"
        " wipe_at = coalesce(expires_at, wipe_at) WHERE id = $1 AND delivered_at IS NULL"
        " AND (status = 'sent' OR (status = 'queued' AND handed_at IS NOT NULL))",
        TEXT(id), INT(r->at), TEXT(r->why)));
    if (!changed)
        return OK;
    LOG(WARN, "message_failed", LOG_TEXT("message", id), LOG_TEXT("why", r->why));
    return fallback_begin(tx, a, id, now, &made);
}

static enum err note(struct db *tx, struct arena *a, const char *id, const struct receipt *r,
                     int64_t now)
{
    if (r->kind == RECEIPT_FAILED)
        return note_failed(tx, a, id, r, now);
    TRY(note_sent(tx, id, r, now));
    if (r->kind == RECEIPT_DELIVERED)
        return note_delivered(tx, id, r);
    return r->kind == RECEIPT_READ ? note_read(tx, id, r) : OK;
}

enum err receipt_take(struct db *db, const struct receipt *receipt, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_TX struct tx tx = { 0 };
    const char *id = NULL;
    TRY(tx_begin(&tx, db));
    enum err const e = find(tx.db, &a, receipt, &id);
    if (e)
        return e == NOT_FOUND ? OK : e;
    TRY(note(tx.db, &a, id, receipt, now));
    return tx_commit(&tx);
}
