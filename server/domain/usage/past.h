/* Past: calls that are known of from elsewhere than this gateway, such as the demo data's. */
#pragma once

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

/* Calls of one kind in one hour. Nothing is NULL. */
struct usage_past {
    const char *publisher_id, *bundle_id, *endpoint, *key_id, *account_id, *environment;
    int64_t status;
    bool is_answered;                   /* by the upstream */
    int64_t at;                         /* in an hour whose minutes are over */
    const int64_t *durations_us;        /* of each call */
    int calls;
};
enum err usage_past_add(struct db *tx, const struct usage_past *past);
