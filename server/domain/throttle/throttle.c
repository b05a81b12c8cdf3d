#include "domain/throttle/throttle.h"

#include "base/ip.h"
#include "base/text.h"
#include "crypto/seal.h"
#include "store/db.h"

#include <stdbool.h>
#include <string.h>

/* After `free` attempts the next waits first_s, then twice as long each time, at most longest_s.
 * Counts are forgotten after forget_s without an attempt. With a budget, all the addresses that
 * never succeeded with a name have so many failures together; one comes back each refill_s. */
static const struct policy {
    const char *what;
    int64_t free, first_s, longest_s, forget_s, budget, refill_s;
} policies[] = {
    { "sign_in",            5,  2,  900, 86400 },
    { "totp",               5,  2,  900, 86400, 50, 6 * 3600 },     /* codes of a second factor */
    { "totp_alarm",         1, 86400, 86400, 86400 },   /* telling that somebody guesses them */
    { "totp_activate",     10,  2,  300,  3600 },   /* first codes of a secret */
    { "totp_reset",         3, 30,  900,  3600 },
    { "sign_up",           10,  2,   60,  3600 },   /* refused as taken */
    { "check_email",       20,  2,   60,  3600 },   /* answered as registered */
    { "password_forgot",    3, 30,  900,  3600 },
    { "password_reset",    10,  2,  300,  3600 },
    { "step_up",            5,  2,  900, 86400 },
    { "contact",            5, 30,  900,  3600 },   /* a new number or address */
    { "token",             10,  2,  300,  3600 },   /* unknown tokens of links and sign-ups */
    { "message_test",       5, 10,  600,  3600 },   /* what admins send to themselves */
    { "passkey",           10,  2,  300,  3600 },   /* refused ones */
    { "client",            20,  1,   30,  3600 },   /* wrong Basic credentials */
    { "",                  10,  2,  300,  3600 },   /* whatever has no line of its own */
};
enum { POLICIES = sizeof policies / sizeof policies[0], UNDER_ATTACK = 50, KNOWN_S = 90 * 86400,
       COUNTED_S = 86400,               /* the longest forget_s */
       IS_KNOWN = -1,                   /* in place of a pause: the row of an address that knows */
       IS_BUDGET = -2 };                /* likewise: when the strangers' budget is full again */

struct count {
    int64_t failures, blocked_until;
};

static const struct policy *policy_of(const char *what)
{
    for (int i = 0; i < POLICIES - 1; i++) {
        if (text_is(policies[i].what, what))
            return &policies[i];
    }
    return &policies[POLICIES - 1];
}

/* What was typed is personal: only a keyed hash of it is stored. */
static const char *name_of(struct arena *a, const char *kind, const struct attempt *t,
                           bool anywhere)
{
    const char *who = t->who ? text_lower(a, text_trim(a, t->who)) : "";
    char subscriber[IP_TEXT_SIZE] = "";
    if (!anywhere)
        ip_subscriber(t->ip, subscriber);
    return blind_index(a, "throttle", arena_printf(a, "%s/%s/%s/%s", kind, t->what,
                                                   subscriber, who));
}

/* Nothing counted is no failure. */
static enum err read_count(struct db *db, const char *name, int64_t since, struct count *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT failures, blocked_until FROM throttles WHERE name = $1 AND updated_at > $2",
        TEXT(name), INT(since));
    *out = (struct count){ 0 };
    if (!query_next(&q))
        return query_result(&q);
    out->failures = column_int(&q);
    out->blocked_until = column_int(&q);
    return OK;
}

/* Whether the address has succeeded with the name. */
static enum err is_known(struct db *db, struct arena *a, const struct attempt *t, int64_t now,
                         bool *out)
{
    struct count known = { 0 };
    TRY(read_count(db, name_of(a, "known", t, false), now - KNOWN_S, &known));
    *out = known.failures > 0;
    return OK;
}

/* How many attempts this address has before the pauses begin. */
static enum err allowance(struct db *db, struct arena *a, const struct attempt *t, int64_t now,
                          int64_t *out)
{
    const struct policy *p = policy_of(t->what);
    struct count all = { 0 };
    bool knows = false;
    *out = p->free;
    if (!t->who)
        return OK;
    TRY(read_count(db, name_of(a, "all", t, true), now - p->forget_s, &all));
    if (all.failures < UNDER_ATTACK)
        return OK;
    TRY(is_known(db, a, t, now, &knows));
    *out = knows ? p->free : 1;
    return OK;
}

static int64_t pause_after(const struct policy *p, int64_t failures, int64_t free)
{
    int64_t pause = p->first_s;
    if (failures < free)
        return 0;
    for (int64_t i = free; i < failures && pause < p->longest_s; i++)
        pause *= 2;
    return pause < p->longest_s ? pause : p->longest_s;
}

static enum err refuse(const struct attempt *t, int64_t wait_s, int64_t *retry_s)
{
    *retry_s = wait_s;
    return err_because(TOO_MANY, "%s from this address waits %lld s", t->what, (long long)wait_s);
}

enum err throttle_check(struct db *db, const struct attempt *t, int64_t now, int64_t *retry_s)
{
    AUTO_ARENA struct arena a = { 0 };
    struct count here = { 0 };
    TRY(read_count(db, name_of(&a, "here", t, false), now - policy_of(t->what)->forget_s, &here));
    return here.blocked_until > now ? refuse(t, here.blocked_until - now, retry_s) : OK;
}

static enum err write_count(struct db *tx, const char *name, const struct count *c, int64_t now)
{
    return db_run(tx,
        "INSERT INTO throttles (name, failures, blocked_until, updated_at) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (name) DO UPDATE SET failures = excluded.failures,"
        " blocked_until = excluded.blocked_until, updated_at = excluded.updated_at",
        TEXT(name), INT(c->failures), INT(c->blocked_until), INT(now));
}

/* Adds one, without a pause, to the count of the name from everywhere. */
static enum err count_everywhere(struct db *tx, struct arena *a, const struct attempt *t,
                                 int64_t now)
{
    if (!t->who)
        return OK;
    const char *name = name_of(a, "all", t, true);
    struct count all = { 0 };
    TRY(read_count(tx, name, now - policy_of(t->what)->forget_s, &all));
    all.failures++;
    return write_count(tx, name, &all, now);
}

/* The moment at which all failures of the strangers will have come back: each puts it off by
 * refill_s. */
static enum err full_again_at(struct db *db, struct arena *a, const struct attempt *t, int64_t now,
                              int64_t *out)
{
    struct count budget = { 0 };
    TRY(read_count(db, name_of(a, "budget", t, true), now - KNOWN_S, &budget));
    *out = budget.failures > now ? budget.failures : now;
    return OK;
}

static enum err write_budget(struct db *tx, struct arena *a, const struct attempt *t,
                             int64_t full_at, int64_t now)
{
    return write_count(tx, name_of(a, "budget", t, true), &(struct count){ full_at, IS_BUDGET },
                       now);
}

/* Who is known draws on nothing, and some policies have no budget. */
static enum err draws_on_budget(struct db *db, struct arena *a, const struct attempt *t,
                                int64_t now, bool *out)
{
    bool knows = true;
    if (policy_of(t->what)->budget)
        TRY(is_known(db, a, t, now, &knows));
    *out = !knows;
    return OK;
}

static enum err spend_budget(struct db *tx, struct arena *a, const struct attempt *t, int64_t now,
                             int64_t *retry_s)
{
    const struct policy *p = policy_of(t->what);
    int64_t full_at = 0;
    bool draws = false;
    TRY(draws_on_budget(tx, a, t, now, &draws));
    if (!draws)
        return OK;
    TRY(full_again_at(tx, a, t, now, &full_at));
    full_at += p->refill_s;
    if (full_at - now > p->budget * p->refill_s)
        return refuse(t, full_at - now - p->budget * p->refill_s, retry_s);
    return write_budget(tx, a, t, full_at, now);
}

/* A success was no failure. */
static enum err return_budget(struct db *tx, struct arena *a, const struct attempt *t, int64_t now)
{
    const struct policy *p = policy_of(t->what);
    int64_t full_at = 0;
    bool draws = false;
    TRY(draws_on_budget(tx, a, t, now, &draws));
    if (!draws)
        return OK;
    TRY(full_again_at(tx, a, t, now, &full_at));
    return write_budget(tx, a, t, full_at - p->refill_s, now);
}

enum err throttle_strangers_left(struct db *db, const struct attempt *t, int64_t now, int64_t *out)
{
    AUTO_ARENA struct arena a = { 0 };
    const struct policy *p = policy_of(t->what);
    int64_t full_at = 0;
    TRY(full_again_at(db, &a, t, now, &full_at));
    *out = p->budget - (full_at - now + p->refill_s - 1) / p->refill_s;
    return OK;
}

enum err throttle_take(struct db *db, const struct attempt *t, int64_t now, int64_t *retry_s)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_TX struct tx tx = { 0 };
    const struct policy *p = policy_of(t->what);
    const char *name = name_of(&a, "here", t, false);
    struct count here = { 0 };
    int64_t free = 0;
    TRY(tx_begin(&tx, db));
    TRY(read_count(tx.db, name, now - p->forget_s, &here));
    if (here.blocked_until > now)
        return refuse(t, here.blocked_until - now, retry_s);
    TRY(spend_budget(tx.db, &a, t, now, retry_s));
    TRY(allowance(tx.db, &a, t, now, &free));
    here.failures++;
    here.blocked_until = now + pause_after(p, here.failures, free);
    TRY(write_count(tx.db, name, &here, now));
    TRY(count_everywhere(tx.db, &a, t, now));
    return tx_commit(&tx);
}

enum err throttle_clear(struct db *db, const struct attempt *t, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(db_run(tx.db, "DELETE FROM throttles WHERE name = $1",
               TEXT(name_of(&a, "here", t, false))));
    if (t->who) {
        TRY(return_budget(tx.db, &a, t, now));
        TRY(db_run(tx.db, "UPDATE throttles SET failures = failures - 1"
                          " WHERE name = $1 AND failures > 0", TEXT(name_of(&a, "all", t, true))));
        TRY(write_count(tx.db, name_of(&a, "known", t, false), &(struct count){ 1, IS_KNOWN },
                        now));
    }
    return tx_commit(&tx);
}

enum err throttles_sweep(struct db *db, int64_t now)
{
    return db_run(db, "DELETE FROM throttles WHERE updated_at < $1"
                      " AND (blocked_until NOT IN ($2, $3) OR updated_at < $4)",
                  INT(now - COUNTED_S), INT(IS_KNOWN), INT(IS_BUDGET), INT(now - KNOWN_S));
}
