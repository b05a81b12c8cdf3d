/* Passkeys: registering, using, what is refused, and who is told. */
#include "base/clock.h"
#include "base/text.h"
#include "domain/passkeys/passkeys.h"
#include "support/authenticator.h"
#include "support/people.h"
#include "support/world.h"

#include <pthread.h>
#include <string.h>

static const struct relying_party rp = { "simpul.go.id", "https://simpul.go.id" };
static struct authenticator device;

static int begin(void **state)
{
    if (people_begin(state))
        return 1;
    device = authenticator_new(WEBAUTHN_ES256, &rp);
    return 0;
}

static int end(void **state)
{
    authenticator_drop(&device);
    return people_end(state);
}

static const char *challenge_for(struct world *w, const char *purpose, const char *account_id)
{
    const char *challenge = NULL;
    assert_ok(ceremony_begin(w->db, &w->arena, purpose, account_id, clock_now(), &challenge));
    return challenge;
}

static const char *name_of(struct world *w)
{
    return base64url_encode(&w->arena, device.id, device.id_size);
}

static enum err add_with(struct world *w, const char *account_id, const char *challenge,
                         struct passkey *out)
{
    struct ceremony const made = authenticator_create(&w->arena, &device, challenge);
    struct passkey_form const form = {
        .rp = rp, .credential_id = name_of(w), .client_data = made.client_data,
        .attestation = made.attestation, .transports = "[\"internal\"]", .label = "Laptop kantor",
    };
    struct passkey_owner const by = { account_id, "192.0.2.7" };
    return passkey_register(w->db, &w->arena, &by, &form, clock_now(), out);
}

static enum err add(struct world *w, const char *account_id, struct passkey *out)
{
    return add_with(w, account_id, challenge_for(w, "create", account_id), out);
}

/* The device makes a fresh credential for the account. */
static struct passkey passkey_for(struct world *w, const char *account_id)
{
    struct passkey p;
    authenticator_drop(&device);
    device = authenticator_new(WEBAUTHN_ES256, &rp);
    assert_ok(passkey_handle(w->db, &w->arena, account_id, &device.handle));
    assert_ok(add(w, account_id, &p));
    return p;
}

static struct passkey_sign_in use_of(struct world *w, const struct ceremony *made)
{
    return (struct passkey_sign_in){
        .use = { .rp = rp, .credential_id = name_of(w), .handle = device.handle,
                 .client_data = made->client_data,
                 .authenticator_data = made->authenticator_data, .signature = made->signature,
                 .ip = "198.51.100.9" },
        .issuer = rp.origin, .from = { .ip = "198.51.100.9", .user_agent = "curl/8" },
        .is_native = true,
    };
}

static enum err sign_in_with(struct world *w, const char *challenge)
{
    struct tokens tokens;
    struct ceremony const made = authenticator_get(&w->arena, &device, challenge);
    struct passkey_sign_in const try = use_of(w, &made);
    return passkey_sign_in(w->db, &w->arena, &try, clock_now(), &tokens);
}

static enum err sign_in(struct world *w)
{
    return sign_in_with(w, challenge_for(w, "get", NULL));
}

/* ---- */

static void a_passkey_signs_in_and_says_how(void **state)
{
    struct world *w = *state;
    struct passkey p = passkey_for(w, ALICE);
    clock_stop_at(NOW + 60);
    assert_ok(sign_in(w));
    assert_int_equal(world_number(w, "SELECT count(*) FROM sessions WHERE amr = 'hwk user mfa'"
                                     " AND account_id = $1", ALICE), 1);
    assert_ok(passkey_find(w->db, &w->arena, ALICE, p.id, &p));
    assert_int_equal(p.created_at, NOW);
    assert_int_equal(p.last_used_at, NOW + 60);
    assert_string_equal(p.label, "Laptop kantor");
    assert_string_equal(p.transports, "[\"internal\"]");
}

static void adding_and_removing_are_told_and_kept(void **state)
{
    struct world *w = *state;
    struct passkey const p = passkey_for(w, ALICE);
    assert_int_equal(times_told(w, "passkey.added"), 1);
    assert_int_equal(times_audited(w, "passkey.add"), 1);
    struct passkey_owner const alice = { ALICE, NULL }, bob = { BOB, NULL };
    assert_err(NOT_FOUND, passkey_remove(w->db, &w->arena, &bob, p.id, NOW));
    assert_ok(sign_in(w));
    assert_ok(passkey_remove(w->db, &w->arena, &alice, p.id, NOW));
    assert_int_equal(times_told(w, "passkey.removed"), 1);
    assert_int_equal(times_audited(w, "passkey.remove"), 1);
    assert_err(PASSKEY_UNKNOWN, sign_in(w));
    assert_err(NOT_FOUND, passkey_remove(w->db, &w->arena, &alice, p.id, NOW));
}

static void another_members_passkey_is_not_found(void **state)
{
    struct world *w = *state;
    struct passkey p = passkey_for(w, ALICE);
    struct passkeys list;
    assert_err(NOT_FOUND, passkey_rename(w->db, BOB, p.id, "Punya Bob"));
    assert_err(NOT_FOUND, passkey_find(w->db, &w->arena, BOB, p.id, &p));
    assert_ok(passkeys_of(w->db, &w->arena, BOB, &list));
    assert_int_equal(list.count, 0);
    assert_ok(passkey_rename(w->db, ALICE, p.id, "Ponsel"));
    assert_ok(passkeys_of(w->db, &w->arena, ALICE, &list));
    assert_int_equal(list.count, 1);
    assert_string_equal(list.items[0].label, "Ponsel");
}

static void a_challenge_is_good_once_for_one_purpose_and_five_minutes(void **state)
{
    struct world *w = *state;
    struct passkey p = passkey_for(w, ALICE);
    const char *challenge = challenge_for(w, "get", NULL);
    assert_ok(sign_in_with(w, challenge));
    assert_err(TOKEN_INVALID, sign_in_with(w, challenge));
    assert_err(TOKEN_INVALID, sign_in_with(w, challenge_for(w, "create", ALICE)));
    assert_err(TOKEN_INVALID, add_with(w, ALICE, challenge_for(w, "get", NULL), &p));
    assert_err(TOKEN_INVALID, sign_in_with(w, "dGVyYmFrYXI"));
    challenge = challenge_for(w, "get", NULL);
    clock_stop_at(NOW + CEREMONY_TTL_S);
    assert_err(TOKEN_INVALID, sign_in_with(w, challenge));
    challenge = challenge_for(w, "get", NULL);
    clock_stop_at(NOW + 2 * CEREMONY_TTL_S - 1);
    assert_ok(sign_in_with(w, challenge));
}

static void a_refused_try_spends_its_challenge(void **state)
{
    struct world *w = *state;
    passkey_for(w, ALICE);
    const char *challenge = challenge_for(w, "get", NULL);
    device.flags = FLAG_PRESENT;
    assert_err(PASSKEY_INVALID, sign_in_with(w, challenge));
    device.flags |= FLAG_VERIFIED;
    assert_err(TOKEN_INVALID, sign_in_with(w, challenge));
}

static void a_challenge_for_adding_belongs_to_its_account(void **state)
{
    struct world *w = *state;
    struct passkey p;
    const char *challenge = challenge_for(w, "create", ALICE);
    assert_err(TOKEN_INVALID, add_with(w, BOB, challenge, &p));
    assert_err(TOKEN_INVALID, ceremony_use(w->db, &w->arena, "get", ALICE, challenge, NOW));
    assert_ok(add_with(w, ALICE, challenge, &p));
}

static void challenges_are_kept_as_digests_and_swept(void **state)
{
    struct world *w = *state;
    const char *challenge = challenge_for(w, "get", NULL);
    assert_int_equal(strlen(challenge), 43);
    assert_int_equal(world_number(w, "SELECT count(*) FROM passkey_ceremonies"
                                     " WHERE challenge_digest = $1", challenge), 0);
    assert_ok(ceremonies_sweep(w->db, NOW + CEREMONY_TTL_S - 1));
    assert_int_equal(world_number(w, "SELECT count(*) FROM passkey_ceremonies WHERE purpose = $1",
                                  "get"), 1);
    assert_ok(ceremonies_sweep(w->db, NOW + CEREMONY_TTL_S));
    assert_int_equal(world_number(w, "SELECT count(*) FROM passkey_ceremonies WHERE purpose = $1",
                                  "get"), 0);
}

static void a_counter_that_goes_back_is_refused_kept_and_told(void **state)
{
    struct world *w = *state;
    passkey_for(w, ALICE);
    device.count = 40;
    assert_ok(sign_in(w));
    device.step = 0;
    assert_err(PASSKEY_INVALID, sign_in(w));
    device.count = 7;
    assert_err(PASSKEY_INVALID, sign_in(w));
    device.count = 0;
    assert_err(PASSKEY_INVALID, sign_in(w));
    assert_int_equal(times_told(w, "passkey.cloned"), 3);
    assert_int_equal(times_audited(w, "passkey.cloned"), 3);
    assert_int_equal(world_number(w, "SELECT count(*) FROM sessions WHERE account_id = $1",
                                  ALICE), 1);
    device.count = 42;
    assert_ok(sign_in(w));
}

static void an_authenticator_that_does_not_count_is_fine(void **state)
{
    struct world *w = *state;
    passkey_for(w, ALICE);
    authenticator_drop(&device);
    device = authenticator_new(WEBAUTHN_EDDSA, &rp);
    device.step = 0;
    struct passkey p;
    assert_ok(add(w, BOB, &p));
    assert_ok(passkey_handle(w->db, &w->arena, BOB, &device.handle));
    assert_ok(sign_in(w));
    assert_ok(sign_in(w));
}

static void the_handle_is_the_accounts_own_and_says_nothing(void **state)
{
    struct world *w = *state;
    const char *alice = NULL, *again = NULL, *bob = NULL;
    assert_ok(passkey_handle(w->db, &w->arena, ALICE, &alice));
    assert_ok(passkey_handle(w->db, &w->arena, ALICE, &again));
    assert_ok(passkey_handle(w->db, &w->arena, BOB, &bob));
    assert_int_equal(strlen(alice), 43);
    assert_string_equal(alice, again);
    assert_string_not_equal(alice, bob);
    passkey_for(w, ALICE);
    device.handle = bob;
    assert_err(PASSKEY_INVALID, sign_in(w));
    device.handle = alice;
    assert_ok(sign_in(w));
}

static void a_credential_stands_once(void **state)
{
    struct world *w = *state;
    struct passkey p = passkey_for(w, ALICE);
    assert_err(PASSKEY_REGISTERED, add(w, ALICE, &p));
    assert_err(PASSKEY_REGISTERED, add(w, BOB, &p));
}

static void a_credential_must_be_the_one_it_is_called(void **state)
{
    struct world *w = *state;
    struct ceremony const made = authenticator_create(&w->arena, &device,
                                                      challenge_for(w, "create", ALICE));
    struct passkey_form const form = {
        .rp = rp, .credential_id = "AAAA", .client_data = made.client_data,
        .attestation = made.attestation, .transports = "[]", .label = "Palsu",
    };
    struct passkey_owner const by = { ALICE, NULL };
    struct passkey p;
    assert_err(PASSKEY_INVALID, passkey_register(w->db, &w->arena, &by, &form, NOW, &p));
}

static void an_account_has_room_for_twenty(void **state)
{
    struct world *w = *state;
    struct passkey p;
    for (int i = 0; i < PASSKEYS_PER_ACCOUNT_MAX; i++) {
        device.id[0] = (unsigned char)i;
        assert_ok(add(w, ALICE, &p));
    }
    device.id[0] = 99;
    assert_err(PASSKEYS_FULL, add(w, ALICE, &p));
    assert_ok(add(w, BOB, &p));
}

static void set_status(struct world *w, const char *status)
{
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, w->db));
    assert_ok(db_run(tx.db, "UPDATE accounts SET status = $2 WHERE id = $1", TEXT(ALICE),
                     TEXT(status)));
    assert_ok(tx_commit(&tx));
}

static void only_an_active_account_gets_in(void **state)
{
    struct world *w = *state;
    passkey_for(w, ALICE);
    set_status(w, "suspended");
    assert_err(ACCOUNT_SUSPENDED, sign_in(w));
    device.flags = FLAG_PRESENT;
    assert_err(PASSKEY_INVALID, sign_in(w));
    device.flags |= FLAG_VERIFIED;
    set_status(w, "unverified");
    assert_err(PASSKEY_INVALID, sign_in(w));
    set_status(w, "active");
    assert_ok(sign_in(w));
}

/* ---- two browsers, one challenge */

struct racer {
    struct world *w;
    struct passkey_sign_in try;
    enum err err;
};

static void *race(void *racer)
{
    struct racer *r = racer;
    AUTO_ARENA struct arena a = { 0 };
    struct tokens tokens;
    r->err = passkey_sign_in(r->w->db, &a, &r->try, NOW, &tokens);
    return NULL;
}

static void of_two_uses_of_one_challenge_one_gets_in(void **state)
{
    struct world *w = *state;
    passkey_for(w, ALICE);
    for (int round = 0; round < 5; round++) {
        struct ceremony const made = authenticator_get(&w->arena, &device,
                                                       challenge_for(w, "get", NULL));
        struct racer racers[4];
        pthread_t threads[4];
        int won = 0;
        for (int i = 0; i < 4; i++) {
            racers[i] = (struct racer){ w, use_of(w, &made), OK };
            pthread_create(&threads[i], NULL, race, &racers[i]);
        }
        for (int i = 0; i < 4; i++) {
            pthread_join(threads[i], NULL);
            won += racers[i].err == OK;
        }
        assert_int_equal(won, 1);
    }
    assert_int_equal(times_told(w, "passkey.cloned"), 0);
}

#define in_its_world(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_its_world(a_passkey_signs_in_and_says_how),
        in_its_world(adding_and_removing_are_told_and_kept),
        in_its_world(another_members_passkey_is_not_found),
        in_its_world(a_challenge_is_good_once_for_one_purpose_and_five_minutes),
        in_its_world(a_refused_try_spends_its_challenge),
        in_its_world(a_challenge_for_adding_belongs_to_its_account),
        in_its_world(challenges_are_kept_as_digests_and_swept),
        in_its_world(a_counter_that_goes_back_is_refused_kept_and_told),
        in_its_world(an_authenticator_that_does_not_count_is_fine),
        in_its_world(the_handle_is_the_accounts_own_and_says_nothing),
        in_its_world(a_credential_stands_once),
        in_its_world(a_credential_must_be_the_one_it_is_called),
        in_its_world(an_account_has_room_for_twenty),
        in_its_world(only_an_active_account_gets_in),
        in_its_world(of_two_uses_of_one_challenge_one_gets_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
