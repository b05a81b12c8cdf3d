/* Documents: reading them in tests, and asking what came of it. */
#pragma once

#include "domain/documents/document.h"
#include "domain/json/json.h"
#include "support/world.h"

struct arena *documents_arena(void);
int documents_end(void **state);            /* a group's teardown */

/* What begins an OpenAPI document, up to its paths. */
#define HEAD "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Uji\",\"version\":\"1\"},"
#define OK_200 "\"responses\":{\"200\":{\"description\":\"Baik\"}}"

struct document taken(const char *text);    /* it is not refused */

/* Where it is refused. */
const char *refused_at(const char *text, size_t size);
#define REFUSED(place, text) assert_string_equal(place, refused_at((text), strlen(text)))

/* That what is wrong with it is told with these words. */
void is_refused_for(const char *id, const char *en, const char *text);

/* Whether one of the warnings is told of this place. */
bool is_told(const struct document *d, const char *place);

json_t *loaded(const char *text);           /* yours to free */

/* What JSON text has at a pointer: a text as it is, anything else as JSON; "" for nothing. */
const char *in_text_at(const char *text, const char *pointer);
const char *schema_of(const struct document *d, const char *name);     /* "" for none */
