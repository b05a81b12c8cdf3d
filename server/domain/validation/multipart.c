/* The parts of multipart/form-data (RFC 7578), by their names. */
#include "domain/validation/body.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { BOUNDARY_MAX = 70, PARTS_MAX = 1000 };

/* "--" and the boundary. */
static bool boundary_of(const char *content_type, char out[static BOUNDARY_MAX + 3])
{
    const char *at = strcasestr(content_type, "boundary=");
    if (!at)
        return false;
    at += strlen("boundary=");
    bool const is_quoted = *at == '"';
    at += is_quoted;
    size_t const size = strcspn(at, is_quoted ? "\"" : "; \t");
    if (size == 0 || size > BOUNDARY_MAX)
        return false;
    snprintf(out, BOUNDARY_MAX + 3, "--%.*s", (int)size, at);
    return true;
}

/* The name that a part's head gives it; NULL: none. */
static const char *name_in(struct arena *a, const char *head)
{
    const char *line = strcasestr(head, "Content-Disposition:");
    const char *name = line ? strcasestr(line, " name=") : NULL;
    if (line && !name)
        name = strcasestr(line, ";name=");
    if (!name)
        return NULL;
    name += strlen(" name=");
    bool const is_quoted = *name == '"';
    name += is_quoted;
    return arena_printf(a, "%.*s", (int)strcspn(name, is_quoted ? "\"\r" : "; \t\r"), name);
}

static void note_part(struct arena *a, const char *part, size_t size, json_t *out)
{
    const char *end = memmem(part, size, "\r\n\r\n", 4);
    if (!end)
        return;
    const char *name = name_in(a, arena_printf(a, "%.*s", (int)(end - part), part));
    if (name)
        json_object_set_new(out, name, json_true());
}

json_t *multipart_names(struct arena *a, const char *content_type, const char *body, size_t size)
{
    char boundary[BOUNDARY_MAX + 3];
    if (!boundary_of(content_type, boundary))
        return NULL;
    size_t const length = strlen(boundary);
    const char *end = body + size;
    const char *at = memmem(body, size, boundary, length);
    json_t *names = json_object();
    for (int parts = 0; at && parts < PARTS_MAX; parts++) {
        at += length;
        const char *next = memmem(at, (size_t)(end - at), boundary, length);
        note_part(a, at, (size_t)((next ? next : end) - at), names);
        at = next;
    }
    return names;
}
