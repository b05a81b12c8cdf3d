/* Fetch: reads what stands at an address that somebody named. TLS is verified, time and size are
 * bounded, no proxy is asked, and unless private addresses are allowed no connection is made to
 * one, whatever name or redirect leads there. */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FETCH_REDIRECTS_MAX = 5 };

struct fetch {
    const char *url;
    size_t max_bytes;
    int64_t timeout_s;              /* redirects together */
    bool allows_private;
    const char *ca_file;            /* "" or NULL: the system's */
    const char *accept;             /* media types */

    /* Asked of each address, that of each redirect too: NULL, or why it is not to be called. */
    const char *(*fault)(const void *context, const char *url);
    const void *context;
};

enum fetch_end {
    FETCH_DONE,
    FETCH_REFUSED,                  /* fault said so, or the address turned out to be private */
    FETCH_TOO_LARGE,
    FETCH_TOO_MANY_REDIRECTS,
    FETCH_FAILED,                   /* no connection, no answer, or one of an error */
};

struct fetched {
    enum fetch_end end;
    long status;                    /* of the last answer; 0: none */
    const char *body;
    size_t size;
    const char *why;                /* unless DONE: fault's word, or what curl says */
};

void fetch_run(struct arena *a, const struct fetch *fetch, struct fetched *out);
