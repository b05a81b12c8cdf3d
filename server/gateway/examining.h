/* Examining: a call whose bundle wants its requests as the document has them, or has no upstream
 * to answer. Its body is kept back until it has been looked at; calls of other bundles never come
 * here. */
#pragma once

#include "gateway/call.h"

struct path;
struct request;

/* Once admitted. The call is refused, goes on, is answered, or waits. */
void examining_begin(struct call *call, const struct request *r, const struct path *path);

/* Whether the client's body is held here. */
bool examining_holds(const struct call *call);
size_t examining_upload(struct call *call, const char *bytes, size_t size);

/* The request is whole. True: the call waits. */
bool examining_waits(struct call *call);

void examining_over(struct loop *loop);         /* what the thread is through with */
void examining_drop(struct loop *loop);         /* the same, once the loop has stopped */
void examining_leave(struct call *call);        /* the call ends */

/* What a refusal tells. */
const char *examining_methods(const struct call *call); /* as Allow has them; NULL: unknown */
const char *examining_errors(const struct call *call);  /* a JSON array; NULL: none */
