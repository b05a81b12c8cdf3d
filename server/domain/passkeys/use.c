#include "domain/passkeys/passkeys.h"

#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/passkeys/rows.h"

/* A passkey with what verifies it. */
struct known {
    struct passkey passkey;
    struct webauthn_credential credential;
    const char *handle;
};

static enum err known_find(struct db *db, struct arena *a, const char *credential_id,
                           struct known *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " PASSKEY_COLUMNS ", algorithm, public_key, may_be_backed_up,"
        " (SELECT u.handle FROM passkey_users u WHERE u.account_id = passkeys.account_id)"
        " FROM passkeys WHERE credential_id = $1", TEXT(credential_id));
    if (!query_next(&q))
        return q.err ? q.err : err_because(PASSKEY_UNKNOWN, "no such credential");
    out->passkey = passkey_read(&q, a);
    out->credential.algorithm = (int)column_int(&q);
    const char *key = column_text(&q, a);
    out->credential.may_be_backed_up = column_int(&q) != 0;
    out->handle = column_text(&q, a);
    out->credential.public_key.bytes = base64_decode(a, key, &out->credential.public_key.size);
    return OK;
}

/* The counter goes on, or stays at 0 where the authenticator does not count. Compared and set at
 * once, so that of two uses with one count only the first succeeds. */
static enum err count(struct db *tx, const char *id, const struct webauthn_state *state,
                      int64_t now, bool *went_on)
{
    int64_t changed = 0;
    TRY(db_run_counting(tx, &changed,
                        "UPDATE passkeys SET sign_count = $2, is_backed_up = $3, last_used_at = $4"
                        " WHERE id = $1 AND (sign_count < $2 OR (sign_count = 0 AND $2 = 0))",
                        TEXT(id), INT(state->sign_count), INT(state->is_backed_up), INT(now)));
    *went_on = changed == 1;
    return OK;
}

static enum err refuse_copy(struct db *tx, struct arena *a, const struct passkey *p,
                            const char *ip, int64_t now)
{
    struct passkey_owner const by = { p->account_id, ip };
    struct passkey standing;
    enum err const e = passkey_find(tx, a, p->account_id, p->id, &standing);
    if (e)
        return e == NOT_FOUND ? PASSKEY_UNKNOWN : e;    /* removed in this very moment */
    TRY(passkey_note(tx, &by, "passkey.cloned", p->id, now));
    return passkey_tell(tx, a, p, "passkey.cloned", now);
}

static enum err take(struct db *db, struct arena *a, const struct passkey *p, const char *ip,
                     const struct webauthn_state *state, int64_t now)
{
    bool went_on = false;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(count(tx.db, p->id, state, now, &went_on));
    if (!went_on)
        TRY(refuse_copy(tx.db, a, p, ip, now));
    TRY(tx_commit(&tx));
    return went_on ? OK : err_because(PASSKEY_INVALID, "the counter of %s went back", p->id);
}

enum err passkey_prove(struct db *db, struct arena *a, const struct passkey_use *use, int64_t now,
                       struct passkey *out)
{
    const char *challenge = NULL;
    struct known known = { 0 };
    struct webauthn_state state;
    struct webauthn_assertion const made = {
        .rp = &use->rp, .client_data = use->client_data,
        .authenticator_data = use->authenticator_data, .signature = use->signature,
    };
    TRY(webauthn_client_data(a, &use->rp, "webauthn.get", use->client_data, &challenge));
    TRY(ceremony_use(db, a, "get", NULL, challenge, now));
    TRY(known_find(db, a, use->credential_id, &known));
    if (!text_is(use->handle, known.handle))
        return err_because(PASSKEY_INVALID, "another user handle");
    TRY(webauthn_assert(&made, &known.credential, &state));
    TRY(take(db, a, &known.passkey, use->ip, &state, now));
    known.passkey.is_backed_up = state.is_backed_up;
    known.passkey.last_used_at = now;
    *out = known.passkey;
    return OK;
}

enum err passkey_sign_in(struct db *db, struct arena *a, const struct passkey_sign_in *try,
                         int64_t now, struct tokens *out)
{
    struct passkey p;
    struct account account;
    TRY(passkey_prove(db, a, &try->use, now, &p));
    TRY(account_find(db, a, p.account_id, &account));
    if (text_is(account.status, "suspended"))
        return ACCOUNT_SUSPENDED;
    if (!text_is(account.status, "active"))
        return err_because(PASSKEY_INVALID, "account %s is %s", account.id, account.status);
    struct session_begin const begin = {
        .account_id = account.id, .amr = "hwk user mfa", .issuer = try->issuer,
        .from = try->from, .is_native = try->is_native,
    };
    return session_begin(db, a, &begin, now, out);
}
