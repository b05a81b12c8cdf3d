/* A bundle's endpoints over HTTP. */
#pragma once

#include "web/req.h"

handler bundle_endpoints_get, bundle_endpoint_get;
