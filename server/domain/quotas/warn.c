#include "domain/quotas/warn.h"

#include "base/text.h"
#include "base/zone.h"
#include "domain/bundles/bundles.h"
#include "domain/json/json.h"
#include "domain/keys/keys.h"
#include "domain/limits/limits.h"
#include "domain/notifications/notifications.h"
#include "domain/quotas/quotas.h"

#include <string.h>

enum { DAY_S = 86400 };

static int64_t level_of(uint64_t calls, uint64_t limit)
{
    if (limit == 0)
        return 0;
    if (calls >= limit)
        return QUOTA_FULL_PERCENT;
    return calls * 100 >= limit * QUOTA_LOW_PERCENT ? QUOTA_LOW_PERCENT : 0;
}

static int64_t most(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

struct quota_told quota_told_due(const struct limits_count *c, const struct quota_told *told)
{
    return (struct quota_told){ most(told->day, level_of(c->day_calls, c->day_limit)),
                                most(told->month, level_of(c->month_calls, c->month_limit)) };
}

/* What the quota is for, and where the member sees it. */
struct subject {
    const char *name, *link;
};

static enum err subject_find(struct db *tx, struct arena *a, const struct limits_count *c,
                             struct subject *out)
{
    struct api_key key;
    struct bundle bundle;
    if (strncmp(c->subject_id, "key_", 4) == 0) {
        TRY(api_key_find(tx, a, c->account_id, c->subject_id, &key));
        *out = (struct subject){ key.label, "/keys" };
        return OK;
    }
    TRY(bundle_find(tx, a, c->subject_id, &bundle));
    *out = (struct subject){ bundle.name, arena_printf(a, "/marketplace/%s", bundle.slug) };
    return OK;
}

struct period_use {
    uint64_t calls, limit;
    int64_t told, renewed_day;          /* days since 1970 */
};

static enum err tell(struct db *tx, struct arena *a, const struct limits_count *c,
                     const struct period_use *use, int64_t now)
{
    struct subject subject;
    int64_t const level = level_of(use->calls, use->limit);
    if (level <= use->told)
        return OK;
    enum err const e = subject_find(tx, a, c, &subject);
    if (e)
        return e == NOT_FOUND ? OK : e;         /* deleted in this very second */
    const char *day = arena_printf(a, "%.10s", time_rfc3339(a, use->renewed_day * DAY_S));
    const char *params = json_text(a, json_pack("{ss sI sI ss}", "name", subject.name,
                                                "used", (json_int_t)use->calls,
                                                "limit", (json_int_t)use->limit, "day", day));
    const char *kind = level == QUOTA_FULL_PERCENT ? "quota.reached" : "quota.warned";
    return notify(tx, c->account_id, kind, params, subject.link, now);
}

enum err quota_warn(struct db *tx, const struct limits_count *c, const struct quota_told *told,
                    int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    struct period_use const day = { c->day_calls, c->day_limit, told->day, c->day + INT64_C(1) };
    struct period_use const month = { c->month_calls, c->month_limit, told->month,
                                      month_first_day(c->month + INT64_C(1)) };
    TRY(tell(tx, &a, c, &day, now));
    return tell(tx, &a, c, &month, now);
}
