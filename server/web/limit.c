#include "web/limit.h"

#include "base/clock.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 1 << 15, PROBES = 8 };
static const int64_t UNIT = 60000000;       /* a token, in microseconds times calls a minute */

struct bucket {
    uint64_t name;                          /* hash; 0: free */
    int64_t level;                          /* in UNITs */
    int64_t at_us;
    int64_t full_at_us;
};

struct limiter {
    pthread_mutex_t lock;
    uint64_t seed;
    struct bucket buckets[SLOTS];
};

struct limiter *limiter_open(void)
{
    struct limiter *l = calloc(1, sizeof *l);
    if (!l)
        abort();
    pthread_mutex_init(&l->lock, NULL);
    l->seed = (uint64_t)clock_steady_us() * 0x9E3779B97F4A7C15u | 1;
    return l;
}

void limiter_close(struct limiter *l)
{
    if (!l)
        return;
    pthread_mutex_destroy(&l->lock);
    free(l);
}

static uint64_t hash(const struct limiter *l, const char *name)
{
    uint64_t h = l->seed;
    for (; *name; name++) {
        h = (h ^ (unsigned char)*name) * 1099511628211u;
        h ^= h >> 29;
    }
    return h | 1;
}

/* The bucket of this name, or the one nearest to being full again, emptied for it. */
static struct bucket *find_bucket(struct limiter *l, uint64_t name)
{
    struct bucket *oldest = NULL;
    for (uint64_t i = 0; i < PROBES; i++) {
        struct bucket *b = &l->buckets[((name >> 16) + i) % SLOTS];
        if (b->name == name)
            return b;
        if (!oldest || b->full_at_us < oldest->full_at_us)
            oldest = b;
    }
    *oldest = (struct bucket){ 0 };
    return oldest;
}

static void fill(struct bucket *b, int64_t now_us, int64_t per_minute, int64_t burst)
{
    int64_t const full = burst * UNIT;
    int64_t const passed = now_us - b->at_us;
    if (passed > (full - b->level) / per_minute)
        b->level = full;
    else
        b->level += passed * per_minute;
    b->at_us = now_us;
}

enum err limit_take(struct limiter *l, const char *bucket, int64_t per_minute, int64_t burst,
                    int64_t *retry_s)
{
    if (per_minute <= 0)
        return OK;
    int64_t const now_us = clock_steady_us();
    uint64_t const name = hash(l, bucket);
    pthread_mutex_lock(&l->lock);
    struct bucket *b = find_bucket(l, name);
    if (!b->name)
        *b = (struct bucket){ .name = name, .level = burst * UNIT, .at_us = now_us };
    fill(b, now_us, per_minute, burst);
    bool const may = b->level >= UNIT;
    if (may)
        b->level -= UNIT;
    int64_t const missing = UNIT - b->level;
    b->full_at_us = now_us + (burst * UNIT - b->level) / per_minute;
    pthread_mutex_unlock(&l->lock);

    if (may)
        return OK;
    *retry_s = missing / per_minute / 1000000 + 1;
    return err_because(TOO_MANY, "bucket %s is empty", bucket);
}

void limit_give(struct limiter *l, const char *bucket, int64_t burst)
{
    uint64_t const name = hash(l, bucket);
    pthread_mutex_lock(&l->lock);
    struct bucket *b = find_bucket(l, name);
    if (b->name && b->level < (burst - 1) * UNIT)
        b->level += UNIT;
    else if (b->name)
        b->level = burst * UNIT;
    pthread_mutex_unlock(&l->lock);
}
