#include "support/world.h"

#include "base/clock.h"
#include "domain/messages/words.h"
#include "domain/settings/settings.h"
#include "store/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void assert_ok_at(enum err e, const char *file, int line)
{
    if (e)
        print_error("%s: %s\n", err_code(e), err_why());
    _assert_int_equal(e, OK, file, line);
}

/* A migrated database as its one file holds it, made once a program: each world gets a copy. */
static struct {
    char *bytes;
    size_t size;
} migrated;

static enum err read_migrated(const char *path)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return err_because(INTERNAL, "no %s", path);
    fseek(file, 0, SEEK_END);
    migrated.size = (size_t)ftell(file);
    rewind(file);
    migrated.bytes = malloc(migrated.size);
    size_t const found = migrated.bytes ? fread(migrated.bytes, 1, migrated.size, file) : 0;
    fclose(file);
    return found == migrated.size ? OK : err_because(INTERNAL, "%s cannot be read", path);
}

static enum err write_migrated(const char *path)
{
    FILE *file = fopen(path, "we");
    if (!file)
        return err_because(INTERNAL, "no %s", path);
    size_t const written = fwrite(migrated.bytes, 1, migrated.size, file);
    return fclose(file) == 0 && written == migrated.size
           ? OK : err_because(INTERNAL, "%s cannot be written", path);
}

/* Closing the store leaves all of it in the one file. */
static enum err make_migrated(const char *path)
{
    struct store *store;
    TRY(store_open(path, &store));
    enum err const e = migrate(store_db(store), SIMPUL_SOURCE_DIR "/db", NULL);
    store_close(store);
    TRY(e);
    return read_migrated(path);
}

static enum err open_world(struct world *w, const char *path)
{
    TRY(migrated.bytes ? write_migrated(path) : make_migrated(path));
    TRY(store_open(path, &w->store));
    w->db = store_db(w->store);
    return OK;
}

int world_begin(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    *state = w;
    clock_stop_at(NOW);
    settings_forget();
    message_words_forget();
    snprintf(w->folder, sizeof w->folder, "/tmp/simpul-test-XXXXXX");
    if (!mkdtemp(w->folder))
        return 1;
    enum err const e = open_world(w, arena_printf(&w->arena, "%s/simpul.db", w->folder));
    if (e)
        print_error("no world: %s\n", err_why());
    return e != OK;
}

int world_end(void **state)
{
    struct world *w = *state;
    store_close(w->store);
    for (const char *const *tail = (const char *const[]){ "", "-wal", "-shm", NULL }; *tail; tail++)
        unlink(arena_printf(&w->arena, "%s/simpul.db%s", w->folder, *tail));
    rmdir(w->folder);
    clock_stop_at(0);
    arena_finish(&w->arena);
    free(w);
    return 0;
}

int64_t world_number(struct world *w, const char *sql, const char *value)
{
    AUTO_QUERY struct query q = db_query(w->db, sql, TEXT(value));
    assert_true(query_next(&q));
    return column_int(&q);
}

int times_audited(struct world *w, const char *action)
{
    return (int)world_number(w, "SELECT count(*) FROM audit WHERE action = $1", action);
}

int times_told(struct world *w, const char *kind)
{
    return (int)world_number(w, "SELECT count(*) FROM notifications WHERE kind = $1", kind);
}
