/* Every endpoint, who may call it, and what answers it. openapi/ says the same; a test compares. */
#include "routes.h"

#include "domain/health/health_api.h"
#include "web/files.h"

const struct route routes[] = {
    /* Health */
    { "GET",    "/healthz",             ANYONE,     healthz_get,        LIMIT_NONE },
    { "GET",    "/readyz",              ANYONE,     readyz_get,         LIMIT_NONE },
    { "GET",    "/metrics",             ANYONE,     metrics_get,        LIMIT_NONE },

    /* The web app, and what follows it as a folder */
    { "GET",    "/",                    ANYONE,     webapp_redirect,    LIMIT_NONE },
    { "GET",    "/app",                 ANYONE,     webapp_redirect,    LIMIT_NONE },
    { "GET",    "/app/*",               ANYONE,     webapp_get,         LIMIT_NONE },
};
const int route_count = sizeof routes / sizeof routes[0];

const struct route metrics_routes[] = {
    { "GET",    "/metrics",             ANYONE,     metrics_get,        LIMIT_NONE },
};
const int metrics_route_count = sizeof metrics_routes / sizeof metrics_routes[0];
