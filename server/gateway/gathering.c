#include "gateway/gathering.h"

#include <stdlib.h>

enum {
    BODY_MAX = 256 * 1024,
    BLOCKS_MAX = 64,                    /* in use, of a loop */
    FREE_MAX = 32,
};

struct gather_block {
    struct gather_block *next;
    struct loop *loop;
    char bytes[ANSWER_HEAD_MAX + BODY_MAX + 1];
};

static struct gather_block *block_take(struct loop *loop)
{
    struct gather_block *block = loop->free_blocks;
    loop->blocks_used++;
    if (block) {
        loop->free_blocks = block->next;
        loop->free_block_count--;
        return block;
    }
    block = malloc(sizeof *block);
    if (!block)
        abort();
    block->loop = loop;
    return block;
}

void gathering_give(void *context)
{
    struct gather_block *block = context;
    struct loop *loop = block->loop;
    loop->blocks_used--;
    if (loop->free_block_count == FREE_MAX) {
        free(block);
        return;
    }
    block->next = loop->free_blocks;
    loop->free_blocks = block;
    loop->free_block_count++;
}

static bool may_gather(const struct call *call, const struct answer_head *head)
{
    bool const is_sent = !call->has_upload || call->upload_has_ended;
    return head->body.kind == BODY_SIZED && head->size <= BODY_MAX && call->gathered == 0
           && is_sent && call->loop->blocks_used < BLOCKS_MAX;
}

static void enlist(struct call *call)
{
    struct loop *loop = call->loop;
    call->gathers = true;
    call->gathers_since_ms = loop->now_ms;
    call->previous_gathering = &loop->gathering;
    call->next_gathering = loop->gathering;
    if (loop->gathering)
        loop->gathering->previous_gathering = &call->next_gathering;
    loop->gathering = call;
}

bool gathering_begin(struct call *call, const struct answer_head *head, size_t head_size,
                     const char *bytes, size_t size)
{
    if (!may_gather(call, head) || size >= head_size + head->size)
        return false;
    answer_head_unread(head);
    call->answered_us = call->loop->now_us;
    call->gathered = head_size + (size_t)head->size;
    call->block = block_take(call->loop);
    buffer_finish(&call->inbox);
    call->inbox.bytes = call->block->bytes;
    call->inbox.room = sizeof call->block->bytes;
    buffer_add(&call->inbox, bytes, size);
    enlist(call);
    return true;
}

size_t gathering_room(const struct call *call)
{
    return call->gathered + 1 - buffer_size(&call->inbox);
}

bool gathering_is_whole(const struct call *call)
{
    return buffer_size(&call->inbox) >= call->gathered;
}

void gathering_end(struct call *call)
{
    if (!call->gathers)
        return;
    call->gathers = false;
    *call->previous_gathering = call->next_gathering;
    if (call->next_gathering)
        call->next_gathering->previous_gathering = call->previous_gathering;
}

void gathering_forget(struct call *call)
{
    gathering_end(call);
    if (!call->block)
        return;
    gathering_give(call->block);
    call->block = NULL;
    call->inbox = (struct buffer){ 0 };
}

void gathering_run(struct loop *loop)
{
    for (struct call *call = loop->gathering, *next; call; call = next) {
        next = call->next_gathering;
        if (loop->now_ms - call->gathers_since_ms >= GATHER_MS)
            call_gathered(call);
    }
}

void gathering_finish(struct loop *loop)
{
    while (loop->free_blocks) {
        struct gather_block *block = loop->free_blocks;
        loop->free_blocks = block->next;
        free(block);
    }
}
