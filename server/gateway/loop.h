/* Loop: one thread, one epoll, one libmicrohttpd daemon; everything behind this header belongs to
 * its loop and is touched by no other thread, but for the counters and the wake. */
#pragma once

#include "gateway/admission.h"
#include "gateway/gateway.h"
#include "gateway/resolver.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <netinet/in.h>

struct MHD_Daemon;
struct tls;
struct usage_loop;

/* What epoll points to: stands first in everything that has a descriptor of its own. */
struct watch {
    void (*on_event)(struct watch *watch, uint32_t events);
};

struct counters {
    _Atomic uint64_t requests, passed, refused, failed, cancelled, bytes_in, bytes_out,
        upstream_opened, upstream_reused, in_flight, clients, upstream_open;
};

/* A client that was accepted, on its way to its loop. */
struct newcomer {
    int fd;
    socklen_t size;
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } address;
};

enum { SCRATCH_BYTES = 64 * 1024, NEWCOMERS_MAX = 64 };

/* Those that other loops have accepted for this one. */
struct newcomers {
    pthread_mutex_t lock;
    bool is_closed;
    _Atomic unsigned count;
    struct newcomer items[NEWCOMERS_MAX];
};

struct call;
struct exam;
struct examiner;
struct farewell;
struct gather_block;
struct peer;
struct wire;
struct origin;

struct loop {
    struct watch daemon_watch, wake_watch, listener_watch;
    const struct gateway_options *options;
    struct resolver *resolver;
    struct tls *tls;
    pthread_t thread;
    int epoll, wake, listener;          /* listener -1: closed */
    struct loop *const *siblings;       /* all loops of the gateway */
    unsigned sibling_count, client_max;
    struct newcomers newcomers;
    struct MHD_Daemon *daemon;
    int64_t now_us, now_ms;             /* steady, of this round */
    int64_t away_credit, credited_us;   /* for long times away */
    int64_t now_s;                      /* since 1970 */
    int64_t noted_s;                    /* when a failed upstream last went into the log */
    bool daemon_is_due, may_accept, is_stopping;
    unsigned polled;                    /* calls that libmicrohttpd asks for in every run */
    _Atomic bool must_stop, has_names;
    struct call *calls, *unsent, *gathering;
    struct gather_block *free_blocks;
    unsigned free_block_count, blocks_used;
    struct peer *peers, *closed_peers;
    struct farewell *farewells;
    struct origin **origins;            /* by access_target.origin; NULL: not used yet */
    unsigned origin_count;
    struct wire *closed_wires;          /* freed after the round: events may still name them */
    uint64_t random;
    struct request request;             /* the one being admitted */
    struct counters counters;
    struct usage_loop *usage;
    struct examiner *examiner;
    _Atomic(struct exam *) examined;    /* through with the examiner's thread */
    size_t gathered;                    /* bytes of bodies that wait for an exam */
    char scratch[SCRATCH_BYTES];
};

/* The loop that runs on this thread; NULL on others. */
extern _Thread_local struct loop *loop_here;

enum err loop_open(struct loop *loop, int listener);
void loop_start(struct loop *loop);      /* once all its siblings are open */
void loop_wake(struct loop *loop);      /* from any thread */

void loop_watch(struct loop *loop, int fd, struct watch *watch, uint32_t events);
void loop_unwatch(struct loop *loop, int fd);    /* while a duplicate of it stays open */
uint64_t loop_random(struct loop *loop);    /* for ids, not for secrets */

static inline void count_add(_Atomic uint64_t *counter, uint64_t by)
{
    uint64_t const before = atomic_load_explicit(counter, memory_order_relaxed);
    atomic_store_explicit(counter, before + by, memory_order_relaxed);
}
