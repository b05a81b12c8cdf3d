/* The missing step of a sign-in: proven, and what follows. */
#include "domain/sessions/sign_in.h"

#include "base/text.h"
#include "domain/sessions/live.h"
#include "domain/sessions/steps.h"
#include "domain/signup/signup.h"
#include "domain/totp/totp.h"
#include "store/db.h"

/* What is proven, and how (words of RFC 8176). */
struct proven {
    const struct challenge *challenge;
    const struct account *account;
    const char *amr;
};

static enum err prove_otp(struct db *db, const struct sign_in_proof *proof, int64_t now,
                          struct proven *out)
{
    struct otp const code = sign_in_code(out->account, proof->from.ip);
    out->amr = "pwd otp";
    return proof->code ? otp_check(db, &code, proof->code, proof->from.ip, now) : INVALID_FIELDS;
}

/* A factor that was removed meanwhile leaves a challenge that nothing can answer. */
static enum err prove_code(struct db *db, const struct sign_in_proof *proof, int64_t now,
                           struct proven *out, int64_t *retry_s)
{
    struct totp_outcome outcome = { 0 };
    struct totp_try const try = { .account_id = out->account->id, .code = proof->code,
                                  .ip = proof->from.ip };
    if (!proof->code)
        return INVALID_FIELDS;
    enum err const e = totp_check(db, &try, now, &outcome);
    *retry_s = outcome.retry_s;
    out->amr = "pwd otp mfa";
    return e == TOTP_NOT_ACTIVE ? TOKEN_INVALID : e;
}

static enum err approved_or(const struct challenge *c, enum err step)
{
    if (text_is(c->state, "approved"))
        return OK;
    return text_is(c->state, "pending") ? step : TOKEN_INVALID;
}

static enum err prove_enrolment(struct db *db, struct arena *a, struct proven *out)
{
    struct totp totp;
    TRY(approved_or(out->challenge, TOTP_ENROLMENT_REQUIRED));
    TRY(totp_find(db, a, out->account->id, &totp));
    out->amr = totp.has_device ? "pwd swk mfa" : "pwd otp mfa";
    return totp.activated_at ? OK : TOKEN_INVALID;
}

static enum err prove(struct db *db, struct arena *a, const struct sign_in_proof *proof,
                      int64_t now, struct proven *out, int64_t *retry_s)
{
    const struct challenge *c = out->challenge;
    if (text_is(c->type, "otp"))
        return prove_otp(db, proof, now, out);
    if (text_is(c->type, "totp_enrolment"))
        return prove_enrolment(db, a, out);
    if (text_is(c->type, "totp") || proof->code)
        return prove_code(db, proof, now, out, retry_s);
    out->amr = "pwd swk mfa";
    return approved_or(c, APPROVAL_REQUIRED);
}

/* A confirmed number may not be all: the account may have a second factor, or need one. */
static enum err after_otp(struct db *tx, struct arena *a, const struct proven *p,
                          const struct sign_in_proof *proof, int64_t now,
                          struct sign_in_result *out)
{
    struct account account;
    if (text_is(p->account->status, "unverified"))
        TRY(sign_up_finish(tx, p->account->id, proof->from.ip, now));
    TRY(account_find(tx, a, p->account->id, &account));
    enum err const step = sign_in_step(tx, a, &account);
    if (!sign_in_step_is_missing(step))
        return step;
    struct stepping const who = { &account, proof->from, p->challenge->is_native };
    return sign_in_challenge(tx, a, &who, step, now, out);
}

static enum err finish(struct db *db, struct arena *a, const struct proven *p,
                       const struct sign_in_proof *proof, int64_t now, struct sign_in_result *out)
{
    struct session_begin const begin = {
        .account_id = p->account->id, .amr = p->amr, .issuer = proof->issuer,
        .from = proof->from, .is_native = p->challenge->is_native,
    };
    struct sign_in_result made = { 0 };
    enum err step = OK;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(challenge_use(tx.db, p->challenge->id, now));
    if (text_is(p->challenge->type, "otp"))
        step = after_otp(tx.db, a, p, proof, now, &made);
    if (!step)
        step = session_begin(tx.db, a, &begin, now, &made.tokens);
    if (step && !sign_in_step_is_missing(step))
        return step;
    TRY(tx_commit(&tx));
    live_forget_account(p->account->id);
    *out = made;
    return step;
}

enum err sign_in_verify(struct db *db, struct arena *a, const struct sign_in_proof *proof,
                        int64_t now, struct sign_in_result *out)
{
    struct challenge c;
    struct account account;
    TRY(challenge_open(db, a, proof->challenge, now, &c));
    TRY(account_find(db, a, c.account_id, &account));
    if (text_is(account.status, "suspended"))
        return ACCOUNT_SUSPENDED;
    c.token = proof->challenge;
    struct proven proven = { .challenge = &c, .account = &account };
    struct sign_in_result waiting = { .challenge = c, .username = account.username };
    enum err const e = prove(db, a, proof, now, &proven, &waiting.retry_s);
    if (!e)
        return finish(db, a, &proven, proof, now, out);
    *out = waiting;
    return e;
}

enum err sign_in_resend(struct db *db, struct arena *a, const char *challenge, const char *ip,
                        int64_t now, struct otp_sent *out)
{
    struct challenge c;
    struct account account;
    TRY(challenge_open(db, a, challenge, now, &c));
    if (!text_is(c.type, "otp"))
        return TOKEN_INVALID;
    TRY(account_find(db, a, c.account_id, &account));
    struct otp const code = sign_in_code(&account, ip);
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(otp_send(tx.db, &code, now, out));
    return tx_commit(&tx);
}
