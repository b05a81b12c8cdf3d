/* Messages: handing them over.
 *
 * A message that is due is claimed first, by moving its next turn beyond the time a provider may
 * take: a second node passes it over, and one that dies in the middle tries again later. */
#include "domain/messages/messages.h"

#include "base/log.h"
#include "base/text.h"
#include "domain/messages/render.h"
#include "domain/messages/rows.h"

#include <string.h>

enum { CLAIM_S = 120, BATCH = 50, KEPT_S = 90 * 86400 };

static const int64_t pauses_s[] = { 5, 15, 60, 300, 900, 3600, 7200, 14400 };
enum { PAUSES = sizeof pauses_s / sizeof pauses_s[0] };

/* The text stays in the row, where the development mailbox reads it. */
static enum err outbox_send(const struct outgoing *m)
{
    (void)m;
    return OK;
}

const struct backend outbox_backend = { "outbox", true, outbox_send };

static const struct backend *const backends[] = { &outbox_backend };

static struct {
    const char *name;
    const struct backend *backend;
} channels[] = {
    { "whatsapp", &outbox_backend }, { "sms", &outbox_backend }, { "email", &outbox_backend },
};
enum { CHANNELS = sizeof channels / sizeof channels[0] };

static const char *portal_url = "";

void messages_use(const char *channel, const struct backend *backend)
{
    for (int i = 0; i < CHANNELS; i++) {
        if (text_is(channels[i].name, channel))
            channels[i].backend = backend;
    }
}

static enum err choose(const char *channel, const char *name)
{
    for (size_t i = 0; i < sizeof backends / sizeof backends[0]; i++) {
        if (text_is(backends[i]->name, name)) {
            messages_use(channel, backends[i]);
            return OK;
        }
    }
    return err_because(BAD_INPUT, "there is no delivery by '%s' for %s", name, channel);
}

enum err messages_setup(const char *public_url, const char *whatsapp, const char *sms,
                        const char *email)
{
    portal_url = public_url;
    TRY(choose("whatsapp", whatsapp));
    TRY(choose("sms", sms));
    return choose("email", email);
}

const char *message_link(struct arena *a, const char *link)
{
    return link && *link == '/' ? arena_printf(a, "%s/app%s", portal_url, link) : link;
}

static const struct backend *backend_of(const char *channel)
{
    for (int i = 0; i < CHANNELS; i++) {
        if (text_is(channels[i].name, channel))
            return channels[i].backend;
    }
    return &outbox_backend;
}

/* A message as it stands in its row; the columns that are sealed come as they are. */
struct due {
    struct outgoing message;
    int64_t attempts;               /* this one included */
    int64_t expires_at;
};

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
    out->attempts = column_int(q);
    out->expires_at = column_int(q);
}

static enum err take_due(struct db *tx, struct arena *a, int64_t now, struct due *out)
{
    AUTO_QUERY struct query q = db_query(tx,
        "UPDATE messages SET attempts = attempts + 1, next_at = $2 WHERE number ="
        " (SELECT number FROM messages WHERE status = 'queued' AND next_at <= $1"
        " ORDER BY next_at, number LIMIT 1)"
        " RETURNING id, channel, template, language, recipient, subject, text, code, link,"
        " attempts, coalesce(expires_at, 0)", INT(now), INT(now + CLAIM_S));
    if (!query_next(&q))
        return query_missing(&q);
    read_due(&q, a, out);
    return OK;
}

/* NOT_FOUND when nothing is due. */
static enum err claim(struct db *db, struct arena *a, int64_t now, struct due *out)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(take_due(tx.db, a, now, out));
    return tx_commit(&tx);
}

static enum err open_columns(struct arena *a, struct outgoing *m)
{
    TRY(message_open(a, m->id, "recipient", m->to, &m->to));
    TRY(message_open(a, m->id, "subject", m->subject, &m->subject));
    TRY(message_open(a, m->id, "text", m->text, &m->text));
    TRY(message_open(a, m->id, "code", m->code, &m->code));
    return message_open(a, m->id, "link", m->link, &m->link);
}

static enum err mark_sent(struct db *db, const struct due *d, bool keeps_content, int64_t now)
{
    if (keeps_content)
        return db_run(db, "UPDATE messages SET status = 'sent', sent_at = $2, last_error = NULL"
                          " WHERE id = $1", TEXT(d->message.id), INT(now));
    return db_run(db, "UPDATE messages SET status = 'sent', sent_at = $2, last_error = NULL,"
                      " subject = NULL, text = NULL, code = NULL, link = NULL WHERE id = $1",
                  TEXT(d->message.id), INT(now));
}

static enum err mark_dead(struct db *db, const struct due *d, const char *why)
{
    LOG(WARN, "message dead", LOG_TEXT("message", d->message.id),
        LOG_TEXT("template", d->message.template), LOG_TEXT("why", why));
    return db_run(db, "UPDATE messages SET status = 'dead', last_error = $2 WHERE id = $1",
                  TEXT(d->message.id), TEXT(why));
}

static enum err mark_failed(struct db *db, const struct due *d, const char *why, int64_t now)
{
    int64_t const next_at = now + (d->attempts <= PAUSES ? pauses_s[d->attempts - 1] : 0);
    if (d->attempts > PAUSES || (d->expires_at && next_at >= d->expires_at))
        return mark_dead(db, d, why);
    return db_run(db, "UPDATE messages SET next_at = $2, last_error = $3 WHERE id = $1",
                  TEXT(d->message.id), INT(next_at), TEXT(why));
}

static enum err deliver(struct db *db, struct arena *a, struct due *d, int64_t now)
{
    const struct backend *backend = backend_of(d->message.channel);
    if (d->expires_at && d->expires_at <= now)
        return mark_dead(db, d, "expired before it could be sent");
    if (open_columns(a, &d->message) != OK)
        return mark_dead(db, d, "cannot be opened: its secret is gone");
    err_forget();
    enum err const e = backend->send(&d->message);
    if (!e)
        return mark_sent(db, d, backend->keeps_content, now);
    const char *why = arena_copy(a, *err_why() ? err_why() : err_code(e));
    return mark_failed(db, d, why, now);
}

enum err messages_deliver(struct db *db, int64_t now)
{
    for (int i = 0; i < BATCH; i++) {
        AUTO_ARENA struct arena a = { 0 };
        struct due due = { 0 };
        enum err const e = claim(db, &a, now, &due);
        if (e)
            return e == NOT_FOUND ? OK : e;
        TRY(deliver(db, &a, &due, now));
    }
    return OK;
}

enum err messages_sweep(struct db *db, int64_t now)
{
    return db_run(db, "DELETE FROM messages WHERE created_at < $1", INT(now - KEPT_S));
}
