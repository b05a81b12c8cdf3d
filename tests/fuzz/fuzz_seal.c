/* Opening what was never sealed, and what was sealed elsewhere or altered. */
#include "fuzz.h"

#include "crypto/seal.h"

static void open_anything(struct arena *a, const uint8_t *bytes, size_t size)
{
    unsigned char *out;
    char *text;
    if (unseal(a, FOR_FIELDS, "rows/1/a", bytes, &size, &out) == OK)
        abort();                            /* nobody finds a tag by chance */
    if (unseal_text(a, "rows/1/a", fuzz_text(a, bytes, size), &text) == OK)
        abort();
    (void)seal_is_old(bytes, size);
    (void)seal_text_is_old(fuzz_text(a, bytes, size));
    (void)mac_is(FOR_OTP, "rows/1", "123456", fuzz_text(a, bytes, size));
}

static void seal_and_spoil(struct arena *a, const uint8_t *bytes, size_t size)
{
    size_t length = size;
    unsigned char *sealed = seal(a, FOR_FIELDS, "rows/1/a", bytes, &length), *out;
    size_t const whole = length;
    assert(unseal(a, FOR_FIELDS, "rows/1/a", sealed, &length, &out) == OK);
    assert(length == size && (size == 0 || memcmp(out, bytes, size) == 0));
    length = whole;
    assert(unseal(a, FOR_FIELDS, "rows/2/a", sealed, &length, &out) != OK);
    sealed[bytes[0] % whole] ^= 1;
    assert(unseal(a, FOR_FIELDS, "rows/1/a", sealed, &length, &out) != OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    fuzz_begin();
    AUTO_ARENA struct arena a = { 0 };
    open_anything(&a, bytes, size);
    if (size > 0)
        seal_and_spoil(&a, bytes, size);
    return 0;
}
