/* A version's endpoints over HTTP, and the schemas behind them. */
#pragma once

#include "web/req.h"

handler bundle_endpoints_get, bundle_endpoint_get, bundle_schema_get;
