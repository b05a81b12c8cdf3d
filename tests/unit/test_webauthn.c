/* WebAuthn: each step of the verification has a ceremony that fails it and no other. What the
 * browser adds and CBOR as such are tried in test_webauthn_client.c and test_webauthn_cbor.c. */
#include "support/authenticator.h"
#include "support/world.h"

#include "base/text.h"

#include <string.h>

#define CHALLENGE "dGhpcyBpcyBhIGNoYWxsZW5nZSBvZiAzMiBieXRlcy4"

static const struct relying_party rp = { "simpul.go.id", "https://simpul.go.id" };

struct desk {
    struct arena arena;
    struct authenticator device;
};

static int begin(void **state)
{
    static struct desk desk;
    desk = (struct desk){ .device = authenticator_new(WEBAUTHN_ES256, &rp) };
    *state = &desk;
    return 0;
}

static void change_device(struct desk *d, int algorithm)
{
    authenticator_drop(&d->device);
    d->device = authenticator_new(algorithm, &rp);
}

static int end(void **state)
{
    struct desk *d = *state;
    authenticator_drop(&d->device);
    arena_finish(&d->arena);
    return 0;
}

static enum err check_made(struct desk *d, const struct ceremony *made,
                           struct webauthn_credential *out)
{
    struct webauthn_registration const r = { &rp, made->client_data, made->attestation };
    return webauthn_register(&d->arena, &r, out);
}

static enum err create(struct desk *d, struct webauthn_credential *out)
{
    struct ceremony const made = authenticator_create(&d->arena, &d->device, CHALLENGE);
    return check_made(d, &made, out);
}

static enum err check_used(const struct ceremony *made, const struct webauthn_credential *c,
                           struct webauthn_state *out)
{
    struct webauthn_assertion const s = { &rp, made->client_data, made->authenticator_data,
                                          made->signature };
    return webauthn_assert(&s, c, out);
}

static enum err get(struct desk *d, const struct webauthn_credential *c)
{
    struct webauthn_state state;
    struct ceremony const made = authenticator_get(&d->arena, &d->device, CHALLENGE);
    return check_used(&made, c, &state);
}

static struct webauthn_credential registered(struct desk *d)
{
    struct webauthn_credential c;
    assert_ok(create(d, &c));
    return c;
}

/* The attestation object around data that the device did not make. */
static enum err create_with(struct desk *d, struct octets data)
{
    struct webauthn_credential c;
    struct ceremony made = authenticator_create(&d->arena, &d->device, CHALLENGE);
    made.attestation = attestation_of(&d->arena, "none", (struct octets){ 0 }, data);
    return check_made(d, &made, &c);
}

/* ---- what is right */

static void a_credential_of_each_algorithm_is_read_and_used(void **state)
{
    struct desk *d = *state;
    static const struct { int algorithm; size_t key_size; } each[] = {
        { WEBAUTHN_ES256, 64 }, { WEBAUTHN_EDDSA, 32 }, { WEBAUTHN_RS256, 259 },
    };
    for (size_t i = 0; i < sizeof each / sizeof each[0]; i++) {
        change_device(d, each[i].algorithm);
        struct webauthn_credential const c = registered(d);
        assert_int_equal(c.algorithm, each[i].algorithm);
        assert_int_equal(c.public_key.size, each[i].key_size);
        assert_int_equal(c.id.size, 32);
        assert_memory_equal(c.id.bytes, d->device.id, 32);
        assert_int_equal(c.sign_count, 1);
        assert_ok(get(d, &c));
    }
}

static void counter_and_backup_state_are_told(void **state)
{
    struct desk *d = *state;
    d->device.flags |= FLAG_MAY_BE_BACKED_UP;
    struct webauthn_credential const c = registered(d);
    assert_true(c.may_be_backed_up);
    assert_false(c.is_backed_up);
    d->device.flags |= FLAG_BACKED_UP;
    d->device.count = 0xFFFFFF00;
    struct webauthn_state now = { 0 };
    struct ceremony const made = authenticator_get(&d->arena, &d->device, CHALLENGE);
    assert_ok(check_used(&made, &c, &now));
    assert_true(now.is_backed_up);
    assert_int_equal(now.sign_count, 0xFFFFFF01);
}

static void self_attestation_is_taken_and_checked(void **state)
{
    struct desk *d = *state;
    struct webauthn_credential c;
    d->device.attests = "android-key";
    assert_err(PASSKEY_INVALID, create(d, &c));
    d->device.attests = "packed";
    assert_ok(create(d, &c));
    struct ceremony made = authenticator_create(&d->arena, &d->device, CHALLENGE);
    made.client_data = octets_of_text(arena_printf(&d->arena, "%s ",
                                                   (const char *)made.client_data.bytes));
    assert_err(PASSKEY_INVALID, check_made(d, &made, &c));
}

static void extensions_are_passed_over(void **state)
{
    struct desk *d = *state;
    static const unsigned char protect[] = "\xA1\x6B" "credProtect\x03";
    d->device.flags |= FLAG_EXTENSIONS;
    d->device.tail = (struct octets){ protect, sizeof protect - 1 };
    struct webauthn_credential const c = registered(d);
    static const unsigned char unknown[] = "\xA1\x63uvm\x81\x83\x02\x04\x02";
    d->device.tail = (struct octets){ unknown, sizeof unknown - 1 };
    assert_ok(get(d, &c));
}

/* ---- authenticator data */

static void data_for_another_party_is_refused(void **state)
{
    struct desk *d = *state;
    struct webauthn_credential const c = registered(d);
    d->device.rp.id = "go.id";
    struct webauthn_credential other;
    assert_err(PASSKEY_INVALID, create(d, &other));
    assert_err(PASSKEY_INVALID, get(d, &c));
}

static void flags_that_are_missing_or_contradict_are_refused(void **state)
{
    struct desk *d = *state;
    struct webauthn_credential const c = registered(d);
    struct webauthn_credential other;
    static const unsigned char wrong[] = {
        0, FLAG_PRESENT, FLAG_VERIFIED, FLAG_PRESENT | FLAG_VERIFIED | FLAG_BACKED_UP,
    };
    for (size_t i = 0; i < sizeof wrong; i++) {
        d->device.flags = wrong[i];
        assert_err(PASSKEY_INVALID, create(d, &other));
        assert_err(PASSKEY_INVALID, get(d, &c));
    }
}

static void backup_eligibility_never_changes(void **state)
{
    struct desk *d = *state;
    struct webauthn_credential const never = registered(d);
    d->device.flags |= FLAG_MAY_BE_BACKED_UP;
    assert_err(PASSKEY_INVALID, get(d, &never));
    struct webauthn_credential const maybe = registered(d);
    assert_ok(get(d, &maybe));
    d->device.flags &= (unsigned char)~FLAG_MAY_BE_BACKED_UP;
    assert_err(PASSKEY_INVALID, get(d, &maybe));
}

static void an_assertion_with_a_credential_is_refused(void **state)
{
    struct desk *d = *state;
    struct webauthn_credential const c = registered(d);
    struct webauthn_state now;
    struct ceremony made = authenticator_create(&d->arena, &d->device, CHALLENGE);
    d->device.type = "webauthn.get";
    made.client_data = authenticator_get(&d->arena, &d->device, CHALLENGE).client_data;
    made.signature = authenticator_sign(&d->arena, &d->device, made.authenticator_data,
                                        made.client_data);
    assert_err(PASSKEY_INVALID, check_used(&made, &c, &now));
    d->device.flags |= FLAG_CREDENTIAL;
    d->device.tail = octets_of_text("\xA0");
    assert_err(PASSKEY_INVALID, get(d, &c));
}

static void what_the_flags_do_not_announce_is_refused(void **state)
{
    struct desk *d = *state;
    struct webauthn_credential const c = registered(d);
    struct webauthn_credential other;
    d->device.tail = octets_of_text("x");
    assert_err(PASSKEY_INVALID, create(d, &other));
    assert_err(PASSKEY_INVALID, get(d, &c));
    d->device.tail = (struct octets){ 0 };
    d->device.flags |= FLAG_EXTENSIONS;
    assert_err(PASSKEY_INVALID, create(d, &other));
    assert_err(PASSKEY_INVALID, get(d, &c));
    d->device.tail = octets_of_text("\xA0\xA0");
    assert_err(PASSKEY_INVALID, create(d, &other));
    assert_err(PASSKEY_INVALID, get(d, &c));
}

static void data_cut_anywhere_is_refused(void **state)
{
    struct desk *d = *state;
    struct webauthn_credential const c = registered(d);
    struct ceremony const made = authenticator_create(&d->arena, &d->device, CHALLENGE);
    for (size_t size = 0; size < made.authenticator_data.size; size++)
        assert_err(PASSKEY_INVALID,
                   create_with(d, (struct octets){ made.authenticator_data.bytes, size }));
    for (size_t size = 0; size < made.attestation.size; size++) {
        struct webauthn_credential other;
        struct ceremony cut = made;
        cut.attestation.size = size;
        assert_err(PASSKEY_INVALID, check_made(d, &cut, &other));
    }
    struct ceremony const used = authenticator_get(&d->arena, &d->device, CHALLENGE);
    for (size_t size = 0; size < used.authenticator_data.size; size++) {
        struct ceremony cut = used;
        struct webauthn_state now;
        cut.authenticator_data.size = size;
        assert_err(PASSKEY_INVALID, check_used(&cut, &c, &now));
    }
}

/* ---- credentials */

static void a_credential_id_has_a_sensible_length(void **state)
{
    struct desk *d = *state;
    struct webauthn_credential c;
    d->device.id_size = 0;
    assert_err(PASSKEY_INVALID, create(d, &c));
    d->device.id_size = 1;
    assert_ok(create(d, &c));
    d->device.id_size = WEBAUTHN_CREDENTIAL_ID_MAX;
    assert_ok(create(d, &c));
    d->device.id_size = WEBAUTHN_CREDENTIAL_ID_MAX + 1;
    assert_err(PASSKEY_INVALID, create(d, &c));
}

static void a_key_of_another_algorithm_is_refused(void **state)
{
    struct desk *d = *state;
    struct webauthn_credential c;
    static const int others[] = { -35, -36, -37, -65535, 7, 0 };    /* ES384, ES512, PS256, RS1 */
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        d->device.algorithm = others[i];
        assert_err(PASSKEY_INVALID, create(d, &c));
    }
}

static void a_point_that_is_not_on_the_curve_is_refused(void **state)
{
    struct desk *d = *state;
    struct octets const data =
        authenticator_create(&d->arena, &d->device, CHALLENGE).authenticator_data;
    assert_ok(create_with(d, data));
    ((unsigned char *)data.bytes)[data.size - 1] ^= 1;
    assert_err(PASSKEY_INVALID, create_with(d, data));
}

static void attestations_that_were_not_asked_for_are_refused(void **state)
{
    struct desk *d = *state;
    struct webauthn_credential c;
    struct ceremony made = authenticator_create(&d->arena, &d->device, CHALLENGE);
    static const struct { const char *format, *statement; } wrong[] = {
        { "none", "\xA1\x63sig\x40" }, { "packed", "" }, { "packed", "\xA1\x63sig\x41\x01" },
        { "packed", "\xA2\x63" "alg\x26\x63sig\x41\x01" }, { "fido-u2f", "" }, { "tpm", "" },
        { "none", "\x80" }, { "none", "\x60" }, { "None", "" }, { "", "" },
        { "packed", "\xA3\x63" "alg\x26\x63sig\x41\x01\x63x5c\x81\x41\x30" },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        made.attestation = attestation_of(&d->arena, wrong[i].format,
                                          octets_of_text(wrong[i].statement),
                                          made.authenticator_data);
        assert_err(PASSKEY_INVALID, check_made(d, &made, &c));
    }
}

/* ---- signatures */

static void a_signature_over_anything_else_is_refused(void **state)
{
    struct desk *d = *state;
    struct webauthn_credential const c = registered(d);
    struct webauthn_state now;
    struct ceremony const first = authenticator_get(&d->arena, &d->device, CHALLENGE);
    struct ceremony made = authenticator_get(&d->arena, &d->device, CHALLENGE);
    assert_ok(check_used(&made, &c, &now));
    made.signature = first.signature;
    assert_err(PASSKEY_INVALID, check_used(&made, &c, &now));
    made = first;
    d->device.more = ",\"crossOrigin\":false";
    made.client_data = authenticator_get(&d->arena, &d->device, CHALLENGE).client_data;
    assert_err(PASSKEY_INVALID, check_used(&made, &c, &now));
}

static void a_signature_of_another_key_is_refused(void **state)
{
    struct desk *d = *state;
    static const int each[] = { WEBAUTHN_ES256, WEBAUTHN_EDDSA, WEBAUTHN_RS256 };
    for (size_t i = 0; i < sizeof each / sizeof each[0]; i++) {
        change_device(d, each[i]);
        struct webauthn_credential c = registered(d);
        change_device(d, each[i]);
        assert_err(PASSKEY_INVALID, get(d, &c));
        c.public_key.size--;
        assert_err(PASSKEY_INVALID, get(d, &c));
        c.algorithm = -7 - c.algorithm;
        assert_err(PASSKEY_INVALID, get(d, &c));
    }
}

static void a_broken_signature_is_refused(void **state)
{
    struct desk *d = *state;
    struct webauthn_credential const c = registered(d);
    struct webauthn_state now;
    struct ceremony made = authenticator_get(&d->arena, &d->device, CHALLENGE);
    unsigned char *bytes = (unsigned char *)made.signature.bytes;
    size_t const size = made.signature.size;
    for (made.signature.size = 0; made.signature.size < size; made.signature.size++)
        assert_err(PASSKEY_INVALID, check_used(&made, &c, &now));
    for (size_t i = 0; i < size; i++) {
        bytes[i] ^= 0x10;
        assert_err(PASSKEY_INVALID, check_used(&made, &c, &now));
        bytes[i] ^= 0x10;
    }
    assert_ok(check_used(&made, &c, &now));
}

#define at_a_desk(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        at_a_desk(a_credential_of_each_algorithm_is_read_and_used),
        at_a_desk(counter_and_backup_state_are_told),
        at_a_desk(self_attestation_is_taken_and_checked),
        at_a_desk(extensions_are_passed_over),
        at_a_desk(data_for_another_party_is_refused),
        at_a_desk(flags_that_are_missing_or_contradict_are_refused),
        at_a_desk(backup_eligibility_never_changes),
        at_a_desk(an_assertion_with_a_credential_is_refused),
        at_a_desk(what_the_flags_do_not_announce_is_refused),
        at_a_desk(data_cut_anywhere_is_refused),
        at_a_desk(a_credential_id_has_a_sensible_length),
        at_a_desk(a_key_of_another_algorithm_is_refused),
        at_a_desk(a_point_that_is_not_on_the_curve_is_refused),
        at_a_desk(attestations_that_were_not_asked_for_are_refused),
        at_a_desk(a_signature_over_anything_else_is_refused),
        at_a_desk(a_signature_of_another_key_is_refused),
        at_a_desk(a_broken_signature_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
