/* Descriptions: what stands in braces. */
#include "domain/messages/description.h"

#include "base/text.h"
#include "domain/messages/render.h"
#include "domain/messages/secrets.h"

#include <string.h>

/* 62812… as people in Indonesia write it: 0812…. */
static const char *local_number(struct arena *a, const char *to)
{
    return text_starts(to, "62") ? arena_printf(a, "0%s", to + 2) : to;
}

/* NULL: no such name. What a message does not have is "". */
static const char *value_of(struct arena *a, const char *name, const struct outgoing *m)
{
    const struct { const char *name, *value; } values[] = {
        { "to", m->to }, { "text", m->text }, { "subject", m->subject }, { "code", m->code },
        { "link", m->link }, { "id", m->id }, { "template", m->template },
        { "language", m->language }, { "to_local", local_number(a, m->to) },
        { "to_plus", arena_printf(a, "+%s", m->to) }, { "text_flat", template_flat(a, m->text) },
    };
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        if (text_is(values[i].name, name))
            return values[i].value ? values[i].value : "";
    }
    return NULL;
}

static enum err find_value(struct arena *a, const char *name, const struct outgoing *m,
                           const char **out)
{
    if (text_starts(name, "secret:"))
        return provider_secret(name + strlen("secret:"), out);
    *out = value_of(a, name, m);
    return *out ? OK : err_because(BAD_INPUT, "there is no {%s}", name);
}

enum err description_fill(struct arena *a, const char *words, const struct outgoing *m,
                          encode_fn *encode, const char **out)
{
    char *filled = arena_copy(a, "");
    for (const char *at = words; *at;) {
        size_t const plain = strcspn(at, "{");
        filled = arena_printf(a, "%s%.*s", filled, (int)plain, at);
        at += plain;
        if (!*at)
            break;
        const char *end = strchr(at, '}'), *value = NULL;
        if (!end)
            return err_because(BAD_INPUT, "a { without its }");
        TRY(find_value(a, arena_printf(a, "%.*s", (int)(end - at - 1), at + 1), m, &value));
        filled = arena_printf(a, "%s%s", filled, encode ? encode(a, value) : value);
        at = end + 1;
    }
    *out = filled;
    return OK;
}
