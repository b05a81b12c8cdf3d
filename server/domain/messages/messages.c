/* Messages: writing one down. */
#include "domain/messages/messages.h"

#include "base/random.h"
#include "base/text.h"
#include "crypto/seal.h"
#include "domain/messages/render.h"
#include "domain/messages/rows.h"
#include "domain/messages/words.h"

static const char *binding(struct arena *a, const char *id, const char *column)
{
    return arena_printf(a, "messages/%s/%s", id, column);
}

char *message_seal(struct arena *a, const char *id, const char *column, const char *text)
{
    return seal_text(a, binding(a, id, column), text);
}

enum err message_open(struct arena *a, const char *id, const char *column, const char *sealed,
                      const char **out)
{
    char *text = NULL;
    TRY(unseal_text(a, binding(a, id, column), sealed, &text));
    *out = text;
    return OK;
}

enum err message_insert(struct db *tx, struct arena *a, const struct content *c, int64_t now)
{
    const char *id = c->id ? c->id : id_new(a, "msg"), *to = recipient_key(a, c->to);
    return db_run(tx,
        "INSERT INTO messages (id, account_id, channel, recipient, recipient_index, template,"
        " language, subject, text, code, link, status, next_at, expires_at, created_at, urgency,"
        " slot, email, fallback_of)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'queued', $12, $13, $12, $14,"
        " $15, $16, $17)",
        TEXT(id), TEXT(c->account_id), TEXT(c->channel),
        TEXT(message_seal(a, id, "recipient", to)), TEXT(blind_index(a, "recipient", to)),
        TEXT(c->template), TEXT(c->language), TEXT(message_seal(a, id, "subject", c->subject)),
        TEXT(message_seal(a, id, "text", c->text)), TEXT(message_seal(a, id, "code", c->code)),
        TEXT(message_seal(a, id, "link", c->link)), INT(now), TIME(c->expires_at),
        INT(c->code == NULL), TEXT(c->slot), TEXT(message_seal(a, id, "email", c->email)),
        TEXT(c->fallback_of));
}

enum err message_is_replaced(struct db *db, const char *slot, int64_t number, bool *out)
{
    *out = false;
    if (!slot)
        return OK;
    AUTO_QUERY struct query q = db_query(db,
        "SELECT 1 FROM messages WHERE slot = $1 AND number > $2 AND fallback_of IS NULL LIMIT 1",
        TEXT(slot), INT(number));
    *out = query_next(&q);
    return query_result(&q);
}

bool messages_reach_phones(void)
{
    return channel_first("whatsapp", "", false) != NULL;
}

/* What was queued about the same thing, and has not left. */
static enum err void_older(struct db *tx, const char *slot)
{
    if (!slot)
        return OK;
    return db_run(tx, "UPDATE messages SET status = 'dead', last_error = 'a newer one replaced it'"
                      " WHERE slot = $1 AND status = 'queued' AND handed_at IS NULL", TEXT(slot));
}

enum err message_send(struct db *tx, const struct message *m, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    const struct template *t = template_find(m->template);
    struct words words;
    if (!t)
        return err_because(INTERNAL, "no template %s", m->template);
    struct message whole = *m;
    whole.language = text_is(m->language, "en") ? "en" : "id";
    whole.link = message_link(&a, m->link);
    TRY(message_words(tx, &a, m->template, whole.language, &words));
    const char *channel = channel_first(m->channel, m->template, m->email != NULL);
    bool const by_email = text_is(channel, "email") && !text_is(m->channel, "email");
    struct content const c = {
        .id = m->id, .account_id = m->account_id, .channel = channel ? channel : m->channel,
        .to = by_email ? m->email : m->to, .template = m->template, .language = whole.language,
        .subject = template_fill(&a, words.subject, &whole),
        .text = template_fill(&a, words.text, &whole), .code = m->code, .link = whole.link,
        .email = m->email, .slot = m->slot, .expires_at = t->life_s ? now + t->life_s : 0,
    };
    TRY(void_older(tx, m->slot));
    return message_insert(tx, &a, &c, now);
}
