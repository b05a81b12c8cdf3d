/* Buffer: bytes that come in at the end and leave at the start. */
#pragma once

#include <stddef.h>
#include <string.h>

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

char *buffer_make_room(struct buffer *b, size_t size);

/* Where size more bytes may be written. */
static inline char *buffer_reserve(struct buffer *b, size_t size)
{
    return b->room - b->end >= size ? b->bytes + b->end : buffer_make_room(b, size);
}

static inline void buffer_add(struct buffer *b, const void *bytes, size_t size)
{
    if (size == 0)
        return;
    memcpy(buffer_reserve(b, size), bytes, size);
    b->end += size;
}

void buffer_drop(struct buffer *b, size_t size);        /* from the start */
void buffer_finish(struct buffer *b);                   /* accepts a zeroed buffer */
