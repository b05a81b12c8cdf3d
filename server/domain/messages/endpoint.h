/* Endpoints: where providers are called, as operators write them down. */
#pragma once

#include "base/arena.h"

#include <stdbool.h>

/* The host of scheme://host[:port][/…], without brackets; NULL for anything else, such as one with
 * a user in it. */
const char *endpoint_host(struct arena *a, const char *url);
bool host_is_loopback(const char *host);

/* What is wrong with an address that providers are called at by HTTP; NULL: nothing. Secrets and
 * messages go over TLS, or stay in the house: http:// is for loopback and private addresses. */
const char *endpoint_fault(const char *url);
