#include "domain/bundles/endings.h"

#include "base/log.h"
#include "base/text.h"
#include "domain/bundles/consumers.h"
#include "domain/bundles/releases.h"
#include "store/db.h"

enum { AT_ONCE = 50 };

enum err version_end(struct db *tx, const struct bundle *b, const struct version *v,
                     struct actor by)
{
    TRY(version_retire(tx, v, by));
    if (!bundle_is_listed(b))
        return OK;
    return consumers_tell(tx, b, &(struct tidings){
        .kind = "version.retired", .now = by.now,
        .params = json_pack("{ss ss}", "bundle", b->name, "version", v->version) });
}

/* Its page is gone with it. */
enum err bundle_end(struct db *tx, const struct bundle *b, struct actor by)
{
    TRY(bundle_retire(tx, b->id, by));
    return consumers_tell(tx, b, &(struct tidings){
        .kind = "bundle.retired", .link = "/marketplace", .now = by.now,
        .params = json_pack("{ss}", "bundle", b->name) });
}

/* A version that is due, or a bundle: then version_id is NULL. */
struct due {
    const char *bundle_id, *version_id;
};

/* Its publisher may just have moved the day, or ended it. */
static bool is_past(const char *status, int64_t sunset_at, int64_t now)
{
    return text_is_one_of(status, "previous|deprecated") && sunset_at && sunset_at <= now;
}

static enum err end_bundle(struct db *tx, const struct bundle *b, struct actor by)
{
    return is_past(b->status, b->sunset_at, by.now) ? bundle_end(tx, b, by) : OK;
}

static enum err end_version(struct db *tx, const struct bundle *b, const char *id,
                            struct actor by)
{
    AUTO_ARENA struct arena a = { 0 };
    struct version v;
    TRY(version_find(tx, &a, b->id, id, &v));
    return is_past(v.status, v.sunset_at, by.now) ? version_end(tx, b, &v, by) : OK;
}

static enum err end_one(struct db *db, const struct due *due, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_TX struct tx tx = { 0 };
    struct actor const by = { .now = now };
    struct bundle b;
    TRY(tx_begin(&tx, db));
    TRY(bundle_find(tx.db, &a, due->bundle_id, &b));
    TRY(due->version_id ? end_version(tx.db, &b, due->version_id, by)
                        : end_bundle(tx.db, &b, by));
    TRY(tx_commit(&tx));
    LOG(INFO, due->version_id ? "version_ended" : "bundle_ended", LOG_TEXT("bundle", b.slug));
    return bundle_expose(db, b.id);
}

static enum err read_due(struct db *db, struct arena *a, int64_t now, struct due out[AT_ONCE],
                         int *count)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT b.id, v.id FROM bundle_versions v JOIN bundles b ON b.id = v.bundle_id"
        " WHERE v.status = 'previous' AND v.sunset_at <= $1"
        " AND b.status IN ('published', 'deprecated')"
        " UNION ALL SELECT id, NULL FROM bundles WHERE status = 'deprecated' AND sunset_at <= $1"
        " LIMIT $2", INT(now), INT(AT_ONCE));
    while (query_next(&q)) {
        out[*count].bundle_id = column_text(&q, a);
        out[(*count)++].version_id = column_text(&q, a);
    }
    return query_result(&q);
}

/* One that cannot end, or that somebody has just moved, keeps no other from it. */
enum err endings_apply(struct db *db, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    struct due due[AT_ONCE];
    int count = 0;
    enum err first = OK;
    TRY(read_due(db, &a, now, due, &count));
    for (int i = 0; i < count; i++) {
        enum err const e = end_one(db, &due[i], now);
        first = first ? first : e;
    }
    return first;
}
