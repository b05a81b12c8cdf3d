#include "demo/history.h"

#include "base/arena.h"
#include "domain/accounts/accounts.h"
#include "domain/bundles/bundles.h"
#include "domain/keys/keys.h"
#include "domain/usage/level.h"
#include "domain/usage/past.h"
#include "store/db.h"

#include <string.h>

enum { DAYS = 14, HOUR_S = 3600, DAY_S = 86400, CALLS_MAX = 512, SATURDAY = 6, SUNDAY = 0 };

#define CALLER "203.0.113.24"           /* of a network that is kept for examples */

/* How many calls of a hundred come in which hour of the portal's day. */
static const int by_hour[24] = { 4, 3, 2, 2, 3, 6, 14, 38, 82, 100, 96, 84,
                                 52, 70, 92, 88, 66, 40, 26, 22, 18, 14, 9, 6 };

static const struct stream {
    const char *slug, *endpoint;
    enum key_environment environment;
    int status, at_peak;                /* calls in its busiest hour */
    int median_us;
    int days_ago;                       /* the only day with such calls; 0: every day */
} streams[] = {
    { "wilayah", "GET /provinsi", KEY_PRODUCTION, 200, 140, 9000, 0 },
    { "wilayah", "GET /provinsi/{kode}/kabupaten", KEY_PRODUCTION, 200, 110, 14000, 0 },
    { "wilayah", "GET /kabupaten/{kode}", KEY_PRODUCTION, 200, 60, 11000, 0 },
    { "wilayah", "GET /kabupaten/{kode}", KEY_PRODUCTION, 404, 5, 7000, 0 },
    { "wilayah", "GET /cari", KEY_PRODUCTION, 200, 45, 62000, 0 },
    { "wilayah", "GET /cari", KEY_DEVELOPMENT, 400, 6, 5000, 0 },
    { "wilayah", "GET /provinsi", KEY_DEVELOPMENT, 200, 18, 10000, 0 },
    { "kalender", "GET /libur", KEY_PRODUCTION, 200, 30, 6000, 0 },
    { "kalender", "GET /hari-kerja", KEY_PRODUCTION, 200, 55, 8000, 0 },
    { "identitas", "POST /nik", KEY_PRODUCTION, 200, 80, 88000, 0 },
    { "identitas", "POST /nik", KEY_PRODUCTION, 502, 60, 3000, 3 },
    { "identitas", "POST /npwp", KEY_PRODUCTION, 200, 25, 73000, 0 },
    { "identitas", "POST /npwp", KEY_DEVELOPMENT, 429, 12, 400, 5 },
};
enum { STREAMS = sizeof streams / sizeof streams[0] };

struct history {
    const char *account_id;
    const char *key_ids[KEY_ENVIRONMENTS];
    int64_t last_calls[KEY_ENVIRONMENTS];
    int64_t now;
    uint64_t state;                     /* of what only looks like chance */
};

/* Below range; one of the shift registers of Marsaglia, 2003. */
static int next_number(struct history *h, int range)
{
    h->state ^= h->state << 13;
    h->state ^= h->state >> 7;
    h->state ^= h->state << 17;
    return (int)(h->state % (uint64_t)range);
}

/* Half of them below the median, a few far above it. */
static int64_t next_duration(struct history *h, int median_us)
{
    int const place = next_number(h, 1000);
    int percent = 60 + place * 80 / 1000;
    if (place >= 940)
        percent = 150 + (place - 940) * 6;
    return (int64_t)median_us * percent / 100;
}

static int calls_in(struct history *h, const struct stream *s, int64_t at)
{
    int64_t const day = level_start(USAGE_DAY, at);
    int64_t const today = level_start(USAGE_DAY, h->now);
    int const weekday = (int)((day + DAY_S / 2) / DAY_S + 4) % 7;
    int const hour = (int)((at - day) / HOUR_S);
    if (s->days_ago && (today - day) / DAY_S != s->days_ago)
        return 0;
    int const share = weekday == SATURDAY || weekday == SUNDAY ? 30 : 100;
    int const percent = 85 + next_number(h, 30);
    return (int)((int64_t)s->at_peak * by_hour[hour % 24] * share * percent / 1000000);
}

static enum err load_stream(struct db *tx, struct history *h, const struct bundle *b,
                            const struct stream *s)
{
    int64_t durations[CALLS_MAX];
    int64_t const end = level_start(USAGE_HOUR, h->now - HOUR_S);
    struct usage_past past = {
        .publisher_id = b->created_by ? b->created_by : "", .bundle_id = b->id,
        .endpoint = s->endpoint, .key_id = h->key_ids[s->environment],
        .account_id = h->account_id, .environment = key_environment_name(s->environment),
        .status = s->status, .is_answered = s->status < 500 && s->status != 429,
        .durations_us = durations,
    };
    for (past.at = end - (int64_t)DAYS * DAY_S; past.at < end; past.at += HOUR_S) {
        past.calls = calls_in(h, s, past.at);
        for (int i = 0; i < past.calls; i++)
            durations[i] = next_duration(h, s->median_us);
        if (!past.calls)
            continue;
        TRY(usage_past_add(tx, &past));
        if (past.at > h->last_calls[s->environment])
            h->last_calls[s->environment] = past.at;
    }
    return OK;
}

/* Who sees a key's calls also reads when it was last used. */
static enum err note_uses(struct db *tx, const struct history *h)
{
    for (enum key_environment e = 0; e < KEY_ENVIRONMENTS; e++)
        if (h->last_calls[e])
            TRY(key_note_use(tx, h->key_ids[e], h->last_calls[e] + HOUR_S - 1, CALLER));
    return OK;
}

/* Of a bundle that is there no more there is nothing to tell. */
static enum err load_streams(struct db *db, struct arena *a, struct history *h)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    for (int i = 0; i < STREAMS; i++) {
        struct bundle b;
        enum err const e = bundle_find(tx.db, a, streams[i].slug, &b);
        if (e == NOT_FOUND)
            continue;
        TRY(e);
        TRY(load_stream(tx.db, h, &b, &streams[i]));
    }
    TRY(note_uses(tx.db, h));
    return tx_commit(&tx);
}

static enum err load_keys(struct db *db, struct arena *a, struct history *h)
{
    static const char *const labels[KEY_ENVIRONMENTS] = { "Uji coba", "Portal layanan warga" };
    int64_t const before = h->now - (DAYS + 1) * (int64_t)DAY_S;
    struct key_caller const by = { .account_id = h->account_id, .now = before };
    for (enum key_environment e = 0; e < KEY_ENVIRONMENTS; e++) {
        struct key_form const form = { .label = labels[e], .environment = e, .allowed_ips = "[]" };
        char text[KEY_TEXT_SIZE];
        struct api_key key;
        TRY(api_key_create(db, a, &by, &form, &key, text));
        explicit_bzero(text, sizeof text);
        h->key_ids[e] = key.id;
    }
    return OK;
}

enum err demo_history_load(struct db *db, const char *username, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    struct account account;
    struct history h = { .now = now, .state = UINT64_C(88172645463325252) };
    int64_t keys = 0;
    TRY(account_find_login(db, &a, username, &account));
    TRY(keys_count(db, account.id, &keys));
    if (keys)
        return OK;
    h.account_id = account.id;
    TRY(load_keys(db, &a, &h));
    return load_streams(db, &a, &h);
}
