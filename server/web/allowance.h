/* Allowance: which bucket of web/limit.h a REST call takes from, by its route and who calls.
 *
 * Who is not known yet shares the allowance of the address; req_counts_for() in web/req.h moves a
 * call over to somebody whom its handler or guard came to know. */
#pragma once

#include "base/err.h"

struct req;

/* TOO_MANY, with Retry-After, RateLimit and RateLimit-Policy on the answer. */
enum err allowance_take(struct req *r);
