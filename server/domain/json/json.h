/* JSON: what the domains share in reading and making it. */
#pragma once

#include "base/arena.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Compact text in a; takes json over. */
const char *json_text(struct arena *a, json_t *json);

/* The same without taking it over, numbers as short as they were written; NULL for NULL. */
char *json_written(struct arena *a, const json_t *json);
char *json_sorted(struct arena *a, const json_t *json);     /* the same for equal values */

/* Whether its names and texts have at most max bytes and values together, and how many values were
 * looked at to tell: never more than max. */
bool json_is_within(const json_t *json, size_t max, size_t *looked_at);

/* The member's text, or the fallback where it is absent or no text. */
const char *json_text_at(const json_t *object, const char *name, const char *fallback);

/* RFC 3339; null for 0, which stands for never. */
json_t *time_json(struct arena *a, int64_t seconds);

/* What a column keeps as JSON text; an empty array where it cannot be read. */
json_t *array_json(const char *text);

/* What an RFC 6901 pointer ("/data/0/id") leads to; borrowed, NULL where there is nothing. */
json_t *json_at(const json_t *root, const char *pointer);

/* A text, number or truth value as text; NULL for anything else. */
const char *json_scalar(struct arena *a, const json_t *value);
