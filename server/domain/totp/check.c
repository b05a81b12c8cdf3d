/* Checking a code: counted, compared, used up. */
#include "domain/totp/rows.h"

#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/throttle/throttle.h"
#include "store/db.h"

#include <ctype.h>
#include <string.h>

enum { CODE_SIZE = TOTP_DIGITS + 1, ALARM_PAUSE_S = 300, DAY_S = 86400 };

/* Six digits, with or without blanks between them. */
static bool read_digits(const char *code, char out[CODE_SIZE])
{
    int length = 0;
    for (; *code; code++) {
        if (*code == ' ')
            continue;
        if (length == TOTP_DIGITS || !isdigit((unsigned char)*code))
            return false;
        out[length++] = *code;
    }
    out[length] = '\0';
    return length == TOTP_DIGITS;
}

/* Compare and set: of several at once one spends the step. */
static enum err spend(struct db *tx, const char *account_id, int64_t step)
{
    int64_t changed = 0;
    TRY(db_run_counting(tx, &changed, "UPDATE totps SET last_step = $2"
                                      " WHERE account_id = $1 AND last_step < $2",
                        TEXT(account_id), INT(step)));
    return changed ? OK : TOTP_INVALID;
}

static enum err use_code(struct db *db, const char *account_id, const char *digits, int64_t now)
{
    AUTO_TOTP_ROW struct totp_row row = { 0 };
    enum err const e = totp_row_find(db, account_id, &row);
    if (e)
        return e == NOT_FOUND ? TOTP_NOT_ACTIVE : e;
    int64_t const step = totp_step_of(row.key, digits, now, row.last_step);
    return step ? spend(db, account_id, step) : TOTP_INVALID;
}

/* Who changes the password starts afresh: whoever guessed knew the old one. Once a day, because
 * whoever holds the phone that resets it could go on guessing for ever. */
static enum err attempt_of(struct db *db, struct arena *a, const struct totp_try *try,
                           struct attempt *out)
{
    struct account account;
    TRY(account_find(db, a, try->account_id, &account));
    *out = (struct attempt){
        .what = "totp", .ip = try->ip,
        .who = arena_printf(a, "%s/%lld", account.id,
                            (long long)(account.password_changed_at / DAY_S)),
    };
    return OK;
}

/* All strangers have used their budget up, or one address waits long. */
static enum err is_guessed_at(struct db *db, const struct attempt *attempt, int64_t now, bool *out)
{
    int64_t left = 0, wait_s = 0;
    enum err const e = throttle_check(db, attempt, now, &wait_s);
    if (e && e != TOO_MANY)
        return e;
    TRY(throttle_strangers_left(db, attempt, now, &left));
    *out = left == 0 || wait_s >= ALARM_PAUSE_S;
    return OK;
}

/* At most once a day: whoever guesses knows the password. */
static enum err tell_guessing(struct db *db, const struct totp_try *try,
                              const struct attempt *attempt, int64_t now)
{
    int64_t wait_s = 0;
    bool is_alarming = false;
    struct attempt const alarm = { "totp_alarm", try->account_id, NULL };
    TRY(is_guessed_at(db, attempt, now, &is_alarming));
    if (!is_alarming || throttle_check(db, &alarm, now, &wait_s) != OK)
        return OK;
    TRY(throttle_take(db, &alarm, now, &wait_s));
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(totp_note(tx.db, try->account_id, "totp.guessed", try->ip, now));
    TRY(totp_tell(tx.db, try->account_id, "totp.guessed", NULL, now));
    return tx_commit(&tx);
}

static enum err check_code(struct db *db, const struct totp_try *try, const char *digits,
                           int64_t now, struct totp_outcome *out)
{
    AUTO_ARENA struct arena a = { 0 };
    struct attempt attempt;
    TRY(attempt_of(db, &a, try, &attempt));
    TRY(throttle_take(db, &attempt, now, &out->retry_s));
    enum err const e = use_code(db, try->account_id, digits, now);
    if (e == TOTP_INVALID)
        TRY(tell_guessing(db, try, &attempt, now));
    TRY(e);
    return throttle_clear(db, &attempt, now);
}

static enum err check_recovery(struct db *db, const struct totp_try *try, int64_t now,
                               struct totp_outcome *out)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(recovery_use(tx.db, try->account_id, try->code, now));
    TRY(recovery_left(tx.db, try->account_id, &out->recovery_left));
    TRY(totp_note(tx.db, try->account_id, "recovery.use", try->ip, now));
    TRY(totp_tell(tx.db, try->account_id, "recovery.used",
                  arena_printf(&a, "{\"left\":%d}", out->recovery_left), now));
    TRY(tx_commit(&tx));
    out->by_recovery = true;
    return OK;
}

enum err totp_check(struct db *db, const struct totp_try *try, int64_t now,
                    struct totp_outcome *out)
{
    char digits[CODE_SIZE];
    *out = (struct totp_outcome){ 0 };
    if (!read_digits(try->code, digits))
        return check_recovery(db, try, now, out);
    enum err const e = check_code(db, try, digits, now, out);
    explicit_bzero(digits, sizeof digits);
    return e;
}
