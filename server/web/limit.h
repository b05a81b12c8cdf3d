/* Limits: token buckets in memory, for who may call how often.
 *
 * A bucket holds burst tokens and fills by per_minute; each call takes one. The table is bounded:
 * under a flood of addresses the buckets that are full again are forgotten first. */
#pragma once

#include "base/err.h"

#include <stdint.h>

struct limiter;

struct limiter *limiter_open(void);
void limiter_close(struct limiter *l);                          /* accepts NULL */

/* TOO_MANY when the bucket is empty; *retry_s then receives the seconds until it is not. */
enum err limit_take(struct limiter *l, const char *bucket, int64_t per_minute, int64_t burst,
                    int64_t *retry_s);

/* Puts back what was taken for a call that turned out not to count. */
void limit_give(struct limiter *l, const char *bucket, int64_t burst);
