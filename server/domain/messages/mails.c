/* Messages: reading them, for the development mailbox and for the admin. */
#include "domain/messages/messages.h"

#include "base/text.h"
#include "crypto/seal.h"
#include "domain/messages/render.h"
#include "domain/messages/rows.h"

#include <string.h>

/* The order read_mail reads them in. */
#define COLUMNS                                                                                  \
    "number, id, channel, recipient, template, language, status, last_error, provider,"          \
    " fallback_of, attempts, created_at, sent_at, next_at, delivered_at, read_at, failed_at,"    \
    " expires_at, text IS NOT NULL,"                                                             \
    " EXISTS (SELECT 1 FROM messages AS later WHERE later.fallback_of = messages.id),"           \
    " handed_at IS NOT NULL AND failed_at IS NULL"

/* A recipient whose secret is gone stays unknown: the list is still of use. */
static struct mail read_mail(struct query *q, struct arena *a)
{
    struct mail m = { .to = "" };
    m.number = column_int(q);
    m.id = column_text(q, a);
    m.channel = column_text(q, a);
    if (message_open(a, m.id, "recipient", column_text(q, a), &m.to) != OK)
        err_forget();
    m.template = column_text(q, a);
    m.language = column_text(q, a);
    m.status = column_text(q, a);
    m.last_error = column_text(q, a);
    m.provider = column_text(q, a);
    m.fallback_of = column_text(q, a);
    m.attempts = column_int(q);
    m.created_at = column_int(q);
    m.sent_at = column_int(q);
    m.next_at = column_int(q);
    m.delivered_at = column_int(q);
    m.read_at = column_int(q);
    m.failed_at = column_int(q);
    m.expires_at = column_int(q);
    m.has_content = column_int(q);
    m.has_stand_in = column_int(q);
    m.is_in_doubt = column_int(q) && text_is(m.status, "dead");
    return m;
}

/* The columns that follow COLUMNS where the content is wanted, too. */
static enum err read_content(struct query *q, struct arena *a, struct mail *m)
{
    TRY(message_open(a, m->id, "text", column_text(q, a), &m->text));
    TRY(message_open(a, m->id, "code", column_text(q, a), &m->code));
    return message_open(a, m->id, "link", column_text(q, a), &m->link);
}

enum err messages_to(struct db *db, struct arena *a, const char *to, int limit,
                     struct mails *out)
{
    struct mails found = { .items = arena_alloc(a, (size_t)limit * sizeof *found.items) };
    const char *index = to ? blind_index(a, "recipient", recipient_key(a, to)) : NULL;
    AUTO_QUERY struct query q = index
        ? db_query(db, "SELECT " COLUMNS ", text, code, link FROM messages"
                       " WHERE recipient_index = $1 AND text IS NOT NULL"
                       " ORDER BY number DESC LIMIT $2", TEXT(index), INT(limit))
        : db_query(db, "SELECT " COLUMNS ", text, code, link FROM messages"
                       " WHERE text IS NOT NULL ORDER BY number DESC LIMIT $1", INT(limit));
    while (found.count < limit && query_next(&q)) {
        struct mail *m = &found.items[found.count++];
        *m = read_mail(&q, a);
        TRY(read_content(&q, a, m));
    }
    TRY(query_result(&q));
    *out = found;
    return OK;
}

/* 6281…89 and b…@example.org: enough to recognise, not enough to write to. */
static const char *masked(struct arena *a, const char *to)
{
    const char *at = strchr(to, '@');
    size_t const length = strlen(to);
    if (at)
        return arena_printf(a, "%.1s…%s", to, at);
    return length < 8 ? "…" : arena_printf(a, "%.4s…%s", to, to + length - 2);
}

/* Each way of asking has a statement of its own, so that each finds its index. */
static struct query select_by(struct db *db, struct arena *a, const struct mail_filter *f,
                              int limit)
{
    int64_t const below = f->before ? f->before : INT64_MAX;
    if (f->to)
        return db_query(db,
            "SELECT " COLUMNS " FROM messages WHERE recipient_index = $1 AND number < $2"
            " AND ($3 IS NULL OR status = $3) AND ($4 IS NULL OR channel = $4)"
            " AND ($5 IS NULL OR template = $5) ORDER BY number DESC LIMIT $6",
            TEXT(blind_index(a, "recipient", recipient_key(a, f->to))), INT(below),
            TEXT(f->status), TEXT(f->channel), TEXT(f->template), INT(limit));
    if (f->status)
        return db_query(db,
            "SELECT " COLUMNS " FROM messages WHERE status = $1 AND number < $2"
            " AND ($3 IS NULL OR channel = $3) AND ($4 IS NULL OR template = $4)"
            " ORDER BY number DESC LIMIT $5",
            TEXT(f->status), INT(below), TEXT(f->channel), TEXT(f->template), INT(limit));
    if (f->channel)
        return db_query(db,
            "SELECT " COLUMNS " FROM messages WHERE channel = $1 AND number < $2"
            " AND ($3 IS NULL OR template = $3) ORDER BY number DESC LIMIT $4",
            TEXT(f->channel), INT(below), TEXT(f->template), INT(limit));
    return db_query(db,
        "SELECT " COLUMNS " FROM messages WHERE number < $1 AND ($2 IS NULL OR template = $2)"
        " ORDER BY number DESC LIMIT $3", INT(below), TEXT(f->template), INT(limit));
}

enum err messages_list(struct db *db, struct arena *a, const struct mail_filter *filter, int limit,
                       struct mails *out)
{
    struct mails found = { .items = arena_alloc(a, (size_t)limit * sizeof *found.items) };
    AUTO_QUERY struct query q = select_by(db, a, filter, limit);
    while (found.count < limit && query_next(&q)) {
        struct mail *m = &found.items[found.count++];
        *m = read_mail(&q, a);
        m->to = masked(a, m->to);
    }
    TRY(query_result(&q));
    *out = found;
    return OK;
}

enum err message_find(struct db *db, struct arena *a, const char *id, struct mail *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS " FROM messages WHERE id = $1", TEXT(id));
    if (!query_next(&q))
        return query_missing(&q);
    *out = read_mail(&q, a);
    out->to = masked(a, out->to);
    return OK;
}

enum err message_again(struct db *db, const char *id, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_TX struct tx tx = { 0 };
    struct mail m = { 0 };
    int64_t changed = 0;
    TRY(tx_begin(&tx, db));
    TRY(message_find(tx.db, &a, id, &m));
    TRY(db_run_counting(tx.db, &changed,
        "UPDATE messages SET status = 'queued', attempts = 0, next_at = $2, handed_at = NULL,"
        " failed_at = NULL, wipe_at = NULL WHERE id = $1 AND text IS NOT NULL"
        " AND (status = 'dead' OR (status = 'queued' AND (handed_at IS NULL OR next_at <= $2)))"
        " AND (expires_at IS NULL OR expires_at > $2)"
        " AND NOT EXISTS (SELECT 1 FROM messages AS later WHERE later.fallback_of = $1)",
        TEXT(id), INT(now)));
    if (!changed)
        return err_because(CONFLICT, "message %s is %s, under way, or void by now", id, m.status);
    return tx_commit(&tx);
}
