/* Connection: one SQLite handle with its prepared statements. Internal to store/. */
#pragma once

#include "base/err.h"
#include "store/db.h"

#include <sqlite3.h>
#include <stdbool.h>

enum { STATEMENTS_MAX = 512, STATEMENT_SLOTS = 1024 };

/* Statements are kept prepared, found by the address of their SQL literal. */
struct statement {
    const char *sql;
    sqlite3_stmt *stmt;
    bool in_use;
};

struct connection {
    sqlite3 *handle;
    int count;
    struct statement statements[STATEMENT_SLOTS];
};

enum err connection_open(const char *path, bool can_write, struct connection **out);
void connection_close(struct connection *c);                    /* accepts NULL */
enum err connection_script(struct connection *c, const char *sql);
enum err connection_err(const struct connection *c, int rc);

enum err statement_take(struct connection *c, const char *sql, struct statement **out);
void statement_give(struct statement *s);
