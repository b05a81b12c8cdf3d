/* Hex and base 64, both alphabets. */
#include "base/text.h"

#include "base/hex.h"

#include <string.h>

char *hex_encode(struct arena *a, const void *bytes, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *in = bytes;
    char *out = arena_alloc(a, size * 2 + 1);
    for (size_t i = 0; i < size; i++) {
        out[2 * i] = digits[in[i] >> 4];
        out[2 * i + 1] = digits[in[i] & 15];
    }
    return out;
}

bool hex_decode(const char *text, void *out, size_t size)
{
    unsigned char *bytes = out;
    if (strlen(text) != size * 2)
        return false;
    for (size_t i = 0; i < size; i++) {
        int const high = hex_value(text[2 * i]), low = hex_value(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

static char *encode_64(struct arena *a, const void *bytes, size_t size, const char *digits)
{
    const unsigned char *in = bytes;
    char *out = arena_alloc(a, (size + 2) / 3 * 4 + 1), *at = out;
    for (size_t i = 0; i < size; i += 3) {
        size_t const left = size - i;
        uint32_t const group = (uint32_t)in[i] << 16 | (left > 1 ? (uint32_t)in[i + 1] << 8 : 0)
                               | (left > 2 ? in[i + 2] : 0);
        *at++ = digits[group >> 18];
        *at++ = digits[group >> 12 & 63];
        if (left > 1)
            *at++ = digits[group >> 6 & 63];
        if (left > 2)
            *at++ = digits[group & 63];
    }
    return out;
}

char *base64url_encode(struct arena *a, const void *bytes, size_t size)
{
    return encode_64(a, bytes, size,
                     "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}

char *base64_encode(struct arena *a, const void *bytes, size_t size)
{
    char *out = encode_64(a, bytes, size,
                          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    size_t const length = strlen(out);
    for (size_t i = length; i < (size + 2) / 3 * 4; i++)    /* the room for padding is there */
        out[i] = '=';
    return out;
}

static int value_64(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

unsigned char *base64_decode(struct arena *a, const char *text, size_t *size)
{
    size_t length = strlen(text);
    for (int i = 0; i < 2 && length > 0 && text[length - 1] == '='; i++)
        length--;
    if (length % 4 == 1)
        return NULL;
    unsigned char *out = arena_alloc(a, length / 4 * 3 + 3), *at = out;
    uint32_t bits = 0;
    for (size_t i = 0; i < length; i++) {
        int const value = value_64(text[i]);
        if (value < 0)
            return NULL;
        bits = bits << 6 | (uint32_t)value;
        if (i % 4 != 0)
            *at++ = (unsigned char)(bits >> (6 - i % 4 * 2));
    }
    *size = (size_t)(at - out);
    return out;
}
