#include "support/second_factor.h"

#include "crypto/totp.h"
#include "domain/totp/totp.h"
#include "support/world.h"

#include <string.h>

const char *totp_code(struct arena *a, const char *secret, int64_t at)
{
    unsigned char key[TOTP_SECRET_BYTES];
    char *code = arena_alloc(a, TOTP_DIGITS + 1);
    assert_true(base32_decode(secret, key, sizeof key));
    hotp_code(key, sizeof key, (uint64_t)totp_step(at), TOTP_DIGITS, code);
    return code;
}

const char *wrong_totp_code(struct arena *a, const char *secret, int64_t at)
{
    for (int guess = 0;; guess++) {
        const char *code = arena_printf(a, "%06d", guess);
        bool is_right = false;
        for (int64_t t = at - 120; t <= at + 120; t += TOTP_STEP_S)
            is_right |= strcmp(code, totp_code(a, secret, t)) == 0;
        if (!is_right)
            return code;
    }
}

const char *totp_given(struct db *db, struct arena *a, const char *account_id, int64_t at,
                       struct recovery_codes *codes)
{
    struct totp_enrolling const who = { .account_id = account_id, .origin = account_id,
                                        .portal = "http://127.0.0.1:8080" };
    struct totp_enrolment made;
    struct recovery_codes shown;
    int64_t const before = at - 60;
    assert_ok(totp_enrol(db, a, &who, before, &made));
    assert_ok(totp_activate(db, a, &who, totp_code(a, made.secret, before), before, &shown));
    if (codes)
        *codes = shown;
    return made.secret;
}

const char *totp_state_of(struct world *w, const char *account_id)
{
    struct totp found;
    assert_ok(totp_find(w->db, &w->arena, account_id, &found));
    return found.state;
}

enum err totp_check_at(struct world *w, const char *code, int64_t now)
{
    struct totp_outcome outcome;
    struct totp_try const try = { .account_id = ALICE, .code = code, .ip = "192.0.2.1" };
    return totp_check(w->db, &try, now, &outcome);
}
