#include "domain/access/key_format.h"

#include "base/random.h"
#include "crypto/digest.h"

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

static void write_check(const char *text, size_t size, char *out)
{
    uint32_t rest = crc_32(text, size);
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
    static const bool is_digit[256] = {
        ['0' ... '9'] = true, ['A' ... 'Z'] = true, ['a' ... 'z'] = true,
    };
    bool are = true;
    for (size_t i = 0; i < size; i++)
        are &= is_digit[(unsigned char)text[i]];
    return are;
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
