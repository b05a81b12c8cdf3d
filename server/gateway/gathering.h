/* Gathering: an answer that says its size, and is not large, waits a moment for the rest of its
 * body, so that it goes to the client in one write. What comes slowly, or one too many, is passed
 * on as it comes. The memory for it is used again and again, the last one first: it is warm, and
 * the kernel need not find pages for it each time. */
#pragma once

#include "gateway/call.h"

enum { GATHER_MS = 5 };                 /* how long after its head */

/* The size bytes at bytes begin with the head, which takes head_size of them. True when they were
 * put into the inbox: call->gathers until the answer is whole, and its head is to be read again. */
bool gathering_begin(struct call *call, const struct answer_head *head, size_t head_size,
                     const char *bytes, size_t size);

/* How much is to be read at once: one byte more than is missing, so that an upstream that sends
 * too much is found out. */
size_t gathering_room(const struct call *call);
bool gathering_is_whole(const struct call *call);

void gathering_end(struct call *call);      /* whole, late or lost */
void gathering_forget(struct call *call);   /* gives back the inbox, where it was gathered in */
void gathering_run(struct loop *loop);      /* those that are late are passed on */
void gathering_finish(struct loop *loop);

/* A whole answer's memory goes to libmicrohttpd, which gives it back through this. */
void gathering_give(void *block);
