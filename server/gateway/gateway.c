#include "gateway/gateway.h"

#include "domain/usage/usage.h"
#include "gateway/exam.h"
#include "gateway/examining.h"
#include "gateway/loop.h"
#include "gateway/tls.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LOOPS_MAX = 256, BACKLOG = 4096, IDLE_S = 60, HEAD_S = 15, STOP_S = 10 };

struct gateway {
    struct gateway_options options;
    struct resolver *resolver;
    struct examiner *examiner;
    struct tls *tls;
    uint16_t port;
    unsigned loop_count;
    struct loop *loops[LOOPS_MAX];
};

static void raise_file_limit(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return;
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

static enum err listen_address(const char *listen, struct sockaddr_storage *out, socklen_t *size)
{
    char host[256];
    const char *colon = strrchr(listen, ':');
    if (!colon || (size_t)(colon - listen) >= sizeof host)
        return err_because(INTERNAL, "%s is not an address and a port", listen);
    bool const is_v6 = listen[0] == '[' && colon > listen && colon[-1] == ']';
    snprintf(host, sizeof host, "%.*s", (int)(colon - listen) - 2 * is_v6, listen + is_v6);
    struct addrinfo const hints = { .ai_flags = AI_PASSIVE | AI_NUMERICSERV,
                                    .ai_socktype = SOCK_STREAM };
    struct addrinfo *found = NULL;
    int const failure = getaddrinfo(host[0] ? host : NULL, colon + 1, &hints, &found);
    if (failure != 0)
        return err_because(INTERNAL, "%s: %s", listen, gai_strerror(failure));
    memcpy(out, found->ai_addr, found->ai_addrlen);
    *size = found->ai_addrlen;
    freeaddrinfo(found);
    return OK;
}

static void port_write(struct sockaddr_storage *address, uint16_t port)
{
    if (address->ss_family == AF_INET6)
        ((struct sockaddr_in6 *)address)->sin6_port = htons(port);
    else
        ((struct sockaddr_in *)address)->sin_port = htons(port);
}

static uint16_t port_read(int fd)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } address = { .v6 = { 0 } };
    socklen_t size = sizeof address;
    if (getsockname(fd, &address.any, &size) != 0)
        return 0;
    return ntohs(address.any.sa_family == AF_INET6 ? address.v6.sin6_port : address.v4.sin_port);
}

static int listen_on(const struct sockaddr_storage *address, socklen_t size)
{
    int const on = 1;
    int const fd = socket(address->ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    if (bind(fd, (const struct sockaddr *)address, size) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int const reason = errno;
    close(fd);
    errno = reason;
    return -1;
}

/* SO_REUSEPORT would let a second gateway share the port unnoticed. */
static enum err check_unused(const struct sockaddr_storage *address, socklen_t size)
{
    int const on = 1;
    int const fd = socket(address->ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    int const done = fd < 0 ? -1 : bind(fd, (const struct sockaddr *)address, size);
    int const reason = errno;
    if (fd >= 0)
        close(fd);
    return done == 0 ? OK : err_because(INTERNAL, "cannot listen: %s", strerror(reason));
}

static struct gateway_options with_defaults(const struct gateway_options *options)
{
    struct gateway_options full = *options;
    long const cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (full.loops == 0)
        full.loops = cores > 0 ? (unsigned)cores : 1;
    if (full.loops > LOOPS_MAX)
        full.loops = LOOPS_MAX;
    full.idle_s = full.idle_s ? full.idle_s : IDLE_S;
    full.head_s = full.head_s ? full.head_s : HEAD_S;
    full.stop_s = full.stop_s ? full.stop_s : STOP_S;
    return full;
}

static enum err open_loop(struct gateway *g, struct sockaddr_storage *address, socklen_t size)
{
    int const listener = listen_on(address, size);
    if (listener < 0)
        return err_because(INTERNAL, "cannot listen: %s", strerror(errno));
    g->port = port_read(listener);
    port_write(address, g->port);
    struct loop *loop = calloc(1, sizeof *loop);
    if (!loop)
        abort();
    loop->options = &g->options;
    loop->resolver = g->resolver;
    loop->tls = g->tls;
    loop->siblings = g->loops;
    loop->sibling_count = g->options.loops;
    loop->examiner = g->examiner;
    g->loops[g->loop_count++] = loop;
    return loop_open(loop, listener);
}

static enum err start_all(struct gateway *g)
{
    struct sockaddr_storage address;
    socklen_t size;
    TRY(listen_address(g->options.listen, &address, &size));
    TRY(check_unused(&address, size));
    TRY(tls_open(g->options.ca_file, &g->tls));
    g->resolver = resolver_open();
    g->examiner = examiner_open();
    for (unsigned i = 0; i < g->options.loops; i++)
        TRY(open_loop(g, &address, size));
    for (unsigned i = 0; i < g->loop_count; i++)
        loop_start(g->loops[i]);
    return OK;
}

enum err gateway_start(const struct gateway_options *options, struct gateway **out)
{
    struct gateway *g = calloc(1, sizeof *g);
    if (!g)
        abort();
    raise_file_limit();
    g->options = with_defaults(options);
    enum err const e = start_all(g);
    if (e)
        gateway_stop(g);
    else
        *out = g;
    return e;
}

void gateway_stop(struct gateway *g)
{
    for (unsigned i = 0; i < g->loop_count; i++) {
        atomic_store(&g->loops[i]->must_stop, true);
        loop_wake(g->loops[i]);
    }
    for (unsigned i = 0; i < g->loop_count; i++) {
        if (g->loops[i]->thread)
            pthread_join(g->loops[i]->thread, NULL);
    }
    if (g->resolver)
        resolver_close(g->resolver);
    if (g->examiner)
        examiner_close(g->examiner);
    for (unsigned i = 0; i < g->loop_count; i++) {
        examining_drop(g->loops[i]);
        if (g->loops[i]->usage)
            usage_loop_close(g->loops[i]->usage);
        close(g->loops[i]->epoll);
        close(g->loops[i]->wake);
        free(g->loops[i]);
    }
    tls_close(g->tls);
    free(g);
}

uint16_t gateway_port(const struct gateway *g)
{
    return g->port;
}

struct gateway_stats gateway_stats(const struct gateway *g)
{
    struct gateway_stats sum = { 0 };
    for (unsigned i = 0; i < g->loop_count; i++) {
        struct counters *c = &g->loops[i]->counters;
        sum.requests += atomic_load_explicit(&c->requests, memory_order_relaxed);
        sum.passed += atomic_load_explicit(&c->passed, memory_order_relaxed);
        sum.refused += atomic_load_explicit(&c->refused, memory_order_relaxed);
        sum.failed += atomic_load_explicit(&c->failed, memory_order_relaxed);
        sum.cancelled += atomic_load_explicit(&c->cancelled, memory_order_relaxed);
        sum.bytes_in += atomic_load_explicit(&c->bytes_in, memory_order_relaxed);
        sum.bytes_out += atomic_load_explicit(&c->bytes_out, memory_order_relaxed);
        sum.upstream_opened += atomic_load_explicit(&c->upstream_opened, memory_order_relaxed);
        sum.upstream_reused += atomic_load_explicit(&c->upstream_reused, memory_order_relaxed);
        sum.in_flight += atomic_load_explicit(&c->in_flight, memory_order_relaxed);
        sum.clients += atomic_load_explicit(&c->clients, memory_order_relaxed);
        sum.upstream_open += atomic_load_explicit(&c->upstream_open, memory_order_relaxed);
    }
    return sum;
}
