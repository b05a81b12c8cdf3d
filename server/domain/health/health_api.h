/* The handlers for /healthz, /readyz and /metrics. */
#pragma once

#include "web/req.h"

handler healthz_get, readyz_get;
handler metrics_get;            /* NOT_FOUND where metrics have a listener of their own */
handler metrics_own_get;
