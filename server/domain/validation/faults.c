#include "domain/validation/faults.h"

#include "base/utf8.h"

#include <string.h>

enum { SHOWN_BYTES = 60, FIELD_BYTES = 300, SPOTS_MAX = 128 };

json_t *faults_json(const struct faults *faults)
{
    json_t *list = json_array();
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *f = &faults->items[i];
        json_array_append_new(list, json_pack("{ss ss ss}", "field", f->field, "code", f->code,
                                              "message", f->message));
    }
    return list;
}

char *text_cut(struct arena *a, const char *text, size_t most)
{
    size_t const size = strnlen(text, most + 1);
    size_t used = 0, length = 0;
    while (used < size && utf8_read(text + used, size - used, &length) >= 0
           && used + length <= most)
        used += length;
    return arena_printf(a, "%.*s", (int)used, text);
}

const char *shown(struct arena *a, const char *text)
{
    return strlen(text) <= SHOWN_BYTES ? text
                                       : arena_printf(a, "%s…", text_cut(a, text, SHOWN_BYTES));
}

/* RFC 6901: ~ and / are written otherwise. */
static const char *token_text(struct arena *a, const struct spot *at)
{
    if (!at->name)
        return arena_printf(a, "%zu", at->index);
    if (!strpbrk(at->name, "~/"))
        return at->name;
    char *text = arena_alloc(a, strlen(at->name) * 2 + 1), *to = text;
    for (const char *from = at->name; *from; from++) {
        if (*from == '~' || *from == '/')
            to = stpcpy(to, *from == '~' ? "~0" : "~1");
        else
            *to++ = *from;
    }
    return text;
}

const char *spot_text(struct arena *a, const struct spot *at)
{
    const struct spot *chain[SPOTS_MAX];
    size_t depth = 0;
    for (; at->up && depth < SPOTS_MAX; at = at->up)
        chain[depth++] = at;
    const char *text = at->up ? "" : at->name;
    while (depth > 0)
        text = arena_printf(a, "%s/%s", text, token_text(a, chain[--depth]));
    return strlen(text) <= FIELD_BYTES ? text
                                       : arena_printf(a, "%s…", text_cut(a, text, FIELD_BYTES));
}
