#include "domain/passkeys/passkeys.h"

#include "base/random.h"
#include "base/text.h"
#include "domain/passkeys/rows.h"

static enum err check(struct db *db, struct arena *a, const char *account_id,
                      const struct passkey_form *form, int64_t now,
                      struct webauthn_credential *out)
{
    const char *challenge = NULL;
    struct webauthn_registration const made = {
        .rp = &form->rp, .client_data = form->client_data, .attestation = form->attestation,
    };
    struct webauthn_credential found;
    TRY(webauthn_client_data(a, &form->rp, "webauthn.create", form->client_data, &challenge));
    TRY(ceremony_use(db, a, "create", account_id, challenge, now));
    TRY(webauthn_register(a, &made, &found));
    if (!text_is(form->credential_id, base64url_encode(a, found.id.bytes, found.id.size)))
        return err_because(PASSKEY_INVALID, "it names another credential than it holds");
    *out = found;
    return OK;
}

static enum err must_have_room(struct db *tx, const char *account_id)
{
    AUTO_QUERY struct query q = db_query(tx, "SELECT count(*) FROM passkeys WHERE account_id = $1",
                                         TEXT(account_id));
    if (!query_next(&q))
        return query_missing(&q);
    return column_int(&q) < PASSKEYS_PER_ACCOUNT_MAX ? OK : PASSKEYS_FULL;
}

/* PASSKEY_REGISTERED when the credential stands already, be it another account's. */
static enum err insert(struct db *tx, struct arena *a, const struct passkey *p,
                       const struct webauthn_credential *c)
{
    int64_t added = 0;
    const char *key = base64url_encode(a, c->public_key.bytes, c->public_key.size);
    TRY(db_run_counting(tx, &added,
                        "INSERT INTO passkeys (id, account_id, credential_id, algorithm,"
                        " public_key, sign_count, may_be_backed_up, is_backed_up, transports,"
                        " label, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
                        " ON CONFLICT DO NOTHING",
                        TEXT(p->id), TEXT(p->account_id), TEXT(p->credential_id),
                        INT(c->algorithm), TEXT(key), INT(c->sign_count),
                        INT(c->may_be_backed_up), INT(c->is_backed_up), TEXT(p->transports),
                        TEXT(p->label), INT(p->created_at)));
    return added ? OK : PASSKEY_REGISTERED;
}

enum err passkey_register(struct db *db, struct arena *a, const struct passkey_owner *by,
                          const struct passkey_form *form, int64_t now, struct passkey *out)
{
    struct webauthn_credential credential;
    TRY(check(db, a, by->account_id, form, now, &credential));
    struct passkey const made = {
        .id = id_new(a, "pky"), .account_id = by->account_id,
        .credential_id = form->credential_id, .label = form->label,
        .transports = form->transports, .is_backed_up = credential.is_backed_up,
        .created_at = now,
    };
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(must_have_room(tx.db, by->account_id));
    TRY(insert(tx.db, a, &made, &credential));
    TRY(passkey_note(tx.db, by, "passkey.add", made.id, now));
    TRY(passkey_tell(tx.db, a, &made, "passkey.added", now));
    TRY(tx_commit(&tx));
    *out = made;
    return OK;
}
