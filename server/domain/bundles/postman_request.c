#include "domain/bundles/postman_request.h"

#include "base/text.h"
#include "domain/bundles/example.h"
#include "domain/bundles/postman_body.h"
#include "domain/bundles/postman_values.h"
#include "domain/json/json.h"

#include <string.h>

/* One request while it is put together. */
struct work {
    struct arena *a;
    const struct endpoint *e;
    const json_t *parameters;
    json_t *variables, *query, *headers;
};

/* The key is the collection's, and the document must not describe the others (OpenAPI). */
static bool is_ours(struct arena *a, const char *name)
{
    return text_is_one_of(text_lower(a, name),
                          "accept|content-type|authorization|cookie|x-api-key");
}

static json_t *find_parameter(const struct work *w, const char *in, const char *name)
{
    size_t at;
    json_t *one;
    json_array_foreach(w->parameters, at, one) {
        if (text_is(json_text_at(one, "in", ""), in)
            && text_is(json_text_at(one, "name", ""), name))
            return one;
    }
    return NULL;
}

static const char *path_value(const struct work *w, const char *name)
{
    const json_t *one = find_parameter(w, "path", name);
    struct postman_style const s = postman_style_of(one, name, IN_PATH);
    json_auto_t *value = one ? example_for(one) : NULL;
    return value ? postman_text(w->a, &s, value) : "";
}

static const char *add_variable(struct work *w, const char *name)
{
    const json_t *one = find_parameter(w, "path", name);
    json_array_append_new(w->variables, json_pack("{ss ss ss}", "key", name,
        "value", path_value(w, name), "description", json_text_at(one, "description", "")));
    return arena_printf(w->a, ":%s", name);
}

/* Only a whole segment can be a variable of Postman's; within one the value itself stands. */
static const char *segment(struct work *w, const char *text)
{
    const char *open = strchr(text, '{'), *close = open ? strchr(open, '}') : NULL;
    if (!close)
        return text;
    const char *name = arena_printf(w->a, "%.*s", (int)(close - open - 1), open + 1);
    if (open == text && !close[1])
        return add_variable(w, name);
    return arena_printf(w->a, "%.*s%s%s", (int)(open - text), text, path_value(w, name),
                        segment(w, close + 1));
}

static json_t *path_json(struct work *w, const char *path)
{
    json_t *out = json_array();
    char *rest = arena_copy(w->a, path + (*path == '/'));
    for (char *part; (part = strsep(&rest, "/")); )
        json_array_append_new(out, json_string(segment(w, part)));
    return out;
}

static void describe(json_t *list, size_t from, const json_t *parameter, bool is_off)
{
    const char *words = json_text_at(parameter, "description", "");
    for (size_t i = from; i < json_array_size(list); i++) {
        json_t *one = json_array_get(list, i);
        if (*words)
            json_object_set_new(one, "description", json_string(words));
        if (is_off)
            json_object_set_new(one, "disabled", json_true());
    }
}

static void add_parameter(struct work *w, const json_t *one)
{
    const char *in = json_text_at(one, "in", ""), *name = json_text_at(one, "name", "");
    bool const is_query = text_is(in, "query");
    if (!is_query && (!text_is(in, "header") || is_ours(w->a, name)))
        return;
    bool const is_old = json_is_true(json_object_get(one, "deprecated"));
    bool const is_on = json_is_true(json_object_get(one, "required"))
                       || (example_is_given(one) && !is_old);
    json_t *list = is_query ? w->query : w->headers;
    size_t const from = json_array_size(list);
    json_auto_t *value = example_for(one);
    if (!value)
        return;
    struct postman_style const s = postman_style_of(one, name, is_query ? IN_QUERY : IN_TEXT);
    if (is_query)
        postman_pairs(w->a, &s, value, list);
    else
        json_array_append_new(list, json_pack("{ss ss}", "key", name,
                                              "value", postman_text(w->a, &s, value)));
    describe(list, from, one, !is_on);
}

/* Cookies that must be sent, as one header. */
static void add_cookies(struct work *w)
{
    size_t at;
    json_t *one;
    const char *all = NULL;
    json_array_foreach(w->parameters, at, one) {
        json_auto_t *value = text_is(json_text_at(one, "in", ""), "cookie")
                           && json_is_true(json_object_get(one, "required"))
                           ? example_for(one) : NULL;
        struct postman_style const s = { .style = "simple", .place = IN_QUERY };
        if (value)
            all = arena_printf(w->a, "%s%s%s=%s", all ? all : "", all ? "; " : "",
                               json_text_at(one, "name", ""), postman_text(w->a, &s, value));
    }
    if (all)
        json_array_append_new(w->headers, json_pack("{ss ss}", "key", "Cookie", "value", all));
}

static const char *raw_url(const struct work *w, const json_t *path, const char *fixed)
{
    const char *out = "{{base_url}}", *mark = "?";
    size_t at;
    json_t *one;
    json_array_foreach(path, at, one)
        out = arena_printf(w->a, "%s/%s", out, json_string_value(one));
    if (fixed)
        out = arena_printf(w->a, "%s?%s", out, fixed);
    json_array_foreach(w->query, at, one) {
        if (json_is_true(json_object_get(one, "disabled")))
            continue;
        mark = strchr(out, '?') ? "&" : "?";
        out = arena_printf(w->a, "%s%s%s=%s", out, mark, json_text_at(one, "key", ""),
                           json_text_at(one, "value", ""));
    }
    return out;
}

/* Some documents have a query in their paths. */
static void add_fixed(struct work *w, const char *fixed)
{
    char *rest = fixed ? arena_copy(w->a, fixed) : NULL;
    for (char *pair; (pair = strsep(&rest, "&")); ) {
        const char *name = strsep(&pair, "=");
        json_array_append_new(w->query, json_pack("{ss ss}", "key", name, "value",
                                                  pair ? pair : ""));
    }
}

static json_t *url_json(struct work *w)
{
    char *fixed = arena_copy(w->a, w->e->path), *path = strsep(&fixed, "?");
    json_t *segments = path_json(w, path);
    const char *raw = raw_url(w, segments, fixed);
    json_auto_t *own = json_copy(w->query);
    json_array_clear(w->query);
    add_fixed(w, fixed);
    json_array_extend(w->query, own);
    return json_pack("{ss s[s] so sO sO}", "raw", raw, "host", "{{base_url}}", "path", segments,
                     "query", w->query, "variable", w->variables);
}

static json_t *request_json(struct work *w, const json_t *parts)
{
    size_t at;
    json_t *one;
    json_array_foreach(w->parameters, at, one)
        add_parameter(w, one);
    add_cookies(w);
    json_t *body = postman_body(w->a, w->e->method, json_object_get(parts, "request_body"),
                                w->headers);
    json_t *request = json_pack("{ss sO so ss}", "method", w->e->method, "header", w->headers,
                                "url", url_json(w), "description", w->e->description);
    if (body)
        json_object_set_new(request, "body", body);
    return request;
}

#define BASE "{{base_url}}"

/* A document's words must not ask Postman for what a reader has in variables, such as the key. */
static char *without_variables(struct arena *a, const char *text)
{
    size_t const kept = text_starts(text, BASE) ? strlen(BASE) : 0;
    if (!strstr(text + kept, "{{"))
        return NULL;
    char *out = arena_alloc(a, strlen(text) * 2 + 1), *to = out + kept;
    memcpy(out, text, kept);
    for (const char *at = text + kept; *at; at++) {
        *to++ = *at;
        if (at[0] == '{' && at[1] == '{')
            *to++ = ' ';
    }
    return out;
}

static void forget_variables(struct arena *a, json_t *part)
{
    const char *key;
    json_t *item;
    size_t at;
    const char *text = json_is_string(part) ? without_variables(a, json_string_value(part)) : NULL;
    if (text)
        json_string_set(part, text);
    json_object_foreach(part, key, item)
        forget_variables(a, item);
    json_array_foreach(part, at, item)
        forget_variables(a, item);
}

json_t *postman_request(struct arena *a, const struct endpoint *e, const json_t *parts)
{
    struct work w = { .a = a, .e = e, .parameters = json_object_get(parts, "parameters"),
                      .variables = json_array(), .query = json_array(), .headers = json_array() };
    json_t *out = json_pack("{ss so}", "name", *e->summary ? e->summary : e->path,
                            "request", request_json(&w, parts));
    forget_variables(a, out);
    json_decref(w.variables);
    json_decref(w.query);
    json_decref(w.headers);
    return out;
}
