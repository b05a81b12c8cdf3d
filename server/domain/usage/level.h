/* Level: how finely time is parted. Days are the portal's own, as quotas count them. */
#pragma once

#include <stdint.h>

enum usage_level { USAGE_MINUTE, USAGE_HOUR, USAGE_DAY, USAGE_LEVELS };

int64_t level_start(enum usage_level level, int64_t at);    /* of the one that at lies in */
int64_t level_end(enum usage_level level, int64_t at);      /* and of the next */
