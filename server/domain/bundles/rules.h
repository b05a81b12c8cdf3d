/* Rules: how the gateway treats a bundle's calls. The row's column limits keeps them as JSON, with
 * the limits that each grant has. */
#pragma once

#include "domain/access/rules.h"
#include "domain/bundles/bundles.h"

/* What holds where nothing is said of the breaker. */
enum { BREAKER_ERROR_PERCENT = 50, BREAKER_MIN_CALLS = 20, BREAKER_REST_S = 10 };

enum { ORIGINS_MAX = 20, ORIGIN_MAX = 200 };

struct access_rules bundle_rules(struct arena *a, const struct bundle *b);
