/* Variables: the {names} of a template.
 *
 * A template knows those that its built-in words name. Some of them a message is nothing without,
 * such as {code}: an edited text must name them, too. */
#pragma once

#include "base/arena.h"
#include "domain/messages/words.h"

#include <stdbool.h>

struct variable {
    const char *name;
    bool is_required;               /* in the text, where the built-in text has it */
    const char *meaning[2], *sample[2];     /* Indonesian, English */
};

enum { VARIABLES_MAX = 16 };
struct variables {
    const struct variable *items[VARIABLES_MAX];
    int count;
};

/* built_in: Indonesian, English. */
void variables_of(struct arena *a, const struct words built_in[2], struct variables *out);

/* What is wrong with words for a template; code NULL: nothing. */
struct wording {
    const char *field;              /* subject, text */
    const char *code;               /* unknown_variable, missing_variable */
    const char *name;               /* the variable's */
};
struct wording words_check(struct arena *a, const struct words built_in[2],
                           const struct words *words);
