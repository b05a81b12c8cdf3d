/* Present: limits as JSON, as every page shows them. */
#pragma once

#include "base/arena.h"
#include "domain/limits/limits.h"

#include <jansson.h>

json_t *limit_json(uint64_t limit);     /* null for 0: no limit */

/* rate_per_second, burst, quota_per_day, quota_per_month. */
json_t *limits_json(const struct limits_rule *rule);

/* For day and month {limit, used, resets_at}, null where the rule has no such quota. */
json_t *quota_json(struct arena *a, const struct limits_rule *rule,
                   const struct limits_used *used);
