#include "scheduler.h"

#include "base/clock.h"
#include "base/log.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

enum { JOBS_MAX = 64, SECOND_US = 1000000, SECOND_NS = 1000000000 };

struct scheduler {
    struct db *db;
    const struct job *jobs;
    int count;
    int64_t next_at[JOBS_MAX];
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool must_stop;
};

static void run_job(struct scheduler *s, const struct job *job)
{
    err_forget();
    enum err const e = job->run(s->db, clock_now());
    if (e)
        LOG(ERROR, "job_failed", LOG_TEXT("job", job->name), LOG_TEXT("code", err_code(e)),
            LOG_TEXT("why", err_why()));
}

static void run_due(struct scheduler *s, int64_t now)
{
    for (int i = 0; i < s->count; i++) {
        if (now < s->next_at[i])
            continue;
        run_job(s, &s->jobs[i]);
        s->next_at[i] = now + s->jobs[i].every_s;
    }
}

/* Sleeps to the end of the second that began then, so that what runs each second does however long
 * it takes; less when it must stop. */
static bool wait_a_second(struct scheduler *s, int64_t began_us)
{
    int64_t const left_us = began_us + SECOND_US - clock_steady_us();
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    int64_t const ns = until.tv_nsec + (left_us > 0 ? left_us : 0) * 1000;
    until.tv_sec += ns / SECOND_NS;
    until.tv_nsec = ns % SECOND_NS;
    pthread_mutex_lock(&s->lock);
    int rc = 0;
    while (!s->must_stop && rc == 0)
        rc = pthread_cond_timedwait(&s->wake, &s->lock, &until);
    bool const goes_on = !s->must_stop;
    pthread_mutex_unlock(&s->lock);
    return goes_on;
}

static void *work(void *data)
{
    struct scheduler *s = data;
    int64_t began_us;
    do {
        began_us = clock_steady_us();
        run_due(s, began_us / SECOND_US);
    } while (wait_a_second(s, began_us));
    for (int i = 0; i < s->count; i++) {
        if (s->jobs[i].every_s == 1)            /* those that flush what is in memory */
            run_job(s, &s->jobs[i]);
    }
    return NULL;
}

struct scheduler *scheduler_start(struct db *db, const struct job *jobs, int count)
{
    struct scheduler *s = calloc(1, sizeof *s);
    if (!s || count > JOBS_MAX)
        abort();
    s->db = db;
    s->jobs = jobs;
    s->count = count;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->wake, NULL);
    if (pthread_create(&s->thread, NULL, work, s) != 0)
        abort();
    return s;
}

void scheduler_stop(struct scheduler *s)
{
    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    s->must_stop = true;
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->thread, NULL);
    pthread_cond_destroy(&s->wake);
    pthread_mutex_destroy(&s->lock);
    free(s);
}
