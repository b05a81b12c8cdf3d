#include "domain/reports/usage_ask_api.h"

#include "base/text.h"
#include "domain/bundles/bundles.h"

enum { HOUR_S = 3600, DAY_S = 86400, NOON = 12 };

static const char *const levels[USAGE_LEVELS] = { "minute", "hour", "day" };
static const char *const bys[] = { "bundle", "endpoint", "key", "account", "environment",
                                   "status" };
static const char *const orders[] = { "calls", "errors", "p95" };

/* How long a time may be asked for at each step, how old it may be to be asked for so finely, and
 * up to what length that is the step where none is named. */
static const struct {
    int64_t longest_s, oldest_s, usual_s;
} spans[USAGE_LEVELS] = {
    { DAY_S, 2 * DAY_S, 3 * HOUR_S },
    { 62 * DAY_S, 90 * DAY_S, 8 * DAY_S },
    { INT64_C(1100) * DAY_S, INT64_MAX, INT64_MAX },
};

const char *level_name(enum usage_level level)
{
    return levels[level];
}

/* Its place in the list; fallback where it is NULL or none of them. */
static int place_of(const char *name, const char *const *list, int count, int fallback)
{
    for (int i = 0; name && i < count; i++) {
        if (text_is(list[i], name))
            return i;
    }
    return fallback;
}

/* RFC 3339, or a day: its beginning, or its end. */
static int64_t in_moment(struct req *r, const char *name, bool is_end, int64_t fallback)
{
    const char *given = in_query_text(r, name);
    int64_t at = fallback;
    if (!given)
        return at;
    bool const is_day = date_is_valid(given);
    if (is_day)
        given = arena_printf(&r->arena, "%sT%d:00:00Z", given, NOON);
    if (!time_parse(given, &at))
        in_fault(r, name, "bad_time");
    if (!is_day)
        return at;
    return is_end ? level_end(USAGE_DAY, at) : level_start(USAGE_DAY, at);
}

static enum usage_level usual_level(const struct req *r, const struct usage_ask *ask)
{
    enum usage_level level = USAGE_MINUTE;
    while (level < USAGE_DAY && (ask->to - ask->from > spans[level].usual_s
                                 || r->now - ask->from > spans[level].oldest_s))
        level++;
    return level;
}

static void check_span(struct req *r, const struct usage_ask *ask)
{
    if (ask->from >= ask->to || ask->to - ask->from > spans[ask->step].longest_s)
        in_fault(r, "from", "out_of_range");
}

/* A draft is known to its publishers alone. */
static const char *in_bundle(struct req *r)
{
    struct bundle b;
    const char *given = in_query_text(r, "bundle");
    if (!given)
        return NULL;
    if (bundle_find(r->db, &r->arena, given, &b) == OK
        && (r->who.role >= ROLE_PUBLISHER || !text_is(b.status, "draft")))
        return b.id;
    in_fault(r, "bundle", "unknown");
    return NULL;
}

struct usage_ask usage_ask_in(struct req *r)
{
    struct usage_ask ask = {
        .bundle_id = in_bundle(r),
        .endpoint = in_query(r, "endpoint"),
        .key_id = in_query_text(r, "key"),
        .environment = in_query_choice(r, "environment", "development|production"),
        .to = in_moment(r, "to", true, r->now + 1),
    };
    const char *step = in_query_choice(r, "step", "minute|hour|day");
    ask.from = in_moment(r, "from", false, ask.to - DAY_S);
    ask.step = (enum usage_level)place_of(step, levels, USAGE_LEVELS,
                                          (int)usual_level(r, &ask));
    check_span(r, &ask);
    return ask;
}

int usage_by_in(struct req *r, const char *choices)
{
    return place_of(in_query_choice(r, "by", choices), bys, sizeof bys / sizeof bys[0], -1);
}

enum usage_order usage_order_in(struct req *r)
{
    const char *name = in_query_choice(r, "sort", "calls|errors|p95");
    return (enum usage_order)place_of(name, orders, sizeof orders / sizeof orders[0], MOST_CALLS);
}
