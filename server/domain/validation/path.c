/* What stands in a path in the place of its template's names. */
#include "domain/validation/reading.h"

#include <string.h>

/* The segments that both begin with, without their slash. */
struct at {
    const char *template, *path;
    size_t template_size, path_size;
};

static bool next_segments(struct at *at)
{
    at->template += at->template_size;
    at->path += at->path_size;
    if (*at->template != '/' || *at->path != '/')
        return false;
    at->template_size = strcspn(++at->template, "/");
    at->path_size = strcspn(++at->path, "/");
    return true;
}

/* How much of the path the name at template takes: up to what is written out behind it. */
static size_t taken(const char *behind, size_t behind_size, const char *path, size_t path_size)
{
    const char *brace = memchr(behind, '{', behind_size);
    size_t const literal = brace ? (size_t)(brace - behind) : behind_size;
    if (literal == 0)
        return path_size;
    if (!brace)
        return path_size > literal ? path_size - literal : 0;
    const char *found = path_size > 1 ? memmem(path + 1, path_size - 1, behind, literal) : NULL;
    return found ? (size_t)(found - path) : path_size;
}

static const char *value_within(struct arena *a, const struct at *at, const char *name)
{
    const char *t = at->template, *t_end = t + at->template_size;
    const char *p = at->path, *p_end = p + at->path_size;
    size_t const wanted = strlen(name);
    while (t < t_end && p <= p_end) {
        const char *close = *t == '{' ? memchr(t, '}', (size_t)(t_end - t)) : NULL;
        if (!close) {
            t++;
            p += p < p_end;
            continue;
        }
        size_t const size = taken(close + 1, (size_t)(t_end - close - 1), p, (size_t)(p_end - p));
        if ((size_t)(close - t - 1) == wanted && memcmp(t + 1, name, wanted) == 0)
            return arena_printf(a, "%.*s", (int)size, p);
        p += size;
        t = close + 1;
    }
    return NULL;
}

const char *path_value(struct arena *a, const char *template, const char *path, const char *name)
{
    struct at at = { .template = template, .path = path };
    const char *found = NULL;
    while (!found && next_segments(&at))
        found = value_within(a, &at, name);
    return found;
}
