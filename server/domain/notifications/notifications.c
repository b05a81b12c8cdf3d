#include "domain/notifications/notifications.h"

#include "base/random.h"
#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/json/json.h"
#include "domain/messages/afford.h"
#include "domain/messages/messages.h"
#include "store/db.h"

/* The order read_row reads them in, which is that of struct notification. */
#define COLUMNS "id, kind, params, link, created_at, read_at"

static struct notification read_row(struct query *q, struct arena *a)
{
    return (struct notification){
        .id = column_text(q, a),
        .kind = column_text(q, a),
        .params = column_text(q, a),
        .link = column_text(q, a),
        .created_at = column_int(q),
        .read_at = column_int(q),
    };
}

struct way {
    const char *channel, *to;       /* both NULL: none */
};

/* By WhatsApp, or by e-mail without a phone, or where so many went to it that it is a flood. */
static enum err choose_way(struct db *tx, const struct account *to, int64_t now, struct way *out)
{
    struct way const ways[] = { { "whatsapp", to->phone_number }, { "email", to->email } };
    bool is_affordable = false;
    *out = (struct way){ 0 };
    for (size_t i = 0; i < sizeof ways / sizeof ways[0] && !is_affordable; i++) {
        if (!ways[i].to)
            continue;
        TRY(message_afford_notice(tx, ways[i].channel, ways[i].to, now, &is_affordable));
        if (is_affordable)
            *out = ways[i];
    }
    return OK;
}

/* To nobody who has not proven that it is theirs. */
static enum err send(struct db *tx, struct arena *a, const struct account *to,
                     const struct notification *n)
{
    if (!text_is(to->status, "active"))
        return OK;
    struct notice_source const source = { n->kind, n->params };
    struct notice words;
    struct way way;
    TRY(choose_way(tx, to, n->created_at, &way));
    if (!way.to)
        return OK;
    TRY(notification_words(tx, a, &source, text_is(to->language, "en"), &words));
    struct message const message = {
        .account_id = to->id, .channel = way.channel, .to = way.to, .email = to->email,
        .template = "notification",
        .language = to->language, .link = n->link,
        .params = json_text(a, json_pack("{ss ss}", "title", words.title, "body", words.body)),
    };
    return message_send(tx, &message, n->created_at);
}

enum err notify(struct db *tx, const char *account_id, const char *kind, const char *params_json,
                const char *link, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    const struct kind_words *words = kind_words_find(kind);
    struct account account;
    if (!words)
        return err_because(INTERNAL, "no words for the notification %s", kind);
    struct notification const n = { .id = id_new(&a, "ntf"), .kind = kind, .link = link,
                                    .params = params_json ? params_json : "{}",
                                    .created_at = now };
    TRY(db_run(tx, "INSERT INTO notifications (id, account_id, kind, params, link, created_at)"
                   " VALUES ($1, $2, $3, $4, $5, $6)",
               TEXT(n.id), TEXT(account_id), TEXT(kind), TEXT(n.params), TEXT(link), INT(now)));
    if (!words->is_sent)
        return OK;
    TRY(account_find(tx, &a, account_id, &account));
    return send(tx, &a, &account, &n);
}

enum err notify_once(struct db *tx, const char *account_id, const struct notification *n,
                     int64_t within_s)
{
    AUTO_QUERY struct query q = db_query(tx,
        "SELECT 1 FROM notifications WHERE account_id = $1 AND kind = $2 AND params = $3"
        " AND link = $4 AND created_at > $5 LIMIT 1",
        TEXT(account_id), TEXT(n->kind), TEXT(n->params), TEXT(n->link),
        INT(n->created_at - within_s));
    if (query_next(&q))
        return OK;
    TRY(query_result(&q));
    return notify(tx, account_id, n->kind, n->params, n->link, n->created_at);
}

enum err notifications_of(struct db *db, struct arena *a, const char *account_id,
                          const char *before, int limit, struct notifications *out)
{
    struct notifications found = { .items = arena_alloc(a, (size_t)limit * sizeof *found.items) };
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS " FROM notifications WHERE account_id = $1 AND id < $2"
        " ORDER BY id DESC LIMIT $3", TEXT(account_id), TEXT(before ? before : "~"), INT(limit));
    while (found.count < limit && query_next(&q))
        found.items[found.count++] = read_row(&q, a);
    TRY(query_result(&q));
    *out = found;
    return OK;
}

enum err notifications_unread(struct db *db, const char *account_id, int64_t *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT count(*) FROM notifications WHERE account_id = $1 AND read_at IS NULL",
        TEXT(account_id));
    if (!query_next(&q))
        return query_missing(&q);
    *out = column_int(&q);
    return OK;
}

enum err notifications_read(struct db *db, const char *account_id, const char *const *ids,
                            int count, int64_t now)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    if (!ids)
        TRY(db_run(tx.db, "UPDATE notifications SET read_at = $2"
                          " WHERE account_id = $1 AND read_at IS NULL",
                   TEXT(account_id), INT(now)));
    for (int i = 0; ids && i < count; i++)
        TRY(db_run(tx.db, "UPDATE notifications SET read_at = $3"
                          " WHERE account_id = $1 AND id = $2 AND read_at IS NULL",
                   TEXT(account_id), TEXT(ids[i]), INT(now)));
    return tx_commit(&tx);
}
