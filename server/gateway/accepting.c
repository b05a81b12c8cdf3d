#include "gateway/accepting.h"

#include <errno.h>
#include <microhttpd.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { ROUND_MAX = 16 };

static uint64_t clients_of(const struct loop *loop)
{
    return atomic_load_explicit(&loop->counters.clients, memory_order_relaxed)
           + atomic_load_explicit(&loop->newcomers.count, memory_order_relaxed);
}

static bool is_full(const struct loop *loop)
{
    return clients_of(loop) >= loop->client_max;
}

static void on_listener(struct watch *watch, uint32_t events)
{
    struct loop *loop = (struct loop *)((char *)watch - offsetof(struct loop, listener_watch));
    (void)events;
    loop->may_accept = true;
}

void accepting_open(struct loop *loop, int listener, unsigned client_max)
{
    pthread_mutex_init(&loop->newcomers.lock, NULL);
    loop->listener = listener;
    loop->client_max = client_max;
    loop->listener_watch.on_event = on_listener;
    loop_watch(loop, listener, &loop->listener_watch, EPOLLIN | EPOLLET);
}

static void add(struct loop *loop, const struct newcomer *client)
{
    loop->daemon_is_due = true;
    MHD_add_connection(loop->daemon, client->fd, &client->address.any, client->size);
}

/* Of a few clients each counts. Many the kernel deals out well enough: made wholly even, 64 of them
 * had a worse p99. */
static struct loop *loop_for_next(struct loop *loop)
{
    uint64_t const own = clients_of(loop);
    uint64_t fewest = own;
    struct loop *found = loop;
    for (unsigned i = 0; i < loop->sibling_count; i++) {
        uint64_t const clients = clients_of(loop->siblings[i]);
        if (clients < fewest) {
            fewest = clients;
            found = loop->siblings[i];
        }
    }
    return own - fewest > fewest ? found : loop;
}

static bool hand_over(struct loop *to, const struct newcomer *client)
{
    struct newcomers *n = &to->newcomers;
    pthread_mutex_lock(&n->lock);
    bool const has_room = !n->is_closed && n->count < NEWCOMERS_MAX;
    if (has_room)
        n->items[n->count++] = *client;
    pthread_mutex_unlock(&n->lock);
    if (has_room)
        loop_wake(to);
    return has_room;
}

/* What fails for another reason than that nobody waits is tried again at the next tick. */
static bool accept_next(struct loop *loop)
{
    struct newcomer client = { .size = sizeof client.address };
    client.fd = accept4(loop->listener, &client.address.any, &client.size,
                        SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (client.fd < 0)
        return errno == ECONNABORTED || errno == EINTR;
    struct loop *to = loop_for_next(loop);
    if (to == loop || !hand_over(to, &client))
        add(loop, &client);
    return true;
}

bool accepting_is_due(const struct loop *loop)
{
    return loop->may_accept && !is_full(loop);
}

void accepting_run(struct loop *loop)
{
    for (int i = 0; i < ROUND_MAX && accepting_is_due(loop); i++)
        loop->may_accept = accept_next(loop);
}

void accepting_take(struct loop *loop)
{
    struct newcomers *n = &loop->newcomers;
    if (atomic_load_explicit(&n->count, memory_order_relaxed) == 0)
        return;
    pthread_mutex_lock(&n->lock);
    for (unsigned i = 0; i < n->count; i++)
        add(loop, &n->items[i]);
    n->count = 0;
    pthread_mutex_unlock(&n->lock);
}

void accepting_close(struct loop *loop)
{
    if (loop->listener < 0)
        return;
    loop_unwatch(loop, loop->listener);
    close(loop->listener);
    loop->listener = -1;
    loop->may_accept = false;
    accepting_take(loop);
    pthread_mutex_lock(&loop->newcomers.lock);
    loop->newcomers.is_closed = true;
    pthread_mutex_unlock(&loop->newcomers.lock);
}
