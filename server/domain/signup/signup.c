#include "domain/signup/signup.h"

#include "base/random.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "crypto/seal.h"
#include "domain/audit/audit.h"
#include "domain/institutions/institutions.h"
#include "domain/json/json.h"
#include "domain/messages/afford.h"
#include "domain/messages/messages.h"
#include "domain/otp/otp.h"
#include "store/db.h"

#include <string.h>

enum { TOKEN_BYTES = 32 };

/* A pending sign-up, as it stands in its row. */
struct pending {
    const char *account_id;
    bool by_link;
    const char *institution_name, *institution_type;
    int64_t expires_at;
};

static const char *digest_of(struct arena *a, const char *token)
{
    return digest_hex(a, token, strlen(token));
}

/* ---- sending the proof */

/* The number and not the account: so nobody's phone rings more often because accounts change. */
static struct otp otp_of(struct arena *a, const struct account *account)
{
    return (struct otp){
        .purpose = "sign_up",
        .subject = blind_index(a, "phone", account->phone_number),
        .account_id = account->id,
        .channel = "whatsapp",
        .to = account->phone_number,
        .language = account->language,
    };
}

/* Who has to prove what, and where the one who asks for it calls from. */
struct proof {
    const struct account *account;
    bool by_link;
    const char *ip;                 /* NULL: counted before, or a client that is trusted */
};

static enum err send_code(struct db *tx, struct arena *a, const struct proof *p, int64_t now,
                          int64_t *retry_s)
{
    struct otp otp = otp_of(a, p->account);
    struct otp_sent sent = { 0 };
    otp.ip = p->ip;
    enum err const e = otp_send(tx, &otp, now, &sent);
    *retry_s = sent.resend_s;
    return e;
}

/* Whoever signs up chooses name and address: neither may make our mail carry a link of theirs. */
static const char *without_links(struct arena *a, const char *name)
{
    char *out = arena_copy(a, name);
    for (char *at = out; *at; at++) {
        bool const is_in_word = at[1] && at[1] != ' ';
        if (strchr("/\\:@", *at) || (*at == '.' && is_in_word))
            *at = ' ';
    }
    return out;
}

/* The link holds a token of its own: having the client's token proves no mailbox. */
static enum err send_link(struct db *tx, struct arena *a, const struct proof *p, int64_t now,
                          int64_t *retry_s)
{
    const struct account *account = p->account;
    struct spending const spending = { .channel = "email", .to = account->email, .ip = p->ip };
    struct otp_sent sent = { 0 };
    enum err const e = otp_pace(tx, "sign_up_link", blind_index(a, "email", account->email), now,
                                &sent);
    *retry_s = sent.resend_s;
    TRY(e);
    TRY(message_afford(tx, &spending, now, retry_s));
    const char *token = random_token(a, TOKEN_BYTES);
    TRY(db_run(tx, "UPDATE sign_ups SET link_digest = $2 WHERE account_id = $1",
               TEXT(account->id), TEXT(digest_of(a, token))));
    struct message const m = {
        .account_id = account->id, .channel = "email", .to = account->email,
        .template = "sign_up_link", .language = account->language,
        .link = arena_printf(a, "/signup/confirm?token=%s", token),
        .params = json_text(a, json_pack("{ss}", "name", without_links(a, account->first_name))),
    };
    return message_send(tx, &m, now);
}

static enum err send_proof(struct db *tx, struct arena *a, const struct proof *p, int64_t now,
                           int64_t *retry_s)
{
    return p->by_link ? send_link(tx, a, p, now, retry_s) : send_code(tx, a, p, now, retry_s);
}

/* ---- beginning */

static enum err find_pending(struct db *db, struct arena *a, const char *token, int64_t now,
                             struct pending *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT account_id, mode, institution_name, institution_type, expires_at FROM sign_ups"
        " WHERE token_digest = $1 AND expires_at > $2", TEXT(digest_of(a, token)), INT(now));
    if (!query_next(&q))
        return q.err ? q.err : TOKEN_INVALID;
    out->account_id = column_text(&q, a);
    out->by_link = text_is(column_text(&q, a), "LINK");
    out->institution_name = column_text(&q, a);
    out->institution_type = column_text(&q, a);
    out->expires_at = column_int(&q);
    return OK;
}

/* Somebody who corrects a number or an address gives the earlier names back first. */
static enum err drop_replaced(struct db *tx, struct arena *a, const struct sign_up *s, int64_t now)
{
    struct pending earlier = { 0 };
    enum err const e = s->replaces ? find_pending(tx, a, s->replaces, now, &earlier)
                                   : TOKEN_INVALID;
    if (e)
        return e == TOKEN_INVALID ? OK : e;
    return account_drop_pending(tx, earlier.account_id);
}

static enum err insert(struct db *tx, struct arena *a, const struct sign_up *s,
                       const struct sign_up_pending *p, int64_t now)
{
    return db_run(tx,
        "INSERT INTO sign_ups (token_digest, account_id, mode, institution_name,"
        " institution_type, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        TEXT(digest_of(a, p->token)), TEXT(s->account.id), TEXT(s->by_link ? "LINK" : "OTP"),
        TEXT(s->institution_name), TEXT(s->institution_type), INT(p->expires_at), INT(now));
}

static enum err note(struct db *tx, const char *action, const char *account_id, const char *ip,
                     int64_t now)
{
    return audit_add(tx, &(struct audit_entry){
        .actor = account_id, .action = action, .subject = account_id, .ip = ip, .at = now });
}

/* In a transaction that is given up: so that what s replaces is out of the way. */
enum err sign_up_check(struct db *db, struct arena *a, const struct sign_up *s, int64_t now)
{
    if (!s->replaces)
        return account_names_free(db, a, &s->account, now);
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(drop_replaced(tx.db, a, s, now));
    return account_names_free(tx.db, a, &s->account, now);
}

enum err sign_up_begin(struct db *db, struct arena *a, struct sign_up *s, int64_t now,
                       struct sign_up_pending *out, int64_t *retry_s)
{
    struct sign_up_pending const p = {
        .token = random_token(a, TOKEN_BYTES),
        .expires_at = now + SIGN_UP_TTL_S,
        .code_ttl_s = s->by_link ? SIGN_UP_TTL_S : OTP_TTL_S,
        .by_link = s->by_link,
    };
    struct proof const proof = { &s->account, s->by_link, s->is_trusted ? NULL : s->ip };
    AUTO_TX struct tx tx = { 0 };
    s->account.status = "unverified";
    s->account.pending_until = p.expires_at;
    TRY(tx_begin(&tx, db));
    TRY(drop_replaced(tx.db, a, s, now));
    TRY(account_create(tx.db, a, &s->account, now));
    TRY(insert(tx.db, a, s, &p, now));
    TRY(send_proof(tx.db, a, &proof, now, retry_s));
    TRY(note(tx.db, "account.sign_up", s->account.id, s->ip, now));
    TRY(tx_commit(&tx));
    *out = p;
    return OK;
}

enum err sign_up_warn(struct db *db, const char *email, const char *ip, int64_t now)
{
    struct spending const spending = { .channel = "email", .to = email, .ip = ip };
    int64_t retry_s = 0;
    AUTO_ARENA struct arena a = { 0 };
    AUTO_TX struct tx tx = { 0 };
    struct account owner = { 0 };
    struct otp_sent sent = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(account_find_email(tx.db, &a, email, &owner));
    if (!text_is(owner.status, "active"))
        return OK;
    enum err e = otp_pace(tx.db, "sign_up_warning", owner.id, now, &sent);
    if (!e)
        e = message_afford(tx.db, &spending, now, &retry_s);
    if (e)
        return e == TOO_MANY ? OK : e;
    struct message const m = {
        .account_id = owner.id, .channel = "email", .to = owner.email,
        .template = "account_exists", .language = owner.language, .link = "/password/forgot",
    };
    TRY(message_send(tx.db, &m, now));
    return tx_commit(&tx);
}

/* ---- confirming */

/* The institution that the newest sign-up of this account named, if any. */
static enum err create_institution(struct db *tx, struct arena *a, const char *account_id,
                                   int64_t now)
{
    const char *name = NULL, *type = NULL, *id = NULL;
    {
        AUTO_QUERY struct query q = db_query(tx,
            "SELECT institution_name, institution_type FROM sign_ups"
            " WHERE account_id = $1 AND institution_name IS NOT NULL"
            " ORDER BY created_at DESC LIMIT 1", TEXT(account_id));
        if (!query_next(&q))
            return query_result(&q);
        name = column_text(&q, a);
        type = column_text(&q, a);
    }
    TRY(institution_create(tx, a, name, type, now, &id));
    return account_set_institution(tx, account_id, id, now);
}

enum err sign_up_finish(struct db *tx, const char *account_id, const char *ip, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    TRY(create_institution(tx, &a, account_id, now));
    TRY(account_verify(tx, account_id, now));
    TRY(db_run(tx, "DELETE FROM sign_ups WHERE account_id = $1", TEXT(account_id)));
    return note(tx, "account.verify", account_id, ip, now);
}

static enum err finish(struct db *db, const char *account_id, const char *ip, int64_t now)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(sign_up_finish(tx.db, account_id, ip, now));
    return tx_commit(&tx);
}

/* Used once: of several that come at once, one finds it. */
static enum err take_link(struct db *tx, struct arena *a, const char *token, int64_t now,
                          const char **account_id)
{
    AUTO_QUERY struct query q = db_query(tx,
        "UPDATE sign_ups SET link_digest = NULL WHERE link_digest = $1 AND expires_at > $2"
        " RETURNING account_id", TEXT(digest_of(a, token)), INT(now));
    if (!query_next(&q))
        return q.err ? q.err : TOKEN_INVALID;
    *account_id = column_text(&q, a);
    return OK;
}

static enum err confirm_link(struct db *db, struct arena *a, const char *token, const char *ip,
                             int64_t now)
{
    AUTO_TX struct tx tx = { 0 };
    const char *account_id = NULL;
    TRY(tx_begin(&tx, db));
    TRY(take_link(tx.db, a, token, now, &account_id));
    TRY(sign_up_finish(tx.db, account_id, ip, now));
    return tx_commit(&tx);
}

enum err sign_up_confirm(struct db *db, const char *token, const char *code, const char *ip,
                         int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    struct pending p = { 0 };
    struct account account = { 0 };
    if (!code)
        return confirm_link(db, &a, token, ip, now);
    TRY(find_pending(db, &a, token, now, &p));
    if (p.by_link)
        return err_because(TOKEN_INVALID, "a code for a sign-up by link");
    TRY(account_find(db, &a, p.account_id, &account));
    struct otp const otp = otp_of(&a, &account);
    TRY(otp_check(db, &otp, code, ip, now));
    return finish(db, account.id, ip, now);
}

enum err sign_up_resend(struct db *db, struct arena *a, const char *token, int64_t now,
                        struct sign_up_pending *out, int64_t *retry_s)
{
    AUTO_TX struct tx tx = { 0 };
    struct pending p = { 0 };
    struct account account = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(find_pending(tx.db, a, token, now, &p));
    TRY(account_find(tx.db, a, p.account_id, &account));
    TRY(send_proof(tx.db, a, &(struct proof){ &account, p.by_link, NULL }, now, retry_s));
    TRY(tx_commit(&tx));
    *out = (struct sign_up_pending){
        .token = token,
        .expires_at = p.expires_at,
        .code_ttl_s = p.by_link ? p.expires_at - now : OTP_TTL_S,
        .by_link = p.by_link,
    };
    return OK;
}
