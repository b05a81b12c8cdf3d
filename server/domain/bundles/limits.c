/* The limits of a bundle, which its row keeps as JSON. */
#include "domain/bundles/bundles.h"

#include <jansson.h>

static uint64_t number(const json_t *limits, const char *name)
{
    json_int_t const value = json_integer_value(json_object_get(limits, name));
    return value > 0 ? (uint64_t)value : 0;
}

struct limits_rule bundle_limits(const struct bundle *b)
{
    json_auto_t *limits = json_loads(b->limits, 0, NULL);
    return (struct limits_rule){
        .rate_per_second = (uint32_t)number(limits, "rate_per_second"),
        .burst = (uint32_t)number(limits, "burst"),
        .quota_per_day = number(limits, "quota_per_day"),
        .quota_per_month = number(limits, "quota_per_month"),
    };
}
