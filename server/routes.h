#pragma once

#include "web/req.h"

extern const struct route routes[];
extern const int route_count;

extern const struct route metrics_routes[];     /* for a metrics listener of its own */
extern const int metrics_route_count;
