#include "domain/limits/present.h"

#include "domain/json/json.h"

json_t *limit_json(uint64_t limit)
{
    return limit ? json_integer((json_int_t)limit) : json_null();
}

json_t *limits_json(const struct limits_rule *rule)
{
    uint32_t const burst = rule->burst ? rule->burst : rule->rate_per_second;
    return json_pack("{so so so so}", "rate_per_second", limit_json(rule->rate_per_second),
                     "burst", limit_json(rule->rate_per_second ? burst : 0),
                     "quota_per_day", limit_json(rule->quota_per_day),
                     "quota_per_month", limit_json(rule->quota_per_month));
}

static json_t *period_json(struct arena *a, uint64_t limit, uint64_t used, int64_t ends_at)
{
    if (!limit)
        return json_null();
    return json_pack("{sI sI so}", "limit", (json_int_t)limit, "used", (json_int_t)used,
                     "resets_at", time_json(a, ends_at));
}

json_t *quota_json(struct arena *a, const struct limits_rule *rule,
                   const struct limits_used *used)
{
    return json_pack("{so so}", "day",
                     period_json(a, rule->quota_per_day, used->day, used->day_ends_at), "month",
                     period_json(a, rule->quota_per_month, used->month, used->month_ends_at));
}
