#include "domain/messages/described.h"

#include "base/text.h"
#include "domain/json/json.h"

#include <string.h>

enum { SLOTS = 2, WHY_MAX = 120 };

static struct description slots[SLOTS];        /* whatsapp, sms */

/* ---- the call */

static enum err fill_pairs(struct arena *a, const json_t *map, const struct outgoing *m,
                           const char **out)
{
    const char *name, *pairs = "";
    json_t *words;
    json_object_foreach((json_t *)map, name, words) {
        const char *value = NULL;
        TRY(description_fill(a, json_string_value(words), m, NULL, &value));
        pairs = arena_printf(a, "%s%s%s=%s", pairs, *pairs ? "&" : "", http_escape(a, name),
                             http_escape(a, value));
    }
    *out = pairs;
    return OK;
}

/* In place. */
static enum err fill_json(struct arena *a, json_t *json, const struct outgoing *m);

static enum err fill_member(struct arena *a, json_t *value, const struct outgoing *m)
{
    const char *text = NULL;
    if (!json_is_string(value))
        return fill_json(a, value, m);
    TRY(description_fill(a, json_string_value(value), m, NULL, &text));
    if (json_string_set(value, text) != 0)
        return err_because(BAD_INPUT, "a value is no UTF-8");
    return OK;
}

static enum err fill_json(struct arena *a, json_t *json, const struct outgoing *m)
{
    const char *name;
    size_t i;
    json_t *value;
    json_object_foreach(json, name, value)
        TRY(fill_member(a, value, m));
    json_array_foreach(json, i, value)
        TRY(fill_member(a, value, m));
    return OK;
}

static enum err fill_headers(struct arena *a, const json_t *map, const struct outgoing *m,
                             struct http_call *out)
{
    const char *name;
    json_t *words;
    int count = 0;
    while (out->headers[count])
        count++;
    json_object_foreach((json_t *)map, name, words) {
        const char *value = NULL;
        TRY(description_fill(a, json_string_value(words), m, NULL, &value));
        if (count == HTTP_HEADERS_MAX || !text_is_visible(value, false)
            || !text_is_visible(name, false) || strpbrk(name, ": "))
            return err_because(BAD_INPUT, "the header %s has a line break, or is one too many",
                               name);
        out->headers[count++] = arena_printf(a, "%s: %s", name, value);
    }
    return OK;
}

static enum err fill_body(struct arena *a, const json_t *request, const struct outgoing *m,
                          struct http_call *out)
{
    const json_t *form = json_object_get(request, "form"), *json = json_object_get(request,
                                                                                    "json");
    if (form) {
        out->headers[0] = "Content-Type: application/x-www-form-urlencoded";
        return fill_pairs(a, form, m, &out->body);
    }
    if (!json)
        return OK;
    json_t *copy = json_deep_copy(json);
    enum err const e = fill_json(a, copy, m);
    if (e) {
        json_decref(copy);
        return e;
    }
    out->headers[0] = "Content-Type: application/json";
    out->body = json_text(a, copy);
    return OK;
}

static enum err fill_url(struct arena *a, const json_t *request, const struct outgoing *m,
                         struct http_call *out)
{
    const char *url = NULL, *query = NULL;
    TRY(description_fill(a, json_string_value(json_object_get(request, "url")), m, http_escape,
                         &url));
    TRY(fill_pairs(a, json_object_get(request, "query"), m, &query));
    out->url = !*query ? url : arena_printf(a, "%s%c%s", url, strchr(url, '?') ? '&' : '?', query);
    return OK;
}

enum err described_request(struct arena *a, const struct description *d,
                           const struct outgoing *m, struct http_call *out)
{
    const json_t *request = m->code && d->code_request ? d->code_request : d->request;
    const char *method = json_string_value(json_object_get(request, "method"));
    struct http_call call = { .timeout_s = d->timeout_s, .ca_file = d->ca_file };
    TRY(fill_url(a, request, m, &call));
    TRY(fill_body(a, request, m, &call));
    TRY(fill_headers(a, json_object_get(request, "headers"), m, &call));
    call.method = method ? method : "POST";
    if (!text_is_one_of(call.method, "GET|POST|PUT"))
        return err_because(BAD_INPUT, "method is none of GET, POST, PUT");
    *out = call;
    return OK;
}

/* ---- the answer */

static bool status_fits(const json_t *wanted, long status)
{
    size_t i;
    json_t *one;
    if (text_is(json_string_value(wanted), "2xx"))
        return status >= 200 && status < 300;
    json_array_foreach(wanted, i, one) {
        if (json_integer_value(one) == status)
            return true;
    }
    return json_is_integer(wanted) && json_integer_value(wanted) == status;
}

/* By their text, so that "200" and 200 are one: providers are not of one mind. */
static bool value_fits(struct arena *a, const json_t *wanted, const char *found)
{
    size_t i;
    json_t *one;
    json_array_foreach(wanted, i, one) {
        if (text_is(json_scalar(a, one), found))
            return true;
    }
    return text_is(json_scalar(a, wanted), found);
}

static bool body_fits(struct arena *a, const struct rule *r, const char *found)
{
    if (!found)
        return false;
    if (r->equals && !value_fits(a, r->equals, found))
        return false;
    return !r->contains || strcasestr(found, r->contains);
}

static bool is_final(struct arena *a, const struct description *d, long status,
                     const json_t *json)
{
    size_t i;
    json_t *one;
    json_array_foreach(d->final, i, one) {
        struct rule const r = rule_of(one);
        bool const fits = !r.pointer || body_fits(a, &r, json_scalar(a, json_at(json, r.pointer)));
        if (fits && (!r.status || status_fits(r.status, status)))
            return true;
    }
    return false;
}

/* The provider's own words, without what may be somebody's number, address, or code. */
static const char *cleaned(struct arena *a, const char *words)
{
    char *out = arena_printf(a, "%.*s", WHY_MAX, words);
    for (char *at = out; *at; at++) {
        if ((*at >= '0' && *at <= '9') || (unsigned char)*at < ' ' || *at == '@'
            || (unsigned char)*at >= 0x7f)
            *at = '.';
    }
    return out;
}

static const char *why_not(struct arena *a, const struct description *d, long status,
                           const json_t *json)
{
    const char *words = d->why ? json_scalar(a, json_at(json, d->why)) : NULL;
    if (!words)
        return arena_printf(a, "%s answered %ld", d->name, status);
    return arena_printf(a, "%s answered %ld: %s", d->name, status, cleaned(a, words));
}

static enum handed handed_of(struct arena *a, const struct description *d, long status,
                             const json_t *json)
{
    const struct rule *taken = &d->taken;
    const char *found = taken->pointer ? json_scalar(a, json_at(json, taken->pointer)) : NULL;
    bool const is_status = taken->status ? status_fits(taken->status, status)
                                         : status >= 200 && status < 300;
    if (is_status && (!taken->pointer || body_fits(a, taken, found)))
        return TAKEN;
    if (is_final(a, d, status, json))
        return REFUSED;
    if (is_status && !found)        /* it says yes, in words that nobody understands */
        return UNSURE;
    return status == 408 || status == 502 || status == 504 ? UNSURE : NOT_YET;
}

void described_judge(struct arena *a, const struct description *d,
                     const struct http_answer *answer, struct outcome *out)
{
    json_t *json = json_nests_within(answer->body, answer->size, 32)
        ? json_loadb(answer->body, answer->size, 0, NULL) : NULL;
    *out = (struct outcome){ .handed = handed_of(a, d, answer->status, json) };
    if (out->handed == TAKEN && d->id) {
        const char *id = json_scalar(a, json_at(json, d->id));
        out->provider_id = id ? arena_copy(a, id) : NULL;
    }
    if (out->handed != TAKEN) {
        out->why = why_not(a, d, answer->status, json);
        out->retry_after_s = answer->retry_after_s;
    }
    json_decref(json);
}

/* ---- the backend */

static void described_send(const struct backend *self, struct arena *a, const struct outgoing *m,
                           struct outcome *out)
{
    const struct description *d = self->own;
    struct http_call call;
    struct http_answer answer;
    if (described_request(a, d, m, &call) != OK) {
        *out = (struct outcome){ .handed = REFUSED, .why = "it cannot be put into a call" };
        return;
    }
    http_call(a, &call, &answer);
    if (answer.end == HTTP_ANSWERED)
        described_judge(a, d, &answer, out);
    else
        *out = (struct outcome){ .why = answer.why,
                                 .handed = answer.end == HTTP_NOT_SENT ? NOT_YET : UNSURE };
}

/* As far as TLS: there is no call that sends nothing. */
static enum err described_check(const struct backend *self, struct arena *a)
{
    const struct description *d = self->own;
    struct outgoing const nothing = {
        .id = "msg_1", .to = "6281200000000", .text = "x", .subject = "x", .template = "otp",
        .language = "id",
    };
    struct http_call call;
    struct http_answer answer;
    TRY(described_request(a, d, &nothing, &call));
    call.only_connects = true;
    http_call(a, &call, &answer);
    return answer.end == HTTP_ANSWERED ? OK : err_because(INTERNAL, "%s: %s", d->name,
                                                          answer.why);
}

enum err described_open(const struct delivery_settings *settings, const char *channel,
                        const char *file, struct backend *out)
{
    AUTO_ARENA struct arena a = { 0 };
    struct description *d = &slots[text_is(channel, "sms")];
    description_close(d);
    const char *path = *file == '/' ? file : arena_printf(&a, "%s/%s", SIMPUL_SOURCE_DIR, file);
    TRY(description_read(path, channel, d));
    d->ca_file = settings->ca_file;
    *out = (struct backend){
        .name = d->name, .send = described_send, .check = described_check, .own = d,
        .at_once = (int)d->at_once, .per_minute = d->per_minute, .doubt = d->doubt,
        .sends_receipts = d->receipts != NULL,
    };
    return OK;
}

void described_close(void)
{
    for (int i = 0; i < SLOTS; i++)
        description_close(&slots[i]);
}
