#include "store/store.h"

#include <stdio.h>
#include <string.h>

static int bind_arg(sqlite3_stmt *stmt, int at, const struct arg *arg)
{
    switch (arg->kind) {
    case ARG_INT:
        return sqlite3_bind_int64(stmt, at, arg->number);
    case ARG_TEXT:
        return sqlite3_bind_text(stmt, at, arg->bytes, -1, SQLITE_STATIC);
    case ARG_BLOB:
        return sqlite3_bind_blob64(stmt, at, arg->bytes, arg->size, SQLITE_STATIC);
    case ARG_NULL:
    case ARG_END:
        break;
    }
    return sqlite3_bind_null(stmt, at);
}

/* SQLite numbers $1, $2 … by first appearance, so each is looked up by its name. */
static enum err bind_args(struct connection *c, sqlite3_stmt *stmt, const struct arg *args)
{
    for (int n = 1; args[n - 1].kind != ARG_END; n++) {
        char name[16];
        snprintf(name, sizeof name, "$%d", n);
        int const at = sqlite3_bind_parameter_index(stmt, name);
        if (at == 0)
            return err_because(INTERNAL, "no %s in: %.80s", name, sqlite3_sql(stmt));
        int const rc = bind_arg(stmt, at, &args[n - 1]);
        if (rc != SQLITE_OK)
            return connection_err(c, rc);
    }
    return OK;
}

static enum err borrow(struct query *q, struct db *db)
{
    q->connection = db->connection;
    if (q->connection)
        return OK;
    TRY(reader_take(db->store, &q->connection));
    q->lender = db->store;
    return OK;
}

struct query db_query_args(struct db *db, const char *sql, const struct arg *args)
{
    struct query q = { 0 };
    q.err = borrow(&q, db);
    if (!q.err)
        q.err = statement_take(q.connection, sql, &q.statement);
    if (!q.err)
        q.err = bind_args(q.connection, q.statement->stmt, args);
    return q;
}

bool query_next(struct query *q)
{
    if (q->err)
        return false;
    q->column = 0;
    int const rc = sqlite3_step(q->statement->stmt);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        q->err = connection_err(q->connection, rc);
    return rc == SQLITE_ROW;
}

enum err query_result(const struct query *q)
{
    return q->err;
}

void query_close(struct query *q)
{
    if (q->statement)
        statement_give(q->statement);
    if (q->lender)
        reader_give(q->lender, q->connection);
    *q = (struct query){ .err = q->err };
}

int64_t column_int(struct query *q)
{
    return sqlite3_column_int64(q->statement->stmt, q->column++);
}

char *column_text(struct query *q, struct arena *a)
{
    const unsigned char *text = sqlite3_column_text(q->statement->stmt, q->column++);
    return text ? arena_copy(a, (const char *)text) : NULL;
}

unsigned char *column_blob(struct query *q, struct arena *a, size_t *size)
{
    sqlite3_stmt *stmt = q->statement->stmt;
    int const at = q->column++;
    *size = 0;
    if (sqlite3_column_type(stmt, at) == SQLITE_NULL)
        return NULL;
    const void *bytes = sqlite3_column_blob(stmt, at);
    *size = (size_t)sqlite3_column_bytes(stmt, at);
    unsigned char *copy = arena_alloc(a, *size + 1);
    if (*size)
        memcpy(copy, bytes, *size);
    return copy;
}

const void *column_borrowed(struct query *q, size_t *size)
{
    sqlite3_stmt *stmt = q->statement->stmt;
    int const at = q->column++;
    const void *bytes = sqlite3_column_blob(stmt, at);
    *size = (size_t)sqlite3_column_bytes(stmt, at);
    return bytes ? bytes : "";
}

static enum err run(struct db *db, const char *sql, const struct arg *args, int64_t *changed)
{
    AUTO_QUERY struct query q = db_query_args(db, sql, args);
    while (query_next(&q))
        ;
    TRY(query_result(&q));
    if (changed)
        *changed = sqlite3_changes64(q.connection->handle);
    return OK;
}

enum err db_run_args(struct db *db, const char *sql, const struct arg *args, int64_t *changed)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(run(tx.db, sql, args, changed));
    return tx_commit(&tx);
}

enum err db_script(struct db *tx, const char *sql)
{
    if (!tx->connection)
        return err_because(INTERNAL, "a script needs a transaction");
    return connection_script(tx->connection, sql);
}
