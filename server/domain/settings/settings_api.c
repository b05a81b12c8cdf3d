#include "domain/settings/settings_api.h"

#include "base/text.h"
#include "domain/audit/audit.h"
#include "domain/json/json.h"
#include "domain/settings/settings.h"
#include "store/db.h"

static bool is_switch(const struct setting *s)
{
    return text_is(s->choices, "false|true");
}

static json_t *value_json(const struct setting *s, const char *value)
{
    int64_t number = 0;
    if (!s->choices && text_to_int(value, s->min, s->max, &number))
        return json_integer(number);
    return is_switch(s) ? json_boolean(text_is(value, "true")) : json_string(value);
}

/* What each setting is, for whoever shows them. */
static json_t *meaning_json(const struct req *r, const struct setting *s)
{
    const char *kind = !s->choices ? "number" : is_switch(s) ? "switch" : "choice";
    json_t *json = json_pack("{ss ss ss? so ss}", "name", s->name, "kind", kind, "choices",
                             s->choices, "default", value_json(s, s->fallback), "meaning",
                             req_words(r, s->meaning_id, s->meaning_en));
    if (s->choices)
        return json;
    json_object_set_new(json, "min", json_integer(s->min));
    json_object_set_new(json, "max", json_integer(s->max));
    return json;
}

static enum err reply_settings(struct req *r)
{
    json_t *values = json_object(), *meanings = json_array();
    enum err e = OK;
    for (int i = 0; i < portal_setting_count && !e; i++) {
        const struct setting *s = &portal_settings[i];
        const char *value = s->fallback;
        e = setting_text(r->db, &r->arena, s->name, &value);
        json_object_set_new(values, s->name, value_json(s, value));
        json_array_append_new(meanings, meaning_json(r, s));
    }
    json_t *answer = json_pack("{sb so s{so}}", "status", 1, "data", values, "meta", "settings",
                               meanings);
    if (!e)
        return reply_raw(r, 200, answer);
    json_decref(answer);
    return e;
}

enum err settings_get(struct req *r)
{
    return reply_settings(r);
}

static const struct setting *find_setting(const char *name)
{
    for (int i = 0; i < portal_setting_count; i++) {
        if (text_is(portal_settings[i].name, name))
            return &portal_settings[i];
    }
    return NULL;
}

static const char *text_of(struct arena *a, const struct setting *s, const json_t *value)
{
    if (!s->choices)
        return json_is_integer(value)
            ? arena_printf(a, "%lld", (long long)json_integer_value(value)) : NULL;
    if (is_switch(s) && json_is_boolean(value))
        return json_is_true(value) ? "true" : "false";
    return is_switch(s) ? NULL : json_string_value(value);
}

static void check_one(struct req *r, const char *name, const json_t *value)
{
    const struct setting *s = find_setting(name);
    if (!s) {
        in_fault(r, name, "unknown");
        return;
    }
    const char *text = text_of(&r->arena, s, value);
    if (!text)
        in_fault(r, name, "wrong_type");
    else if (!setting_takes(s, text))
        in_fault(r, name, s->choices ? "not_a_choice" : "out_of_range");
}

static enum err change(struct req *r)
{
    AUTO_TX struct tx tx = { 0 };
    const char *name;
    json_t *value;
    TRY(tx_begin(&tx, r->db));
    json_object_foreach(r->body, name, value)
        TRY(setting_change(tx.db, name, text_of(&r->arena, find_setting(name), value),
                           r->who.account_id, r->now));
    TRY(audit_add(tx.db, &(struct audit_entry){
        .actor = r->who.account_id, .action = "settings.change", .subject = "settings",
        .detail = json_text(&r->arena, json_incref(r->body)), .ip = r->ip, .at = r->now }));
    return tx_commit(&tx);
}

enum err settings_patch(struct req *r)
{
    const char *name;
    json_t *value;
    if (!r->body)
        return err_because(BAD_INPUT, "no body");
    json_object_foreach(r->body, name, value)
        check_one(r, name, value);
    TRY(in_check(r));

    enum err const e = change(r);
    settings_forget();
    TRY(e);

    return reply_settings(r);
}
