#include "domain/profile/contact.h"

#include "base/text.h"
#include "crypto/seal.h"
#include "domain/accounts/accounts.h"
#include "domain/audit/audit.h"
#include "domain/json/json.h"
#include "domain/messages/messages.h"
#include "domain/notifications/notifications.h"
#include "domain/passwords/resets.h"
#include "domain/sessions/live.h"
#include "domain/totp/resets.h"
#include "store/db.h"

#include <string.h>

#define PURPOSE "contact"

/* A change that waits, and by which its code is known. */
struct waiting {
    struct contact_change change;
    const char *subject;
};

static bool is_phone(const char *kind)
{
    return text_is(kind, "phone_number");
}

static const char *binding(struct arena *a, const char *account_id)
{
    return arena_printf(a, "contact_changes/%s/value", account_id);
}

static enum err find(struct db *db, struct arena *a, const char *account_id, int64_t now,
                     struct waiting *out)
{
    AUTO_QUERY struct query q = db_query(db, "SELECT kind, value, value_index, expires_at "
                                             "FROM contact_changes "
                                             "WHERE account_id = $1 AND expires_at > $2",
                                         TEXT(account_id), INT(now));
    if (!query_next(&q))
        return query_missing(&q);
    struct waiting found = { .change.kind = column_text(&q, a) };
    char *value = NULL;
    TRY(unseal_text(a, binding(a, account_id), column_text(&q, a), &value));
    found.change.value = value;
    found.subject = column_text(&q, a);
    found.change.expires_at = column_int(&q);
    *out = found;
    return OK;
}

static struct otp code_of(const struct waiting *w, const struct account *account)
{
    return (struct otp){
        .purpose = PURPOSE, .subject = w->subject, .account_id = account->id,
        .channel = is_phone(w->change.kind) ? "whatsapp" : "email", .to = w->change.value,
        .language = account->language, .is_proven = true,
    };
}

static enum err note(struct db *tx, const struct contact_owner *who, const char *action,
                     int64_t now)
{
    return audit_add(tx, &(struct audit_entry){ .actor = who->account_id, .action = action,
                                                .subject = who->account_id, .ip = who->ip,
                                                .at = now });
}

/* ---- beginning */

static enum err check_value(struct db *db, struct arena *a, const struct account *account,
                            const struct contact_change *change, int64_t now)
{
    bool const by_phone = is_phone(change->kind);
    struct account const wanted = { .phone_number = by_phone ? change->value : NULL,
                                    .email = by_phone ? NULL : change->value };
    if (text_is(by_phone ? account->phone_number : account->email, change->value))
        return err_because(CONFLICT, "it is registered already");
    return account_names_free(db, a, &wanted, now);
}

static enum err insert(struct db *tx, struct arena *a, const char *account_id,
                       const struct waiting *w, int64_t now)
{
    return db_run(tx,
        "INSERT INTO contact_changes (account_id, kind, value, value_index, created_at,"
        " expires_at) VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT (account_id) DO UPDATE SET kind = excluded.kind, value = excluded.value,"
        " value_index = excluded.value_index, created_at = excluded.created_at,"
        " expires_at = excluded.expires_at",
        TEXT(account_id), TEXT(w->change.kind),
        TEXT(seal_text(a, binding(a, account_id), w->change.value)), TEXT(w->subject), INT(now),
        INT(w->change.expires_at));
}

enum err contact_begin(struct db *db, struct arena *a, const struct contact_owner *who,
                       int64_t now, struct contact_change *change)
{
    struct account account;
    struct waiting w = { .change = *change };
    w.change.expires_at = now + CONTACT_TTL_S;
    w.subject = blind_index(a, "contact", arena_printf(a, "%s/%s/%s", who->account_id,
                                                       change->kind, change->value));
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(account_find(tx.db, a, who->account_id, &account));
    TRY(check_value(tx.db, a, &account, change, now));
    TRY(insert(tx.db, a, account.id, &w, now));
    struct otp code = code_of(&w, &account);
    code.ip = who->ip;
    TRY(otp_send(tx.db, &code, now, &change->code));
    TRY(note(tx.db, who, "account.contact_begin", now));
    TRY(tx_commit(&tx));
    w.change.code = change->code;
    *change = w.change;
    return OK;
}

/* ---- while it waits */

enum err contact_find(struct db *db, struct arena *a, const char *account_id, int64_t now,
                      struct contact_change *out)
{
    struct waiting w;
    TRY(find(db, a, account_id, now, &w));
    TRY(otp_find(db, PURPOSE, w.subject, now, &w.change.code));
    *out = w.change;
    return OK;
}

enum err contact_resend(struct db *db, struct arena *a, const char *account_id, int64_t now,
                        struct contact_change *out)
{
    struct waiting w;
    struct account account;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(find(tx.db, a, account_id, now, &w));
    TRY(account_find(tx.db, a, account_id, &account));
    struct otp const code = code_of(&w, &account);
    TRY(otp_send(tx.db, &code, now, &out->code));
    TRY(tx_commit(&tx));
    w.change.code = out->code;
    *out = w.change;
    return OK;
}

enum err contact_cancel(struct db *db, const char *account_id)
{
    int64_t changed = 0;
    TRY(db_run_counting(db, &changed, "DELETE FROM contact_changes WHERE account_id = $1",
                        TEXT(account_id)));
    return changed ? OK : NOT_FOUND;
}

/* ---- confirming */

/* 6281...89 and b...@example.org: enough for its owner to recognise, and no letter that would
 * double the price of an SMS. */
static const char *masked(struct arena *a, const char *value)
{
    const char *at = strchr(value, '@');
    size_t const length = strlen(value);
    return at ? arena_printf(a, "%.1s...%s", value, at)
              : arena_printf(a, "%.4s...%s", value, value + length - 2);
}

static enum err tell(struct db *tx, const struct account *account, const char *channel,
                     const struct message *m, int64_t now)
{
    struct message whole = *m;
    whole.account_id = account->id;
    whole.language = account->language;
    whole.channel = channel;
    whole.to = text_is(channel, "email") ? account->email : account->phone_number;
    return whole.to ? message_send(tx, &whole, now) : OK;
}

enum err contact_announce(struct db *tx, struct arena *a, const struct account *account,
                          const char *kind, const char *value, int64_t now)
{
    bool const by_phone = is_phone(kind);
    const char *params = json_text(a, json_pack("{ss}", "new", masked(a, value)));
    struct message const m = { .template = by_phone ? "phone_changed" : "email_changed",
                               .link = "/profile/sessions", .params = params };
    TRY(tell(tx, account, "whatsapp", &m, now));
    TRY(tell(tx, account, "email", &m, now));
    return notify(tx, account->id, by_phone ? "phone.changed" : "email.changed", params,
                  "/profile", now);
}

/* Of several that come at once, one finds it. */
static enum err take(struct db *tx, const char *account_id, const struct waiting *w)
{
    int64_t changed = 0;
    TRY(db_run_counting(tx, &changed, "DELETE FROM contact_changes "
                                      "WHERE account_id = $1 AND value_index = $2",
                        TEXT(account_id), TEXT(w->subject)));
    return changed ? OK : err_because(CONFLICT, "another change was begun meanwhile");
}

static enum err put(struct db *tx, struct arena *a, const struct contact_owner *who,
                    const struct waiting *w, int64_t now)
{
    struct account before;
    TRY(account_find(tx, a, who->account_id, &before));
    if (is_phone(w->change.kind)) {
        TRY(account_set_phone(tx, a, before.id, w->change.value, now));
        TRY(password_resets_void(tx, before.id));
        TRY(note(tx, who, "account.phone", now));
    } else {
        TRY(account_set_email(tx, a, before.id, w->change.value, now));
        TRY(totp_resets_hold(tx, before.id, now));
        TRY(note(tx, who, "account.email", now));
    }
    return contact_announce(tx, a, &before, w->change.kind, w->change.value, now);
}

/* Where the value was taken meanwhile, the change ends all the same. */
static enum err carry_out(struct db *db, struct arena *a, const struct contact_owner *who,
                          const struct waiting *w, int64_t now)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(take(tx.db, who->account_id, w));
    enum err const e = put(tx.db, a, who, w, now);
    if (e && e != PHONE_TAKEN && e != EMAIL_TAKEN)
        return e;
    TRY(tx_commit(&tx));
    return e;
}

enum err contact_confirm(struct db *db, struct arena *a, const struct contact_owner *who,
                         const char *code, int64_t now, struct contact_change *out)
{
    struct waiting w;
    struct account account;
    TRY(find(db, a, who->account_id, now, &w));
    TRY(account_find(db, a, who->account_id, &account));
    struct otp const otp = code_of(&w, &account);
    TRY(otp_check(db, &otp, code, who->ip, now));
    TRY(carry_out(db, a, who, &w, now));
    live_forget_account(who->account_id);
    *out = w.change;
    return OK;
}

enum err contact_changes_sweep(struct db *db, int64_t now)
{
    return db_run(db, "DELETE FROM contact_changes WHERE account_id IN "
                      "(SELECT account_id FROM contact_changes WHERE expires_at <= $1 "
                      "ORDER BY expires_at LIMIT 1000)",
                  INT(now));
}
