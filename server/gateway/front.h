/* Front: the libmicrohttpd side of a loop: its callbacks, and how answers are put together. */
#pragma once

#include "gateway/call.h"

/* A client connection's memory: the request's head, what libmicrohttpd notes about it, and the
 * answer's head have to find room in it together. It is wiped between requests, so it counts fully
 * for each idle connection. */
enum { POOL_BYTES = 16 * 1024, FIELD_NOTE_BYTES = 80, REPLY_ROOM_BYTES = 1536 };

unsigned front_client_max(const struct loop *loop);  /* as many as there are descriptors for */
enum err front_open(struct loop *loop);
void front_close(struct loop *loop);    /* no call may be suspended any more */
void front_run(struct loop *loop);      /* all that can be done now */

void front_suspend(struct call *call);
void front_resume(struct call *call);   /* also of one that waits without being suspended */

/* The answer's head has come: makes call->response of it, with the body where it has come too. */
void front_answer(struct call *call, const struct answer_head *head);

/* The answer of a mock, likewise. */
struct mock_answer;
void front_answer_mock(struct call *call, const struct mock_answer *made);

/* reply.c: the gateway's own answers, in the contract's envelope. Those that refuse have the code
 * in Simpul-Refused, too, which no upstream can send: so a caller can tell whose words they are. */
struct MHD_Response *reply_failure(const struct call *call);
struct MHD_Response *reply_health(const char *request_id);
enum { REPLY_BYTES = 1024 };
size_t reply_write(enum err failure, unsigned status, const struct call *call,
                   char out[static REPLY_BYTES]);   /* head and body, for a socket; closes */
bool reply_in_english(const char *accept_language);     /* NULL: no */

/* head.c: the request's head as the upstream gets it, added to call->head. */
void head_write(struct call *call, const struct request *request, const struct path *path);
void request_id_choose(struct call *call, const struct field *sent);
