#include "gateway/farewell.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINGER_MS = 2000, LINGER_BYTES = 16 * 1024 * 1024 };

struct farewell {
    struct watch watch;
    struct farewell *next;
    struct loop *loop;
    int fd;                             /* -1: closed */
    size_t bytes;
    int64_t until_ms;
};

static void close_now(struct farewell *l)
{
    close(l->fd);
    l->fd = -1;
}

static void on_event(struct watch *watch, uint32_t events)
{
    struct farewell *l = (struct farewell *)watch;
    (void)events;
    while (l->fd >= 0) {
        ssize_t const got = recv(l->fd, l->loop->scratch, SCRATCH_BYTES, MSG_DONTWAIT);
        if (got < 0 && errno == EAGAIN)
            return;
        l->bytes += got > 0 ? (size_t)got : 0;
        if (got <= 0 || l->bytes > LINGER_BYTES)
            close_now(l);
    }
}

void farewell_begin(struct loop *loop, int fd)
{
    int const own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (own < 0)
        return;
    struct farewell *l = calloc(1, sizeof *l);
    if (!l)
        abort();
    *l = (struct farewell){ .watch = { on_event }, .next = loop->farewells, .loop = loop, .fd = own,
                          .until_ms = loop->now_ms + LINGER_MS };
    loop->farewells = l;
    shutdown(own, SHUT_WR);
    loop_watch(loop, own, &l->watch, EPOLLIN | EPOLLRDHUP | EPOLLET);
}

void farewells_tick(struct loop *loop)
{
    for (struct farewell *l = loop->farewells; l; l = l->next) {
        if (l->fd >= 0 && (loop->now_ms > l->until_ms || loop->is_stopping))
            close_now(l);
    }
}

void farewells_sweep(struct loop *loop)
{
    for (struct farewell **at = &loop->farewells; *at;) {
        struct farewell *l = *at;
        if (l->fd >= 0) {
            at = &l->next;
            continue;
        }
        *at = l->next;
        free(l);
    }
}

void farewells_finish(struct loop *loop)
{
    for (struct farewell *l = loop->farewells; l; l = l->next) {
        if (l->fd >= 0)
            close_now(l);
    }
    farewells_sweep(loop);
}
