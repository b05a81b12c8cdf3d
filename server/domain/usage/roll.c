/* Minutes that are over become part of their hour and day; what is old goes. */
#include "domain/usage/rows.h"
#include "domain/usage/usage.h"
#include "store/db.h"

enum { PAGE = 100, MINUTES_AT_ONCE = 30, LATE_S = 90, SWEPT_AT_ONCE_S = 3600, SWEEPS = 100 };

struct read_row {
    int64_t series_id;
    struct usage_sums sums;
};

/* Rows of one minute behind this series, in its order. */
static enum err read_page(struct db *tx, int64_t at, int64_t behind, struct read_row *rows,
                          int *count)
{
    AUTO_QUERY struct query q = db_query(tx,
        "SELECT series_id, " SUMS " FROM usage_minutes WHERE at = $1 AND series_id > $2"
        " ORDER BY series_id LIMIT $3", INT(at), INT(behind), INT(PAGE));
    for (*count = 0; query_next(&q); ++*count) {
        rows[*count] = (struct read_row){ .series_id = column_int(&q) };
        TRY(sums_read(&q, &rows[*count].sums));
    }
    return query_result(&q);
}

static enum err roll_rows(struct db *tx, int64_t at, const struct read_row *rows, int count)
{
    for (int i = 0; i < count; i++) {
        TRY(sums_add(tx, USAGE_HOUR, level_start(USAGE_HOUR, at), rows[i].series_id,
                    &rows[i].sums));
        TRY(sums_add(tx, USAGE_DAY, level_start(USAGE_DAY, at), rows[i].series_id,
                    &rows[i].sums));
    }
    return OK;
}

static enum err roll_minute(struct db *tx, int64_t at)
{
    int count = PAGE;
    for (int64_t behind = 0; count == PAGE;) {
        AUTO_ARENA struct arena a = { 0 };
        struct read_row *rows = arena_alloc(&a, PAGE * sizeof *rows);
        TRY(read_page(tx, at, behind, rows, &count));
        TRY(roll_rows(tx, at, rows, count));
        behind = count ? rows[count - 1].series_id : behind;
    }
    return db_run(tx, "UPDATE usage_rolled SET until_at = $1 WHERE id = 1", INT(at + 60));
}

/* The oldest minute that is not rolled up; NOT_FOUND: none. */
static enum err oldest(struct db *tx, int64_t now, int64_t *out)
{
    int64_t rolled_at = 0;
    TRY(rolled_until(tx, &rolled_at));
    AUTO_QUERY struct query q = db_query(tx,
        "SELECT at FROM usage_minutes WHERE at >= $1 AND at <= $2 ORDER BY at LIMIT 1",
        INT(rolled_at), INT(now - LATE_S));
    if (!query_next(&q))
        return query_missing(&q);
    *out = column_int(&q);
    return OK;
}

static enum err roll_oldest(struct db *db, int64_t now)
{
    AUTO_TX struct tx tx = { 0 };
    int64_t at = 0;
    TRY(tx_begin(&tx, db));
    TRY(oldest(tx.db, now, &at));
    TRY(roll_minute(tx.db, at));
    return tx_commit(&tx);
}

/* Only minutes that nothing more is expected for; what comes all the same is added by whoever
 * writes it. */
enum err usage_roll(struct db *db, int64_t now)
{
    enum err e = OK;
    for (int i = 0; i < MINUTES_AT_ONCE && !e; i++)
        e = roll_oldest(db, now);
    return e == NOT_FOUND ? OK : e;
}

#define SWEEP(table)                                                                         \
    "DELETE FROM " table " WHERE at < $1 AND at < (SELECT min(at) FROM " table ") + $2"

/* A piece at a time, so that others get their turn at the writer. */
static enum err sweep(struct db *db, const char *sql, int64_t before, int64_t piece_s)
{
    int64_t changed = 1;
    for (int i = 0; i < SWEEPS && changed; i++)
        TRY(db_run_counting(db, &changed, sql, INT(before), INT(piece_s)));
    return OK;
}

/* Of a series nothing is left once its days are gone. */
static enum err sweep_series(struct db *db, int64_t now)
{
    return db_run(db,
        "DELETE FROM usage_series WHERE made_at < $1"
        " AND NOT EXISTS (SELECT 1 FROM usage_days d WHERE d.series_id = usage_series.id)"
        " AND NOT EXISTS (SELECT 1 FROM usage_minutes m WHERE m.series_id = usage_series.id)",
        INT(now - USAGE_DAYS_S));
}

enum err usage_sweep(struct db *db, int64_t now)
{
    TRY(sweep(db, SWEEP("usage_minutes"), now - USAGE_MINUTES_S, SWEPT_AT_ONCE_S / 4));
    TRY(sweep(db, SWEEP("usage_hours"), now - USAGE_HOURS_S, SWEPT_AT_ONCE_S));
    TRY(sweep(db, SWEEP("usage_days"), now - USAGE_DAYS_S, SWEPT_AT_ONCE_S));
    return sweep_series(db, now);
}
