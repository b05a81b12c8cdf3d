/* World: a fresh migrated database in a folder of its own, an arena and a stopped clock for each
 * test, and the two people of every story. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "store/db.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { NOW = 1700000000 };
#define ALICE "usr_alice"
#define BOB "usr_bob"

struct world {
    struct store *store;
    struct db *db;
    struct arena arena;
    char folder[64];
};

int world_begin(void **state);
int world_end(void **state);

/* The first column of the first row; value stands for $1. */
int64_t world_number(struct world *w, const char *sql, const char *value);

/* How many entries of the audit log have this action, and how many notices are of this kind. */
int times_audited(struct world *w, const char *action);
int times_told(struct world *w, const char *kind);

#define in_a_new_world(test) cmocka_unit_test_setup_teardown(test, world_begin, world_end)
#define assert_err(expected, expr) assert_string_equal(err_code(expected), err_code(expr))
#define assert_ok(expr) assert_ok_at((expr), __FILE__, __LINE__)

/* Prints the reason before it fails. */
void assert_ok_at(enum err e, const char *file, int line);
