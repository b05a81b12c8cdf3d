#include "base/clock.h"
#include "base/text.h"
#include "crypto/captcha.h"
#include "crypto/digest.h"
#include "crypto/secret.h"
#include "support/world.h"

#include <jansson.h>
#include <string.h>

#define ONES "1111111111111111111111111111111111111111111111111111111111111111"
#define TWOS "2222222222222222222222222222222222222222222222222222222222222222"

static struct arena arena;

static int begin(void **state)
{
    (void)state;
    clock_stop_at(NOW);
    return secret_use("1 " ONES "\n");
}

static int end(void **state)
{
    (void)state;
    clock_stop_at(0);
    arena_finish(&arena);
    secret_close();
    return 0;
}

/* What the widget does. */
static long long solve(const struct captcha *c)
{
    for (long long n = 0; n <= c->maxnumber; n++) {
        AUTO_ARENA struct arena a = { 0 };
        const char *text = arena_printf(&a, "%s%lld", c->salt, n);
        if (text_is(c->challenge, digest_hex(&a, text, strlen(text))))
            return n;
    }
    return -1;
}

static char *payload(const struct captcha *c, const char *number)
{
    const char *json = arena_printf(&arena, "{\"algorithm\":\"%s\",\"challenge\":\"%s\","
                                    "\"number\":%s,\"salt\":\"%s\",\"signature\":\"%s\","
                                    "\"took\":12}", c->algorithm, c->challenge, number, c->salt,
                                    c->signature);
    return base64_encode(&arena, json, strlen(json));
}

static char *solved(const struct captcha *c)
{
    return payload(c, arena_printf(&arena, "%lld", solve(c)));
}

static void assert_refused(const char *text)
{
    struct captcha_proof proof = { 0 };
    assert_err(CAPTCHA_INVALID, captcha_check(&arena, text, &proof));
    assert_null(proof.digest);
}

static void a_solved_challenge_is_accepted(void **state)
{
    (void)state;
    struct captcha const c = captcha_new(&arena, 300);
    struct captcha_proof proof;
    assert_ok(captcha_check(&arena, solved(&c), &proof));
    assert_string_equal(c.challenge, proof.digest);
    assert_int_equal(NOW + CAPTCHA_TTL_S, proof.expires_at);
}

static void the_browser_gets_the_five_members(void **state)
{
    (void)state;
    struct captcha const c = captcha_new(&arena, 0);
    json_t *json = json_loads(captcha_json(&arena, &c), 0, NULL);
    assert_int_equal(5, json_object_size(json));
    assert_string_equal("SHA-256", json_string_value(json_object_get(json, "algorithm")));
    assert_string_equal(c.challenge, json_string_value(json_object_get(json, "challenge")));
    assert_string_equal(c.salt, json_string_value(json_object_get(json, "salt")));
    assert_string_equal(c.signature, json_string_value(json_object_get(json, "signature")));
    assert_int_equal(CAPTCHA_NUMBER_MAX, json_integer_value(json_object_get(json, "maxnumber")));
    json_decref(json);
    assert_non_null(strstr(c.salt, "?expires=1700000600&"));
}

static void no_two_challenges_are_alike(void **state)
{
    (void)state;
    assert_string_not_equal(captcha_new(&arena, 300).challenge, captcha_new(&arena, 300).challenge);
}

static void a_late_solution_is_refused(void **state)
{
    (void)state;
    struct captcha const c = captcha_new(&arena, 300);
    char *text = solved(&c);
    struct captcha_proof proof;
    clock_stop_at(NOW + CAPTCHA_TTL_S - 1);
    assert_ok(captcha_check(&arena, text, &proof));
    clock_stop_at(NOW + CAPTCHA_TTL_S);
    assert_refused(text);
}

static void a_wrong_number_is_refused(void **state)
{
    (void)state;
    struct captcha const c = captcha_new(&arena, 300);
    assert_refused(payload(&c, arena_printf(&arena, "%lld", solve(&c) + 1)));
    assert_refused(payload(&c, "-1"));
    assert_refused(payload(&c, "1e3"));
    assert_refused(payload(&c, "\"7\""));
    assert_refused(payload(&c, "null"));
    assert_refused(payload(&c, "99999999999"));
    assert_refused(payload(&c, "99999999999999999999999999"));
}

static void an_expiry_cannot_be_moved(void **state)
{
    (void)state;
    struct captcha const c = captcha_new(&arena, 300);
    long long const number = solve(&c);
    struct captcha longer = c;
    longer.salt = arena_printf(&arena, "%.24s?expires=1900000000&", c.salt);
    assert_refused(payload(&longer, arena_printf(&arena, "%lld", number)));
    longer.challenge = digest_hex(&arena, arena_printf(&arena, "%s1", longer.salt),
                                  strlen(longer.salt) + 1);
    assert_refused(payload(&longer, "1"));
}

/* With the number's digits in the salt the digest stays the same. */
static void digits_cannot_move_between_salt_and_number(void **state)
{
    (void)state;
    struct captcha c = captcha_new(&arena, 1);
    do
        c = captcha_new(&arena, 300);
    while (solve(&c) < 10);
    char *number = arena_printf(&arena, "%lld", solve(&c));
    struct captcha spliced = c;
    spliced.salt = arena_printf(&arena, "%s%c", c.salt, number[0]);
    assert_refused(payload(&spliced, number + 1));
}

static void foreign_salts_are_refused(void **state)
{
    (void)state;
    const char *const salts[] = {
        "", "abc", "000000000000000000000000", "000000000000000000000000?expires=",
        "000000000000000000000000?expires=&", "000000000000000000000000?expires=1900000000",
        "000000000000000000000000?expires=19&00000000&", "000000000000000000000000?Expires=1&",
        "000000000000000000000000?expires=-1&", "zz0000000000000000000000?expires=1900000000&",
    };
    struct captcha c = captcha_new(&arena, 300);
    for (size_t i = 0; i < sizeof salts / sizeof salts[0]; i++) {
        c.salt = salts[i];
        assert_refused(payload(&c, "1"));
    }
}

static void another_signature_or_algorithm_is_refused(void **state)
{
    (void)state;
    struct captcha const c = captcha_new(&arena, 300);
    char *number = arena_printf(&arena, "%lld", solve(&c));
    struct captcha other = c;
    other.algorithm = "SHA-1";
    assert_refused(payload(&other, number));
    other = c;
    other.signature = captcha_new(&arena, 300).signature;
    assert_refused(payload(&other, number));
    other.signature = "";
    assert_refused(payload(&other, number));
}

static void another_installations_challenge_is_refused(void **state)
{
    (void)state;
    struct captcha const c = captcha_new(&arena, 300);
    char *text = solved(&c);
    struct captcha_proof proof;
    assert_ok(secret_use("2 " TWOS "\n1 " ONES "\n"));
    assert_ok(captcha_check(&arena, text, &proof));
    assert_ok(secret_use("2 " TWOS "\n"));
    assert_refused(text);
}

static void nonsense_is_refused(void **state)
{
    (void)state;
    const char *const texts[] = { "", "=", "!!!", "e30=", "W10=", "bnVsbA==", "MQ==", "eyJhIjox" };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_refused(texts[i]);
    assert_refused(NULL);
    char *endless = arena_alloc(&arena, 100001);
    memset(endless, 'A', 100000);
    assert_refused(endless);
}

#define with_a_secret(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_a_secret(a_solved_challenge_is_accepted),
        with_a_secret(the_browser_gets_the_five_members),
        with_a_secret(no_two_challenges_are_alike),
        with_a_secret(a_late_solution_is_refused),
        with_a_secret(a_wrong_number_is_refused),
        with_a_secret(an_expiry_cannot_be_moved),
        with_a_secret(digits_cannot_move_between_salt_and_number),
        with_a_secret(foreign_salts_are_refused),
        with_a_secret(another_signature_or_algorithm_is_refused),
        with_a_secret(another_installations_challenge_is_refused),
        with_a_secret(nonsense_is_refused),
    };
    return cmocka_run_group_tests_name("captcha", tests, NULL, NULL);
}
