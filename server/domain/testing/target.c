/* Paths and queries as a member wrote them, made fit to be sent. */
#include "domain/testing/testing.h"

#include "base/hex.h"

#include <string.h>

static bool is_unreserved(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
           || (c && strchr("-._~", c));
}

static bool may_stand_in_path(int c)
{
    return is_unreserved(c) || (c && strchr("/!$&'()*+,;=:@", c));
}

static bool may_stand_in_query(int c)
{
    return may_stand_in_path(c) || c == '?';
}

static char *put_encoded(char *out, unsigned char c)
{
    static const char digits[] = "0123456789ABCDEF";
    *out++ = '%';
    *out++ = digits[c >> 4];
    *out++ = digits[c & 15];
    return out;
}

/* The octet of an escape in a path; -1 for none, or one that hides what parts a path. */
static int octet_at(const char *at)
{
    int const high = hex_value(at[1]), low = high < 0 ? -1 : hex_value(at[2]);
    int const octet = low < 0 ? -1 : high << 4 | low;
    return octet < 0x20 || octet == 0x7F || octet == '/' || octet == '\\' ? -1 : octet;
}

static bool is_control(unsigned char c)
{
    return c < 0x20 || c == 0x7F;
}

/* "." and "..", also before a parameter, which some servers cut off. */
static bool has_dot_segment(const char *path)
{
    for (const char *at = strchr(path, '/'); at; at = strchr(at + 1, '/')) {
        size_t const dots = strspn(at + 1, ".");
        char const after = at[1 + dots];
        if ((dots == 1 || dots == 2) && (after == '\0' || after == '/' || after == ';'))
            return true;
    }
    return false;
}

const char *test_path(struct arena *a, const char *path)
{
    char *text = arena_alloc(a, strlen(path) * 3 + 1), *out = text;
    if (*path != '/')
        return NULL;
    for (const char *at = path; *at; at++) {
        unsigned char c = (unsigned char)*at;
        if (is_control(c) || c == '?' || c == '#' || c == '\\')
            return NULL;
        if (c == '%') {
            int const octet = octet_at(at);
            if (octet < 0)
                return NULL;
            c = (unsigned char)octet;
            at += 2;
        }
        bool const is_plain = at[0] == (char)c ? may_stand_in_path(c) : is_unreserved(c);
        if (is_plain)
            *out++ = (char)c;
        else
            out = put_encoded(out, c);
    }
    return has_dot_segment(text) ? NULL : text;
}

const char *test_query(struct arena *a, const char *query)
{
    char *text = arena_alloc(a, strlen(query) * 3 + 1), *out = text;
    for (const char *at = query; *at; at++) {
        unsigned char const c = (unsigned char)*at;
        if (is_control(c) || c == '#')
            return NULL;
        if (may_stand_in_query(c) || c == '%' || c == '[' || c == ']')
            *out++ = (char)c;
        else
            out = put_encoded(out, c);
    }
    return text;
}

char *test_query_part(struct arena *a, const char *query)
{
    char *text = arena_alloc(a, strlen(query) * 3 + 1), *out = text;
    for (const char *at = query; *at; at++) {
        if (is_unreserved((unsigned char)*at))
            *out++ = *at;
        else
            out = put_encoded(out, (unsigned char)*at);
    }
    return text;
}
