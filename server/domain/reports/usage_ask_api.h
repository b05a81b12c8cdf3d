/* What a caller of the usage operations asks for, from the query. */
#pragma once

#include "domain/usage/figures.h"
#include "web/req.h"

/* Gathers faults: in_check() follows. Without from and to the last 24 hours; without step as fine
 * as the time allows. A day stands for its whole, in the portal's own zone. */
struct usage_ask usage_ask_in(struct req *r);

/* What groups are formed by; -1: it is asked for over time. */
int usage_by_in(struct req *r, const char *choices);
enum usage_order usage_order_in(struct req *r);

const char *level_name(enum usage_level level);
