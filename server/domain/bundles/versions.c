#include "domain/bundles/versions.h"

#include "base/text.h"
#include "domain/documents/document.h"
#include "store/db.h"

#include <string.h>

#define COLUMNS                                                                                  \
    "id, bundle_id, version, address, status, coalesce(deprecated_at, 0),"                        \
    " coalesce(sunset_at, 0), created_at, updated_at, revision, head, tags,"        \
    " origin"

static struct version read_version(struct query *q, struct arena *a)
{
    return (struct version){
        .id = column_text(q, a),
        .bundle_id = column_text(q, a),
        .version = column_text(q, a),
        .address = column_text(q, a),
        .status = column_text(q, a),
        .deprecated_at = column_int(q),
        .sunset_at = column_int(q),
        .created_at = column_int(q),
        .updated_at = column_int(q),
        .revision = column_int(q),
        .head = column_text(q, a),
        .tags = column_text(q, a),
        .origin = column_text(q, a),
    };
}

enum err versions_of(struct db *db, struct arena *a, const char *bundle_id, struct versions *out)
{
    struct versions found = { .items = arena_alloc(a, VERSIONS_MAX * sizeof *found.items) };
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS " FROM bundle_versions WHERE bundle_id = $1"
        " ORDER BY status <> 'current', created_at DESC, id DESC LIMIT $2",
        TEXT(bundle_id), INT(VERSIONS_MAX));
    while (query_next(&q))
        found.items[found.count++] = read_version(&q, a);
    TRY(query_result(&q));
    *out = found;
    return OK;
}

enum err version_find(struct db *db, struct arena *a, const char *bundle_id, const char *name,
                      struct version *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS " FROM bundle_versions WHERE bundle_id = $1"
        " AND ($2 IS NULL AND status = 'current' OR id = $2 OR address = $2 OR version = $2)"
        " ORDER BY created_at DESC LIMIT 1", TEXT(bundle_id), TEXT(name));
    if (!query_next(&q))
        return query_missing(&q);
    *out = read_version(&q, a);
    return OK;
}

bool version_has_document(const struct version *v)
{
    return !text_is(v->head, "{}");
}

enum err version_piece(struct db *db, struct arena *a, const char *version_id, int position,
                       const char **out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT piece FROM version_documents WHERE version_id = $1 AND position = $2",
        TEXT(version_id), INT(position));
    if (!query_next(&q))
        return query_missing(&q);
    *out = column_text(&q, a);
    return OK;
}

struct pieces {
    const char **items;
    int count;
    size_t size;
};

static enum err read_pieces(struct db *db, struct arena *a, const char *version_id,
                            struct pieces *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT piece FROM version_documents WHERE version_id = $1 ORDER BY position LIMIT $2",
        TEXT(version_id), INT(VERSION_PIECES_MAX));
    while (query_next(&q)) {
        out->items[out->count] = column_text(&q, a);
        out->size += strlen(out->items[out->count++]);
    }
    return query_result(&q);
}

enum err version_body(struct db *db, struct arena *a, const char *version_id, const char **out)
{
    AUTO_ARENA struct arena brief = { 0 };
    struct pieces found = {
        .items = arena_alloc(&brief, VERSION_PIECES_MAX * sizeof *found.items) };
    TRY(read_pieces(db, &brief, version_id, &found));
    char *text = arena_alloc(a, found.size + 1), *at = text;
    for (int i = 0; i < found.count; i++)
        at = stpcpy(at, found.items[i]);
    *out = text;
    return OK;
}

enum err version_document(struct db *db, struct arena *a, const struct version *v,
                          const char **out)
{
    const char *body = NULL;
    *out = NULL;
    if (!version_has_document(v))
        return OK;
    TRY(version_body(db, a, v->id, &body));
    *out = document_text(a, v->head, body);
    return OK;
}
