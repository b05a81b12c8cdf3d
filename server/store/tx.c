/* Write transactions, and the commits they share.
 *
 * The writer is handed from one transaction to the next while others wait and the batch has
 * room; whoever finds nobody waiting commits for all. The lock is never held while SQLite works. */
#include "store/store.h"

#include <stdlib.h>

static enum err command(struct connection *c, const char *sql)
{
    struct statement *s = NULL;
    TRY(statement_take(c, sql, &s));
    int const rc = sqlite3_step(s->stmt);
    enum err const e = rc == SQLITE_DONE ? OK : connection_err(c, rc);
    statement_give(s);
    return e;
}

static void take_writer(struct store *s)
{
    pthread_mutex_lock(&s->lock);
    s->writers_waiting++;
    while (s->writer_is_taken)
        pthread_cond_wait(&s->writer_back, &s->lock);
    s->writers_waiting--;
    s->writer_is_taken = true;
    pthread_mutex_unlock(&s->lock);
}

/* Lock held. */
static void hand_over(struct store *s)
{
    s->writer_is_taken = false;
    pthread_cond_signal(&s->writer_back);
}

/* Lock held by the caller, let go while SQLite commits. The result is every member's. */
static void finish_batch(struct store *s, enum err so_far)
{
    struct batch *b = s->batch;
    pthread_mutex_unlock(&s->lock);
    struct connection *c = s->writing.connection;
    enum err e = so_far;
    if (!e)
        e = command(c, "COMMIT");
    if (e && !sqlite3_get_autocommit(c->handle))
        (void)connection_script(c, "ROLLBACK");
    pthread_mutex_lock(&s->lock);
    s->batch = NULL;
    b->result = e;
    b->is_done = true;
    pthread_cond_broadcast(&s->batch_done);
}

/* Lock held. A batch outlives its commit until its last member has read the result. */
static void leave_batch(struct batch *b)
{
    if (b->waiting == 0)
        free(b);
}

static enum err open_batch(struct store *s)
{
    if (s->batch)
        return OK;
    TRY(command(s->writing.connection, "BEGIN IMMEDIATE"));
    struct batch *b = calloc(1, sizeof *b);
    if (!b)
        abort();
    s->batch = b;
    return OK;
}

/* SQLite ends a transaction by itself on a full disk and the like: then all members failed. */
static bool batch_is_lost(struct store *s)
{
    return s->batch && sqlite3_get_autocommit(s->writing.connection->handle);
}

/* Gives the writer up after a rollback: others of the batch may still wait for its commit. */
static void give_writer(struct store *s)
{
    bool const is_lost = batch_is_lost(s);
    pthread_mutex_lock(&s->lock);
    if (s->batch && (is_lost || s->writers_waiting == 0 || s->batch->members >= BATCH_MAX)) {
        struct batch *b = s->batch;
        finish_batch(s, is_lost ? err_because(INTERNAL, "transaction lost") : OK);
        leave_batch(b);
    }
    hand_over(s);
    pthread_mutex_unlock(&s->lock);
}

enum err tx_begin(struct tx *tx, struct db *db)
{
    if (db->connection) {
        *tx = (struct tx){ .db = db, .is_nested = true };
        return OK;
    }
    struct store *s = db->store;
    take_writer(s);
    enum err e = open_batch(s);
    if (!e)
        e = command(s->writing.connection, "SAVEPOINT member");
    if (e) {
        give_writer(s);
        return e;
    }
    *tx = (struct tx){ .db = &s->writing };
    return OK;
}

/* Lock held. Waits for the commit of a batch that others go on filling. */
static enum err await(struct store *s, struct batch *b)
{
    b->waiting++;
    hand_over(s);
    while (!b->is_done)
        pthread_cond_wait(&s->batch_done, &s->lock);
    enum err const e = b->result;
    b->waiting--;
    leave_batch(b);
    return e;
}

enum err tx_commit(struct tx *tx)
{
    struct store *s = tx->db->store;
    if (tx->is_nested) {
        tx->db = NULL;
        return OK;
    }
    TRY(command(s->writing.connection, "RELEASE member"));
    tx->db = NULL;
    pthread_mutex_lock(&s->lock);
    struct batch *b = s->batch;
    b->members++;
    enum err e;
    if (s->writers_waiting > 0 && b->members < BATCH_MAX) {
        e = await(s, b);
    } else {
        finish_batch(s, OK);
        e = b->result;
        leave_batch(b);
        hand_over(s);
    }
    pthread_mutex_unlock(&s->lock);
    return e ? err_because(e, "the shared commit failed") : OK;
}

void tx_rollback(struct tx *tx)
{
    if (!tx->db)
        return;
    struct store *s = tx->db->store;
    bool const is_nested = tx->is_nested;
    *tx = (struct tx){ 0 };
    if (is_nested)
        return;
    if (!sqlite3_get_autocommit(s->writing.connection->handle))
        (void)connection_script(s->writing.connection, "ROLLBACK TO member; RELEASE member");
    give_writer(s);
}
