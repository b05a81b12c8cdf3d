/* Exchange: one HTTP request whose whole answer is wanted, with its headers, as it came.
 *
 * The address is sent as it stands, dots and all; no proxy of the environment's stands between,
 * redirects are not followed, nothing is decoded; time and sizes are bounded. */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EXCHANGE_HEADERS_MAX = 64, EXCHANGE_HEADERS_BYTES = 32 * 1024 };

struct exchange_header {
    const char *name, *value;
};

struct exchange_call {
    const char *method, *url;
    const struct exchange_header *headers;      /* checked by the caller: nothing is escaped */
    int header_count;
    const char *secret_line;            /* one more, "Name: value", wiped afterwards; or NULL */
    const void *body;                   /* NULL: none */
    size_t body_size;
    size_t keeps;                       /* of the answer's body, at most */
    int64_t timeout_s;                  /* for all of it */
};

enum exchange_end {
    EXCHANGE_DONE,
    EXCHANGE_LATE,                      /* timeout_s were over first */
    EXCHANGE_BROKEN,                    /* no answer, or not all that it said it had */
};

struct exchange_answer {
    enum exchange_end end;
    unsigned status;
    struct exchange_header *headers;    /* of the final answer, in their order */
    int header_count;
    char *body;                         /* a NUL follows */
    size_t size;                        /* of what was kept */
    uint64_t told;                      /* what it is by its Content-Length; 0: not told */
    bool is_cut;                        /* there was more */
    int64_t took_us;
    const char *why;                    /* unless DONE */
};

void exchange(struct arena *a, const struct exchange_call *call, struct exchange_answer *out);

/* The first header of this name, whatever its case; NULL for none. */
const char *exchange_header(const struct exchange_answer *answer, const char *name);
