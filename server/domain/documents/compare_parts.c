#include "domain/documents/comparing.h"

#include "base/text.h"
#include "domain/json/json.h"

static bool is_required(const json_t *part)
{
    return json_is_true(json_object_get(part, "required"));
}

/* What a body or an answer may be written in. */
static void compare_content(struct comparing *c, const struct place *at, enum way way,
                            const json_t *before, const json_t *after)
{
    const json_t *old = json_object_get(before, "content");
    const json_t *new = json_object_get(after, "content");
    const char *type;
    json_t *media;
    json_object_foreach((json_t *)old, type, media) {
        const json_t *other = json_object_get(new, type);
        const struct place *here = AT(AT(at, "content"), type);
        if (!other)
            DIFFER(c, here, true, "Jenis isi %s dihapus", "The media type %s is removed",
                   shortened(c->a, type));
        else
            compare_schemas(c, AT(here, "schema"), way, json_object_get(media, "schema"),
                            json_object_get(other, "schema"));
    }
    json_object_foreach((json_t *)new, type, media) {
        if (!json_object_get(old, type))
            DIFFER(c, AT(AT(at, "content"), type), false, "Jenis isi %s ditambahkan",
                   "The media type %s is added", shortened(c->a, type));
    }
}

static const json_t *parameter_in(const json_t *list, const json_t *wanted)
{
    size_t i;
    json_t *one;
    json_array_foreach(list, i, one) {
        if (text_is(json_text_at(one, "in", ""), json_text_at(wanted, "in", ""))
            && text_is(json_text_at(one, "name", ""), json_text_at(wanted, "name", "")))
            return one;
    }
    return NULL;
}

static const char *label(struct comparing *c, const json_t *parameter)
{
    return arena_printf(c->a, "%s:%s", json_text_at(parameter, "in", ""),
                        shortened(c->a, json_text_at(parameter, "name", "")));
}

/* As it is told: "kode (query)". */
static const char *called(struct comparing *c, const json_t *parameter)
{
    return arena_printf(c->a, "%s (%s)", shortened(c->a, json_text_at(parameter, "name", "")),
                        json_text_at(parameter, "in", ""));
}

/* How it is written; what is not said has a usual value. */
static bool is_written_alike(const json_t *before, const json_t *after)
{
    const char *in = json_text_at(before, "in", "");
    const char *usual = text_is_one_of(in, "query|cookie") ? "form" : "simple";
    const char *old = json_text_at(before, "style", usual);
    const char *new = json_text_at(after, "style", usual);
    const json_t *old_explode = json_object_get(before, "explode");
    const json_t *new_explode = json_object_get(after, "explode");
    bool const explodes = old_explode ? json_is_true(old_explode) : text_is(old, "form");
    bool const will_explode = new_explode ? json_is_true(new_explode) : text_is(new, "form");
    return text_is(old, new) && explodes == will_explode;
}

static void compare_parameter(struct comparing *c, const json_t *before, const json_t *after)
{
    const char *name = called(c, after);
    const struct place *at = AT(AT(AT(NULL, ""), "parameters"), label(c, after));
    if (is_required(after) && !is_required(before))
        DIFFER(c, at, true, "Parameter %s menjadi wajib", "The parameter %s becomes required",
               name);
    else if (is_required(before) && !is_required(after))
        DIFFER(c, at, false, "Parameter %s tidak lagi wajib",
               "The parameter %s is no longer required", name);
    if (!is_written_alike(before, after))
        DIFFER(c, at, true, "Parameter %s ditulis dengan cara lain",
               "The parameter %s is written in another way", name);
    compare_schemas(c, AT(at, "schema"), SENT, json_object_get(before, "schema"),
                    json_object_get(after, "schema"));
    compare_content(c, at, SENT, before, after);
}

void compare_parameters(struct comparing *c, const json_t *before, const json_t *after)
{
    const struct place *at = AT(AT(NULL, ""), "parameters");
    size_t i;
    json_t *one;
    json_array_foreach(before, i, one) {
        const json_t *other = parameter_in(after, one);
        const char *name = label(c, one);
        if (other)
            compare_parameter(c, one, other);
        else
            DIFFER(c, AT(at, name), true, "Parameter %s dihapus", "The parameter %s is removed",
                   called(c, one));
    }
    json_array_foreach(after, i, one) {
        const char *name = label(c, one);
        if (parameter_in(before, one))
            continue;
        if (is_required(one))
            DIFFER(c, AT(at, name), true, "Parameter wajib %s ditambahkan",
                   "A required parameter %s is added", called(c, one));
        else
            DIFFER(c, AT(at, name), false, "Parameter %s ditambahkan",
                   "A parameter %s is added", called(c, one));
    }
}

void compare_bodies(struct comparing *c, const json_t *before, const json_t *after)
{
    const struct place *at = AT(AT(NULL, ""), "requestBody");
    if (!before && !after)
        return;
    if (!after)
        differ(c, at, true, "Isi permintaan dihapus", "The request body is removed");
    else if (!before)
        differ(c, at, is_required(after), "Isi permintaan ditambahkan",
               "A request body is added");
    else if (is_required(after) && !is_required(before))
        differ(c, at, true, "Isi permintaan menjadi wajib", "The request body becomes required");
    if (before && after)
        compare_content(c, at, SENT, before, after);
}

static void compare_headers(struct comparing *c, const struct place *at, const json_t *before,
                            const json_t *after)
{
    const char *name;
    json_t *header;
    const json_t *new = json_object_get(after, "headers");
    json_object_foreach(json_object_get(before, "headers"), name, header) {
        const json_t *other = json_object_get(new, name);
        const struct place *here = AT(AT(at, "headers"), name);
        if (!other)
            DIFFER(c, here, true, "Header jawaban %s dihapus",
                   "The response header %s is removed", shortened(c->a, name));
        else
            compare_schemas(c, AT(here, "schema"), ANSWERED, json_object_get(header, "schema"),
                            json_object_get(other, "schema"));
    }
}

void compare_responses(struct comparing *c, const json_t *before, const json_t *after)
{
    const struct place *top = AT(AT(NULL, ""), "responses");
    const char *status;
    json_t *response;
    json_object_foreach((json_t *)before, status, response) {
        const json_t *other = json_object_get(after, status);
        const struct place *at = AT(top, status);
        if (!other) {
            DIFFER(c, at, true, "Status %s dihapus", "The status %s is removed", status);
            continue;
        }
        compare_headers(c, at, response, other);
        compare_content(c, at, ANSWERED, response, other);
    }
    json_object_foreach((json_t *)after, status, response) {
        if (!json_object_get(before, status))
            DIFFER(c, AT(top, status), false, "Status %s ditambahkan", "The status %s is added",
                   status);
    }
}
