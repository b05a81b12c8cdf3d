#include "domain/validation/pairs.h"

#include "base/text.h"

#include <string.h>

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

const char *text_decoded(struct arena *a, const char *text, size_t size, enum coding coding)
{
    char *out = arena_alloc(a, size + 1), *to = out;
    for (size_t i = 0; i < size; i++) {
        bool const is_code = coding != CODED_NOT && text[i] == '%' && size - i > 2
                             && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
        if (is_code) {
            *to++ = (char)(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else {
            *to++ = coding == CODED_FORM && text[i] == '+' ? ' ' : text[i];
        }
    }
    size_t const length = (size_t)(to - out);
    if (!memchr(out, '\0', length) && text_is_utf8(out, length))
        return out;
    char *raw = arena_alloc(a, size + 1);
    for (size_t i = 0; i < size; i++)
        raw[i] = text[i] > 0 ? text[i] : '?';
    return raw;
}

static struct pair pair_read(struct arena *a, const char *text, size_t size, char between)
{
    enum coding const coding = between == '&' ? CODED_FORM : CODED_URI;
    const char *equals = memchr(text, '=', size);
    size_t const name_size = equals ? (size_t)(equals - text) : size;
    size_t const rest = equals ? size - name_size - 1 : 0;
    char *value = arena_alloc(a, rest + 1);
    if (rest > 0)
        memcpy(value, equals + 1, rest);
    return (struct pair){ text_decoded(a, text, name_size, coding), value };
}

static size_t count_of(const char *text, size_t size, char c)
{
    size_t count = 1;
    for (size_t i = 0; i < size; i++)
        count += text[i] == c;
    return count;
}

struct pairs pairs_read(struct arena *a, const char *text, size_t size, char between)
{
    struct pairs out = { 0 };
    size_t const room = count_of(text, size, between);
    out.items = arena_alloc(a, (room < PAIRS_MAX ? room : PAIRS_MAX) * sizeof *out.items);
    for (const char *at = text, *end = text + size; at < end; at++) {
        while (at < end && *at == ' ' && between == ';')
            at++;
        const char *stop = memchr(at, between, (size_t)(end - at));
        size_t const piece = (size_t)((stop ? stop : end) - at);
        out.has_more |= piece > 0 && out.count == PAIRS_MAX;
        if (piece > 0 && out.count < PAIRS_MAX)
            out.items[out.count++] = pair_read(a, at, piece, between);
        at += piece;
    }
    return out;
}

const char *pairs_next(const struct pairs *pairs, const char *name, size_t *from)
{
    for (; *from < pairs->count; (*from)++) {
        if (strcmp(pairs->items[*from].name, name) == 0)
            return pairs->items[(*from)++].value;
    }
    return NULL;
}
