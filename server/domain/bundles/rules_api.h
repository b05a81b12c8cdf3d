/* Rules as publishers send and see them, for bundle_input_api.c and bundle_json_api.c. */
#pragma once

#include "domain/bundles/rules.h"
#include "web/req.h"

/* What the body says stands in place of what is kept; a null takes it away. */
void bundle_rules_in(struct req *r, json_t *kept);

/* Members limits, validates_requests, breaker, cors and health. */
void bundle_rules_json(struct req *r, const struct bundle *b, json_t *out);
