/* Wire: one connection to an upstream, and the pool of idle ones that a loop keeps for each origin.
 * Registered with epoll once, edge-triggered. Carries one call at a time. */
#pragma once

#include "gateway/loop.h"

#include <stdbool.h>
#include <sys/types.h>

struct access_target;
struct ssl_st;

enum wire_state { WIRE_RESOLVING, WIRE_CONNECTING, WIRE_SHAKING, WIRE_READY, WIRE_CLOSED };

struct wire {
    struct watch watch;
    struct wire *next;                  /* in the pool, or among the closed */
    struct loop *loop;
    struct call *call;                  /* NULL: idle */
    struct access_target *target;
    struct ssl_st *ssl;
    int fd;
    enum wire_state state;
    bool is_reused, may_read, may_write, has_hung_up;
    unsigned address_at;
    struct addresses addresses;
    int64_t idle_since_ms;
};

/* A wire for the call: an idle one, unless is_fresh, or a new one on its way. call_wire_ready() or
 * call_wire_failed() may come before this returns. */
void wire_take(struct call *call, bool is_fresh);

/* Done with it: back to the pool, or closed. */
void wire_give(struct wire *wire);
void wire_close(struct wire *wire);

/* Bytes moved; 0: not now, an event follows; -1: broken. Reading answers WIRE_END at the end. */
enum { WIRE_END = -2 };
ssize_t wire_write(struct wire *wire, const void *bytes, size_t size, bool more_follows);
ssize_t wire_read(struct wire *wire, void *bytes, size_t size);

void wires_names_known(struct loop *loop);      /* some name has been looked up */
void wires_tick(struct loop *loop);             /* closes what has been idle for long */
void wires_sweep(struct loop *loop);            /* frees the closed */
void wires_finish(struct loop *loop);
