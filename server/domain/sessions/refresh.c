/* Refreshing: a refresh token is spent and the next one made, all in one transaction. */
#include "domain/sessions/sessions.h"

#include "base/text.h"
#include "crypto/digest.h"
#include "domain/accounts/accounts.h"
#include "domain/audit/audit.h"
#include "domain/notifications/notifications.h"
#include "domain/sessions/live.h"
#include "domain/sessions/tokens.h"
#include "store/db.h"

#include <string.h>

struct presented {
    struct session session;
    int64_t spent_at;                   /* 0: fresh */
};

static enum err presented_find(struct db *db, struct arena *a, const char *token, int64_t now,
                               struct presented *out)
{
    AUTO_QUERY struct query q = db_query(db, "SELECT " SESSION_COLUMNS ", r.spent_at "
                                             "FROM refresh_tokens r "
                                             "JOIN sessions s ON s.id = r.session_id "
                                             "WHERE r.token_digest = $1 AND s.ended_at IS NULL "
                                             "AND s.expires_at > $2",
                                         TEXT(digest_hex(a, token, strlen(token))), INT(now));
    if (query_next(&q)) {
        out->session = session_read(&q, a);
        out->spent_at = column_int(&q);
        return OK;
    }
    TRY(query_result(&q));
    return err_because(UNAUTHENTICATED, "no such refresh token");
}

static bool is_race(const struct presented *p, const struct client_trace *from, int64_t now)
{
    return now - p->spent_at <= REFRESH_GRACE_S && text_is(p->session.ip, from->ip)
        && text_is(p->session.user_agent, from->user_agent);
}

/* Ends the session for good: two hold its tokens. */
static enum err end_family(struct tx *tx, const struct session *s, const struct client_trace *from,
                           int64_t now)
{
    TRY(db_run(tx->db, "UPDATE sessions SET ended_at = $2, end_reason = 'reuse' WHERE id = $1",
               TEXT(s->id), INT(now)));
    TRY(audit_add(tx->db, &(struct audit_entry){ .actor = s->account_id, .action = "session.reuse",
                                                 .subject = s->id, .ip = from->ip, .at = now }));
    TRY(notify(tx->db, s->account_id, "session.reused", "{}", "/profile/sessions", now));
    TRY(tx_commit(tx));
    live_forget_session(s->id);
    return err_because(UNAUTHENTICATED, "a spent refresh token of session %s came again", s->id);
}

/* Spends every fresh token of the session, siblings too. */
static enum err spend(struct db *tx, const char *session_id, int64_t now)
{
    return db_run(tx, "UPDATE refresh_tokens SET spent_at = $2 "
                      "WHERE session_id = $1 AND spent_at IS NULL",
                  TEXT(session_id), INT(now));
}

/* A refresh proves that the session is in use: its end moves on, up to the longest it may last. */
static enum err prolong(struct db *tx, struct session *s, const struct client_trace *from,
                        int64_t now)
{
    int64_t const idle_end = now + SESSION_IDLE_S, last_end = s->created_at + SESSION_MAX_S;
    s->expires_at = idle_end < last_end ? idle_end : last_end;
    return db_run(tx, "UPDATE sessions SET expires_at = $2, last_used_at = $3, ip = $4, "
                      "user_agent = $5 WHERE id = $1",
                  TEXT(s->id), INT(s->expires_at), INT(now), TEXT(from->ip),
                  TEXT(from->user_agent));
}

enum err session_refresh(struct db *db, struct arena *a, const struct session_refresh *refresh,
                         int64_t now, struct tokens *out)
{
    struct presented p;
    struct account account;
    struct tokens made = { 0 };
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(presented_find(tx.db, a, refresh->refresh, now, &p));
    if (p.session.is_native != refresh->is_native)
        return err_because(UNAUTHENTICATED, "a refresh token came the wrong way");
    if (p.spent_at && !is_race(&p, &refresh->from, now))
        return end_family(&tx, &p.session, &refresh->from, now);
    TRY(account_must_be_active(tx.db, a, p.session.account_id, &account));
    if (!p.spent_at)
        TRY(spend(tx.db, p.session.id, now));
    TRY(refresh_token_add(tx.db, a, p.session.id, now, &made.refresh));
    TRY(prolong(tx.db, &p.session, &refresh->from, now));
    TRY(tx_commit(&tx));
    TRY(tokens_complete(a, &p.session, account.role, refresh->issuer, now, &made));
    *out = made;
    return OK;
}

enum err session_end_by_refresh(struct db *db, struct arena *a, const char *refresh, int64_t now)
{
    struct presented p;
    enum err const e = presented_find(db, a, refresh, now, &p);
    if (e)
        return e == UNAUTHENTICATED ? OK : e;
    enum err const ended = session_end(db, p.session.account_id, p.session.id, "sign_out", now);
    return ended == NOT_FOUND ? OK : ended;
}
