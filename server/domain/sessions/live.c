#include "domain/sessions/live.h"

#include "domain/sessions/shown.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* A token has its place in one group of WAYS rows; groups share LOCKS locks, so that a thread
 * that is put to sleep holds up few others. */
enum { GROUPS = 1 << 12, WAYS = 8, LOCKS = 64 };

struct row {
    unsigned char digest[LIVE_DIGEST_BYTES];
    struct live live;                   /* expires_at 0: free */
    int64_t used_at, drained_at;
};

static struct row rows[GROUPS][WAYS];
static _Atomic bool is_filled[GROUPS];      /* ever; spares forget() the empty ones */
static pthread_mutex_t locks[LOCKS] = { [0 ... LOCKS - 1] = PTHREAD_MUTEX_INITIALIZER };
static _Atomic uint64_t moment;

static size_t group_of(const unsigned char *digest)
{
    uint64_t hash;
    memcpy(&hash, digest, sizeof hash);
    return hash % GROUPS;
}

static pthread_mutex_t *lock_of(size_t group)
{
    return &locks[group % LOCKS];
}

static struct row *row_find(size_t group, const unsigned char *digest)
{
    for (int i = 0; i < WAYS; i++) {
        struct row *row = &rows[group][i];
        if (row->live.expires_at && memcmp(row->digest, digest, LIVE_DIGEST_BYTES) == 0)
            return row;
    }
    return NULL;
}

bool live_find(const unsigned char digest[LIVE_DIGEST_BYTES], int64_t now, struct live *out)
{
    size_t const group = group_of(digest);
    pthread_mutex_lock(lock_of(group));
    struct row *row = row_find(group, digest);
    bool const stands = row && row->live.expires_at > now;
    if (stands) {
        row->used_at = now;
        *out = row->live;
    }
    pthread_mutex_unlock(lock_of(group));
    return stands;
}

uint64_t live_moment(void)
{
    return atomic_load(&moment);
}

/* The row of this token, a free one, or the one that was not used for longest. */
static struct row *row_for(size_t group, const unsigned char *digest)
{
    struct row *found = row_find(group, digest), *oldest = &rows[group][0];
    for (int i = 1; !found && i < WAYS; i++) {
        struct row *row = &rows[group][i];
        if (row->used_at < oldest->used_at)
            oldest = row;
    }
    return found ? found : oldest;
}

void live_put(uint64_t since, const unsigned char digest[LIVE_DIGEST_BYTES],
              const struct live *live, int64_t now)
{
    size_t const group = group_of(digest);
    pthread_mutex_lock(lock_of(group));
    atomic_store(&is_filled[group], true);      /* before the moment is read; see forget() */
    if (atomic_load(&moment) == since) {
        struct row *row = row_for(group, digest);
        *row = (struct row){ .live = *live, .used_at = now };
        memcpy(row->digest, digest, LIVE_DIGEST_BYTES);
    }
    pthread_mutex_unlock(lock_of(group));
}

/* Forgets the rows whose text at this offset of struct live is id; NULL forgets all. The moment
 * moves on first: whoever read the database before that puts nothing in any more. */
static void forget(size_t offset, const char *id)
{
    atomic_fetch_add(&moment, 1);
    for (size_t group = 0; group < GROUPS; group++) {
        if (!atomic_load(&is_filled[group]))
            continue;
        pthread_mutex_lock(lock_of(group));
        for (int i = 0; i < WAYS; i++) {
            struct row *row = &rows[group][i];
            if (row->live.expires_at && (!id || strcmp((char *)&row->live + offset, id) == 0))
                *row = (struct row){ 0 };
        }
        pthread_mutex_unlock(lock_of(group));
    }
}

void live_forget_session(const char *session_id)
{
    forget(offsetof(struct live, session_id), session_id);
}

void live_forget_account(const char *account_id)
{
    forget(offsetof(struct live, account_id), account_id);
    shown_forget(account_id);
}

void live_forget_all(void)
{
    forget(0, NULL);
    shown_forget_all();
}

static int take_uses(size_t group, struct row taken[WAYS])
{
    int count = 0;
    pthread_mutex_lock(lock_of(group));
    for (int i = 0; i < WAYS; i++) {
        struct row *row = &rows[group][i];
        if (!row->live.expires_at || row->used_at <= row->drained_at)
            continue;
        row->drained_at = row->used_at;
        taken[count++] = *row;
    }
    pthread_mutex_unlock(lock_of(group));
    return count;
}

void live_drain_uses(live_use_fn *each, void *context)
{
    for (size_t group = 0; group < GROUPS; group++) {
        struct row taken[WAYS];
        int const count = !is_filled[group] ? 0 : take_uses(group, taken);
        for (int i = 0; i < count; i++)
            each(context, taken[i].live.session_id, taken[i].used_at);
    }
}
