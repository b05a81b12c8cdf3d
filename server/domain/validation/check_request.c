/* A request against its operation: parameters first, then the body. */
#include "domain/validation/spec.h"

#include "base/text.h"
#include "domain/validation/body.h"
#include "domain/validation/reading.h"

#include <string.h>
#include <strings.h>

const char *sent_value(const struct sent_request *request, const char *name)
{
    for (size_t i = 0; i < request->field_count; i++) {
        if (strcasecmp(request->fields[i].name, name) == 0)
            return request->fields[i].value;
    }
    return NULL;
}

/* OpenAPI has these three said elsewhere; the key and what is added are the gateway's. */
static bool is_left_alone(const struct sent_request *request, const struct parameter *p)
{
    static const char *const names[] = { "Accept", "Content-Type", "Authorization", "X-API-Key" };
    if (p->in != IN_HEADER)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcasecmp(p->name, names[i]) == 0)
            return true;
    }
    return request->added && strcasecmp(p->name, request->added) == 0;
}

static void complain_of_missing(struct checking *c, const struct parameter *p)
{
    static const struct { const char *id, *en; } words[PLACES] = {
        [IN_PATH] = { "di path", "in the path" }, [IN_QUERY] = { "di query", "in the query" },
        [IN_HEADER] = { "sebagai header", "as a header" },
        [IN_COOKIE] = { "sebagai cookie", "as a cookie" },
    };
    const char *where = c->is_english ? words[p->in].en : words[p->in].id;
    complain(c, SPOT(NULL, p->field), "required", "Wajib dikirim %s.", "It must be sent %s.",
             where);
}

static bool is_empty(const json_t *value)
{
    return json_is_string(value) && json_string_length(value) == 0;
}

static void check_parameter(struct checking *c, const struct sent *sent,
                            const struct parameter *p)
{
    json_auto_t *value = parameter_read(c, sent, p);
    if (!value && p->is_required)
        complain_of_missing(c, p);
    if (!value || (p->may_be_empty && is_empty(value)))
        return;
    check_value(c, SPOT(NULL, p->field), p->shape, value);
}

static struct pairs cookies_of(struct arena *a, const struct sent_request *request)
{
    const char *cookies = sent_value(request, "Cookie");
    return cookies ? pairs_read(a, cookies, strlen(cookies), ';') : (struct pairs){ 0 };
}

/* What was found without enough steps may be wrong, but for where they went. */
static void keep_too_complex(struct checking *c)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->faults->count; i++) {
        if (strcmp(c->faults->items[i].code, "too_complex") == 0)
            c->faults->items[kept++] = c->faults->items[i];
    }
    c->faults->count = kept;
    if (kept == 0)
        complain_of_steps(c);
}

void spec_check(const struct operation *op, const struct sent_request *request, struct arena *a,
                bool is_english, int64_t *steps, struct faults *out)
{
    struct checking c = { .a = a, .is_english = is_english, .faults = out, .steps = *steps };
    struct sent const sent = {
        .request = request, .operation = op->name,
        .query = pairs_read(a, request->query, strlen(request->query), '&'),
        .cookies = cookies_of(a, request),
    };
    *out = (struct faults){ 0 };
    for (size_t i = 0; i < op->parameter_count; i++) {
        if (!is_left_alone(request, &op->parameters[i]))
            check_parameter(&c, &sent, &op->parameters[i]);
    }
    check_body(&c, op, request);
    if (c.steps < 0)
        keep_too_complex(&c);
    *steps = c.steps;
}
