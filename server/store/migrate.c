#include "store/migrate.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "store/db.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MIGRATIONS_MAX = 500 };

struct migration {
    int64_t number;
    char *name, *sql, *checksum;
};

struct migrations {
    int count;
    struct migration items[MIGRATIONS_MAX];
};

/* FNV-1a over the file: tells an edited file, keeps no secret. */
static char *checksum(struct arena *a, const char *sql)
{
    uint64_t hash = 14695981039346656037u;
    for (; *sql; sql++)
        hash = (hash ^ (unsigned char)*sql) * 1099511628211u;
    return arena_printf(a, "%016llx", (unsigned long long)hash);
}

static enum err read_file(struct arena *a, const char *path, char **out)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return err_because(INTERNAL, "cannot read %s", path);
    fseek(file, 0, SEEK_END);
    long const size = ftell(file);
    rewind(file);
    char *text = size >= 0 ? arena_alloc(a, (size_t)size + 1) : NULL;
    bool const is_whole = text && fread(text, 1, (size_t)size, file) == (size_t)size;
    fclose(file);
    if (!is_whole)
        return err_because(INTERNAL, "cannot read all of %s", path);
    *out = text;
    return OK;
}

static int is_migration(const struct dirent *entry)
{
    return strlen(entry->d_name) > 9 && strspn(entry->d_name, "0123456789") == 4
           && entry->d_name[4] == '_' && text_ends(entry->d_name, ".sql");
}

static enum err read_all(struct arena *a, const char *folder, struct dirent **names, int count,
                         struct migrations *out)
{
    for (int i = 0; i < count; i++) {
        struct migration *m = &out->items[i];
        m->name = arena_copy(a, names[i]->d_name);
        m->number = strtol(m->name, NULL, 10);
        if (i > 0 && m->number == m[-1].number)
            return err_because(INTERNAL, "two migrations have the number of %s", m->name);
        TRY(read_file(a, arena_printf(a, "%s/%s", folder, m->name), &m->sql));
        m->checksum = checksum(a, m->sql);
    }
    out->count = count;
    return OK;
}

static enum err read_folder(struct arena *a, const char *folder, struct migrations *out)
{
    struct dirent **names = NULL;
    int const count = scandir(folder, &names, is_migration, alphasort);
    if (count < 0)
        return err_because(INTERNAL, "no migrations in %s", folder);
    enum err const e = count > MIGRATIONS_MAX ? err_because(INTERNAL, "too many migrations")
                                              : read_all(a, folder, names, count, out);
    for (int i = 0; i < count; i++)
        free(names[i]);
    free(names);
    return e;
}

static enum err create_ledger(struct db *db)
{
    return db_run(db, "CREATE TABLE IF NOT EXISTS migrations ("
                      " number INTEGER PRIMARY KEY, name TEXT NOT NULL,"
                      " checksum TEXT NOT NULL, ran_at INTEGER NOT NULL) STRICT");
}

/* How many have run; refuses those that differ from the files, or were slipped in before them. */
static enum err compare(struct db *db, struct arena *a, const struct migrations *all, int *out)
{
    int ran = 0;
    AUTO_QUERY struct query q = db_query(db,
        "SELECT number, name, checksum FROM migrations ORDER BY number");
    while (query_next(&q)) {
        int64_t const number = column_int(&q);
        const char *name = column_text(&q, a), *sum = column_text(&q, a);
        if (ran >= all->count || all->items[ran].number > number)
            return err_because(INTERNAL, "the database is newer than this program (%s)", name);
        if (all->items[ran].number < number)
            return err_because(INTERNAL, "migration %s came after %s had run",
                               all->items[ran].name, name);
        if (!text_is(all->items[ran].checksum, sum))
            return err_because(INTERNAL, "migration %s changed after it ran", name);
        ran++;
    }
    *out = ran;
    return query_result(&q);
}

static enum err run_one(struct db *db, const struct migration *m)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    enum err const e = db_script(tx.db, m->sql);
    if (e) {
        AUTO_ARENA struct arena a = { 0 };
        return err_because(e, "%s: %s", m->name, arena_copy(&a, err_why()));
    }
    TRY(db_run(tx.db, "INSERT INTO migrations (number, name, checksum, ran_at)"
                      " VALUES ($1, $2, $3, $4)",
               INT(m->number), TEXT(m->name), TEXT(m->checksum), INT(clock_now())));
    return tx_commit(&tx);
}

enum err migrate(struct db *db, const char *folder, int *ran)
{
    AUTO_ARENA struct arena a = { 0 };
    struct migrations *all = ARENA_NEW(&a, struct migrations);
    TRY(read_folder(&a, folder, all));
    TRY(create_ledger(db));
    int done = 0;
    TRY(compare(db, &a, all, &done));
    for (int i = done; i < all->count; i++)
        TRY(run_one(db, &all->items[i]));
    if (ran)
        *ran = all->count - done;
    return OK;
}

enum err migrations_check(struct db *db, const char *folder)
{
    AUTO_ARENA struct arena a = { 0 };
    struct migrations *all = ARENA_NEW(&a, struct migrations);
    TRY(read_folder(&a, folder, all));
    int done = 0;
    TRY(compare(db, &a, all, &done));
    return done == all->count ? OK : err_because(INTERNAL, "%d migrations have not run",
                                                 all->count - done);
}
