#include "gateway/buffer.h"

#include <stdlib.h>
#include <string.h>

char *buffer_make_room(struct buffer *b, size_t size)
{
    if (b->start > 0) {
        memmove(b->bytes, b->bytes + b->start, buffer_size(b));
        b->end -= b->start;
        b->start = 0;
    }
    if (b->room - b->end < size) {
        size_t const half_more = b->room + b->room / 2;     /* so that it seldom moves */
        b->room = b->end + size > half_more ? b->end + size : half_more;
        b->bytes = realloc(b->bytes, b->room);
        if (!b->bytes)
            abort();
    }
    return b->bytes + b->end;
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
