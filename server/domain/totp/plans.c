/* Resets by the helpdesk: planned, told, cancelled, or carried out when they are due. */
#include "domain/totp/resets.h"

#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/audit/audit.h"
#include "domain/json/json.h"
#include "domain/messages/messages.h"
#include "domain/notifications/notifications.h"
#include "domain/sessions/live.h"
#include "domain/settings/settings.h"
#include "domain/totp/rows.h"
#include "store/db.h"

enum { DUE_MAX = 100 };

static enum err delay(struct db *db, struct arena *a, int64_t *out)
{
    const char *hours = NULL;
    TRY(setting_text(db, a, "totp.reset_delay", &hours));
    if (!text_to_int(hours, 0, 1000, out))
        return err_because(INTERNAL, "totp.reset_delay is %s", hours);
    *out *= 3600;
    return OK;
}

/* Whoever took over one channel does not take over the other. */
static enum err tell_by_mail(struct db *tx, struct arena *a, const struct account *to,
                             const char *kind, const char *params, int64_t now)
{
    if (!to->phone_number)
        return OK;
    struct notice_source const source = { kind, params };
    struct notice words;
    TRY(notification_words(tx, a, &source, text_is(to->language, "en"), &words));
    return message_send(tx, &(struct message){
        .account_id = to->id, .channel = "email", .to = to->email, .template = "notification",
        .language = to->language, .link = "/profile/security",
        .params = json_text(a, json_pack("{ss ss}", "title", words.title, "body", words.body)),
    }, now);
}

static enum err insert_plan(struct db *tx, const struct totp_reset_plan *plan, int64_t due_at,
                            int64_t now)
{
    int64_t changed = 0;
    TRY(db_run_counting(tx, &changed,
                        "INSERT INTO totp_planned_resets (account_id, planned_by, due_at,"
                        " created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                        TEXT(plan->account_id), TEXT(plan->by), INT(due_at), INT(now)));
    return changed ? OK : err_because(CONFLICT, "a reset of %s is planned", plan->account_id);
}

static enum err note_plan(struct db *tx, struct arena *a, const struct totp_reset_plan *plan,
                          int64_t due_at, int64_t now)
{
    const char *detail = json_text(a, json_pack("{ss ss}", "reason", plan->reason, "due_at",
                                                time_rfc3339(a, due_at)));
    return audit_add(tx, &(struct audit_entry){ .actor = plan->by, .action = "totp.reset_plan",
                                                .subject = plan->account_id, .detail = detail,
                                                .ip = plan->ip, .at = now });
}

static enum err announce(struct db *tx, struct arena *a, const struct account *account,
                         int64_t due_at, int64_t now)
{
    const char *kind = "totp.reset_planned";
    const char *due = time_wib(a, due_at, text_is(account->language, "en"));
    const char *params = json_text(a, json_pack("{ss}", "due", due));
    TRY(totp_tell(tx, account->id, kind, params, now));
    return tell_by_mail(tx, a, account, kind, params, now);
}

enum err totp_reset_plan(struct db *db, struct arena *a, const struct totp_reset_plan *plan,
                         int64_t now, int64_t *due_at)
{
    struct account account;
    struct totp totp;
    int64_t wait_s = 0;
    if (text_is(plan->by, plan->account_id))
        return OWN_ACCOUNT;
    TRY(delay(db, a, &wait_s));
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(account_find(tx.db, a, plan->account_id, &account));
    TRY(totp_find(tx.db, a, plan->account_id, &totp));
    if (!totp.activated_at)
        return TOTP_NOT_ACTIVE;
    TRY(insert_plan(tx.db, plan, now + wait_s, now));
    TRY(note_plan(tx.db, a, plan, now + wait_s, now));
    if (wait_s)
        TRY(announce(tx.db, a, &account, now + wait_s, now));
    else
        TRY(totp_reset(tx.db, &(struct totp_resetting){ account.id, plan->by, plan->ip }, now));
    TRY(tx_commit(&tx));
    live_forget_account(account.id);
    *due_at = now + wait_s;
    return OK;
}

enum err totp_reset_cancel(struct db *db, const char *account_id, const char *ip, int64_t now)
{
    int64_t changed = 0;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(db_run_counting(tx.db, &changed, "DELETE FROM totp_planned_resets WHERE account_id = $1",
                        TEXT(account_id)));
    if (!changed)
        return NOT_FOUND;
    TRY(totp_note(tx.db, account_id, "totp.reset_cancel", ip, now));
    TRY(totp_tell(tx.db, account_id, "totp.reset_cancelled", NULL, now));
    return tx_commit(&tx);
}

enum err totp_reset_due(struct db *db, const char *account_id, int64_t *due_at)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT due_at FROM totp_planned_resets WHERE account_id = $1", TEXT(account_id));
    *due_at = query_next(&q) ? column_int(&q) : 0;
    return query_result(&q);
}

struct due {
    const char *account_id, *planned_by;
};

static enum err find_due(struct db *db, struct arena *a, int64_t now, struct due *out, int *count)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT account_id, planned_by FROM totp_planned_resets WHERE due_at <= $1"
        " ORDER BY due_at LIMIT $2", INT(now), INT(DUE_MAX));
    while (*count < DUE_MAX && query_next(&q)) {
        struct due *one = &out[(*count)++];
        one->account_id = column_text(&q, a);
        one->planned_by = column_text(&q, a);
    }
    return query_result(&q);
}

/* Unless it was cancelled in this moment. */
static enum err apply(struct db *db, const struct due *due, int64_t now)
{
    int64_t changed = 0;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(db_run_counting(tx.db, &changed,
                        "DELETE FROM totp_planned_resets WHERE account_id = $1 AND due_at <= $2",
                        TEXT(due->account_id), INT(now)));
    if (!changed)
        return OK;
    TRY(totp_reset(tx.db, &(struct totp_resetting){ due->account_id, due->planned_by, NULL },
                   now));
    TRY(tx_commit(&tx));
    live_forget_account(due->account_id);
    return OK;
}

enum err totp_resets_apply(struct db *db, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    struct due *due = arena_alloc(&a, DUE_MAX * sizeof *due);
    int count = 0;
    TRY(find_due(db, &a, now, due, &count));
    for (int i = 0; i < count; i++)
        TRY(apply(db, &due[i], now));
    return OK;
}
