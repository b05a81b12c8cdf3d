/* Buffer: bytes that come in at the end and leave at the start. */
#pragma once

#include <stddef.h>

struct buffer {
    char *bytes;
    size_t start, end, room;            /* what it holds stands between start and end */
};

static inline size_t buffer_size(const struct buffer *b)
{
    return b->end - b->start;
}

static inline char *buffer_head(struct buffer *b)
{
    return b->bytes + b->start;
}

char *buffer_reserve(struct buffer *b, size_t size);    /* where size more bytes may be written */
void buffer_add(struct buffer *b, const void *bytes, size_t size);
void buffer_drop(struct buffer *b, size_t size);        /* from the start */
void buffer_finish(struct buffer *b);                   /* accepts a zeroed buffer */
