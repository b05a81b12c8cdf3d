#include "support/providers.h"

#include <string.h>

enum { MANY = 20 };

struct provider whatsapp, sms, email;
struct backend of_whatsapp, of_sms, of_email;

const struct outcome takes_it = { .handed = TAKEN };
const struct outcome is_down = { .handed = NOT_YET, .why = "503" };
const struct outcome refuses_it = { .handed = REFUSED, .why = "no such number" };
const struct outcome is_silent = { .handed = UNSURE, .why = "no answer" };

const struct message code_message = {
    .channel = "whatsapp", .to = PHONE, .template = "otp", .code = "012345",
    .slot = "otp/sign_in/usr_1",
};

const struct message notice_message = {
    .channel = "whatsapp", .to = PHONE, .template = "notification", .email = EMAIL,
    .params = "{\"title\":\"Judul\",\"body\":\"isi\"}",
};

const struct message reset_message = {
    .channel = "whatsapp", .to = PHONE, .template = "password_reset", .email = EMAIL,
    .link = "/password/reset?token=t",
};

static struct provider *provider_of(const char *channel)
{
    if (strcmp(channel, "email") == 0)
        return &email;
    return strcmp(channel, "sms") == 0 ? &sms : &whatsapp;
}

static void provider_send(const struct backend *self, struct arena *a, const struct outgoing *m,
                          struct outcome *out)
{
    (void)self, (void)a;
    struct provider *p = provider_of(m->channel);
    p->asked++;
    strncpy(p->code, m->code ? m->code : "", sizeof p->code - 1);
    strncpy(p->text, m->text, sizeof p->text - 1);
    strncpy(p->to, m->to, sizeof p->to - 1);
    strncpy(p->id, m->id, sizeof p->id - 1);
    *out = p->says;
}

int providers_begin(void **state)
{
    struct backend const plain = { .name = "provider", .send = provider_send };
    whatsapp = sms = email = (struct provider){ .says = takes_it };
    of_whatsapp = of_sms = of_email = plain;
    if (sealed_begin(state))
        return 1;
    if (messages_setup(&(struct delivery_settings){ .public_url = "https://simpul.example" }))
        return 1;
    messages_use("whatsapp", &of_whatsapp);
    messages_use("sms", &of_sms);
    messages_use("email", &of_email);
    return 0;
}

void write_down(struct world *w, const struct message *m, int64_t now)
{
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, w->db));
    assert_ok(message_send(tx.db, m, now));
    assert_ok(tx_commit(&tx));
}

static struct mails listed(struct world *w, const char *status)
{
    struct mails found = { 0 };
    struct mail_filter const filter = { .status = status };
    assert_ok(messages_list(w->db, &w->arena, &filter, MANY, &found));
    return found;
}

struct mail nth_message(struct world *w, int n)
{
    struct mails const found = listed(w, NULL);
    assert_true(n < found.count);
    return found.items[found.count - 1 - n];
}

int count_of(struct world *w, const char *status)
{
    return listed(w, status).count;
}

int kept_contents(struct world *w)
{
    AUTO_QUERY struct query q = db_query(w->db,
        "SELECT count(*) FROM messages WHERE text IS NOT NULL OR code IS NOT NULL"
        " OR link IS NOT NULL OR subject IS NOT NULL");
    assert_true(query_next(&q));
    return (int)column_int(&q);
}

void dies_while_handing_over(struct world *w, int64_t now)
{
    assert_ok(db_run(w->db, "UPDATE messages SET attempts = 1, next_at = $1 + 60, handed_at = $1,"
                            " provider = 'provider' WHERE status = 'queued'", INT(now)));
}
