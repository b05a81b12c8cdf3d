/* JSON text in the arena. Only this folder includes it. */
#pragma once

#include "base/arena.h"

#include <jansson.h>

char *json_written(struct arena *a, const json_t *json);    /* NULL for NULL */

/* The member's text, or the fallback where it is absent or no text. */
const char *json_text_at(const json_t *object, const char *name, const char *fallback);
