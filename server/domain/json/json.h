/* JSON: what the domains' handlers share in making it. */
#pragma once

#include "base/arena.h"

#include <jansson.h>
#include <stdint.h>

/* Compact text in a; takes json over. */
const char *json_text(struct arena *a, json_t *json);

/* RFC 3339; null for 0, which stands for never. */
json_t *time_json(struct arena *a, int64_t seconds);

/* What a column keeps as JSON text; an empty array where it cannot be read. */
json_t *array_json(const char *text);

/* What an RFC 6901 pointer ("/data/0/id") leads to; borrowed, NULL where there is nothing. */
json_t *json_at(const json_t *root, const char *pointer);

/* A text, number or truth value as text; NULL for anything else. */
const char *json_scalar(struct arena *a, const json_t *value);
