/* Messages: another channel stands in for one that failed. */
#include "domain/messages/afford.h"
#include "domain/messages/rows.h"

#include "base/log.h"
#include "base/text.h"

struct failed {
    int64_t number;
    struct content content;
};

static enum err find_failed(struct db *tx, struct arena *a, const char *id, struct failed *out)
{
    AUTO_QUERY struct query q = db_query(tx,
        "SELECT number, account_id, channel, recipient, template, language, subject, text, code,"
        " link, email, slot, coalesce(expires_at, 0) FROM messages WHERE id = $1", TEXT(id));
    struct content *c = &out->content;
    if (!query_next(&q))
        return query_missing(&q);
    out->number = column_int(&q);
    c->account_id = column_text(&q, a);
    c->channel = column_text(&q, a);
    c->to = column_text(&q, a);
    c->template = column_text(&q, a);
    c->language = column_text(&q, a);
    c->subject = column_text(&q, a);
    c->text = column_text(&q, a);
    c->code = column_text(&q, a);
    c->link = column_text(&q, a);
    c->email = column_text(&q, a);
    c->slot = column_text(&q, a);
    c->expires_at = column_int(&q);
    return OK;
}

static enum err open_all(struct arena *a, const char *id, struct content *c)
{
    TRY(message_open(a, id, "recipient", c->to, &c->to));
    TRY(message_open(a, id, "subject", c->subject, &c->subject));
    TRY(message_open(a, id, "text", c->text, &c->text));
    TRY(message_open(a, id, "code", c->code, &c->code));
    TRY(message_open(a, id, "link", c->link, &c->link));
    return message_open(a, id, "email", c->email, &c->email);
}

/* The next channel for it, past SMS where the day has had enough of them; NULL: none. */
static enum err next_channel(struct db *tx, const struct content *c, int64_t now,
                             const char **out)
{
    bool is_affordable = true;
    const char *next = channel_after(c->channel, c->template, c->email != NULL);
    if (text_is(next, "sms"))
        TRY(message_afford_sms(tx, now, &is_affordable));
    *out = is_affordable ? next : channel_after(next, c->template, c->email != NULL);
    return OK;
}

enum err fallback_begin(struct db *tx, struct arena *a, const char *id, int64_t now, bool *made)
{
    struct failed f = { 0 };
    struct content *c = &f.content;
    bool is_replaced = false;
    *made = false;
    TRY(find_failed(tx, a, id, &f));
    const char *next = NULL;
    if (!c->text || (c->expires_at && c->expires_at <= now))
        return OK;
    TRY(message_is_replaced(tx, c->slot, f.number, &is_replaced));
    if (is_replaced)
        return OK;
    TRY(next_channel(tx, c, now, &next));
    if (!next)
        return OK;
    TRY(open_all(a, id, c));
    c->fallback_of = id;
    c->to = text_is(next, "email") ? c->email : c->to;
    LOG(INFO, "message_falls_back", LOG_TEXT("message", id), LOG_TEXT("from", c->channel),
        LOG_TEXT("to", next));
    c->channel = next;
    TRY(message_insert(tx, a, c, now));
    *made = true;
    return OK;
}
