#include "domain/messages/queue_api.h"

#include "domain/audit/audit.h"
#include "domain/json/json.h"
#include "domain/messages/afford.h"
#include "domain/messages/queue.h"
#include "store/db.h"

static json_t *channel_json(struct arena *a, const struct channel_state *s)
{
    return json_pack("{ss ss? sI sI sI so so so ss? so}", "channel", s->channel, "provider",
                     s->provider, "queued", (json_int_t)s->queued, "dead", (json_int_t)s->dead,
                     "sent_last_day", (json_int_t)s->sent, "oldest_at",
                     time_json(a, s->oldest_at), "last_sent_at", time_json(a, s->sent_at),
                     "last_failed_at", time_json(a, s->failed_at), "last_error", s->last_error,
                     "paused_until", time_json(a, s->paused_until));
}

static json_t *budget_json(const struct budget *b)
{
    return json_pack("{ss? sI sI}", "channel", b->channel, "used", (json_int_t)b->used, "limit",
                     (json_int_t)b->limit);
}

enum err message_channels_get(struct req *r)
{
    struct channel_state states[CHANNEL_COUNT];
    struct budget today[BUDGETS];
    TRY(channels_state(r->db, &r->arena, r->now, states));
    TRY(budgets_today(r->db, r->now, today));

    json_t *channels = json_array(), *budgets = json_array();
    for (int i = 0; i < CHANNEL_COUNT; i++)
        json_array_append_new(channels, channel_json(&r->arena, &states[i]));
    for (int i = 0; i < BUDGETS; i++)
        json_array_append_new(budgets, budget_json(&today[i]));
    return reply_ok(r, json_pack("{so so}", "channels", channels, "budgets", budgets));
}

static enum err retry(struct req *r, const struct mail_filter *f, int64_t *count, int64_t *left)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, r->db));
    TRY(messages_again(tx.db, f, r->now, count, left));
    json_t *detail = json_pack("{ss? ss? sI}", "channel", f->channel, "template", f->template,
                               "count", (json_int_t)*count);
    TRY(audit_add(tx.db, &(struct audit_entry){
        .actor = r->who.account_id, .action = "message.send_all_again", .subject = "messages",
        .detail = json_text(&r->arena, detail), .ip = r->ip, .at = r->now }));
    return tx_commit(&tx);
}

enum err messages_retry_post(struct req *r)
{
    struct mail_filter const filter = {
        .channel = in_choice_or(r, "channel", "whatsapp|sms|email", NULL),
        .template = in_text_or(r, "template", NULL, 64),
    };
    int64_t count = 0, left = 0;
    TRY(in_check(r));

    TRY(retry(r, &filter, &count, &left));

    return reply_ok(r, json_pack("{sI sI}", "queued", (json_int_t)count, "left",
                                 (json_int_t)left));
}
