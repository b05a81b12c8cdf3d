#include "domain/validation/body.h"

#include "base/text.h"
#include "domain/validation/reading.h"

#include <string.h>
#include <strings.h>

enum { TYPES_SHOWN = 8 };
#define FORM "application/x-www-form-urlencoded"
#define MULTIPART "multipart/form-data"
#define BODY SPOT(NULL, "")

static bool type_is(const char *content_type, const char *type)
{
    size_t const size = strcspn(content_type, "; \t");
    return size == strlen(type) && strncasecmp(content_type, type, size) == 0;
}

bool spec_looks_at(const char *content_type)
{
    return content_type && (type_is_json(content_type) || type_is(content_type, FORM)
                            || type_is(content_type, MULTIPART));
}

static const char *types_shown(struct arena *a, const struct contents *among)
{
    const char *all = "";
    for (size_t i = 0; i < among->count && i < TYPES_SHOWN; i++)
        all = arena_printf(a, "%s%s%s", all, i > 0 ? ", " : "", shown(a, among->items[i].type));
    return all;
}

static bool complain_of_json(struct checking *c, const json_error_t *at)
{
    return complain(c, BODY, "bad_json",
                    "Tidak dapat dibaca sebagai JSON: periksa baris %d, kolom %d.",
                    "It cannot be read as JSON: look at line %d, column %d.", at->line,
                    at->column);
}

static void check_json(struct checking *c, const struct media *m,
                       const struct sent_request *request)
{
    json_error_t where = { .line = 1, .column = 1 };
    if (!json_nests_within(request->body, request->body_size, SPEC_BODY_DEPTH_MAX)
        || !json_holds_within(request->body, request->body_size, SPEC_BODY_VALUES_MAX)) {
        complain_of_steps(c);
        return;
    }
    c->steps -= (int64_t)(request->body_size / 2);
    if (c->steps < 0)
        return;
    const char *text = json_widen_integers(c->a, request->body, request->body_size);
    json_auto_t *value =
        json_loads(text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &where);
    if (memchr(request->body, '\0', request->body_size) || !value)
        complain_of_json(c, &where);
    else
        check_value(c, BODY, m->shape, value);
}

static void check_form(struct checking *c, const struct media *m,
                       const struct sent_request *request)
{
    c->steps -= (int64_t)(request->body_size / 2);
    struct pairs const pairs = pairs_read(c->a, request->body, request->body_size, '&');
    if (pairs.has_more || c->steps < 0) {
        complain_of_steps(c);
        return;
    }
    json_auto_t *value = form_read(c, &pairs, m->shape);
    check_value(c, BODY, m->shape, value);
}

/* Whether the parts are there that must be; what is in them is the upstream's to read. */
static void check_parts(struct checking *c, const struct shape *shape, const json_t *names,
                        int *left)
{
    if (!shape || --*left < 0)
        return;
    const struct object_rule *rule = shape->object;
    for (size_t i = 0; rule && i < rule->property_count && check_step(c); i++) {
        const struct property *p = &rule->properties[i];
        bool const is_read_only = p->shape && p->shape->is_read_only;
        if (p->is_required && !is_read_only && !json_object_get(names, p->name))
            complain(c, SPOT(BODY, p->name), "required", "Wajib dikirim sebagai bagian formulir.",
                     "It must be sent as a part of the form.");
    }
    check_parts(c, shape->ref, names, left);
    for (size_t i = 0; shape->mix && i < shape->mix->all.count; i++)
        check_parts(c, shape->mix->all.items[i], names, left);
}

static void check_multipart(struct checking *c, const struct media *m,
                            const struct sent_request *request)
{
    int left = 32;
    c->steps -= (int64_t)(request->body_size / 16);
    json_auto_t *names = multipart_names(c->a, sent_value(request, "Content-Type"), request->body,
                                         request->body_size);
    if (names)
        check_parts(c, m->shape, names, &left);
    else
        complain(c, BODY, "bad_form", "Tidak dapat dibaca sebagai multipart/form-data.",
                 "It cannot be read as multipart/form-data.");
}

static void check_sent(struct checking *c, const struct operation *op,
                       const struct sent_request *request)
{
    const char *type = sent_value(request, "Content-Type");
    const struct media *m = contents_find(&op->body, type ? type : "");
    if (op->body.count == 0)
        return;
    if (!m) {
        complain(c, SPOT(NULL, "header:Content-Type"), type ? "not_a_choice" : "required",
                 "Kirim sebagai salah satu dari: %s.", "Send it as one of: %s.",
                 types_shown(c->a, &op->body));
        return;
    }
    if (!type || !request->body || c->steps < 0)
        return;
    if (type_is_json(type))
        check_json(c, m, request);
    else if (type_is(type, FORM))
        check_form(c, m, request);
    else if (type_is(type, MULTIPART))
        check_multipart(c, m, request);
}

void check_body(struct checking *c, const struct operation *op,
                const struct sent_request *request)
{
    if (op->has_body && request->has_body)
        check_sent(c, op, request);
    else if (op->body_is_required)
        complain(c, BODY, "required", "Kirim isi permintaan (body) sebagai %s.",
                 "Send a request body as %s.", types_shown(c->a, &op->body));
}
