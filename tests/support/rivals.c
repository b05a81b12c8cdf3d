#include "support/rivals.h"

#include "support/raw.h"
#include "support/server.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct rival {
    const char *text;
    pthread_barrier_t *start;
    uint16_t port;
    struct raw_answer *answer;
};

const char *rival_post(const char *path, const char *token, const char *body)
{
    return arena_printf(api_arena(), "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                        "Content-Type: application/json\r\nConnection: close\r\n"
                        "Content-Length: %zu\r\n\r\n%s", path, token, strlen(body), body);
}

/* Without call(), whose arena is one thread's. */
static void *send_text(void *data)
{
    struct rival *r = data;
    pthread_barrier_wait(r->start);
    r->answer = raw_exchange(r->port, r->text);
    return NULL;
}

void rivals_race(const char *one, const char *other, const char *code)
{
    pthread_barrier_t start;
    pthread_t threads[2];
    uint16_t const port = (uint16_t)strtoul(strrchr(api_url(), ':') + 1, NULL, 10);
    struct rival rivals[2] = { { one, &start, port, NULL }, { other, &start, port, NULL } };
    pthread_barrier_init(&start, NULL, 2);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, send_text, &rivals[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&start);
    int const winner = rivals[0].answer->status == 200 ? 0 : 1;
    assert_int_equal(rivals[winner].answer->status, 200);
    assert_int_equal(rivals[1 - winner].answer->status, 409);
    assert_non_null(strstr(rivals[1 - winner].answer->body, code));
    for (int i = 0; i < 2; i++)
        free(rivals[i].answer);
}
