#include "domain/sessions/challenges.h"

#include "base/random.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "store/db.h"

#include <string.h>

enum { TOKEN_BYTES = 24 };

/* In the order of read_challenge(). */
#define COLUMNS "id, account_id, type, state, approval_id, coalesce(number, -1), ip, user_agent," \
                " native_app, created_at, expires_at, coalesce(asked_at, 0), coalesce(used_at, 0)"

/* Time ends what nobody decided: the whole challenge, or the device's chance to answer. */
static const char *state_at(const struct challenge *c, const char *stored, int64_t now)
{
    bool const is_late = c->asked_at && c->asked_at + APPROVAL_TTL_S <= now;
    if (c->used_at || c->expires_at <= now)
        return "expired";
    return is_late && text_is(stored, "pending") ? "expired" : stored;
}

static struct challenge read_challenge(struct query *q, struct arena *a, int64_t now)
{
    struct challenge c = { .id = column_text(q, a), .account_id = column_text(q, a) };
    c.type = column_text(q, a);
    const char *stored = column_text(q, a);
    c.approval_id = column_text(q, a);
    c.number = (int)column_int(q);
    c.ip = column_text(q, a);
    c.user_agent = column_text(q, a);
    c.is_native = column_int(q) != 0;
    c.created_at = column_int(q);
    c.expires_at = column_int(q);
    c.asked_at = column_int(q);
    c.used_at = column_int(q);
    c.state = state_at(&c, stored, now);
    return c;
}

static const char *id_of(struct arena *a, const char *token)
{
    return digest_hex(a, token, strlen(token));
}

enum err challenge_begin(struct db *tx, struct arena *a, struct challenge *c, int64_t now)
{
    c->token = arena_printf(a, "chl_%s", random_token(a, TOKEN_BYTES));
    c->id = id_of(a, c->token);
    c->state = "pending";
    c->number = CHALLENGE_NO_NUMBER;
    c->created_at = now;
    c->expires_at = now + CHALLENGE_TTL_S;
    return db_run(tx, "INSERT INTO challenges (id, account_id, type, native_app, ip, user_agent, "
                      "created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                  TEXT(c->id), TEXT(c->account_id), TEXT(c->type), INT(c->is_native),
                  TEXT(c->ip), TEXT(c->user_agent), INT(now), INT(c->expires_at));
}

enum err challenge_find(struct db *db, struct arena *a, const char *token, int64_t now,
                        struct challenge *out)
{
    AUTO_QUERY struct query q = db_query(db, "SELECT " COLUMNS " FROM challenges WHERE id = $1",
                                         TEXT(id_of(a, token)));
    if (!query_next(&q))
        return query_missing(&q);
    *out = read_challenge(&q, a, now);
    return OK;
}

enum err challenge_open(struct db *db, struct arena *a, const char *token, int64_t now,
                        struct challenge *out)
{
    struct challenge c;
    enum err const e = challenge_find(db, a, token, now, &c);
    if (e)
        return e == NOT_FOUND ? TOKEN_INVALID : e;
    if (c.used_at || c.expires_at <= now || text_is(c.state, "denied"))
        return err_because(TOKEN_INVALID, "challenge %.12s is over", c.id);
    *out = c;
    return OK;
}

enum err challenge_use(struct db *tx, const char *id, int64_t now)
{
    int64_t changed = 0;
    TRY(db_run_counting(tx, &changed, "UPDATE challenges SET used_at = $2 "
                                      "WHERE id = $1 AND used_at IS NULL AND state <> 'denied'",
                        TEXT(id), INT(now)));
    return changed ? OK : err_because(TOKEN_INVALID, "challenge %.12s was used meanwhile", id);
}

static enum err decide(struct db *tx, const char *id, const char *state, int64_t now)
{
    int64_t changed = 0;
    TRY(db_run_counting(tx, &changed,
                        "UPDATE challenges SET state = $2 WHERE id = $1 AND state = 'pending' "
                        "AND used_at IS NULL AND expires_at > $3 "
                        "AND (asked_at IS NULL OR asked_at > $4)",
                        TEXT(id), TEXT(state), INT(now), INT(now - APPROVAL_TTL_S)));
    return changed ? OK : err_because(CONFLICT, "challenge %.12s is not pending", id);
}

enum err challenge_approve(struct db *tx, const char *id, int64_t now)
{
    return decide(tx, id, "approved", now);
}

enum err challenge_deny(struct db *tx, const char *id, int64_t now)
{
    return decide(tx, id, "denied", now);
}

enum err challenges_end(struct db *tx, const char *account_id, int64_t now)
{
    return db_run(tx, "UPDATE challenges SET used_at = $2 WHERE account_id = $1 "
                      "AND used_at IS NULL",
                  TEXT(account_id), INT(now));
}

enum err challenge_ask(struct db *tx, const struct challenge *c, const char *approval_id,
                       int number, int64_t now)
{
    TRY(db_run(tx, "UPDATE challenges SET state = 'expired' WHERE account_id = $1 "
                   "AND asked_at IS NOT NULL AND state = 'pending' AND id <> $2",
               TEXT(c->account_id), TEXT(c->id)));
    return db_run(tx, "UPDATE challenges SET type = 'approval', approval_id = $2, asked_at = $3, "
                      "number = nullif($4, -1) WHERE id = $1",
                  TEXT(c->id), TEXT(approval_id), INT(now), INT(number));
}

enum err challenge_asked(struct db *db, struct arena *a, const char *account_id, int64_t now,
                         struct challenge *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS " FROM challenges WHERE account_id = $1 AND state = 'pending'"
        " AND used_at IS NULL AND asked_at > $2 ORDER BY asked_at DESC, id LIMIT 1",
        TEXT(account_id), INT(now - APPROVAL_TTL_S));
    if (!query_next(&q))
        return query_missing(&q);
    *out = read_challenge(&q, a, now);
    return OK;
}

enum err challenges_asked_since(struct db *db, const char *account_id, int64_t since,
                                int64_t *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT count(*) FROM challenges WHERE account_id = $1 AND asked_at > $2",
        TEXT(account_id), INT(since));
    if (!query_next(&q))
        return query_missing(&q);
    *out = column_int(&q);
    return OK;
}

enum err challenge_of_approval(struct db *db, struct arena *a, const char *account_id,
                               const char *approval_id, int64_t now, struct challenge *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS " FROM challenges WHERE approval_id = $1 AND account_id = $2",
        TEXT(approval_id), TEXT(account_id));
    if (!query_next(&q))
        return query_missing(&q);
    *out = read_challenge(&q, a, now);
    return OK;
}

enum err challenge_miss(struct db *tx, const char *id, int64_t *misses)
{
    AUTO_QUERY struct query q = db_query(tx,
        "UPDATE challenges SET misses = misses + 1 WHERE id = $1 RETURNING misses", TEXT(id));
    if (!query_next(&q))
        return query_missing(&q);
    *misses = column_int(&q);
    return OK;
}
