/* Enrolling: a secret that is shown, and the proof that it arrived. */
#include "domain/totp/rows.h"

#include "base/random.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "domain/accounts/accounts.h"
#include "domain/sessions/challenges.h"
#include "domain/sessions/live.h"
#include "store/db.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define ISSUER "Simpul"

enum { PAIRING_BYTES = 16 };

struct enrolment {
    const char *origin, *account_id, *challenge_id, *sealed;
};

static const char *escape(struct arena *a, const char *text)
{
    char *out = arena_alloc(a, strlen(text) * 3 + 1), *at = out;
    for (; *text; text++) {
        unsigned char const c = (unsigned char)*text;
        bool const is_plain = c < 128 && (isalnum(c) || strchr("-._~", c));
        at += snprintf(at, 4, is_plain ? "%c" : "%%%02X", c);
    }
    return out;
}

/* Key URI format of authenticator apps; they pass over the two parameters that only ours reads. */
static const char *uri_of(struct arena *a, const char *username, const char *portal,
                          const struct totp_enrolment *e)
{
    return arena_printf(a, "otpauth://totp/" ISSUER ":%s?secret=%s&issuer=" ISSUER
                           "&algorithm=SHA1&digits=%d&period=%d&pairing=%s&portal=%s",
                        escape(a, username), e->secret, TOTP_DIGITS, TOTP_STEP_S,
                        e->pairing_token, escape(a, portal));
}

static const char *digest_of(struct arena *a, const char *pairing_token)
{
    return digest_hex(a, pairing_token, strlen(pairing_token));
}

static enum err must_not_be_active(struct db *db, struct arena *a, const char *account_id)
{
    struct totp found;
    TRY(totp_find(db, a, account_id, &found));
    return found.activated_at ? TOTP_ACTIVE : OK;
}

static enum err write_enrolment(struct db *tx, struct arena *a, const struct totp_enrolling *who,
                                const struct totp_enrolment *e, int64_t now)
{
    return db_run(tx,
        "INSERT INTO totp_enrolments (origin, account_id, challenge_id, secret, pairing_digest,"
        " created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)"
        " ON CONFLICT (origin) DO UPDATE SET secret = excluded.secret,"
        " pairing_digest = excluded.pairing_digest, created_at = excluded.created_at,"
        " expires_at = excluded.expires_at",
        TEXT(who->origin), TEXT(who->account_id), TEXT(who->challenge_id),
        TEXT(totp_seal(a, "totp_enrolments", who->origin, e->secret)),
        TEXT(digest_of(a, e->pairing_token)), INT(now), INT(e->expires_at));
}

static char *new_secret(struct arena *a)
{
    unsigned char key[TOTP_SECRET_BYTES];
    char *text = arena_alloc(a, TOTP_SECRET_CHARS + 1);
    totp_secret_new(key);
    base32_encode(key, sizeof key, text);
    explicit_bzero(key, sizeof key);
    return text;
}

enum err totp_enrol(struct db *db, struct arena *a, const struct totp_enrolling *who, int64_t now,
                    struct totp_enrolment *out)
{
    struct account account;
    const char *policy = NULL;
    TRY(account_find(db, a, who->account_id, &account));
    TRY(totp_policy(db, a, account.role, &policy));
    if (text_is(policy, "off"))
        return TOTP_OFF;
    struct totp_enrolment made = {
        .secret = new_secret(a), .pairing_token = random_token(a, PAIRING_BYTES),
        .expires_at = now + TOTP_ENROLMENT_TTL_S,
    };
    made.uri = uri_of(a, account.username, who->portal, &made);
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(must_not_be_active(tx.db, a, who->account_id));
    TRY(write_enrolment(tx.db, a, who, &made, now));
    TRY(tx_commit(&tx));
    live_forget_account(who->account_id);
    *out = made;
    return OK;
}

#define COLUMNS "origin, account_id, challenge_id, secret"

static enum err read_enrolment(struct query *q, struct arena *a, struct enrolment *out)
{
    if (!query_next(q))
        return q->err ? q->err : TOKEN_INVALID;
    out->origin = column_text(q, a);
    out->account_id = column_text(q, a);
    out->challenge_id = column_text(q, a);
    out->sealed = column_text(q, a);
    return OK;
}

static enum err find_by_origin(struct db *tx, struct arena *a, const struct totp_enrolling *who,
                               int64_t now, struct enrolment *out)
{
    AUTO_QUERY struct query q = db_query(tx,
        "SELECT " COLUMNS " FROM totp_enrolments"
        " WHERE origin = $1 AND account_id = $2 AND expires_at > $3",
        TEXT(who->origin), TEXT(who->account_id), INT(now));
    return read_enrolment(&q, a, out);
}

static enum err find_by_pairing(struct db *tx, struct arena *a, const char *pairing_token,
                                int64_t now, struct enrolment *out)
{
    AUTO_QUERY struct query q = db_query(tx,
        "SELECT " COLUMNS " FROM totp_enrolments WHERE pairing_digest = $1 AND expires_at > $2",
        TEXT(digest_of(a, pairing_token)), INT(now));
    return read_enrolment(&q, a, out);
}

/* last_step: whose code was spent on it. */
static enum err complete(struct db *tx, struct arena *a, const struct enrolment *e,
                         const char *secret, int64_t last_step, int64_t now)
{
    int64_t changed = 0;
    TRY(db_run_counting(tx, &changed,
                        "INSERT INTO totps (account_id, secret, last_step, activated_at)"
                        " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                        TEXT(e->account_id),
                        TEXT(totp_seal(a, "totps", e->account_id, secret)),
                        INT(last_step), INT(now)));
    if (!changed)
        return TOTP_ACTIVE;
    TRY(db_run(tx, "DELETE FROM totp_enrolments WHERE account_id = $1", TEXT(e->account_id)));
    TRY(db_run(tx, "DELETE FROM totp_resets WHERE account_id = $1 AND used_at IS NULL",
               TEXT(e->account_id)));
    if (e->challenge_id)
        TRY(challenge_approve(tx, e->challenge_id, now));
    return totp_tell(tx, e->account_id, "totp.enabled", NULL, now);
}

static enum err activate(struct db *tx, struct arena *a, const struct enrolment *e,
                         const char *code, int64_t now)
{
    unsigned char key[TOTP_SECRET_BYTES];
    char secret[TOTP_SECRET_CHARS + 1];
    TRY(totp_open("totp_enrolments", e->origin, e->sealed, key));
    int64_t const step = totp_step_of(key, code, now, 0);
    base32_encode(key, sizeof key, secret);
    enum err const done = step ? complete(tx, a, e, secret, step, now) : TOTP_INVALID;
    explicit_bzero(key, sizeof key);
    explicit_bzero(secret, sizeof secret);
    return done;
}

enum err totp_activate(struct db *db, struct arena *a, const struct totp_enrolling *who,
                       const char *code, int64_t now, struct recovery_codes *out)
{
    struct enrolment e;
    struct recovery_codes codes;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(must_not_be_active(tx.db, a, who->account_id));
    TRY(find_by_origin(tx.db, a, who, now, &e));
    TRY(activate(tx.db, a, &e, code, now));
    TRY(recovery_write(tx.db, a, who->account_id, &codes));
    TRY(totp_note(tx.db, who->account_id, "totp.enable", who->ip, now));
    TRY(tx_commit(&tx));
    live_forget_account(who->account_id);
    *out = codes;
    return OK;
}

enum err totp_pairing_use(struct db *tx, struct arena *a, const char *pairing_token, int64_t now,
                          struct pairing *out)
{
    struct enrolment e;
    struct account account;
    unsigned char key[TOTP_SECRET_BYTES];
    char *secret = arena_alloc(a, TOTP_SECRET_CHARS + 1);
    TRY(find_by_pairing(tx, a, pairing_token, now, &e));
    TRY(account_find(tx, a, e.account_id, &account));
    if (!text_is(account.status, "active"))
        return TOKEN_INVALID;
    TRY(totp_open("totp_enrolments", e.origin, e.sealed, key));
    base32_encode(key, sizeof key, secret);
    explicit_bzero(key, sizeof key);
    TRY(complete(tx, a, &e, secret, 0, now));
    TRY(totp_note(tx, e.account_id, "totp.enable", NULL, now));
    *out = (struct pairing){ .account_id = e.account_id, .challenge_id = e.challenge_id,
                             .secret = secret, .username = account.username, .issuer = ISSUER };
    return OK;
}

static enum err sweep(struct db *tx, struct arena *a, int64_t now, const char **ids, int max,
                      int *count)
{
    AUTO_QUERY struct query q = db_query(tx,
        "DELETE FROM totp_enrolments WHERE origin IN (SELECT origin FROM totp_enrolments"
        " WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2) RETURNING account_id",
        INT(now), INT(max));
    while (*count < max && query_next(&q))
        ids[(*count)++] = column_text(&q, a);
    return query_result(&q);
}

/* What is forgotten before the commit could be read again too early. */
enum err totp_enrolments_sweep(struct db *db, int64_t now)
{
    enum { AT_ONCE = 100 };
    AUTO_ARENA struct arena a = { 0 };
    const char *ids[AT_ONCE];
    int count = 0;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(sweep(tx.db, &a, now, ids, AT_ONCE, &count));
    TRY(tx_commit(&tx));
    for (int i = 0; i < count; i++)
        live_forget_account(ids[i]);
    return OK;
}
