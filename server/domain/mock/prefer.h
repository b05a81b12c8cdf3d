/* Prefer (RFC 7240): which answer a caller would like. Only this folder includes it. */
#pragma once

#include "base/arena.h"

#include <stdbool.h>

struct preference {
    const char *code, *example;         /* NULL: none */
};
struct preference preference_read(struct arena *a, const char *prefer);

/* How much an Accept header likes a media type: 0 (not at all) to 1000. */
int accept_weight(const char *accept, const char *media_type);
