#include "gateway/wire.h"

#include "domain/access/target.h"
#include "gateway/call.h"
#include "gateway/tls.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { IDLE_MAX = 1024, IDLE_MS = 30000 };

struct origin {
    struct wire *idle;                  /* the one used last first */
    unsigned idle_count;
    struct ssl_session_st *session;
};

static struct origin *origin_of(struct loop *loop, unsigned number)
{
    if (number >= loop->origin_count) {
        unsigned const count = number + 16;
        loop->origins = realloc(loop->origins, count * sizeof(struct origin *));
        if (!loop->origins)
            abort();
        for (unsigned i = loop->origin_count; i < count; i++)
            loop->origins[i] = NULL;
        loop->origin_count = count;
    }
    if (!loop->origins[number] && !(loop->origins[number] = calloc(1, sizeof(struct origin))))
        abort();
    return loop->origins[number];
}

static void socket_close(struct wire *w)
{
    tls_end(w->ssl);
    w->ssl = NULL;
    if (w->fd >= 0)
        close(w->fd);
    w->fd = -1;
}

void wire_close(struct wire *w)
{
    if (w->state == WIRE_CLOSED)
        return;
    w->state = WIRE_CLOSED;
    socket_close(w);
    if (w->call)
        w->call->wire = NULL;
    w->call = NULL;
    access_target_give(w->target);
    w->target = NULL;
    w->next = w->loop->closed_wires;
    w->loop->closed_wires = w;
    count_add(&w->loop->counters.upstream_open, -1ul);
}

static void fail(struct wire *w, enum err failure)
{
    struct call *call = w->call;
    wire_close(w);
    call_wire_failed(call, failure);
}

static void is_ready(struct wire *w)
{
    w->state = WIRE_READY;
    w->may_read = w->ssl != NULL;
    w->may_write = true;
    call_wire_ready(w->call);
}

static void shake(struct wire *w)
{
    switch (tls_shake(w->ssl)) {
    case TLS_WAITS:
        return;
    case TLS_DONE:
        is_ready(w);
        return;
    case TLS_FAILED:
        fail(w, UPSTREAM_UNREACHABLE);
    }
}

static void connected(struct wire *w)
{
    if (!w->target->is_tls) {
        is_ready(w);
        return;
    }
    struct origin *origin = origin_of(w->loop, w->target->origin);
    w->state = WIRE_SHAKING;
    w->ssl = tls_begin(w->loop->tls, w->fd, w->target->host, w->target->host_is_ip,
                       &origin->session);
    shake(w);
}

/* Answers whether the address could be tried. */
static bool dial(struct wire *w, const struct ip *ip)
{
    struct sockaddr_in6 address = { .sin6_family = AF_INET6, .sin6_port = htons(w->target->port) };
    static const unsigned char mapped[12] = { [10] = 0xFF, [11] = 0xFF };
    struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons(w->target->port) };
    bool const is_v4 = memcmp(ip->bytes, mapped, sizeof mapped) == 0;
    memcpy(&address.sin6_addr, ip->bytes, sizeof ip->bytes);
    memcpy(&v4.sin_addr, ip->bytes + sizeof mapped, 4);

    w->fd = socket(is_v4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (w->fd < 0)
        return false;
    int const on = 1;
    setsockopt(w->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    int const done = is_v4 ? connect(w->fd, (struct sockaddr *)&v4, sizeof v4)
                           : connect(w->fd, (struct sockaddr *)&address, sizeof address);
    if (done != 0 && errno != EINPROGRESS) {
        socket_close(w);
        return false;
    }
    w->state = WIRE_CONNECTING;
    loop_watch(w->loop, w->fd, &w->watch, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
    return true;
}

/* The address is judged here, where it is used, whatever the name said before. */
static void dial_next(struct wire *w)
{
    socket_close(w);
    while (w->address_at < w->addresses.count) {
        const struct ip *ip = &w->addresses.items[w->address_at++];
        if (w->loop->options->refuses_private && ip_is_private(ip)) {
            enum err const noted = err_because(UPSTREAM_UNREACHABLE, "a private address");
            (void)noted;
            continue;
        }
        if (dial(w, ip))
            return;
    }
    fail(w, UPSTREAM_UNREACHABLE);
}

static void resolve(struct wire *w)
{
    w->state = WIRE_RESOLVING;
    if (w->target->host_is_ip)
        w->addresses = (struct addresses){ .count = 1, .items = { w->target->ip } };
    else if (!resolver_find(w->loop->resolver, w->target->host, &w->addresses))
        return;
    dial_next(w);
}

static void connect_over(struct wire *w)
{
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(w->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error)
        dial_next(w);
    else
        connected(w);
}

/* An edge may be late: only what is there now counts. */
static void idle_event(struct wire *w)
{
    char byte;
    bool stays;
    if (w->ssl)
        stays = tls_read(w->ssl, &byte, 1) == 0 && !w->has_hung_up;
    else
        stays = recv(w->fd, &byte, 1, MSG_PEEK) < 0 && errno == EAGAIN;
    if (stays)
        return;
    struct origin *origin = origin_of(w->loop, w->target->origin);
    struct wire **at = &origin->idle;
    while (*at != w)
        at = &(*at)->next;
    *at = w->next;
    origin->idle_count--;
    wire_close(w);
}

static void on_event(struct watch *watch, uint32_t events)
{
    struct wire *w = (struct wire *)watch;
    bool const has_ended = events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR);
    w->has_hung_up |= has_ended;
    w->may_read |= has_ended || (events & EPOLLIN) || w->ssl;
    w->may_write |= (events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) || w->ssl;
    switch (w->state) {
    case WIRE_CONNECTING:
        if (events & (EPOLLOUT | EPOLLHUP | EPOLLERR))
            connect_over(w);
        return;
    case WIRE_SHAKING:
        shake(w);
        return;
    case WIRE_READY:
        if (w->call)
            call_wire_event(w->call);
        else if (has_ended || (events & EPOLLIN))
            idle_event(w);
        return;
    default:
        return;
    }
}

static struct wire *wire_new(struct call *call)
{
    struct wire *w = calloc(1, sizeof *w);
    if (!w)
        abort();
    w->watch.on_event = on_event;
    w->loop = call->loop;
    w->fd = -1;
    w->target = call->pass.target;
    access_target_take(w->target);
    count_add(&w->loop->counters.upstream_opened, 1);
    count_add(&w->loop->counters.upstream_open, 1);
    return w;
}

void wire_take(struct call *call, bool is_fresh)
{
    struct loop *loop = call->loop;
    struct origin *origin = origin_of(loop, call->pass.target->origin);
    struct wire *w = is_fresh ? NULL : origin->idle;
    if (!w) {
        w = wire_new(call);
        w->call = call;
        call->wire = w;
        resolve(w);
        return;
    }
    origin->idle = w->next;
    origin->idle_count--;
    w->is_reused = true;
    w->call = call;
    call->wire = w;
    count_add(&loop->counters.upstream_reused, 1);
    call_wire_ready(call);
}

void wire_give(struct wire *w)
{
    struct origin *origin = origin_of(w->loop, w->target->origin);
    if (w->has_hung_up || origin->idle_count >= IDLE_MAX || w->loop->is_stopping) {
        wire_close(w);
        return;
    }
    if (w->ssl)
        w->may_read = tls_has_read_ahead(w->ssl);   /* the answer has ended: what comes is news */
    w->call->wire = NULL;
    w->call = NULL;
    w->idle_since_ms = w->loop->now_ms;
    w->next = origin->idle;
    origin->idle = w;
    origin->idle_count++;
}

ssize_t wire_write(struct wire *w, const void *bytes, size_t size, bool more_follows)
{
    ssize_t done;
    if (w->ssl)
        done = tls_write(w->ssl, bytes, size);
    else
        done = send(w->fd, bytes, size, MSG_NOSIGNAL | (more_follows ? MSG_MORE : 0));
    if (done < 0 && !w->ssl && (errno == EAGAIN || errno == EINTR))
        done = 0;
    if (done >= 0 && (size_t)done < size && !w->ssl)
        w->may_write = false;
    if (done == 0)
        w->may_write = false;
    return done < 0 ? -1 : done;
}

ssize_t wire_read(struct wire *w, void *bytes, size_t size)
{
    if (w->ssl) {
        ssize_t const got = tls_read(w->ssl, bytes, size);
        if (got <= 0)
            w->may_read = false;
        return got == TLS_END ? WIRE_END : got;
    }
    ssize_t const got = recv(w->fd, bytes, size, 0);
    if (got == 0)
        return WIRE_END;
    if (got < 0 && errno != EAGAIN && errno != EINTR)
        return -1;
    if (got < (ssize_t)size && !w->has_hung_up)
        w->may_read = false;
    return got < 0 ? 0 : got;
}

void wires_names_known(struct loop *loop)
{
    for (struct call *call = loop->calls; call; call = call->next) {
        if (call->wire && call->wire->state == WIRE_RESOLVING)
            resolve(call->wire);
    }
}

static void close_from(struct wire **at, struct origin *origin)
{
    while (*at) {
        struct wire *w = *at;
        *at = w->next;
        origin->idle_count--;
        wire_close(w);
    }
}

void wires_tick(struct loop *loop)
{
    for (unsigned i = 0; i < loop->origin_count; i++) {
        struct origin *origin = loop->origins[i];
        struct wire **at = origin ? &origin->idle : NULL;
        while (at && *at && (*at)->idle_since_ms > loop->now_ms - IDLE_MS)
            at = &(*at)->next;
        if (at)
            close_from(at, origin);             /* those behind were idle for longer still */
    }
}

void wires_sweep(struct loop *loop)
{
    while (loop->closed_wires) {
        struct wire *w = loop->closed_wires;
        loop->closed_wires = w->next;
        free(w);
    }
}

void wires_finish(struct loop *loop)
{
    for (unsigned i = 0; i < loop->origin_count; i++) {
        struct origin *origin = loop->origins[i];
        if (!origin)
            continue;
        close_from(&origin->idle, origin);
        tls_session_drop(origin->session);
        free(origin);
    }
    free(loop->origins);
    loop->origins = NULL;
    loop->origin_count = 0;
    wires_sweep(loop);
}
