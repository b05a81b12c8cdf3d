/* Messages: handing them over. */
#include "domain/messages/delivery.h"

#include "base/log.h"
#include "base/text.h"
#include "domain/messages/rows.h"

#include <stdatomic.h>

/* A provider answers within a third of CLAIM_S, or not at all. */
enum { CLAIM_S = 60, RECEIPT_WAIT_S = 60, KEPT_FOR_RECEIPT_S = 3600, KEPT_S = 90 * 86400,
       PATIENCE_S = 30, PAUSE_MAX_S = 3600 };

static const int64_t pauses_s[] = { 5, 15, 30, 60, 120, 240, 480, 900, 1800, 3600, 7200, 14400 };
enum { PAUSES = sizeof pauses_s / sizeof pauses_s[0] };

static struct {
    atomic_llong taken, not_yet, refused, unsure, fallen_back;
} figures;

/* A message as it stands in its row, claimed for this try. */
struct due {
    struct outgoing message;
    const char *slot;
    bool has_email, is_urgent;
    int64_t number;
    int64_t attempts;               /* this one included */
    int64_t created_at, expires_at;
    int64_t handed_at;              /* before now: an earlier try was never answered */
};

/* What a try has at hand. */
struct try {
    struct db *db;
    struct arena *arena;
    const struct backend *backend;
    const struct due *due;
    int64_t now;
    bool is_in_doubt;               /* this try or an earlier one was never answered */
};

/* Not now. */
struct later {
    const char *why;
    int64_t next_at;
    bool is_free;                   /* does not count as a try */
};

/* ---- claiming */

static void read_due(struct query *q, struct arena *a, struct due *out)
{
    struct outgoing *m = &out->message;
    m->id = column_text(q, a);
    m->channel = column_text(q, a);
    m->template = column_text(q, a);
    m->language = column_text(q, a);
    m->to = column_text(q, a);
    m->subject = column_text(q, a);
    m->text = column_text(q, a);
    m->code = column_text(q, a);
    m->link = column_text(q, a);
    out->slot = column_text(q, a);
    out->has_email = column_int(q);
    out->is_urgent = column_int(q);
    out->number = column_int(q);
    out->attempts = column_int(q);
    out->created_at = column_int(q);
    out->expires_at = column_int(q);
    out->handed_at = column_int(q);
}

static enum err take_due(struct db *tx, struct arena *a, const char *channel,
                         const char *provider, int64_t now, struct due *out)
{
    AUTO_QUERY struct query q = db_query(tx,
        "UPDATE messages SET attempts = attempts + 1, next_at = $1, provider = $2,"
        " handed_at = coalesce(handed_at, $3) WHERE number ="
        " (SELECT number FROM messages WHERE status = 'queued' AND channel = $4"
        " AND urgency IN (0, 1) AND next_at <= $3 ORDER BY urgency, next_at, number LIMIT 1)"
        " RETURNING id, channel, template, language, recipient, subject, text, code, link, slot,"
        " email IS NOT NULL, urgency = 0, number, attempts, created_at, coalesce(expires_at, 0),"
        " handed_at", INT(now + CLAIM_S), TEXT(provider), INT(now), TEXT(channel));
    if (!query_next(&q))
        return query_missing(&q);
    read_due(&q, a, out);
    return OK;
}

/* A look that disturbs no writer. */
static enum err is_any_due(struct db *db, const char *channel, int64_t now)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT 1 FROM messages WHERE status = 'queued' AND channel = $1 AND urgency IN (0, 1)"
        " AND next_at <= $2 LIMIT 1", TEXT(channel), INT(now));
    return query_next(&q) ? OK : query_missing(&q);
}

/* NOT_FOUND when nothing is due. */
static enum err claim(struct db *db, struct arena *a, const char *channel, int64_t now,
                      struct due *out)
{
    const struct backend *backend = channel_backend(channel);
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(take_due(tx.db, a, channel, backend ? backend->name : NULL, now, out));
    return tx_commit(&tx);
}

/* ---- what became of it; nothing where a receipt was faster, or another node */

static enum err mark_sent(const struct try *t, const struct outcome *o)
{
    const struct due *d = t->due;
    int64_t const kept = t->now + KEPT_FOR_RECEIPT_S;
    bool const waits = t->backend->sends_receipts;
    bool const perhaps_twice = t->is_in_doubt && t->backend->doubt != DOUBT_SEND_SAME;
    TRY(db_run(t->db,
        "UPDATE messages SET status = 'sent', sent_at = $3, handed_at = $3, provider_id = $4,"
        " last_error = $5, wipe_at = $6 WHERE id = $1 AND status = 'queued' AND attempts = $2",
        TEXT(d->message.id), INT(d->attempts), INT(t->now), TEXT(o->provider_id),
        TEXT(perhaps_twice ? "an earlier try was never answered: it may have arrived, too" : NULL),
        TIME(!waits ? 0 : d->expires_at && d->expires_at < kept ? d->expires_at : kept)));
    if (waits || t->backend->keeps_content)
        return OK;
    return db_run(t->db, "UPDATE messages SET subject = NULL, text = NULL, code = NULL,"
                         " link = NULL WHERE id = $1 AND status = 'sent'", TEXT(d->message.id));
}

/* For good on this channel. */
static enum err mark_dead(const struct try *t, const char *why, bool falls_back)
{
    AUTO_TX struct tx tx = { 0 };
    const char *id = t->due->message.id;
    int64_t changed = 0;
    bool made = false;
    LOG(WARN, "message_dead", LOG_TEXT("message", id),
        LOG_TEXT("template", t->due->message.template), LOG_TEXT("why", why));
    TRY(tx_begin(&tx, t->db));
    TRY(db_run_counting(tx.db, &changed,
        "UPDATE messages SET status = 'dead', last_error = $3, wipe_at = expires_at,"
        " handed_at = CASE WHEN $4 = 1 THEN handed_at END"
        " WHERE id = $1 AND status = 'queued' AND attempts = $2",
        TEXT(id), INT(t->due->attempts), TEXT(why), INT(t->is_in_doubt)));
    if (changed && falls_back)
        TRY(fallback_begin(tx.db, t->arena, id, t->now, &made));
    TRY(tx_commit(&tx));
    if (made)
        atomic_fetch_add(&figures.fallen_back, 1);
    return OK;
}

static enum err put_off(const struct try *t, struct later l)
{
    return db_run(t->db,
        "UPDATE messages SET next_at = $3, last_error = $4, attempts = attempts - $6,"
        " handed_at = CASE WHEN $5 = 1 THEN handed_at END"
        " WHERE id = $1 AND status = 'queued' AND attempts = $2",
        TEXT(t->due->message.id), INT(t->due->attempts), INT(l.next_at), TEXT(l.why),
        INT(t->is_in_doubt), INT(l.is_free));
}

/* Somebody waits for a code: another channel is soon the better hope. */
static int64_t patience_ends_at(const struct due *d)
{
    const char *next = channel_after(d->message.channel, d->message.template, d->has_email);
    return d->is_urgent && next ? d->created_at + PATIENCE_S : INT64_MAX;
}

static enum err try_later(const struct try *t, struct later l)
{
    const struct due *d = t->due;
    int64_t const end = patience_ends_at(d);
    if (t->now >= end || (d->expires_at && l.next_at >= d->expires_at))
        return mark_dead(t, l.why, true);
    if (l.next_at > end)
        l.next_at = end;
    return put_off(t, l);
}

static enum err try_again(const struct try *t, const struct outcome *o)
{
    int64_t const wanted_s = o->retry_after_s < PAUSE_MAX_S ? o->retry_after_s : PAUSE_MAX_S;
    if (wanted_s > 0)
        channel_pause(t->due->message.channel, t->now + wanted_s);
    if (t->due->attempts > PAUSES)
        return mark_dead(t, o->why, !t->is_in_doubt);
    int64_t pause_s = pauses_s[t->due->attempts - 1];
    if (o->handed == UNSURE && t->backend->doubt == DOUBT_AWAIT_RECEIPT)
        pause_s = RECEIPT_WAIT_S;
    if (wanted_s > pause_s)
        pause_s = wanted_s;
    return try_later(t, (struct later){ o->why, t->now + pause_s, false });
}

static enum err settle(struct try *t, const struct outcome *o)
{
    t->is_in_doubt = t->is_in_doubt || o->handed == UNSURE;
    switch (o->handed) {
    case TAKEN:
        atomic_fetch_add(&figures.taken, 1);
        return mark_sent(t, o);
    case REFUSED:
        atomic_fetch_add(&figures.refused, 1);
        return mark_dead(t, o->why, true);
    case NOT_YET:
        atomic_fetch_add(&figures.not_yet, 1);
        break;
    case UNSURE:
        atomic_fetch_add(&figures.unsure, 1);
        break;
    }
    return try_again(t, o);
}

/* ---- one message */

static enum err open_columns(struct arena *a, struct outgoing *m)
{
    TRY(message_open(a, m->id, "recipient", m->to, &m->to));
    TRY(message_open(a, m->id, "subject", m->subject, &m->subject));
    TRY(message_open(a, m->id, "text", m->text, &m->text));
    TRY(message_open(a, m->id, "code", m->code, &m->code));
    return message_open(a, m->id, "link", m->link, &m->link);
}

/* A message that an earlier try may have handed over: may it be handed over now? *out tells, and
 * where not, it has been dealt with. */
static enum err resolve_doubt(const struct try *t, bool *out)
{
    const struct due *d = t->due;
    int64_t const since = d->handed_at > delivery_started_at() ? d->handed_at
                                                               : delivery_started_at();
    *out = false;
    if (t->backend->doubt == DOUBT_STOP)
        return mark_dead(t, "handed over and never answered: it may have arrived", false);
    if (t->backend->doubt == DOUBT_AWAIT_RECEIPT && t->now < since + RECEIPT_WAIT_S)
        return try_later(t, (struct later){ "handed over, and its receipt is awaited",
                                            since + RECEIPT_WAIT_S, true });
    *out = true;
    return OK;
}

/* Whether there is a reason to ask nobody; then it has been dealt with. */
static enum err decide(const struct try *t, bool *goes_out)
{
    const struct due *d = t->due;
    bool is_replaced = false;
    int64_t const paused_until = channel_paused_until(d->message.channel, t->now);
    *goes_out = false;
    if (d->expires_at && d->expires_at <= t->now)
        return mark_dead(t, "expired before it could be sent", true);
    TRY(message_is_replaced(t->db, d->slot, d->number, &is_replaced));
    if (is_replaced)
        return mark_dead(t, "a newer one replaced it", true);
    if (!t->backend)
        return mark_dead(t, "this channel is not configured", !t->is_in_doubt);
    if (paused_until)
        return try_later(t, (struct later){ "the provider asks for a pause", paused_until, true });
    if (t->is_in_doubt)
        return resolve_doubt(t, goes_out);
    *goes_out = true;
    return OK;
}

static enum err deliver(struct try *t, struct outgoing *m)
{
    bool goes_out = false;
    TRY(decide(t, &goes_out));
    if (!goes_out)
        return OK;
    if (open_columns(t->arena, m) != OK)
        return mark_dead(t, "cannot be opened: its secret is gone", false);
    struct outcome outcome = { .handed = UNSURE, .why = "no answer" };
    t->backend->send(t->backend, t->arena, m, &outcome);
    return settle(t, &outcome);
}

enum err messages_deliver_next(struct db *db, const char *channel, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    struct due due = { 0 };
    TRY(is_any_due(db, channel, now));
    if (!channel_take_turn(channel))
        return NOT_FOUND;
    TRY(claim(db, &a, channel, now, &due));
    struct try t = {
        .db = db, .arena = &a, .backend = channel_backend(channel), .due = &due, .now = now,
        .is_in_doubt = due.handed_at < now,
    };
    return deliver(&t, &due.message);
}

/* ---- upkeep */

enum err messages_wipe(struct db *db, int64_t now)
{
    return db_run(db, "UPDATE messages SET subject = NULL, text = NULL, code = NULL, link = NULL,"
                      " wipe_at = NULL WHERE wipe_at <= $1", INT(now));
}

enum err messages_sweep(struct db *db, int64_t now)
{
    return db_run(db, "DELETE FROM messages WHERE created_at < $1", INT(now - KEPT_S));
}

void messages_print_metrics(FILE *out)
{
    fprintf(out, "# TYPE simpul_messages_total counter\n"
                 "simpul_messages_total{outcome=\"taken\"} %lld\n"
                 "simpul_messages_total{outcome=\"put_off\"} %lld\n"
                 "simpul_messages_total{outcome=\"refused\"} %lld\n"
                 "simpul_messages_total{outcome=\"in_doubt\"} %lld\n"
                 "simpul_messages_total{outcome=\"fallen_back\"} %lld\n",
            atomic_load(&figures.taken), atomic_load(&figures.not_yet),
            atomic_load(&figures.refused), atomic_load(&figures.unsure),
            atomic_load(&figures.fallen_back));
}
