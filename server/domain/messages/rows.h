/* The rows of messages, and the channels. For the files of this folder only. */
#pragma once

#include "domain/messages/delivery.h"
#include "domain/messages/messages.h"
#include "store/db.h"

/* Sealing of a message's columns. */
char *message_seal(struct arena *a, const char *id, const char *column, const char *text);
enum err message_open(struct arena *a, const char *id, const char *column, const char *sealed,
                      const char **out);

/* A message with its words in place; every text open. */
struct content {
    const char *id;                 /* NULL: a new one */
    const char *account_id, *channel, *to, *template, *language;
    const char *subject, *text, *code, *link;
    const char *email, *slot, *fallback_of;
    int64_t expires_at;             /* 0: never */
};
enum err message_insert(struct db *tx, struct arena *a, const struct content *c, int64_t now);

/* Whether a newer message is there about the same thing. slot may be NULL. */
enum err message_is_replaced(struct db *db, const char *slot, int64_t number, bool *out);

/* ---- channels.c */

/* NULL: not configured. */
const struct backend *channel_backend(const char *channel);

/* The first configured channel for a message that is to go by this one, and the next after one
 * that failed; NULL: none. */
const char *channel_first(const char *channel, const char *template, bool has_email);
const char *channel_after(const char *channel, const char *template, bool has_email);

/* The pace: whether another message may go out this moment, and until when the provider wants
 * none (0: it takes some). */
bool channel_take_turn(const char *channel);
void channel_pause(const char *channel, int64_t until);
int64_t channel_paused_until(const char *channel, int64_t now);

/* When delivery was set up: receipts for what was handed over before may still be under way. */
int64_t delivery_started_at(void);

/* ---- fallback.c */

/* Stands the next channel in for a message that failed. *made tells whether there was one. */
enum err fallback_begin(struct db *tx, struct arena *a, const char *id, int64_t now, bool *made);
