/* One-time codes against the vectors of RFC 4226, RFC 6238 and RFC 4648, and against oathtool. */
#include "crypto/totp.h"
#include "support/world.h"

#include <stdio.h>
#include <string.h>

static const unsigned char rfc_key[TOTP_SECRET_BYTES] = "12345678901234567890";

static void hotp_gives_the_vectors_of_rfc_4226(void **state)
{
    (void)state;
    static const char *const codes[] = {
        "755224", "287082", "359152", "969429", "338314",
        "254676", "287922", "162583", "399871", "520489",
    };
    char code[HOTP_DIGITS_MAX + 1];
    for (uint64_t i = 0; i < 10; i++) {
        hotp_code(rfc_key, sizeof rfc_key, i, 6, code);
        assert_string_equal(code, codes[i]);
    }
}

static void totp_gives_the_vectors_of_rfc_6238(void **state)
{
    (void)state;
    static const struct {
        int64_t at;
        const char *code;
    } vectors[] = {
        { 59, "94287082" }, { 1111111109, "07081804" }, { 1111111111, "14050471" },
        { 1234567890, "89005924" }, { 2000000000, "69279037" }, { 20000000000, "65353130" },
    };
    char code[HOTP_DIGITS_MAX + 1];
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        hotp_code(rfc_key, sizeof rfc_key, (uint64_t)totp_step(vectors[i].at), 8, code);
        assert_string_equal(code, vectors[i].code);
    }
}

static const char *code_at(struct arena *a, const unsigned char *key, int64_t at)
{
    char *code = arena_alloc(a, TOTP_DIGITS + 1);
    hotp_code(key, TOTP_SECRET_BYTES, (uint64_t)totp_step(at), TOTP_DIGITS, code);
    return code;
}

static void a_code_is_good_in_its_step_and_the_next(void **state)
{
    (void)state;
    AUTO_ARENA struct arena a = { 0 };
    int64_t const at = 1700000010, step = totp_step(at);    /* a step begins here */
    const char *code = code_at(&a, rfc_key, at);
    assert_int_equal(totp_step_of(rfc_key, code, at, 0), step);
    assert_int_equal(totp_step_of(rfc_key, code, at + 29, 0), step);
    assert_int_equal(totp_step_of(rfc_key, code, at + 59, 0), step);
    assert_int_equal(totp_step_of(rfc_key, code, at + 60, 0), 0);
}

static void a_code_of_the_future_is_none(void **state)
{
    (void)state;
    AUTO_ARENA struct arena a = { 0 };
    int64_t const at = 1700000010;
    assert_int_equal(totp_step_of(rfc_key, code_at(&a, rfc_key, at), at - 1, 0), 0);
    assert_int_equal(totp_step_of(rfc_key, code_at(&a, rfc_key, at), at - 31, 0), 0);
}

static void a_spent_step_and_those_before_it_are_none(void **state)
{
    (void)state;
    AUTO_ARENA struct arena a = { 0 };
    int64_t const at = 1700000010, step = totp_step(at);
    assert_int_equal(totp_step_of(rfc_key, code_at(&a, rfc_key, at), at, step), 0);
    assert_int_equal(totp_step_of(rfc_key, code_at(&a, rfc_key, at - 30), at, step), 0);
    assert_int_equal(totp_step_of(rfc_key, code_at(&a, rfc_key, at), at, step - 1), step);
}

static void anything_but_the_six_digits_is_none(void **state)
{
    (void)state;
    AUTO_ARENA struct arena a = { 0 };
    int64_t const at = 1700000010;
    const char *code = code_at(&a, rfc_key, at);
    const char *const wrong[] = {
        "", "0", arena_printf(&a, "%.5s", code), arena_printf(&a, "%s0", code),
        arena_printf(&a, "0%s", code), arena_printf(&a, " %s", code), "abcdef",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(totp_step_of(rfc_key, wrong[i], at, 0), 0);
}

/* One line that a command prints. */
static void line_of(const char *command, char *out, size_t size)
{
    FILE *pipe = popen(command, "re");
    assert_non_null(pipe);
    assert_non_null(fgets(out, (int)size, pipe));
    assert_int_equal(pclose(pipe), 0);
    out[strcspn(out, "\n")] = '\0';
}

static void oathtool_gives_the_same_codes(void **state)
{
    (void)state;
    AUTO_ARENA struct arena a = { 0 };
    unsigned char key[TOTP_SECRET_BYTES];
    char secret[TOTP_SECRET_CHARS + 1], code[16];
    for (int64_t at = 59; at < 4000000000; at = at * 7 + 13) {
        totp_secret_new(key);
        base32_encode(key, sizeof key, secret);
        line_of(arena_printf(&a, "oathtool --totp --base32 --now '1970-01-01 UTC + %lld seconds'"
                                 " %s",
                             (long long)at, secret), code, sizeof code);
        assert_string_equal(code, code_at(&a, key, at));
    }
}

static void base32_gives_the_vectors_of_rfc_4648(void **state)
{
    (void)state;
    static const char *const vectors[][2] = {
        { "", "" }, { "f", "MY" }, { "fo", "MZXQ" }, { "foo", "MZXW6" }, { "foob", "MZXW6YQ" },
        { "fooba", "MZXW6YTB" }, { "foobar", "MZXW6YTBOI" },
    };
    char text[16], bytes[8];
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        size_t const size = strlen(vectors[i][0]);
        base32_encode(vectors[i][0], size, text);
        assert_string_equal(text, vectors[i][1]);
        assert_true(base32_decode(text, bytes, size));
        assert_memory_equal(bytes, vectors[i][0], size);
    }
}

static void base32_reads_what_people_type(void **state)
{
    (void)state;
    char bytes[6];
    assert_true(base32_decode("mzxw 6ytb oi======", bytes, 6));
    assert_memory_equal(bytes, "foobar", 6);
}

static void base32_refuses_what_is_none(void **state)
{
    (void)state;
    char bytes[8];
    assert_false(base32_decode("MZXW6YTB1I", bytes, 6));        /* no digit 1 */
    assert_false(base32_decode("MZXW6YTBOI", bytes, 5));        /* too long */
    assert_false(base32_decode("MZXW6YTBOI", bytes, 7));        /* too short */
    assert_false(base32_decode("MZXW6YTBOJ", bytes, 6));        /* bits that no byte has */
    assert_false(base32_decode("MZXW6YTBOIA", bytes, 6));       /* a letter too many */
    assert_false(base32_decode("MZXW-6YTB", bytes, 5));
}

static void two_secrets_differ(void **state)
{
    (void)state;
    unsigned char one[TOTP_SECRET_BYTES], two[TOTP_SECRET_BYTES];
    totp_secret_new(one);
    totp_secret_new(two);
    assert_memory_not_equal(one, two, sizeof one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hotp_gives_the_vectors_of_rfc_4226),
        cmocka_unit_test(totp_gives_the_vectors_of_rfc_6238),
        cmocka_unit_test(a_code_is_good_in_its_step_and_the_next),
        cmocka_unit_test(a_code_of_the_future_is_none),
        cmocka_unit_test(a_spent_step_and_those_before_it_are_none),
        cmocka_unit_test(anything_but_the_six_digits_is_none),
        cmocka_unit_test(oathtool_gives_the_same_codes),
        cmocka_unit_test(base32_gives_the_vectors_of_rfc_4648),
        cmocka_unit_test(base32_reads_what_people_type),
        cmocka_unit_test(base32_refuses_what_is_none),
        cmocka_unit_test(two_secrets_differ),
    };
    return cmocka_run_group_tests_name("totp_codes", tests, NULL, NULL);
}
