#include "domain/totp/resets.h"

#include "base/random.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "crypto/seal.h"
#include "domain/accounts/accounts.h"
#include "domain/audit/audit.h"
#include "domain/messages/afford.h"
#include "domain/messages/messages.h"
#include "domain/otp/otp.h"
#include "domain/sessions/live.h"
#include "domain/totp/rows.h"
#include "store/db.h"

#include <string.h>

#define PURPOSE "totp_reset"
#define LINK_PATH "/totp/reset#token="

enum { TOKEN_BYTES = 32, KEPT_S = 86400, MESSAGE_SEALS = 4 };

static const char *digest_of(struct arena *a, const char *token)
{
    return digest_hex(a, token, strlen(token));
}

/* account_id NULL: a row that opens nothing. */
static enum err insert_reset(struct db *tx, struct arena *a, const char *token,
                             const char *account_id, int64_t now)
{
    return db_run(tx, "INSERT INTO totp_resets (token_digest, account_id, created_at, expires_at)"
                      " VALUES ($1, $2, $3, $4)",
                  TEXT(digest_of(a, token)), TEXT(account_id), INT(now),
                  INT(now + TOTP_RESET_TTL_S));
}

static enum err send_link(struct db *tx, struct arena *a, const struct account *account,
                          const char *token, int64_t now)
{
    return message_send(tx, &(struct message){
        .account_id = account->id, .channel = "email", .to = account->email,
        .template = "totp_reset", .language = account->language,
        .link = arena_printf(a, LINK_PATH "%s", token) }, now);
}

/* As much sealing as a message costs. */
static void seal_nothing(struct arena *a, const char *token)
{
    for (int i = 0; i < MESSAGE_SEALS; i++)
        seal_text(a, "messages/nobody/text", arena_printf(a, LINK_PATH "%s", token));
    blind_index(a, "recipient", token);
}

/* Does what was typed belong to one account that has something to reset? */
static enum err is_theirs(struct db *db, struct arena *a, const struct totp_reset_request *request,
                          const struct account *account, bool *out)
{
    struct totp totp;
    TRY(totp_find(db, a, account->id ? account->id : "", &totp));
    *out = account->id && totp.activated_at && text_is(account->status, "active")
        && text_is(account->email, email_normalise(a, request->email))
        && text_is(account->user_type, request->user_type);
    return OK;
}

/* What is counted: the account, or whatever was typed in its place. */
static const char *subject_of(struct arena *a, const struct totp_reset_request *request,
                              const char *account_id)
{
    return account_id ? account_id
        : blind_index(a, PURPOSE, login_normalise(a, request->username));
}

/* Every request costs alike: one account has several names, and whether two of them share a pace
 * would tell whose they are. */
static enum err afford(struct db *tx, const struct totp_reset_request *request, bool is_sent,
                       int64_t now, int64_t *retry_s)
{
    struct spending const spending = { .channel = "email", .to = request->email,
                                       .ip = request->ip, .is_for_nobody = !is_sent };
    return message_afford(tx, &spending, now, retry_s);
}

enum err totp_reset_request(struct db *db, struct arena *a,
                            const struct totp_reset_request *request, int64_t now,
                            int64_t *retry_s)
{
    struct account account = { 0 };
    struct otp_sent sent;
    bool matches = false;
    const char *token = random_token(a, TOKEN_BYTES);
    enum err const e = account_find_login(db, a, request->username, &account);
    if (e && e != NOT_FOUND)
        return e;
    TRY(is_theirs(db, a, request, &account, &matches));
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(insert_reset(tx.db, a, token, matches ? account.id : NULL, now));
    const char *subject = subject_of(a, request, matches ? account.id : NULL);
    enum err const pace = otp_pace(tx.db, PURPOSE, subject, now, &sent);
    if (pace && pace != TOO_MANY)
        return pace;
    bool const is_sent = matches && !pace;
    TRY(afford(tx.db, request, is_sent, now, retry_s));
    if (is_sent)
        TRY(send_link(tx.db, a, &account, token, now));
    else
        seal_nothing(a, token);
    if (is_sent)
        TRY(totp_note(tx.db, account.id, "totp.reset_request", NULL, now));
    return tx_commit(&tx);
}

static enum err use_link(struct db *tx, struct arena *a, const char *token, int64_t now,
                         const char **account_id)
{
    AUTO_QUERY struct query q = db_query(tx,
        "UPDATE totp_resets SET used_at = $2 WHERE token_digest = $1 AND used_at IS NULL"
        " AND expires_at > $2 AND account_id IS NOT NULL RETURNING account_id",
        TEXT(digest_of(a, token)), INT(now));
    if (!query_next(&q))
        return q.err ? q.err : TOKEN_INVALID;
    *account_id = column_text(&q, a);
    return OK;
}

enum err totp_reset_by_link(struct db *db, struct arena *a, const char *token, const char *ip,
                            int64_t now)
{
    const char *account_id = NULL;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(use_link(tx.db, a, token, now, &account_id));
    TRY(totp_reset(tx.db, &(struct totp_resetting){ account_id, account_id, ip }, now));
    TRY(tx_commit(&tx));
    live_forget_account(account_id);
    return OK;
}

enum err totp_is_in_mailbox(struct db *db, struct arena *a, const char *account_id, int64_t now,
                            bool *out)
{
    struct totp totp;
    TRY(totp_find(db, a, account_id, &totp));
    AUTO_QUERY struct query q = db_query(db,
        "SELECT 1 FROM totp_resets WHERE account_id = $1 AND used_at > $2 LIMIT 1",
        TEXT(account_id), INT(now - TOTP_RESET_HOLD_S));
    *out = query_next(&q) || totp.activated_at;
    return query_result(&q);
}

enum err totp_reset_now(struct db *db, struct arena *a, const char *account_id, const char *by,
                        int64_t now)
{
    struct totp totp;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(totp_find(tx.db, a, account_id, &totp));
    if (!totp.activated_at)
        return TOTP_NOT_ACTIVE;
    TRY(totp_reset(tx.db, &(struct totp_resetting){ account_id, by, NULL }, now));
    TRY(tx_commit(&tx));
    live_forget_account(account_id);
    return OK;
}

enum err totp_resets_hold(struct db *tx, const char *account_id, int64_t now)
{
    TRY(otp_pause(tx, PURPOSE, account_id, now, now + TOTP_RESET_HOLD_S));
    return db_run(tx, "DELETE FROM totp_resets WHERE account_id = $1 AND used_at IS NULL",
                  TEXT(account_id));
}

enum err totp_resets_sweep(struct db *db, int64_t now)
{
    return db_run(db, "DELETE FROM totp_resets WHERE token_digest IN"
                      " (SELECT token_digest FROM totp_resets WHERE expires_at < $1"
                      " ORDER BY expires_at LIMIT 1000)",
                  INT(now - KEPT_S));
}
