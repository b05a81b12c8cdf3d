/* Quotas: keeps what limits.h has counted, so that no restart gives a quota anew, and tells members
 * when one runs out.
 *
 * Written every second and when the program stops: a crash loses at most the calls of that second.
 * A member is told at 80 and at 100 per cent, of each quota once a day or month. */
#pragma once

#include "base/err.h"

#include <stdint.h>

struct db;

enum { QUOTA_LOW_PERCENT = 80, QUOTA_FULL_PERCENT = 100 };

enum err quotas_restore(struct db *db);     /* at start, before anybody calls */

/* Jobs. */
enum err quotas_save(struct db *db, int64_t now);
enum err quotas_sweep(struct db *db, int64_t now);      /* days and months that are over */
