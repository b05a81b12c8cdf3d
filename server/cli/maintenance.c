/* backup, restore and check: what an operator does with the data as a whole.
 *
 * A backup is two files: FILE, the database, and FILE.secret, without which nothing sealed in it
 * can be read. */
#include "cli/cli.h"

#include "base/text.h"
#include "crypto/secret.h"
#include "domain/audit/audit.h"
#include "domain/messages/delivery.h"
#include "portal.h"
#include "store/db.h"
#include "store/migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err one_file(const struct cli *c, const char *usage, const char **out)
{
    if (c->argc != 1 || c->argv[0][0] == '-')
        return err_because(BAD_INPUT, "%s", usage);
    *out = c->argv[0];
    return OK;
}

static enum err copy_bytes(int from, int to)
{
    char buffer[65536];
    for (;;) {
        ssize_t const got = read(from, buffer, sizeof buffer);
        if (got <= 0)
            return got == 0 ? OK : err_because(INTERNAL, "read: %s", strerror(errno));
        if (write(to, buffer, (size_t)got) != got)
            return err_because(INTERNAL, "write: %s", strerror(errno));
    }
}

/* Never over an existing file, readable by its owner alone, and on disk when it returns. */
static enum err copy_file(const char *from, const char *to)
{
    int const in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return err_because(INTERNAL, "cannot read %s: %s", from, strerror(errno));
    int const out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (out < 0) {
        int const why = errno;
        close(in);
        return err_because(why == EEXIST ? CONFLICT : INTERNAL, "cannot make %s: %s", to,
                           strerror(why));
    }
    enum err e = copy_bytes(in, out);
    if (!e && fsync(out) != 0)
        e = err_because(INTERNAL, "fsync %s: %s", to, strerror(errno));
    close(in);
    close(out);
    if (e)
        unlink(to);
    return e;
}

static enum err must_not_exist(const char *path)
{
    if (access(path, F_OK) == 0)
        return err_because(CONFLICT, "%s exists already; nothing was overwritten", path);
    return OK;
}

/* A folder that was mistyped is not filled with a new database. */
static enum err must_exist(const char *path)
{
    if (access(path, F_OK) != 0)
        return err_because(NOT_FOUND, "there is no database %s", path);
    return OK;
}

static enum err back_up(struct cli *c, struct store *store, const char *file)
{
    const char *secret = arena_printf(&c->arena, "%s.secret", file);
    TRY(must_not_exist(file));
    TRY(copy_file(c->config.secret_file, secret));
    enum err const e = store_backup(store, file);
    if (e) {
        unlink(secret);
        return e;
    }
    chmod(file, 0600);
    printf("%s and %s written and checked\n", file, secret);
    return OK;
}

enum err cli_backup(struct cli *c)
{
    const char *file = NULL;
    struct store *store = NULL;
    TRY(one_file(c, "simpul backup FILE", &file));
    TRY(must_exist(c->config.database_path));
    TRY(cli_open(c, false, &store));
    enum err const e = back_up(c, store, file);
    store_close(store);
    return e;
}

/* The backup opens, is sound, and its migrations are known here. */
static enum err verify(struct cli *c, const char *file)
{
    struct store *store = NULL;
    TRY(store_open(file, &store));
    enum err e = store_check(store);
    if (!e)
        e = migrate(store_db(store), c->config.migrations_dir, NULL);
    store_close(store);
    return e;
}

enum err cli_restore(struct cli *c)
{
    const char *file = NULL;
    TRY(one_file(c, "simpul restore FILE", &file));
    const char *secret = arena_printf(&c->arena, "%s.secret", file);
    TRY(must_not_exist(c->config.database_path));
    TRY(must_not_exist(arena_printf(&c->arena, "%s-wal", c->config.database_path)));
    TRY(must_not_exist(c->config.secret_file));
    if (mkdir(c->config.data_dir, 0700) != 0 && errno != EEXIST)
        return err_because(INTERNAL, "cannot make %s: %s", c->config.data_dir, strerror(errno));
    TRY(secret_open(secret, false));
    TRY(copy_file(file, c->config.database_path));
    enum err e = verify(c, c->config.database_path);
    if (!e)
        e = copy_file(secret, c->config.secret_file);
    if (e)
        unlink(c->config.database_path);
    else
        printf("restored %s from %s\n", c->config.database_path, file);
    return e;
}

enum err cli_check(struct cli *c)
{
    struct store *store = NULL;
    int64_t rows = 0;
    if (c->argc)
        return err_because(BAD_INPUT, "simpul check");
    TRY(must_exist(c->config.database_path));
    TRY(cli_open(c, false, &store));
    enum err e = store_check(store);
    if (!e)
        e = migrations_check(store_db(store), c->config.migrations_dir);
    if (!e)
        e = portal_check(&c->config, store_db(store));
    if (!e)
        e = audit_check(store_db(store), &rows);
    if (!e)
        e = messages_check_delivery();
    messages_close();
    store_close(store);
    if (!e)
        printf("configuration, delivery, database, migrations and the audit log (%lld rows) are"
               " sound\n",
               (long long)rows);
    return e;
}
