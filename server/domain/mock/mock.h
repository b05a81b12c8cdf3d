/* Mock: an answer to a call that nobody serves, from the document alone.
 *
 * The response's own examples first, else values made from its schema. The same call is answered
 * the same: nothing here is left to chance or to the clock. */
#pragma once

#include "base/arena.h"
#include "domain/validation/spec.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOCK_HEADERS_MAX = 16, MOCK_HEADERS_BYTES = 2048, MOCK_BODY_BYTES = 4 * 1024 * 1024 };

struct mock_wish {
    const char *accept, *prefer;        /* as sent; NULL: not */
    uint64_t seed;                      /* of the call: another may be answered otherwise */
};

struct mock_header {
    const char *name, *value;
};

/* Texts live in the arena or with the spec. */
struct mock_answer {
    unsigned status;
    const char *type;                   /* NULL: without a body */
    const char *body;
    size_t size;
    struct mock_header headers[MOCK_HEADERS_MAX];
    size_t header_count;
    const char *applied;                /* for Preference-Applied (RFC 7240); NULL: none was */
};

/* Takes from *steps what it costs. */
void mock_answer(const struct operation *op, const struct mock_wish *wish, struct arena *a,
                 int64_t *steps, struct mock_answer *out);

/* For struct mock_wish. */
uint64_t mock_seed(const char *method, const struct sent_request *request);
