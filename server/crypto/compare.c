#include "crypto/compare.h"

#include <openssl/crypto.h>
#include <string.h>

bool same_bytes(const void *a, const void *b, size_t size)
{
    return CRYPTO_memcmp(a, b, size) == 0;
}

bool same_text(const char *expected, const char *given)
{
    size_t const length = strlen(given);
    if (strnlen(expected, length + 1) != length)
        return false;
    return same_bytes(expected, given, length);
}
