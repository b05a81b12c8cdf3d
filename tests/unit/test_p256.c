/* P-256 against vectors of RFC 6979 and of WebCrypto. */
#include "crypto/p256.h"

#include "base/text.h"
#include "support/world.h"

#include <string.h>

struct vector {
    const char *x, *y, *text, *signature;
};
#define RFC_X "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
#define RFC_Y "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
static const struct vector vectors[] = {
    { RFC_X, RFC_Y, "sample",                                       /* RFC 6979, A.2.5 */
      "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
      "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8" },
    { RFC_X, RFC_Y, "test",
      "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
      "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083" },
    { "a817e5f6faf2b6fda7866b2b99c27d128fa58602dcb6f41595144949c4681b5f",   /* WebCrypto */
      "c39732b03fe695e105a27c2fe3d497313e72e79958c407e0b09642c58561cde4",
      "POST\n/authenticator/challenges/apr_1\n1700000000\n"
      "32df50539c6363db3408d569ce3fd6d2c2e5952f669bda7ac5114f19b853a41e",
      "7d0cf3108953036147b6707307ab541bf3e5e3681133b8891cd0b412228c500d"
      "3e2f40cc02bf6c070f769ec9ae5f9a3275cb35e044630af36538bbb8eae6a705" },
};
enum { VECTORS = sizeof vectors / sizeof vectors[0] };

static struct p256_key key_of(const struct vector *v)
{
    struct p256_key key;
    assert_true(hex_decode(v->x, key.x, sizeof key.x));
    assert_true(hex_decode(v->y, key.y, sizeof key.y));
    return key;
}

static void read_signature(const struct vector *v, unsigned char out[P256_SIGNATURE_BYTES])
{
    assert_true(hex_decode(v->signature, out, P256_SIGNATURE_BYTES));
}

static bool verify(const struct vector *v, const struct p256_key *key,
                   const unsigned char signature[P256_SIGNATURE_BYTES])
{
    return p256_verify(key, v->text, strlen(v->text), signature);
}

static void the_vectors_hold(void **state)
{
    (void)state;
    unsigned char signature[P256_SIGNATURE_BYTES];
    for (int i = 0; i < VECTORS; i++) {
        struct p256_key const key = key_of(&vectors[i]);
        read_signature(&vectors[i], signature);
        assert_true(p256_is_key(&key));
        assert_true(verify(&vectors[i], &key, signature));
    }
}

static void a_signature_with_any_other_bit_does_not_hold(void **state)
{
    (void)state;
    struct p256_key const key = key_of(&vectors[0]);
    unsigned char signature[P256_SIGNATURE_BYTES];
    read_signature(&vectors[0], signature);
    for (int i = 0; i < P256_SIGNATURE_BYTES; i++) {
        signature[i] ^= 1;
        assert_false(verify(&vectors[0], &key, signature));
        signature[i] ^= 1;
    }
    assert_true(verify(&vectors[0], &key, signature));
}

static void another_text_or_key_does_not_hold(void **state)
{
    (void)state;
    unsigned char signature[P256_SIGNATURE_BYTES];
    read_signature(&vectors[0], signature);
    struct p256_key const key = key_of(&vectors[0]), other = key_of(&vectors[VECTORS - 1]);
    assert_false(p256_verify(&key, "Sample", 6, signature));
    assert_false(verify(&vectors[0], &other, signature));
}

static void a_signature_of_zeros_or_beyond_the_order_does_not_hold(void **state)
{
    (void)state;
    struct p256_key const key = key_of(&vectors[0]);
    unsigned char signature[P256_SIGNATURE_BYTES] = { 0 };
    assert_false(verify(&vectors[0], &key, signature));
    memset(signature, 0xFF, sizeof signature);
    assert_false(verify(&vectors[0], &key, signature));
    memset(signature, 0, P256_BYTES);
    assert_false(verify(&vectors[0], &key, signature));
}

static void only_points_of_the_curve_are_keys(void **state)
{
    (void)state;
    struct p256_key key = key_of(&vectors[0]);
    unsigned char signature[P256_SIGNATURE_BYTES];
    read_signature(&vectors[0], signature);
    key.y[31] ^= 1;
    assert_false(p256_is_key(&key));
    assert_false(verify(&vectors[0], &key, signature));
    memset(&key, 0, sizeof key);
    assert_false(p256_is_key(&key));
    memset(&key, 0xFF, sizeof key);
    assert_false(p256_is_key(&key));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_vectors_hold),
        cmocka_unit_test(a_signature_with_any_other_bit_does_not_hold),
        cmocka_unit_test(another_text_or_key_does_not_hold),
        cmocka_unit_test(a_signature_of_zeros_or_beyond_the_order_does_not_hold),
        cmocka_unit_test(only_points_of_the_curve_are_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
