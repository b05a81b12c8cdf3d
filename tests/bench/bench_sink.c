/* An upstream that reads bodies and throws them away: bench_sink PORT
 *
 * One thread a connection; sized bodies only. Answers 200 once a body has come whole. */
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/* Reads a head and what came with it; answers how much of the body is still to come, or -1. */
static long long read_head(int fd)
{
    char head[16384];
    size_t size = 0;
    char *end = NULL;
    while (!end && size < sizeof head - 1) {
        ssize_t const got = recv(fd, head + size, sizeof head - 1 - size, 0);
        if (got <= 0)
            return -1;
        size += (size_t)got;
        head[size] = '\0';
        end = strstr(head, "\r\n\r\n");
    }
    const char *length = end ? strcasestr(head, "\r\ncontent-length:") : NULL;
    if (!end || (length && length > end))
        return end ? 0 : -1;
    return (length ? strtoll(length + 17, NULL, 10) : 0) - (head + size - end - 4);
}

static void *serve(void *context)
{
    int const fd = (int)(intptr_t)context;
    char *block = malloc(1 << 18);
    for (;;) {
        long long left = read_head(fd);
        if (left < 0)
            break;
        while (left > 0) {
            ssize_t const got = recv(fd, block, 1 << 18, 0);
            if (got <= 0)
                break;
            left -= got;
        }
        if (left > 0 || send(fd, answer, sizeof answer - 1, MSG_NOSIGNAL) < 0)
            break;
    }
    free(block);
    close(fd);
    return NULL;
}

int main(int count, char **arguments)
{
    if (count < 2)
        return 2;
    struct sockaddr_in const address = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
        .sin_port = htons((unsigned short)strtoul(arguments[1], NULL, 10)),
    };
    int const on = 1;
    int const listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (const struct sockaddr *)&address, sizeof address) || listen(listener, 64))
        return 1;
    for (;;) {
        pthread_t thread;
        int const fd = accept(listener, NULL, NULL);
        if (fd >= 0 && pthread_create(&thread, NULL, serve, (void *)(intptr_t)fd) == 0)
            pthread_detach(thread);
    }
}
