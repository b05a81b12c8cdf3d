#include "gateway/peer.h"

#include "gateway/call.h"
#include "gateway/farewell.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>

/* A call that is suspended is called off. Any other is libmicrohttpd's to end, for it may have come
 * whole; but an end that comes with the last bytes is no event of its own to it. Shutting down what
 * is shut down already is one. */
static void follow_end(struct peer *peer)
{
    if (peer->call && peer->call->is_suspended) {
        peer->is_gone = true;
        call_cancel(peer->call);
    } else {
        shutdown(peer->fd, SHUT_RD);
    }
}

static void on_peer_event(struct watch *watch, uint32_t events)
{
    struct peer *peer = (struct peer *)watch;
    if (peer->is_gone || !(events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)))
        return;
    peer->has_ended = true;
    follow_end(peer);
}

struct peer *peer_new(struct loop *loop, struct MHD_Connection *client)
{
    struct peer *peer = calloc(1, sizeof *peer);
    if (!peer)
        abort();
    peer->watch.on_event = on_peer_event;
    peer->loop = loop;
    peer->idle_since_ms = loop->now_ms;
    peer->fd = MHD_get_connection_info(client, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    ip_of(MHD_get_connection_info(client, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr,
          &peer->ip);
    ip_text(&peer->ip, peer->address);
    peer->next = loop->peers;
    if (peer->next)
        peer->next->previous = peer;
    loop->peers = peer;
    count_add(&loop->counters.clients, 1);
    return peer;
}

void peer_watch(struct peer *peer)
{
    if (!peer->is_watched)
        loop_watch(peer->loop, peer->fd, &peer->watch, EPOLLRDHUP | EPOLLET);
    peer->is_watched = true;
}

void peer_end(struct peer *peer)
{
    struct loop *loop = peer->loop;
    if (peer->previous)
        peer->previous->next = peer->next;
    else
        loop->peers = peer->next;
    if (peer->next)
        peer->next->previous = peer->previous;
    if (peer->lingers && !peer->is_gone) {
        if (peer->is_watched)
            loop_unwatch(loop, peer->fd);
        farewell_begin(loop, peer->fd);
    }
    peer->is_gone = true;
    peer->next = loop->closed_peers;
    loop->closed_peers = peer;
    count_add(&loop->counters.clients, -1ul);
}

void peers_sweep(struct loop *loop)
{
    while (loop->closed_peers) {
        struct peer *peer = loop->closed_peers;
        loop->closed_peers = peer->next;
        free(peer);
    }
}

/* Shut down, the rest is libmicrohttpd's. */
static bool is_too_slow(const struct loop *loop, const struct peer *peer)
{
    int64_t const idle_ms = loop->options->idle_s * INT64_C(1000);
    int64_t const head_ms = loop->options->head_s * INT64_C(1000);
    if (!peer->call)
        return loop->is_stopping || loop->now_ms - peer->idle_since_ms > idle_ms;
    return !peer->call->has_begun && loop->now_ms - peer->call->born_ms > head_ms;
}

void peers_tick(struct loop *loop)
{
    for (struct peer *peer = loop->peers; peer; peer = peer->next) {
        if (is_too_slow(loop, peer))
            shutdown(peer->fd, SHUT_RDWR);
        else if (peer->has_ended && !peer->is_gone)
            follow_end(peer);
    }
}
