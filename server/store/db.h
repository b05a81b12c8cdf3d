/* Database: the one door to SQL. Only this folder includes sqlite3.h.
 *
 * SQL is a string literal at the place that needs it, with $1, $2 … for its values; both SQLite
 * and PostgreSQL read that. There are two kinds of struct db:
 *
 * - the store's own, from store_db(): shared by all threads and never held. Each query borrows a
 *   reading connection until it is closed; db_run() is a write transaction of its own.
 * - a transaction's, tx.db: the one writing connection, this thread's until commit or rollback.
 *   Inside a transaction everything goes through tx.db, so that it sees its own writes.
 *
 * Readers see committed rows only. Transactions are short: no network, no argon2, no waiting. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct store;
struct connection;
struct statement;

enum err store_open(const char *path, struct store **out);
void store_close(struct store *s);                              /* accepts NULL */
struct db *store_db(struct store *s);

/* Values bound to $1, $2 … in order. Text and bytes are borrowed until the query is closed. */
struct arg {
    enum { ARG_END, ARG_NULL, ARG_INT, ARG_TEXT, ARG_BLOB } kind;
    int64_t number;
    const void *bytes;
    size_t size;
};
static inline struct arg INT(int64_t n) { return (struct arg){ .kind = ARG_INT, .number = n }; }
static inline struct arg TEXT(const char *s)                    /* NULL binds an SQL NULL */
{
    return (struct arg){ .kind = s ? ARG_TEXT : ARG_NULL, .bytes = s };
}
static inline struct arg BLOB(const void *bytes, size_t size)   /* NULL binds an SQL NULL */
{
    return (struct arg){ .kind = bytes ? ARG_BLOB : ARG_NULL, .bytes = bytes, .size = size };
}
/* 0 stands for "never" in our structs and NULL in the tables. */
static inline struct arg TIME(int64_t seconds)
{
    return (struct arg){ .kind = seconds ? ARG_INT : ARG_NULL, .number = seconds };
}

/* Rows, one after another:
 *
 *     AUTO_QUERY struct query q = db_query(db, "SELECT id, label FROM keys WHERE …", TEXT(id));
 *     while (query_next(&q))
 *         … column_text(&q, arena), column_int(&q) …    columns are read in SELECT order
 *     return query_result(&q);
 */
struct query {
    struct connection *connection;
    struct store *lender;               /* to whom the connection goes back; NULL in a tx */
    struct statement *statement;
    int column;
    enum err err;
};
#define db_query(db, sql, ...)                                                               \
    db_query_args((db), (sql), (const struct arg[]){ __VA_ARGS__ __VA_OPT__(, ) { 0 } })
#define AUTO_QUERY __attribute__((cleanup(query_close)))

struct query db_query_args(struct db *db, const char *sql, const struct arg *args);
bool query_next(struct query *q);
enum err query_result(const struct query *q);       /* OK, or why the loop ended early */
static inline enum err query_missing(const struct query *q)     /* the same, but never OK */
{
    return q->err ? q->err : NOT_FOUND;
}
void query_close(struct query *q);
int64_t column_int(struct query *q);                            /* 0 for an SQL NULL */
char *column_text(struct query *q, struct arena *a);            /* NULL for an SQL NULL */
unsigned char *column_blob(struct query *q, struct arena *a, size_t *size);     /* likewise */
/* Its bytes until the next row; never NULL. */
const void *column_borrowed(struct query *q, size_t *size);

/* A statement that returns no rows. *changed, where given, receives how many rows changed. */
#define db_run(db, sql, ...)                                                                 \
    db_run_args((db), (sql), (const struct arg[]){ __VA_ARGS__ __VA_OPT__(, ) { 0 } }, NULL)
#define db_run_counting(db, changed, sql, ...)                                               \
    db_run_args((db), (sql), (const struct arg[]){ __VA_ARGS__ __VA_OPT__(, ) { 0 } }, (changed))
enum err db_run_args(struct db *db, const char *sql, const struct arg *args, int64_t *changed);

/* Several statements without values, for migrations. In a transaction only. */
enum err db_script(struct db *tx, const char *sql);

/* A write transaction; it rolls back when it leaves scope uncommitted.
 *
 *     AUTO_TX struct tx tx = { 0 };
 *     TRY(tx_begin(&tx, db));
 *     TRY(db_run(tx.db, "UPDATE …"));
 *     return tx_commit(&tx);
 *
 * tx_commit answers when the rows are on disk. Transactions that wait for each other share one
 * commit: each is a savepoint of its own, so that one rolling back harms no other. Given the db
 * of an open transaction, tx_begin joins it: the outer one commits or rolls back for both. */
struct tx {
    struct db *db;
    bool is_nested;
};
#define AUTO_TX __attribute__((cleanup(tx_rollback)))
enum err tx_begin(struct tx *tx, struct db *db);
enum err tx_commit(struct tx *tx);
void tx_rollback(struct tx *tx);

/* Copies the whole database, consistently and while it is in use, to a new file, and checks the
 * copy. CONFLICT when the file exists. */
enum err store_backup(struct store *s, const char *path);

/* INTERNAL, with SQLite's own words in err_why(), unless the file is sound. */
enum err store_check(struct store *s);
