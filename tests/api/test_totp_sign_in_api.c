/* Signing in with the second factor over HTTP: what the policy demands, and who gets in. */
#include "base/clock.h"
#include "base/text.h"
#include "crypto/totp.h"
#include "domain/totp/totp.h"
#include "support/second_factor.h"
#include "support/signed_in.h"
#include "support/usapi.h"

#include <string.h>

static const char *admin;

static int begin_all(void **state)
{
    if (usapi_begin(state))
        return 1;
    person_add(api_db(), api_arena(), NULL, "kepala", "admin");
    return 0;
}

static int begin(void **state)
{
    (void)state;
    clock_stop_at(clock_now() + 3 * 86400);
    admin = token_of("kepala");
    return 0;
}

#define sign_in_test(test) cmocka_unit_test_setup(test, begin)

static void set_policy(const char *name, const char *value)
{
    assert_int_equal(call("PATCH", "/admin/settings", admin, json_pack("{ss}", name, value)).status,
                     200);
}

/* Somebody with an active factor. */
struct somebody {
    const char *name, *secret;
    struct recovery_codes codes;
};

static struct somebody enrolled(void)
{
    static int number;
    struct somebody one = { .name = arena_printf(api_arena(), "pegawai%d", ++number) };
    const char *id = person_add(api_db(), api_arena(), NULL, one.name, "member");
    one.secret = totp_given(api_db(), api_arena(), id, clock_now(), &one.codes);
    return one;
}

static struct answer sign_in_as(const char *name)
{
    return sign_in_call(name, PASSWORD, false);
}

static const char *challenge_of(const char *name, const char *code)
{
    struct answer a = sign_in_as(name);
    refuses(a, 403, code);
    return answer_text(&a, "challenge.id");
}

static struct answer verify(const char *challenge, const char *code)
{
    return call("POST", "/auth/verify", NULL,
                json_pack("{ss ss*}", "challenge", challenge, "code", code));
}

static const char *code_of(const struct somebody *one)
{
    return totp_code(api_arena(), one->secret, clock_now());
}

static struct answer state_of(const char *challenge)
{
    return call("GET", arena_printf(api_arena(), "/auth/challenges/%s", challenge), NULL, NULL);
}

static void a_code_completes_the_sign_in(void **state)
{
    (void)state;
    struct somebody const one = enrolled();
    struct answer a = sign_in_as(one.name);
    refuses(a, 403, "totp_required");
    assert_string_equal(answer_text(&a, "challenge.type"), "totp");
    assert_string_equal(answer_text(&a, "challenge.username"), one.name);
    assert_int_equal(answer_int(&a, "challenge.expires_in"), 1800);
    const char *challenge = answer_text(&a, "challenge.id");
    a = state_of(challenge);
    assert_string_equal(answer_text(&a, "data.state"), "pending");
    assert_string_equal(answer_text(&a, "data.username"), one.name);

    refuses(verify(challenge, wrong_totp_code(api_arena(), one.secret, clock_now())), 400,
            "totp_invalid");
    faults(verify(challenge, NULL), "code", "required");
    a = verify(challenge, code_of(&one));
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(answer_header(&a, "Set-Cookie"), "simpul_refresh="));
    refuses(verify(challenge, code_of(&one)), 400, "token_invalid");
}

static void the_token_tells_how_it_was_won(void **state)
{
    (void)state;
    struct somebody const one = enrolled();
    struct answer a = verify(challenge_of(one.name, "totp_required"), code_of(&one));
    size_t size = 0;
    const char *token = answer_text(&a, "token"), *dot = strchr(token, '.') + 1;
    const char *payload = arena_printf(api_arena(), "%.*s", (int)strcspn(dot, "."), dot);
    const char *claims = (const char *)base64_decode(api_arena(), payload, &size);
    assert_non_null(strstr(claims, "[\"pwd\",\"otp\",\"mfa\"]"));
}

static void a_recovery_code_completes_the_sign_in_once(void **state)
{
    (void)state;
    struct somebody const one = enrolled();
    const char *challenge = challenge_of(one.name, "totp_required");
    assert_int_equal(verify(challenge, one.codes.codes[2]).status, 200);
    challenge = challenge_of(one.name, "totp_required");
    refuses(verify(challenge, one.codes.codes[2]), 400, "totp_invalid");
}

static void a_replayed_code_opens_no_second_challenge(void **state)
{
    (void)state;
    struct somebody const one = enrolled();
    const char *first = challenge_of(one.name, "totp_required");
    const char *second = challenge_of(one.name, "totp_required"), *code = code_of(&one);
    assert_int_equal(verify(first, code).status, 200);
    refuses(verify(second, code), 400, "totp_invalid");
}

static void of_many_at_once_one_gets_in(void **state)
{
    (void)state;
    struct somebody const one = enrolled();
    const char *challenge = challenge_of(one.name, "totp_required");
    assert_one_of_many("/auth/verify", json_pack("{ss ss}", "challenge", challenge, "code",
                                                 one.codes.codes[0]));
}

static void guessing_brings_pauses_but_not_for_the_password(void **state)
{
    (void)state;
    struct somebody const one = enrolled();
    const char *wrong = wrong_totp_code(api_arena(), one.secret, clock_now());
    const char *challenge = challenge_of(one.name, "totp_required");
    for (int i = 0; i < 5; i++)
        refuses(verify(challenge, wrong), 400, "totp_invalid");
    struct answer a = verify(challenge, code_of(&one));
    refuses(a, 429, "too_many_requests");
    assert_non_null(answer_header(&a, "Retry-After"));
    challenge = challenge_of(one.name, "totp_required");
    assert_int_equal(verify(challenge, one.codes.codes[0]).status, 200);
}

static void a_policy_holds_from_the_next_sign_in(void **state)
{
    (void)state;
    struct somebody const one = enrolled();
    const char *plain = signed_in("tanpa totp", "member");
    set_policy("totp.policy.members", "mandatory");
    assert_int_equal(call("GET", "/profile", plain, NULL).status, 200);
    challenge_of("tanpa totp", "totp_enrolment_required");
    challenge_of(one.name, "totp_required");
    set_policy("totp.policy.members", "off");
    assert_int_equal(sign_in_as("tanpa totp").status, 200);
    assert_int_equal(sign_in_as(one.name).status, 200);
    set_policy("totp.policy.members", "optional");
    assert_int_equal(sign_in_as("tanpa totp").status, 200);
    challenge_of(one.name, "totp_required");
}

static void staff_follow_their_own_policy(void **state)
{
    (void)state;
    person_add(api_db(), api_arena(), NULL, "peninjau", "reviewer");
    person_add(api_db(), api_arena(), NULL, "anggota", "member");
    set_policy("totp.policy.staff", "mandatory");
    challenge_of("peninjau", "totp_enrolment_required");
    assert_int_equal(sign_in_as("anggota").status, 200);
    set_policy("totp.policy.staff", "optional");
}

static struct answer at_challenge(const char *path, const char *challenge, const char *code)
{
    return call("POST", path, NULL, json_pack("{ss ss*}", "challenge", challenge, "code", code));
}

static void under_mandatory_one_enrols_on_the_way_in(void **state)
{
    (void)state;
    person_add(api_db(), api_arena(), NULL, "pendatang", "member");
    set_policy("totp.policy.members", "mandatory");
    const char *challenge = challenge_of("pendatang", "totp_enrolment_required");
    refuses(verify(challenge, NULL), 403, "totp_enrolment_required");
    struct answer a = at_challenge("/totp/enrolment", challenge, NULL);
    assert_int_equal(a.status, 201);
    const char *code = totp_code(api_arena(), answer_text(&a, "data.secret"), clock_now());
    a = at_challenge("/totp/activate", challenge, code);
    assert_int_equal(a.status, 200);
    a = state_of(challenge);
    assert_string_equal(answer_text(&a, "data.state"), "approved");
    a = verify(challenge, NULL);
    assert_int_equal(a.status, 200);

    /* Disabling works, and the next sign-in demands it again. */
    clock_stop_at(clock_now() + TOTP_STEP_S);
    challenge_of("pendatang", "totp_required");
    const char *token = answer_text(&a, "token");
    a = call("POST", "/totp/recovery-codes", token, NULL);
    a = call("POST", "/totp/disable", token,
             json_pack("{ss}", "code", answer_text(&a, "data.recovery_codes.4")));
    assert_int_equal(a.status, 200);
    challenge_of("pendatang", "totp_enrolment_required");
    set_policy("totp.policy.members", "optional");
}

static void only_a_challenge_for_enrolling_enrols(void **state)
{
    (void)state;
    struct somebody const one = enrolled();
    const char *challenge = challenge_of(one.name, "totp_required");
    refuses(at_challenge("/totp/enrolment", challenge, NULL), 400, "token_invalid");
    refuses(at_challenge("/totp/activate", challenge, code_of(&one)), 400, "token_invalid");
}

static void what_was_not_sent_is_not_sent_again(void **state)
{
    (void)state;
    struct somebody const one = enrolled();
    const char *challenge = challenge_of(one.name, "totp_required");
    refuses(call("POST", "/auth/resend", NULL, json_pack("{ss}", "challenge", challenge)), 400,
            "token_invalid");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        sign_in_test(a_code_completes_the_sign_in),
        sign_in_test(the_token_tells_how_it_was_won),
        sign_in_test(a_recovery_code_completes_the_sign_in_once),
        sign_in_test(a_replayed_code_opens_no_second_challenge),
        sign_in_test(of_many_at_once_one_gets_in),
        sign_in_test(guessing_brings_pauses_but_not_for_the_password),
        sign_in_test(a_policy_holds_from_the_next_sign_in),
        sign_in_test(staff_follow_their_own_policy),
        sign_in_test(under_mandatory_one_enrols_on_the_way_in),
        sign_in_test(only_a_challenge_for_enrolling_enrols),
        sign_in_test(what_was_not_sent_is_not_sent_again),
    };
    return cmocka_run_group_tests_name("totp_sign_in_api", tests, begin_all, api_end);
}
