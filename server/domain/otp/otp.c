#include "domain/otp/otp.h"

#include "base/random.h"
#include "base/text.h"
#include "crypto/seal.h"
#include "domain/audit/audit.h"
#include "domain/messages/afford.h"
#include "domain/messages/messages.h"
#include "store/db.h"

#include <stdbool.h>
#include <string.h>

enum { CODES = 1000000, KEPT_S = OTP_PAUSE_S };

/* When codes were sent before, for the same purpose and subject. */
struct pace {
    int64_t resends, sent_at, paused_until;
};

/* NOT_FOUND where nothing was sent lately. */
static enum err find_pace(struct db *tx, const char *purpose, const char *subject, int64_t now,
                          struct pace *out)
{
    AUTO_QUERY struct query q = db_query(tx,
        "SELECT resends, sent_at, coalesce(paused_until, 0) FROM otps"
        " WHERE purpose = $1 AND subject = $2 AND (sent_at > $3 OR paused_until > $4)",
        TEXT(purpose), TEXT(subject), INT(now - OTP_PAUSE_S), INT(now));
    if (!query_next(&q))
        return query_missing(&q);
    out->resends = column_int(&q);
    out->sent_at = column_int(&q);
    out->paused_until = column_int(&q);
    return OK;
}

static enum err too_early(int64_t wait_s, struct otp_sent *out)
{
    *out = (struct otp_sent){ .resend_s = wait_s };
    return err_because(TOO_MANY, "the next code in %lld s", (long long)wait_s);
}

/* The last one allowed starts the pause. */
static enum err next_pace(struct db *tx, const char *purpose, const char *subject, int64_t now,
                          struct otp_sent *out, struct pace *next)
{
    struct pace p = { 0 };
    enum err const e = find_pace(tx, purpose, subject, now, &p);
    if (e && e != NOT_FOUND)
        return e;
    if (p.paused_until > now)
        return too_early(p.paused_until - now, out);
    if (e == NOT_FOUND || p.paused_until)
        p = (struct pace){ .resends = -1 };
    else if (p.sent_at + OTP_RESEND_S > now)
        return too_early(p.sent_at + OTP_RESEND_S - now, out);
    *next = (struct pace){ .resends = p.resends + 1, .sent_at = now };
    if (next->resends >= OTP_RESENDS)
        next->paused_until = now + OTP_PAUSE_S;
    return OK;
}

static enum err write_code(struct db *tx, const char *purpose, const char *subject,
                           const char *mac, const struct pace *p)
{
    return db_run(tx,
        "INSERT INTO otps (purpose, subject, code_mac, attempts, resends, sent_at, expires_at,"
        " paused_until) VALUES ($1, $2, $3, 0, $4, $5, $6, $7)"
        " ON CONFLICT (purpose, subject) DO UPDATE SET code_mac = excluded.code_mac, attempts = 0,"
        " resends = excluded.resends, sent_at = excluded.sent_at,"
        " expires_at = excluded.expires_at, paused_until = excluded.paused_until",
        TEXT(purpose), TEXT(subject), TEXT(mac), INT(p->resends), INT(p->sent_at),
        INT(p->sent_at + OTP_TTL_S), TIME(p->paused_until));
}

static void tell(const struct pace *p, struct otp_sent *out)
{
    *out = (struct otp_sent){
        .expires_s = OTP_TTL_S,
        .resend_s = p->paused_until ? OTP_PAUSE_S : OTP_RESEND_S,
    };
}

enum err otp_pace(struct db *tx, const char *purpose, const char *subject, int64_t now,
                  struct otp_sent *out)
{
    struct pace next = { 0 };
    TRY(next_pace(tx, purpose, subject, now, out, &next));
    TRY(write_code(tx, purpose, subject, "", &next));
    tell(&next, out);
    return OK;
}

enum err otp_pause(struct db *tx, const char *purpose, const char *subject, int64_t now,
                   int64_t until)
{
    return write_code(tx, purpose, subject, "",
                      &(struct pace){ .sent_at = now, .paused_until = until });
}

static const char *binding(struct arena *a, const char *purpose, const char *subject)
{
    return arena_printf(a, "otps/%s/%s", purpose, subject);
}

static enum err afford(struct db *tx, const struct otp *o, int64_t now, struct otp_sent *out)
{
    int64_t retry_s = 0;
    struct spending const spending = {
        .channel = o->channel, .to = o->to, .ip = o->ip, .is_proven = o->is_proven,
    };
    enum err const e = message_afford(tx, &spending, now, &retry_s);
    return e == TOO_MANY ? too_early(retry_s, out) : e;
}

enum err otp_send(struct db *tx, const struct otp *o, int64_t now, struct otp_sent *out)
{
    AUTO_ARENA struct arena a = { 0 };
    struct pace next = { 0 };
    TRY(next_pace(tx, o->purpose, o->subject, now, out, &next));
    TRY(afford(tx, o, now, out));
    char *code = arena_printf(&a, "%06u", random_below(CODES));
    const char *mac = mac_text(&a, FOR_OTP, binding(&a, o->purpose, o->subject), code);
    TRY(write_code(tx, o->purpose, o->subject, mac, &next));
    struct message const m = {
        .account_id = o->account_id, .channel = o->channel, .to = o->to, .template = "otp",
        .language = o->language, .code = code, .email = o->email,
        .slot = binding(&a, o->purpose, o->subject),
    };
    enum err const e = message_send(tx, &m, now);
    explicit_bzero(code, OTP_DIGITS);
    if (!e)
        tell(&next, out);
    return e;
}

static int64_t left(int64_t until, int64_t now)
{
    return until > now ? until - now : 0;
}

enum err otp_find(struct db *db, const char *purpose, const char *subject, int64_t now,
                  struct otp_sent *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT sent_at, expires_at, coalesce(paused_until, 0), code_mac <> '' AND attempts < $3"
        " FROM otps WHERE purpose = $1 AND subject = $2",
        TEXT(purpose), TEXT(subject), INT(OTP_ATTEMPTS));
    *out = (struct otp_sent){ 0 };
    if (!query_next(&q))
        return query_result(&q);
    int64_t const sent_at = column_int(&q), expires_at = column_int(&q);
    int64_t const paused_until = column_int(&q);
    bool const stands = column_int(&q) != 0;
    out->expires_s = stands ? left(expires_at, now) : 0;
    out->resend_s = left(paused_until ? paused_until : sent_at + OTP_RESEND_S, now);
    return OK;
}

/* One guess, counted before it is compared. */
struct guess {
    const char *mac;
    int64_t attempts;               /* this one included */
};

static enum err count_guess(struct db *tx, struct arena *a, const struct otp *o, int64_t now,
                            struct guess *out)
{
    AUTO_QUERY struct query q = db_query(tx,
        "UPDATE otps SET attempts = attempts + 1 WHERE purpose = $1 AND subject = $2"
        " AND attempts < $3 AND expires_at > $4 AND code_mac <> '' RETURNING code_mac, attempts",
        TEXT(o->purpose), TEXT(o->subject), INT(OTP_ATTEMPTS), INT(now));
    if (!query_next(&q))
        return q.err ? q.err : OTP_EXPIRED;
    out->mac = column_text(&q, a);
    out->attempts = column_int(&q);
    return OK;
}

/* The pace stays, so that signing in again and again sends no flood of messages. */
static enum err use_up(struct db *tx, const struct otp *o)
{
    return db_run(tx, "UPDATE otps SET code_mac = '' WHERE purpose = $1 AND subject = $2",
                  TEXT(o->purpose), TEXT(o->subject));
}

static enum err tell_locked(struct db *tx, struct arena *a, const struct otp *o, const char *ip,
                            int64_t now)
{
    struct audit_entry const entry = {
        .actor = o->account_id, .action = "otp.locked", .subject = o->subject,
        .detail = arena_printf(a, "{\"purpose\":\"%s\"}", o->purpose), .ip = ip, .at = now,
    };
    return audit_add(tx, &entry);
}

enum err otp_check(struct db *db, const struct otp *o, const char *code, const char *ip,
                   int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_TX struct tx tx = { 0 };
    struct guess guess = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(count_guess(tx.db, &a, o, now, &guess));
    bool const is_right = mac_is(FOR_OTP, binding(&a, o->purpose, o->subject), code, guess.mac);
    if (is_right)
        TRY(use_up(tx.db, o));
    else if (guess.attempts == OTP_ATTEMPTS)
        TRY(tell_locked(tx.db, &a, o, ip, now));
    TRY(tx_commit(&tx));
    return is_right ? OK : OTP_INVALID;
}

enum err otps_sweep(struct db *db, int64_t now)
{
    return db_run(db, "DELETE FROM otps WHERE sent_at < $1 AND coalesce(paused_until, 0) < $2",
                  INT(now - KEPT_S), INT(now));
}
