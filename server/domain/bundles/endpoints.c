#include "domain/bundles/endpoints.h"

#include "base/random.h"
#include "base/text.h"
#include "domain/json/json.h"
#include "store/db.h"

#include <string.h>

#define COLUMNS                                                                                  \
    "id, method, path, tag, summary, description, is_deprecated, parameters, request_body, "     \
    "responses, more"

static struct endpoint read_endpoint(struct query *q, struct arena *a)
{
    return (struct endpoint){
        .id = column_text(q, a),
        .method = column_text(q, a),
        .path = column_text(q, a),
        .tag = column_text(q, a),
        .summary = column_text(q, a),
        .description = column_text(q, a),
        .is_deprecated = column_int(q),
        .parameters = column_text(q, a),
        .request_body = column_text(q, a),
        .responses = column_text(q, a),
        .more = column_text(q, a),
    };
}

enum err endpoints_count(struct db *db, const char *version_id, int *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT count(*) FROM version_endpoints WHERE version_id = $1", TEXT(version_id));
    if (!query_next(&q))
        return query_missing(&q);
    *out = (int)column_int(&q);
    return OK;
}

static enum err read_page(struct db *db, struct arena *a, const char *version_id, int from,
                          int limit, struct endpoints *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS " FROM version_endpoints WHERE version_id = $1 AND position >= $2"
        " ORDER BY position LIMIT $3", TEXT(version_id), INT(from), INT(limit + 1));
    while (query_next(&q)) {
        if (out->count == limit) {
            out->next = from + limit;
            break;
        }
        out->items[out->count++] = read_endpoint(&q, a);
    }
    return query_result(&q);
}

enum err endpoints_of(struct db *db, struct arena *a, const char *version_id, int from, int limit,
                      struct endpoints *out)
{
    struct endpoints found = { .items = arena_alloc(a, (size_t)limit * sizeof *found.items) };
    TRY(read_page(db, a, version_id, from, limit, &found));
    TRY(endpoints_count(db, version_id, &found.total));
    *out = found;
    return OK;
}

enum err endpoint_find(struct db *db, struct arena *a, const char *version_id, const char *id,
                       struct endpoint *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS " FROM version_endpoints WHERE version_id = $1 AND id = $2",
        TEXT(version_id), TEXT(id));
    if (!query_next(&q))
        return query_missing(&q);
    *out = read_endpoint(&q, a);
    return OK;
}

enum err endpoint_at(struct db *db, struct arena *a, const char *version_id, const char *method,
                     const char *path, struct endpoint *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS " FROM version_endpoints WHERE version_id = $1 AND method = $2"
        " AND path = $3", TEXT(version_id), TEXT(method), TEXT(path));
    if (!query_next(&q))
        return query_missing(&q);
    *out = read_endpoint(&q, a);
    return OK;
}

static struct endpoint read_light(struct query *q, struct arena *a)
{
    return (struct endpoint){
        .id = column_text(q, a),
        .method = column_text(q, a),
        .path = column_text(q, a),
        .tag = column_text(q, a),
        .summary = column_text(q, a),
        .is_deprecated = column_int(q),
    };
}

/* What an endpoint is found by: words in folded text, parted by blanks. */
static const char *const *search_words(struct arena *a, const char *q)
{
    char *rest = text_fold(a, q ? q : "");
    const char **words = arena_alloc(a, (strlen(rest) / 2 + 2) * sizeof *words);
    int count = 0;
    for (char *word = strtok_r(rest, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        words[count++] = word;
    return words;
}

static bool holds_words(const struct endpoint *e, const char *const *words)
{
    if (!*words)
        return true;
    AUTO_ARENA struct arena a = { 0 };
    const char *text = text_fold(&a, arena_printf(&a, "%s %s %s %s", e->method, e->path, e->tag,
                                                  e->summary));
    while (*words && strstr(text, *words))
        words++;
    return !*words;
}

static void add_found(const struct endpoint *e, const struct endpoint_search *search,
                      struct endpoints *out)
{
    int const at = out->total++;
    if (at < search->from)
        return;
    if (out->count < search->limit)
        out->items[out->count++] = *e;
    else
        out->next = search->from + search->limit;
}

enum err endpoints_search(struct db *db, struct arena *a, const char *version_id,
                          const struct endpoint_search *search, struct endpoints *out)
{
    const char *const *words = search_words(a, search->q);
    struct endpoints found = {
        .items = arena_alloc(a, (size_t)search->limit * sizeof *found.items) };
    AUTO_QUERY struct query q = db_query(db,
        "SELECT id, method, path, tag, summary, is_deprecated FROM version_endpoints"
        " WHERE version_id = $1 AND (tag = $2 OR $2 IS NULL) ORDER BY position",
        TEXT(version_id), TEXT(search->tag));
    while (query_next(&q)) {
        struct endpoint const e = read_light(&q, a);
        if (holds_words(&e, words))
            add_found(&e, search, &found);
    }
    TRY(query_result(&q));
    *out = found;
    return OK;
}

/* "GET /a" to id, of every version of the bundle. */
static enum err read_ids(struct db *tx, struct arena *a, const char *bundle_id, json_t *out)
{
    AUTO_QUERY struct query q = db_query(tx,
        "SELECT e.method, e.path, e.id FROM version_endpoints e"
        " JOIN bundle_versions v ON v.id = e.version_id WHERE v.bundle_id = $1"
        " ORDER BY v.created_at", TEXT(bundle_id));
    while (query_next(&q)) {
        const char *method = column_text(&q, a);
        const char *path = column_text(&q, a);
        json_object_set_new(out, arena_printf(a, "%s %s", method, path),
                            json_string(column_text(&q, a)));
    }
    return query_result(&q);
}

static const char *id_for(struct arena *a, const json_t *ids, const struct endpoint *e)
{
    if (e->id)
        return e->id;
    const char *name = arena_printf(a, "%s %s", e->method, e->path);
    const char *known = json_text_at(ids, name, NULL);
    return known ? known : id_new(a, "ept");
}

static enum err write_endpoint(struct db *tx, const char *version_id, const char *id,
                               const struct endpoint *e, int position)
{
    return db_run(tx,
        "INSERT INTO version_endpoints (version_id, id, position, method, path, tag, summary,"
        " is_deprecated, description, parameters, request_body, responses, more)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        TEXT(version_id), TEXT(id), INT(position), TEXT(e->method), TEXT(e->path), TEXT(e->tag),
        TEXT(e->summary), INT(e->is_deprecated), TEXT(e->description), TEXT(e->parameters),
        TEXT(e->request_body), TEXT(e->responses), TEXT(e->more));
}

enum err endpoints_write(struct db *tx, const char *bundle_id, const char *version_id,
                         const struct endpoint *items, int count)
{
    AUTO_ARENA struct arena a = { 0 };
    json_auto_t *ids = json_object();
    TRY(read_ids(tx, &a, bundle_id, ids));
    TRY(db_run(tx, "DELETE FROM version_endpoints WHERE version_id = $1", TEXT(version_id)));
    for (int i = 0; i < count; i++)
        TRY(write_endpoint(tx, version_id, id_for(&a, ids, &items[i]), &items[i], i));
    return OK;
}
