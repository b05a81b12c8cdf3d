#include "store/store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum err store_open(const char *path, struct store **out)
{
    struct store *s = calloc(1, sizeof *s);
    if (!s || !(s->path = strdup(path)))
        abort();
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->reader_back, NULL);
    pthread_cond_init(&s->writer_back, NULL);
    pthread_cond_init(&s->batch_done, NULL);
    s->reading = (struct db){ .store = s };
    s->writing = (struct db){ .store = s };

    enum err const e = connection_open(path, true, &s->writing.connection);
    if (e) {
        store_close(s);
        return e;
    }
    *out = s;
    return OK;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    for (int i = 0; i < s->idle_count; i++)
        connection_close(s->idle[i]);
    connection_close(s->writing.connection);
    pthread_cond_destroy(&s->batch_done);
    pthread_cond_destroy(&s->writer_back);
    pthread_cond_destroy(&s->reader_back);
    pthread_mutex_destroy(&s->lock);
    free(s->path);
    free(s);
}

struct db *store_db(struct store *s)
{
    return &s->reading;
}

static struct timespec patience(void)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_S;
    return until;
}

/* An idle reader, or NULL with *may_open saying that a new one may be opened. */
static struct connection *wait_for_reader(struct store *s, bool *may_open)
{
    struct timespec const until = patience();
    int timed_out = 0;
    pthread_mutex_lock(&s->lock);
    while (s->idle_count == 0 && s->reader_count == READERS_MAX && !timed_out)
        timed_out = pthread_cond_timedwait(&s->reader_back, &s->lock, &until);
    struct connection *c = s->idle_count ? s->idle[--s->idle_count] : NULL;
    *may_open = !c && s->reader_count < READERS_MAX;
    s->reader_count += *may_open;
    pthread_mutex_unlock(&s->lock);
    return c;
}

enum err reader_take(struct store *s, struct connection **out)
{
    bool may_open = false;
    struct connection *c = wait_for_reader(s, &may_open);
    if (!c && !may_open)
        return err_because(BUSY, "no database connection within %d s", PATIENCE_S);
    enum err const e = c ? OK : connection_open(s->path, false, &c);
    if (e) {
        pthread_mutex_lock(&s->lock);
        s->reader_count--;
        pthread_mutex_unlock(&s->lock);
        return e;
    }
    assert(c);
    *out = c;
    return OK;
}

void reader_give(struct store *s, struct connection *c)
{
    pthread_mutex_lock(&s->lock);
    s->idle[s->idle_count++] = c;
    pthread_cond_signal(&s->reader_back);
    pthread_mutex_unlock(&s->lock);
}

static enum err copy_pages(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    if (!backup)
        return err_because(INTERNAL, "backup: %s", sqlite3_errmsg(to));
    int rc = SQLITE_OK;
    while (rc == SQLITE_OK || rc == SQLITE_BUSY || rc == SQLITE_LOCKED) {
        rc = sqlite3_backup_step(backup, 4096);
        if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
            sqlite3_sleep(20);
    }
    sqlite3_backup_finish(backup);
    return rc == SQLITE_DONE ? OK : err_because(INTERNAL, "backup: sqlite %d", rc);
}

static enum err check_pages(struct connection *c)
{
    struct statement *s = NULL;
    TRY(statement_take(c, "PRAGMA integrity_check(1)", &s));
    enum err e = INTERNAL;
    if (sqlite3_step(s->stmt) == SQLITE_ROW) {
        const char *said = (const char *)sqlite3_column_text(s->stmt, 0);
        e = strcmp(said, "ok") == 0 ? OK : err_because(INTERNAL, "integrity: %s", said);
    }
    statement_give(s);
    return e;
}

enum err store_check(struct store *s)
{
    struct connection *c = NULL;
    TRY(reader_take(s, &c));
    enum err const e = check_pages(c);
    reader_give(s, c);
    return e;
}

/* The copy stands alone: one file, no log beside it. */
static enum err copy_to(struct connection *from, const char *path)
{
    struct connection *to = NULL;
    TRY(connection_open(path, true, &to));
    enum err e = copy_pages(from->handle, to->handle);
    if (!e)
        e = connection_script(to, "PRAGMA journal_mode = DELETE;");
    if (!e)
        e = check_pages(to);
    connection_close(to);
    return e;
}

enum err store_backup(struct store *s, const char *path)
{
    if (access(path, F_OK) == 0)
        return err_because(CONFLICT, "%s exists already", path);
    struct connection *from = NULL;
    TRY(reader_take(s, &from));
    enum err const e = copy_to(from, path);
    reader_give(s, from);
    if (e)
        unlink(path);
    return e;
}
