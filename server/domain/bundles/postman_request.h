/* One request of a Postman collection: an endpoint with example values. Only postman.c and this
 * know the format. */
#pragma once

#include "base/arena.h"
#include "domain/documents/endpoint.h"

#include <jansson.h>

/* parts: parameters and request_body of the endpoint, without references. Yours to free. */
json_t *postman_request(struct arena *a, const struct endpoint *e, const json_t *parts);
