/* Peer: one client connection, from accept to close. libmicrohttpd reads and writes it; here
 * it is watched for its end, which libmicrohttpd does not see while a call is suspended, nor always
 * in the middle of a body (so only from then on: most have neither), and for its slowness. */
#pragma once

#include "gateway/loop.h"

struct MHD_Connection;

struct peer {
    struct watch watch;
    struct peer *next, *previous;
    struct loop *loop;
    struct call *call;                  /* the one under way, or NULL */
    int fd;
    bool is_watched;
    bool has_ended;                     /* sends no more; may still be reading */
    bool is_gone;                       /* nobody is there to answer to */
    bool lingers;                       /* lingers: it may still be sending when it is closed */
    struct ip ip;
    char address[IP_TEXT_SIZE];
    int64_t idle_since_ms;
};

struct peer *peer_new(struct loop *loop, struct MHD_Connection *client);
void peer_watch(struct peer *peer);     /* for its end, from now on */
void peer_end(struct peer *peer);       /* the descriptor is about to be closed */
void peers_tick(struct loop *loop);     /* closes those that are too slow or gone */
void peers_sweep(struct loop *loop);    /* frees the ended */
