#include "base/random.h"

#include "base/clock.h"
#include "base/text.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { ID_DIGITS = 26, ID_RANDOM_BITS = 80 };

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

/* For ids: bytes taken from the kernel in one go for the next few; each is used once and wiped. */
static void random_pooled(void *out, size_t size)
{
    static _Thread_local struct {
        size_t left;
        unsigned char bytes[240];
    } pool;
    if (pool.left < size) {
        random_bytes(pool.bytes, sizeof pool.bytes);
        pool.left = sizeof pool.bytes;
    }
    pool.left -= size;
    memcpy(out, pool.bytes + pool.left, size);
    explicit_bzero(pool.bytes + pool.left, size);
}

/* Behind the one before, also within a millisecond and when the clock steps back: then it is that
 * one and a random step of 64 bits, so that a neighbour's id cannot be guessed. */
static unsigned __int128 id_number(void)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static unsigned __int128 last;
    unsigned __int128 number;
    uint64_t step;
    random_pooled(&number, sizeof number);
    random_pooled(&step, sizeof step);
    number = (unsigned __int128)clock_now_ms() << ID_RANDOM_BITS
             | (number & (((unsigned __int128)1 << ID_RANDOM_BITS) - 1));
    pthread_mutex_lock(&lock);
    if (number >> ID_RANDOM_BITS <= last >> ID_RANDOM_BITS)
        number = last + 1 + step;
    last = number;
    pthread_mutex_unlock(&lock);
    return number;
}

char *id_new(struct arena *a, const char *prefix)
{
    static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
    unsigned __int128 number = id_number();

    size_t const head = strlen(prefix);
    char *id = arena_printf(a, "%s_%*s", prefix, ID_DIGITS, "");
    for (int digit = ID_DIGITS; digit > 0; digit--, number >>= 5)
        id[head + (size_t)digit] = digits[number & 31];
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
