#include "domain/users/users.h"

#include "base/text.h"
#include "crypto/password.h"
#include "domain/access/access.h"
#include "domain/audit/audit.h"
#include "domain/institutions/institutions.h"
#include "domain/notifications/notifications.h"
#include "domain/sessions/live.h"
#include "domain/sessions/sessions.h"
#include "domain/totp/totp.h"
#include "store/db.h"

#include <pthread.h>

enum err user_create(struct db *db, struct arena *a, const struct user_new *user, int64_t now,
                     const char **id)
{
    char *hash = NULL;
    const char *institution = NULL;
    TRY(password_hash(a, user->password, &hash));
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    if (user->institution_name)
        TRY(institution_create(tx.db, a, user->institution_name, user->institution_type, now,
                               &institution));
    struct account account = {
        .username = user->username, .password_hash = hash, .first_name = user->first_name,
        .last_name = user->last_name, .email = user->email, .phone_number = user->phone_number,
        .role = user->role, .user_type = user->user_type, .institution_id = institution,
        .is_demo = user->is_demo,
    };
    TRY(account_create(tx.db, a, &account, now));
    TRY(audit_add(tx.db, &(struct audit_entry){ .action = "account.create",
                                                .subject = account.id, .at = now }));
    TRY(tx_commit(&tx));
    *id = account.id;
    return OK;
}

static bool is_active_admin(const char *role, const char *status)
{
    return text_is(role, "admin") && text_is(status, "active");
}

static enum err must_leave_an_admin(struct db *tx, struct arena *a, const struct account *before)
{
    struct accounts admins;
    if (!is_active_admin(before->role, before->status))
        return OK;
    TRY(accounts_of_role(tx, a, "admin", &admins));
    return admins.count > 1 ? OK : LAST_ADMIN;
}

static enum err check_change(struct db *tx, struct arena *a, const struct account *before,
                             const struct user_change *c)
{
    if (text_is(before->id, c->by))
        return OWN_ACCOUNT;
    if (c->status && text_is(before->status, "unverified"))
        return err_because(CONFLICT, "account %s was never verified", before->id);
    const char *role = c->role ? c->role : before->role;
    const char *status = c->status ? c->status : before->status;
    return is_active_admin(role, status) ? OK : must_leave_an_admin(tx, a, before);
}

/* A session may be older than what is demanded of who holds the new role. */
static enum err end_sessions_without_factor(struct db *tx, struct arena *a,
                                            const struct user_change *c, int64_t now)
{
    const char *policy = NULL;
    struct totp totp;
    TRY(totp_policy(tx, a, c->role, &policy));
    TRY(totp_find(tx, a, c->id, &totp));
    if (totp.activated_at || !text_is(policy, "mandatory"))
        return OK;
    return sessions_end_all(tx, c->id, NULL, "role", now);
}

static enum err change_role(struct db *tx, struct arena *a, const struct user_change *c,
                            int64_t now)
{
    const char *detail = arena_printf(a, "{\"role\":\"%s\"}", c->role);
    TRY(account_set_role(tx, c->id, c->role, now));
    TRY(end_sessions_without_factor(tx, a, c, now));
    TRY(audit_add(tx, &(struct audit_entry){ .actor = c->by, .action = "account.role",
                                             .subject = c->id, .detail = detail, .ip = c->ip,
                                             .at = now }));
    return notify(tx, c->id, "role.changed", detail, "/profile", now);
}

static enum err change_status(struct db *tx, const struct user_change *c, int64_t now)
{
    bool const is_suspended = text_is(c->status, "suspended");
    TRY(account_set_status(tx, c->id, c->status, now));
    if (is_suspended)
        TRY(sessions_end_all(tx, c->id, NULL, "suspended", now));
    return audit_add(tx, &(struct audit_entry){
        .actor = c->by, .action = is_suspended ? "account.suspend" : "account.restore",
        .subject = c->id, .ip = c->ip, .at = now });
}

/* Reading and telling are one step: of two changes the later one reads both. */
static enum err expose(struct db *db, struct arena *a, const char *id)
{
    static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
    struct account account = { .status = "suspended" };
    pthread_mutex_lock(&order);
    enum err const e = account_find(db, a, id, &account);
    access_account_suspend(id, text_is(account.status, "suspended"));
    pthread_mutex_unlock(&order);
    return e;
}

static void suspend(const char *id)
{
    access_account_suspend(id, true);
}

enum err users_load_access(struct db *db)
{
    return accounts_each_suspended(db, suspend);
}

enum err user_change(struct db *db, struct arena *a, const struct user_change *c, int64_t now)
{
    struct account before;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(account_find(tx.db, a, c->id, &before));
    TRY(check_change(tx.db, a, &before, c));
    bool const role_changes = c->role && !text_is(c->role, before.role);
    bool const status_changes = c->status && !text_is(c->status, before.status);
    if (role_changes)
        TRY(change_role(tx.db, a, c, now));
    if (status_changes)
        TRY(change_status(tx.db, c, now));
    TRY(tx_commit(&tx));
    live_forget_account(c->id);
    return status_changes ? expose(db, a, c->id) : OK;
}
