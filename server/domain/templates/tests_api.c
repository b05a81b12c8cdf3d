/* Trying messages: what an admin sends to himself. */
#include "domain/templates/templates_api.h"

#include "base/random.h"
#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/audit/audit.h"
#include "domain/json/json.h"
#include "domain/messages/messages_api.h"
#include "domain/templates/preview.h"
#include "domain/throttle/throttle_api.h"
#include "store/db.h"

/* The admin's own address on the channel, as the message's recipient. */
static enum err address(struct req *r, const char *channel, struct message *m)
{
    struct account own;
    TRY(account_find(r->db, &r->arena, r->who.account_id, &own));
    m->account_id = own.id;
    m->channel = channel;
    m->to = text_is(channel, "email") ? own.email : own.phone_number;
    if (!m->to)
        in_fault(r, "channel", "no_address");
    return in_check(r);
}

static enum err queue(struct req *r, const struct message *m, const char *subject)
{
    AUTO_TX struct tx tx = { 0 };
    json_t *detail = json_pack("{ss ss}", "channel", m->channel, "language", m->language);
    struct audit_entry const entry = {
        .actor = r->who.account_id, .action = "message.test", .subject = subject,
        .detail = json_text(&r->arena, detail), .ip = r->ip, .at = r->now,
    };
    TRY(tx_begin(&tx, r->db));
    TRY(message_send(tx.db, m, r->now));
    TRY(audit_add(tx.db, &entry));
    return tx_commit(&tx);
}

static enum err send(struct req *r, struct message *m, const char *subject)
{
    TRY(request_throttle_take(r, "message_test", r->who.account_id));
    m->id = id_new(&r->arena, "msg");
    TRY(queue(r, m, subject));
    return reply_message(r, m->id);
}

enum err template_test_post(struct req *r)
{
    const char *name = in_path(r, "name");
    struct entry entry;
    struct message m = { 0 };
    if (!catalogue_find(name, &entry))
        return err_because(NOT_FOUND, "no template %s", name);
    bool const is_english = text_is(in_choice(r, "language", "id|en"), "en");
    const char *channel = in_choice(r, "channel", entry.channels);
    TRY(in_check(r));

    TRY(preview_message(r->db, &r->arena, &entry, is_english, &m));
    TRY(address(r, channel, &m));
    return send(r, &m, name);
}

enum err channel_test_post(struct req *r)
{
    const char *channel = in_choice(r, "channel", "whatsapp|sms|email");
    TRY(in_check(r));

    struct message m = {
        .template = "channel_test", .language = r->english ? "en" : "id",
        .params = json_text(&r->arena, json_pack("{ss}", "username", r->who.username)),
    };
    TRY(address(r, channel, &m));
    return send(r, &m, channel);
}
