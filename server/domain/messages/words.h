/* Words: what a message says, as an admin has edited it or as built in.
 *
 * Edited words are kept in memory and hold from the moment the change is answered. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

struct db;

struct words {
    const char *subject, *text;     /* with {names} that are still to be filled in */
};

/* The words in force. language: id, en. NOT_FOUND for a template that is not in templates.h. */
enum err message_words(struct db *db, struct arena *a, const char *name, const char *language,
                       struct words *out);

/* After a change has been committed. */
void message_words_forget(void);
