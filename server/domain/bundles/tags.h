/* Tags: how many listed bundles have each. Only this folder includes it. */
#pragma once

#include "base/err.h"

#include <stdint.h>

struct db;

/* The bundle's tags count for one more (by 1) or one fewer (by -1). */
enum err tags_count(struct db *tx, const char *bundle_id, int64_t by);
