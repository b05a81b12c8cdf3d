#include "domain/sessions/sessions.h"

#include "base/random.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "crypto/token.h"
#include "domain/accounts/accounts.h"
#include "domain/audit/audit.h"
#include "domain/sessions/devices.h"
#include "domain/sessions/live.h"
#include "domain/sessions/tokens.h"
#include "store/db.h"

#include <stdio.h>
#include <string.h>

enum { SESSIONS_PER_ACCOUNT = 100, ENDED_KEPT_S = 30 * 86400, SPENT_KEPT_S = 2 * 86400,
       WATCHED_S = 3 };

static enum err insert_session(struct db *tx, const struct session *s)
{
    return db_run(tx, "INSERT INTO sessions (id, account_id, native_app, amr, ip, user_agent, "
                      "created_at, last_used_at, expires_at, proven_at) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $7)",
                  TEXT(s->id), TEXT(s->account_id), INT(s->is_native), TEXT(s->amr), TEXT(s->ip),
                  TEXT(s->user_agent), INT(s->created_at), INT(s->expires_at));
}

/* The oldest give way, so that no account collects sessions without end. */
static enum err end_the_oldest(struct db *tx, const char *account_id, int64_t now, int64_t *ended)
{
    return db_run_counting(tx, ended,
                           "UPDATE sessions SET ended_at = $2, end_reason = 'too_many' "
                           "WHERE account_id = $1 AND ended_at IS NULL AND id NOT IN "
                           "(SELECT id FROM sessions WHERE account_id = $1 AND ended_at IS NULL "
                           "ORDER BY id DESC LIMIT $3)",
                           TEXT(account_id), INT(now), INT(SESSIONS_PER_ACCOUNT));
}

enum err session_begin(struct db *db, struct arena *a, const struct session_begin *begin,
                       int64_t now, struct tokens *out)
{
    struct session const s = {
        .id = id_new(a, "ses"), .account_id = begin->account_id, .amr = begin->amr,
        .ip = begin->from.ip, .user_agent = begin->from.user_agent, .is_native = begin->is_native,
        .created_at = now, .last_used_at = now, .expires_at = now + SESSION_IDLE_S,
    };
    struct tokens made = { 0 };
    struct account account;
    int64_t ended = 0;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(account_must_be_active(tx.db, a, s.account_id, &account));
    TRY(insert_session(tx.db, &s));
    TRY(session_announce(tx.db, a, begin, now, &made.device));
    TRY(end_the_oldest(tx.db, s.account_id, now, &ended));
    TRY(refresh_token_add(tx.db, a, s.id, now, &made.refresh));
    TRY(audit_add(tx.db, &(struct audit_entry){ .actor = s.account_id, .action = "session.begin",
                                                .subject = s.id, .ip = s.ip, .at = now }));
    TRY(tx_commit(&tx));
    if (ended)
        live_forget_account(s.account_id);
    TRY(tokens_complete(a, &s, account.role, begin->issuer, now, &made));
    *out = made;
    return OK;
}

static enum err session_standing(struct db *db, struct arena *a, const struct claims *claims,
                                 int64_t now, struct session *out)
{
    AUTO_QUERY struct query q = db_query(db, "SELECT " SESSION_COLUMNS " FROM sessions s "
                                             "WHERE s.id = $1 AND s.account_id = $2 "
                                             "AND s.ended_at IS NULL AND s.expires_at > $3",
                                         TEXT(claims->sid), TEXT(claims->sub), INT(now));
    if (query_next(&q)) {
        *out = session_read(&q, a);
        return OK;
    }
    TRY(query_result(&q));
    return err_because(UNAUTHENTICATED, "session %.40s has ended", claims->sid);
}

static struct live live_of(const struct session *s, const struct account *account,
                           int64_t token_end)
{
    struct live live = { .expires_at = token_end < s->expires_at ? token_end : s->expires_at };
    snprintf(live.session_id, sizeof live.session_id, "%s", s->id);
    snprintf(live.account_id, sizeof live.account_id, "%s", s->account_id);
    snprintf(live.username, sizeof live.username, "%s", account->username);
    snprintf(live.role, sizeof live.role, "%s", account->role);
    return live;
}

enum err session_identify(struct db *db, struct arena *a, const char *token, const char *issuer,
                          int64_t now, struct live *out)
{
    unsigned char digest[LIVE_DIGEST_BYTES];
    digest_sha256(token, strlen(token), digest);
    if (live_find(digest, now, out))
        return OK;
    uint64_t const moment = live_moment();
    struct claims claims;
    struct session s;
    struct account account;
    TRY(token_read(a, token, issuer, &claims));
    TRY(session_standing(db, a, &claims, now, &s));
    TRY(account_must_be_active(db, a, s.account_id, &account));
    *out = live_of(&s, &account, claims.exp);
    live_put(moment, digest, out, now);
    return OK;
}

enum err sessions_of(struct db *db, struct arena *a, const char *account_id, int64_t now,
                     struct sessions *out)
{
    struct sessions list = { 0 };
    list.items = arena_alloc(a, SESSIONS_PER_ACCOUNT * sizeof list.items[0]);
    AUTO_QUERY struct query q = db_query(db, "SELECT " SESSION_COLUMNS " FROM sessions s "
                                             "WHERE s.account_id = $1 AND s.ended_at IS NULL "
                                             "AND s.expires_at > $2 "
                                             "ORDER BY s.last_used_at DESC, s.id DESC LIMIT $3",
                                         TEXT(account_id), INT(now), INT(SESSIONS_PER_ACCOUNT));
    while (query_next(&q))
        list.items[list.count++] = session_read(&q, a);
    TRY(query_result(&q));
    *out = list;
    return OK;
}

enum err session_end(struct db *db, const char *account_id, const char *id, const char *reason,
                     int64_t now)
{
    int64_t changed = 0;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(db_run_counting(tx.db, &changed,
                        "UPDATE sessions SET ended_at = $3, end_reason = $4 "
                        "WHERE id = $2 AND account_id = $1 AND ended_at IS NULL "
                        "AND expires_at > $3",
                        TEXT(account_id), TEXT(id), INT(now), TEXT(reason)));
    if (!changed)
        return NOT_FOUND;
    TRY(audit_add(tx.db, &(struct audit_entry){ .actor = account_id, .action = "session.end",
                                                .subject = id, .at = now }));
    TRY(tx_commit(&tx));
    live_forget_session(id);
    return OK;
}

enum err sessions_end_all(struct db *db, const char *account_id, const char *except,
                          const char *reason, int64_t now)
{
    return db_run(db, "UPDATE sessions SET ended_at = $2, end_reason = $3 "
                      "WHERE account_id = $1 AND ended_at IS NULL AND id <> $4",
                  TEXT(account_id), INT(now), TEXT(reason), TEXT(except ? except : ""));
}

enum err sessions_end_others(struct db *db, const char *account_id, const char *except,
                             int64_t now, int64_t *ended)
{
    int64_t changed = 0;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(db_run_counting(tx.db, &changed,
                        "UPDATE sessions SET ended_at = $2, end_reason = 'ended_by_user' "
                        "WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $2 "
                        "AND id <> $3",
                        TEXT(account_id), INT(now), TEXT(except)));
    TRY(audit_add(tx.db, &(struct audit_entry){ .actor = account_id, .subject = account_id,
                                                .action = "session.end_others", .at = now }));
    TRY(tx_commit(&tx));
    live_forget_account(account_id);
    *ended = changed;
    return OK;
}

enum err sessions_watch(struct db *db, int64_t now)
{
    return accounts_changed_since(db, now - WATCHED_S, live_forget_account);
}

struct flush {
    struct db *tx;
    enum err err;
};

static void write_use(void *context, const char *session_id, int64_t at)
{
    struct flush *f = context;
    if (!f->err)
        f->err = db_run(f->tx, "UPDATE sessions SET last_used_at = $2 "
                               "WHERE id = $1 AND last_used_at < $2",
                        TEXT(session_id), INT(at));
}

enum err sessions_flush(struct db *db, int64_t now)
{
    (void)now;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    struct flush f = { .tx = tx.db };
    live_drain_uses(write_use, &f);
    TRY(f.err);
    return tx_commit(&tx);
}

enum err sessions_sweep(struct db *db, int64_t now)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(db_run(tx.db, "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions "
                      "WHERE expires_at < $1 ORDER BY expires_at LIMIT 1000)",
               INT(now - ENDED_KEPT_S)));
    TRY(db_run(tx.db, "DELETE FROM refresh_tokens WHERE token_digest IN "
                      "(SELECT token_digest FROM refresh_tokens WHERE spent_at < $1 "
                      "ORDER BY spent_at LIMIT 1000)",
               INT(now - SPENT_KEPT_S)));
    TRY(db_run(tx.db, "DELETE FROM challenges WHERE id IN (SELECT id FROM challenges "
                      "WHERE expires_at < $1 ORDER BY expires_at LIMIT 1000)",
               INT(now - 86400)));
    return tx_commit(&tx);
}
