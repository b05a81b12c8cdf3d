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

static enum err insert(struct db *tx, struct arena *a, const struct message *m,
                       const struct template *t, int64_t now)
{
    const char *id = id_new(a, "msg"), *to = recipient_key(a, m->to);
    struct words words;
    TRY(message_words(tx, a, m->template, m->language, &words));
    return db_run(tx,
        "INSERT INTO messages (id, account_id, channel, recipient, recipient_index, template,"
        " language, subject, text, code, link, status, next_at, expires_at, created_at, urgency,"
        " slot, email)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'queued', $12, $13, $12, $14,"
        " $15, $16)",
        TEXT(id), TEXT(m->account_id), TEXT(m->channel),
        TEXT(message_seal(a, id, "recipient", to)), TEXT(blind_index(a, "recipient", to)),
        TEXT(m->template), TEXT(m->language),
        TEXT(message_seal(a, id, "subject", template_fill(a, words.subject, m))),
        TEXT(message_seal(a, id, "text", template_fill(a, words.text, m))),
        TEXT(message_seal(a, id, "code", m->code)), TEXT(message_seal(a, id, "link", m->link)),
        INT(now), TIME(t->life_s ? now + t->life_s : 0), INT(m->code == NULL), TEXT(m->slot),
        TEXT(message_seal(a, id, "email", m->email)));
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
    if (!t)
        return err_because(INTERNAL, "no template %s", m->template);
    struct message whole = *m;
    whole.language = text_is(m->language, "en") ? "en" : "id";
    whole.link = message_link(&a, m->link);
    TRY(void_older(tx, m->slot));
    return insert(tx, &a, &whole, t, now);
}
