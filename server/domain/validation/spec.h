/* Spec: what a version's document demands of calls and promises them, compiled once.
 *
 * JSON Schema as OpenAPI 3.0 and 3.1 use it, over documents as documents/ leaves them. Immutable:
 * any thread may use it. A request is checked in a bounded number of steps, whatever the document
 * and the request; what cannot be told in them is refused as too_complex. */
#pragma once

#include "base/arena.h"
#include "domain/documents/document.h"
#include "domain/validation/faults.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct spec;
struct operation;

/* A step is some 50 ns. */
enum { SPEC_STEPS = 4000000, SPEC_BODY_DEPTH_MAX = 64, SPEC_BODY_VALUES_MAX = 200000 };

/* The items may go afterwards. */
struct spec *spec_new(const struct endpoint *endpoints, int endpoint_count,
                      const struct schema *schemas, int schema_count);
void spec_free(struct spec *spec);                  /* accepts NULL */

/* By "GET /provinsi/{kode}"; NULL: the document has none. */
const struct operation *spec_operation(const struct spec *spec, const char *name);

struct sent_field {
    const char *name, *value;
};

struct sent_request {
    const char *path;                   /* as sent, "/provinsi/11" */
    const char *query;                  /* what follows the mark; "" without one */
    const struct sent_field *fields;    /* the header */
    size_t field_count;
    const char *added;                  /* a header that is added on the way; NULL: none */
    bool has_body;
    const char *body;                   /* NULL: there is one, and it is not to be looked at */
    size_t body_size;
};

/* The header's value; NULL where it was not sent. */
const char *sent_value(const struct sent_request *request, const char *name);

/* Whether a body of this Content-Type is looked at: JSON and forms are. */
bool spec_looks_at(const char *content_type);

/* Checks the request; its faults, none where all is well. Takes from *steps what it costs: below
 * 0, they did not suffice, and the faults are not all. */
void spec_check(const struct operation *op, const struct sent_request *request, struct arena *a,
                bool is_english, int64_t *steps, struct faults *out);
