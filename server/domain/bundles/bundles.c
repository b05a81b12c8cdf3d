#include "domain/bundles/bundles.h"

#include "base/text.h"
#include "domain/bundles/read.h"
#include "store/db.h"

bool bundle_is_listed(const struct bundle *b)
{
    return text_is(b->status, "published") || text_is(b->status, "deprecated");
}

struct bundle bundle_read(struct query *q, struct arena *a)
{
    return (struct bundle){
        .id = column_text(q, a),
        .slug = column_text(q, a),
        .name = column_text(q, a),
        .summary = column_text(q, a),
        .description = column_text(q, a),
        .provider = column_text(q, a),
        .version = column_text(q, a),
        .status = column_text(q, a),
        .deprecated_at = column_int(q),
        .sunset_at = column_int(q),
        .published_at = column_int(q),
        .limits = column_text(q, a),
        .created_by = column_text(q, a),
        .created_at = column_int(q),
        .updated_at = column_int(q),
        .version_id = column_text(q, a),
        .has_document = column_int(q),
        .has_development = column_int(q),
        .has_production = column_int(q),
    };
}

enum err bundle_read_tags(struct db *db, struct arena *a, struct bundle *b)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT tag FROM bundle_tags WHERE bundle_id = $1 ORDER BY tag", TEXT(b->id));
    for (int i = 0; i < BUNDLE_TAGS_MAX && query_next(&q); i++)
        b->tags[i] = column_text(&q, a);
    return query_result(&q);
}

static enum err find_row(struct db *db, struct arena *a, const char *slug_or_id,
                         struct bundle *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " BUNDLE_COLUMNS " FROM bundles b WHERE b.slug = $1 OR b.id = $1",
        TEXT(slug_or_id));
    if (!query_next(&q))
        return query_missing(&q);
    *out = bundle_read(&q, a);
    return OK;
}

enum err bundle_find(struct db *db, struct arena *a, const char *slug_or_id, struct bundle *out)
{
    struct bundle found;
    TRY(find_row(db, a, slug_or_id, &found));
    TRY(bundle_read_tags(db, a, &found));
    *out = found;
    return OK;
}
