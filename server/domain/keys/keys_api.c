#include "domain/keys/keys_api.h"

#include "base/ip.h"
#include "base/text.h"
#include "domain/json/json.h"
#include "domain/keys/keys.h"
#include "domain/limits/present.h"
#include "domain/sessions/step_up_api.h"
#include "domain/usage/figures.h"

#include <string.h>

enum { NOTE_MAX = 1000 };

static json_t *key_json(struct req *r, const struct api_key *k)
{
    struct arena *a = &r->arena;
    json_t *json = json_pack("{ss ss ss ss ss sb sb}", "id", k->id, "label", k->label,
                             "environment", k->environment, "head", k->head,
                             "status", k->is_active ? "active" : "inactive",
                             "blocked", k->is_blocked,
                             "expired", k->expires_at && k->expires_at <= r->now);
    json_t *times = json_pack("{so so so so so ss? so}", "created_at",
                              time_json(a, k->created_at), "updated_at",
                              time_json(a, k->updated_at), "expires_at",
                              time_json(a, k->expires_at), "previous_until",
                              time_json(a, k->previous_until), "last_used_at",
                              time_json(a, k->last_used_at), "last_used_ip", k->last_used_ip,
                              "allowed_ips", array_json(k->allowed_ips));
    json_object_update_new(json, times);
    struct limits_rule const limits = { .rate_per_second = (uint32_t)k->rate_per_second,
                                        .quota_per_day = (uint64_t)k->quota_per_day };
    struct limits_used const used = limits_used(k->account_id, k->id, r->now);
    json_object_set_new(json, "rate_per_second", limit_json(limits.rate_per_second));
    json_object_set_new(json, "quota_per_day", limit_json(limits.quota_per_day));
    json_object_set_new(json, "quota", quota_json(a, &limits, &used));
    return json;
}

/* With the key itself, this once; text is wiped. */
static json_t *new_key_json(struct req *r, const struct api_key *k,
                            char text[static KEY_TEXT_SIZE])
{
    json_t *json = key_json(r, k);
    json_object_set_new(json, "key", json_string(text));
    explicit_bzero(text, KEY_TEXT_SIZE);
    return json;
}

static struct key_caller caller_of(const struct req *r)
{
    return (struct key_caller){ .account_id = r->who.account_id, .ip = r->ip, .now = r->now };
}

static enum err reply_key(struct req *r, const char *account_id, const char *id)
{
    struct api_key key;
    TRY(api_key_find(r->db, &r->arena, account_id, id, &key));
    return reply_ok(r, key_json(r, &key));
}

/* A list of addresses and ranges as JSON text; NULL where there is none. */
static const char *in_ips(struct req *r)
{
    const json_t *given = in_json(r, "allowed_ips");
    if (!given)
        return NULL;
    if (!json_is_array(given))
        in_fault(r, "allowed_ips", "wrong_type");
    if (json_array_size(given) > KEY_IPS_MAX)
        in_fault(r, "allowed_ips", "too_long");
    json_t *kept = json_array();
    for (size_t i = 0; i < json_array_size(given); i++) {
        struct ip_range range;
        const char *text = json_string_value(json_array_get(given, i));
        text = text_trim(&r->arena, text ? text : "");
        if (!ip_range_parse(text, strlen(text), &range))
            in_fault(r, arena_printf(&r->arena, "allowed_ips.%zu", i), "bad_ip");
        json_array_append_new(kept, json_string(text));
    }
    return json_text(&r->arena, kept);
}

static int64_t in_expiry(struct req *r)
{
    int64_t const at = in_time_or(r, "expires_at", 0);
    if (at && at <= r->now)
        in_fault(r, "expires_at", "in_the_past");
    return at;
}

static enum key_environment in_environment(struct req *r)
{
    enum key_environment environment = KEY_DEVELOPMENT;
    const char *name = in_choice(r, "environment", "development|production");
    key_environment_parse(name, strlen(name), &environment);
    return environment;
}

/* A key's own limits; a null takes one away. */
static int64_t in_rate(struct req *r)
{
    return in_int_or(r, "rate_per_second", 0, 1, LIMITS_RATE_MAX);
}

static int64_t in_quota(struct req *r)
{
    return in_int_or(r, "quota_per_day", 0, 1, LIMITS_QUOTA_MAX);
}

/* How often the key was used, a number a day, today last. */
static json_t *days_json(const struct usage_sparks *sparks, const char *key_id)
{
    static const struct usage_spark unused;
    const struct usage_spark *spark = &unused;
    for (int i = 0; i < sparks->count; i++) {
        if (text_is(sparks->items[i].key_id, key_id))
            spark = &sparks->items[i];
    }
    json_t *days = json_array();
    for (int i = 0; i < USAGE_SPARK_DAYS; i++)
        json_array_append_new(days, json_integer(spark->calls[i]));
    return days;
}

static json_t *listed_json(struct req *r, const struct api_key *k,
                           const struct usage_sparks *sparks)
{
    json_t *json = key_json(r, k);
    json_object_set_new(json, "calls_by_day", days_json(sparks, k->id));
    return json;
}

enum err keys_list(struct req *r)
{
    struct page const page = in_page(r);
    TRY(in_check(r));

    struct api_keys found;
    int64_t total = 0;
    TRY(keys_of(r->db, &r->arena, r->who.account_id, page.cursor, page.limit + 1, &found));
    TRY(keys_count(r->db, r->who.account_id, &total));
    struct usage_sparks sparks;
    TRY(usage_sparks_of(r->db, &r->arena, r->who.account_id, r->now, &sparks));

    bool const more = found.count > page.limit;
    json_t *items = json_array();
    for (int i = 0; i < found.count - more; i++)
        json_array_append_new(items, listed_json(r, &found.items[i], &sparks));
    return reply_list(r, items, more ? found.items[page.limit - 1].id : NULL, total);
}

/* A key that reaches Production is worth stealing a browser for. */
static enum err guard_production(struct req *r, bool is_production)
{
    return is_production ? step_up_require(r) : OK;
}

enum err keys_post(struct req *r)
{
    const char *ips = in_ips(r);
    struct key_form const form = {
        .label = in_text(r, "label", 1, KEY_LABEL_MAX), .environment = in_environment(r),
        .expires_at = in_expiry(r), .allowed_ips = ips ? ips : "[]",
        .rate_per_second = in_rate(r), .quota_per_day = in_quota(r),
    };
    TRY(in_check(r));
    TRY(guard_production(r, form.environment == KEY_PRODUCTION));

    struct key_caller const by = caller_of(r);
    struct api_key key;
    char text[KEY_TEXT_SIZE];
    TRY(api_key_create(r->db, &r->arena, &by, &form, &key, text));

    return reply_created(r, new_key_json(r, &key, text));
}

enum err key_get(struct req *r)
{
    return reply_key(r, r->who.account_id, in_path(r, "id"));
}

enum err key_patch(struct req *r)
{
    struct key_change const change = {
        .label = in_has(r, "label") ? in_text(r, "label", 1, KEY_LABEL_MAX) : NULL,
        .has_expiry = json_object_get(r->body, "expires_at") != NULL,
        .expires_at = in_expiry(r), .allowed_ips = in_ips(r),
        .has_rate = json_object_get(r->body, "rate_per_second") != NULL,
        .has_quota = json_object_get(r->body, "quota_per_day") != NULL,
        .rate_per_second = in_rate(r), .quota_per_day = in_quota(r),
    };
    TRY(in_check(r));

    struct key_caller const by = caller_of(r);
    TRY(api_key_update(r->db, &by, in_path(r, "id"), &change));

    return reply_key(r, r->who.account_id, in_path(r, "id"));
}

enum err key_delete_one(struct req *r)
{
    struct key_caller const by = caller_of(r);
    TRY(api_key_delete(r->db, &by, in_path(r, "id")));
    return reply_said(r, "API Key berhasil dihapus", "API key deleted");
}

enum err key_activate_post(struct req *r)
{
    struct key_caller const by = caller_of(r);
    enum err const e = api_key_activate(r->db, &by, in_path(r, "id"));
    if (e == FORBIDDEN)
        return req_say(r, e, "API Key ini dinonaktifkan admin. Hubungi admin portal.",
                       "An admin has deactivated this API key. Contact the portal's admin.");
    TRY(e);
    return reply_key(r, r->who.account_id, in_path(r, "id"));
}

enum err key_deactivate_post(struct req *r)
{
    struct key_caller const by = caller_of(r);
    TRY(api_key_deactivate(r->db, &by, in_path(r, "id")));
    return reply_key(r, r->who.account_id, in_path(r, "id"));
}

enum err key_rotate_post(struct req *r)
{
    int64_t const grace_s = in_int_or(r, "grace_s", 0, 0, KEY_GRACE_MAX_S);
    TRY(in_check(r));

    struct key_caller const by = caller_of(r);
    struct api_key key;
    char text[KEY_TEXT_SIZE];
    TRY(api_key_find(r->db, &r->arena, by.account_id, in_path(r, "id"), &key));
    TRY(guard_production(r, text_is(key.environment, "production")));
    TRY(api_key_rotate(r->db, &by, in_path(r, "id"), grace_s, text));
    TRY(api_key_find(r->db, &r->arena, by.account_id, in_path(r, "id"), &key));

    return reply_ok(r, new_key_json(r, &key, text));
}

static json_t *owned_json(struct req *r, const struct api_key *k)
{
    json_t *json = key_json(r, k);
    json_object_set_new(json, "account_id", json_string(k->account_id));
    return json;
}

enum err admin_keys_list(struct req *r)
{
    struct page const page = in_page(r);
    const char *account_id = in_query_text(r, "account");
    if (!account_id)
        in_fault(r, "account", "required");
    TRY(in_check(r));

    struct api_keys found;
    TRY(keys_of(r->db, &r->arena, account_id, page.cursor, page.limit + 1, &found));

    bool const more = found.count > page.limit;
    json_t *items = json_array();
    for (int i = 0; i < found.count - more; i++)
        json_array_append_new(items, owned_json(r, &found.items[i]));
    return reply_list(r, items, more ? found.items[page.limit - 1].id : NULL, -1);
}

static enum err reply_owned(struct req *r)
{
    struct api_key key;
    TRY(api_key_find(r->db, &r->arena, NULL, in_path(r, "id"), &key));
    return reply_ok(r, owned_json(r, &key));
}

enum err admin_key_deactivate_post(struct req *r)
{
    const char *why = in_lines(r, "note", 1, NOTE_MAX);
    TRY(in_check(r));

    struct key_caller const by = caller_of(r);
    TRY(api_key_block(r->db, &by, in_path(r, "id"), why));

    return reply_owned(r);
}

enum err admin_key_activate_post(struct req *r)
{
    struct key_caller const by = caller_of(r);
    TRY(api_key_unblock(r->db, &by, in_path(r, "id")));
    return reply_owned(r);
}
