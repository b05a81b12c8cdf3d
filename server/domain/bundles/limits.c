/* The limits of a bundle and how the gateway treats its calls, which its row keeps as JSON. */
#include "domain/bundles/rules.h"

#include <jansson.h>

static uint64_t number(const json_t *object, const char *name)
{
    json_int_t const value = json_integer_value(json_object_get(object, name));
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

static uint32_t number_or(const json_t *object, const char *name, uint32_t usual)
{
    uint64_t const value = number(object, name);
    return value ? (uint32_t)value : usual;
}

static struct shield_rule shield_of(const json_t *limits)
{
    const json_t *breaker = json_object_get(limits, "breaker");
    return (struct shield_rule){
        .concurrent_calls = (uint32_t)number(limits, "concurrent_calls"),
        .has_breaker = !json_is_false(json_object_get(breaker, "enabled")),
        .error_percent = number_or(breaker, "error_percent", BREAKER_ERROR_PERCENT),
        .min_calls = number_or(breaker, "min_calls", BREAKER_MIN_CALLS),
        .slow_ms = (uint32_t)number(breaker, "slow_ms"),
        .rest_s = number_or(breaker, "rest_s", BREAKER_REST_S),
    };
}

/* As the gateway takes them: parted by blanks. */
static const char *origins_of(struct arena *a, const json_t *cors)
{
    const json_t *list = json_object_get(cors, "origins");
    const char *all = NULL;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *origin = json_string_value(json_array_get(list, i));
        if (origin)
            all = all ? arena_printf(a, "%s %s", all, origin) : arena_copy(a, origin);
    }
    return all;
}

struct access_rules bundle_rules(struct arena *a, const struct bundle *b)
{
    json_auto_t *limits = json_loads(b->limits, 0, NULL);
    const json_t *cors = json_object_get(limits, "cors");
    return (struct access_rules){
        .shield = shield_of(limits),
        .request_max = number(limits, "request_bytes"),
        .response_max = number(limits, "response_bytes"),
        .call_ms = (unsigned)number(limits, "call_timeout_ms"),
        .validates_requests = json_is_true(json_object_get(limits, "validates_requests")),
        .cors_origins = origins_of(a, cors),
        .cors_has_credentials = json_is_true(json_object_get(cors, "credentials")),
    };
}
