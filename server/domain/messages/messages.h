/* Messages: what leaves by WhatsApp, SMS and e-mail.
 *
 * A transactional outbox: message_send() only writes a row, in the transaction of what the message
 * tells of; delivery.h hands it to the channel's provider, tries again with growing pauses, and in
 * the end stands another channel in. Recipient, text, code and link are sealed, and wiped once the
 * message has arrived. Without a provider a channel has the outbox, which leaves the message
 * readable for the development mailbox.
 *
 * The words stand in templates.h, in both languages, until an admin edits them (words.h). */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

struct message {
    const char *id;                 /* of its row; NULL: a new one */
    const char *account_id;         /* whom it concerns; NULL: nobody yet */
    const char *channel;            /* whatsapp, sms, email */
    const char *to;                 /* phone number or e-mail address */
    const char *template;           /* a name of templates.h */
    const char *language;           /* id, en; NULL: id */
    const char *code;               /* for {code}; NULL: none */
    const char *link;               /* for {link}: whole, or a path of the web app ("/requests/…"),
                                       which gets the portal's address; NULL: none */
    const char *params;             /* JSON object for the template's other {names}; NULL: none */
    const char *email;              /* where it may go in the end if no phone can be reached; NULL:
                                       nowhere, as when it proves whose the number is */
    const char *slot;               /* what it is about, such as otp/sign_in/usr_…: a newer message
                                       of the same slot voids one that has not left; NULL: none */
};

/* In the caller's transaction. INTERNAL for an unknown template. */
enum err message_send(struct db *tx, const struct message *m, int64_t now);

/* Whether any channel to phones is configured. */
bool messages_reach_phones(void);

/* ---- reading */

/* text, code and link only where they are still kept, NULL otherwise. A time of 0: never. */
struct mail {
    const char *id, *channel, *to, *template, *language, *text, *code, *link;
    const char *status;             /* queued, sent, dead */
    const char *last_error;         /* NULL: none */
    const char *provider;           /* who was asked last, such as outbox; NULL: nobody yet */
    const char *fallback_of;        /* id of the message that this one stands in for; NULL: none */
    int64_t number, attempts, created_at, sent_at, next_at;
    int64_t delivered_at, read_at, failed_at;   /* as the provider's receipts say */
    int64_t expires_at;             /* 0: never */
    bool has_content;               /* what it says is still kept */
    bool has_stand_in;              /* another channel's message took its place */
    bool is_in_doubt;               /* handed over and never answered: it may have arrived */
};
struct mails {
    struct mail *items;
    int count;
};

/* The newest messages to one recipient (any form), or to all (NULL), newest first, opened. */
enum err messages_to(struct db *db, struct arena *a, const char *to, int limit,
                     struct mails *out);

/* NULL asks for any. */
struct mail_filter {
    const char *status, *channel, *template;
    const char *to;                 /* a whole phone number in any form, or e-mail address */
    int64_t before;                 /* number of the last one seen, 0 at the start */
};

/* The queue for the admin, newest first, without recipients' names, texts, codes and links: to is
 * masked. */
enum err messages_list(struct db *db, struct arena *a, const struct mail_filter *filter, int limit,
                       struct mails *out);
enum err message_find(struct db *db, struct arena *a, const char *id, struct mail *out);

/* Puts a dead or waiting message at the head of the queue. NOT_FOUND; CONFLICT for one that was
 * sent, is being handed over, has a stand-in, or whose code or link is void by now. */
enum err message_again(struct db *db, const char *id, int64_t now);
