/* Queue: how the channels fare, what became of a message, and sending many again. */
#pragma once

#include "domain/messages/messages.h"

#include <stdio.h>

enum { CHANNEL_COUNT = 3, AGAIN_MAX = 500 };

struct channel_state {
    const char *channel;
    const char *provider;           /* outbox, smtp …; NULL: not configured */
    int64_t queued, dead, sent;     /* sent: within a day */
    int64_t oldest_at;              /* of those that wait; 0: none does */
    int64_t sent_at;                /* the last one that was taken; 0: never */
    int64_t failed_at;              /* when the last one in trouble was written; 0: none */
    const char *last_error;         /* of that one; NULL: none */
    int64_t paused_until;           /* the provider asked for it; 0: no */
};
enum err channels_state(struct db *db, struct arena *a, int64_t now,
                        struct channel_state out[CHANNEL_COUNT]);

/* A message with those it stands in for and those that stand in for it, in order. NOT_FOUND. */
enum err message_chain(struct db *db, struct arena *a, const char *id, struct mails *out);

/* In the caller's transaction: puts at most AGAIN_MAX dead messages at the head of the queue, the
 * oldest first; *left tells how many are still to do. Passed over are those that are void, that
 * another one stands in for, and that may have arrived: those an admin decides one by one. Of
 * filter channel and template count. */
enum err messages_again(struct db *tx, const struct mail_filter *filter, int64_t now,
                        int64_t *count, int64_t *left);

/* Waiting and dead messages by channel, in Prometheus' text. */
enum err queue_print_metrics(struct db *db, int64_t now, FILE *out);
