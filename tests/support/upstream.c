#include "support/upstream.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINKS_MAX = 4096 };

struct upstream {
    pthread_t thread;
    pthread_mutex_t lock;
    int listener;
    uint16_t port;
    bool is_over;
    SSL_CTX *tls;
    struct upstream_manner manner;
    struct upstream_heard heard;
    unsigned link_count;
    pthread_t links[LINKS_MAX];
    int fds[LINKS_MAX];
};

struct link {
    struct upstream *u;
    int fd;
    SSL *ssl;
    unsigned served;
    char held[32768];                   /* read, and not used yet */
    size_t held_size;
};

static ssize_t link_read(struct link *l, void *out, size_t size)
{
    return l->ssl ? SSL_read(l->ssl, out, (int)size) : recv(l->fd, out, size, 0);
}

static bool link_write(struct link *l, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t const sent = l->ssl ? SSL_write(l->ssl, bytes, (int)size)
                                    : send(l->fd, bytes, size, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes += sent;
        size -= (size_t)sent;
    }
    return true;
}

/* At least one byte more is held afterwards. */
static bool fill(struct link *l)
{
    ssize_t const got = link_read(l, l->held + l->held_size, sizeof l->held - l->held_size);
    if (got <= 0)
        return false;
    l->held_size += (size_t)got;
    return true;
}

static void drop(struct link *l, size_t size)
{
    memmove(l->held, l->held + size, l->held_size - size);
    l->held_size -= size;
}

static struct upstream_manner manner_of(struct upstream *u)
{
    pthread_mutex_lock(&u->lock);
    struct upstream_manner const manner = u->manner;
    pthread_mutex_unlock(&u->lock);
    return manner;
}

static bool read_head(struct link *l)
{
    char *end;
    while (!(end = memmem(l->held, l->held_size, "\r\n\r\n", 4))) {
        if (l->held_size == sizeof l->held || !fill(l))
            return false;
    }
    size_t const size = (size_t)(end + 4 - l->held);
    struct upstream *u = l->u;
    pthread_mutex_lock(&u->lock);
    u->heard.requests++;
    snprintf(u->heard.head, sizeof u->heard.head, "%.*s", (int)size, l->held);
    u->heard.body[0] = '\0';
    pthread_mutex_unlock(&u->lock);
    drop(l, size);
    return true;
}

static void note_body(struct upstream *u, const char *bytes, size_t size)
{
    pthread_mutex_lock(&u->lock);
    size_t const held = strlen(u->heard.body);
    size_t const room = sizeof u->heard.body - 1 - held;
    size_t const kept = size < room ? size : room;
    memcpy(u->heard.body + held, bytes, kept);
    u->heard.body[held + kept] = '\0';
    u->heard.body_bytes += size;
    pthread_mutex_unlock(&u->lock);
}

static bool read_sized(struct link *l, uint64_t size, bool slowly)
{
    while (size > 0) {
        if (l->held_size == 0 && !fill(l))
            return false;
        size_t piece = size < l->held_size ? (size_t)size : l->held_size;
        if (slowly && piece > 16384)
            piece = 16384;
        note_body(l->u, l->held, piece);
        drop(l, piece);
        size -= piece;
        if (slowly)
            usleep(1000);
    }
    return true;
}

static bool read_line(struct link *l, char *out, size_t room)
{
    char *end;
    while (!(end = memmem(l->held, l->held_size, "\r\n", 2))) {
        if (!fill(l))
            return false;
    }
    size_t const size = (size_t)(end - l->held);
    snprintf(out, room, "%.*s", (int)size, l->held);
    drop(l, size + 2);
    return true;
}

static bool read_chunks(struct link *l, bool slowly)
{
    for (;;) {
        char line[256];
        if (!read_line(l, line, sizeof line))
            return false;
        uint64_t const size = strtoull(line, NULL, 16);
        if (size > 0 && !read_sized(l, size, slowly))
            return false;
        if (!read_line(l, line, sizeof line))
            return false;
        if (size == 0)
            return true;
    }
}

static bool read_body(struct link *l, bool slowly)
{
    char head[16384];
    pthread_mutex_lock(&l->u->lock);
    memcpy(head, l->u->heard.head, sizeof head);
    pthread_mutex_unlock(&l->u->lock);
    if (strcasestr(head, "\r\ntransfer-encoding: chunked\r\n"))
        return read_chunks(l, slowly);
    const char *length = strcasestr(head, "\r\ncontent-length:");
    return !length || read_sized(l, strtoull(length + 17, NULL, 10), slowly);
}

/* Answers whether the caller is still there after so long. */
static bool wait_for_caller(struct link *l, unsigned ms)
{
    struct pollfd watched = { .fd = l->fd, .events = POLLRDHUP };
    if (ms == 0 || poll(&watched, 1, (int)ms) == 0)
        return true;
    pthread_mutex_lock(&l->u->lock);
    l->u->heard.gone++;
    pthread_mutex_unlock(&l->u->lock);
    return false;
}

static bool say_pieces(struct link *l, const char *bytes, size_t size, unsigned piece)
{
    while (piece && size > piece) {
        if (!link_write(l, bytes, piece))
            return false;
        bytes += piece;
        size -= piece;
        usleep(300);
    }
    return link_write(l, bytes, size);
}

static bool stream(struct link *l, uint64_t size)
{
    static const char block[65536] = { [0 ... 65535] = 'x' };
    while (size > 0) {
        size_t const piece = size < sizeof block ? (size_t)size : sizeof block;
        if (!link_write(l, block, piece))
            return false;
        size -= piece;
        pthread_mutex_lock(&l->u->lock);
        l->u->heard.streamed += piece;
        pthread_mutex_unlock(&l->u->lock);
    }
    return true;
}

static bool say_echo(struct link *l)
{
    struct upstream_heard *heard = malloc(sizeof *heard);
    char line[256];
    *heard = upstream_heard(l->u);
    int const size = snprintf(line, sizeof line,
                              "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
                              "%zu\r\n\r\n", strlen(heard->head) + strlen(heard->body));
    bool const is_head = strncmp(heard->head, "HEAD ", 5) == 0;
    bool const done = link_write(l, line, (size_t)size)
                      && (is_head || (link_write(l, heard->head, strlen(heard->head))
                                      && link_write(l, heard->body, strlen(heard->body))));
    free(heard);
    return done;
}

/* Answers whether the connection goes on. */
static bool serve_one(struct link *l)
{
    if (!read_head(l))
        return false;
    struct upstream_manner const manner = manner_of(l->u);
    if (manner.hangs_up_after && l->served >= manner.hangs_up_after)
        return false;
    l->served++;
    if (!manner.answers_early && !read_body(l, manner.reads_slowly))
        return false;
    if (!wait_for_caller(l, manner.waits_ms) || manner.hangs_up)
        return false;
    if (!manner.says)
        return say_echo(l) && !manner.closes;
    size_t const size = manner.size ? manner.size : strlen(manner.says);
    return say_pieces(l, manner.says, size, manner.piece) && stream(l, manner.streams)
           && !manner.closes;
}

static void note_resumed(struct link *l)
{
    pthread_mutex_lock(&l->u->lock);
    l->u->heard.resumed += l->ssl && SSL_session_reused(l->ssl);
    pthread_mutex_unlock(&l->u->lock);
}

static void *link_run(void *context)
{
    struct link *l = context;
    if (l->u->tls) {
        l->ssl = SSL_new(l->u->tls);
        SSL_set_fd(l->ssl, l->fd);
    }
    if (!l->ssl || SSL_accept(l->ssl) == 1) {
        note_resumed(l);
        while (serve_one(l))
            ;
        if (l->ssl && !manner_of(l->u).cuts_off)
            SSL_shutdown(l->ssl);
    }
    SSL_free(l->ssl);
    shutdown(l->fd, SHUT_WR);
    char rest[4096];
    struct timeval const soon = { .tv_usec = 200000 };
    setsockopt(l->fd, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof soon);
    while (recv(l->fd, rest, sizeof rest, 0) > 0)       /* a close on unread bytes would reset */
        ;
    shutdown(l->fd, SHUT_RDWR);
    free(l);
    return NULL;
}

static void *accept_run(void *context)
{
    struct upstream *u = context;
    for (;;) {
        int const fd = accept(u->listener, NULL, NULL);
        pthread_mutex_lock(&u->lock);
        if (fd < 0 || u->is_over || u->link_count == LINKS_MAX) {
            pthread_mutex_unlock(&u->lock);
            if (fd >= 0)
                close(fd);
            return NULL;
        }
        struct link *l = calloc(1, sizeof *l);
        l->u = u;
        l->fd = fd;
        u->heard.connections++;
        u->fds[u->link_count] = fd;
        pthread_create(&u->links[u->link_count++], NULL, link_run, l);
        pthread_mutex_unlock(&u->lock);
    }
}

struct upstream *upstream_open(const char *cert, const char *key)
{
    signal(SIGPIPE, SIG_IGN);
    struct upstream *u = calloc(1, sizeof *u);
    pthread_mutex_init(&u->lock, NULL);
    if (cert) {
        u->tls = SSL_CTX_new(TLS_server_method());
        if (SSL_CTX_use_certificate_chain_file(u->tls, cert) != 1
            || SSL_CTX_use_PrivateKey_file(u->tls, key, SSL_FILETYPE_PEM) != 1)
            abort();
    }
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    u->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int const on = 1;
    setsockopt(u->listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (bind(u->listener, (struct sockaddr *)&address, size) != 0 || listen(u->listener, 4096) != 0)
        abort();
    getsockname(u->listener, (struct sockaddr *)&address, &size);
    u->port = ntohs(address.sin_port);
    pthread_create(&u->thread, NULL, accept_run, u);
    return u;
}

void upstream_close(struct upstream *u)
{
    pthread_mutex_lock(&u->lock);
    u->is_over = true;
    for (unsigned i = 0; i < u->link_count; i++)
        shutdown(u->fds[i], SHUT_RDWR);
    pthread_mutex_unlock(&u->lock);
    shutdown(u->listener, SHUT_RDWR);
    pthread_join(u->thread, NULL);
    for (unsigned i = 0; i < u->link_count; i++) {
        pthread_join(u->links[i], NULL);
        close(u->fds[i]);
    }
    close(u->listener);
    SSL_CTX_free(u->tls);
    pthread_mutex_destroy(&u->lock);
    free(u);
}

uint16_t upstream_port(const struct upstream *u)
{
    return u->port;
}

void upstream_behave(struct upstream *u, struct upstream_manner manner)
{
    pthread_mutex_lock(&u->lock);
    u->manner = manner;
    pthread_mutex_unlock(&u->lock);
}

struct upstream_heard upstream_heard(struct upstream *u)
{
    pthread_mutex_lock(&u->lock);
    struct upstream_heard const heard = u->heard;
    pthread_mutex_unlock(&u->lock);
    return heard;
}
