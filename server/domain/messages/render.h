/* Rendering: a template's words with its {names} filled in. For the files of this folder only. */
#pragma once

#include "base/arena.h"
#include "domain/messages/messages.h"

#include <stdbool.h>
#include <stdint.h>

struct template {
    const char *name;
    int64_t life_s;                 /* 0: for ever */
    const char *subject[2], *text[2];   /* Indonesian, English */
};

const struct template *template_find(const char *name);         /* NULL: no such */

/* words with {code}, {link} and the members of m->params in place; what is missing becomes "". */
char *template_fill(struct arena *a, const char *words, const struct message *m);

/* On one line with single blanks, as WhatsApp's templates want their parameters; what is longer
 * than FLAT_MAX characters ends in "…". A body has 1024, less the template's own. */
enum { FLAT_MAX = 900 };
char *template_flat(struct arena *a, const char *text);

/* Whole as it is, or a path of the web app below the portal's address. NULL stays NULL. */
const char *message_link(struct arena *a, const char *link);

/* What recipients are compared by: a phone number's digits, or a lower-case e-mail address. */
const char *recipient_key(struct arena *a, const char *to);
