/* Example: a value that a schema allows, where a document names none. The same schema always gives
 * the same, and what the web app makes of it for a request (lib/example.js, which knows patterns,
 * too): tests/support/examples.json holds both to it. Schemas come with what they refer to in its
 * place; a reference that is left stays without a value, and so does what grows too deep or too
 * long. */
#pragma once

#include <jansson.h>
#include <stdbool.h>

/* Of a parameter, a header or a media type: its own first, else of its schema; NULL without. Yours
 * to free. */
json_t *example_for(const json_t *part);

/* Whether the document itself says what could be sent there. */
bool example_is_given(const json_t *part);

/* Without allOf, oneOf and anyOf: what holds at once, and the first way that is not null alone.
 * Yours to free. */
json_t *example_flat(const json_t *schema);
