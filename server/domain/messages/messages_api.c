#include "domain/messages/messages_api.h"

#include "base/text.h"
#include "domain/audit/audit.h"
#include "domain/json/json.h"
#include "domain/messages/messages.h"
#include "domain/messages/queue.h"
#include "store/db.h"

enum { MAILBOX_MAX = 50 };

static json_t *mailbox_json(struct arena *a, const struct mail *m)
{
    json_t *json = json_pack("{ss ss ss ss ss}", "id", m->id, "channel", m->channel, "to", m->to,
                             "template", m->template, "text", m->text);
    if (m->code)
        json_object_set_new(json, "code", json_string(m->code));
    if (m->link)
        json_object_set_new(json, "link", json_string(m->link));
    json_object_set_new(json, "created_at", time_json(a, m->created_at));
    return json;
}

enum err dev_outbox_get(struct req *r)
{
    const char *to = in_query(r, "to");
    struct mails found = { 0 };
    TRY(messages_to(r->db, &r->arena, to && *to ? to : NULL, MAILBOX_MAX, &found));

    json_t *items = json_array();
    for (int i = 0; i < found.count; i++)
        json_array_append_new(items, mailbox_json(&r->arena, &found.items[i]));
    return reply_ok(r, items);
}

/* As far as its row tells: a newer one may have made it void. */
static bool may_go_again(const struct req *r, const struct mail *m)
{
    return text_is(m->status, "dead") && m->has_content && !m->has_stand_in
           && (!m->expires_at || m->expires_at > r->now);
}

static json_t *queue_json(struct req *r, const struct mail *m)
{
    struct arena *a = &r->arena;
    json_t *json = json_pack("{ss ss ss ss ss ss sI ss? ss? ss?}", "id", m->id, "channel",
                             m->channel, "to", m->to, "template", m->template, "language",
                             m->language, "status", m->status, "attempts",
                             (json_int_t)m->attempts, "last_error", m->last_error, "provider",
                             m->provider, "fallback_of", m->fallback_of);
    bool const waits = text_is(m->status, "queued");
    json_object_set_new(json, "created_at", time_json(a, m->created_at));
    json_object_set_new(json, "sent_at", time_json(a, m->sent_at));
    json_object_set_new(json, "next_at", time_json(a, waits ? m->next_at : 0));
    json_object_set_new(json, "delivered_at", time_json(a, m->delivered_at));
    json_object_set_new(json, "read_at", time_json(a, m->read_at));
    json_object_set_new(json, "failed_at", time_json(a, m->failed_at));
    json_object_set_new(json, "has_stand_in", json_boolean(m->has_stand_in));
    json_object_set_new(json, "is_in_doubt", json_boolean(m->is_in_doubt));
    json_object_set_new(json, "may_go_again", json_boolean(may_go_again(r, m)));
    return json;
}

static struct mail_filter in_filter(struct req *r, const struct page *page)
{
    struct mail_filter f = {
        .status = in_query_choice(r, "status", "queued|sent|dead"),
        .channel = in_query_choice(r, "channel", "whatsapp|sms|email"),
        .template = in_query_text(r, "template"),
        .to = in_query_text(r, "to"),
    };
    if (page->cursor && !text_to_int(page->cursor, 1, INT64_MAX, &f.before))
        in_fault(r, "cursor", "unknown");
    return f;
}

enum err admin_messages_list(struct req *r)
{
    struct page const page = in_page(r);
    struct mail_filter const filter = in_filter(r, &page);
    TRY(in_check(r));

    struct mails found = { 0 };
    TRY(messages_list(r->db, &r->arena, &filter, page.limit + 1, &found));

    bool const more = found.count > page.limit;
    json_t *items = json_array();
    for (int i = 0; i < found.count - more; i++)
        json_array_append_new(items, queue_json(r, &found.items[i]));
    const char *next = !more ? NULL
        : arena_printf(&r->arena, "%lld", (long long)found.items[page.limit - 1].number);
    return reply_list(r, items, next, -1);
}

enum err reply_message(struct req *r, const char *id)
{
    struct mail found = { 0 };
    TRY(message_find(r->db, &r->arena, id, &found));
    return reply_ok(r, queue_json(r, &found));
}

enum err admin_message_get(struct req *r)
{
    const char *id = in_path(r, "id");
    struct mails chain = { 0 };
    struct mail found = { 0 };
    TRY(message_find(r->db, &r->arena, id, &found));
    TRY(message_chain(r->db, &r->arena, id, &chain));

    json_t *json = queue_json(r, &found), *steps = json_array();
    for (int i = 0; i < chain.count; i++)
        json_array_append_new(steps, queue_json(r, &chain.items[i]));
    json_object_set_new(json, "chain", steps);
    return reply_ok(r, json);
}

static enum err send_again(struct req *r, const char *id)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, r->db));
    TRY(message_again(tx.db, id, r->now));
    struct audit_entry const entry = {
        .actor = r->who.account_id, .action = "message.send_again", .subject = id, .ip = r->ip,
        .at = r->now,
    };
    TRY(audit_add(tx.db, &entry));
    return tx_commit(&tx);
}

enum err admin_message_send(struct req *r)
{
    const char *id = in_path(r, "id");
    TRY(send_again(r, id));

    return reply_message(r, id);
}
