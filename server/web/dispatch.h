/* Dispatch: what happens between Ulfius and a handler. Internal to web/. */
#pragma once

#include "web/life.h"

#include <stddef.h>

enum { BODY_MAX_BYTES = 1024 * 1024, BODY_NESTING_MAX = 128 };

/* What Ulfius hands back to us with each request. */
struct dispatcher {
    const struct app *app;
    struct router *router;
};

int dispatch(const struct _u_request *http, struct _u_response *out, void *dispatcher);
int dispatch_upload(const struct _u_request *http, const char *field, const char *file_name,
                    const char *media_type, const char *encoding, const char *data,
                    uint64_t offset, size_t size, void *dispatcher);

/* The connection's request has ended, answered or not. */
void dispatch_forget(void);
