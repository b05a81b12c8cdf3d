#include "base/text.h"

#include "base/utf8.h"

#include <locale.h>
#include <pthread.h>
#include <string.h>
#include <wctype.h>

bool text_is(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool text_is_one_of(const char *text, const char *choices)
{
    size_t const length = strlen(text);
    for (const char *at = choices;; at++) {
        size_t const end = strcspn(at, "|");
        if (end == length && strncmp(at, text, length) == 0)
            return true;
        at += end;
        if (!*at)
            return false;
    }
}

bool text_starts(const char *text, const char *head)
{
    return strncmp(text, head, strlen(head)) == 0;
}

bool text_ends(const char *text, const char *tail)
{
    size_t const length = strlen(text), want = strlen(tail);
    return length >= want && strcmp(text + length - want, tail) == 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

char *text_trim(struct arena *a, const char *text)
{
    while (is_blank(*text))
        text++;
    size_t length = strlen(text);
    while (length > 0 && is_blank(text[length - 1]))
        length--;
    return memcpy(arena_alloc(a, length + 1), text, length);
}

static locale_t unicode;
static pthread_once_t unicode_once = PTHREAD_ONCE_INIT;

static void open_unicode(void)
{
    unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

static int32_t lower(int32_t point)
{
    pthread_once(&unicode_once, open_unicode);
    if (!unicode)
        return point >= 'A' && point <= 'Z' ? point + 32 : point;
    return (int32_t)towlower_l((wint_t)point, unicode);
}

char *text_lower(struct arena *a, const char *text)
{
    size_t const size = strlen(text);
    char *out = arena_alloc(a, size * 2 + 1), *at = out;    /* folding may take a byte more */
    for (size_t i = 0, length = 0; i < size; i += length) {
        int32_t const point = utf8_read(text + i, size - i, &length);
        if (point < 0)
            *at++ = text[i];
        else
            at += utf8_write(lower(point), at);
    }
    return out;
}

/* The plain letters of U+00C0 to U+017F, in order; '.' where there is none. */
static int32_t without_accent(int32_t point)
{
    static const char plain[] =
        "aaaaaaaceeeeiiiidnooooo.ouuuuyts" "aaaaaaaceeeeiiiidnooooo.ouuuuyty"
        "aaaaaaccccccccddddeeeeeeeeeegggg" "gggghhhhiiiiiiiiiiiijjkkklllllll"
        "lllnnnnnnnnnoooooooorrrrrrssssss" "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
    if (point < 0xC0 || point > 0x17F)
        return point;
    char const c = plain[point - 0xC0];
    return c == '.' ? ' ' : c;
}

static bool is_word(int32_t point)
{
    if (point < 0x80)
        return (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9');
    return unicode ? iswalnum_l((wint_t)point, unicode) != 0 : true;
}

char *text_fold(struct arena *a, const char *text)
{
    size_t const size = strlen(text);
    char *out = arena_alloc(a, size * 2 + 1), *at = out;
    bool parted = false;
    for (size_t i = 0, length = 0; i < size; i += length) {
        int32_t point = utf8_read(text + i, size - i, &length);
        if (point >= 0x300 && point <= 0x36F)               /* a combining accent */
            continue;
        point = point < 0 ? ' ' : lower(without_accent(lower(point)));
        if (!is_word(point)) {
            parted = at != out;
            continue;
        }
        if (parted)
            *at++ = ' ';
        parted = false;
        at += utf8_write(point, at);
    }
    return out;
}

bool text_is_utf8(const char *text, size_t size)
{
    for (size_t i = 0, length = 0; i < size; i += length) {
        if (utf8_read(text + i, size - i, &length) < 0)
            return false;
    }
    return true;
}

size_t text_length(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

static bool is_invisible(int32_t p)
{
    static const struct { int32_t first, last; } ranges[] = {
        { 0x00, 0x1F }, { 0x7F, 0x9F }, { 0xAD, 0xAD }, { 0x34F, 0x34F }, { 0x61C, 0x61C },
        { 0x115F, 0x1160 }, { 0x17B4, 0x17B5 }, { 0x180B, 0x180F }, { 0x200B, 0x200F },
        { 0x2028, 0x202E }, { 0x2060, 0x206F }, { 0x3164, 0x3164 }, { 0xE000, 0xF8FF },
        { 0xFE00, 0xFE0F }, { 0xFEFF, 0xFEFF }, { 0xFFA0, 0xFFA0 }, { 0xFFF0, 0xFFFB },
        { 0xFFFE, 0xFFFF }, { 0xE0000, 0x10FFFF },
    };
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (p >= ranges[i].first && p <= ranges[i].last)
            return true;
    }
    return false;
}

bool text_is_visible(const char *text, bool lines)
{
    size_t const size = strlen(text);
    for (size_t i = 0, length = 0; i < size; i += length) {
        int32_t const point = utf8_read(text + i, size - i, &length);
        bool const is_line = point == '\n' || point == '\r' || point == '\t';
        if (point < 0 || (is_invisible(point) && !(lines && is_line)))
            return false;
    }
    return true;
}

bool text_to_int(const char *text, int64_t min, int64_t max, int64_t *out)
{
    int64_t value = 0;
    size_t const length = strspn(text, "0123456789");
    if (length == 0 || length > 18 || text[length] != '\0')
        return false;
    for (size_t i = 0; i < length; i++)
        value = value * 10 + (text[i] - '0');
    if (value < min || value > max)
        return false;
    *out = value;
    return true;
}
