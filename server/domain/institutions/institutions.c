#include "domain/institutions/institutions.h"

#include "base/random.h"
#include "store/db.h"

#define COLUMNS "id, name, type, status, note, decided_by, decided_at, created_at"

static struct institution read_institution(struct query *q, struct arena *a)
{
    struct institution i = { .id = column_text(q, a) };
    i.name = column_text(q, a);
    i.type = column_text(q, a);
    i.status = column_text(q, a);
    i.note = column_text(q, a);
    i.decided_by = column_text(q, a);
    i.decided_at = column_int(q);
    i.created_at = column_int(q);
    return i;
}

enum err institution_create(struct db *tx, struct arena *a, const char *name, const char *type,
                            int64_t now, const char **id)
{
    const char *made = id_new(a, "ins");
    TRY(db_run(tx, "INSERT INTO institutions (id, name, type, status, created_at) "
                   "VALUES ($1, $2, $3, 'menunggu', $4)",
               TEXT(made), TEXT(name), TEXT(type), INT(now)));
    *id = made;
    return OK;
}

enum err institution_find(struct db *db, struct arena *a, const char *id, struct institution *out)
{
    AUTO_QUERY struct query q = db_query(db, "SELECT " COLUMNS " FROM institutions WHERE id = $1",
                                         TEXT(id));
    if (!query_next(&q))
        return query_missing(&q);
    *out = read_institution(&q, a);
    return OK;
}

static struct query open_list(struct db *db, const char *status, const char *after, int limit)
{
    if (!status)
        return db_query(db, "SELECT " COLUMNS " FROM institutions WHERE id > $1 "
                            "ORDER BY id LIMIT $2",
                        TEXT(after), INT(limit));
    return db_query(db, "SELECT " COLUMNS " FROM institutions WHERE status = $1 AND id > $2 "
                        "ORDER BY id LIMIT $3",
                    TEXT(status), TEXT(after), INT(limit));
}

enum err institutions_list(struct db *db, struct arena *a, const char *status, const char *after,
                           int limit, struct institutions *out)
{
    struct institutions list = { .items = arena_alloc(a, (size_t)limit * sizeof list.items[0]) };
    AUTO_QUERY struct query q = open_list(db, status, after ? after : "", limit);
    while (query_next(&q))
        list.items[list.count++] = read_institution(&q, a);
    TRY(query_result(&q));
    *out = list;
    return OK;
}
