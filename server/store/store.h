/* Store: one database file, its reading connections and its writer. Internal to store/. */
#pragma once

#include "store/connection.h"
#include "store/db.h"

#include <pthread.h>
#include <stdbool.h>

enum { READERS_MAX = 64, PATIENCE_S = 5, BATCH_MAX = 64 };

struct db {
    struct store *store;
    struct connection *connection;      /* NULL: each query borrows a reader */
};

/* One commit, shared by the transactions that waited for each other. */
struct batch {
    int members;                        /* transactions whose savepoint was released */
    int waiting;                        /* of them, those that still have to read the result */
    bool is_done;
    enum err result;
};

struct store {
    char *path;
    struct db reading, writing;

    pthread_mutex_t lock;               /* guards all below */
    pthread_cond_t reader_back;
    struct connection *idle[READERS_MAX];
    int idle_count, reader_count;

    pthread_cond_t writer_back, batch_done;
    bool writer_is_taken;
    int writers_waiting;
    struct batch *batch;                /* open on the writer; NULL between commits */
};

enum err reader_take(struct store *s, struct connection **out);     /* BUSY after PATIENCE_S */
void reader_give(struct store *s, struct connection *c);
