/* Digests, MACs and keys against the vectors of FIPS 180-4, RFC 4231 and RFC 5869. */
#include "base/text.h"
#include "crypto/compare.h"
#include "crypto/digest.h"
#include "support/world.h"

#include <string.h>

static void assert_hex(const char *expected, const void *bytes, size_t size)
{
    AUTO_ARENA struct arena a = { 0 };
    assert_string_equal(expected, hex_encode(&a, bytes, size));
}

static void sha256_gives_the_standards_digests(void **state)
{
    (void)state;
    unsigned char d[DIGEST_BYTES];
    digest_sha256("", 0, d);
    assert_hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", d, sizeof d);
    digest_sha256("abc", 3, d);
    assert_hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", d, sizeof d);
    AUTO_ARENA struct arena a = { 0 };
    assert_string_equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                        digest_hex(&a, "abc", 3));
}

static void pieces_give_the_digest_of_the_whole(void **state)
{
    (void)state;
    AUTO_DIGEST struct digest d = digest_begin();
    char piece[1000];
    memset(piece, 'a', sizeof piece);
    for (int i = 0; i < 1000; i++)
        digest_add(&d, piece, sizeof piece);
    digest_add(&d, "", 0);
    unsigned char out[DIGEST_BYTES];
    digest_end(&d, out);
    assert_hex("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", out,
               sizeof out);
}

static void a_digest_may_be_given_up(void **state)
{
    (void)state;
    AUTO_DIGEST struct digest d = digest_begin();
    digest_add(&d, "half", 4);
}

static void hmac_gives_the_digests_of_rfc_4231(void **state)
{
    (void)state;
    unsigned char key[131], data[50], out[DIGEST_BYTES];
    memset(key, 0x0b, 20);
    hmac_sha256(key, 20, "Hi There", 8, out);
    assert_hex("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", out, 32);
    hmac_sha256("Jefe", 4, "what do ya want for nothing?", 28, out);
    assert_hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", out, 32);
    memset(key, 0xaa, sizeof key);
    memset(data, 0xdd, sizeof data);
    hmac_sha256(key, 20, data, sizeof data, out);
    assert_hex("773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe", out, 32);
    const char *text = "Test Using Larger Than Block-Size Key - Hash Key First";
    hmac_sha256(key, sizeof key, text, strlen(text), out);
    assert_hex("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54", out, 32);
}

static void an_empty_key_makes_a_mac_too(void **state)
{
    (void)state;
    unsigned char out[DIGEST_BYTES];
    hmac_sha256("", 0, "", 0, out);
    assert_hex("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad", out, 32);
}

static void hkdf_gives_the_keys_of_rfc_5869(void **state)
{
    (void)state;
    unsigned char secret[22], salt[13], info[10], out[42];
    memset(secret, 0x0b, sizeof secret);
    assert_true(hex_decode("000102030405060708090a0b0c", salt, sizeof salt));
    assert_true(hex_decode("f0f1f2f3f4f5f6f7f8f9", info, sizeof info));
    struct octets const ikm = { secret, sizeof secret };
    hkdf_sha256(ikm, (struct octets){ salt, 13 }, (struct octets){ info, 10 }, out, sizeof out);
    assert_hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b88718"
               "5865", out, sizeof out);
    hkdf_sha256(ikm, (struct octets){ 0 }, (struct octets){ 0 }, out, sizeof out);
    assert_hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a"
               "96c8", out, sizeof out);
}

static void equal_texts_are_equal_and_others_are_not(void **state)
{
    (void)state;
    assert_true(same_bytes("a\0b", "a\0b", 3));
    assert_false(same_bytes("a\0b", "a\0c", 3));
    assert_true(same_bytes("a", "b", 0));
    assert_true(same_text("kode", "kode"));
    assert_true(same_text("", ""));
    assert_false(same_text("kode", "kodf"));
    assert_false(same_text("kode", "kod"));
    assert_false(same_text("kod", "kode"));
    assert_false(same_text("kode", ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_gives_the_standards_digests),
        cmocka_unit_test(pieces_give_the_digest_of_the_whole),
        cmocka_unit_test(a_digest_may_be_given_up),
        cmocka_unit_test(hmac_gives_the_digests_of_rfc_4231),
        cmocka_unit_test(an_empty_key_makes_a_mac_too),
        cmocka_unit_test(hkdf_gives_the_keys_of_rfc_5869),
        cmocka_unit_test(equal_texts_are_equal_and_others_are_not),
    };
    return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
