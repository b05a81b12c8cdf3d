#include "store/migrate.h"
#include "support/world.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int64_t count_settings(struct db *db)
{
    AUTO_QUERY struct query q = db_query(db, "SELECT count(*) FROM settings");
    assert_true(query_next(&q));
    return column_int(&q);
}

static enum err add(struct db *db, const char *name)
{
    return db_run(db, "INSERT INTO settings (name, value, updated_at) VALUES ($1, $2, $3)",
                  TEXT(name), TEXT("v"), INT(NOW));
}

static void a_committed_row_is_seen_by_readers(void **state)
{
    struct world *w = *state;
    assert_ok(add(w->db, "one"));
    assert_int_equal(count_settings(w->db), 1);
}

static enum err add_then_give_up(struct db *db)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(add(tx.db, "lost"));
    assert_int_equal(count_settings(tx.db), 1);
    assert_int_equal(count_settings(db), 0);
    return CONFLICT;
}

static void a_transaction_that_leaves_its_scope_rolls_back(void **state)
{
    struct world *w = *state;
    assert_err(CONFLICT, add_then_give_up(w->db));
    assert_int_equal(count_settings(w->db), 0);
    assert_ok(add(w->db, "kept"));
}

static void a_reader_cannot_write(void **state)
{
    struct world *w = *state;
    AUTO_QUERY struct query q = db_query(w->db, "DELETE FROM settings RETURNING name");
    assert_false(query_next(&q));
    assert_err(INTERNAL, query_result(&q));
}

static void values_keep_their_kind(void **state)
{
    struct world *w = *state;
    AUTO_QUERY struct query q = db_query(w->db, "SELECT $2, $1, $3, $4",
                                         INT(7), TEXT("tujuh"), BLOB("a\0b", 3), TEXT(NULL));
    size_t size = 0;
    assert_true(query_next(&q));
    assert_string_equal(column_text(&q, &w->arena), "tujuh");
    assert_int_equal(column_int(&q), 7);
    assert_memory_equal(column_blob(&q, &w->arena, &size), "a\0b", 3);
    assert_int_equal(size, 3);
    assert_null(column_text(&q, &w->arena));
}

enum { THREADS = 16, ROUNDS = 30 };
struct worker {
    struct db *db;
    int number;
    enum err err;
};

/* Every third transaction rolls back, in the middle of the others' shared commits. */
static enum err write_one(struct worker *me, int round)
{
    char name[32];
    snprintf(name, sizeof name, "%d-%d", me->number, round);
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, me->db));
    TRY(add(tx.db, name));
    return round % 3 == 0 ? OK : tx_commit(&tx);
}

static void *work(void *data)
{
    struct worker *me = data;
    for (int round = 0; round < ROUNDS && !me->err; round++)
        me->err = write_one(me, round);
    return NULL;
}

static void shared_commits_keep_what_was_committed_and_nothing_else(void **state)
{
    struct world *w = *state;
    struct worker workers[THREADS];
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){ .db = w->db, .number = i };
        pthread_create(&threads[i], NULL, work, &workers[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_ok(workers[i].err);
    }
    assert_int_equal(count_settings(w->db), THREADS * ROUNDS * 2 / 3);
}

static void a_backup_is_whole_and_overwrites_nothing(void **state)
{
    struct world *w = *state;
    assert_ok(add(w->db, "kept"));
    const char *path = arena_printf(&w->arena, "%s/copy.db", w->folder);
    assert_ok(store_backup(w->store, path));
    assert_err(CONFLICT, store_backup(w->store, path));

    struct store *copy = NULL;
    assert_ok(store_open(path, &copy));
    assert_int_equal(count_settings(store_db(copy)), 1);
    assert_ok(store_check(copy));
    store_close(copy);
    unlink(path);
    unlink(arena_printf(&w->arena, "%s-wal", path));
    unlink(arena_printf(&w->arena, "%s-shm", path));
}

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
}

static void migrations_run_once_in_order_and_stay_as_they_were(void **state)
{
    struct world *w = *state;
    const char *folder = arena_printf(&w->arena, "%s/db", w->folder);
    const char *first = arena_printf(&w->arena, "%s/0001_a.sql", folder);
    const char *second = arena_printf(&w->arena, "%s/0003_b.sql", folder);
    const char *between = arena_printf(&w->arena, "%s/0002_c.sql", folder);
    assert_int_equal(system(arena_printf(&w->arena, "mkdir %s", folder)), 0);
    put(first, "CREATE TABLE a (x INTEGER);");
    put(second, "INSERT INTO a (x) VALUES (1); not sql");

    struct store *s = NULL;
    const char *path = arena_printf(&w->arena, "%s/m.db", w->folder);
    assert_ok(store_open(path, &s));
    int ran = 0;
    assert_err(INTERNAL, migrate(store_db(s), folder, &ran));
    put(second, "INSERT INTO a (x) VALUES (1);");
    assert_ok(migrate(store_db(s), folder, &ran));
    assert_int_equal(ran, 1);
    assert_ok(migrations_check(store_db(s), folder));
    put(between, "CREATE TABLE c (x INTEGER);");
    assert_err(INTERNAL, migrate(store_db(s), folder, &ran));
    unlink(between);
    put(first, "CREATE TABLE b (x INTEGER);");
    assert_err(INTERNAL, migrate(store_db(s), folder, &ran));
    put(first, "CREATE TABLE a (x INTEGER);");
    unlink(second);
    assert_err(INTERNAL, migrate(store_db(s), folder, &ran));
    store_close(s);
    assert_int_equal(system(arena_printf(&w->arena, "rm -r %s %s*", folder, path)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_new_world(a_committed_row_is_seen_by_readers),
        in_a_new_world(a_transaction_that_leaves_its_scope_rolls_back),
        in_a_new_world(a_reader_cannot_write),
        in_a_new_world(values_keep_their_kind),
        in_a_new_world(shared_commits_keep_what_was_committed_and_nothing_else),
        in_a_new_world(a_backup_is_whole_and_overwrites_nothing),
        in_a_new_world(migrations_run_once_in_order_and_stay_as_they_were),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
