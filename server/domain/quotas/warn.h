/* Warn: when a member is told of a quota. Only this folder includes it. */
#pragma once

#include "base/err.h"

#include <stdint.h>

struct db;
struct limits_count;

/* What has been told in this day and month: 0, QUOTA_LOW_PERCENT or QUOTA_FULL_PERCENT. */
struct quota_told {
    int64_t day, month;
};

struct quota_told quota_told_due(const struct limits_count *count, const struct quota_told *told);

/* Tells what is due and has not been told. */
enum err quota_warn(struct db *tx, const struct limits_count *count,
                    const struct quota_told *told, int64_t now);
