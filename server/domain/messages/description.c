#include "domain/messages/description.h"

#include "base/text.h"
#include "domain/json/json.h"
#include "domain/messages/described.h"
#include "domain/messages/endpoint.h"
#include "domain/messages/secrets.h"

#include <string.h>

static const char root_members[] = "name|source|verified|channels|request|code_request|taken|final"
                                   "|id|why|per_minute|at_once|timeout_s|doubt|receipts";
static const char request_members[] = "method|url|headers|query|form|json";
static const char rule_members[] = "status|pointer|equals|contains";
static const char receipt_members[] = "secret|id|state|why|sent|delivered|read|failed";

/* ---- what may stand where */

static enum err check_members(const json_t *json, const char *where, const char *allowed)
{
    const char *name;
    json_t *value;
    if (!json_is_object(json))
        return err_because(BAD_INPUT, "%s is no object", where);
    json_object_foreach((json_t *)json, name, value) {
        if (!text_is_one_of(name, allowed))
            return err_because(BAD_INPUT, "%s has no member %s", where, name);
    }
    return OK;
}

static bool is_pointer(const json_t *value)
{
    const char *text = json_string_value(value);
    return !value || (text && (*text == '/' || !*text));
}

static bool is_text(const json_t *value)
{
    return json_is_string(value) && *json_string_value(value);
}

static enum err check_rule(const json_t *json, const char *where)
{
    if (!json)
        return OK;
    TRY(check_members(json, where, rule_members));
    if (!is_pointer(json_object_get(json, "pointer")))
        return err_because(BAD_INPUT, "%s: pointer is no JSON pointer such as /status", where);
    if (json_object_get(json, "contains") && !is_text(json_object_get(json, "contains")))
        return err_because(BAD_INPUT, "%s: contains is no text", where);
    return OK;
}

static enum err check_final(const json_t *list)
{
    size_t i;
    json_t *rule;
    if (list && !json_is_array(list))
        return err_because(BAD_INPUT, "final is no list");
    json_array_foreach(list, i, rule)
        TRY(check_rule(rule, "final"));
    return OK;
}

static enum err check_texts(const json_t *map, const char *where)
{
    const char *name;
    json_t *value;
    if (map && !json_is_object(map))
        return err_because(BAD_INPUT, "%s is no object", where);
    json_object_foreach((json_t *)map, name, value) {
        if (!json_is_string(value))
            return err_because(BAD_INPUT, "%s: %s is no text", where, name);
    }
    return OK;
}

/* Filled in once for a message of no matter which content, so that every name and every secret
 * is known to be there. */
static enum err try_request(const struct description *d, const struct outgoing *sample)
{
    AUTO_ARENA struct arena a = { 0 };
    struct http_call call = { 0 };
    return described_request(&a, d, sample, &call);
}

static enum err check_request(const struct description *d, const json_t *request,
                              const char *where)
{
    struct outgoing const sample = {
        .id = "msg_1", .to = "6281200000000", .text = "x", .subject = "x", .template = "otp",
        .language = "id", .code = request == d->code_request ? "000000" : NULL,
    };
    TRY(check_members(request, where, request_members));
    const char *url = json_string_value(json_object_get(request, "url"));
    const char *fault = url ? endpoint_fault(url) : "is missing";
    if (fault)
        return err_because(BAD_INPUT, "%s: url %s", where, fault);
    if (json_object_get(request, "form") && json_object_get(request, "json"))
        return err_because(BAD_INPUT, "%s: either form or json", where);
    TRY(check_texts(json_object_get(request, "headers"), "headers"));
    TRY(check_texts(json_object_get(request, "query"), "query"));
    TRY(check_texts(json_object_get(request, "form"), "form"));
    return try_request(d, &sample);
}

static enum err check_receipts(const json_t *json)
{
    static const char *const states[] = { "sent", "delivered", "read", "failed" };
    if (!json)
        return OK;
    TRY(check_members(json, "receipts", receipt_members));
    if (!is_text(json_object_get(json, "secret")) || !is_text(json_object_get(json, "id"))
        || !is_text(json_object_get(json, "state")))
        return err_because(BAD_INPUT, "receipts: secret, id and state are needed");
    if (!is_pointer(json_object_get(json, "id")) || !is_pointer(json_object_get(json, "state"))
        || !is_pointer(json_object_get(json, "why")))
        return err_because(BAD_INPUT, "receipts: id, state and why are JSON pointers");
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        const json_t *list = json_object_get(json, states[i]);
        if (list && !json_is_array(list))
            return err_because(BAD_INPUT, "receipts: %s is no list", states[i]);
    }
    return OK;
}

static enum err check_channel(const json_t *list, const char *channel)
{
    size_t i;
    json_t *one;
    json_array_foreach(list, i, one) {
        if (text_is(json_string_value(one), channel))
            return OK;
    }
    return err_because(BAD_INPUT, "channels does not name %s", channel);
}

/* ---- reading */

static enum err read_number(const json_t *root, const char *name, int64_t max, int64_t *out)
{
    const json_t *value = json_object_get(root, name);
    if (!value)
        return OK;
    if (!json_is_integer(value) || json_integer_value(value) < 1
        || json_integer_value(value) > max)
        return err_because(BAD_INPUT, "%s is no number from 1 to %lld", name, (long long)max);
    *out = json_integer_value(value);
    return OK;
}

static enum err read_doubt(const json_t *root, enum doubt *out)
{
    const json_t *value = json_object_get(root, "doubt");
    const char *text = value ? json_string_value(value) : "send_again";
    if (!text || !text_is_one_of(text, "send_again|send_same|stop"))
        return err_because(BAD_INPUT, "doubt is none of send_again, send_same, stop");
    *out = text_is(text, "stop") ? DOUBT_STOP
           : text_is(text, "send_same") ? DOUBT_SEND_SAME : DOUBT_SEND_AGAIN;
    return OK;
}

struct rule rule_of(const json_t *json)
{
    return (struct rule){
        .status = json_object_get(json, "status"),
        .pointer = json_string_value(json_object_get(json, "pointer")),
        .equals = json_object_get(json, "equals"),
        .contains = json_string_value(json_object_get(json, "contains")),
    };
}

static enum err read_values(struct description *d)
{
    const json_t *root = d->root, *name = json_object_get(root, "name");
    if (!is_text(name) || !provider_secret_name_is_sound(json_string_value(name)))
        return err_because(BAD_INPUT, "name is no word of lower-case letters, digits, hyphens");
    if (!is_pointer(json_object_get(root, "id")) || !is_pointer(json_object_get(root, "why")))
        return err_because(BAD_INPUT, "id and why are JSON pointers such as /id/0");
    d->name = json_string_value(name);
    d->request = json_object_get(root, "request");
    d->code_request = json_object_get(root, "code_request");
    d->taken = rule_of(json_object_get(root, "taken"));
    d->final = json_object_get(root, "final");
    d->id = json_string_value(json_object_get(root, "id"));
    d->why = json_string_value(json_object_get(root, "why"));
    d->receipts = json_object_get(root, "receipts");
    TRY(read_number(root, "per_minute", 60000, &d->per_minute));
    TRY(read_number(root, "at_once", 8, &d->at_once));
    TRY(read_number(root, "timeout_s", 20, &d->timeout_s));
    return read_doubt(root, &d->doubt);
}

static enum err check_all(struct description *d, const char *channel)
{
    TRY(check_members(d->root, "it", root_members));
    TRY(read_values(d));
    TRY(check_channel(json_object_get(d->root, "channels"), channel));
    TRY(check_request(d, d->request, "request"));
    if (d->code_request)
        TRY(check_request(d, d->code_request, "code_request"));
    TRY(check_rule(json_object_get(d->root, "taken"), "taken"));
    TRY(check_final(d->final));
    TRY(check_receipts(d->receipts));
    if (!d->receipts)
        return OK;
    const char *secret = json_string_value(json_object_get(d->receipts, "secret"));
    enum err const e = provider_secret(secret, &d->receipts_secret);
    if (e == NOT_FOUND)             /* receipts are not wanted */
        d->receipts = NULL;
    return e == NOT_FOUND ? OK : e;
}

enum err description_read(const char *path, const char *channel, struct description *out)
{
    enum { USUAL_TIMEOUT_S = 15 };
    json_error_t error;
    struct description d = {
        .root = json_load_file(path, JSON_REJECT_DUPLICATES, &error), .timeout_s = USUAL_TIMEOUT_S,
    };
    if (!d.root)
        return err_because(BAD_INPUT, "%s:%d: %s", path, error.line, error.text);
    enum err const e = check_all(&d, channel);
    if (!e) {
        *out = d;
        return OK;
    }
    AUTO_ARENA struct arena a = { 0 };
    const char *why = arena_copy(&a, err_why());
    description_close(&d);
    return err_because(BAD_INPUT, "%s: %s", path, why);
}

void description_close(struct description *d)
{
    json_decref(d->root);
    *d = (struct description){ 0 };
}
