/* Removing the second factor, by who has it. */
#include "domain/totp/rows.h"

#include "domain/sessions/challenges.h"
#include "domain/sessions/live.h"
#include "store/db.h"

enum err totp_remove(struct db *tx, const char *account_id, int64_t now)
{
    TRY(db_run(tx, "DELETE FROM totps WHERE account_id = $1", TEXT(account_id)));
    TRY(db_run(tx, "DELETE FROM totp_enrolments WHERE account_id = $1", TEXT(account_id)));
    TRY(db_run(tx, "DELETE FROM recovery_codes WHERE account_id = $1", TEXT(account_id)));
    TRY(db_run(tx, "DELETE FROM totp_planned_resets WHERE account_id = $1", TEXT(account_id)));
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
