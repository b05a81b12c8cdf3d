#include "gateway/admission.h"

#include "base/hex.h"

#include <string.h>

static bool is_unreserved(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
           || c == '.' || c == '_' || c == '~';
}

/* The octet that %XX at text names; -1 for none, or one that must not stand in a path. */
static int octet_read(const char *text, size_t size)
{
    if (size < 3)
        return -1;
    int const high = hex_value(text[1]), low = hex_value(text[2]);
    if (high < 0 || low < 0)
        return -1;
    int const octet = high << 4 | low;
    return octet < 0x20 || octet == 0x7F || octet == '/' || octet == '\\' ? -1 : octet;
}

/* Decodes what needs no encoding, in place. Answers the new size; 0 for a path that is refused. */
static size_t normalise(char *path, size_t size)
{
    size_t to = 0;
    for (size_t at = 0; at < size;) {
        if (path[at] != '%') {
            path[to++] = path[at++];
            continue;
        }
        int const octet = octet_read(path + at, size - at);
        if (octet < 0)
            return 0;
        if (is_unreserved(octet)) {
            path[to++] = (char)octet;
        } else {
            memmove(path + to, path + at, 3);
            to += 3;
        }
        at += 3;
    }
    return to;
}

static bool is_visible(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char const c = (unsigned char)text[i];
        if (c <= ' ' || c >= 0x7F || c == '#' || c == '\\')
            return false;
    }
    return true;
}

/* "." and "..", also before a parameter, which some servers cut off. */
static bool has_dot_segment(const char *path, size_t size)
{
    for (size_t at = 0; at < size; at++) {
        if (path[at] != '/')
            continue;
        size_t dots = 0;
        while (dots < 3 && at + 1 + dots < size && path[at + 1 + dots] == '.')
            dots++;
        size_t const after = at + 1 + dots;
        bool const ends = after == size || path[after] == '/' || path[after] == ';';
        if (ends && (dots == 1 || dots == 2))
            return true;
    }
    return false;
}

static size_t segment_size(const char *path, size_t size)
{
    const char *slash = memchr(path, '/', size);
    return slash ? (size_t)(slash - path) : size;
}

enum err path_read(char *target, size_t size, struct path *out)
{
    if (size == 0 || target[0] != '/' || !is_visible(target, size))
        return BAD_INPUT;
    const char *mark = memchr(target, '?', size);
    size_t path_size = mark ? (size_t)(mark - target) : size;
    out->query = target + path_size;
    out->query_size = size - path_size;
    if (memchr(target, '%', path_size))
        path_size = normalise(target, path_size);
    if (path_size == 0 || has_dot_segment(target, path_size))
        return BAD_INPUT;

    const char *end = target + path_size;
    out->environment = target + 1;
    out->environment_size = segment_size(out->environment, (size_t)(end - out->environment));
    out->slug = out->environment + out->environment_size;
    out->slug += out->slug < end;
    out->slug_size = segment_size(out->slug, (size_t)(end - out->slug));
    out->rest = out->slug + out->slug_size;
    out->rest_size = (size_t)(end - out->rest);
    return OK;
}
