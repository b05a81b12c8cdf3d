/* Raw: a client that sends exactly what the test says, and reads answers strictly enough to tell
 * when one is whole. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct raw_answer {
    int status;                         /* 0: none came */
    bool is_whole;                      /* as long as its head says */
    bool is_closed;                     /* the connection, after it */
    size_t body_size;
    char head[16384];
    char body[65536];                   /* its first bytes, out of their chunks */
};

int raw_open(uint16_t port);            /* a connected socket; close() it */
void raw_send(int fd, const void *bytes, size_t size);
void raw_say(int fd, const char *text);
struct raw_answer *raw_read(int fd, bool is_head);      /* waits 5 s at most; free() it */
bool raw_is_closed(int fd, unsigned within_ms);         /* by the other end, with nothing more */

/* Both, on a connection of its own. */
struct raw_answer *raw_exchange(uint16_t port, const char *text);
struct raw_answer *raw_exchange_bytes(uint16_t port, const void *bytes, size_t size);

/* The value of a header, into out; false when it is not there. */
bool raw_header(const struct raw_answer *answer, const char *name, char *out, size_t room);
