/* Gateway: the data plane. One loop a core, each with its own libmicrohttpd daemon and upstream
 * client on one epoll; the loops share the listening address (SO_REUSEPORT), access.h, and nothing
 * else. access_open() comes first. */
#pragma once

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct gateway_options {
    const char *listen;                 /* 127.0.0.1:8081, [::]:8081; port 0: any free one */
    unsigned loops;                     /* 0: one a core */
    bool refuses_private;               /* upstreams on private addresses: UPSTREAM_UNREACHABLE */
    const char *ca_file;                /* PEM certificates trusted beside the system's; or NULL */
    unsigned idle_s;                    /* a client connection without a request; 0: 60 */
    unsigned head_s;                    /* from a request's first line to its last header; 0: 15 */
    unsigned stop_s;                    /* for calls in flight when stopping; 0: 10 */
};

struct gateway;

/* Listens and serves until gateway_stop(). On failure err_why() tells what the listening, or the
 * CA file, came to grief on. Raises the soft limit of open files to the hard one. */
enum err gateway_start(const struct gateway_options *options, struct gateway **out);

/* Accepts no more, lets calls in flight finish, and returns when all is closed. */
void gateway_stop(struct gateway *gateway);

uint16_t gateway_port(const struct gateway *gateway);

/* Counted since the start; the last three are the present state. */
struct gateway_stats {
    uint64_t requests;                  /* read and answered, in whatever way */
    uint64_t passed;                    /* sent to an upstream whose answer came back */
    uint64_t refused;                   /* by admission or access */
    uint64_t failed;                    /* 502 and 504, and answers cut short */
    uint64_t cancelled;                 /* the client went away */
    uint64_t bytes_in, bytes_out;       /* of bodies */
    uint64_t upstream_opened, upstream_reused;
    uint64_t in_flight, clients, upstream_open;
};
struct gateway_stats gateway_stats(const struct gateway *gateway);
