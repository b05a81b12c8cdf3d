#include "domain/usage/level.h"

#include "domain/limits/period.h"

int64_t level_start(enum usage_level level, int64_t at)
{
    switch (level) {
    case USAGE_MINUTE:
        return at - at % 60;
    case USAGE_HOUR:
        return at - at % 3600;
    default:
        return periods_at(at)->day.starts_at;
    }
}

int64_t level_end(enum usage_level level, int64_t at)
{
    switch (level) {
    case USAGE_MINUTE:
        return at - at % 60 + 60;
    case USAGE_HOUR:
        return at - at % 3600 + 3600;
    default:
        return periods_at(at)->day.ends_at;
    }
}
