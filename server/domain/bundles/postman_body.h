/* Postman body: an endpoint's body with example values, of the media type that is easiest to
 * write. Only postman_request.c includes it. */
#pragma once

#include "base/arena.h"

#include <jansson.h>

/* NULL without a body; adds its Content-Type to the headers where Postman does not. Yours to
 * free. */
json_t *postman_body(struct arena *a, const char *method, const json_t *body, json_t *headers);
