#include "domain/passwords/resets.h"

#include "base/random.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "crypto/password.h"
#include "crypto/seal.h"
#include "domain/accounts/accounts.h"
#include "domain/audit/audit.h"
#include "domain/messages/afford.h"
#include "domain/messages/messages.h"
#include "domain/notifications/notifications.h"
#include "domain/otp/otp.h"
#include "domain/passwords/passwords.h"
#include "domain/sessions/challenges.h"
#include "domain/sessions/live.h"
#include "domain/sessions/sessions.h"
#include "domain/totp/resets.h"
#include "store/db.h"

#include <string.h>

enum { TOKEN_BYTES = 32, KEPT_S = 86400, MESSAGE_SEALS = 5 };

#define LINK_PATH "/password/reset#token="

static const char *digest_of(struct arena *a, const char *token)
{
    return digest_hex(a, token, strlen(token));
}

/* account_id NULL: a row that opens nothing. */
static enum err insert_reset(struct db *tx, struct arena *a, const char *token,
                             const char *account_id, int64_t now)
{
    return db_run(tx, "INSERT INTO password_resets (token_digest, account_id, created_at, "
                      "expires_at) VALUES ($1, $2, $3, $4)",
                  TEXT(digest_of(a, token)), TEXT(account_id), INT(now), INT(now + RESET_TTL_S));
}

/* Whether the link may go by e-mail where no phone is reached: not to whoever needs nothing but
 * that mailbox to remove the second factor. In a portal without phones there is no other way. */
static enum err may_go_by_mail(struct db *db, struct arena *a, const struct account *account,
                               int64_t now, bool *out)
{
    bool is_in_mailbox = false;
    TRY(totp_is_in_mailbox(db, a, account->id ? account->id : "", now, &is_in_mailbox));
    *out = text_is(account->status, "active") && !(is_in_mailbox && messages_reach_phones());
    return OK;
}

static enum err send_link(struct db *tx, struct arena *a, const struct account *account,
                          const char *email, const char *token, int64_t now)
{
    return message_send(tx, &(struct message){
        .account_id = account->id, .channel = "whatsapp", .to = account->phone_number,
        .template = "password_reset", .language = account->language,
        .email = email,
        .link = arena_printf(a, LINK_PATH "%s", token) }, now);
}

/* As much sealing as a message costs. */
static void seal_nothing(struct arena *a, const char *token)
{
    for (int i = 0; i < MESSAGE_SEALS; i++)
        seal_text(a, "messages/nobody/text", arena_printf(a, LINK_PATH "%s", token));
    blind_index(a, "phone", token);
}

enum err password_forgot(struct db *db, struct arena *a, const struct forgotten *f, int64_t now,
                         int64_t *retry_s)
{
    struct account account = { 0 };
    const char *token = random_token(a, TOKEN_BYTES);
    enum err const e = account_find_phone(db, a, f->phone_number, &account);
    if (e && e != NOT_FOUND)
        return e;
    bool const is_known = !e && !text_is(account.status, "suspended");
    struct spending const spending = { .channel = "whatsapp", .to = f->phone_number,
                                       .ip = f->ip, .is_for_nobody = !is_known };
    struct otp_sent sent;
    bool by_mail = false;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(may_go_by_mail(tx.db, a, &account, now, &by_mail));
    TRY(insert_reset(tx.db, a, token, is_known ? account.id : NULL, now));
    enum err const pace = otp_pace(tx.db, "password_reset",
                                   blind_index(a, "phone", f->phone_number), now, &sent);
    if (pace && pace != TOO_MANY)
        return pace;
    if (!pace)
        TRY(message_afford(tx.db, &spending, now, retry_s));
    if (is_known && !pace)
        TRY(send_link(tx.db, a, &account, by_mail ? account.email : NULL, token, now));
    else
        seal_nothing(a, token);
    return tx_commit(&tx);
}

static enum err refuse(struct password_refusal *why, const char *field, const char *fault)
{
    *why = (struct password_refusal){ field, fault };
    return err_because(INVALID_FIELDS, "%s: %s", field, fault);
}

static const char *fault_of(const struct account *n, const char *password)
{
    const char *const own[] = { n->username, n->email, n->first_name, n->last_name,
                                n->phone_number, NULL };
    return password_fault(password, own);
}

static enum err find_reset(struct db *db, struct arena *a, const char *token, int64_t now,
                           const char **account_id)
{
    AUTO_QUERY struct query q = db_query(db, "SELECT account_id FROM password_resets "
                                             "WHERE token_digest = $1 AND used_at IS NULL "
                                             "AND expires_at > $2 AND account_id IS NOT NULL",
                                         TEXT(digest_of(a, token)), INT(now));
    if (query_next(&q)) {
        *account_id = column_text(&q, a);
        return OK;
    }
    TRY(query_result(&q));
    return TOKEN_INVALID;
}

static enum err use_reset(struct db *tx, struct arena *a, const char *token, int64_t now)
{
    int64_t changed = 0;
    TRY(db_run_counting(tx, &changed,
                        "UPDATE password_resets SET used_at = $2 "
                        "WHERE token_digest = $1 AND used_at IS NULL",
                        TEXT(digest_of(a, token)), INT(now)));
    return changed ? OK : TOKEN_INVALID;
}

enum err password_resets_void(struct db *tx, const char *account_id)
{
    return db_run(tx, "DELETE FROM password_resets WHERE account_id = $1 AND used_at IS NULL",
                  TEXT(account_id));
}

struct renewal {
    const char *account_id, *hash, *action, *ip;
    const char *session_id;             /* the one that goes on; NULL: none */
};

/* What every new password brings with it. */
static enum err renew(struct db *tx, const struct renewal *n, int64_t now)
{
    TRY(account_set_password(tx, n->account_id, n->hash, now));
    TRY(password_resets_void(tx, n->account_id));
    TRY(sessions_end_all(tx, n->account_id, n->session_id, "password", now));
    TRY(challenges_end(tx, n->account_id, now));
    TRY(audit_add(tx, &(struct audit_entry){ .actor = n->account_id, .action = n->action,
                                             .subject = n->account_id, .ip = n->ip, .at = now }));
    return notify(tx, n->account_id, "password.changed", NULL, "/profile/sessions", now);
}

enum err password_reset(struct db *db, struct arena *a, const struct password_reset *reset,
                        int64_t now, struct password_refusal *why)
{
    struct account account;
    const char *account_id = NULL;
    char *hash = NULL;
    if (!text_is(reset->password, reset->confirmation))
        return refuse(why, "password_confirmation", "password_mismatch");
    TRY(find_reset(db, a, reset->token, now, &account_id));
    TRY(account_find(db, a, account_id, &account));
    const char *fault = fault_of(&account, reset->password);
    if (fault)
        return refuse(why, "password", fault);
    TRY(password_hash(a, reset->password, &hash));

    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(use_reset(tx.db, a, reset->token, now));
    TRY(renew(tx.db, &(struct renewal){ .account_id = account_id, .hash = hash,
                                        .action = "password.reset", .ip = reset->ip }, now));
    TRY(tx_commit(&tx));
    live_forget_account(account_id);
    return OK;
}

enum err password_change(struct db *db, struct arena *a, const struct password_change *change,
                         int64_t now, struct password_refusal *why)
{
    struct account account;
    bool is_right = false;
    char *hash = NULL;
    if (!text_is(change->password, change->confirmation))
        return refuse(why, "new_password_confirmation", "password_mismatch");
    TRY(account_find(db, a, change->account_id, &account));
    TRY(password_verify(change->current, account.password_hash, &is_right));
    if (!is_right)
        return refuse(why, "current_password", "password_wrong");
    const char *fault = fault_of(&account, change->password);
    if (fault)
        return refuse(why, "new_password", fault);
    TRY(password_hash(a, change->password, &hash));

    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(renew(tx.db, &(struct renewal){ .account_id = account.id, .hash = hash,
                                        .action = "password.change", .ip = change->ip,
                                        .session_id = change->session_id }, now));
    TRY(tx_commit(&tx));
    live_forget_account(account.id);
    return OK;
}

enum err password_resets_sweep(struct db *db, int64_t now)
{
    return db_run(db, "DELETE FROM password_resets WHERE token_digest IN "
                      "(SELECT token_digest FROM password_resets WHERE expires_at < $1 "
                      "ORDER BY expires_at LIMIT 1000)",
                  INT(now - KEPT_S));
}
