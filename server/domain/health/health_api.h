/* The handlers for /healthz, /readyz and /metrics. */
#pragma once

#include "web/req.h"

handler healthz_get, readyz_get, metrics_get;
