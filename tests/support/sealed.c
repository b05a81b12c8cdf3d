#include "support/sealed.h"

#include "crypto/secret.h"
#include "domain/messages/delivery.h"
#include "domain/messages/messages.h"

enum { MANY = 100 };

int sealed_begin(void **state)
{
    if (secret_use("1 1111111111111111111111111111111111111111111111111111111111111111\n"))
        return 1;
    return world_begin(state);
}

int sealed_end(void **state)
{
    secret_close();
    return world_end(state);
}

static struct mails mails_to(struct world *w, const char *to)
{
    struct mails found = { 0 };
    assert_ok(messages_to(w->db, &w->arena, to, MANY, &found));
    return found;
}

const char *code_sent_to(struct world *w, const char *to)
{
    struct mails const found = mails_to(w, to);
    return found.count && found.items[0].code ? found.items[0].code : "";
}

const char *link_sent_to(struct world *w, const char *to)
{
    struct mails const found = mails_to(w, to);
    return found.count && found.items[0].link ? found.items[0].link : "";
}

int messages_sent_to(struct world *w, const char *to)
{
    return mails_to(w, to).count;
}

void deliver_all(struct world *w, int64_t now)
{
    for (const char *const *channel = message_channels; *channel; channel++) {
        enum err e = OK;
        while (!e)
            e = messages_deliver_next(w->db, *channel, now);
        assert_err(NOT_FOUND, e);
    }
}
