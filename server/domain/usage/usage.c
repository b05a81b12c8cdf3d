#include "domain/usage/usage.h"

#include "domain/usage/meters.h"
#include "domain/usage/tally.h"
#include "domain/usage/write.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* What a loop counts stands in its slot; while it is being changed the slot is empty. So the job
 * takes it with one exchange, leaving a fresh one, and neither waits for the other's work. */
struct usage_loop {
    _Atomic(struct tally *) slot;
    struct usage_meters meters;
    struct usage_loop *next;
};

static struct {
    pthread_mutex_t lock;               /* of the list, and of what the job has */
    struct usage_loop *loops;
    struct tally *pending;              /* taken, not written yet; NULL: nothing */
    _Atomic uint64_t folded, written;
} usage = { .lock = PTHREAD_MUTEX_INITIALIZER };

struct usage_loop *usage_loop_open(void)
{
    struct usage_loop *loop = calloc(1, sizeof *loop);
    if (!loop)
        abort();
    atomic_store(&loop->slot, tally_new());
    pthread_mutex_lock(&usage.lock);
    loop->next = usage.loops;
    usage.loops = loop;
    pthread_mutex_unlock(&usage.lock);
    return loop;
}

void usage_note(struct usage_loop *loop, const struct usage_call *call)
{
    struct tally *t = atomic_exchange_explicit(&loop->slot, NULL, memory_order_acquire);
    tally_add(t, call);
    atomic_store_explicit(&loop->slot, t, memory_order_release);
    meters_add(&loop->meters, call);
}

/* The loop needs its slot for well under a microsecond at a time. */
static struct tally *take(struct usage_loop *loop, struct tally *fresh)
{
    struct tally *t;
    do {
        t = atomic_load_explicit(&loop->slot, memory_order_relaxed);
        if (!t)
            sched_yield();
    } while (!t || !atomic_compare_exchange_weak_explicit(&loop->slot, &t, fresh,
                                                          memory_order_acq_rel,
                                                          memory_order_relaxed));
    return t;
}

/* Into what waits to be written, and before the eyes of the keys' owners. */
static void keep(const struct tally *t)
{
    if (!usage.pending)
        usage.pending = tally_new();
    tally_merge(usage.pending, t);
    for (size_t i = 1; i < t->key_count; i++) {
        if (t->keys[i].recent)
            recent_put(t->keys[i].id, t->keys[i].recent);
    }
    count_up(&usage.folded, t->folded);
}

static void collect(struct usage_loop *loop)
{
    struct tally *t = take(loop, tally_new());
    if (!tally_is_empty(t))
        keep(t);
    tally_free(t);
}

void usage_loop_close(struct usage_loop *loop)
{
    pthread_mutex_lock(&usage.lock);
    struct usage_loop **at = &usage.loops;
    while (*at != loop)
        at = &(*at)->next;
    *at = loop->next;
    collect(loop);
    pthread_mutex_unlock(&usage.lock);
    tally_free(atomic_load(&loop->slot));
    free(loop);
}

static enum err write_pending(struct db *db)
{
    if (!usage.pending)
        return OK;
    TRY(tally_write(db, usage.pending));
    count_up(&usage.written, usage.pending->series_count);
    tally_free(usage.pending);
    usage.pending = NULL;
    return OK;
}

enum err usage_flush(struct db *db, int64_t now)
{
    (void)now;
    pthread_mutex_lock(&usage.lock);
    for (struct usage_loop *loop = usage.loops; loop; loop = loop->next)
        collect(loop);
    enum err const e = write_pending(db);
    pthread_mutex_unlock(&usage.lock);
    return e;
}

void usage_close(void)
{
    pthread_mutex_lock(&usage.lock);
    if (usage.pending)
        tally_free(usage.pending);
    usage.pending = NULL;
    pthread_mutex_unlock(&usage.lock);
    recent_forget();
}

void usage_print_metrics(FILE *out)
{
    static struct usage_meters sum;
    pthread_mutex_lock(&usage.lock);
    memset(&sum, 0, sizeof sum);
    for (struct usage_loop *loop = usage.loops; loop; loop = loop->next)
        meters_merge(&sum, &loop->meters);
    meters_print(&sum, out);
    pthread_mutex_unlock(&usage.lock);
    fprintf(out, "# TYPE simpul_usage_series_written_total counter\n"
                 "simpul_usage_series_written_total %llu\n"
                 "# TYPE simpul_usage_folded_total counter\nsimpul_usage_folded_total %llu\n",
            (unsigned long long)usage.written, (unsigned long long)usage.folded);
}
