/* An upstream that answers each request after a while: bench_upstream PORT MS
 *
 * One thread, one epoll; a request is whatever ends with an empty line. */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { FDS_MAX = 1 << 17, EVENTS = 512 };

static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                             "Content-Length: 15\r\n\r\n{\"status\":true}";

/* Answers fall due in the order in which requests came: a ring is enough. */
static struct due {
    int fd;
    unsigned life;
    long long at_ms;
} ring[FDS_MAX];
static size_t first_due, next_due;
static unsigned lives[FDS_MAX];         /* a descriptor's number comes back; its life does not */
static char tails[FDS_MAX][4];          /* the last bytes seen on each */

static long long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static int listen_on(unsigned short port)
{
    struct sockaddr_in const address = { .sin_family = AF_INET, .sin_port = htons(port),
                                         .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int const on = 1;
    int const fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (const struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 65535) != 0)
        exit(1);
    return fd;
}

static void take_all(int epoll, int listener)
{
    int fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };
        if (fd >= FDS_MAX)
            exit(1);
        lives[fd]++;
        memset(tails[fd], 0, sizeof tails[fd]);
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

static void hear(int fd, long long wait_ms)
{
    char bytes[16384];
    ssize_t const got = read(fd, bytes, sizeof bytes);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN) {
            lives[fd]++;
            close(fd);
        }
        return;
    }
    for (ssize_t i = 0; i < got; i++) {
        memmove(tails[fd], tails[fd] + 1, 3);
        tails[fd][3] = bytes[i];
        if (memcmp(tails[fd], "\r\n\r\n", 4) != 0)
            continue;
        ring[next_due++ % FDS_MAX] = (struct due){ fd, lives[fd], now_ms() + wait_ms };
    }
}

static void answer_due(void)
{
    long long const now = now_ms();
    while (first_due < next_due && ring[first_due % FDS_MAX].at_ms <= now) {
        struct due const due = ring[first_due++ % FDS_MAX];
        if (lives[due.fd] == due.life
            && send(due.fd, answer, sizeof answer - 1, MSG_NOSIGNAL) < 0)
            perror("send");
    }
}

int main(int count, char **arguments)
{
    if (count < 3)
        return 2;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    long long const wait_ms = strtoll(arguments[2], NULL, 10);
    int const listener = listen_on((unsigned short)strtoul(arguments[1], NULL, 10));
    int const epoll = epoll_create1(0);
    struct epoll_event event = { .events = EPOLLIN, .data.fd = listener };
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        struct epoll_event events[EVENTS];
        int const ready = epoll_wait(epoll, events, EVENTS, 5);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd == listener)
                take_all(epoll, listener);
            else
                hear(events[i].data.fd, wait_ms);
        }
        answer_due();
    }
}
