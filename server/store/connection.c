#include "store/connection.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BUSY_TIMEOUT_MS = 5000 };

enum err connection_err(const struct connection *c, int rc)
{
    enum err const e = rc == SQLITE_BUSY || rc == SQLITE_LOCKED ? BUSY : INTERNAL;
    return err_because(e, "sqlite %d: %s", sqlite3_extended_errcode(c->handle),
                       sqlite3_errmsg(c->handle));
}

enum err connection_script(struct connection *c, const char *sql)
{
    int const rc = sqlite3_exec(c->handle, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? OK : connection_err(c, rc);
}

static enum err connect(struct connection *c, const char *path, bool can_write)
{
    int const flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    int const rc = sqlite3_open_v2(path, &c->handle, flags, NULL);
    if (rc != SQLITE_OK)
        return connection_err(c, rc);
    sqlite3_busy_timeout(c->handle, BUSY_TIMEOUT_MS);
    TRY(connection_script(c, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                             "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
                             "PRAGMA temp_store = MEMORY;"));
    return can_write ? OK : connection_script(c, "PRAGMA query_only = ON;");
}

enum err connection_open(const char *path, bool can_write, struct connection **out)
{
    struct connection *c = calloc(1, sizeof *c);
    if (!c)
        abort();
    enum err const e = connect(c, path, can_write);
    if (e) {
        connection_close(c);
        return e;
    }
    *out = c;
    return OK;
}

void connection_close(struct connection *c)
{
    if (!c)
        return;
    for (int i = 0; i < STATEMENT_SLOTS; i++)
        sqlite3_finalize(c->statements[i].stmt);
    sqlite3_close(c->handle);
    free(c);
}

/* The slot that holds this literal and is free to use, or the first empty one after it. */
static struct statement *find_slot(struct connection *c, const char *sql)
{
    size_t at = ((uintptr_t)sql >> 3) * 2654435761u % STATEMENT_SLOTS;
    for (;; at = (at + 1) % STATEMENT_SLOTS) {
        struct statement *s = &c->statements[at];
        if (!s->stmt || (s->sql == sql && !s->in_use && strcmp(sqlite3_sql(s->stmt), sql) == 0))
            return s;
    }
}

enum err statement_take(struct connection *c, const char *sql, struct statement **out)
{
    struct statement *s = find_slot(c, sql);
    if (!s->stmt) {
        if (c->count == STATEMENTS_MAX)
            return err_because(INTERNAL, "more than %d statements", STATEMENTS_MAX);
        int const rc = sqlite3_prepare_v3(c->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &s->stmt,
                                          NULL);
        if (rc != SQLITE_OK)
            return connection_err(c, rc);
        s->sql = sql;
        c->count++;
    }
    s->in_use = true;
    *out = s;
    return OK;
}

void statement_give(struct statement *s)
{
    sqlite3_reset(s->stmt);
    sqlite3_clear_bindings(s->stmt);
    s->in_use = false;
}
