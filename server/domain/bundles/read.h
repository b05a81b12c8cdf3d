/* How a row of bundles becomes a struct bundle. Only this folder includes it. */
#pragma once

#include "domain/bundles/bundles.h"

struct query;

/* Of "bundles b", in the order bundle_read reads them in. */
#define BUNDLE_COLUMNS                                                                           \
    "b.id, b.slug, b.name, b.summary, b.description, b.provider, b.version, b.status,"           \
    " coalesce(b.deprecated_at, 0), coalesce(b.sunset_at, 0), coalesce(b.published_at, 0),"      \
    " b.limits, b.created_by,"                                                                   \
    " b.created_at, b.updated_at,"                                                                \
    " (SELECT v.id FROM bundle_versions v"                                                       \
    "  WHERE v.bundle_id = b.id AND v.status = 'current'),"                                      \
    " EXISTS (SELECT 1 FROM bundle_versions v"                                                   \
    "         WHERE v.bundle_id = b.id AND v.status = 'current' AND v.head <> '{}'),"            \
    " EXISTS (SELECT 1 FROM bundle_upstreams u"                                                  \
    "         WHERE u.bundle_id = b.id AND u.environment = 'development'),"                      \
    " EXISTS (SELECT 1 FROM bundle_upstreams u"                                                  \
    "         WHERE u.bundle_id = b.id AND u.environment = 'production')"

struct bundle bundle_read(struct query *q, struct arena *a);        /* without its tags */
enum err bundle_read_tags(struct db *db, struct arena *a, struct bundle *b);
