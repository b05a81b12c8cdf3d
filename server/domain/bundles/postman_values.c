#include "domain/bundles/postman_values.h"

#include "base/text.h"
#include "domain/json/json.h"

#include <string.h>

enum { LEVELS_MAX = 6 };

static const char *const unsafe[] = {
    [IN_PATH] = "%/?#{", [IN_QUERY] = "%&#+=,|{", [IN_TEXT] = "",
};

static const char *encoded(struct arena *a, const char *text, enum postman_place place)
{
    static const char digits[] = "0123456789ABCDEF";
    char *out = arena_alloc(a, strlen(text) * 3 + 1), *at = out;
    for (; *text; text++) {
        if (!strchr(unsafe[place], *text)) {
            *at++ = *text;
            continue;
        }
        *at++ = '%';
        *at++ = digits[(unsigned char)*text >> 4];
        *at++ = digits[(unsigned char)*text & 15];
    }
    return out;
}

static const char *written(struct arena *a, const struct postman_style *s, const json_t *value)
{
    const char *text = json_scalar(a, value);
    return encoded(a, text ? text : json_written(a, value), s->place);
}

struct postman_style postman_style_of(const json_t *parameter, const char *name,
                                      enum postman_place place)
{
    bool const is_pairs = place == IN_QUERY || place == IN_TEXT;
    const char *style = json_text_at(parameter, "style", is_pairs ? "form" : "simple");
    const json_t *explode = json_object_get(parameter, "explode");
    bool const explodes = json_is_boolean(explode) ? json_is_true(explode)
                                                   : text_is(style, "form");
    return (struct postman_style){ .name = name, .style = style, .place = place,
                                   .explodes = explodes };
}

static const char *add(struct arena *a, const char *text, const char *mark, const char *more)
{
    return text ? arena_printf(a, "%s%s%s", text, mark, more) : more;
}

/* Items, or members as name and value; "" for nothing. */
static const char *line(struct arena *a, const struct postman_style *s, const json_t *value,
                        const char *mark)
{
    const char *out = NULL, *name;
    size_t at;
    json_t *one;
    if (!json_is_array(value) && !json_is_object(value))
        return written(a, s, value);
    json_array_foreach(value, at, one)
        out = add(a, out, mark, written(a, s, one));
    json_object_foreach((json_t *)value, name, one) {
        const char *between = s->explodes ? "=" : mark;
        out = add(a, out, mark, encoded(a, name, s->place));
        out = add(a, out, between, written(a, s, one));
    }
    return out ? out : "";
}

/* ;name=value, once or for each item or member. */
static const char *matrix(struct arena *a, const struct postman_style *s, const json_t *value)
{
    const char *out = "", *name;
    size_t at;
    json_t *one;
    bool const is_many = s->explodes && (json_is_array(value) || json_is_object(value));
    if (!is_many)
        return arena_printf(a, ";%s=%s", s->name, line(a, s, value, ","));
    json_array_foreach(value, at, one)
        out = arena_printf(a, "%s;%s=%s", out, s->name, written(a, s, one));
    json_object_foreach((json_t *)value, name, one)
        out = arena_printf(a, "%s;%s=%s", out, name, written(a, s, one));
    return out;
}

const char *postman_text(struct arena *a, const struct postman_style *s, const json_t *value)
{
    if (text_is(s->style, "matrix"))
        return matrix(a, s, value);
    if (text_is(s->style, "label"))
        return arena_printf(a, ".%s", line(a, s, value, s->explodes ? "." : ","));
    return line(a, s, value, ",");
}

static void add_pair(struct arena *a, const struct postman_style *s, const char *name,
                     const json_t *value, json_t *list)
{
    json_array_append_new(list, json_pack("{ss ss}", "key", encoded(a, name, s->place),
                                          "value", written(a, s, value)));
}

/* name[member][0]=value */
static void add_deep(struct arena *a, const struct postman_style *s, const char *name,
                     const json_t *value, json_t *list, int level)
{
    const char *key;
    size_t at;
    json_t *one;
    if (level == LEVELS_MAX || (!json_is_array(value) && !json_is_object(value))) {
        add_pair(a, s, name, value, list);
        return;
    }
    json_array_foreach(value, at, one)
        add_deep(a, s, arena_printf(a, "%s[%zu]", name, at), one, list, level + 1);
    json_object_foreach((json_t *)value, key, one)
        add_deep(a, s, arena_printf(a, "%s[%s]", name, key), one, list, level + 1);
}

static const char *mark_of(const struct postman_style *s)
{
    bool const is_text = s->place == IN_TEXT;
    if (text_is(s->style, "pipeDelimited"))
        return is_text ? "|" : "%7C";
    if (text_is(s->style, "spaceDelimited"))
        return is_text ? " " : "%20";
    return ",";
}

void postman_pairs(struct arena *a, const struct postman_style *s, const json_t *value,
                   json_t *list)
{
    const char *name;
    size_t at;
    json_t *one;
    bool const is_many = json_is_array(value) || json_is_object(value);
    if (is_many && text_is(s->style, "deepObject")) {
        add_deep(a, s, s->name, value, list, 0);
        return;
    }
    if (!is_many || !s->explodes) {
        const char *text = line(a, s, value, mark_of(s));
        if (*text || !is_many)
            json_array_append_new(list, json_pack("{ss ss}", "key",
                                                  encoded(a, s->name, s->place), "value", text));
        return;
    }
    json_array_foreach(value, at, one)
        add_pair(a, s, s->name, one, list);
    json_object_foreach((json_t *)value, name, one)
        add_pair(a, s, name, one, list);
}
