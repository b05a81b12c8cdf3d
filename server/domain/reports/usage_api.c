#include "domain/reports/usage_api.h"

#include "base/text.h"
#include "domain/access/access.h"
#include "domain/bundles/bundles.h"
#include "domain/keys/keys.h"
#include "domain/reports/usage_ask_api.h"
#include "domain/reports/usage_csv_api.h"
#include "domain/reports/usage_names_api.h"
#include "domain/usage/recent.h"

#include <string.h>

enum { GROUPS_MAX = 100, GROUPS_USUAL = 20, CSV_GROUPS = 1000 };

#define OWN "bundle|endpoint|key|environment|status"
#define ALL "bundle|endpoint|key|account|environment|status"

/* Milliseconds; null for none. */
static json_t *ms_json(int64_t us)
{
    return us < 0 ? json_null() : json_real((double)us / 1000);
}

static const char *const classes[USAGE_CLASSES] = { "calls_2xx", "calls_3xx", "calls_4xx",
                                                    "calls_5xx" };

static void add_figures(json_t *json, const struct usage_figures *f)
{
    json_object_set_new(json, "calls", json_integer(f->calls));
    json_object_set_new(json, "errors", json_integer(f->errors));
    for (int i = 0; i < USAGE_CLASSES; i++)
        json_object_set_new(json, classes[i], json_integer(f->by_class[i]));
    json_object_set_new(json, "p50_ms", ms_json(f->p50_us));
    json_object_set_new(json, "p95_ms", ms_json(f->p95_us));
    json_object_set_new(json, "p99_ms", ms_json(f->p99_us));
    json_object_set_new(json, "upstream_p50_ms", ms_json(f->upstream_p50_us));
    json_object_set_new(json, "upstream_p95_ms", ms_json(f->upstream_p95_us));
}

static json_t *figures_json(const struct usage_figures *f)
{
    json_t *json = json_object();
    add_figures(json, f);
    return json;
}

static json_t *answer_json(struct req *r, const struct usage_ask *ask,
                           const struct usage_figures *totals)
{
    struct arena *a = &r->arena;
    return json_pack("{ss ss ss so}", "from", time_rfc3339(a, level_start(ask->step, ask->from)),
                     "to", time_rfc3339(a, ask->to), "step", level_name(ask->step), "totals",
                     figures_json(totals));
}

static enum err reply_series(struct req *r, const struct usage_ask *ask)
{
    struct usage_series found;
    TRY(usage_over_time(r->db, &r->arena, ask, &found));
    json_t *series = json_array();
    for (int i = 0; i < found.count; i++) {
        json_t *point = json_pack("{ss}", "at", time_rfc3339(&r->arena, found.points[i].at));
        add_figures(point, &found.points[i].figures);
        json_array_append_new(series, point);
    }
    json_t *answer = answer_json(r, ask, &found.totals);
    json_object_set_new(answer, "series", series);
    return reply_ok(r, answer);
}

static json_t *group_json(struct req *r, enum usage_by by, const struct usage_group *g,
                          bool is_staff)
{
    struct group_names const n = group_names_of(r, by, g, is_staff);
    json_t *json = json_pack("{ss ss?}", "id", n.id, "name", n.name);
    if (by == BY_ENDPOINT)
        json_object_set_new(json, "bundle", json_string(n.bundle));
    if (by == BY_KEY && is_staff)
        json_object_set_new(json, "account", n.account ? json_string(n.account) : json_null());
    if (by == BY_ACCOUNT)
        json_object_set_new(json, "institution",
                            n.institution ? json_string(n.institution) : json_null());
    add_figures(json, &g->figures);
    return json;
}

static enum err reply_groups(struct req *r, const struct usage_ask *ask,
                             const struct usage_grouping *grouping, bool is_staff)
{
    struct usage_groups found;
    TRY(usage_grouped(r->db, &r->arena, ask, grouping, &found));
    json_t *groups = json_array();
    for (int i = 0; i < found.count; i++)
        json_array_append_new(groups, group_json(r, grouping->by, &found.items[i], is_staff));
    json_t *answer = answer_json(r, ask, &found.totals);
    json_object_set_new(answer, "groups", groups);
    json_object_set_new(answer, "group_count", json_integer(found.total));
    return reply_ok(r, answer);
}

static int groups_limit_in(struct req *r)
{
    const char *given = in_query_text(r, "limit");
    int64_t limit = GROUPS_USUAL;
    if (given && !text_to_int(given, 1, GROUPS_MAX, &limit))
        in_fault(r, "limit", "out_of_range");
    return (int)limit;
}

static struct usage_ask own_ask(struct req *r)
{
    struct usage_ask ask = usage_ask_in(r);
    ask.account_id = r->who.account_id;
    return ask;
}

/* A publisher's are the bundles that they made; an admin's are all. */
static struct usage_ask staff_ask(struct req *r)
{
    struct usage_ask ask = usage_ask_in(r);
    ask.account_id = in_query_text(r, "account");
    ask.publisher_id = r->who.role == ROLE_ADMIN ? NULL : r->who.account_id;
    return ask;
}

/* Over time, or by something. */
static enum err reply_asked(struct req *r, const struct usage_ask *ask, const char *choices,
                            bool is_staff)
{
    int const by = usage_by_in(r, choices);
    struct usage_grouping const grouping = { (enum usage_by)by, usage_order_in(r),
                                             groups_limit_in(r) };
    TRY(in_check(r));
    return by < 0 ? reply_series(r, ask) : reply_groups(r, ask, &grouping, is_staff);
}

enum err usage_get(struct req *r)
{
    struct usage_ask const ask = own_ask(r);
    return reply_asked(r, &ask, OWN, false);
}

enum err admin_usage_get(struct req *r)
{
    struct usage_ask const ask = staff_ask(r);
    return reply_asked(r, &ask, ALL, true);
}

static enum err csv_grouped(struct req *r, const struct usage_ask *ask,
                          const struct usage_grouping *grouping, bool is_staff,
                          const char **out)
{
    struct usage_groups groups;
    TRY(usage_grouped(r->db, &r->arena, ask, grouping, &groups));
    *out = groups_csv(r, grouping->by, &groups, is_staff);
    return OK;
}

static enum err csv_over_time(struct req *r, const struct usage_ask *ask, const char **out)
{
    struct usage_series series;
    TRY(usage_over_time(r->db, &r->arena, ask, &series));
    *out = series_csv(&r->arena, &series);
    return OK;
}

static enum err reply_csv(struct req *r, const struct usage_ask *ask, const char *choices,
                          bool is_staff)
{
    int const by = usage_by_in(r, choices);
    struct usage_grouping const grouping = { (enum usage_by)by, usage_order_in(r), CSV_GROUPS };
    const char *text = "";
    TRY(in_check(r));

    if (by < 0)
        TRY(csv_over_time(r, ask, &text));
    else
        TRY(csv_grouped(r, ask, &grouping, is_staff, &text));

    reply_header(r, "Content-Disposition", "attachment; filename=\"usage.csv\"");
    return reply_bytes(r, "text/csv; charset=utf-8; header=present", text, strlen(text));
}

enum err usage_csv_get(struct req *r)
{
    struct usage_ask const ask = own_ask(r);
    return reply_csv(r, &ask, OWN, false);
}

enum err admin_usage_csv_get(struct req *r)
{
    struct usage_ask const ask = staff_ask(r);
    return reply_csv(r, &ask, ALL, true);
}

static const char *time_with_ms(struct arena *a, int64_t ms)
{
    const char *seconds = time_rfc3339(a, ms / 1000);
    return arena_printf(a, "%.*s.%03dZ", (int)strlen(seconds) - 1, seconds, (int)(ms % 1000));
}

/* The path as the document has it; what it does not know has none. */
static json_t *recent_json(struct req *r, const struct recent_call *c)
{
    struct access_names names;
    access_names(c->bundle, c->endpoint, &names);
    const char *space = strchr(names.endpoint, ' ');
    struct bundle b;
    bool const has_bundle = bundle_find(r->db, &r->arena, names.bundle_id, &b) == OK;
    return json_pack("{ss ss ss? ss? si sf}", "at", time_with_ms(&r->arena, c->at_ms), "method",
                     c->method, "path", space ? space + 1 : NULL, "bundle",
                     has_bundle ? b.slug : NULL, "status", (int)c->status, "duration_ms",
                     (double)c->duration_us / 1000);
}

enum err key_calls_get(struct req *r)
{
    struct api_key key;
    TRY(api_key_find(r->db, &r->arena, r->who.account_id, in_path(r, "id"), &key));

    struct recent_call calls[RECENT_MAX];
    int const count = recent_calls_of(key.id, calls);

    json_t *items = json_array();
    for (int i = 0; i < count; i++)
        json_array_append_new(items, recent_json(r, &calls[i]));
    return reply_ok(r, items);
}
