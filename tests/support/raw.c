#include "support/raw.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

int raw_open(uint16_t port)
{
    struct sockaddr_in const address = { .sin_family = AF_INET, .sin_port = htons(port),
                                         .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int const fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct timeval const limit = { .tv_sec = 5 };
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    int const on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(fd, (const struct sockaddr *)&address, sizeof address) != 0)
        abort();
    return fd;
}

void raw_send(int fd, const void *bytes, size_t size)
{
    const char *at = bytes;
    while (size > 0) {
        ssize_t const sent = send(fd, at, size, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        at += sent;
        size -= (size_t)sent;
    }
}

void raw_say(int fd, const char *text)
{
    raw_send(fd, text, strlen(text));
}

bool raw_header(const struct raw_answer *answer, const char *name, char *out, size_t room)
{
    char wanted[128];
    snprintf(wanted, sizeof wanted, "\r\n%s:", name);
    const char *at = strcasestr(answer->head, wanted);
    if (!at)
        return false;
    at += strlen(wanted);
    at += strspn(at, " ");
    snprintf(out, room, "%.*s", (int)strcspn(at, "\r"), at);
    return true;
}

struct reader {
    int fd;
    struct raw_answer *answer;
};

static bool read_byte(struct reader *r, char *out)
{
    ssize_t const got = recv(r->fd, out, 1, 0);
    r->answer->is_closed |= got == 0;
    return got == 1;
}

static bool read_head(struct reader *r)
{
    struct raw_answer *a = r->answer;
    size_t size = 0;
    while (size < sizeof a->head - 1 && read_byte(r, a->head + size)) {
        a->head[++size] = '\0';
        if (size >= 4 && strcmp(a->head + size - 4, "\r\n\r\n") == 0)
            return sscanf(a->head, "HTTP/1.1 %d ", &a->status) == 1;
    }
    return false;
}

static bool read_sized(struct reader *r, uint64_t size)
{
    static _Thread_local char block[65536];
    while (size > 0) {
        size_t const wanted = size < sizeof block ? (size_t)size : sizeof block;
        ssize_t const got = recv(r->fd, block, wanted, 0);
        r->answer->is_closed |= got == 0;
        if (got <= 0)
            return false;
        struct raw_answer *a = r->answer;
        size_t const room = a->body_size < sizeof a->body - 1 ? sizeof a->body - 1 - a->body_size
                                                              : 0;
        memcpy(a->body + (room ? a->body_size : 0), block, (size_t)got < room ? (size_t)got : room);
        a->body_size += (size_t)got;
        size -= (uint64_t)got;
    }
    return true;
}

static bool read_line(struct reader *r, char *out, size_t room)
{
    size_t size = 0;
    while (size < room - 1 && read_byte(r, out + size)) {
        out[++size] = '\0';
        if (size >= 2 && strcmp(out + size - 2, "\r\n") == 0)
            return true;
    }
    return false;
}

static bool read_chunks(struct reader *r)
{
    char line[256];
    while (read_line(r, line, sizeof line)) {
        uint64_t const size = strtoull(line, NULL, 16);
        if (size > 0 && !read_sized(r, size))
            return false;
        if (!read_line(r, line, sizeof line))
            return false;
        if (size == 0)
            return true;
    }
    return false;
}

static bool read_body(struct reader *r, bool is_head)
{
    char value[64];
    struct raw_answer *a = r->answer;
    if (is_head || a->status < 200 || a->status == 204 || a->status == 304)
        return true;
    if (raw_header(a, "Transfer-Encoding", value, sizeof value))
        return read_chunks(r);
    if (raw_header(a, "Content-Length", value, sizeof value))
        return read_sized(r, strtoull(value, NULL, 10));
    read_sized(r, UINT64_MAX);
    return a->is_closed;
}

struct raw_answer *raw_read(int fd, bool is_head)
{
    struct reader r = { .fd = fd, .answer = calloc(1, sizeof *r.answer) };
    r.answer->is_whole = read_head(&r) && read_body(&r, is_head);
    return r.answer;
}

bool raw_is_closed(int fd, unsigned within_ms)
{
    struct pollfd watched = { .fd = fd, .events = POLLIN };
    char byte;
    return poll(&watched, 1, (int)within_ms) == 1 && recv(fd, &byte, 1, MSG_DONTWAIT) <= 0;
}

struct raw_answer *raw_exchange_bytes(uint16_t port, const void *bytes, size_t size)
{
    int const fd = raw_open(port);
    raw_send(fd, bytes, size);
    struct raw_answer *answer = raw_read(fd, false);
    char value[32];
    bool const closes = raw_header(answer, "Connection", value, sizeof value)
                        && strcasecmp(value, "close") == 0;
    if (closes)
        answer->is_closed = raw_is_closed(fd, 2000);
    close(fd);
    return answer;
}

struct raw_answer *raw_exchange(uint16_t port, const char *text)
{
    return raw_exchange_bytes(port, text, strlen(text));
}
