#include "domain/usage/rows.h"

#include "store/db.h"

enum err sums_read(struct query *q, struct usage_sums *sums)
{
    size_t size = 0;
    sums->calls += column_int(q);
    sums->duration_us += column_int(q);
    sums->upstream_calls += column_int(q);
    sums->upstream_us += column_int(q);
    const void *bytes = column_borrowed(q, &size);
    bool is_good = histogram_read(&sums->durations, bytes, size);
    bytes = column_borrowed(q, &size);
    is_good &= histogram_read(&sums->upstreams, bytes, size);
    return is_good ? OK : err_because(INTERNAL, "a histogram of usage cannot be read");
}

#define READ(table) "SELECT " SUMS " FROM " table " WHERE at = $1 AND series_id = $2"
#define WRITE(table)                                                                         \
    "INSERT INTO " table " (at, series_id, " SUMS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"  \
    " ON CONFLICT (at, series_id) DO UPDATE SET calls = excluded.calls,"                     \
    " duration_us = excluded.duration_us, upstream_calls = excluded.upstream_calls,"         \
    " upstream_us = excluded.upstream_us, durations = excluded.durations,"                   \
    " upstreams = excluded.upstreams"

static const struct {
    const char *read, *write;
} sql[USAGE_LEVELS] = {
    { READ("usage_minutes"), WRITE("usage_minutes") },
    { READ("usage_hours"), WRITE("usage_hours") },
    { READ("usage_days"), WRITE("usage_days") },
};

static enum err read_present(struct db *tx, enum usage_level level, int64_t at,
                             int64_t series_id, struct usage_sums *sums)
{
    AUTO_QUERY struct query q = db_query(tx, sql[level].read, INT(at), INT(series_id));
    if (query_next(&q))
        TRY(sums_read(&q, sums));
    return query_result(&q);
}

enum err sums_add(struct db *tx, enum usage_level level, int64_t at, int64_t series_id,
                 const struct usage_sums *sums)
{
    AUTO_ARENA struct arena a = { 0 };
    struct usage_sums *sum = ARENA_NEW(&a, struct usage_sums);
    *sum = *sums;
    TRY(read_present(tx, level, at, series_id, sum));
    size_t durations_size = 0, upstreams_size = 0;
    const void *durations = histogram_write(&a, &sum->durations, &durations_size);
    const void *upstreams = histogram_write(&a, &sum->upstreams, &upstreams_size);
    return db_run(tx, sql[level].write, INT(at), INT(series_id), INT(sum->calls),
                  INT(sum->duration_us), INT(sum->upstream_calls), INT(sum->upstream_us),
                  BLOB(durations, durations_size), BLOB(upstreams, upstreams_size));
}

enum err rolled_until(struct db *db, int64_t *out)
{
    AUTO_QUERY struct query q = db_query(db, "SELECT until_at FROM usage_rolled WHERE id = 1");
    if (!query_next(&q))
        return query_missing(&q);
    *out = column_int(&q);
    return OK;
}
