/* Match: finds the row of the route table for a method and a path. Internal to web/. */
#pragma once

#include "web/req.h"

struct router;

/* The table is borrowed. INTERNAL for a row without a guard or a pattern it cannot read. */
enum err router_open(const struct route *routes, int count, struct router **out);
void router_close(struct router *r);                            /* accepts NULL */

/* Fills r->route and r->params from r->http. NOT_FOUND, BAD_INPUT for a path that does not decode,
 * or METHOD_NOT_ALLOWED with the Allow header set. HEAD finds what GET finds. */
enum err router_match(const struct router *router, struct req *r, const char *method,
                      const char *path);
