/* The marketplace's operations: what members read. */
#pragma once

#include "domain/bundles/bundles.h"
#include "domain/bundles/versions.h"
#include "web/req.h"

handler bundles_get, tags_get, bundle_get, bundle_openapi_get, bundle_postman_get;

/* The path's bundle. One that is not listed is there for publishers alone, as a preview. */
enum err bundle_in(struct req *r, struct bundle *out);

/* The version that the query asks for; the current one without. One that has ended is there for
 * publishers alone: VERSION_RETIRED. */
enum err version_in(struct req *r, const struct bundle *b, struct version *out);
