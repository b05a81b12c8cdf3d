#include "domain/messages/cloud.h"

#include "base/text.h"
#include "domain/json/json.h"
#include "domain/messages/endpoint.h"
#include "domain/messages/render.h"
#include "domain/messages/secrets.h"
#include "outbound/http.h"

#include <string.h>

enum { TIMEOUT_S = 15, AT_ONCE = 4, RATE_PAUSE_S = 60 };

static struct cloud {
    const char *url, *phone_id, *public_url, *ca_file, *token;
    const char *code_template, *link_template;
    const char *languages[2];       /* Meta's codes for Indonesian and English */
} cloud;

/* ---- the body */

static json_t *component(const char *type, json_t *parameters)
{
    return json_pack("{ss so}", "type", type, "parameters", parameters);
}

static json_t *button(json_t *parameters)
{
    json_t *json = component("button", parameters);
    json_object_set_new(json, "sub_type", json_string("url"));
    json_object_set_new(json, "index", json_string("0"));
    return json;
}

static json_t *text_parameter(const char *text)
{
    return json_pack("[{ss ss}]", "type", "text", "text", text);
}

static json_t *code_components(const struct outgoing *m)
{
    return json_pack("[oo]", component("body", text_parameter(m->code)),
                     button(text_parameter(m->code)));
}

static const char *without_link(struct arena *a, const struct outgoing *m)
{
    const char *at = m->link && *m->link ? strstr(m->text, m->link) : NULL;
    if (!at)
        return m->text;
    return arena_printf(a, "%.*s%s%s", (int)(at - m->text), m->text,
                        text_is(m->language, "en") ? "(button below)" : "(tombol di bawah)",
                        at + strlen(m->link));
}

/* What follows the template's own "https://portal/"; NULL where the link leads elsewhere. */
static const char *link_suffix(const struct cloud *c, const char *link)
{
    size_t const size = strlen(c->public_url);
    if (!link || !*link)
        return "app/";
    return text_starts(link, c->public_url) && link[size] == '/' && link[size + 1]
        ? link + size + 1 : NULL;
}

static json_t *link_components(struct arena *a, const struct outgoing *m, const char *suffix)
{
    const char *text = template_flat(a, without_link(a, m));
    return json_pack("[oo]", component("body", text_parameter(text)),
                     button(text_parameter(suffix)));
}

const char *cloud_body(struct arena *a, const struct backend *b, const struct outgoing *m)
{
    const struct cloud *c = b->own;
    const char *suffix = m->code ? "" : link_suffix(c, m->link);
    if (!suffix)
        return NULL;
    json_t *components = m->code ? code_components(m) : link_components(a, m, suffix);
    json_t *template = json_pack("{ss s{ss} so}",
        "name", m->code ? c->code_template : c->link_template,
        "language", "code", c->languages[text_is(m->language, "en")], "components", components);
    return json_text(a, json_pack("{ss ss ss ss ss so}",
        "messaging_product", "whatsapp", "recipient_type", "individual", "to", m->to,
        "biz_opaque_callback_data", m->id, "type", "template", "template", template));
}

/* ---- the answer */

/* That it will not be better next time. Everything else (tokens, limits, Meta's own trouble) is
 * tried again. */
bool cloud_error_is_final(int64_t code)
{
    static const int final[] = {
        100,                        /* a parameter is wrong, or no WhatsApp number */
        131008, 131009,             /* a parameter is missing, or its value wrong */
        131021,                     /* to ourselves */
        131026,                     /* undeliverable: no WhatsApp, old client, terms not accepted */
        131030,                     /* not among a test number's recipients */
        131047, 131049, 131050, 131051,     /* not to this person, not now, not this kind */
        132000, 132001, 132005, 132007, 132012, 132015, 132016,     /* the template */
    };
    for (size_t i = 0; i < sizeof final / sizeof final[0]; i++) {
        if (final[i] == code)
            return true;
    }
    return false;
}

static int64_t pause_for(int64_t code, const struct http_answer *answer)
{
    bool const is_rate = code == 4 || code == 80007 || code == 130429;
    return answer->retry_after_s ? answer->retry_after_s : is_rate ? RATE_PAUSE_S : 0;
}

static void judge_refusal(struct arena *a, const struct http_answer *answer, const json_t *json,
                          struct outcome *out)
{
    const json_t *error = json_at(json, "/error/code");
    int64_t const code = json_integer_value(error);
    bool const is_gateway = answer->status == 408 || answer->status == 502
                            || answer->status == 504;
    *out = (struct outcome){
        .handed = is_gateway && !error ? UNSURE : cloud_error_is_final(code) ? REFUSED : NOT_YET,
        .retry_after_s = pause_for(code, answer),
        .why = error ? arena_printf(a, "Meta answered %ld with error %lld", answer->status,
                                    (long long)code)
                     : arena_printf(a, "Meta answered %ld", answer->status),
    };
}

static void judge(struct arena *a, const struct http_answer *answer, struct outcome *out)
{
    json_t *json = json_nests_within(answer->body, answer->size, 32)
        ? json_loadb(answer->body, answer->size, 0, NULL) : NULL;
    const char *id = json_string_value(json_at(json, "/messages/0/id"));
    bool const is_good = answer->status >= 200 && answer->status < 300;
    if (is_good && id)
        *out = (struct outcome){ .handed = TAKEN, .provider_id = arena_copy(a, id) };
    else if (is_good)
        *out = (struct outcome){ .handed = UNSURE, .why = "Meta's answer cannot be read" };
    else
        judge_refusal(a, answer, json, out);
    json_decref(json);
}

/* ---- calls */

static void call(struct arena *a, const struct cloud *c, struct http_call *request,
                 struct http_answer *answer)
{
    char *authorization = arena_printf(a, "Authorization: Bearer %s", c->token);
    request->headers[0] = authorization;
    request->headers[1] = request->body ? "Content-Type: application/json" : NULL;
    request->ca_file = c->ca_file;
    request->timeout_s = TIMEOUT_S;
    http_call(a, request, answer);
    explicit_bzero(authorization, strlen(authorization));
}

static void cloud_send(const struct backend *self, struct arena *a, const struct outgoing *m,
                       struct outcome *out)
{
    const struct cloud *c = self->own;
    struct http_answer answer;
    struct http_call request = {
        .method = "POST", .body = cloud_body(a, self, m),
        .url = arena_printf(a, "%s/%s/messages", c->url, c->phone_id),
    };
    if (!request.body) {
        *out = (struct outcome){ .handed = REFUSED, .why = "its link is none of the portal's" };
        return;
    }
    call(a, c, &request, &answer);
    if (answer.end == HTTP_ANSWERED)
        judge(a, &answer, out);
    else
        *out = (struct outcome){ .why = answer.why,
                                 .handed = answer.end == HTTP_NOT_SENT ? NOT_YET : UNSURE };
}

static enum err cloud_check(const struct backend *self, struct arena *a)
{
    const struct cloud *c = self->own;
    struct http_answer answer;
    struct http_call request = {
        .method = "GET", .url = arena_printf(a, "%s/%s?fields=id", c->url, c->phone_id),
    };
    call(a, c, &request, &answer);
    if (answer.end != HTTP_ANSWERED)
        return err_because(INTERNAL, "SIMPUL_WHATSAPP: %s", answer.why);
    if (answer.status == 200)
        return OK;
    return err_because(INTERNAL, "SIMPUL_WHATSAPP: Meta answered %ld; are the number and the token"
                                 " right?", answer.status);
}

/* ---- opening */

static enum err read_languages(struct arena *a, const char *text, const char *out[2])
{
    const char *comma = strchr(text, ',');
    if (!comma || !comma[1] || comma == text || strchr(comma + 1, ','))
        return err_because(BAD_INPUT, "SIMPUL_WHATSAPP_LANGUAGES: '%s' is not two codes such as"
                                      " id,en_US", text);
    out[0] = arena_printf(a, "%.*s", (int)(comma - text), text);
    out[1] = comma + 1;
    return OK;
}

enum err cloud_open(const struct delivery_settings *s, const char *phone_id, struct backend *out)
{
    static struct arena kept;
    int64_t number = 0;
    const char *fault = endpoint_fault(s->whatsapp_url), *app_secret = NULL;
    if (!text_to_int(phone_id, 1, INT64_MAX, &number))
        return err_because(BAD_INPUT, "SIMPUL_WHATSAPP: '%s' is no phone number id", phone_id);
    if (fault)
        return err_because(BAD_INPUT, "SIMPUL_WHATSAPP_URL %s", fault);
    arena_finish(&kept);
    cloud = (struct cloud){
        .url = s->whatsapp_url, .phone_id = phone_id, .public_url = s->public_url,
        .ca_file = s->ca_file, .code_template = s->whatsapp_code_template,
        .link_template = s->whatsapp_link_template,
    };
    TRY(read_languages(&kept, s->whatsapp_languages, cloud.languages));
    enum err e = provider_secret("whatsapp-token", &cloud.token);
    if (e)
        return e == NOT_FOUND ? BAD_INPUT : e;
    e = provider_secret("whatsapp-app-secret", &app_secret);
    if (e && e != NOT_FOUND)
        return e;
    *out = (struct backend){
        .name = "cloud", .send = cloud_send, .check = cloud_check, .own = &cloud,
        .at_once = AT_ONCE, .sends_receipts = !e,
        .doubt = e ? DOUBT_SEND_AGAIN : DOUBT_AWAIT_RECEIPT,
    };
    return OK;
}
