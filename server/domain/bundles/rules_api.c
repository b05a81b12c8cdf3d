#include "domain/bundles/rules_api.h"

#include "base/clock.h"
#include "base/text.h"
#include "domain/access/access.h"
#include "domain/access/target.h"
#include "domain/json/json.h"
#include "domain/limits/present.h"

#include <string.h>

/* Whole numbers, each null or within its bounds. */
struct number {
    const char *name;
    json_int_t min, max;
};

static const struct number limits[] = {
    { "rate_per_second", 1, LIMITS_RATE_MAX }, { "burst", 1, LIMITS_RATE_MAX },
    { "quota_per_day", 1, LIMITS_QUOTA_MAX }, { "quota_per_month", 1, LIMITS_QUOTA_MAX },
    { "concurrent_calls", 1, 100000 }, { "request_bytes", 1, INT64_C(1) << 40 },
    { "response_bytes", 1, INT64_C(1) << 40 }, { "call_timeout_ms", 100, 86400000 },
};
enum { LIMITS = sizeof limits / sizeof limits[0] };

static const struct number breaker[] = {
    { "error_percent", 1, 100 }, { "min_calls", 1, 100000 }, { "slow_ms", 10, 300000 },
    { "rest_s", 1, 600 },
};
enum { BREAKER = sizeof breaker / sizeof breaker[0] };

/* An object of the body under its name, noted where it is none. */
static const json_t *in_object(struct req *r, const char *name)
{
    const json_t *given = in_json(r, name);
    if (given && !json_is_object(given))
        in_fault(r, name, "wrong_type");
    return given;
}

static void number_in(struct req *r, const char *object, const struct number *n, json_t *kept)
{
    json_t *value = json_object_get(in_json(r, object), n->name);
    if (!value)
        return;
    const char *field = arena_printf(&r->arena, "%s.%s", object, n->name);
    if (!json_is_null(value) && !json_is_integer(value))
        in_fault(r, field, "wrong_type");
    else if (json_is_integer(value)
             && (json_integer_value(value) < n->min || json_integer_value(value) > n->max))
        in_fault(r, field, "out_of_range");
    json_object_set(kept, n->name, value);
}

/* The member of kept; made where it is not there. */
static json_t *member_of(json_t *kept, const char *name)
{
    json_t *member = json_object_get(kept, name);
    if (json_is_object(member))
        return member;
    member = json_object();
    json_object_set_new(kept, name, member);
    return member;
}

static void breaker_in(struct req *r, json_t *kept)
{
    const json_t *given = in_object(r, "breaker");
    if (!given)
        return;
    json_t *now = member_of(kept, "breaker");
    for (int i = 0; i < BREAKER; i++)
        number_in(r, "breaker", &breaker[i], now);
    if (json_object_get(given, "enabled"))
        json_object_set_new(now, "enabled",
                            json_boolean(in_bool_or(r, "breaker.enabled", true)));
}

/* Scheme, host and port, as a browser sends them. */
static bool is_origin(const char *text)
{
    struct url url;
    size_t const size = strlen(text);
    if (text_is(text, "*"))
        return true;
    return size <= ORIGIN_MAX && strpbrk(text, " \t") == NULL && text[size - 1] != '/'
           && text[strcspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")] == '\0' && url_parse(text, &url)
           && url.path_size == 0;
}

static json_t *origins_in(struct req *r)
{
    const json_t *given = in_json(r, "cors.origins");
    json_t *kept = json_array();
    size_t i;
    json_t *one;
    if (!json_is_array(given) || json_array_size(given) == 0)
        in_fault(r, "cors.origins", json_is_array(given) ? "required" : "wrong_type");
    if (json_array_size(given) > ORIGINS_MAX)
        in_fault(r, "cors.origins", "too_long");
    json_array_foreach(given, i, one) {
        const char *text = json_string_value(one);
        if (!text || !*text || !is_origin(text))
            in_fault(r, arena_printf(&r->arena, "cors.origins.%zu", i), "bad_origin");
        json_array_append(kept, one);
    }
    return kept;
}

static bool has_any(const json_t *origins)
{
    size_t i;
    json_t *one;
    json_array_foreach(origins, i, one) {
        if (text_is(json_string_value(one), "*"))
            return true;
    }
    return false;
}

static void cors_in(struct req *r, json_t *kept)
{
    json_t *given = json_object_get(r->body, "cors");
    if (json_is_null(given))
        json_object_del(kept, "cors");
    if (!in_object(r, "cors"))
        return;
    json_t *origins = origins_in(r);
    bool const has_credentials = in_bool_or(r, "cors.credentials", false);
    if (has_any(origins) && (has_credentials || json_array_size(origins) > 1))
        in_fault(r, has_credentials ? "cors.credentials" : "cors.origins", "any_origin");
    json_object_set_new(kept, "cors", json_pack("{so sb}", "origins", origins, "credentials",
                                                has_credentials));
}

static void validation_in(struct req *r, json_t *kept)
{
    if (in_json(r, "validates_requests"))
        json_object_set_new(kept, "validates_requests",
                            json_boolean(in_bool_or(r, "validates_requests", false)));
}

void bundle_rules_in(struct req *r, json_t *kept)
{
    validation_in(r, kept);
    in_object(r, "limits");
    for (int i = 0; i < LIMITS; i++)
        number_in(r, "limits", &limits[i], kept);
    breaker_in(r, kept);
    cors_in(r, kept);
}

static json_t *limits_part(const json_t *kept)
{
    json_t *part = json_object();
    for (int i = 0; i < LIMITS; i++) {
        json_t *value = json_object_get(kept, limits[i].name);
        json_object_set(part, limits[i].name, value ? value : json_null());
    }
    return part;
}

static json_t *breaker_json(const struct shield_rule *s)
{
    return json_pack("{sb sI sI so sI}", "enabled", s->has_breaker, "error_percent",
                     (json_int_t)s->error_percent, "min_calls", (json_int_t)s->min_calls,
                     "slow_ms", limit_json(s->slow_ms), "rest_s", (json_int_t)s->rest_s);
}

static json_t *seconds_json(const struct shield_figures *f)
{
    json_t *list = json_array();
    for (int i = 0; i < SHIELD_WINDOW_S; i++)
        json_array_append_new(list, json_pack("{sI sI}", "calls", (json_int_t)f->seconds[i].calls,
                                              "failed", (json_int_t)f->seconds[i].bad));
    return list;
}

/* How an upstream fares now; null where the gateway knows of none. */
static json_t *health_json(struct req *r, const struct bundle *b, enum key_environment e)
{
    struct shield_figures f;
    if (!access_shield_look(b->id, e, clock_steady_us() / 1000, &f))
        return json_null();
    int64_t const since = f.since_ms ? r->now - f.since_ms / 1000 : 0;
    int64_t const retry = f.rests_ms ? r->now + (f.rests_ms + 999) / 1000 : 0;
    return json_pack("{ss so so sI sI so}", "state", shield_state_name(f.state),
                     "since", time_json(&r->arena, since), "retry_at",
                     time_json(&r->arena, retry), "opened", (json_int_t)f.opened, "in_flight",
                     (json_int_t)f.in_flight, "seconds", seconds_json(&f));
}

void bundle_rules_json(struct req *r, const struct bundle *b, json_t *out)
{
    json_auto_t *kept = json_loads(b->limits, 0, NULL);
    struct access_rules const rules = bundle_rules(&r->arena, b);
    const json_t *cors = json_object_get(kept, "cors");
    json_object_set_new(out, "limits", limits_part(kept));
    json_object_set_new(out, "validates_requests", json_boolean(rules.validates_requests));
    json_object_set_new(out, "breaker", breaker_json(&rules.shield));
    json_object_set_new(out, "cors", cors ? json_deep_copy(cors) : json_null());
    json_object_set_new(out, "health", json_pack("{so so}",
        "development", health_json(r, b, KEY_DEVELOPMENT),
        "production", health_json(r, b, KEY_PRODUCTION)));
}
