#include "web/thin.h"

#include <stdbool.h>
#include <string.h>

static const char SPACE[] = " \t\r\n";

static bool is_one_of(char c, const char *set)
{
    return c && strchr(set, c);
}

/* Of one that nothing ends, the end of all. */
static const char *after_comment(const char *at, const char *end)
{
    const char *close = memmem(at + 2, (size_t)(end - at) - 2, "*/", 2);
    return close ? close + 2 : end;
}

static const char *after_quoted(const char *at, const char *end)
{
    char const quote = *at++;
    for (; at < end && *at != quote; at++)
        at += *at == '\\' && at + 1 < end;
    return at < end ? at + 1 : end;
}

/* What follows white space and comments; told whether there was any white space. */
static const char *after_gap(const char *at, const char *end, bool *out_is_wide)
{
    *out_is_wide = false;
    while (at < end) {
        bool const is_space = is_one_of(*at, SPACE);
        bool const is_comment = *at == '/' && at + 1 < end && at[1] == '*';
        if (!is_space && !is_comment)
            break;
        at = is_comment ? after_comment(at, end) : at + 1;
        *out_is_wide = *out_is_wide || is_space;
    }
    return at;
}

/* ':' parts by itself what follows it, not what stands before: "a :hover" is not "a:hover". */
size_t thin_styles(char *text, size_t size)
{
    const char *end = text + size;
    char *to = text;
    for (const char *at = text; at < end;) {
        bool is_wide;
        const char *next = after_gap(at, end, &is_wide);
        bool const is_parted = to == text || is_one_of(to[-1], "{};,:") || next == end
                               || is_one_of(*next, "{}");
        if (is_wide && !is_parted)
            *to++ = ' ';
        if (next == end)
            break;
        at = is_one_of(*next, "\"'") ? after_quoted(next, end) : next + 1;
        memmove(to, next, (size_t)(at - next));
        to += at - next;
    }
    return (size_t)(to - text);
}
