#include "domain/budgets/budgets.h"

#include "base/log.h"
#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/json/json.h"
#include "domain/messages/afford.h"
#include "domain/notifications/notifications.h"
#include "store/db.h"

enum { FINE, LOW, SPENT };

static int64_t level_of(const struct budget *b)
{
    if (b->used >= b->limit)
        return b->limit ? SPENT : FINE;     /* what is switched off does not run out */
    return b->used * 100 >= b->limit * BUDGET_LOW_PERCENT ? LOW : FINE;
}

/* The same in both languages: a notification keeps it as it is. */
static const char *name_of(const struct budget *b)
{
    if (!b->channel)
        return "total";
    if (text_is(b->channel, "email"))
        return "e-mail";
    return text_is(b->channel, "sms") ? "SMS" : "WhatsApp";
}

static enum err tell_admins(struct db *tx, struct arena *a, const struct budget *b, int64_t level,
                            int64_t now)
{
    struct accounts admins = { 0 };
    const char *kind = level == SPENT ? "messages.budget_spent" : "messages.budget_low";
    const char *params = json_text(a, json_pack("{ss sI sI}", "channel", name_of(b), "used",
                                                (json_int_t)b->used, "limit",
                                                (json_int_t)b->limit));
    TRY(accounts_of_role(tx, a, "admin", &admins));
    for (int i = 0; i < admins.count; i++)
        TRY(notify(tx, admins.items[i].id, kind, params, "/admin/messages", now));
    return OK;
}

static enum err warn(struct db *db, const struct budget *b, int64_t level, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_TX struct tx tx = { 0 };
    LOG(WARN, level == SPENT ? "message_budget_spent" : "message_budget_low",
        LOG_TEXT("channel", name_of(b)), LOG_INT("used", b->used), LOG_INT("limit", b->limit));
    TRY(tx_begin(&tx, db));
    TRY(budget_note_warned(tx.db, b->channel, level, now));
    TRY(tell_admins(tx.db, &a, b, level, now));
    return tx_commit(&tx);
}

enum err budgets_watch(struct db *db, int64_t now)
{
    struct budget budgets[BUDGETS];
    TRY(budgets_today(db, now, budgets));
    for (int i = 0; i < BUDGETS; i++) {
        int64_t const level = level_of(&budgets[i]);
        if (level > budgets[i].warned)
            TRY(warn(db, &budgets[i], level, now));
    }
    return OK;
}

enum err budgets_print_metrics(struct db *db, int64_t now, FILE *out)
{
    struct budget budgets[BUDGETS];
    TRY(budgets_today(db, now, budgets));
    fprintf(out, "# TYPE simpul_message_budget_used gauge\n");
    for (int i = 0; i < BUDGETS; i++)
        fprintf(out, "simpul_message_budget_used{channel=\"%s\"} %lld\n",
                budgets[i].channel ? budgets[i].channel : "all", (long long)budgets[i].used);
    fprintf(out, "# TYPE simpul_message_budget_limit gauge\n");
    for (int i = 0; i < BUDGETS; i++)
        fprintf(out, "simpul_message_budget_limit{channel=\"%s\"} %lld\n",
                budgets[i].channel ? budgets[i].channel : "all", (long long)budgets[i].limit);
    return OK;
}
