/* Removing the second factor: by who has it, or in a reset. */
#include "domain/totp/rows.h"

#include "domain/accounts/accounts.h"
#include "domain/audit/audit.h"
#include "domain/authenticator/authenticator.h"
#include "domain/sessions/challenges.h"
#include "domain/sessions/live.h"
#include "domain/sessions/sessions.h"
#include "store/db.h"

enum err totp_remove(struct db *tx, const char *account_id, int64_t now)
{
    TRY(db_run(tx, "DELETE FROM totps WHERE account_id = $1", TEXT(account_id)));
    TRY(db_run(tx, "DELETE FROM totp_enrolments WHERE account_id = $1", TEXT(account_id)));
    TRY(db_run(tx, "DELETE FROM recovery_codes WHERE account_id = $1", TEXT(account_id)));
    TRY(db_run(tx, "DELETE FROM totp_resets WHERE account_id = $1 AND used_at IS NULL",
               TEXT(account_id)));
    TRY(db_run(tx, "DELETE FROM totp_planned_resets WHERE account_id = $1", TEXT(account_id)));
    TRY(authenticator_forget(tx, account_id, now));
    return challenges_end(tx, account_id, now);
}

enum err totp_disable(struct db *db, const struct totp_try *try, int64_t now,
                      struct totp_outcome *out)
{
    TRY(totp_check(db, try, now, out));
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(totp_remove(tx.db, try->account_id, now));
    TRY(totp_note(tx.db, try->account_id, "totp.disable", try->ip, now));
    TRY(totp_tell(tx.db, try->account_id, "totp.disabled", NULL, now));
    TRY(tx_commit(&tx));
    live_forget_account(try->account_id);
    return OK;
}

enum err totp_reset(struct db *tx, const struct totp_resetting *reset, int64_t now)
{
    const char *id = reset->account_id;
    TRY(totp_remove(tx, id, now));
    TRY(sessions_end_all(tx, id, NULL, "totp_reset", now));
    TRY(account_touch(tx, id, now));
    TRY(audit_add(tx, &(struct audit_entry){ .actor = reset->by, .action = "totp.reset",
                                             .subject = id, .ip = reset->ip, .at = now }));
    return totp_tell(tx, id, "totp.reset", NULL, now);
}
