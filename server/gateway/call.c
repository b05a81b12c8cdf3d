#include "gateway/call.h"

#include "base/log.h"
#include "domain/access/target.h"
#include "gateway/cors.h"
#include "gateway/examining.h"
#include "gateway/front.h"
#include "gateway/gathering.h"
#include "gateway/shielding.h"
#include "gateway/wire.h"

#include <assert.h>
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
                           .target_size = size, .born_ms = loop->now_ms,
                           .born_us = loop->now_us, .method = "",
                           .pass.environment = KEY_ENVIRONMENTS };
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
    gathering_end(call);
    if (call->wire)
        wire_close(call->wire);
}

static void forget_unsent(struct call *call)
{
    struct call **at = &call->loop->unsent;
    while (call->is_unsent && *at != call)
        at = &(*at)->next_unsent;
    if (call->is_unsent)
        *at = call->next_unsent;
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
    forget_unsent(call);
    gathering_forget(call);
    buffer_finish(&call->head);
    buffer_finish(&call->upload);
    buffer_finish(&call->inbox);
    examining_leave(call);
    shielding_leave(call);
    cors_end(call);
    access_target_give(call->pass.target);
    count_add(&call->loop->counters.in_flight, -1ul);
    free(call);
}

void call_wake(struct call *call)
{
    if (call->is_suspended || call->is_polled)
        front_resume(call);
}

void call_set_deadline(struct call *call)
{
    call->deadline_ms = call->loop->now_ms + call->pass.target->answer_ms;
}

/* One line a second and loop: an upstream that is down must not drown the log. */
static void note_failure(struct call *call, enum err failure)
{
    struct loop *loop = call->loop;
    if (loop->noted_s == loop->now_s || failure == TOO_LARGE)
        return;
    loop->noted_s = loop->now_s;
    LOG(WARN, "upstream_failed", LOG_TEXT("code", err_code(failure)),
        LOG_TEXT("host", call->pass.target->authority), LOG_TEXT("why", err_why()),
        LOG_TEXT("request_id", call->request_id));
    err_forget();
}

void call_fail(struct call *call, enum err failure)
{
    note_failure(call, failure);
    shielding_judge(call, failure);
    drop_wire(call);
    buffer_finish(&call->upload);
    call->is_discarding = true;
    if (call->response)
        call->answer_is_broken = true;
    else
        call->failure = failure;
    call_wake(call);
}

void call_cancel(struct call *call)
{
    drop_wire(call);
    call_wake(call);
}

void call_start(struct call *call)
{
    call->deadline_ms = call->loop->now_ms + call->pass.target->connect_ms;
    call->passed_us = call->loop->now_us;
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
        call_set_deadline(call);
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
    if (!call->has_upload || call->upload_has_ended) {
        call->request_is_sent = true;
        call->sent_ms = call->loop->now_ms;
    }
    call_set_deadline(call);
    if (!call->upload_has_ended && call->has_upload)
        call_wake(call);
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

static bool is_too_large(const struct call *call, uint64_t size)
{
    uint64_t const most = call->pass.target->rules.response_max;
    return most > 0 && size > most;
}

static void read_body(struct call *call, char *bytes, size_t size)
{
    size_t used, made;
    if (!answer_body_read(&call->body, bytes, size, &used, &made)) {
        call_fail(call, UPSTREAM_INVALID);
        return;
    }
    call->received += made;
    if (is_too_large(call, call->received)) {
        call_fail(call, ANSWER_TOO_LARGE);
        return;
    }
    if (call->gathered > 0 && bytes == buffer_head(&call->inbox))
        call->inbox.end -= size - made;
    else
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
    if (call->gathered == 0)
        call->answered_us = call->loop->now_us;
    call->is_discarding |= call->has_upload && !call->upload_has_ended;
    buffer_finish(&call->head);
    shielding_judge(call, OK);
    if (head->has_size && !call->is_head && is_too_large(call, head->size))
        call_fail(call, ANSWER_TOO_LARGE);
    else if (call->body.is_done)
        end_answer(call, call->keeps_alive && size == 0);
    else
        read_body(call, rest, size);
    if (call->failure == OK)
        front_answer(call, head);
    call_wake(call);
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
        if (head.status >= 200 && gathering_begin(call, &head, used, bytes, size))
            return;
        bytes += used;
        size -= used;
        if (head.status >= 200) {
            take_head(call, &head, bytes, size);
            return;
        }
    }
}

void call_gathered(struct call *call)
{
    struct answer_head head;
    size_t used = 0;
    char *bytes = buffer_head(&call->inbox);
    size_t const size = buffer_size(&call->inbox);
    gathering_end(call);
    enum answer_result const result =
        answer_head_read(bytes, size, call->is_head, &head, &used);
    assert(result == ANSWER_WHOLE);     /* as it was before */
    (void)result;
    buffer_drop(&call->inbox, used);
    take_head(call, &head, bytes + used, size - used);
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

/* Answers whether something came. */
static bool read_gathering(struct call *call)
{
    size_t const room = gathering_room(call);
    ssize_t const got = wire_read(call->wire, buffer_reserve(&call->inbox, room), room);
    if (got < 0) {
        read_end(call, got == WIRE_END);
        call_wake(call);
    }
    if (got <= 0)
        return false;
    call_set_deadline(call);
    call->inbox.end += (size_t)got;
    if (gathering_is_whole(call))
        call_gathered(call);
    return true;
}

/* The same. */
static bool read_next(struct call *call)
{
    char *scratch = call->loop->scratch;
    size_t const held = call->response ? buffer_size(&call->inbox) : 0;
    size_t const room = held < DOWNLOAD_MAX ? DOWNLOAD_MAX - held : 0;
    ssize_t const got = room > 0 ? wire_read(call->wire, scratch, room) : 0;
    if (got == 0)
        return false;
    if (got > 0)
        call_set_deadline(call);
    if (got < 0)
        read_end(call, got == WIRE_END);
    else if (call->response)
        read_body(call, scratch, (size_t)got);
    else
        read_head_piece(call, scratch, (size_t)got);
    if (!call->gathers)
        call_wake(call);
    return true;
}

static void read_answer(struct call *call)
{
    bool goes_on = true;
    while (goes_on && call->wire && call->wire->may_read && !call->answer_has_ended)
        goes_on = call->gathers ? read_gathering(call) : read_next(call);
}

void call_pump(struct call *call)
{
    write_request(call);
    if (call->wire && call->wire->state == WIRE_READY)
        read_answer(call);
}

void call_wire_event(struct call *call)
{
    call_pump(call);
}

void call_wire_ready(struct call *call)
{
    call_set_deadline(call);
    call_pump(call);
}
