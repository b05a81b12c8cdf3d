/* Idempotency: a repeated Idempotency-Key gets the first answer again. Internal to web/. */
#pragma once

#include "web/req.h"

/* Runs the route's handler once for the caller, operation and key; the same key and body answer
 * the same for a day. IDEMPOTENCY_MISMATCH for another body, CONFLICT while the first one is
 * still being answered. A failed call is forgotten, so that it can be tried again. */
enum err idempotent_answer(struct req *r);

/* Deletes answers older than a day. */
enum err idempotency_sweep(struct db *db, int64_t now);
