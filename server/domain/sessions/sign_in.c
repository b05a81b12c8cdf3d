#include "domain/sessions/sign_in.h"

#include "base/log.h"
#include "base/text.h"
#include "crypto/password.h"
#include "domain/accounts/accounts.h"
#include "domain/sessions/live.h"
#include "domain/signup/signup.h"
#include "store/db.h"

#define PURPOSE "sign_in"

/* Its code goes by WhatsApp, or by e-mail to who gave no number. The subject is the account: a
 * new challenge does not bring a new code before its time. */
static struct otp code_for(const struct account *account)
{
    const char *phone = account->phone_number;
    return (struct otp){
        .purpose = PURPOSE, .subject = account->id, .account_id = account->id,
        .channel = phone ? "whatsapp" : "email", .to = phone ? phone : account->email,
        .language = account->language,
    };
}

static enum err begin_challenge(struct db *db, struct arena *a, const struct account *account,
                                const struct sign_in *try, int64_t now,
                                struct sign_in_result *out)
{
    struct challenge c = {
        .account_id = account->id, .type = "otp", .is_native = try->is_native,
        .ip = try->from.ip, .user_agent = try->from.user_agent,
    };
    struct otp const code = code_for(account);
    struct otp_sent sent = { .expires_s = OTP_TTL_S };
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(challenge_begin(tx.db, a, &c, now));
    TRY(account_keep_pending(tx.db, account->id, c.expires_at));
    enum err const e = otp_send(tx.db, &code, now, &sent);
    if (e && e != TOO_MANY)             /* the code sent a moment ago still stands */
        return e;
    TRY(tx_commit(&tx));
    out->challenge = c;
    out->sent = sent;
    return OTP_REQUIRED;
}

/* Decides whether the password was enough, or which step is missing. */
static enum err next_step(const struct account *account)
{
    if (text_is(account->status, "suspended"))
        return ACCOUNT_SUSPENDED;
    return text_is(account->status, "active") ? OK : OTP_REQUIRED;
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
    enum err const step = next_step(&account);
    if (step == OTP_REQUIRED)
        return begin_challenge(db, a, &account, try, now, out);
    TRY(step);
    renew_hash(db, a, &account, try->password);
    struct session_begin const begin = {
        .account_id = account.id, .amr = "pwd", .issuer = try->issuer, .from = try->from,
        .is_native = try->is_native,
    };
    return session_begin(db, a, &begin, now, &out->tokens);
}

enum err sign_in_verify(struct db *db, struct arena *a, const struct sign_in_proof *proof,
                        int64_t now, struct tokens *out)
{
    struct challenge c;
    struct account account;
    TRY(challenge_open(db, a, proof->challenge, now, &c));
    TRY(account_find(db, a, c.account_id, &account));
    if (next_step(&account) == ACCOUNT_SUSPENDED)
        return ACCOUNT_SUSPENDED;
    struct otp const code = code_for(&account);
    TRY(otp_check(db, &code, proof->code, proof->from.ip, now));

    struct session_begin const begin = {
        .account_id = account.id, .amr = "pwd otp", .issuer = proof->issuer, .from = proof->from,
        .is_native = c.is_native,
    };
    struct tokens made;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(challenge_use(tx.db, c.id, now));
    if (text_is(account.status, "unverified"))
        TRY(sign_up_finish(tx.db, account.id, proof->from.ip, now));
    TRY(session_begin(tx.db, a, &begin, now, &made));
    TRY(tx_commit(&tx));
    live_forget_account(account.id);
    *out = made;
    return OK;
}

enum err sign_in_resend(struct db *db, struct arena *a, const char *challenge, int64_t now,
                        struct otp_sent *out)
{
    struct challenge c;
    struct account account;
    TRY(challenge_open(db, a, challenge, now, &c));
    TRY(account_find(db, a, c.account_id, &account));
    struct otp const code = code_for(&account);
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(otp_send(tx.db, &code, now, out));
    return tx_commit(&tx);
}
