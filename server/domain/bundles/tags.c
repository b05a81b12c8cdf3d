#include "domain/bundles/tags.h"

#include "domain/bundles/bundles.h"
#include "store/db.h"

enum { TAGS_SHOWN_MAX = 1000 };

enum err tags_count(struct db *tx, const char *bundle_id, int64_t by)
{
    TRY(db_run(tx,
        "INSERT INTO tags (tag, bundles) SELECT tag, $2 FROM bundle_tags WHERE bundle_id = $1"
        " ON CONFLICT (tag) DO UPDATE SET bundles = tags.bundles + $2",
        TEXT(bundle_id), INT(by)));
    return db_run(tx, "DELETE FROM tags WHERE bundles <= 0"
                      " AND tag IN (SELECT tag FROM bundle_tags WHERE bundle_id = $1)",
                  TEXT(bundle_id));
}

enum err tags_of_all(struct db *db, struct arena *a, struct tags *out)
{
    struct tags found = { .items = arena_alloc(a, TAGS_SHOWN_MAX * sizeof(struct tag)) };
    AUTO_QUERY struct query q = db_query(db, "SELECT tag, bundles FROM tags ORDER BY tag LIMIT $1",
                                         INT(TAGS_SHOWN_MAX));
    while (query_next(&q)) {
        struct tag *tag = &found.items[found.count++];
        tag->tag = column_text(&q, a);
        tag->bundles = column_int(&q);
    }
    TRY(query_result(&q));
    *out = found;
    return OK;
}
