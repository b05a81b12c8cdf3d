#include "web/req.h"

#include "base/text.h"
#include "web/dispatch.h"

#include <stdarg.h>
#include <string.h>
#include <strings.h>
#include <ulfius.h>

enum { SECRET_MAX = 4096, PAGE_MAX = 100, PAGE_USUAL = 20 };

void in_fault_said(struct req *r, const char *field, const char *code, const char *words)
{
    if (!r->problems)
        r->problems = json_array();
    json_array_append_new(r->problems, json_pack("{ss ss ss}", "field", field, "code", code,
                                                 "message", words));
}

void in_fault(struct req *r, const char *field, const char *code)
{
    const char *words = fault_words(code, r->english);
    in_fault_said(r, field, code, words ? words : code);
}

json_t *in_json(const struct req *r, const char *name)
{
    const json_t *at = r->body;
    for (const char *dot = strchr(name, '.'); dot; dot = strchr(name, '.')) {
        char member[64] = { 0 };
        if ((size_t)(dot - name) >= sizeof member)
            return NULL;
        memcpy(member, name, (size_t)(dot - name));
        at = json_object_get(at, member);
        name = dot + 1;
    }
    json_t *value = json_object_get(at, name);
    return json_is_null(value) ? NULL : value;
}

bool in_has(const struct req *r, const char *name)
{
    return in_json(r, name) != NULL;
}

/* The text, or NULL with the fault noted. */
static const char *text_of(struct req *r, const char *name)
{
    const json_t *value = in_json(r, name);
    if (!value) {
        in_fault(r, name, "required");
        return NULL;
    }
    const char *text = json_string_value(value);
    if (!text)
        in_fault(r, name, "wrong_type");
    return text;
}

static const char *bounded(struct req *r, const char *name, size_t min, size_t max, bool lines)
{
    const char *text = text_of(r, name);
    if (!text)
        return "";
    text = text_trim(&r->arena, text);
    size_t const length = text_length(text);
    if (length < min)
        in_fault(r, name, length == 0 ? "required" : "too_short");
    else if (length > max)
        in_fault(r, name, "too_long");
    else if (!text_is_visible(text, lines))
        in_fault(r, name, "bad_characters");
    return text;
}

const char *in_text(struct req *r, const char *name, size_t min, size_t max)
{
    return bounded(r, name, min, max, false);
}

const char *in_lines(struct req *r, const char *name, size_t min, size_t max)
{
    return bounded(r, name, min, max, true);
}

const char *in_text_or(struct req *r, const char *name, const char *fallback, size_t max)
{
    return in_has(r, name) ? bounded(r, name, 0, max, false) : fallback;
}

const char *in_secret(struct req *r, const char *name)
{
    const char *text = text_of(r, name);
    if (!text)
        return "";
    if (strlen(text) > SECRET_MAX) {
        in_fault(r, name, "too_long");
        return "";
    }
    return text;
}

const char *in_choice(struct req *r, const char *name, const char *choices)
{
    const char *text = text_of(r, name);
    if (text && !text_is_one_of(text, choices))
        in_fault(r, name, "not_a_choice");
    return text ? text : "";
}

const char *in_choice_or(struct req *r, const char *name, const char *choices, const char *fallback)
{
    return in_has(r, name) ? in_choice(r, name, choices) : fallback;
}

int64_t in_int(struct req *r, const char *name, int64_t min, int64_t max)
{
    const json_t *value = in_json(r, name);
    if (!json_is_integer(value)) {
        in_fault(r, name, value ? "wrong_type" : "required");
        return min;
    }
    int64_t const number = json_integer_value(value);
    if (number < min || number > max)
        in_fault(r, name, "out_of_range");
    return number;
}

int64_t in_int_or(struct req *r, const char *name, int64_t fallback, int64_t min, int64_t max)
{
    return in_has(r, name) ? in_int(r, name, min, max) : fallback;
}

bool in_bool_or(struct req *r, const char *name, bool fallback)
{
    const json_t *value = in_json(r, name);
    if (!value)
        return fallback;
    if (!json_is_boolean(value))
        in_fault(r, name, "wrong_type");
    return json_is_true(value);
}

int64_t in_time_or(struct req *r, const char *name, int64_t fallback)
{
    const json_t *value = in_json(r, name);
    int64_t seconds = fallback;
    if (value && (!json_is_string(value) || !time_parse(json_string_value(value), &seconds)))
        in_fault(r, name, "bad_time");
    return seconds;
}

enum err in_check(struct req *r)
{
    if (!r->problems)
        return OK;
    return err_because(INVALID_FIELDS, "%zu bad fields", json_array_size(r->problems));
}

enum err in_required(struct req *r, ...)
{
    va_list names;
    va_start(names, r);
    const char *missing = NULL;
    for (const char *name = va_arg(names, const char *); name && !missing;
         name = va_arg(names, const char *)) {
        if (!in_has(r, name))
            missing = name;
    }
    va_end(names);
    if (!missing)
        return OK;
    const char *member = strrchr(missing, '.') ? strrchr(missing, '.') + 1 : missing;
    in_fault(r, missing, "required");
    const char *words = arena_printf(&r->arena, "Must have required property '%s'", member);
    return req_say(r, PROPERTY_REQUIRED, words, words);
}

const char *in_path(const struct req *r, const char *name)
{
    for (size_t i = 0; i < sizeof r->params / sizeof r->params[0]; i++) {
        if (r->params[i].name && strcmp(r->params[i].name, name) == 0)
            return r->params[i].value;
    }
    return NULL;
}

const char *in_query(const struct req *r, const char *name)
{
    return u_map_get(r->http->map_url, name);
}

const char *in_query_text(const struct req *r, const char *name)
{
    const char *value = in_query(r, name);
    return value && *value ? value : NULL;
}

const char *in_query_choice(struct req *r, const char *name, const char *choices)
{
    const char *value = in_query_text(r, name);
    if (value && !text_is_one_of(value, choices))
        in_fault(r, name, "not_a_choice");
    return value;
}

const char *in_header(const struct req *r, const char *name)
{
    return u_map_get_case(r->http->map_header, name);
}

const char *in_cookie(const struct req *r, const char *name)
{
    return u_map_get(r->http->map_cookie, name);
}

const char *in_bearer(const struct req *r)
{
    const char *header = in_header(r, "Authorization");
    return header && strncasecmp(header, "Bearer ", 7) == 0 ? header + 7 : NULL;
}

enum err in_basic(struct req *r, const char **user, const char **password)
{
    const char *header = in_header(r, "Authorization");
    if (!header || strncasecmp(header, "Basic ", 6) != 0)
        return UNAUTHENTICATED;
    size_t size = 0;
    char *pair = (char *)base64_decode(&r->arena, header + 6, &size);
    char *colon = pair && strlen(pair) == size ? strchr(pair, ':') : NULL;
    if (!colon)
        return err_because(UNAUTHENTICATED, "malformed Basic credentials");
    *colon = '\0';
    *user = pair;
    *password = colon + 1;
    return OK;
}

enum err in_form_json(struct req *r, const char *part)
{
    const char *text = in_form_text(r, part);
    json_decref(r->body);
    r->body = NULL;
    if (text && !json_nests_within(text, strlen(text), BODY_NESTING_MAX))
        return err_because(BAD_INPUT, "part %s is nested too deeply", part);
    r->body = text ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : json_object();
    if (json_is_object(r->body))
        return OK;
    return err_because(BAD_INPUT, "part %s is not a JSON object", part);
}

const char *in_form_text(const struct req *r, const char *part)
{
    return u_map_get(r->http->map_post_body, part);
}

const struct uploaded *in_upload(const struct req *r, const char *part)
{
    for (int i = 0; i < r->upload_count; i++) {
        if (strcmp(r->uploads[i].field, part) == 0)
            return &r->uploads[i];
    }
    return NULL;
}

struct page in_page(struct req *r)
{
    struct page page = { .limit = PAGE_USUAL, .cursor = in_query_text(r, "cursor") };
    const char *limit = in_query(r, "limit");
    int64_t number = PAGE_USUAL;
    if (limit && !text_to_int(limit, 1, PAGE_MAX, &number))
        in_fault(r, "limit", "out_of_range");
    page.limit = (int)number;
    return page;
}
