/* The bodies of a call, between libmicrohttpd and the wire. */
#include "domain/access/target.h"
#include "gateway/call.h"
#include "gateway/wire.h"

#include <stdio.h>
#include <string.h>

static void upload_add(struct call *call, const char *bytes, size_t size)
{
    char line[24];
    if (call->is_chunked)
        buffer_add(&call->upload, line, (size_t)snprintf(line, sizeof line, "%zx\r\n", size));
    buffer_add(&call->upload, bytes, size);
    if (call->is_chunked)
        buffer_add(&call->upload, "\r\n", 2);
}

/* At the end of the round: more may come in it, and go out in one piece. */
static void send_later(struct call *call)
{
    if (call->is_unsent)
        return;
    call->is_unsent = true;
    call->next_unsent = call->loop->unsent;
    call->loop->unsent = call;
}

void calls_send(struct loop *loop)
{
    while (loop->unsent) {
        struct call *call = loop->unsent;
        loop->unsent = call->next_unsent;
        call->is_unsent = false;
        call_pump(call);
    }
}

/* A chunked body tells its length by and by only. */
static bool is_too_long(const struct call *call)
{
    uint64_t const most = call->pass.target->rules.request_max;
    return most > 0 && call->upload_taken > most;
}

size_t call_upload(struct call *call, const char *bytes, size_t size)
{
    size_t taken = 0;
    while (taken < size) {
        if (call->is_discarding || !call->wire)
            return size;
        size_t const held = buffer_size(&call->upload);
        size_t const room = held < UPLOAD_MAX ? UPLOAD_MAX - held : 0;
        size_t const piece = size - taken < room ? size - taken : room;
        if (piece == 0)
            break;
        call->upload_taken += piece;
        if (is_too_long(call)) {
            call_fail(call, TOO_LARGE);
            return size;
        }
        upload_add(call, bytes + taken, piece);
        taken += piece;
        count_add(&call->loop->counters.bytes_in, piece);
        if (buffer_size(&call->upload) >= UPLOAD_MAX / 2)
            call_pump(call);
        else
            send_later(call);
    }
    return taken;
}

void call_upload_whole(struct call *call, const char *bytes, size_t size)
{
    if (size == 0 || call->is_discarding || !call->wire)
        return;
    call->upload_taken += size;
    upload_add(call, bytes, size);
    count_add(&call->loop->counters.bytes_in, size);
    send_later(call);
}

void call_upload_end(struct call *call)
{
    if (call->upload_has_ended)
        return;
    call->upload_has_ended = true;
    if (call->is_chunked && call->wire && !call->is_discarding)
        buffer_add(&call->upload, "0\r\n\r\n", 5);
    call_pump(call);
}

ssize_t call_download(struct call *call, char *out, size_t size)
{
    if (buffer_size(&call->inbox) == 0)
        call_pump(call);
    size_t const held = buffer_size(&call->inbox);
    if (held == 0) {
        if (call->answer_is_broken || call->peer->is_gone)
            return CALL_BODY_BROKEN;
        if (call->answer_has_ended)
            return CALL_BODY_END;
        call_set_deadline(call);
        return 0;
    }
    size_t const piece = held < size ? held : size;
    memcpy(out, buffer_head(&call->inbox), piece);
    buffer_drop(&call->inbox, piece);
    return (ssize_t)piece;
}

/* Is it the upstream's turn? */
static bool waits_for_upstream(const struct call *call)
{
    if (!call->wire)
        return false;
    if (call->wire->state != WIRE_READY)
        return true;
    if (call->response)
        return !call->wire->may_read && buffer_size(&call->inbox) == 0;
    return call->request_is_sent || !call->wire->may_write;
}

/* All of a call has its time, too, where the bundle says so. */
static bool is_over(const struct call *call)
{
    unsigned const most = call->pass.target ? call->pass.target->rules.call_ms : 0;
    return most > 0 && call->wire && call->loop->now_ms - call->born_ms > most;
}

void calls_tick(struct loop *loop)
{
    for (struct call *call = loop->calls; call; call = call->next) {
        if ((loop->now_ms > call->deadline_ms && waits_for_upstream(call)) || is_over(call))
            call_fail(call, UPSTREAM_TIMEOUT);
    }
}
