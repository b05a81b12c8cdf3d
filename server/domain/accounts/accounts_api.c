#include "domain/accounts/accounts_api.h"

#include "crypto/password.h"
#include "domain/accounts/usapi_api.h"
#include "domain/audit/audit.h"
#include "domain/throttle/throttle_api.h"
#include "store/db.h"

static enum err create(struct req *r, struct account *account)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, r->db));
    TRY(account_create(tx.db, &r->arena, account, r->now));
    struct audit_entry const entry = {
        .actor = r->who.client_id, .action = "account.create", .subject = account->id,
        .ip = r->ip, .at = r->now,
    };
    TRY(audit_add(tx.db, &entry));
    return tx_commit(&tx);
}

enum err internal_register_post(struct req *r)
{
    TRY(in_required(r, "username", "password", "first_name", "last_name", "phone_number", "email",
                    NULL));
    struct account account = { 0 };
    TRY(usapi_account(r, "Invalid phone number format", &account));
    const char *password = usapi_password(r);
    TRY(usapi_check(r));

    char *hash = NULL;
    TRY(usapi_taken(r, account_names_free(r->db, &r->arena, &account, r->now)));
    TRY(password_hash(&r->arena, password, &hash));
    account.password_hash = hash;
    TRY(usapi_taken(r, create(r, &account)));

    return reply_raw(r, 200, json_pack("{sb ss}", "status", 1, "message",
                                       "Account has been created"));
}

enum err check_email_post(struct req *r)
{
    static const char registered[] = "Email is already registered";
    TRY(in_required(r, "email", NULL));
    const char *email = in_text(r, "email", 1, EMAIL_MAX);
    TRY(usapi_check(r));

    TRY(request_throttle_check(r, "check_email", NULL));
    struct account const wanted = { .email = email };
    enum err const e = account_names_free(r->db, &r->arena, &wanted, r->now);
    if (e == EMAIL_TAKEN) {
        TRY(request_throttle_take(r, "check_email", NULL));
        return req_say(r, EMAIL_REGISTERED, registered, registered);
    }
    TRY(e);

    return reply_raw(r, 200, json_pack("{sb ss}", "status", 1, "message",
                                       "Email is not registered"));
}
