/* History: two weeks of calls of the demo's own consumer, so that figures have something to show
 * on a fresh machine. The same on every machine, but for where its last hour lies. */
#pragma once

#include "base/err.h"

#include <stdint.h>

struct db;

/* Makes the account's keys and what was called with them, unless it has keys already. */
enum err demo_history_load(struct db *db, const char *username, int64_t now);
