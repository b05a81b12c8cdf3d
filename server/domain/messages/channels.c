/* Messages: the channels, and the backend that each has. */
#include "domain/messages/delivery.h"

#include "base/clock.h"
#include "base/text.h"
#include "domain/messages/cloud.h"
#include "domain/messages/described.h"
#include "domain/messages/mailer.h"
#include "domain/messages/render.h"
#include "domain/messages/rows.h"
#include "domain/messages/secrets.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* The text stays in the row, where the development mailbox reads it. */
static void outbox_send(const struct backend *self, struct arena *a, const struct outgoing *m,
                        struct outcome *out)
{
    (void)self, (void)a, (void)m;
    *out = (struct outcome){ .handed = TAKEN };
}

const struct backend outbox_backend = {
    .name = "outbox", .keeps_content = true, .send = outbox_send,
};

const char *const message_channels[] = { "whatsapp", "sms", "email", NULL };
enum { WHATSAPP, SMS, EMAIL, CHANNELS };

static struct channel {
    const struct backend *backend;
    int64_t free_at_us;             /* of the steady clock: when the pace allows the next */
    int64_t paused_until;           /* the provider asked for it */
} channels[CHANNELS] = {
    { .backend = &outbox_backend }, { .backend = &outbox_backend }, { .backend = &outbox_backend },
};
static pthread_mutex_t pace_lock = PTHREAD_MUTEX_INITIALIZER;

static char portal_url[512];
static int64_t started_at;

static int number_of(const char *channel)
{
    for (int i = 0; i < CHANNELS; i++) {
        if (text_is(message_channels[i], channel))
            return i;
    }
    return WHATSAPP;
}

const struct backend *channel_backend(const char *channel)
{
    return channels[number_of(channel)].backend;
}

void messages_use(const char *channel, const struct backend *backend)
{
    channels[number_of(channel)] = (struct channel){ .backend = backend };
}

static enum err open_way(int channel, const char *way, const struct delivery_settings *s,
                         struct backend *out)
{
    bool const is_mail = text_starts(way, "smtp://") || text_starts(way, "smtps://");
    if (channel == WHATSAPP && text_starts(way, "cloud:"))
        return cloud_open(s, way + strlen("cloud:"), out);
    if (channel != EMAIL && text_starts(way, "http:"))
        return described_open(s, message_channels[channel], way + strlen("http:"), out);
    if (channel == EMAIL && is_mail)
        return mailer_open(s, way, out);
    return err_because(BAD_INPUT, "there is no delivery by '%s' for %s", way,
                       message_channels[channel]);
}

static enum err choose(int channel, const char *way, const struct delivery_settings *s)
{
    static struct backend opened[CHANNELS];
    const struct backend *backend = s->refuses_outbox ? NULL : &outbox_backend;
    if (way && !text_is(way, "outbox")) {
        TRY(open_way(channel, way, s, &opened[channel]));
        backend = &opened[channel];
    }
    messages_use(message_channels[channel], backend);
    return OK;
}

void messages_portal(const char *public_url)
{
    snprintf(portal_url, sizeof portal_url, "%s", public_url);
}

enum err messages_setup(const struct delivery_settings *s)
{
    messages_portal(s->public_url);
    started_at = clock_now();
    provider_secrets_open(s->secrets_dir);
    TRY(choose(WHATSAPP, s->whatsapp, s));
    TRY(choose(SMS, s->sms, s));
    TRY(choose(EMAIL, s->email, s));
    if (channels[EMAIL].backend && (channels[WHATSAPP].backend || channels[SMS].backend))
        return OK;
    return err_because(BAD_INPUT, "production cannot deliver to the outbox: set SIMPUL_EMAIL, and"
                                  " SIMPUL_WHATSAPP or SIMPUL_SMS");
}

void messages_close(void)
{
    for (int i = 0; i < CHANNELS; i++)
        messages_use(message_channels[i], &outbox_backend);
    described_close();
    provider_secrets_close();
}

enum err messages_check_delivery(void)
{
    for (int i = 0; i < CHANNELS; i++) {
        AUTO_ARENA struct arena a = { 0 };
        const struct backend *b = channels[i].backend;
        if (b && b->check)
            TRY(b->check(b, &a));
    }
    return OK;
}

const char *message_link(struct arena *a, const char *link)
{
    return link && *link == '/' ? arena_printf(a, "%s/app%s", portal_url, link) : link;
}

int64_t delivery_started_at(void)
{
    return started_at;
}

int channel_workers(const char *channel)
{
    const struct backend *b = channel_backend(channel);
    return b && b->at_once > 1 ? b->at_once : 1;
}

const char *channel_way(const char *channel)
{
    const struct backend *b = channel_backend(channel);
    return b ? b->name : "nothing";
}

/* ---- from one channel to the next */

/* A notification is told in the app, too: it is not worth the price of an SMS. */
static bool is_worth(int channel, const char *template)
{
    return channel != SMS || !text_is(template, "notification");
}

static const char *channel_from(int first, const char *template, bool has_email)
{
    for (int i = first; i < CHANNELS; i++) {
        bool const has_address = i != EMAIL || has_email;
        if (channels[i].backend && has_address && is_worth(i, template))
            return message_channels[i];
    }
    return NULL;
}

/* What tries a channel out tells nothing by another one. */
static bool tries_channel(const char *template)
{
    return text_is(template, "channel_test");
}

const char *channel_first(const char *channel, const char *template, bool has_email)
{
    if (tries_channel(template))
        return channel;
    return channel_backend(channel) ? channel : channel_after(channel, template, has_email);
}

const char *channel_after(const char *channel, const char *template, bool has_email)
{
    if (tries_channel(template))
        return NULL;
    return channel_from(number_of(channel) + 1, template, has_email);
}

/* ---- the pace */

bool channel_take_turn(const char *channel)
{
    struct channel *c = &channels[number_of(channel)];
    if (!c->backend || !c->backend->per_minute)
        return true;
    int64_t const now = clock_steady_us(), step = 60000000 / c->backend->per_minute;
    pthread_mutex_lock(&pace_lock);
    bool const is_free = now >= c->free_at_us;
    if (is_free)
        c->free_at_us = now + step;
    pthread_mutex_unlock(&pace_lock);
    return is_free;
}

void channel_pause(const char *channel, int64_t until)
{
    struct channel *c = &channels[number_of(channel)];
    pthread_mutex_lock(&pace_lock);
    if (until > c->paused_until)
        c->paused_until = until;
    pthread_mutex_unlock(&pace_lock);
}

int64_t channel_paused_until(const char *channel, int64_t now)
{
    pthread_mutex_lock(&pace_lock);
    int64_t const until = channels[number_of(channel)].paused_until;
    pthread_mutex_unlock(&pace_lock);
    return until > now ? until : 0;
}
