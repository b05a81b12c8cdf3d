/* Usage as a table that a spreadsheet opens (RFC 4180), with the figures of usage_api. */
#pragma once

#include "domain/usage/figures.h"
#include "web/req.h"

const char *series_csv(struct arena *a, const struct usage_series *s);
const char *groups_csv(struct req *r, enum usage_by by, const struct usage_groups *g,
                       bool is_staff);
