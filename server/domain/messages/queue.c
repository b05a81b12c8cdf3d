#include "domain/messages/queue.h"

#include "base/text.h"
#include "domain/messages/rows.h"
#include "store/db.h"

enum { DAY_S = 86400, CHAIN_MAX = 8 };

/* ---- how the channels fare */

static enum err count_status(struct db *db, struct channel_state *s)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT (SELECT count(*) FROM messages WHERE status = 'queued' AND channel = $1),"
        " (SELECT count(*) FROM messages WHERE status = 'dead' AND channel = $1),"
        " (SELECT min(created_at) FROM messages WHERE status = 'queued' AND channel = $1)",
        TEXT(s->channel));
    if (!query_next(&q))
        return query_missing(&q);
    s->queued = column_int(&q);
    s->dead = column_int(&q);
    s->oldest_at = column_int(&q);
    return OK;
}

static enum err find_sent(struct db *db, int64_t now, struct channel_state *s)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT (SELECT count(*) FROM messages WHERE status = 'sent' AND channel = $1"
        " AND created_at > $2),"
        " (SELECT sent_at FROM messages WHERE status = 'sent' AND channel = $1"
        " ORDER BY created_at DESC LIMIT 1)", TEXT(s->channel), INT(now - DAY_S));
    if (!query_next(&q))
        return query_missing(&q);
    s->sent = column_int(&q);
    s->sent_at = column_int(&q);
    return OK;
}

/* The newest that is dead, or still tried after a failure. */
static enum err find_trouble(struct db *db, struct arena *a, struct channel_state *s)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT last_error, created_at FROM (SELECT last_error, created_at FROM messages"
        " WHERE status = 'dead' AND channel = $1 ORDER BY created_at DESC LIMIT 1) AS gone"
        " UNION ALL SELECT last_error, created_at FROM (SELECT last_error, created_at"
        " FROM messages WHERE status = 'queued' AND channel = $1 AND last_error IS NOT NULL"
        " ORDER BY created_at DESC LIMIT 1) AS tried ORDER BY 2 DESC LIMIT 1", TEXT(s->channel));
    if (!query_next(&q))
        return query_result(&q);
    s->last_error = column_text(&q, a);
    s->failed_at = column_int(&q);
    return OK;
}

enum err channels_state(struct db *db, struct arena *a, int64_t now,
                        struct channel_state out[CHANNEL_COUNT])
{
    for (int i = 0; i < CHANNEL_COUNT; i++) {
        const struct backend *backend = channel_backend(message_channels[i]);
        out[i] = (struct channel_state){
            .channel = message_channels[i], .provider = backend ? backend->name : NULL,
            .paused_until = channel_paused_until(message_channels[i], now),
        };
        TRY(count_status(db, &out[i]));
        TRY(find_sent(db, now, &out[i]));
        TRY(find_trouble(db, a, &out[i]));
    }
    return OK;
}

/* ---- one message's way */

static enum err find_first(struct db *db, struct arena *a, const char *id, struct mail *out)
{
    TRY(message_find(db, a, id, out));
    for (int i = 0; out->fallback_of && i < CHAIN_MAX; i++) {
        struct mail before = { 0 };
        enum err const e = message_find(db, a, out->fallback_of, &before);
        if (e)
            return e == NOT_FOUND ? OK : e;
        *out = before;
    }
    return OK;
}

static enum err find_next(struct db *db, struct arena *a, const char *id, const char **out)
{
    AUTO_QUERY struct query q = db_query(db, "SELECT id FROM messages WHERE fallback_of = $1",
                                         TEXT(id));
    if (!query_next(&q))
        return query_missing(&q);
    *out = column_text(&q, a);
    return OK;
}

enum err message_chain(struct db *db, struct arena *a, const char *id, struct mails *out)
{
    struct mails found = { .items = arena_alloc(a, CHAIN_MAX * sizeof *found.items), .count = 1 };
    const char *next = NULL;
    enum err e = OK;
    TRY(find_first(db, a, id, &found.items[0]));
    while (!e && found.count < CHAIN_MAX) {
        e = find_next(db, a, found.items[found.count - 1].id, &next);
        if (!e)
            TRY(message_find(db, a, next, &found.items[found.count++]));
    }
    if (e && e != NOT_FOUND)
        return e;
    *out = found;
    return OK;
}

/* ---- again */

/* Dead, of use still, certainly not arrived, and nothing in its place. $1 now, $2 channel, $3
 * template. */
#define TO_DO                                                                                    \
    " status = 'dead' AND text IS NOT NULL AND (expires_at IS NULL OR expires_at > $1)"          \
    " AND (handed_at IS NULL OR failed_at IS NOT NULL)"                                          \
    " AND ($2 IS NULL OR channel = $2) AND ($3 IS NULL OR template = $3)"                        \
    " AND NOT EXISTS (SELECT 1 FROM messages AS later WHERE later.fallback_of = messages.id)"    \
    " AND NOT EXISTS (SELECT 1 FROM messages AS newer WHERE newer.slot = messages.slot"          \
    " AND newer.number > messages.number)"

static enum err count_to_do(struct db *tx, const struct mail_filter *f, int64_t now, int64_t *out)
{
    AUTO_QUERY struct query q = db_query(tx, "SELECT count(*) FROM messages WHERE" TO_DO,
                                         INT(now), TEXT(f->channel), TEXT(f->template));
    if (!query_next(&q))
        return query_missing(&q);
    *out = column_int(&q);
    return OK;
}

enum err messages_again(struct db *tx, const struct mail_filter *filter, int64_t now,
                        int64_t *count, int64_t *left)
{
    TRY(db_run_counting(tx, count,
        "UPDATE messages SET status = 'queued', attempts = 0, next_at = $1, handed_at = NULL,"
        " failed_at = NULL, wipe_at = NULL WHERE number IN (SELECT number FROM messages WHERE"
        TO_DO " ORDER BY number LIMIT $4)",
        INT(now), TEXT(filter->channel), TEXT(filter->template), INT(AGAIN_MAX)));
    return count_to_do(tx, filter, now, left);
}

/* ---- figures */

enum err queue_print_metrics(struct db *db, int64_t now, FILE *out)
{
    AUTO_ARENA struct arena a = { 0 };
    struct channel_state all[CHANNEL_COUNT];
    TRY(channels_state(db, &a, now, all));
    fprintf(out, "# TYPE simpul_messages_waiting gauge\n");
    for (int i = 0; i < CHANNEL_COUNT; i++)
        fprintf(out, "simpul_messages_waiting{channel=\"%s\"} %lld\n", all[i].channel,
                (long long)all[i].queued);
    fprintf(out, "# TYPE simpul_messages_oldest_waiting_seconds gauge\n");
    for (int i = 0; i < CHANNEL_COUNT; i++)
        fprintf(out, "simpul_messages_oldest_waiting_seconds{channel=\"%s\"} %lld\n",
                all[i].channel, (long long)(all[i].oldest_at ? now - all[i].oldest_at : 0));
    fprintf(out, "# TYPE simpul_messages_dead gauge\n");
    for (int i = 0; i < CHANNEL_COUNT; i++)
        fprintf(out, "simpul_messages_dead{channel=\"%s\"} %lld\n", all[i].channel,
                (long long)all[i].dead);
    fprintf(out, "# TYPE simpul_messages_sent_last_day gauge\n");
    for (int i = 0; i < CHANNEL_COUNT; i++)
        fprintf(out, "simpul_messages_sent_last_day{channel=\"%s\"} %lld\n", all[i].channel,
                (long long)all[i].sent);
    return OK;
}
