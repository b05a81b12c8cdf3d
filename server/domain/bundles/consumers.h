/* Consumers: everybody whose access to a bundle is approved. */
#pragma once

#include "domain/bundles/bundles.h"

#include <jansson.h>

/* What they are told: a kind of notification with what its words name, and where it leads. */
struct tidings {
    const char *kind;
    json_t *params;                 /* taken over */
    const char *link;               /* NULL: the bundle's page */
    int64_t now;
};

/* Tells each of them, in the caller's transaction. */
enum err consumers_tell(struct db *tx, const struct bundle *b, const struct tidings *t);

/* A day for such words. */
const char *consumers_day(struct arena *a, int64_t at);
