/* Notifications: what a person is told in the app, and by message where it matters.
 *
 * A row keeps a kind and its params; the words are made when they are read, in the reader's
 * language. Every kind stands in words.c, and says whether it also goes out as a message:
 * WhatsApp, or e-mail where the account has no phone. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

/* In the caller's transaction. params: JSON object with what the kind's words name, or NULL;
 * link: a path of the web app, such as /requests/req_…. INTERNAL for a kind without words. */
enum err notify(struct db *tx, const char *account_id, const char *kind, const char *params_json,
                const char *link, int64_t now);

struct notification {
    const char *id, *kind, *params, *link;
    int64_t created_at;
    int64_t read_at;                /* 0: unread */
};

/* Unless the very same was told within so many seconds: what is done and undone again tells once.
 * Its id and read_at are not looked at. */
enum err notify_once(struct db *tx, const char *account_id, const struct notification *n,
                     int64_t within_s);

struct notifications {
    struct notification *items;
    int count;
};

/* Newest first; before: id of the last one seen, or NULL. */
enum err notifications_of(struct db *db, struct arena *a, const char *account_id,
                          const char *before, int limit, struct notifications *out);
enum err notifications_unread(struct db *db, const char *account_id, int64_t *out);

/* ids NULL: all. Ids of others and unknown ones are passed over. */
enum err notifications_read(struct db *db, const char *account_id, const char *const *ids,
                            int count, int64_t now);

struct kind_words {
    const char *kind;
    bool is_sent;                   /* also by message */
    const char *title[2], *body[2]; /* Indonesian, English; {name} stands for a param */
};
extern const struct kind_words kind_words[];
extern const int kind_words_count;

const struct kind_words *kind_words_find(const char *kind);     /* NULL: no such kind */

/* What is told, as it stands in a row: kind, and params as JSON text or NULL. */
struct notice_source {
    const char *kind, *params;
};
struct notice {
    const char *title, *body;
};
/* The words in force, filled in. */
enum err notification_words(struct db *db, struct arena *a, const struct notice_source *from,
                            bool english, struct notice *out);
