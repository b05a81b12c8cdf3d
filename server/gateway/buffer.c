#include "gateway/buffer.h"

#include <stdlib.h>
#include <string.h>

char *buffer_reserve(struct buffer *b, size_t size)
{
    if (b->room - b->end >= size)
        return b->bytes + b->end;
    if (b->start > 0) {
        memmove(b->bytes, b->bytes + b->start, buffer_size(b));
        b->end -= b->start;
        b->start = 0;
    }
    if (b->room - b->end < size) {
        b->room = b->end + size;
        b->bytes = realloc(b->bytes, b->room);
        if (!b->bytes)
            abort();
    }
    return b->bytes + b->end;
}

void buffer_add(struct buffer *b, const void *bytes, size_t size)
{
    if (size == 0)
        return;
    memcpy(buffer_reserve(b, size), bytes, size);
    b->end += size;
}

void buffer_drop(struct buffer *b, size_t size)
{
    b->start += size;
    if (b->start == b->end)
        b->start = b->end = 0;
}

void buffer_finish(struct buffer *b)
{
    free(b->bytes);
    *b = (struct buffer){ 0 };
}
