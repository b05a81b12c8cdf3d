#include "gateway/call.h"

#include "base/log.h"
#include "domain/access/target.h"
#include "gateway/front.h"
#include "gateway/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct call *call_new(struct loop *loop, struct MHD_Connection *client, const char *target)
{
    size_t const size = strlen(target);
    struct call *call = malloc(sizeof *call + size + 1);
    if (!call)
        abort();
    *call = (struct call){ .loop = loop, .client = client, .target_at = target,
                           .target_size = size, .born_ms = loop->now_ms };
    memcpy(call->target, target, size + 1);
    call->next = loop->calls;
    if (call->next)
        call->next->previous = call;
    loop->calls = call;
    count_add(&loop->counters.in_flight, 1);
    return call;
}

static void drop_wire(struct call *call)
{
    if (call->wire)
        wire_close(call->wire);
}

void call_end(struct call *call)
{
    drop_wire(call);
    if (call->previous)
        call->previous->next = call->next;
    else
        call->loop->calls = call->next;
    if (call->next)
        call->next->previous = call->previous;
    buffer_finish(&call->head);
    buffer_finish(&call->upload);
    buffer_finish(&call->inbox);
    access_target_give(call->pass.target);
    count_add(&call->loop->counters.in_flight, -1ul);
    free(call);
}

static void wake(struct call *call)
{
    if (call->is_suspended || call->is_polled)
        front_resume(call);
}

/* From now on the upstream has this long to make progress. */
static void set_deadline(struct call *call)
{
    call->deadline_ms = call->loop->now_ms + call->pass.target->answer_ms;
}

void call_fail(struct call *call, enum err failure)
{
    drop_wire(call);
    buffer_finish(&call->upload);
    call->is_discarding = true;
    if (call->response)
        call->answer_is_broken = true;
    else
        call->failure = failure;
    wake(call);
}

void call_cancel(struct call *call)
{
    drop_wire(call);
    wake(call);
}

void call_start(struct call *call)
{
    call->deadline_ms = call->loop->now_ms + call->pass.target->connect_ms;
    wire_take(call, false);
}

/* Nothing is sent twice that may have had an effect. */
static bool may_retry(const struct call *call, bool was_reused)
{
    if (!was_reused || call->has_retried || call->answer_has_begun || call->upload_sent > 0)
        return false;
    return call->head_sent == 0 || call->is_idempotent;
}

/* The wire broke while the call was on it. */
static void wire_broke(struct call *call, enum err failure)
{
    bool const was_reused = call->wire->is_reused;
    drop_wire(call);
    if (!may_retry(call, was_reused)) {
        call_fail(call, failure);
        return;
    }
    call->has_retried = true;
    call->head_sent = 0;
    call->request_is_sent = false;
    buffer_finish(&call->inbox);
    call->deadline_ms = call->loop->now_ms + call->pass.target->connect_ms;
    wire_take(call, true);
}

void call_wire_failed(struct call *call, enum err failure)
{
    LOG(WARN, "upstream_unreachable", LOG_TEXT("host", call->pass.target->authority),
        LOG_TEXT("request_id", call->request_id));
    call_fail(call, failure);
}

/* False when the wire is gone, or takes no more for now. */
static bool write_head(struct call *call)
{
    size_t const size = buffer_size(&call->head);
    bool const more_follows = call->has_upload && buffer_size(&call->upload) > 0;
    while (call->head_sent < size) {
        ssize_t const sent = wire_write(call->wire, buffer_head(&call->head) + call->head_sent,
                                        size - call->head_sent, more_follows);
        if (sent < 0)
            wire_broke(call, UPSTREAM_UNREACHABLE);
        if (sent <= 0)
            return false;
        call->head_sent += (size_t)sent;
    }
    return true;
}

static bool write_upload(struct call *call)
{
    while (buffer_size(&call->upload) > 0) {
        ssize_t const sent = wire_write(call->wire, buffer_head(&call->upload),
                                        buffer_size(&call->upload), false);
        if (sent < 0) {
            /* It may have answered before it closed; reading tells. */
            call->wire->may_read = true;
            call->is_discarding = true;
            call->has_retried = true;
            buffer_finish(&call->upload);
            return true;
        }
        if (sent == 0)
            return false;
        call->upload_sent += (uint64_t)sent;
        buffer_drop(&call->upload, (size_t)sent);
        set_deadline(call);
    }
    return true;
}

static void write_request(struct call *call)
{
    bool const was_sent = call->request_is_sent;
    if (was_sent || !call->wire || !call->wire->may_write || !write_head(call))
        return;
    if (!write_upload(call))
        return;
    if (!call->has_upload || call->upload_has_ended)
        call->request_is_sent = true;
    set_deadline(call);
    if (!call->upload_has_ended && call->has_upload)
        wake(call);
}

/* Its connection can carry another call when nothing of this one is left on it. */
static void end_answer(struct call *call, bool is_clean)
{
    call->answer_has_ended = true;
    if (!call->wire)
        return;
    if (is_clean && call->request_is_sent && !call->is_discarding)
        wire_give(call->wire);
    else
        wire_close(call->wire);
}

static void read_body(struct call *call, char *bytes, size_t size)
{
    size_t used, made;
    if (!answer_body_read(&call->body, bytes, size, &used, &made)) {
        call_fail(call, UPSTREAM_INVALID);
        return;
    }
    buffer_add(&call->inbox, bytes, made);
    count_add(&call->loop->counters.bytes_out, made);
    if (call->body.is_done)
        end_answer(call, call->keeps_alive && used == size);
}

/* The head has been read; the size bytes at rest followed it. */
static void take_head(struct call *call, const struct answer_head *head, char *rest, size_t size)
{
    call->keeps_alive = head->keeps_alive;
    call->body = head->body;
    call->status = (unsigned)head->status;
    call->is_discarding |= call->has_upload && !call->upload_has_ended;
    buffer_finish(&call->head);
    if (call->body.is_done)
        end_answer(call, call->keeps_alive && size == 0);
    else
        read_body(call, rest, size);
    if (call->failure == OK)
        front_answer(call, head);
    wake(call);
}

/* Looks for a head in what has come so far; interim ones (1xx) are passed over. */
static void read_head(struct call *call, char *bytes, size_t size)
{
    struct answer_head head;
    size_t used = 0;
    while (size > 0) {
        enum answer_result const result =
            answer_head_read(bytes, size, call->is_head, &head, &used);
        if (result == ANSWER_PARTIAL)
            buffer_add(&call->inbox, bytes, size);
        if (result == ANSWER_BROKEN)
            call_fail(call, UPSTREAM_INVALID);
        if (result != ANSWER_WHOLE)
            return;
        bytes += used;
        size -= used;
        if (head.status >= 200) {
            take_head(call, &head, bytes, size);
            return;
        }
    }
}

/* Some bytes that belong to the head. What came before them is put in front. */
static void read_head_piece(struct call *call, char *bytes, size_t size)
{
    call->answer_has_begun = true;
    if (buffer_size(&call->inbox) == 0) {
        read_head(call, bytes, size);
        return;
    }
    struct buffer all = call->inbox;
    call->inbox = (struct buffer){ 0 };
    buffer_add(&all, bytes, size);
    read_head(call, buffer_head(&all), buffer_size(&all));
    buffer_finish(&all);
}

/* The upstream has closed, or broken off. */
static void read_end(struct call *call, bool is_orderly)
{
    if (!call->response)
        wire_broke(call, UPSTREAM_INVALID);
    else if (is_orderly && answer_body_may_end(&call->body))
        end_answer(call, false);
    else
        call_fail(call, UPSTREAM_INVALID);
}

static void read_answer(struct call *call)
{
    char *scratch = call->loop->scratch;
    while (call->wire && call->wire->may_read && !call->answer_has_ended) {
        size_t const room = DOWNLOAD_MAX - (call->response ? buffer_size(&call->inbox) : 0);
        if (room == 0)
            return;
        ssize_t const got = wire_read(call->wire, scratch, room);
        if (got == 0)
            return;
        if (got > 0)
            set_deadline(call);
        if (got < 0)
            read_end(call, got == WIRE_END);
        else if (call->response)
            read_body(call, scratch, (size_t)got);
        else
            read_head_piece(call, scratch, (size_t)got);
        wake(call);
    }
}

static void pump(struct call *call)
{
    write_request(call);
    if (call->wire && call->wire->state == WIRE_READY)
        read_answer(call);
}

void call_wire_event(struct call *call)
{
    pump(call);
}

void call_wire_ready(struct call *call)
{
    set_deadline(call);
    pump(call);
}

static void upload_add(struct call *call, const char *bytes, size_t size)
{
    char line[24];
    if (call->is_chunked)
        buffer_add(&call->upload, line, (size_t)snprintf(line, sizeof line, "%zx\r\n", size));
    buffer_add(&call->upload, bytes, size);
    if (call->is_chunked)
        buffer_add(&call->upload, "\r\n", 2);
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
        upload_add(call, bytes + taken, piece);
        taken += piece;
        count_add(&call->loop->counters.bytes_in, piece);
        pump(call);
    }
    return taken;
}

void call_upload_end(struct call *call)
{
    if (call->upload_has_ended)
        return;
    call->upload_has_ended = true;
    if (call->is_chunked && call->wire && !call->is_discarding)
        buffer_add(&call->upload, "0\r\n\r\n", 5);
    pump(call);
}

ssize_t call_download(struct call *call, char *out, size_t size)
{
    if (buffer_size(&call->inbox) == 0)
        pump(call);
    size_t const held = buffer_size(&call->inbox);
    if (held == 0) {
        if (call->answer_is_broken || call->peer->is_gone)
            return CALL_BODY_BROKEN;
        if (call->answer_has_ended)
            return CALL_BODY_END;
        set_deadline(call);
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

void calls_tick(struct loop *loop)
{
    for (struct call *call = loop->calls; call; call = call->next) {
        if (loop->now_ms > call->deadline_ms && waits_for_upstream(call))
            call_fail(call, UPSTREAM_TIMEOUT);
    }
}
