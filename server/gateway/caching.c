#include "gateway/caching.h"

#include "gateway/token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char suffix[] = "-Cache-Control";

bool caching_hides(const struct answer_field *field)
{
    static const struct known_name names[] = {
        KNOWN("X-Sendfile"), KNOWN("X-Accel-Expires"), KNOWN("X-Accel-Redirect"),
        KNOWN("Surrogate-Control"), KNOWN("Edge-Control"), KNOWN("X-LiteSpeed-Location"),
        KNOWN("X-LIGHTTPD-send-file"),
    };
    const char *name = field->name;
    size_t const size = field->name_size;
    return (size >= sizeof suffix && strcasecmp(name + size - (sizeof suffix - 1), suffix) == 0)
           || name_is_among(name, size, names, sizeof names / sizeof names[0]);
}

/* One of a list: its length with an argument, which may be quoted. */
static size_t directive_size(const char *at)
{
    size_t size = 0;
    bool is_quoted = false;
    while (at[size] && (is_quoted || at[size] != ',')) {
        if (at[size] == '"')
            is_quoted = !is_quoted;
        else if (is_quoted && at[size] == '\\' && at[size + 1])
            size++;
        size++;
    }
    return size;
}

static bool is(const char *at, const char *directive)
{
    size_t const size = strlen(directive);
    return strncasecmp(at, directive, size) == 0 && strchr("=, \t", at[size]);
}

/* What speaks to shared caches, and "private", which may name but some fields. */
static bool is_for_shared(const char *at)
{
    return is(at, "public") || is(at, "private") || is(at, "s-maxage")
           || is(at, "proxy-revalidate");
}

/* The first directive behind what parts them; at the end of the value none. */
static const char *next(const char *at)
{
    return at + strspn(at, ", \t");
}

static bool is_private(const char *value)
{
    bool says_so = false, says_else = false;
    for (const char *at = next(value); *at; at = next(at + directive_size(at))) {
        bool const is_plain = directive_size(at) == strcspn(at, "=, \t");
        if (is(at, "no-store"))
            return true;
        if (is(at, "private") && is_plain)
            says_so = true;
        else
            says_else |= is_for_shared(at);
    }
    return says_so && !says_else;
}

const char *caching_shown(const char *value, char **made)
{
    size_t size;
    *made = NULL;
    if (is_private(value))
        return value;
    FILE *out = open_memstream(made, &size);
    if (!out)
        abort();
    fputs("private", out);
    for (const char *at = next(value); *at; at = next(at + directive_size(at))) {
        if (!is_for_shared(at))
            fprintf(out, ", %.*s", (int)directive_size(at), at);
    }
    if (fclose(out) != 0)
        abort();
    return *made;
}
