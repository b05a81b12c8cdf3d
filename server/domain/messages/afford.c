#include "domain/messages/afford.h"

#include "base/ip.h"
#include "base/log.h"
#include "base/text.h"
#include "crypto/seal.h"
#include "domain/accounts/accounts.h"
#include "domain/messages/render.h"
#include "domain/messages/rows.h"
#include "domain/settings/settings.h"
#include "store/db.h"

#include <stdatomic.h>

enum { DAY_S = 86400, WIB_S = 7 * 3600, NOTICE_TIMES = 5 };

/* After `free` messages the next waits first_s, then twice as long each time, at most longest_s. */
struct pace {
    int64_t free, first_s, longest_s;
};
static const struct pace recipient_pace = { 10, 120, 3600 };
static const struct pace address_pace = { 100, 5, 600 };
static const struct pace notice_pace = { 20, 120, 3600 };

static const char *const reasons[] = { "recipient", "address", "day", "channel", "number" };
enum reason { BY_RECIPIENT, BY_ADDRESS, BY_DAY, BY_CHANNEL, BY_NUMBER, REASONS };
static _Atomic int64_t refused[REASONS];

/* One of the counts that a message is charged to. */
struct purse {
    const char *name, *limit;       /* the row; the setting */
    const struct pace *pace;        /* NULL: no pauses, only the limit */
    int64_t count, blocked_until;   /* as the row says */
    enum reason reason;
    int times;                      /* the limit so often */
    bool is_charged;
};

static int64_t day_of(int64_t now)
{
    return (now + WIB_S) / DAY_S;
}

static int64_t until_midnight(int64_t now)
{
    return (day_of(now) + 1) * DAY_S - WIB_S - now;
}

static enum err read_purse(struct db *tx, int64_t day, struct purse *p)
{
    AUTO_QUERY struct query q = db_query(tx,
        "SELECT count, blocked_until FROM message_budgets WHERE name = $1 AND day = $2",
        TEXT(p->name), INT(day));
    if (query_next(&q)) {
        p->count = column_int(&q);
        p->blocked_until = column_int(&q);
    }
    return query_result(&q);
}

static enum err refuse(enum reason reason, int64_t wait_s, int64_t *retry_s)
{
    atomic_fetch_add(&refused[reason], 1);
    *retry_s = wait_s;
    return err_because(TOO_MANY, "messages: the %s's budget is spent for %lld s", reasons[reason],
                       (long long)wait_s);
}

static enum err check_purse(struct db *tx, struct purse *p, int64_t now, int64_t *retry_s)
{
    int64_t limit = 0;
    TRY(read_purse(tx, day_of(now), p));
    TRY(setting_number(tx, p->limit, &limit));
    if (p->blocked_until > now)
        return refuse(p->reason, p->blocked_until - now, retry_s);
    if (p->count >= limit * p->times)
        return refuse(p->reason, until_midnight(now), retry_s);
    return OK;
}

static int64_t pause_after(const struct pace *pace, int64_t count)
{
    if (!pace || count < pace->free)
        return 0;
    int64_t pause = pace->first_s;
    for (int64_t i = pace->free; i < count && pause < pace->longest_s; i++)
        pause *= 2;
    return pause < pace->longest_s ? pause : pace->longest_s;
}

static enum err charge_purse(struct db *tx, const struct purse *p, int64_t now)
{
    int64_t const count = p->count + p->is_charged, pause = pause_after(p->pace, count);
    return db_run(tx,
        "INSERT INTO message_budgets (name, day, count, blocked_until) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (name) DO UPDATE SET day = excluded.day, count = excluded.count,"
        " blocked_until = excluded.blocked_until,"
        " warned = CASE WHEN message_budgets.day = excluded.day"
        " THEN message_budgets.warned ELSE 0 END",
        TEXT(p->name), INT(day_of(now)), INT(count), INT(pause ? now + pause : 0));
}

static const char *address_name(struct arena *a, const char *ip)
{
    char subscriber[IP_TEXT_SIZE];
    ip_subscriber(ip, subscriber);
    return blind_index(a, "budget", arena_printf(a, "address/%s", subscriber));
}

static const char *recipient_name(struct arena *a, const char *to)
{
    return blind_index(a, "budget", arena_printf(a, "recipient/%s", recipient_key(a, to)));
}

static const char *channel_name(struct arena *a, const char *channel)
{
    return arena_printf(a, "day/%s", channel);
}

static const char *channel_limit(struct arena *a, const char *channel)
{
    return arena_printf(a, "messages.day.%s", channel);
}

/* Fees are earned with numbers abroad and with special ones: only mobiles need no second look. */
static enum err check_number(struct db *tx, struct arena *a, const struct spending *s)
{
    const char *rule = NULL;
    if (text_is(s->channel, "email") || phone_is_mobile(recipient_key(a, s->to)))
        return OK;
    TRY(setting_text(tx, a, "messages.numbers", &rule));
    if (text_is(rule, "warn"))
        LOG(WARN, "no_mobile_number", LOG_TEXT("channel", s->channel));
    if (!text_is(rule, "mobile"))
        return OK;
    atomic_fetch_add(&refused[BY_NUMBER], 1);
    return err_because(RECIPIENT_REFUSED, "no Indonesian mobile number");
}

/* The channel that it will really go by where this one is not configured. */
static const char *real_channel(const char *channel)
{
    const char *first = channel_first(channel, "", false);
    return first ? first : channel;
}

enum err message_afford(struct db *tx, const struct spending *s, int64_t now, int64_t *retry_s)
{
    AUTO_ARENA struct arena a = { 0 };
    const char *channel = real_channel(s->channel);
    bool const is_sent = !s->is_for_nobody;
    int const times = s->is_proven ? 2 : 1;
    struct purse purses[] = {
        { recipient_name(&a, s->to), "messages.recipient", &recipient_pace, 0, 0,
          BY_RECIPIENT, 1, true },
        { "day", "messages.day", NULL, 0, 0, BY_DAY, times, is_sent },
        { channel_name(&a, channel), channel_limit(&a, channel), NULL, 0, 0, BY_CHANNEL,
          times, is_sent },
        { s->ip ? address_name(&a, s->ip) : NULL, "messages.address", &address_pace, 0, 0,
          BY_ADDRESS, 1, true },
    };
    int const count = (int)(sizeof purses / sizeof purses[0]) - !s->ip;
    TRY(check_number(tx, &a, s));
    for (int i = 0; i < count; i++)
        TRY(check_purse(tx, &purses[i], now, retry_s));
    for (int i = 0; i < count; i++)
        TRY(charge_purse(tx, &purses[i], now));
    return OK;
}

static enum err try_purse(struct db *tx, struct purse *p, int64_t now, bool *out)
{
    int64_t wait_s = 0;
    enum err const e = check_purse(tx, p, now, &wait_s);
    if (e && e != TOO_MANY)
        return e;
    *out = !e;
    return e ? OK : charge_purse(tx, p, now);
}

enum err message_afford_sms(struct db *tx, int64_t now, bool *out)
{
    struct purse sms = { .reason = BY_CHANNEL, .name = "day/sms", .limit = "messages.day.sms",
                         .times = 1, .is_charged = true };
    return try_purse(tx, &sms, now, out);
}

/* Apart from the recipient's purse for codes: else strangers could ask for so many of these that
 * nobody is told of their sign-in. */
enum err message_afford_notice(struct db *tx, const char *channel, const char *to, int64_t now,
                               bool *out)
{
    AUTO_ARENA struct arena a = { 0 };
    struct purse notices = {
        .name = blind_index(&a, "budget", arena_printf(&a, "notice/%s", recipient_key(&a, to))),
        .limit = "messages.recipient", .pace = &notice_pace, .reason = BY_RECIPIENT,
        .times = NOTICE_TIMES, .is_charged = true,
    };
    enum err const e = check_number(tx, &a, &(struct spending){ .channel = channel, .to = to });
    *out = false;
    if (e)
        return e == RECIPIENT_REFUSED ? OK : e;
    return try_purse(tx, &notices, now, out);
}

/* ---- watching */

static const char *const watched[BUDGETS] = { NULL, "whatsapp", "sms", "email" };

static enum err budget_today(struct db *db, const char *channel, int64_t now, struct budget *out)
{
    AUTO_ARENA struct arena a = { 0 };
    const char *name = channel ? channel_name(&a, channel) : "day";
    *out = (struct budget){ .channel = channel };
    TRY(setting_number(db, channel ? channel_limit(&a, channel) : "messages.day", &out->limit));
    AUTO_QUERY struct query q = db_query(db,
        "SELECT count, warned FROM message_budgets WHERE name = $1 AND day = $2",
        TEXT(name), INT(day_of(now)));
    if (query_next(&q)) {
        out->used = column_int(&q);
        out->warned = column_int(&q);
    }
    return query_result(&q);
}

enum err budgets_today(struct db *db, int64_t now, struct budget out[BUDGETS])
{
    for (int i = 0; i < BUDGETS; i++)
        TRY(budget_today(db, watched[i], now, &out[i]));
    return OK;
}

enum err budget_note_warned(struct db *tx, const char *channel, int64_t warned, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    return db_run(tx, "UPDATE message_budgets SET warned = $3 WHERE name = $1 AND day = $2",
                  TEXT(channel ? channel_name(&a, channel) : "day"), INT(day_of(now)),
                  INT(warned));
}

void afford_print_metrics(FILE *out)
{
    fprintf(out, "# TYPE simpul_messages_refused_total counter\n");
    for (int i = 0; i < REASONS; i++)
        fprintf(out, "simpul_messages_refused_total{reason=\"%s\"} %lld\n", reasons[i],
                (long long)atomic_load(&refused[i]));
}

enum err budgets_sweep(struct db *db, int64_t now)
{
    return db_run(db, "DELETE FROM message_budgets WHERE name IN (SELECT name FROM message_budgets"
                      " WHERE day < $1 ORDER BY day LIMIT 1000)", INT(day_of(now)));
}
