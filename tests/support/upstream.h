/* Upstream: a small server in this process for the gateway to call, told by the test what to say
 * and asked afterwards what it heard. One thread a connection. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct upstream;

/* cert and key: PEM files, to speak TLS; or NULL. */
struct upstream *upstream_open(const char *cert, const char *key);
void upstream_close(struct upstream *u);
uint16_t upstream_port(const struct upstream *u);

struct upstream_manner {
    const char *says;                   /* raw bytes of each answer; NULL: echoes the request */
    size_t size;                        /* of says; 0: its strlen */
    unsigned waits_ms;                  /* before it answers */
    uint64_t streams;                   /* this many bytes 'x' follow what it says */
    unsigned piece;                     /* says goes out in pieces of so many bytes; 0: at once */
    bool closes;                        /* after each answer */
    bool answers_early;                 /* without reading the body */
    bool hangs_up;                      /* closes without an answer */
    bool reads_slowly;                  /* a body: 4 KiB every ms */
    bool cuts_off;                      /* TLS: closes without saying so */
    unsigned hangs_up_after;            /* closes at the start of each request after this many on a
                                         * connection; 0: never */
};
void upstream_behave(struct upstream *u, struct upstream_manner manner);

struct upstream_heard {
    unsigned connections, requests;     /* requests: heads read */
    unsigned resumed;                   /* TLS sessions */
    unsigned gone;                      /* callers that closed before they were answered */
    uint64_t body_bytes, streamed;
    char head[16384];                   /* the last one, with its empty line */
    char body[4096];                    /* its body's first bytes, out of their chunks */
};
struct upstream_heard upstream_heard(struct upstream *u);
