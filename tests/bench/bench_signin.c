/* What sign-ins and signed-in calls are measured against, and with.
 *
 *     bench_signin argon SECONDS          bare argon2id on all cores; prints hashes a second
 *                                         and the processor's milliseconds for each
 *     bench_signin peer PORT SECRET_FILE  a bare Ulfius that verifies the JWT and answers a
 *                                         constant, until it is killed
 *     bench_signin pace PORT TOKEN RATE SECONDS
 *                                         GET /profile RATE times a second on one connection;
 *                                         prints the median and the 99th percentile in ms */
#include "base/clock.h"
#include "base/text.h"
#include "crypto/secret.h"

#include <argon2.h>
#include <arpa/inet.h>
#include <jwt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <ulfius.h>
#include <unistd.h>

enum { MEMORY_KIB = 19 * 1024, PASSES = 2, CORES_MAX = 256, SAMPLES_MAX = 100000 };

static int64_t deadline_us;
static _Atomic long hashes;

static void *hash_on(void *unused)
{
    (void)unused;
    unsigned char out[32], salt[16] = { 1 };
    while (clock_steady_us() < deadline_us) {
        if (argon2id_hash_raw(PASSES, MEMORY_KIB, 1, "kopi pagi di teras", 18, salt, sizeof salt,
                              out, sizeof out) != ARGON2_OK)
            abort();
        hashes++;
    }
    return NULL;
}

static int run_argon(double seconds)
{
    pthread_t threads[CORES_MAX];
    long const cores = sysconf(_SC_NPROCESSORS_ONLN);
    int64_t const began = clock_steady_us();
    deadline_us = began + (int64_t)(seconds * 1e6);
    for (long i = 0; i < cores && i < CORES_MAX; i++)
        pthread_create(&threads[i], NULL, hash_on, NULL);
    for (long i = 0; i < cores && i < CORES_MAX; i++)
        pthread_join(threads[i], NULL);
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    double const cpu_ms = (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e3
                          + (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e3;
    printf("%.1f %.2f\n", (double)hashes * 1e6 / (double)(clock_steady_us() - began),
           cpu_ms / (double)hashes);
    return 0;
}

static struct key key;

static int answer_constant(const struct _u_request *request, struct _u_response *response,
                           void *unused)
{
    (void)unused;
    const char *header = u_map_get_case(request->map_header, "Authorization");
    jwt_t *jwt = NULL;
    bool const is_good = header && strncmp(header, "Bearer ", 7) == 0
        && jwt_decode(&jwt, header + 7, key.bytes, KEY_BYTES) == 0
        && jwt_get_alg(jwt) == JWT_ALG_HS256 && jwt_get_grant_int(jwt, "exp") > time(NULL);
    jwt_free(jwt);
    ulfius_set_string_body_response(response, is_good ? 200 : 401, "{\"status\":true}");
    return U_CALLBACK_COMPLETE;
}

/* The JWT of the measured server is checked under the very key it was signed with. */
static int run_peer(unsigned port, const char *secret_file)
{
    struct _u_instance instance;
    if (secret_open(secret_file, false) || ulfius_init_instance(&instance, port, NULL, NULL))
        return 1;
    key = key_newest(FOR_TOKENS);
    ulfius_add_endpoint_by_val(&instance, "GET", NULL, "/profile", 0, answer_constant, NULL);
    if (ulfius_start_framework(&instance) != U_OK)
        return 1;
    pause();
    return 0;
}

static int connect_to(uint16_t port)
{
    struct sockaddr_in const to = { .sin_family = AF_INET, .sin_port = htons(port),
                                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int const fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int const on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(fd, (const struct sockaddr *)&to, sizeof to) != 0)
        exit(1);
    return fd;
}

/* One call; the answer is small and comes in one or two pieces, its end is the JSON's. */
static void call_once(int fd, const char *request, size_t size)
{
    char answer[8192];
    size_t got = 0;
    if (write(fd, request, size) != (ssize_t)size)
        exit(1);
    do {
        ssize_t const n = read(fd, answer + got, sizeof answer - 1 - got);
        if (n <= 0)
            exit(1);
        got += (size_t)n;
        answer[got] = '\0';
    } while (!strstr(answer, "\r\n\r\n") || answer[got - 1] != '}');
    if (strncmp(answer, "HTTP/1.1 200", 12) != 0) {
        fprintf(stderr, "%.200s\n", answer);
        exit(1);
    }
}

static int by_size(const void *a, const void *b)
{
    double const x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int run_pace(uint16_t port, const char *token, long rate, double seconds)
{
    static double took_ms[SAMPLES_MAX];
    char request[4096];
    int const size = snprintf(request, sizeof request, "GET /profile HTTP/1.1\r\nHost: bench\r\n"
                              "Authorization: Bearer %s\r\n\r\n", token);
    int const fd = connect_to(port);
    int64_t const began = clock_steady_us(), step = 1000000 / rate;
    int count = 0;
    for (; count < SAMPLES_MAX && (double)count * (double)step < seconds * 1e6; count++) {
        int64_t const due = began + count * step, wait = due - clock_steady_us();
        if (wait > 0)
            usleep((unsigned)wait);
        call_once(fd, request, (size_t)size);
        took_ms[count] = (double)(clock_steady_us() - due) / 1000;
    }
    qsort(took_ms, (size_t)count, sizeof took_ms[0], by_size);
    printf("%.2f %.2f\n", took_ms[count / 2], took_ms[count * 99 / 100]);
    return 0;
}

int main(int count, char **arguments)
{
    const char *what = count > 2 ? arguments[1] : "";
    if (text_is(what, "argon"))
        return run_argon(strtod(arguments[2], NULL));
    if (text_is(what, "peer") && count == 4)
        return run_peer((unsigned)strtoul(arguments[2], NULL, 10), arguments[3]);
    if (text_is(what, "pace") && count == 6)
        return run_pace((uint16_t)strtoul(arguments[2], NULL, 10), arguments[3],
                        strtol(arguments[4], NULL, 10), strtod(arguments[5], NULL));
    return 2;
}
