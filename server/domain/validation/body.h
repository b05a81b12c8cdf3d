/* The body of a request. Only this folder includes it. */
#pragma once

#include "domain/validation/check.h"
#include "domain/validation/operation.h"
#include "domain/validation/spec.h"

void check_body(struct checking *c, const struct operation *op,
                const struct sent_request *request);

/* multipart.c: the names of the parts, as an object of name: true. NULL for what cannot be read.
 * Yours to free. */
json_t *multipart_names(struct arena *a, const char *content_type, const char *body, size_t size);
