#include "base/csv.h"

#include <stdbool.h>
#include <string.h>

static bool is_formula(const char *text)
{
    return *text && strchr("=+-@\t\r", *text);
}

const char *csv_cell(struct arena *a, const char *text)
{
    char *out = arena_alloc(a, strlen(text) * 2 + 4), *at = out;
    *at++ = '"';
    if (is_formula(text))
        *at++ = '\'';
    for (; *text; text++) {
        if (*text == '"')
            *at++ = '"';
        *at++ = *text;
    }
    *at = '"';
    return out;
}
