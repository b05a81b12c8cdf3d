/* Words: what a message says, as an admin has edited it or as built in.
 *
 * Edited words are kept in memory and hold from the moment the change is answered. Those that lack
 * what the built-in words demand, because the program has learned something since, are passed over
 * for the built-in ones. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

struct words {
    const char *subject, *text;     /* with {names} that are still to be filled in */
};

/* The words in force of a template. language: id, en. NOT_FOUND if it is not in templates.h. */
enum err message_words(struct db *db, struct arena *a, const char *name, const char *language,
                       struct words *out);

/* The same for whatever has built-in words (Indonesian, English) of its own. */
enum err words_of(struct db *db, struct arena *a, const char *name, bool is_english,
                  const struct words built_in[2], struct words *out);

/* ---- editing */

struct edit {
    const char *name, *language;
    struct words words;             /* text NULL: the built-in ones */
    int64_t version;                /* what is there; 0: never edited. Grows with every change */
    int64_t updated_at;
    const char *updated_by;         /* account id */
};

/* What stands in the database; version 0 where nothing does. */
enum err edit_find(struct db *db, struct arena *a, const char *name, const char *language,
                   struct edit *out);

/* In the caller's transaction: e->version is the one that was seen. CONFLICT where somebody else
 * was faster. Call message_words_forget() once it has been committed. */
enum err edit_write(struct db *tx, const struct edit *e);
void message_words_forget(void);
