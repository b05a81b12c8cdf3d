/* Postman values: parameters in the styles of OpenAPI, as names with texts. Only postman_… include
 * it.
 *
 * Postman encodes blanks and letters beyond ASCII itself and leaves percent signs alone, so only
 * what would end a value or a part of the path is encoded here. */
#pragma once

#include "base/arena.h"

#include <jansson.h>
#include <stdbool.h>

enum postman_place { IN_PATH, IN_QUERY, IN_TEXT };      /* text: nothing is encoded */

struct postman_style {
    const char *name, *style;       /* style: "" for the place's own */
    enum postman_place place;
    bool explodes;
};

/* What a parameter, or an encoding of a form, says of its style. */
struct postman_style postman_style_of(const json_t *parameter, const char *name,
                                      enum postman_place place);

/* One text, as paths and headers have it. */
const char *postman_text(struct arena *a, const struct postman_style *s, const json_t *value);

/* Adds {key, value} to the list: several where each item or member has its own, none where there
 * is nothing to send. */
void postman_pairs(struct arena *a, const struct postman_style *s, const json_t *value,
                   json_t *list);
