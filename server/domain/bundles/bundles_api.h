/* The marketplace's operations: what members read. */
#pragma once

#include "web/req.h"

handler bundles_get, tags_get, bundle_get, bundle_openapi_get, bundle_endpoints_get;
