#include "domain/sessions/sign_in.h"

#include "base/log.h"
#include "base/text.h"
#include "crypto/password.h"
#include "domain/accounts/accounts.h"
#include "domain/authenticator/authenticator.h"
#include "domain/sessions/steps.h"
#include "domain/totp/totp.h"
#include "store/db.h"

#define PURPOSE "sign_in"

/* The subject is the account: a new challenge does not bring a new code before its time. Whoever
 * made an account up knows its password too: that proves nothing, and such codes cost like those of
 * the sign-up. */
struct otp sign_in_code(const struct account *account, const char *ip)
{
    const char *phone = account->phone_number;
    return (struct otp){
        .purpose = PURPOSE, .subject = account->id, .account_id = account->id,
        .channel = phone ? "whatsapp" : "email", .to = phone ? phone : account->email,
        .language = account->language, .ip = ip,
    };
}

enum err sign_in_step(struct db *db, struct arena *a, const struct account *account)
{
    const char *policy = NULL;
    struct totp totp;
    if (text_is(account->status, "suspended"))
        return ACCOUNT_SUSPENDED;
    if (!text_is(account->status, "active"))
        return OTP_REQUIRED;
    TRY(totp_policy(db, a, account->role, &policy));
    if (text_is(policy, "off"))
        return OK;
    TRY(totp_find(db, a, account->id, &totp));
    if (totp.activated_at)
        return TOTP_REQUIRED;
    return text_is(policy, "mandatory") ? TOTP_ENROLMENT_REQUIRED : OK;
}

bool sign_in_step_is_missing(enum err e)
{
    return e == OTP_REQUIRED || e == TOTP_REQUIRED || e == APPROVAL_REQUIRED
        || e == TOTP_ENROLMENT_REQUIRED;
}

static const char *type_of(enum err step)
{
    if (step == OTP_REQUIRED)
        return "otp";
    return step == TOTP_ENROLMENT_REQUIRED ? "totp_enrolment" : "totp";
}

static enum err send_code(struct db *tx, const struct account *account, const struct challenge *c,
                          int64_t now, struct otp_sent *sent)
{
    struct otp const code = sign_in_code(account, c->ip);
    TRY(account_keep_pending(tx, account->id, c->expires_at));
    enum err const e = otp_send(tx, &code, now, sent);
    return e == TOO_MANY ? OK : e;      /* the code sent a moment ago still stands */
}

/* Without a device, or where it may not be asked now, a code must be typed. */
static enum err ask_device(struct db *tx, struct arena *a, int64_t now, struct challenge *c,
                           enum err *step)
{
    struct approval approval;
    enum err const e = approval_begin(tx, a, c, now, &approval);
    if (e == NOT_FOUND || e == TOO_MANY)
        return OK;
    TRY(e);
    c->type = "approval";
    c->approval_id = approval.id;
    c->number = approval.number;
    c->asked_at = now;
    *step = APPROVAL_REQUIRED;
    return OK;
}

enum err sign_in_challenge(struct db *db, struct arena *a, const struct stepping *who,
                           enum err step, int64_t now, struct sign_in_result *out)
{
    struct challenge c = {
        .account_id = who->account->id, .type = type_of(step), .is_native = who->is_native,
        .ip = who->from.ip, .user_agent = who->from.user_agent,
    };
    struct otp_sent sent = { .expires_s = OTP_TTL_S };
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(challenge_begin(tx.db, a, &c, now));
    if (step == OTP_REQUIRED)
        TRY(send_code(tx.db, who->account, &c, now, &sent));
    if (step == TOTP_REQUIRED)
        TRY(ask_device(tx.db, a, now, &c, &step));
    TRY(tx_commit(&tx));
    *out = (struct sign_in_result){ .challenge = c, .sent = sent,
                                    .username = who->account->username };
    return step;
}

static enum err check_password(struct db *db, struct arena *a, const struct sign_in *try,
                               struct account *out)
{
    enum err const e = account_find_login(db, a, try->login, out);
    if (e == NOT_FOUND) {
        TRY(password_verify_nobody(try->password));
        return err_because(CREDENTIALS_WRONG, "no such user");
    }
    TRY(e);
    bool is_right = false;
    TRY(password_verify(try->password, out->password_hash, &is_right));
    return is_right ? OK : err_because(CREDENTIALS_WRONG, "wrong password for %s", out->id);
}

/* Only now the password is at hand. That it fails harms nobody: the next sign-in tries again. */
static void renew_hash(struct db *db, struct arena *a, const struct account *account,
                       const char *password)
{
    char *hash = NULL;
    if (!password_is_outdated(account->password_hash))
        return;
    enum err e = password_hash(a, password, &hash);
    if (!e)
        e = account_rehash(db, account->id, hash);
    if (e)
        LOG(WARN, "rehash_failed", LOG_TEXT("account", account->id), LOG_TEXT("why", err_why()));
}

enum err sign_in(struct db *db, struct arena *a, const struct sign_in *try, int64_t now,
                 struct sign_in_result *out)
{
    struct account account;
    TRY(check_password(db, a, try, &account));
    enum err const step = sign_in_step(db, a, &account);
    if (sign_in_step_is_missing(step)) {
        struct stepping const who = { &account, try->from, try->is_native };
        return sign_in_challenge(db, a, &who, step, now, out);
    }
    TRY(step);
    renew_hash(db, a, &account, try->password);
    struct session_begin const begin = {
        .account_id = account.id, .amr = "pwd", .issuer = try->issuer, .from = try->from,
        .is_native = try->is_native,
    };
    return session_begin(db, a, &begin, now, &out->tokens);
}
