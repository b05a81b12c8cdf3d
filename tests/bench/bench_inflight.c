/* Many calls in flight at once: bench_inflight PORT KEY CALLS ROUNDS
 *
 * Opens CALLS connections, then sends one request on each and waits for all answers, ROUNDS times.
 * Prints what came back and how long it took. */
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

enum { EVENTS = 512, FDS_MAX = 1 << 17 };

static long long sent_us[FDS_MAX];
static int took_ms[1 << 20];

static long long now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static int connect_to(unsigned short port)
{
    struct sockaddr_in const address = { .sin_family = AF_INET, .sin_port = htons(port),
                                         .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int const fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || fd >= FDS_MAX || connect(fd, (const struct sockaddr *)&address, sizeof address)) {
        perror("connect");
        exit(1);
    }
    return fd;
}

static int by_size(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

/* Answers how many of the calls were answered with 200. */
static int wait_for_all(int epoll, int calls, int *answered)
{
    int good = 0;
    long long const until = now_us() + 30 * 1000000LL;
    for (int left = calls; left > 0 && now_us() < until;) {
        struct epoll_event events[EVENTS];
        int const ready = epoll_wait(epoll, events, EVENTS, 1000);
        for (int i = 0; i < ready; i++) {
            char bytes[4096];
            int const fd = events[i].data.fd;
            ssize_t const got = read(fd, bytes, sizeof bytes);
            if (got <= 0)
                epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL);
            else
                took_ms[(*answered)++] = (int)((now_us() - sent_us[fd]) / 1000);
            good += got > 12 && memcmp(bytes, "HTTP/1.1 200", 12) == 0;
            left--;
        }
    }
    return good;
}

int main(int count, char **arguments)
{
    if (count < 5)
        return 2;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    unsigned short const port = (unsigned short)strtoul(arguments[1], NULL, 10);
    int const calls = (int)strtol(arguments[3], NULL, 10);
    int const rounds = (int)strtol(arguments[4], NULL, 10);
    char request[512];
    int const size = snprintf(request, sizeof request,
                              "GET /development/bench/x HTTP/1.1\r\nHost: bench\r\n"
                              "X-API-Key: %s\r\n\r\n", arguments[2]);
    int const epoll = epoll_create1(0);
    int *fds = calloc((size_t)calls, sizeof *fds);
    for (int i = 0; i < calls; i++) {
        fds[i] = connect_to(port);
        struct epoll_event event = { .events = EPOLLIN, .data.fd = fds[i] };
        epoll_ctl(epoll, EPOLL_CTL_ADD, fds[i], &event);
    }
    int good = 0, answered = 0;
    long long const begun = now_us();
    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < calls; i++) {
            sent_us[fds[i]] = now_us();
            if (send(fds[i], request, (size_t)size, MSG_NOSIGNAL) != size)
                perror("send");
        }
        good += wait_for_all(epoll, calls, &answered);
    }
    qsort(took_ms, (size_t)answered, sizeof took_ms[0], by_size);
    printf("%d calls at once, %d rounds: %d of %d answered with 200 in %.1f s\n", calls, rounds,
           good, calls * rounds, (double)(now_us() - begun) / 1e6);
    if (answered > 0)
        printf("p50 %d ms, p99 %d ms, longest %d ms\n", took_ms[answered / 2],
               took_ms[answered * 99LL / 100], took_ms[answered - 1]);
    return good == calls * rounds ? 0 : 1;
}
