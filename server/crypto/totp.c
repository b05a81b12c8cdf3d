#include "crypto/totp.h"

#include "base/random.h"
#include "crypto/compare.h"
#include "crypto/digest.h"

#include <assert.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/* Source: RFC 4226, section 5.3. */
static uint32_t truncated(const unsigned char mac[SHA1_BYTES])
{
    const unsigned char *at = mac + (mac[SHA1_BYTES - 1] & 15);
    return (uint32_t)(at[0] & 127) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

void hotp_code(const void *key, size_t size, uint64_t counter, int digits, char *out)
{
    unsigned char moving[8], mac[SHA1_BYTES];
    assert(digits > 0 && digits <= HOTP_DIGITS_MAX);
    for (int i = 0; i < 8; i++)
        moving[i] = (unsigned char)(counter >> (56 - 8 * i));
    hmac_sha1(key, size, moving, sizeof moving, mac);
    uint32_t rest = truncated(mac);
    out[digits] = '\0';
    for (int i = digits - 1; i >= 0; i--, rest /= 10)
        out[i] = (char)('0' + rest % 10);
    explicit_bzero(mac, sizeof mac);
}

int64_t totp_step(int64_t now)
{
    return now / TOTP_STEP_S;
}

int64_t totp_step_of(const unsigned char key[TOTP_SECRET_BYTES], const char *code, int64_t now,
                     int64_t last_step)
{
    int64_t const present = totp_step(now);
    int64_t found = 0;
    char right[TOTP_DIGITS + 1];
    for (int64_t step = present - 1; step <= present; step++) {
        hotp_code(key, TOTP_SECRET_BYTES, (uint64_t)step, TOTP_DIGITS, right);
        if (same_text(right, code) && step > last_step)
            found = step;
    }
    explicit_bzero(right, sizeof right);
    return found;
}

void totp_secret_new(unsigned char out[TOTP_SECRET_BYTES])
{
    random_bytes(out, TOTP_SECRET_BYTES);
}

void base32_encode(const void *bytes, size_t size, char *out)
{
    const unsigned char *in = bytes;
    uint32_t held = 0;
    int bits = 0;
    for (size_t i = 0; i < size; i++) {
        held = held << 8 | in[i];
        for (bits += 8; bits >= 5; bits -= 5)
            *out++ = alphabet[held >> (bits - 5) & 31];
    }
    if (bits)
        *out++ = alphabet[held << (5 - bits) & 31];
    *out = '\0';
}

static int value_of(char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    const char *at = c ? strchr(alphabet, c) : NULL;
    return at ? (int)(at - alphabet) : -1;
}

bool base32_decode(const char *text, void *out, size_t size)
{
    unsigned char *at = out, *const end = at + size;
    uint32_t held = 0;
    int bits = 0;
    for (; *text; text++) {
        if (*text == ' ' || *text == '=')
            continue;
        int const value = value_of(*text);
        if (value < 0)
            return false;
        held = held << 5 | (uint32_t)value;
        bits += 5;
        if (bits < 8)
            continue;
        if (at == end)
            return false;
        bits -= 8;
        *at++ = (unsigned char)(held >> bits);
    }
    return at == end && bits < 5 && (held & ((1u << bits) - 1)) == 0;
}
