#include "courier.h"

#include "base/clock.h"
#include "base/log.h"
#include "domain/messages/delivery.h"
#include "outbound/outbound.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

enum { WORKERS_MAX = 24, LOOK_MS = 250, LOOK_AGAIN_MS = 1000, CALM_DOWN_MS = 5000, GRACE_S = 5 };

struct worker {
    struct courier *courier;
    const char *channel;
    int64_t look_ms;                /* how often it looks for work */
    pthread_t thread;
};

struct courier {
    struct db *db;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool must_stop;
    int count;
    struct worker workers[WORKERS_MAX];
};

/* Until then, or less when it must stop. */
static bool rest(struct courier *c, int64_t ms)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    int64_t const ns = until.tv_nsec + ms * 1000000;
    until.tv_sec += ns / 1000000000;
    until.tv_nsec = ns % 1000000000;
    pthread_mutex_lock(&c->lock);
    int rc = 0;
    while (!c->must_stop && rc == 0)
        rc = pthread_cond_timedwait(&c->wake, &c->lock, &until);
    bool const goes_on = !c->must_stop;
    pthread_mutex_unlock(&c->lock);
    return goes_on;
}

/* Answers how long to rest before the next look. */
static int64_t hand_over(const struct worker *w)
{
    err_forget();
    enum err const e = messages_deliver_next(w->courier->db, w->channel, clock_now());
    if (!e)
        return 0;
    if (e == NOT_FOUND)
        return w->look_ms;
    LOG(ERROR, "delivery_failed", LOG_TEXT("channel", w->channel), LOG_TEXT("code", err_code(e)),
        LOG_TEXT("why", err_why()));
    return CALM_DOWN_MS;
}

static void *work(void *data)
{
    const struct worker *w = data;
    while (rest(w->courier, hand_over(w)))
        ;
    return NULL;
}

/* The first looks often, the others come to its help. */
static void add_worker(struct courier *c, const char *channel, bool is_first)
{
    struct worker *w = &c->workers[c->count];
    if (c->count == WORKERS_MAX)
        return;
    *w = (struct worker){ .courier = c, .channel = channel,
                          .look_ms = is_first ? LOOK_MS : LOOK_AGAIN_MS };
    if (pthread_create(&w->thread, NULL, work, w) != 0)
        abort();
    c->count++;
}

struct courier *courier_start(struct db *db)
{
    struct courier *c = calloc(1, sizeof *c);
    if (!c)
        abort();
    c->db = db;
    outbound_go_on();
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->wake, NULL);
    for (const char *const *channel = message_channels; *channel; channel++) {
        int const workers = channel_workers(*channel);
        LOG(INFO, "delivers", LOG_TEXT("channel", *channel), LOG_TEXT("by", channel_way(*channel)),
            LOG_INT("at_once", workers));
        for (int i = 0; i < workers; i++)
            add_worker(c, *channel, i == 0);
    }
    return c;
}

void courier_hurry(struct courier *c)
{
    if (!c)
        return;
    outbound_give_up_in(GRACE_S);
    pthread_mutex_lock(&c->lock);
    c->must_stop = true;
    pthread_cond_broadcast(&c->wake);
    pthread_mutex_unlock(&c->lock);
}

void courier_stop(struct courier *c)
{
    if (!c)
        return;
    courier_hurry(c);
    for (int i = 0; i < c->count; i++)
        pthread_join(c->workers[i].thread, NULL);
    pthread_cond_destroy(&c->wake);
    pthread_mutex_destroy(&c->lock);
    free(c);
}
