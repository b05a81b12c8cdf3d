/* Delivery: from the queued row to the provider.
 *
 * A message that is due is claimed by moving its next turn beyond the time that a provider may
 * take, and marked as handed over before the provider is asked; the mark goes again only when it
 * is certain that the provider has nothing. So a node that dies in the middle leaves a message of
 * which it can be said that it may have arrived: the backend says what is done then.
 *
 * A channel that fails for good, or is not configured, hands its message to the next of the
 * message's purpose:
 *
 *     code, link      WhatsApp, SMS, e-mail
 *     notification    WhatsApp, e-mail
 *
 * E-mail only where the message names an address for it. The stand-in is a row of its own with
 * the same code or link and the same end; a message has one at most, and none once a newer one
 * of its slot is there. A code goes on to the next channel after half a minute, because somebody
 * waits for it. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct db;

/* What a backend gets; strings live until it returns. */
struct outgoing {
    const char *id, *channel, *to, *template, *language, *subject, *text, *code, *link;
};

enum handed {
    TAKEN,                          /* the provider has it */
    NOT_YET,                        /* it certainly has nothing; to be tried again */
    REFUSED,                        /* nor will it ever take this one */
    UNSURE,                         /* it was told, and no answer came back */
};

struct outcome {
    enum handed handed;
    const char *provider_id;        /* TAKEN: what the provider calls it; NULL: it does not say */
    const char *why;                /* otherwise, for the admin: no text, code or address */
    int64_t retry_after_s;          /* NOT_YET: it wants no message before; 0: it does not say */
};

/* A message that may have arrived: what next. */
enum doubt {
    DOUBT_SEND_AGAIN,               /* perhaps twice, rather than perhaps never */
    DOUBT_SEND_SAME,                /* likewise, but the provider drops what it knows by its id */
    DOUBT_AWAIT_RECEIPT,            /* its receipts name our id: they tell; then SEND_AGAIN */
    DOUBT_STOP,                     /* never twice: an admin decides */
};

/* One way of delivering. */
struct backend {
    const char *name;               /* for the admin: outbox, cloud, smtp, the provider's */
    bool keeps_content;             /* the text stays readable after delivery */
    bool sends_receipts;            /* content is kept until one has come, an hour at most */
    enum doubt doubt;
    int at_once;                    /* messages handed over at the same time; 0: one */
    int64_t per_minute;             /* messages handed over in a minute; 0: no limit */
    /* Fills out; its strings live in a, or as long as the backend. Many threads at once. */
    void (*send)(const struct backend *self, struct arena *a, const struct outgoing *m,
                 struct outcome *out);
    enum err (*check)(const struct backend *self, struct arena *a);     /* reachable, and lets us
                                    in? The reason in err_why(); sends nothing. NULL: nothing to
                                    check */
    const void *own;                /* what send and check need */
};
extern const struct backend outbox_backend;

/* ---- the channels (channels.c) */

struct delivery_settings {
    const char *public_url;         /* where links lead */
    const char *whatsapp;           /* outbox (as NULL), cloud:PHONE_NUMBER_ID, http:FILE */
    const char *sms;                /* outbox, http:FILE */
    const char *email;              /* outbox, smtp://HOST:PORT, smtps://HOST:PORT */
    bool refuses_outbox;            /* production: outbox stands for "not configured" */
    const char *secrets_dir;        /* see secrets.h; NULL: the environment alone */
    const char *ca_file;            /* "" or NULL: the system's */
    const char *email_from;         /* "Simpul <noreply@example.go.id>" */
    const char *whatsapp_url;       /* of the Cloud API, with its version */
    const char *whatsapp_code_template, *whatsapp_link_template;
    const char *whatsapp_languages; /* Meta's codes for Indonesian and English: "id,en_US" */
};

/* Once, before the first message. The strings must outlive the process. BAD_INPUT for a way of
 * delivery that does not exist or lacks something. */
enum err messages_setup(const struct delivery_settings *settings);
void messages_close(void);          /* forgets descriptions and secrets */

/* Only where links lead: for a command that writes messages and leaves their delivery to the
 * server. */
void messages_portal(const char *public_url);

/* Tests: this backend for this channel; NULL: it is not configured. */
void messages_use(const char *channel, const struct backend *backend);

extern const char *const message_channels[];    /* whatsapp, sms, email; NULL ends */
int channel_workers(const char *channel);       /* messages it hands over at the same time */
const char *channel_way(const char *channel);   /* the backend's name; "nothing" */

/* Every channel's check() in turn. */
enum err messages_check_delivery(void);

/* ---- handing over (delivery.c) */

/* The next message that is due on the channel. NOT_FOUND when nothing is, or the channel's pace
 * does not allow it yet. */
enum err messages_deliver_next(struct db *db, const char *channel, int64_t now);

enum err messages_wipe(struct db *db, int64_t now);     /* content that is of no use any more */
enum err messages_sweep(struct db *db, int64_t now);    /* deletes what is 90 days old */

/* How many were taken, put off, refused, in doubt, and given to another channel since the start,
 * in Prometheus' text. */
void messages_print_metrics(FILE *out);

/* ---- receipts (receipts.c) */

struct receipt {
    enum receipt_kind { RECEIPT_SENT, RECEIPT_DELIVERED, RECEIPT_READ, RECEIPT_FAILED } kind;
    const char *provider;           /* the backend's name */
    const char *provider_id;        /* what the provider calls the message */
    const char *message_id;         /* what we call it, where the receipt says so; or NULL */
    const char *why;                /* FAILED */
    int64_t at;
};

/* Repeated, late, contradicting and unknown ones are harmless. One that failed stands the next
 * channel in. */
enum err receipt_take(struct db *db, const struct receipt *receipt, int64_t now);
