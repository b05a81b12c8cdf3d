/* WebAuthn: CBOR that is no attestation, or would cost more than it is worth. */
#include "crypto/webauthn_cbor.h"
#include "support/authenticator.h"
#include "support/world.h"

#include <string.h>

static void an_item_that_boasts_or_has_no_end_is_none(void **state)
{
    (void)state;
    static const unsigned char boast[] = { 0xBB, 0x80, 0, 0, 0, 0, 0, 0, 0, 0xF6, 0xF6 };
    assert_int_equal(cbor_item_size((struct octets){ boast, sizeof boast }), 0);
    assert_int_equal(cbor_item_size(octets_of_text("\x9B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF")), 0);
    assert_int_equal(cbor_item_size(octets_of_text("\xBF\x01\x02\xFF")), 0);
    assert_int_equal(cbor_item_size(octets_of_text("\x5F\x41\x01\xFF")), 0);
    assert_int_equal(cbor_item_size(octets_of_text("")), 0);
    assert_int_equal(cbor_item_size(octets_of_text("\xA1\x01\x82\x02\x03\x04")), 5);
}

static void refuse(struct arena *a, struct octets from)
{
    struct attestation made;
    assert_err(PASSKEY_INVALID, cbor_attestation(a, from, &made));
}

static void what_is_no_attestation_is_refused(void **state)
{
    (void)state;
    AUTO_ARENA struct arena a = { 0 };
    static const char *const wrong[] = {
        "", "\xA0", "\x80", "\x40", "\xF6", "\xA1\x63\x66mt\x64none", "\xFF", "\xA3", "\x1C",
        "\xBB\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", "\x9B\x10\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
        "\x5B\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF", "\x9A\x7F\xFF\xFF\xFF\x01",
        "\xC0\xC0\xC0\xC0\xC0\xC0\xC0\xC0\xC0\xC0\xC0\xC0\xC0\xC0\xC0\xC0\xC0\xC0\xC0\x01",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        refuse(&a, octets_of_text(wrong[i]));
}

static void what_nests_deep_or_is_huge_is_refused(void **state)
{
    (void)state;
    AUTO_ARENA struct arena a = { 0 };
    char *deep = arena_alloc(&a, WEBAUTHN_ATTESTATION_MAX + 2);
    memset(deep, 0x81, WEBAUTHN_ATTESTATION_MAX + 1);
    refuse(&a, (struct octets){ deep, WEBAUTHN_ATTESTATION_MAX + 1 });
    refuse(&a, (struct octets){ deep, WEBAUTHN_ATTESTATION_MAX });
    refuse(&a, (struct octets){ deep, 16 });
    static const unsigned char data[WEBAUTHN_AUTHENTICATOR_DATA_MAX - 64];
    struct octets const fits = attestation_of(&a, "none", (struct octets){ 0 },
                                              (struct octets){ data, sizeof data });
    struct attestation made;
    assert_ok(cbor_attestation(&a, fits, &made));
    assert_int_equal(made.data.size, sizeof data);
    assert_int_equal(made.statement.size, 0);
    refuse(&a, (struct octets){ fits.bytes, fits.size - 1 });
    refuse(&a, (struct octets){ fits.bytes, fits.size + 1 });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_item_that_boasts_or_has_no_end_is_none),
        cmocka_unit_test(what_is_no_attestation_is_refused),
        cmocka_unit_test(what_nests_deep_or_is_huge_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
