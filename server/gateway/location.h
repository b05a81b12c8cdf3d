/* Location: where an upstream sends its caller. What is one of its own addresses, in Location,
 * Content-Location and the targets of Link, becomes the gateway's, so that whoever follows it does
 * not go past the gateway with the key. */
#pragma once

#include "gateway/call.h"

/* The value as the caller gets it: the given one, or one that is freed by the caller through
 * *made. */
const char *location_shown(const struct call *call, const struct answer_field *field, char **made);

/* How long that may be at most; one address more or less is no matter. */
size_t location_size_max(const struct call *call, const struct answer_field *field);
