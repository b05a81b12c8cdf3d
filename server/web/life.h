/* Life of a request: made from what Ulfius hands over, checked, and dropped. Internal to web/. */
#pragma once

#include "web/match.h"
#include "web/req.h"

struct server;

/* A new request: arena, id, language, caller's address, route. Never fails; the error that the
 * route, the guard or the limit gave is kept for the answer. */
struct life {
    struct req req;
    enum err err;                   /* what the checks before the body said */
    bool upload_failed;             /* the rest of the form is read and dropped */
    void *upload;                   /* being written; hooks.upload_… */
    const char *upload_field;
    int64_t upload_bytes;
    int64_t started_us;
};

void life_begin(struct life *l, const struct app *app, const struct router *router,
                const struct _u_request *http);
void life_end(struct life *l);

/* Multipart: takes a piece of one part. */
struct piece {
    const char *field, *file_name, *media_type, *data;
    uint64_t offset;
    size_t size;
};
void upload_take(struct life *l, const struct piece *p);
void upload_finish(struct life *l);     /* the last part is whole */
