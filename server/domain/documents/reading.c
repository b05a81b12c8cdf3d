#include "domain/documents/reading.h"

#include "base/text.h"
#include "domain/json/json.h"

#include <string.h>

enum { SHOWN_MAX = 160, LINKS_MAX = DOCUMENT_DEPTH_MAX + 20 };

const char *shortened(struct arena *a, const char *text)
{
    size_t size = strlen(text);
    if (size <= SHOWN_MAX)
        return text;
    for (size = SHOWN_MAX; size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80; size--)
        ;
    return arena_printf(a, "%.*s…", (int)size, text);
}

static char *escaped(struct arena *a, const char *name)
{
    char *out = arena_alloc(a, strlen(name) * 2 + 1), *at = out;
    for (; *name; name++) {
        bool const is_special = *name == '~' || *name == '/';
        if (is_special)
            *at++ = '~';
        *at++ = !is_special ? *name : *name == '~' ? '0' : '1';
    }
    return out;
}

/* Where a part stood before it was converted. */
static const char *in_swagger(struct arena *a, const char *text)
{
    static const char *const moved[][2] = {
        { "/components/schemas/", "/definitions/" },
        { "/components/parameters/", "/parameters/" },
        { "/components/requestBodies/", "/parameters/" },
        { "/components/responses/", "/responses/" },
        { "/components/securitySchemes", "/securityDefinitions" },
    };
    for (size_t i = 0; i < sizeof moved / sizeof moved[0]; i++) {
        if (text_starts(text, moved[i][0]))
            return arena_printf(a, "%s%s", moved[i][1], text + strlen(moved[i][0]));
    }
    return text;
}

/* The head of all is a pointer itself. Long names are cut: many may be told of below one. */
static const char *step_of(struct arena *a, const struct place *at)
{
    if (!at->up)
        return at->name;
    return at->name ? arena_printf(a, "/%s", escaped(a, shortened(a, at->name)))
                    : arena_printf(a, "/%zu", at->index);
}

const char *place_pointer(struct arena *a, const struct place *at)
{
    const char *steps[LINKS_MAX];
    int count = 0;
    size_t size = 1;
    for (; at && count < LINKS_MAX; at = at->up) {
        steps[count] = step_of(a, at);
        size += strlen(steps[count++]);
    }
    char *text = arena_alloc(a, size), *to = text;
    *to = '\0';
    while (count > 0)
        to = stpcpy(to, steps[--count]);
    return text;
}

const char *place_text(const struct reading *r, const struct place *at)
{
    const char *text = place_pointer(r->a, at);
    return r->is_swagger ? in_swagger(r->a, text) : text;
}

enum err reading_refuse(struct reading *r, const struct place *at, const char *id,
                        const char *en)
{
    *r->fault = (struct finding){ .place = place_text(r, at), .id = id, .en = en };
    return err_because(DOCUMENT_UNUSABLE, "%.200s: %s", *r->fault->place ? r->fault->place : "/",
                       en);
}

static void warn(struct reading *r, const struct finding *finding, const struct place *at)
{
    struct document *d = r->out;
    int const index = d->warning_count++;
    if (index >= WARNINGS_MAX)
        return;
    d->warnings[index] = *finding;
    d->warnings[index].place = place_text(r, at);
}

void reading_left(struct reading *r, const struct place *at, const char *id, const char *en)
{
    warn(r, &(struct finding){ .kind = FINDING_LEFT, .id = id, .en = en }, at);
}

void reading_changed(struct reading *r, const struct place *at, const char *id, const char *en)
{
    warn(r, &(struct finding){ .kind = FINDING_CHANGED, .id = id, .en = en }, at);
}

enum err reading_work(struct reading *r, const struct place *at)
{
    if (++r->work <= WORK_MAX)
        return OK;
    return reading_refuse(r, at, "Dokumen terlalu rumit: rujukannya berlipat ganda",
                          "The document is too intricate: its references multiply");
}

const char *reading_write(struct reading *r, const json_t *part, size_t max)
{
    size_t const left = WRITTEN_BYTES - r->written;
    size_t looked_at = 0;
    bool const fits = json_is_within(part, max < left ? max : left, &looked_at);
    r->work += looked_at;
    const char *json = fits ? json_written(r->a, part) : NULL;
    size_t const size = json ? strlen(json) : 0;
    r->written += size < left ? size : left;
    return json;
}
