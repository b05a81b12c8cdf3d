#include "domain/sessions/shown.h"

#include "domain/sessions/live.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* One row a place: two accounts that fall on the same one take turns. */
enum { ROWS = 1 << 12, LOCKS = 64 };

struct row {
    char account_id[LIVE_ID_SIZE];      /* "": free */
    char text[SHOWN_MAX_BYTES];
};

static struct row rows[ROWS];
static pthread_mutex_t locks[LOCKS] = { [0 ... LOCKS - 1] = PTHREAD_MUTEX_INITIALIZER };

static size_t place_of(const char *account_id)
{
    uint64_t hash = 14695981039346656037u;
    for (; *account_id; account_id++)
        hash = (hash ^ (unsigned char)*account_id) * 1099511628211u;
    return (hash ^ hash >> 32) % ROWS;
}

char *shown_find(struct arena *a, const char *account_id)
{
    size_t const place = place_of(account_id);
    const struct row *row = &rows[place];
    pthread_mutex_lock(&locks[place % LOCKS]);
    char *text = strcmp(row->account_id, account_id) == 0 ? arena_copy(a, row->text) : NULL;
    pthread_mutex_unlock(&locks[place % LOCKS]);
    return text;
}

void shown_put(uint64_t moment, const char *account_id, const char *text)
{
    size_t const place = place_of(account_id);
    struct row *row = &rows[place];
    if (strlen(text) >= SHOWN_MAX_BYTES || strlen(account_id) >= LIVE_ID_SIZE)
        return;
    pthread_mutex_lock(&locks[place % LOCKS]);
    if (live_moment() == moment) {
        snprintf(row->account_id, sizeof row->account_id, "%s", account_id);
        snprintf(row->text, sizeof row->text, "%s", text);
    }
    pthread_mutex_unlock(&locks[place % LOCKS]);
}

static void forget(size_t place, const char *account_id)
{
    struct row *row = &rows[place];
    pthread_mutex_lock(&locks[place % LOCKS]);
    if (row->account_id[0] && (!account_id || strcmp(row->account_id, account_id) == 0))
        explicit_bzero(row, sizeof *row);
    pthread_mutex_unlock(&locks[place % LOCKS]);
}

void shown_forget(const char *account_id)
{
    forget(place_of(account_id), account_id);
}

void shown_forget_all(void)
{
    for (size_t place = 0; place < ROWS; place++)
        forget(place, NULL);
}
