#include "base/clock.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "crypto/secret.h"
#include "crypto/token.h"
#include "support/world.h"

#include <stdlib.h>
#include <string.h>

#define ONES "1111111111111111111111111111111111111111111111111111111111111111"
#define TWOS "2222222222222222222222222222222222222222222222222222222222222222"
#define ISSUER "https://simpul.example"

static struct arena arena;
static struct claims const alice = {
    .iss = ISSUER, .sub = ALICE, .jti = "tok_1", .sid = "ses_1", .role = "member",
    .amr = { "pwd", "otp" }, .iat = NOW, .exp = NOW + 900,
};

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

static char *signed_for(const struct claims *c)
{
    char *token = NULL;
    assert_ok(token_sign(&arena, c, &token));
    return token;
}

/* A token with any header and payload, signed correctly with the newest secret. */
static char *forge(const char *header, const char *payload)
{
    struct key const key = key_newest(FOR_TOKENS);
    unsigned char mac[DIGEST_BYTES];
    char *text = arena_printf(&arena, "%s.%s", base64url_encode(&arena, header, strlen(header)),
                              base64url_encode(&arena, payload, strlen(payload)));
    hmac_sha256(key.bytes, KEY_BYTES, text, strlen(text), mac);
    return arena_printf(&arena, "%s.%s", text, base64url_encode(&arena, mac, sizeof mac));
}

static void assert_refused(const char *token)
{
    struct claims out = { .sub = "untouched" };
    assert_err(UNAUTHENTICATED, token_read(&arena, token, ISSUER, &out));
    assert_string_equal("untouched", out.sub);
}

#define HEADER "{\"alg\":\"HS256\",\"kid\":\"1\",\"typ\":\"JWT\"}"
#define TEXTS                                                                                \
    "\"iss\":\"" ISSUER "\",\"sub\":\"usr_alice\",\"jti\":\"t\",\"sid\":\"s\",\"role\":\"member\""
#define TIMES "\"iat\":1700000000,\"exp\":1700000900"
#define PAYLOAD "{" TEXTS "," TIMES ",\"amr\":[\"pwd\"]}"

static void a_signed_token_is_read_back(void **state)
{
    (void)state;
    struct claims c;
    assert_ok(token_read(&arena, signed_for(&alice), ISSUER, &c));
    assert_string_equal(ALICE, c.sub);
    assert_string_equal("tok_1", c.jti);
    assert_string_equal("ses_1", c.sid);
    assert_string_equal("member", c.role);
    assert_string_equal("pwd", c.amr[0]);
    assert_string_equal("otp", c.amr[1]);
    assert_null(c.amr[2]);
    assert_int_equal(NOW, c.iat);
    assert_int_equal(NOW + 900, c.exp);
}

/* The example of RFC 7515, appendix A.1, has its key; ours is derived, so the signature is
 * computed by the digest door, whose own vectors are RFC 4231's. */
static void a_token_made_by_hand_is_read_and_ours_are_alike(void **state)
{
    (void)state;
    struct claims c;
    assert_ok(token_read(&arena, forge(HEADER, PAYLOAD), ISSUER, &c));
    assert_string_equal("usr_alice", c.sub);
    size_t size;
    char *token = signed_for(&alice);
    token[strcspn(token, ".")] = '\0';
    assert_string_equal(HEADER, (char *)base64_decode(&arena, token, &size));
}

static void a_missing_claim_is_not_signed(void **state)
{
    (void)state;
    struct claims c = alice;
    char *token = NULL;
    c.sid = NULL;
    assert_err(INTERNAL, token_sign(&arena, &c, &token));
    assert_null(token);
}

static void an_expired_token_is_refused(void **state)
{
    (void)state;
    char *token = signed_for(&alice);
    struct claims c;
    clock_stop_at(NOW + 899);
    assert_ok(token_read(&arena, token, ISSUER, &c));
    clock_stop_at(NOW + 900);
    assert_refused(token);
}

static void another_issuers_token_is_refused(void **state)
{
    (void)state;
    struct claims c = alice;
    c.iss = "https://elsewhere.example";
    assert_refused(signed_for(&c));
}

static void a_token_without_a_claim_is_refused(void **state)
{
    (void)state;
    assert_refused(forge(HEADER, "{}"));
    assert_refused(forge(HEADER, "{" TEXTS "}"));
    assert_refused(forge(HEADER, "{" TEXTS ",\"exp\":\"1700000900\"}"));
    assert_refused(forge(HEADER, "{" TIMES "}"));
    assert_refused(forge(HEADER, "{\"iss\":\"" ISSUER "\"," TIMES "}"));
    assert_refused(forge(HEADER, "[1]"));
    assert_refused(forge(HEADER, "no JSON"));
}

static void no_other_algorithm_is_taken(void **state)
{
    (void)state;
    const char *const headers[] = {
        "{\"alg\":\"none\",\"kid\":\"1\"}", "{\"alg\":\"None\",\"kid\":\"1\"}",
        "{\"alg\":\"HS384\",\"kid\":\"1\"}", "{\"alg\":\"HS512\",\"kid\":\"1\"}",
        "{\"alg\":\"RS256\",\"kid\":\"1\"}", "{\"alg\":\"ES256\",\"kid\":\"1\"}",
        "{\"alg\":\"\",\"kid\":\"1\"}", "{\"alg\":256,\"kid\":\"1\"}", "{\"kid\":\"1\"}",
        "{\"alg\":\"none\",\"alg\":\"HS256\",\"kid\":\"1\"}",
    };
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        char *token = forge(headers[i], PAYLOAD);
        assert_refused(token);
        strrchr(token, '.')[1] = '\0';
        assert_refused(token);
        strrchr(token, '.')[0] = '\0';
        assert_refused(token);
    }
}

static void a_header_that_names_no_secret_of_ours_is_refused(void **state)
{
    (void)state;
    const char *const headers[] = {
        "{\"alg\":\"HS256\"}", "{\"alg\":\"HS256\",\"kid\":\"2\"}", "{\"alg\":\"HS256\",\"kid\":1}",
        "{\"alg\":\"HS256\",\"kid\":\"\"}", "{\"alg\":\"HS256\",\"kid\":\"1 \"}",
        "{\"alg\":\"HS256\",\"kid\":\"../1\"}", "[]", "1", "",
    };
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
        assert_refused(forge(headers[i], PAYLOAD));
}

static void no_character_of_a_token_can_be_changed(void **state)
{
    (void)state;
    char *token = signed_for(&alice);
    for (size_t i = 0; token[i]; i++) {
        char const was = token[i];
        token[i] = was == 'A' ? 'B' : 'A';
        assert_refused(token);
        token[i] = '.';
        if (was != '.')
            assert_refused(token);
        token[i] = was;
    }
    struct claims c;
    assert_ok(token_read(&arena, token, ISSUER, &c));
}

static void no_part_of_a_token_can_be_left_out(void **state)
{
    (void)state;
    char *token = signed_for(&alice);
    assert_refused(arena_printf(&arena, "%s.", token));
    assert_refused(arena_printf(&arena, "%sA", token));
    for (size_t length = strlen(token); length-- > 0;) {
        token[length] = '\0';
        assert_refused(token);
    }
    assert_refused(".");
    assert_refused("..");
    assert_refused("...");
}

static void an_endless_token_is_refused(void **state)
{
    (void)state;
    char *token = arena_alloc(&arena, 100001);
    memset(token, 'A', 100000);
    assert_refused(token);
}

static void tokens_outlive_a_rotation_but_not_their_secret(void **state)
{
    (void)state;
    char *token = signed_for(&alice);
    struct claims c;
    assert_ok(secret_use("2 " TWOS "\n1 " ONES "\n"));
    assert_ok(token_read(&arena, token, ISSUER, &c));
    assert_ok(token_read(&arena, signed_for(&alice), ISSUER, &c));
    assert_ok(secret_use("2 " TWOS "\n"));
    assert_refused(token);
    assert_ok(secret_use("1 " TWOS "\n"));
    assert_refused(token);
}

static void more_ways_to_sign_in_than_fit_are_left_out(void **state)
{
    (void)state;
    struct claims c;
    assert_ok(token_read(&arena, forge(HEADER, "{" TEXTS "," TIMES ",\"amr\":[\"a\",\"b\",\"c\","
                                       "\"d\",\"e\"]}"), ISSUER, &c));
    assert_string_equal("d", c.amr[TOKEN_AMR_MAX - 1]);
    assert_ok(token_read(&arena, forge(HEADER, "{" TEXTS "," TIMES ",\"amr\":[1]}"), ISSUER, &c));
    assert_null(c.amr[0]);
}

static void reading_is_quick(void **state)
{
    (void)state;
    enum { ROUNDS = 2000 };
    char *token = signed_for(&alice);
    int64_t const start = clock_steady_us();
    for (int i = 0; i < ROUNDS; i++) {
        AUTO_ARENA struct arena a = { 0 };
        struct claims c;
        assert_ok(token_read(&a, token, ISSUER, &c));
    }
    int64_t const each_us = (clock_steady_us() - start) / ROUNDS;
    print_message("reading a token takes %lld us\n", (long long)each_us);
    assert_in_range(each_us, 0, 1000);      /* sanitizers and busy machines included */
}

#define with_a_secret(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_a_secret(a_signed_token_is_read_back),
        with_a_secret(a_token_made_by_hand_is_read_and_ours_are_alike),
        with_a_secret(a_missing_claim_is_not_signed),
        with_a_secret(an_expired_token_is_refused),
        with_a_secret(another_issuers_token_is_refused),
        with_a_secret(a_token_without_a_claim_is_refused),
        with_a_secret(no_other_algorithm_is_taken),
        with_a_secret(a_header_that_names_no_secret_of_ours_is_refused),
        with_a_secret(no_character_of_a_token_can_be_changed),
        with_a_secret(no_part_of_a_token_can_be_left_out),
        with_a_secret(an_endless_token_is_refused),
        with_a_secret(tokens_outlive_a_rotation_but_not_their_secret),
        with_a_secret(more_ways_to_sign_in_than_fit_are_left_out),
        with_a_secret(reading_is_quick),
    };
    return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
