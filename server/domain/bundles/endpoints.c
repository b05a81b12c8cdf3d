#include "domain/bundles/endpoints.h"

#include "base/random.h"
#include "base/text.h"
#include "store/db.h"

#include <string.h>

#define COLUMNS                                                                                  \
    "id, method, path, tag, summary, description, is_deprecated, parameters, request_body, "     \
    "responses"

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
    };
}

static enum err count(struct db *db, const char *bundle_id, int *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT count(*) FROM bundle_endpoints WHERE bundle_id = $1", TEXT(bundle_id));
    if (!query_next(&q))
        return query_missing(&q);
    *out = (int)column_int(&q);
    return OK;
}

static enum err read_page(struct db *db, struct arena *a, const char *bundle_id, int from,
                          int limit, struct endpoints *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS " FROM bundle_endpoints WHERE bundle_id = $1 AND position >= $2"
        " ORDER BY position LIMIT $3", TEXT(bundle_id), INT(from), INT(limit + 1));
    while (query_next(&q)) {
        if (out->count == limit) {
            out->next = from + limit;
            break;
        }
        out->items[out->count++] = read_endpoint(&q, a);
    }
    return query_result(&q);
}

enum err endpoints_of(struct db *db, struct arena *a, const char *bundle_id, int from, int limit,
                      struct endpoints *out)
{
    struct endpoints found = { .items = arena_alloc(a, (size_t)limit * sizeof *found.items) };
    TRY(read_page(db, a, bundle_id, from, limit, &found));
    TRY(count(db, bundle_id, &found.total));
    *out = found;
    return OK;
}

enum err endpoint_find(struct db *db, struct arena *a, const char *bundle_id, const char *id,
                       struct endpoint *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT " COLUMNS " FROM bundle_endpoints WHERE bundle_id = $1 AND id = $2",
        TEXT(bundle_id), TEXT(id));
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

enum err endpoints_search(struct db *db, struct arena *a, const char *bundle_id,
                          const struct endpoint_search *search, struct endpoints *out)
{
    const char *const *words = search_words(a, search->q);
    struct endpoints found = {
        .items = arena_alloc(a, (size_t)search->limit * sizeof *found.items) };
    AUTO_QUERY struct query q = db_query(db,
        "SELECT id, method, path, tag, summary, is_deprecated FROM bundle_endpoints"
        " WHERE bundle_id = $1 AND (tag = $2 OR $2 IS NULL) ORDER BY position",
        TEXT(bundle_id), TEXT(search->tag));
    while (query_next(&q)) {
        struct endpoint const e = read_light(&q, a);
        if (holds_words(&e, words))
            add_found(&e, search, &found);
    }
    TRY(query_result(&q));
    *out = found;
    return OK;
}

static enum err write_endpoint(struct db *tx, struct arena *a, const char *bundle_id,
                               const struct endpoint *e, int position)
{
    return db_run(tx,
        "INSERT INTO bundle_endpoints (id, bundle_id, position, method, path, tag, summary,"
        " description, is_deprecated, parameters, request_body, responses)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        " ON CONFLICT (bundle_id, method, path) DO UPDATE SET position = $3, tag = $6,"
        " summary = $7, description = $8, is_deprecated = $9, parameters = $10,"
        " request_body = $11, responses = $12",
        TEXT(id_new(a, "ept")), TEXT(bundle_id), INT(position), TEXT(e->method), TEXT(e->path),
        TEXT(e->tag), TEXT(e->summary), TEXT(e->description), INT(e->is_deprecated),
        TEXT(e->parameters), TEXT(e->request_body), TEXT(e->responses));
}

/* Negative positions mark what the new document no longer has. */
enum err endpoints_write(struct db *tx, const char *bundle_id, const struct endpoint *items,
                         int count)
{
    AUTO_ARENA struct arena a = { 0 };
    TRY(db_run(tx, "UPDATE bundle_endpoints SET position = -1 WHERE bundle_id = $1",
               TEXT(bundle_id)));
    for (int i = 0; i < count; i++)
        TRY(write_endpoint(tx, &a, bundle_id, &items[i], i));
    return db_run(tx, "DELETE FROM bundle_endpoints WHERE bundle_id = $1 AND position < 0",
                  TEXT(bundle_id));
}
