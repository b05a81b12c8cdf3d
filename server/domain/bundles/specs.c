#include "domain/bundles/specs.h"

#include "base/clock.h"
#include "base/log.h"
#include "domain/bundles/endpoints.h"
#include "domain/bundles/schemas.h"

static enum err load(void *context, const char *version_id, struct spec **out)
{
    AUTO_ARENA struct arena a = { 0 };
    struct db *db = context;
    struct endpoints endpoints = { 0 };
    struct schemas schemas = { 0 };
    int64_t const began_us = clock_steady_us();
    TRY(endpoints_of(db, &a, version_id, 0, ENDPOINTS_MAX, &endpoints));
    TRY(schemas_of(db, &a, version_id, &schemas));
    *out = spec_new(endpoints.items, endpoints.count, schemas.items, schemas.count);
    LOG(INFO, "spec_compiled", LOG_TEXT("version", version_id),
        LOG_INT("endpoints", endpoints.count), LOG_INT("schemas", schemas.count),
        LOG_INT("us", clock_steady_us() - began_us));
    return OK;
}

struct spec_source *version_spec(struct db *db, const char *version_id)
{
    return spec_source_new(load, db, version_id);
}
