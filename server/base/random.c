#include "base/random.h"

#include "base/clock.h"
#include "base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { ID_DIGITS = 26, ID_BYTES = 16 };

void random_bytes(void *out, size_t size)
{
    unsigned char *at = out;
    while (size > 0) {
        ssize_t const got = getrandom(at, size, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            abort();
        at += got;
        size -= (size_t)got;
    }
}

uint32_t random_below(uint32_t limit)
{
    uint32_t const threshold = -limit % limit;      /* what would favour the low values */
    for (;;) {
        uint32_t value;
        random_bytes(&value, sizeof value);
        if (value >= threshold)
            return value % limit;
    }
}

char *id_new(struct arena *a, const char *prefix)
{
    static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
    unsigned char bytes[ID_BYTES];
    random_bytes(bytes, sizeof bytes);
    uint64_t const ms = (uint64_t)clock_now_ms();
    for (int i = 0; i < 6; i++)
        bytes[i] = (unsigned char)(ms >> (40 - 8 * i));

    size_t const head = strlen(prefix);
    char *id = arena_printf(a, "%s_%*s", prefix, ID_DIGITS, "");
    for (int digit = 0; digit < ID_DIGITS; digit++) {
        int value = 0;
        for (int bit = digit * 5 - 2; bit < digit * 5 + 3; bit++)    /* 130 bits, 2 of them 0 */
            value = value << 1 | (bit < 0 ? 0 : bytes[bit / 8] >> (7 - bit % 8) & 1);
        id[head + 1 + (size_t)digit] = digits[value];
    }
    return id;
}

char *random_token(struct arena *a, size_t size)
{
    unsigned char *bytes = arena_alloc(a, size);
    random_bytes(bytes, size);
    char *token = base64url_encode(a, bytes, size);
    explicit_bzero(bytes, size);
    return token;
}
