#include "base/text.h"

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
