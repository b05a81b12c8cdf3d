#include "base/csv.h"

#include <stdbool.h>
#include <string.h>

static bool begins_formula(char c)
{
    return c && strchr("=+-@\t\r", c);
}

/* Where the decimal sign is a comma, as in Indonesia, a semicolon begins the next cell even within
 * quotes that stand in the middle of what the spreadsheet takes for one. */
static bool begins_cell(const char *start, const char *at)
{
    while (at > start && at[-1] == '"')
        at--;
    return at == start || strchr(";\t\r\n", at[-1]);
}

const char *csv_cell(struct arena *a, const char *text)
{
    const char *start = text;
    char *out = arena_alloc(a, strlen(text) * 2 + 4), *at = out;
    *at++ = '"';
    for (; *text; text++) {
        if (begins_formula(*text) && begins_cell(start, text))
            *at++ = '\'';
        if (*text == '"')
            *at++ = '"';
        *at++ = *text;
    }
    *at = '"';
    return out;
}
