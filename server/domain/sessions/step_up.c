#include "domain/sessions/step_up.h"

#include "base/text.h"
#include "crypto/password.h"
#include "domain/accounts/accounts.h"
#include "domain/audit/audit.h"
#include "domain/passkeys/passkeys.h"
#include "domain/totp/totp.h"
#include "store/db.h"

enum err session_is_proven(struct db *db, const char *session_id, int64_t now, bool *out)
{
    AUTO_QUERY struct query q = db_query(db, "SELECT proven_at FROM sessions WHERE id = $1",
                                         TEXT(session_id));
    if (!query_next(&q))
        return query_missing(&q);
    *out = now - column_int(&q) <= STEP_UP_S;
    return OK;
}

static const char *detail_of(const struct step_up *proof)
{
    if (proof->passkey)
        return "{\"method\":\"passkey\"}";
    return proof->code ? "{\"method\":\"totp\"}" : "{\"method\":\"password\"}";
}

static enum err note(struct db *tx, const struct step_up *proof, const char *action, int64_t now)
{
    return audit_add(tx, &(struct audit_entry){ .actor = proof->account_id, .action = action,
                                                .subject = proof->session_id,
                                                .detail = detail_of(proof), .ip = proof->ip,
                                                .at = now });
}

static enum err note_failure(struct db *db, const struct step_up *proof, int64_t now)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(note(tx.db, proof, "session.step_up_failed", now));
    return tx_commit(&tx);
}

static enum err check_password(struct db *db, struct arena *a, const struct step_up *proof)
{
    struct account account;
    bool is_right = false;
    TRY(account_find(db, a, proof->account_id, &account));
    TRY(password_verify(proof->password, account.password_hash, &is_right));
    return is_right ? OK : err_because(CREDENTIALS_WRONG, "wrong password for %s", account.id);
}

static enum err check_code(struct db *db, const struct step_up *proof, int64_t now,
                           int64_t *retry_s)
{
    struct totp_try const try = { proof->account_id, proof->code, proof->ip };
    struct totp_outcome outcome = { 0 };
    enum err const e = totp_check(db, &try, now, &outcome);
    *retry_s = outcome.retry_s;
    return e;
}

static enum err check_passkey(struct db *db, struct arena *a, const struct step_up *proof,
                              int64_t now)
{
    struct passkey used;
    TRY(passkey_prove(db, a, proof->passkey, now, &used));
    return text_is(used.account_id, proof->account_id)
        ? OK : err_because(PASSKEY_INVALID, "a passkey of another account");
}

static enum err check(struct db *db, struct arena *a, const struct step_up *proof, int64_t now,
                      int64_t *retry_s)
{
    if (proof->passkey)
        return check_passkey(db, a, proof, now);
    return proof->code ? check_code(db, proof, now, retry_s) : check_password(db, a, proof);
}

static enum err mark(struct db *db, const struct step_up *proof, int64_t now)
{
    int64_t changed = 0;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(db_run_counting(tx.db, &changed, "UPDATE sessions SET proven_at = $3 WHERE id = $1 "
                                         "AND account_id = $2 AND ended_at IS NULL",
                        TEXT(proof->session_id), TEXT(proof->account_id), INT(now)));
    if (!changed)
        return err_because(UNAUTHENTICATED, "session %s ended meanwhile", proof->session_id);
    TRY(note(tx.db, proof, "session.step_up", now));
    return tx_commit(&tx);
}

enum err step_up(struct db *db, struct arena *a, const struct step_up *proof, int64_t now,
                 int64_t *retry_s)
{
    enum err const e = check(db, a, proof, now, retry_s);
    if (e == CREDENTIALS_WRONG || e == TOTP_INVALID || e == PASSKEY_INVALID || e == PASSKEY_UNKNOWN)
        TRY(note_failure(db, proof, now));
    TRY(e);
    return mark(db, proof, now);
}
