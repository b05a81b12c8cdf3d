#include "gateway/token.h"

#include <string.h>
#include <strings.h>

enum { TOKEN = 1, CLEAN = 2 };

/* What each byte may stand in. */
static const unsigned char kinds[256] = {
    ['\t'] = CLEAN, [' '] = CLEAN, ['!'] = 3, ['"'] = CLEAN, ['#'] = 3, ['$'] = 3, ['%'] = 3,
    ['&'] = 3, ['\''] = 3, ['('] = CLEAN, [')'] = CLEAN, ['*'] = 3, ['+'] = 3, [','] = CLEAN,
    ['-'] = 3, ['.'] = 3, ['/'] = CLEAN, ['0' ... '9'] = 3, [':' ... '@'] = CLEAN,
    ['A' ... 'Z'] = 3, ['[' ... ']'] = CLEAN, ['^'] = 3, ['_'] = 3, ['`'] = 3, ['a' ... 'z'] = 3,
    ['{'] = CLEAN, ['|'] = 3, ['}'] = CLEAN, ['~'] = 3, [0x80 ... 0xFF] = CLEAN,
};

static bool all_are(const char *text, size_t size, unsigned kind)
{
    unsigned seen = kind;
    for (size_t i = 0; i < size; i++)
        seen &= kinds[(unsigned char)text[i]];
    return seen == kind;
}

bool name_is_token(const char *name, size_t size)
{
    return size > 0 && all_are(name, size, TOKEN);
}

/* Is any of eight bytes below a space, or DEL? A byte's high bit is set in `below` where that byte
 * or one that stands lower in the word is. */
static bool has_control(uint64_t word)
{
    uint64_t const ones = 0x0101010101010101, high = ones << 7, del = word ^ ones * 0x7F;
    uint64_t const below = (word - ones * ' ') & ~word, is_del = (del - ones) & ~del;
    return (below | is_del) & high;
}

bool value_is_clean(const char *value, size_t size)
{
    uint64_t word;
    for (; size >= sizeof word; value += sizeof word, size -= sizeof word) {
        memcpy(&word, value, sizeof word);
        if (has_control(word) && !all_are(value, sizeof word, CLEAN))
            return false;
    }
    return all_are(value, size, CLEAN);
}

bool size_parse(const char *text, size_t size, uint64_t *out)
{
    uint64_t value = 0;
    if (size == 0 || size > 18)
        return false;
    for (size_t i = 0; i < size; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (unsigned)(text[i] - '0');
    }
    *out = value;
    return true;
}

bool name_is_among(const char *name, size_t size, const struct known_name *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i].size == size && strncasecmp(list[i].text, name, size) == 0)
            return true;
    }
    return false;
}

bool list_has_n(const char *list, size_t size, const char *word, size_t word_size)
{
    const char *end = list + size;
    while (list < end) {
        list += strspn(list, " \t,");
        size_t const length = strcspn(list, " \t,");
        if (length == word_size && strncasecmp(list, word, length) == 0)
            return true;
        list += length ? length : 1;
    }
    return false;
}

bool list_has(const char *list, const char *word)
{
    return list_has_n(list, strlen(list), word, strlen(word));
}

bool connection_names_fields(const char *value)
{
    return strcasecmp(value, "keep-alive") != 0 && strcasecmp(value, "close") != 0;
}
