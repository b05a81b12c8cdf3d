#include "base/text.h"
#include "crypto/seal.h"
#include "support/world.h"

#include <string.h>

#define ONES "1111111111111111111111111111111111111111111111111111111111111111"
#define TWOS "2222222222222222222222222222222222222222222222222222222222222222"
#define OLD "1 " ONES "\n"
#define ROTATED "2 " TWOS "\n1 " ONES "\n"
#define HERE "accounts/usr_1/email"

static struct arena arena;

static int begin(void **state)
{
    (void)state;
    return secret_use(OLD);
}

static int end(void **state)
{
    (void)state;
    arena_finish(&arena);
    secret_close();
    return 0;
}

static enum err try_open(const char *binding, const void *sealed, size_t size)
{
    unsigned char *out = NULL;
    size_t length = size;
    enum err const e = unseal(&arena, FOR_FIELDS, binding, sealed, &length, &out);
    if (e) {
        assert_null(out);
        assert_int_equal(size, length);
    }
    return e;
}

static void what_is_sealed_opens_in_its_place(void **state)
{
    (void)state;
    static const char bytes[] = "siti@kab.go.id\0with a NUL";
    size_t size = sizeof bytes;
    unsigned char *sealed = seal(&arena, FOR_FIELDS, HERE, bytes, &size), *opened;
    assert_int_equal(sizeof bytes + SEAL_OVERHEAD_BYTES, size);
    assert_null(memmem(sealed, size, "siti", 4));
    assert_ok(unseal(&arena, FOR_FIELDS, HERE, sealed, &size, &opened));
    assert_int_equal(sizeof bytes, size);
    assert_memory_equal(bytes, opened, size);
    assert_int_equal(0, opened[size]);
}

static void nothing_can_be_sealed_too(void **state)
{
    (void)state;
    size_t size = 0;
    unsigned char *sealed = seal(&arena, FOR_FIELDS, HERE, NULL, &size), *opened;
    assert_int_equal(SEAL_OVERHEAD_BYTES, size);
    assert_ok(unseal(&arena, FOR_FIELDS, HERE, sealed, &size, &opened));
    assert_int_equal(0, size);
}

static void a_chunk_of_a_file_opens_again(void **state)
{
    (void)state;
    enum { CHUNK = 256 * 1024 };
    unsigned char *bytes = arena_alloc(&arena, CHUNK), *opened;
    for (int i = 0; i < CHUNK; i++)
        bytes[i] = (unsigned char)(i * 31);
    size_t size = CHUNK;
    unsigned char *sealed = seal(&arena, FOR_FILES, "files/doc_1/0", bytes, &size);
    assert_ok(unseal(&arena, FOR_FILES, "files/doc_1/0", sealed, &size, &opened));
    assert_memory_equal(bytes, opened, CHUNK);
}

static void the_same_value_is_never_sealed_alike(void **state)
{
    (void)state;
    assert_string_not_equal(seal_text(&arena, HERE, "budi"), seal_text(&arena, HERE, "budi"));
}

static void a_value_does_not_open_elsewhere(void **state)
{
    (void)state;
    size_t size = 4;
    unsigned char *sealed = seal(&arena, FOR_FIELDS, HERE, "budi", &size), *out = NULL;
    assert_err(INTERNAL, try_open("accounts/usr_2/email", sealed, size));
    assert_err(INTERNAL, try_open("accounts/usr_1/phone", sealed, size));
    assert_err(INTERNAL, try_open("", sealed, size));
    assert_err(INTERNAL, unseal(&arena, FOR_FILES, HERE, sealed, &size, &out));
    assert_null(out);
}

static void no_bit_can_be_changed(void **state)
{
    (void)state;
    size_t size = 4;
    unsigned char *sealed = seal(&arena, FOR_FIELDS, HERE, "budi", &size);
    for (size_t bit = 0; bit < size * 8; bit++) {
        sealed[bit / 8] ^= (unsigned char)(1 << bit % 8);
        assert_err(INTERNAL, try_open(HERE, sealed, size));
        sealed[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    assert_ok(try_open(HERE, sealed, size));
}

static void a_truncated_or_extended_value_does_not_open(void **state)
{
    (void)state;
    size_t size = 20;
    unsigned char *sealed = seal(&arena, FOR_FIELDS, HERE, "12345678901234567890", &size);
    unsigned char *longer = arena_alloc(&arena, size + 1);
    memcpy(longer, sealed, size);
    for (size_t length = 0; length < size; length++)
        assert_err(INTERNAL, try_open(HERE, sealed, length));
    assert_err(INTERNAL, try_open(HERE, longer, size + 1));
}

static void another_version_does_not_open(void **state)
{
    (void)state;
    size_t size = 4;
    unsigned char *sealed = seal(&arena, FOR_FIELDS, HERE, "budi", &size);
    assert_int_equal(1, sealed[0]);
    sealed[0] = 2;
    assert_err(INTERNAL, try_open(HERE, sealed, size));
}

static void text_survives_as_text(void **state)
{
    (void)state;
    char *sealed = seal_text(&arena, HERE, "Dinas Pekerjaan Umum – Kab. Siak"), *opened;
    assert_int_equal(strlen(sealed), strspn(sealed, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst"
                                            "uvwxyz0123456789-_"));
    assert_ok(unseal_text(&arena, HERE, sealed, &opened));
    assert_string_equal("Dinas Pekerjaan Umum – Kab. Siak", opened);
}

static void null_stays_null(void **state)
{
    (void)state;
    char *opened = (char *)"";
    assert_null(seal_text(&arena, HERE, NULL));
    assert_ok(unseal_text(&arena, HERE, NULL, &opened));
    assert_null(opened);
    assert_null(blind_index(&arena, "email", NULL));
    assert_false(seal_text_is_old(NULL));
}

static void text_that_was_never_sealed_does_not_open(void **state)
{
    (void)state;
    char *opened = NULL;
    assert_err(INTERNAL, unseal_text(&arena, HERE, "", &opened));
    assert_err(INTERNAL, unseal_text(&arena, HERE, "budi", &opened));
    assert_err(INTERNAL, unseal_text(&arena, HERE, "siti@kab.go.id", &opened));
    assert_null(opened);
}

static void rotation_keeps_old_values_and_marks_them(void **state)
{
    (void)state;
    char *old = seal_text(&arena, HERE, "budi"), *opened;
    assert_false(seal_text_is_old(old));
    assert_ok(secret_use(ROTATED));
    assert_true(seal_text_is_old(old));
    assert_ok(unseal_text(&arena, HERE, old, &opened));
    assert_string_equal("budi", opened);
    assert_false(seal_text_is_old(seal_text(&arena, HERE, opened)));
}

static void a_value_under_a_secret_that_is_gone_does_not_open(void **state)
{
    (void)state;
    char *old = seal_text(&arena, HERE, "budi"), *opened = NULL;
    assert_ok(secret_use("2 " TWOS "\n"));
    assert_err(INTERNAL, unseal_text(&arena, HERE, old, &opened));
    assert_ok(secret_use("1 " TWOS "\n"));          /* another secret under the old number */
    assert_err(INTERNAL, unseal_text(&arena, HERE, old, &opened));
    assert_null(opened);
}

static void a_blind_index_is_the_same_for_the_same_and_differs_otherwise(void **state)
{
    (void)state;
    char *index = blind_index(&arena, "email", "siti@kab.go.id");
    assert_int_equal(32, strlen(index));
    assert_string_equal(index, blind_index(&arena, "email", "siti@kab.go.id"));
    assert_string_not_equal(index, blind_index(&arena, "email", "sita@kab.go.id"));
    assert_string_not_equal(index, blind_index(&arena, "phone", "siti@kab.go.id"));
    assert_string_not_equal(blind_index(&arena, "a", "b:c"), blind_index(&arena, "a:b", "c"));
}

static void a_blind_index_of_before_a_rotation_can_be_found(void **state)
{
    (void)state;
    char *old = blind_index(&arena, "email", "siti@kab.go.id");
    assert_null(blind_index_at(&arena, 1, "email", "siti@kab.go.id"));
    assert_ok(secret_use(ROTATED));
    assert_string_not_equal(old, blind_index(&arena, "email", "siti@kab.go.id"));
    assert_string_equal(old, blind_index_at(&arena, 1, "email", "siti@kab.go.id"));
}

static void a_mac_proves_its_text_and_binding(void **state)
{
    (void)state;
    char *mac = mac_text(&arena, FOR_OTP, "challenges/ch_1", "123456");
    assert_true(mac_is(FOR_OTP, "challenges/ch_1", "123456", mac));
    assert_false(mac_is(FOR_OTP, "challenges/ch_1", "123457", mac));
    assert_false(mac_is(FOR_OTP, "challenges/ch_2", "123456", mac));
    assert_false(mac_is(FOR_REFRESH, "challenges/ch_1", "123456", mac));
    assert_null(strstr(mac, "123456"));
}

static void a_malformed_mac_proves_nothing(void **state)
{
    (void)state;
    const char *const macs[] = { "", "1", "1.", ".", "1.00", "9.00", "99999999999999999999.0",
                                 "x.0", "-1.0" };
    for (size_t i = 0; i < sizeof macs / sizeof macs[0]; i++)
        assert_false(mac_is(FOR_OTP, "challenges/ch_1", "123456", macs[i]));
}

static void a_mac_outlives_a_rotation(void **state)
{
    (void)state;
    char *mac = mac_text(&arena, FOR_OTP, "challenges/ch_1", "123456");
    assert_ok(secret_use(ROTATED));
    assert_true(mac_is(FOR_OTP, "challenges/ch_1", "123456", mac));
    assert_ok(secret_use("2 " TWOS "\n"));
    assert_false(mac_is(FOR_OTP, "challenges/ch_1", "123456", mac));
}

#define with_a_secret(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_a_secret(what_is_sealed_opens_in_its_place),
        with_a_secret(nothing_can_be_sealed_too),
        with_a_secret(a_chunk_of_a_file_opens_again),
        with_a_secret(the_same_value_is_never_sealed_alike),
        with_a_secret(a_value_does_not_open_elsewhere),
        with_a_secret(no_bit_can_be_changed),
        with_a_secret(a_truncated_or_extended_value_does_not_open),
        with_a_secret(another_version_does_not_open),
        with_a_secret(text_survives_as_text),
        with_a_secret(null_stays_null),
        with_a_secret(text_that_was_never_sealed_does_not_open),
        with_a_secret(rotation_keeps_old_values_and_marks_them),
        with_a_secret(a_value_under_a_secret_that_is_gone_does_not_open),
        with_a_secret(a_blind_index_is_the_same_for_the_same_and_differs_otherwise),
        with_a_secret(a_blind_index_of_before_a_rotation_can_be_found),
        with_a_secret(a_mac_proves_its_text_and_binding),
        with_a_secret(a_malformed_mac_proves_nothing),
        with_a_secret(a_mac_outlives_a_rotation),
    };
    return cmocka_run_group_tests_name("seal", tests, NULL, NULL);
}
