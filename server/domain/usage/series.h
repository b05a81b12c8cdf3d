/* Series: what is told apart, as the database names it. Only this folder includes it. */
#pragma once

#include "base/err.h"

#include <stdint.h>

struct db;

struct series_name {
    const char *publisher_id, *bundle_id, *endpoint, *key_id, *account_id, *environment;
    int64_t status;
};

/* Makes it where there is none, as of at. */
enum err series_of(struct db *tx, const struct series_name *name, int64_t at, int64_t *out);
