/* The throttle for handlers: from the request's address, with Retry-After in the answer. */
#pragma once

#include "domain/throttle/throttle.h"
#include "web/req.h"

/* who NULL: counted by address alone. */
enum err request_throttle_check(struct req *r, const char *what, const char *who);
enum err request_throttle_take(struct req *r, const char *what, const char *who);
enum err request_throttle_clear(struct req *r, const char *what, const char *who);

/* TOO_MANY with Retry-After for a domain that said how long to wait. */
enum err reply_patience(struct req *r, int64_t retry_s);
