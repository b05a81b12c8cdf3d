/* Bundles: what the marketplace shows and the gateway serves.
 *
 * A bundle is a draft until it is published; then members see it, request it and call it. It may
 * be deprecated (with the day of its sunset) and published again, and is retired at last: its
 * page and its calls end together. changes.h has what publishers do, search.h how bundles are
 * found, versions.h, endpoints.h and upstreams.h what belongs to each. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "domain/limits/limits.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

enum { BUNDLE_TAGS_MAX = 10, BUNDLE_NAME_MAX = 120, BUNDLE_SUMMARY_MAX = 300,
       BUNDLE_DESCRIPTION_MAX = 20000, BUNDLE_SLUG_MAX = 60, BUNDLE_TAG_MAX = 40 };

struct bundle {
    const char *id, *slug, *name, *summary, *description, *provider, *version;
    const char *status;             /* draft, published, deprecated or retired */
    int64_t deprecated_at, sunset_at, published_at;     /* 0: never */
    const char *limits;             /* JSON: rate_per_second, burst, quota_per_day, … */
    const char *created_by;         /* account id; NULL: the program itself */
    int64_t created_at, updated_at;
    const char *version_id;         /* the current one */
    bool has_document;
    const char *tags[BUNDLE_TAGS_MAX + 1];      /* NULL ends */
    bool has_development, has_production;       /* an upstream in that environment */
};

/* Published or deprecated: members see it, and it may be called. */
bool bundle_is_listed(const struct bundle *b);

/* Calls in Development are answered from its document, as there is no upstream to answer. */
static inline bool bundle_is_mocked(const struct bundle *b)
{
    return !b->has_development && b->has_document;
}

/* By slug or by id; whatever its status. NOT_FOUND. */
enum err bundle_find(struct db *db, struct arena *a, const char *slug_or_id, struct bundle *out);

/* What each of its grants has that has no limits of its own. */
struct limits_rule bundle_limits(const struct bundle *b);

/* Every tag that a listed bundle has, and how many have it, by tag. */
struct tag {
    const char *tag;
    int64_t bundles;
};
struct tags {
    struct tag *items;
    int count;
};
enum err tags_of_all(struct db *db, struct arena *a, struct tags *out);

/* Hands the gateway this bundle as it stands in the database now, or takes it away. */
enum err bundle_expose(struct db *db, const char *id);

/* All that may be called, at start. */
enum err bundles_load_access(struct db *db);
