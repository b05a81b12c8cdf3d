/* Consumers: everybody whose access to a bundle is approved. */
#pragma once

#include "domain/bundles/bundles.h"
#include "web/req.h"

/* Tells each of them; params: JSON, taken over. */
enum err consumers_tell(struct req *r, struct db *tx, const struct bundle *b, const char *kind,
                        json_t *params);

/* A day for such words. */
const char *consumers_day(struct req *r, int64_t at);
