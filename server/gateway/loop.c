#include "gateway/loop.h"

#include "base/clock.h"
#include "base/random.h"
#include "domain/usage/usage.h"
#include "gateway/accepting.h"
#include "gateway/call.h"
#include "gateway/examining.h"
#include "gateway/front.h"
#include "gateway/gathering.h"
#include "gateway/farewell.h"
#include "gateway/peer.h"
#include "gateway/slice.h"
#include "gateway/wire.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum {
    EVENTS_MAX = 256,
    TICK_MS = 100,
    IDLE_TICK_MS = 1000,
    AWAY_LONG_US = 2000,                /* those who read what was sent need less */
    AWAY_SHARE = 20,                    /* of the time, one part may go in long times away */
    AWAY_BURST_US = 10000,
    AWAY_COUNTED_US = 100000,           /* a machine that was stopped was away for hours */
};

_Thread_local struct loop *loop_here;

void loop_watch(struct loop *loop, int fd, struct watch *watch, uint32_t events)
{
    struct epoll_event event = { .events = events, .data.ptr = watch };
    if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &event) != 0)
        abort();
}

void loop_unwatch(struct loop *loop, int fd)
{
    epoll_ctl(loop->epoll, EPOLL_CTL_DEL, fd, NULL);
}

/* SplitMix64 over a secret start. */
uint64_t loop_random(struct loop *loop)
{
    uint64_t z = loop->random += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
}

void loop_wake(struct loop *loop)
{
    uint64_t const one = 1;
    ssize_t const done = write(loop->wake, &one, sizeof one);
    (void)done;                         /* a full counter wakes just as well */
}

static void on_wake(struct watch *watch, uint32_t events)
{
    struct loop *loop = (struct loop *)((char *)watch - offsetof(struct loop, wake_watch));
    uint64_t count;
    (void)events;
    ssize_t const done = read(loop->wake, &count, sizeof count);
    (void)done;
    if (atomic_exchange(&loop->has_names, false))
        wires_names_known(loop);
    accepting_take(loop);
    examining_over(loop);
}

static void on_daemon(struct watch *watch, uint32_t events)
{
    struct loop *loop = (struct loop *)watch;
    (void)events;
    loop->daemon_is_due = true;
}

static void read_clocks(struct loop *loop)
{
    loop->now_us = clock_steady_us();
    loop->now_ms = loop->now_us / 1000;
    loop->now_s = clock_now();
}

static int wait_ms(const struct loop *loop)
{
    if (loop->daemon_is_due || accepting_is_due(loop))
        return 0;
    if (loop->gathering)
        return GATHER_MS;
    return loop->calls || loop->is_stopping ? TICK_MS : IDLE_TICK_MS;
}

static void tick(struct loop *loop)
{
    calls_tick(loop);
    peers_tick(loop);
    wires_tick(loop);
    farewells_tick(loop);
    loop->daemon_is_due = true;                     /* its own time limits */
    loop->may_accept = loop->listener >= 0;         /* what failed may be possible now */
}

/* What was sent is read at once where its readers wait for this processor. Now and then somebody
 * keeps it for longer; where that takes more than its share, as beside busy programs, the loop
 * keeps the processor until it has made up for it. */
static void give_way(struct loop *loop)
{
    int64_t const given_us = clock_steady_us(), most = (int64_t)AWAY_BURST_US * AWAY_SHARE;
    int64_t const credit = loop->away_credit + given_us - loop->credited_us;
    loop->away_credit = credit < most ? credit : most;
    loop->credited_us = given_us;
    if (loop->away_credit < 0)
        return;
    sched_yield();
    int64_t const away_us = clock_steady_us() - given_us;
    if (away_us > AWAY_LONG_US)
        loop->away_credit -= AWAY_SHARE * (away_us < AWAY_COUNTED_US ? away_us : AWAY_COUNTED_US);
}

static void run_once(struct loop *loop, int64_t *ticked_ms)
{
    struct epoll_event events[EVENTS_MAX];
    int const count = epoll_wait(loop->epoll, events, EVENTS_MAX, wait_ms(loop));
    if (count < 0 && errno != EINTR)
        abort();
    read_clocks(loop);
    for (int i = 0; i < count; i++) {
        struct watch *watch = events[i].data.ptr;
        watch->on_event(watch, events[i].events);
    }
    if (loop->now_ms - *ticked_ms >= TICK_MS) {
        *ticked_ms = loop->now_ms;
        tick(loop);
    }
    bool const has_newcomers = accepting_is_due(loop);
    gathering_run(loop);
    accepting_run(loop);
    front_run(loop);
    calls_send(loop);
    if (count > 0 && !has_newcomers)
        give_way(loop);
    wires_sweep(loop);
    peers_sweep(loop);
    farewells_sweep(loop);
}

static void break_off(struct loop *loop)
{
    for (struct peer *peer = loop->peers; peer; peer = peer->next) {
        peer->is_gone = true;
        if (peer->call)
            call_cancel(peer->call);
    }
    loop->daemon_is_due = true;
    front_run(loop);
}

static void stop(struct loop *loop, int64_t *ticked_ms)
{
    int64_t const until_ms = loop->now_ms + loop->options->stop_s * INT64_C(1000);
    loop->is_stopping = true;
    accepting_close(loop);
    peers_tick(loop);
    while (loop->calls && loop->now_ms < until_ms)
        run_once(loop, ticked_ms);
    break_off(loop);
    front_close(loop);
    gathering_finish(loop);
    wires_finish(loop);
    farewells_finish(loop);
}

static void *loop_run(void *context)
{
    struct loop *loop = context;
    int64_t ticked_ms = 0;
    loop_here = loop;
    sigset_t broken_pipe;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, NULL);     /* OpenSSL writes without MSG_NOSIGNAL */
    slice_shorten();
    while (!atomic_load_explicit(&loop->must_stop, memory_order_relaxed))
        run_once(loop, &ticked_ms);
    stop(loop, &ticked_ms);
    loop_here = NULL;
    return NULL;
}

static void name_known(void *context)
{
    struct loop *loop = context;
    atomic_store(&loop->has_names, true);
    loop_wake(loop);
}

enum err loop_open(struct loop *loop, int listener)
{
    loop->epoll = epoll_create1(EPOLL_CLOEXEC);
    loop->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (loop->epoll < 0 || loop->wake < 0)
        abort();
    loop->daemon_watch.on_event = on_daemon;
    loop->wake_watch.on_event = on_wake;
    loop_watch(loop, loop->wake, &loop->wake_watch, EPOLLIN);
    random_bytes(&loop->random, sizeof loop->random);
    loop->usage = usage_loop_open();
    read_clocks(loop);
    accepting_open(loop, listener, front_client_max(loop));
    TRY(front_open(loop));
    resolver_listen(loop->resolver, name_known, loop);
    return OK;
}

void loop_start(struct loop *loop)
{
    if (pthread_create(&loop->thread, NULL, loop_run, loop) != 0)
        abort();
}
