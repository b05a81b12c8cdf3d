/* HTTP: one call to a provider. TLS is verified, redirects are not followed, time and size are
 * bounded, and each call has a connection of its own: nothing is ever silently sent twice. */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HTTP_ANSWER_MAX = 64 * 1024, HTTP_HEADERS_MAX = 20 };

struct http_call {
    const char *method, *url;
    const char *headers[HTTP_HEADERS_MAX + 1];      /* "Name: value"; NULL ends */
    const char *body;               /* NULL: none */
    const char *ca_file;            /* ""  or NULL: the system's */
    int64_t timeout_s;
    bool only_connects;             /* TCP and TLS, no request */
};

enum http_end {
    HTTP_ANSWERED,
    HTTP_NOT_SENT,                  /* not a byte of the request left */
    HTTP_NO_ANSWER,                 /* it was sent, perhaps whole; no answer came */
};

struct http_answer {
    enum http_end end;
    long status;
    const char *body;               /* never NULL; "" where it was longer than HTTP_ANSWER_MAX */
    size_t size;
    int64_t retry_after_s;          /* 0: not said */
    const char *why;                /* unless ANSWERED: nothing personal in it */
};

void http_call(struct arena *a, const struct http_call *call, struct http_answer *out);

/* Percent-encoded for a query or a form. */
char *http_escape(struct arena *a, const char *text);
