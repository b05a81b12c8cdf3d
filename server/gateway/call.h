/* Call: one request of a client and what becomes of it: refused, or carried to an upstream and its
 * answer back. Bodies stream both ways through two bounded buffers. */
#pragma once

#include "domain/access/access.h"
#include "gateway/answer.h"
#include "gateway/buffer.h"
#include "gateway/peer.h"

#include <sys/types.h>

struct MHD_Connection;
struct MHD_Response;
struct exam;

enum {
    UPLOAD_MAX = 64 * 1024,             /* of the client's body, waiting for the upstream */
    DOWNLOAD_MAX = 64 * 1024,           /* of the upstream's, waiting for the client */
    REQUEST_ID_MAX = 64,
    TRACE_ID_DIGITS = 32,
};

struct call {
    struct call *next, *previous, *next_unsent, *next_gathering, **previous_gathering;
    struct loop *loop;
    struct peer *peer;
    struct MHD_Connection *client;
    struct access_pass pass;            /* target NULL: not admitted */
    struct limits_state limits;         /* as this call left them */
    struct shield_pass shield;
    unsigned retry_s;                   /* where the shield refused it */
    struct access_target *cors;         /* whose words on CORS hold; NULL: not asked for */
    const char *origin;                 /* in cors: may read the answer; NULL: may not */
    size_t origin_size;
    struct exam *exam;                  /* NULL: it goes straight on */
    struct wire *wire;
    struct MHD_Response *response;      /* the answer once its head has come */
    unsigned status;
    enum err failure;                   /* what to answer instead */
    bool has_begun, is_suspended, is_polled, is_early_end, speaks_english;
    bool is_head, is_idempotent, is_chunked, has_upload, upload_has_ended, is_discarding, is_unsent;
    bool request_is_sent, answer_has_begun, has_retried, answer_has_ended, answer_is_broken;
    bool keeps_alive, gathers;
    size_t pool_use;                    /* of POOL_BYTES, by the request */
    size_t head_sent;
    size_t gathered;                    /* head and body of an answer that is; 0: not */
    struct gather_block *block;         /* where the inbox is then; NULL: memory of its own */
    int64_t gathers_since_ms;
    uint64_t upload_sent, upload_taken, received;
    int64_t sent_ms;                    /* the whole request; 0: not yet */
    int64_t born_ms, deadline_ms, polled_since_ms;
    int64_t born_us, passed_us, answered_us;    /* by the upstream; 0: not yet */
    struct buffer head;                 /* the request's head, until the answer begins */
    struct buffer upload, inbox;        /* inbox: a part of the answer's head, then its body */
    struct answer_body body;
    char request_id[REQUEST_ID_MAX + 1], trace_id[TRACE_ID_DIGITS + 1];
    const char *method;                 /* lives on after the request; "": a rare one */
    const char *target_at;              /* where the target stood in the receive buffer */
    size_t target_size, place_size;     /* place: /environment/slug, where it was admitted */
    char target[];
};

struct call *call_new(struct loop *loop, struct MHD_Connection *client, const char *target);
void call_end(struct call *call);       /* libmicrohttpd is done with it */

/* Admitted: on to the upstream. */
void call_start(struct call *call);

/* The client's body: answers how many of the bytes were taken. */
size_t call_upload(struct call *call, const char *bytes, size_t size);
void call_upload_end(struct call *call);
void call_upload_whole(struct call *call, const char *bytes, size_t size);  /* however big */

/* The upstream's body: bytes written to out; 0: wait; -1: the end; -2: broken off. */
enum { CALL_BODY_END = -1, CALL_BODY_BROKEN = -2 };
ssize_t call_download(struct call *call, char *out, size_t size);

void call_fail(struct call *call, enum err failure);
void call_wake(struct call *call);      /* libmicrohttpd shall ask for it again */
void call_cancel(struct call *call);    /* the client is gone */

void call_gathered(struct call *call);  /* goes on with what was gathered of its answer */

/* Moves what can be moved now, both ways. */
void call_pump(struct call *call);
void call_set_deadline(struct call *call);  /* from now on the upstream has its time again */

/* From its wire. */
void call_wire_ready(struct call *call);
void call_wire_failed(struct call *call, enum err failure);
void call_wire_event(struct call *call);

void calls_tick(struct loop *loop);
void calls_send(struct loop *loop);     /* what came in during the round */
