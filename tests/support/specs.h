/* Specs: documents made for a test, and what they say of requests. */
#pragma once

#include "domain/validation/spec.h"
#include "support/world.h"

struct arena *specs_arena(void);
int specs_end(void **state);                /* a group's teardown */

/* The components' schemas that the next ones may refer to: name, JSON, …, NULL. */
void specs_know(const char *name, ...);

/* The faults of a value against a schema, as "field code" parted by ", "; "" for none. */
const char *faults_of(const char *schema, const char *value);
#define HOLDS(schema, value) assert_string_equal(faults_of((schema), (value)), "")
#define FAILS(faults, schema, value) assert_string_equal(faults_of((schema), (value)), (faults))

/* The same of a request for "POST /a/{x}/b" with these parameters and this body. */
struct asked {
    const char *parameters, *request_body;  /* of the endpoint; NULL: none */
    const char *path, *query, *cookie, *type, *body;    /* NULL: /a/1/b, "", none */
    const char *header, *value;             /* one more */
};
const char *faults_asking(const struct asked *asked);

/* The words of the first fault that was found last. */
const char *first_words(void);
extern bool specs_speak_english;
