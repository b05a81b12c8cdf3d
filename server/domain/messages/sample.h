/* Sample: what words look like filled in, for previews and tests. */
#pragma once

#include "domain/messages/messages.h"
#include "domain/messages/words.h"

/* A message with a sample value for everything that the built-in words name. link: a path of the
 * web app for {link}, or NULL. Channel, recipient and template are still the caller's to say. */
struct message sample_message(struct arena *a, const struct words built_in[2], const char *link,
                              bool is_english);

/* words with the values of m in place. */
struct words words_filled(struct arena *a, const struct words *words, const struct message *m);
