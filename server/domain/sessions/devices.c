#include "domain/sessions/devices.h"

#include "base/ip.h"
#include "base/random.h"
#include "base/text.h"
#include "crypto/seal.h"
#include "domain/json/json.h"
#include "domain/notifications/notifications.h"
#include "domain/sessions/agents.h"
#include "store/db.h"

#include <string.h>

enum { TOKEN_BYTES = 24, TOKEN_CHARS = 32, IPV4_BYTES = 12 + 2, IPV6_BYTES = 4 };

/* A cookie of ours; whatever else came is replaced. */
static bool is_token(const char *text)
{
    return text && strlen(text) == TOKEN_CHARS
        && strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
               == TOKEN_CHARS;
}

static const char *network(struct arena *a, const char *ip)
{
    struct ip parsed;
    if (!ip_parse(ip, strlen(ip), &parsed))
        return "unknown";
    static const unsigned char ipv4[12] = { [10] = 0xFF, [11] = 0xFF };
    size_t const kept = memcmp(parsed.bytes, ipv4, sizeof ipv4) == 0 ? IPV4_BYTES : IPV6_BYTES;
    memset(parsed.bytes + kept, 0, sizeof parsed.bytes - kept);
    char *text = arena_alloc(a, IP_TEXT_SIZE);
    ip_text(&parsed, text);
    return text;
}

/* What the device is known by, under every secret that still stands; NULL after the last. */
static const char *mark_at(struct arena *a, size_t i, const struct session_begin *begin,
                           const char *cookie)
{
    const char *what = cookie
        ? arena_printf(a, "%s/cookie/%s", begin->account_id, cookie)
        : arena_printf(a, "%s/app/%s/%s", begin->account_id,
                       agent_name(a, begin->from.user_agent), network(a, begin->from.ip));
    return blind_index_at(a, i, "device", what);
}

/* NOT_FOUND for one that is new; a known one gets the mark of the newest secret. */
static enum err see_again(struct db *tx, struct arena *a, const struct session_begin *begin,
                          const char *cookie, int64_t now)
{
    const char *newest = mark_at(a, 0, begin, cookie), *mark = newest;
    for (size_t i = 0; mark; mark = mark_at(a, ++i, begin, cookie)) {
        int64_t changed = 0;
        TRY(db_run_counting(tx, &changed, "UPDATE known_devices SET mark = $3, seen_at = $4 "
                                          "WHERE account_id = $1 AND mark = $2",
                            TEXT(begin->account_id), TEXT(mark), TEXT(newest), INT(now)));
        if (changed)
            return OK;
    }
    return NOT_FOUND;
}

static enum err has_signed_in(struct db *tx, const char *account_id, bool *out)
{
    AUTO_QUERY struct query q = db_query(tx, "SELECT 1 FROM known_devices WHERE account_id = $1 "
                                             "LIMIT 1", TEXT(account_id));
    *out = query_next(&q);
    return query_result(&q);
}

static enum err tell(struct db *tx, struct arena *a, const struct session_begin *begin,
                     int64_t now)
{
    const char *device = agent_name(a, begin->from.user_agent);
    json_t *params = json_pack("{ss ss}", "device", *device ? device : "?", "ip", begin->from.ip);
    return notify(tx, begin->account_id, "session.new_device", json_text(a, params),
                  "/profile/sessions", now);
}

static enum err know(struct db *tx, struct arena *a, const struct session_begin *begin,
                     const char *cookie, int64_t now)
{
    TRY(db_run(tx, "INSERT INTO known_devices (account_id, mark, seen_at) VALUES ($1, $2, $3) "
                   "ON CONFLICT DO NOTHING",
               TEXT(begin->account_id), TEXT(mark_at(a, 0, begin, cookie)), INT(now)));
    return db_run(tx, "DELETE FROM known_devices WHERE account_id = $1 AND mark NOT IN "
                      "(SELECT mark FROM known_devices WHERE account_id = $1 "
                      "ORDER BY seen_at DESC, mark LIMIT $2)",
                  TEXT(begin->account_id), INT(DEVICES_KEPT));
}

enum err session_announce(struct db *tx, struct arena *a, const struct session_begin *begin,
                          int64_t now, const char **device)
{
    bool is_seen_elsewhere = false;
    const char *cookie = begin->is_native ? NULL
                       : is_token(begin->from.device) ? begin->from.device
                                                      : random_token(a, TOKEN_BYTES);
    enum err const e = see_again(tx, a, begin, cookie, now);
    if (e && e != NOT_FOUND)
        return e;
    if (e == NOT_FOUND) {
        TRY(has_signed_in(tx, begin->account_id, &is_seen_elsewhere));
        if (is_seen_elsewhere)
            TRY(tell(tx, a, begin, now));
        TRY(know(tx, a, begin, cookie, now));
    }
    *device = cookie;
    return OK;
}
