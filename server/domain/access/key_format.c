#include "domain/access/key_format.h"

#include "base/random.h"

#include <stdint.h>
#include <string.h>

enum { HEAD_DIGITS = 8, SECRET_DIGITS = 32, CHECK_DIGITS = 6, BASE = 62 };

static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

static const struct {
    const char *name, *prefix;
} environments[] = {
    [KEY_DEVELOPMENT] = { "development", "spl_dev_" },
    [KEY_PRODUCTION] = { "production", "spl_prod_" },
};

const char *key_environment_name(enum key_environment environment)
{
    return environments[environment].name;
}

bool key_environment_parse(const char *name, size_t size, enum key_environment *out)
{
    for (int i = 0; i < KEY_ENVIRONMENTS; i++) {
        if (strlen(environments[i].name) != size || memcmp(environments[i].name, name, size) != 0)
            continue;
        *out = (enum key_environment)i;
        return true;
    }
    return false;
}

/* CRC-32 (IEEE 802.3), half a byte a step. */
static uint32_t crc32_of(const char *text, size_t size)
{
    static const uint32_t step[16] = {
        0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158,
        0x5005713C, 0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4,
        0xA00AE278, 0xBDBDF21C,
    };
    uint32_t crc = 0xFFFFFFFF;
    for (size_t i = 0; i < size; i++) {
        crc ^= (unsigned char)text[i];
        crc = crc >> 4 ^ step[crc & 15];
        crc = crc >> 4 ^ step[crc & 15];
    }
    return ~crc;
}

static void write_check(const char *text, size_t size, char *out)
{
    uint32_t rest = crc32_of(text, size);
    for (int i = CHECK_DIGITS - 1; i >= 0; i--) {
        out[i] = digits[rest % BASE];
        rest /= BASE;
    }
}

/* Takes whole bytes below 248, a multiple of 62, so that every digit is equally likely. */
static void write_random(char *out, size_t count)
{
    unsigned char pool[64];
    size_t left = 0;
    for (size_t i = 0; i < count;) {
        if (left == 0) {
            random_bytes(pool, sizeof pool);
            left = sizeof pool;
        }
        unsigned char const byte = pool[--left];
        if (byte < BASE * 4)
            out[i++] = digits[byte % BASE];
    }
    explicit_bzero(pool, sizeof pool);
}

void key_format_new(enum key_environment environment, char text[static KEY_TEXT_SIZE])
{
    size_t at = strlen(environments[environment].prefix);
    memcpy(text, environments[environment].prefix, at);
    write_random(text + at, HEAD_DIGITS);
    at += HEAD_DIGITS;
    text[at++] = '_';
    write_random(text + at, SECRET_DIGITS);
    at += SECRET_DIGITS;
    write_check(text, at, text + at);
    text[at + CHECK_DIGITS] = '\0';
}

/* The length of the prefix that text starts with; 0 for none. */
static size_t prefix_of(const char *text, size_t size)
{
    for (int i = 0; i < KEY_ENVIRONMENTS; i++) {
        size_t const length = strlen(environments[i].prefix);
        if (size >= length && memcmp(text, environments[i].prefix, length) == 0)
            return length;
    }
    return 0;
}

static bool are_digits(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        char const c = text[i];
        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')))
            return false;
    }
    return true;
}

bool key_format_check(const char *text, size_t size)
{
    size_t const prefix = prefix_of(text, size);
    if (!prefix || size != prefix + HEAD_DIGITS + 1 + SECRET_DIGITS + CHECK_DIGITS)
        return false;
    size_t const body = size - CHECK_DIGITS;
    if (!are_digits(text + prefix, HEAD_DIGITS) || text[prefix + HEAD_DIGITS] != '_'
        || !are_digits(text + prefix + HEAD_DIGITS + 1, SECRET_DIGITS))
        return false;
    char check[CHECK_DIGITS];
    write_check(text, body, check);
    return memcmp(check, text + body, CHECK_DIGITS) == 0;
}

void key_format_head(const char *text, char head[static KEY_HEAD_SIZE])
{
    size_t const length = prefix_of(text, strlen(text)) + HEAD_DIGITS;
    memcpy(head, text, length);
    head[length] = '\0';
}
