#include "domain/authenticator/authenticator.h"

#include "base/random.h"
#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/audit/audit.h"
#include "domain/json/json.h"
#include "domain/messages/messages.h"
#include "domain/notifications/notifications.h"
#include "domain/sessions/agents.h"
#include "domain/settings/settings.h"
#include "store/db.h"

#include <assert.h>

static_assert(APPROVAL_TRIES * 100 <= 3 * APPROVAL_NUMBERS, "guessing succeeds in 3 of 100");

static enum err may_ask(struct db *tx, const struct authenticator *device, int64_t now)
{
    int64_t asked = 0;
    if (device->muted_until > now)
        return err_because(TOO_MANY, "%s is muted", device->id);
    TRY(challenges_asked_since(tx, device->account_id, now - APPROVALS_WINDOW_S, &asked));
    return asked < APPROVALS_MAX ? OK : err_because(TOO_MANY, "%s was asked enough", device->id);
}

static enum err choose_number(struct db *db, struct arena *a, int *out)
{
    const char *how = NULL;
    TRY(setting_text(db, a, "totp.approval", &how));
    *out = text_is(how, "simple") ? CHALLENGE_NO_NUMBER : (int)random_below(APPROVAL_NUMBERS);
    return OK;
}

enum err approval_begin(struct db *tx, struct arena *a, const struct challenge *c, int64_t now,
                        struct approval *out)
{
    struct authenticator device;
    struct approval made = { .id = id_new(a, "apr") };
    TRY(authenticator_of(tx, a, c->account_id, &device));
    TRY(may_ask(tx, &device, now));
    TRY(choose_number(tx, a, &made.number));
    TRY(challenge_ask(tx, c, made.id, made.number, now));
    *out = made;
    return OK;
}

/* One answer under way. */
struct answering {
    struct db *tx;
    struct arena *a;
    const struct authenticator *device;
    const struct approval_answer *answer;
    struct challenge c;
    int64_t now;
};

static enum err note(const struct answering *w, const char *action)
{
    return audit_add(w->tx, &(struct audit_entry){
        .actor = w->device->account_id, .action = action, .subject = w->answer->approval_id,
        .detail = json_text(w->a, json_pack("{ss ss}", "device", w->device->id,
                                            "browser_ip", w->c.ip)),
        .ip = w->answer->ip, .at = w->now });
}

static enum err deny(const struct answering *w, const char *action, struct approval_outcome *out)
{
    TRY(challenge_deny(w->tx, w->c.id, w->now));
    out->state = "denied";
    return note(w, action);
}

/* Counted before it is compared, so that many at once get no more tries than one after another. */
static enum err check_number(const struct answering *w, struct approval_outcome *out)
{
    int64_t tries = 0;
    if (w->c.number == CHALLENGE_NO_NUMBER)
        return OK;
    TRY(challenge_miss(w->tx, w->c.id, &tries));
    if (w->answer->number == w->c.number && tries <= APPROVAL_TRIES)
        return OK;
    out->tries_left = tries < APPROVAL_TRIES ? APPROVAL_TRIES - tries : 0;
    if (!out->tries_left)
        TRY(deny(w, "approval.lock", out));
    return NUMBER_WRONG;
}

static enum err approve(const struct answering *w, struct approval_outcome *out)
{
    TRY(check_number(w, out));
    TRY(challenge_approve(w->tx, w->c.id, w->now));
    out->state = "approved";
    return note(w, "approval.approve");
}

/* Where the request came from, in the words of the message and the notification. */
static const char *place_params(const struct answering *w, const char *language)
{
    return json_text(w->a, json_pack("{ss ss ss}", "ip", w->c.ip,
                                     "browser", agent_name(w->a, w->c.user_agent),
                                     "at", time_wib(w->a, w->c.asked_at,
                                                    text_is(language, "en"))));
}

static enum err tell_reported(const struct answering *w)
{
    struct account account;
    TRY(account_find(w->tx, w->a, w->device->account_id, &account));
    const char *params = place_params(w, account.language);
    struct message const mail = {
        .account_id = account.id, .channel = "email", .to = account.email,
        .template = "approval_reported", .language = account.language,
        .link = "/profile/security", .params = params,
    };
    TRY(message_send(w->tx, &mail, w->now));
    return notify(w->tx, account.id, "approval.reported", params, "/profile/security", w->now);
}

static enum err report(const struct answering *w, struct approval_outcome *out)
{
    if (text_is(w->c.state, "pending"))
        TRY(deny(w, "approval.report", out));
    else
        TRY(note(w, "approval.report"));
    if (w->device->muted_until > w->now)
        return OK;                      /* told already */
    TRY(db_run(w->tx, "UPDATE authenticators SET muted_until = $2 WHERE id = $1",
               TEXT(w->device->id), INT(w->now + MUTE_S)));
    return tell_reported(w);
}

static enum err decide(const struct answering *w, struct approval_outcome *out)
{
    const char *answer = w->answer->answer;
    bool const is_expired = text_is(w->c.state, "expired");
    if (text_is(answer, "report") && is_expired)
        return report(w, out);
    if (!text_is(w->c.state, "pending"))
        return err_because(APPROVAL_OVER, "%s is %s", w->answer->approval_id, w->c.state);
    if (text_is(answer, "approve"))
        return approve(w, out);
    return text_is(answer, "report") ? report(w, out) : deny(w, "approval.decline", out);
}

enum err approval_answer(struct db *db, struct arena *a, const char *device_id,
                         const struct approval_answer *answer, int64_t now,
                         struct approval_outcome *out)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    struct authenticator device;
    struct answering w = { tx.db, a, &device, answer, .now = now };
    enum err const gone = authenticator_find(tx.db, a, device_id, &device);
    if (gone)
        return gone == NOT_FOUND ? DEVICE_REFUSED : gone;
    TRY(challenge_of_approval(tx.db, a, device.account_id, answer->approval_id, now, &w.c));
    *out = (struct approval_outcome){ .state = w.c.state };
    enum err const e = decide(&w, out);
    if (e == CONFLICT)
        return err_because(APPROVAL_OVER, "another answer was faster");
    if (e && e != NUMBER_WRONG)
        return e;
    TRY(tx_commit(&tx));
    return e;
}
