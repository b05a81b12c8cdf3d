#include "base/utf8.h"

#include <stdbool.h>

static bool continues(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

static size_t announced_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first < 0xE0)
        return 2;
    if (first >= 0xE0 && first < 0xF0)
        return 3;
    return first >= 0xF0 && first < 0xF5 ? 4 : 0;
}

static bool is_a_character(int32_t point, size_t length)
{
    static const int32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
    bool const is_surrogate = point >= 0xD800 && point <= 0xDFFF;
    return point >= smallest[length] && point <= 0x10FFFF && !is_surrogate;
}

int32_t utf8_read(const char *text, size_t size, size_t *length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    *length = 1;
    size_t const announced = size ? announced_length(bytes[0]) : 0;
    if (announced == 0 || announced > size)
        return -1;
    if (announced == 1)
        return bytes[0];

    int32_t point = bytes[0] & (0xFF >> (announced + 1));
    for (size_t i = 1; i < announced; i++) {
        if (!continues(bytes[i]))
            return -1;
        point = point << 6 | (bytes[i] & 0x3F);
    }
    if (!is_a_character(point, announced))
        return -1;
    *length = announced;
    return point;
}

size_t utf8_write(int32_t point, char *out)
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xC0 | point >> 6);
        out[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = (char)(0xE0 | point >> 12);
        out[1] = (char)(0x80 | (point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | point >> 18);
    out[1] = (char)(0x80 | (point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}
