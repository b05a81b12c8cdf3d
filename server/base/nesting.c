/* What can be told of JSON text before it is read. */
#include "base/text.h"

#include <string.h>

enum { DIGITS_FIT = 18 };

/* Where a JSON string that began before at ends: behind its closing quote, or at end. */
static const char *skip_string(const char *at, const char *end)
{
    while (at < end && *at != '"')
        at += *at == '\\' ? 2 : 1;
    return at < end ? at + 1 : end;
}

bool json_nests_within(const char *text, size_t size, int max)
{
    const char *at = text, *end = text + size;
    int depth = 0;
    while (at < end) {
        char const c = *at++;
        if (c == '"')
            at = skip_string(at, end);
        else if (c == '{' || c == '[')
            depth++;
        else if (c == '}' || c == ']')
            depth--;
        if (depth > max)
            return false;
    }
    return true;
}

bool json_holds_within(const char *text, size_t size, size_t max)
{
    const char *at = text, *end = text + size;
    size_t count = 1;
    while (at < end && count <= max) {
        char const c = *at++;
        if (c == '"')
            at = skip_string(at, end);
        count += c == '{' || c == '[' || c == ',' || c == ':';
    }
    return count <= max;
}

static size_t digits_at(const char *at, const char *end)
{
    const char *from = at;
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return (size_t)(at - from);
}

/* How much of the text from at on is to be copied as it is: a string, a number, else a byte. */
static size_t piece_at(const char *at, const char *end)
{
    if (*at == '"')
        return (size_t)(skip_string(at + 1, end) - at);
    size_t const digits = digits_at(at, end);
    return digits > 0 ? digits : 1;
}

char *json_widen_integers(struct arena *a, const char *text, size_t size)
{
    const char *at = text, *end = text + size;
    char *out = arena_alloc(a, size + size / DIGITS_FIT * 2 + 1), *to = out;
    while (at < end) {
        size_t const piece = piece_at(at, end);
        bool const is_start = at == text || (at[-1] != '.' && at[-1] != 'e' && at[-1] != 'E'
                                             && at[-1] != '+');
        memcpy(to, at, piece < (size_t)(end - at) ? piece : (size_t)(end - at));
        to += piece;
        at += piece;
        bool const is_whole = at >= end || (*at != '.' && *at != 'e' && *at != 'E');
        if (digits_at(at - piece, end) > DIGITS_FIT && is_start && is_whole)
            to = stpcpy(to, "e0");
    }
    *to = '\0';
    return out;
}
