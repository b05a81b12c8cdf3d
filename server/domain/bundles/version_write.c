#include "domain/bundles/version_write.h"

#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "domain/bundles/endpoints.h"
#include "domain/bundles/schemas.h"
#include "store/db.h"

#include <string.h>

/* Counts up with each change of what the reader makes of a document. */
enum { READER = 1 };

const char *version_address(struct arena *a, const char *version)
{
    char *address = arena_printf(a, "%.*s", VERSION_MAX, version);
    for (char *at = address; *at; at++) {
        bool const is_plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z')
                              || (*at >= '0' && *at <= '9') || *at == '.' || *at == '_';
        *at = is_plain ? *at : '-';
    }
    return *address ? address : "-";
}

static enum err check_address(struct db *tx, const char *bundle_id, const char *own_id,
                              const char *address)
{
    AUTO_QUERY struct query q = db_query(tx,
        "SELECT 1 FROM bundle_versions WHERE bundle_id = $1 AND address = $2 AND id <> $3",
        TEXT(bundle_id), TEXT(address), TEXT(own_id));
    bool const is_taken = query_next(&q);
    TRY(query_result(&q));
    return is_taken ? VERSION_TAKEN : OK;
}

/* As long as a piece may be, and never within a character. */
static size_t piece_size(const char *text)
{
    size_t size = strnlen(text, VERSION_PIECE_BYTES);
    while (size == VERSION_PIECE_BYTES && ((unsigned char)text[size] & 0xC0) == 0x80)
        size--;
    return size;
}

static enum err write_body(struct db *tx, const char *id, const char *body)
{
    TRY(db_run(tx, "DELETE FROM version_documents WHERE version_id = $1", TEXT(id)));
    for (int position = 0; *body; position++) {
        AUTO_ARENA struct arena a = { 0 };
        size_t const size = piece_size(body);
        TRY(db_run(tx, "INSERT INTO version_documents (version_id, position, piece)"
                       " VALUES ($1, $2, $3)",
                   TEXT(id), INT(position), TEXT(arena_printf(&a, "%.*s", (int)size, body))));
        body += size;
    }
    return OK;
}

enum err version_fill(struct db *tx, const struct version *v, const struct document *d,
                      const char *origin, int64_t now)
{
    TRY(db_run(tx,
        "UPDATE bundle_versions SET head = $2, tags = $3, origin = $4, reader = $5,"
        " updated_at = $6, revision = revision + 1 WHERE id = $1",
        TEXT(v->id), TEXT(d->head), TEXT(d->tags), TEXT(origin ? origin : d->origin), INT(READER),
        INT(now)));
    TRY(write_body(tx, v->id, d->body));
    TRY(endpoints_write(tx, v->bundle_id, v->id, d->endpoints, d->endpoint_count));
    return schemas_write(tx, v->id, d->schemas, d->schema_count);
}

static enum err check_count(struct db *tx, const char *bundle_id)
{
    AUTO_QUERY struct query q = db_query(tx,
        "SELECT count(*) FROM bundle_versions WHERE bundle_id = $1", TEXT(bundle_id));
    if (!query_next(&q))
        return query_missing(&q);
    return column_int(&q) < VERSIONS_MAX ? OK : VERSIONS_FULL;
}

enum err version_add(struct db *tx, struct arena *a, const struct version_new *v,
                     const char **out)
{
    struct version const made = { .id = id_new(a, "ver"), .bundle_id = v->bundle_id };
    const char *address = version_address(a, v->version);
    TRY(check_count(tx, v->bundle_id));
    TRY(check_address(tx, v->bundle_id, made.id, address));
    TRY(db_run(tx,
        "INSERT INTO bundle_versions (id, bundle_id, version, address, status, head, tags, origin,"
        " reader, created_by, created_at, updated_at)"
        " VALUES ($1, $2, $3, $4, $5, '{}', '[]', '{}', $6, $7, $8, $8)",
        TEXT(made.id), TEXT(v->bundle_id), TEXT(v->version), TEXT(address), TEXT(v->status),
        INT(READER), TEXT(v->created_by), INT(v->now)));
    if (v->document)
        TRY(version_fill(tx, &made, v->document, v->origin, v->now));
    *out = made.id;
    return OK;
}

enum err version_rename(struct db *tx, struct arena *a, const struct version *v,
                        const char *version)
{
    const char *address = version_address(a, version);
    TRY(check_address(tx, v->bundle_id, v->id, address));
    return db_run(tx, "UPDATE bundle_versions SET version = $2, address = $3 WHERE id = $1",
                  TEXT(v->id), TEXT(version), TEXT(address));
}

/* A document of before stands there whole, without a head. */
static enum err take_apart(struct db *tx, struct arena *a, const struct version *v, int64_t now)
{
    struct document d;
    struct finding fault;
    const char *body = NULL;
    TRY(version_body(tx, a, v->id, &body));
    const char *text = version_has_document(v) ? document_text(a, v->head, body) : body;
    const char *origin = version_has_document(v) ? v->origin : NULL;
    TRY(version_rename(tx, a, v, v->version));
    if (!*text)
        return db_run(tx, "UPDATE bundle_versions SET reader = $2 WHERE id = $1", TEXT(v->id),
                      INT(READER));
    TRY(document_read(a, text, strlen(text), &d, &fault));
    return version_fill(tx, v, &d, origin, now);
}

static enum err find_outdated(struct db *db, struct arena *a, struct version *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT id, bundle_id FROM bundle_versions WHERE reader < $1 ORDER BY id LIMIT 1",
        INT(READER));
    if (!query_next(&q))
        return query_missing(&q);
    const char *id = column_text(&q, a);
    const char *bundle_id = column_text(&q, a);
    return version_find(db, a, bundle_id, id, out);
}

enum err versions_refresh(struct db *db, int64_t now)
{
    for (;;) {
        AUTO_ARENA struct arena a = { 0 };
        AUTO_TX struct tx tx = { 0 };
        struct version v;
        enum err const e = find_outdated(db, &a, &v);
        if (e)
            return e == NOT_FOUND ? OK : e;
        TRY(tx_begin(&tx, db));
        TRY(take_apart(tx.db, &a, &v, now));
        TRY(tx_commit(&tx));
        LOG(INFO, "document read again", LOG_TEXT("version", v.id));
    }
}
