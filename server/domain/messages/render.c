#include "domain/messages/render.h"

#include "base/text.h"
#include "base/utf8.h"
#include "domain/accounts/accounts.h"
#include "domain/messages/templates.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const struct template templates[] = {
#define X(name, life_s, subject_id, subject_en, text_id, text_en)                                \
    { name, life_s, { subject_id, subject_en }, { text_id, text_en } },
    MESSAGE_TEMPLATES(X)
#undef X
};

const struct template *template_find(const char *name)
{
    for (size_t i = 0; i < sizeof templates / sizeof templates[0]; i++) {
        if (text_is(templates[i].name, name))
            return &templates[i];
    }
    return NULL;
}

static const char *value_of(struct arena *a, const char *name, const struct message *m,
                            const json_t *params)
{
    if (text_is(name, "code"))
        return m->code;
    if (text_is(name, "link"))
        return m->link;
    const json_t *value = json_object_get(params, name);
    if (json_is_integer(value))
        return arena_printf(a, "%lld", (long long)json_integer_value(value));
    return json_string_value(value);
}

/* One piece: plain words up to the next {, or one {name}. Moves *at behind it. */
static const char *piece(struct arena *a, const char **at, const struct message *m,
                         const json_t *params)
{
    const char *start = *at, *end = strchr(start, '}');
    if (*start != '{' || !end) {
        size_t const length = strcspn(start + 1, "{") + 1;
        *at = start + length;
        return arena_printf(a, "%.*s", (int)length, start);
    }
    *at = end + 1;
    const char *name = arena_printf(a, "%.*s", (int)(end - start - 1), start + 1);
    const char *value = value_of(a, name, m, params);
    return value ? value : "";
}

char *template_fill(struct arena *a, const char *words, const struct message *m)
{
    json_t *params = m->params ? json_loads(m->params, 0, NULL) : NULL;
    char *out = arena_copy(a, "");
    while (*words)
        out = arena_printf(a, "%s%s", out, piece(a, &words, m, params));
    json_decref(params);
    return text_trim(a, out);
}

char *template_flat(struct arena *a, const char *text)
{
    char *out = arena_alloc(a, strlen(text) + sizeof "…");
    size_t size = 0, count = 0, length = 0;
    for (const char *at = text; *at; at += length) {
        utf8_read(at, strlen(at), &length);
        bool const is_blank = strchr(" \t\r\n", *at);
        if (is_blank && (size == 0 || out[size - 1] == ' '))
            continue;
        if (++count > FLAT_MAX) {
            memcpy(out + size, "…", sizeof "…");
            return out;
        }
        memcpy(out + size, is_blank ? " " : at, length);
        size += length;
    }
    return text_trim(a, out);
}

const char *recipient_key(struct arena *a, const char *to)
{
    const char *number = NULL;
    return phone_normalise(a, to, &number) ? number : email_normalise(a, to);
}
