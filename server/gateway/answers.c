#include "gateway/answers.h"

#include "domain/access/target.h"
#include "domain/mock/mock.h"
#include "gateway/caching.h"
#include "gateway/cors.h"
#include "gateway/examining.h"
#include "gateway/front.h"
#include "gateway/gathering.h"
#include "gateway/limiting.h"
#include "gateway/location.h"
#include "gateway/shielding.h"
#include "gateway/token.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { BLOCK_BYTES = 32 * 1024 };

typedef enum MHD_Result queue_fn(struct MHD_Connection *, unsigned, struct MHD_Response *);
static queue_fn *queue;                 /* libmicrohttpd's own MHD_queue_response() */
static pthread_once_t found = PTHREAD_ONCE_INIT;

static void find_queue(void)
{
    *(void **)&queue = dlsym(RTLD_NEXT, "MHD_queue_response");
    if (!queue)
        abort();
}

void answers_setup(void)
{
    pthread_once(&found, find_queue);
}

static enum err failure_of(unsigned status)
{
    switch (status) {
    case MHD_HTTP_CONTENT_TOO_LARGE:
        return TOO_LARGE;
    case MHD_HTTP_URI_TOO_LONG:
    case MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE:
        return HEADERS_TOO_LARGE;
    default:
        return status < 500 ? BAD_INPUT : INTERNAL;
    }
}

/* The answer to a request that libmicrohttpd could not read, past it on the same socket. */
static void answer_unread(struct MHD_Connection *client, unsigned status)
{
    struct peer *peer =
        MHD_get_connection_info(client, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    struct call *call = peer->call;
    struct call unknown = { .loop = loop_here };
    if (!call || !call->has_begun) {
        call = &unknown;
        request_id_choose(call, NULL);
        count_add(&loop_here->counters.requests, 1);
    }
    count_add(&loop_here->counters.refused, 1);
    call->failure = failure_of(status);
    call->status = status;
    char text[REPLY_BYTES];
    size_t const size = reply_write(failure_of(status), status, call, text);
    ssize_t const sent = send(peer->fd, text, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    (void)sent;                         /* it is about to be closed either way */
    peer->lingers = true;
}

enum MHD_Result answers_too_large(struct call *call)
{
    answer_unread(call->client, MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE);
    return MHD_NO;
}

/* Stands before the library's function of this name, which the library too calls through the
 * dynamic linker: requests that it refuses itself (broken lines, bad chunks, heads beyond its
 * memory) would else be answered with a page of its own instead of the contract's envelope, and
 * some of them twice. Told that nothing was queued, it closes the connection. The loops themselves
 * call queue(); threads that are no loop of ours go straight through. */
enum MHD_Result MHD_queue_response(struct MHD_Connection *client, unsigned status,
                                   struct MHD_Response *response)
{
    pthread_once(&found, find_queue);
    if (!loop_here)
        return queue(client, status, response);
    answer_unread(client, status);
    return MHD_NO;
}

static enum MHD_Result send_response(struct call *call)
{
    if (call->loop->is_stopping)
        MHD_add_response_header(call->response, "Connection", "close");
    call->loop->daemon_is_due = true;               /* to write it */
    return queue(call->client, call->status, call->response);
}

/* Health has a method or two; of a bundle those of its document where it was looked at, else all
 * but those that its upstream would repeat. */
static void show_methods(struct call *call)
{
    static const char *const methods[] = { "GET, HEAD",
                                           "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" };
    const char *documented = examining_methods(call);
    if (call->failure == METHOD_NOT_ALLOWED)
        MHD_add_response_header(call->response, "Allow",
                                documented ? documented : methods[call->pass.bundle != 0]);
}

enum MHD_Result answers_failure(struct call *call)
{
    call->response = reply_failure(call);
    show_methods(call);
    limiting_show(call);
    shielding_show(call);
    cors_show(call);
    call->status = (unsigned)err_status(call->failure);
    if (call->pass.target)
        count_add(&call->loop->counters.failed, 1);
    return send_response(call);
}

enum MHD_Result answers_early(struct call *call)
{
    call->peer->lingers = true;
    return answers_failure(call);
}

enum MHD_Result answers_upstream(struct call *call)
{
    if (call->pass.target)
        count_add(&call->loop->counters.passed, 1);
    return send_response(call);
}

static ssize_t read_body(void *context, uint64_t position, char *out, size_t size)
{
    struct call *call = context;
    (void)position;
    ssize_t const got = call_download(call, out, size);
    call->loop->daemon_is_due = true;               /* to write it, and to ask for more */
    if (got > 0)
        return got;
    if (got == CALL_BODY_END)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (got == CALL_BODY_BROKEN)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    front_suspend(call);
    return 0;
}

/* Fields of the upstream's connection, and those that libmicrohttpd or this gateway writes. */
static bool is_ours(const struct answer_field *field)
{
    static const struct known_name names[] = {
        KNOWN("TE"), KNOWN("Trailer"), KNOWN("Upgrade"), KNOWN("Connection"), KNOWN("Keep-Alive"),
        KNOWN("Simpul-Mock"), KNOWN("X-Request-Id"), KNOWN("Content-Length"),
        KNOWN("Proxy-Connection"), KNOWN("Simpul-Refused"), KNOWN("Transfer-Encoding"),
        KNOWN("Proxy-Authenticate"),
    };
    return name_is_among(field->name, field->name_size, names, sizeof names / sizeof names[0]);
}

static bool is_named_by_connection(const struct answer_head *head, const char *name)
{
    for (unsigned i = 0; head->names_fields && i < head->field_count; i++) {
        if (answer_field_is(&head->fields[i], "Connection")
            && list_has(head->fields[i].value, name))
            return true;
    }
    return false;
}

/* RFC 9745 and RFC 8594. */
static void add_deprecation(struct call *call)
{
    char text[40];
    struct tm at;
    time_t const seconds = (time_t)call->pass.sunset_at;
    snprintf(text, sizeof text, "@%lld", (long long)call->pass.deprecated_at);
    MHD_add_response_header(call->response, "Deprecation", text);
    if (!seconds)
        return;
    strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&seconds, &at));
    MHD_add_response_header(call->response, "Sunset", text);
}

/* An end of the upstream's own is another. */
static bool deprecation_hides(const struct call *call, const struct answer_field *field)
{
    return call->pass.deprecated_at
           && (answer_field_is(field, "Deprecation") || answer_field_is(field, "Sunset"));
}

static void add_own_fields(struct call *call)
{
    MHD_add_response_header(call->response, "X-Request-Id", call->request_id);
    limiting_show(call);
    cors_show(call);
    if (call->pass.deprecated_at)
        add_deprecation(call);
}

static bool is_caching(const struct answer_field *field)
{
    return answer_field_is(field, "Cache-Control");
}

static void add_field(struct call *call, const struct answer_field *field)
{
    char *made;
    MHD_add_response_header(call->response, field->name,
                            is_caching(field)
                                ? caching_shown(field->value, &made)
                                : location_shown(call, field, &made));
    free(made);
}

static bool hides(const struct call *call, const struct answer_field *field)
{
    return is_ours(field) || limiting_hides(call, field) || cors_hides(call, field)
           || deprecation_hides(call, field) || caching_hides(field);
}

/* What says nothing of caches is kept by some; only answers to these methods are. */
static bool may_be_kept(const struct call *call)
{
    return call->is_head || strcmp(call->method, "GET") == 0;
}

static void add_fields(struct call *call, const struct answer_head *head)
{
    bool speaks_of_caches = false;
    for (unsigned i = 0; i < head->field_count; i++) {
        const struct answer_field *field = &head->fields[i];
        if (is_named_by_connection(head, field->name) || hides(call, field))
            continue;
        add_field(call, field);
        speaks_of_caches |= is_caching(field);
    }
    if (!speaks_of_caches && may_be_kept(call))
        MHD_add_response_header(call->response, "Cache-Control", "private");
    add_own_fields(call);
}

/* A body that has all come goes out with its head in one write. */
static struct MHD_Response *whole_response(struct call *call)
{
    struct buffer *inbox = &call->inbox;
    if (buffer_size(inbox) == 0)
        return MHD_create_response_from_buffer(0, "", MHD_RESPMEM_PERSISTENT);
    struct gather_block *block = call->block;
    struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback_cls(
        buffer_size(inbox), buffer_head(inbox), block ? gathering_give : free,
        block ? (void *)block : inbox->bytes);
    *inbox = (struct buffer){ 0 };
    call->block = NULL;
    return response;
}

/* libmicrohttpd would close the connection without a word. */
static bool has_room(const struct call *call, const struct answer_head *head)
{
    size_t size = call->pool_use + REPLY_ROOM_BYTES;
    for (unsigned i = 0; i < head->field_count; i++)
        size += head->fields[i].name_size + 4 + location_size_max(call, &head->fields[i]);
    return size <= POOL_BYTES;
}

void front_answer(struct call *call, const struct answer_head *head)
{
    if (!has_room(call, head)) {
        call_fail(call, UPSTREAM_INVALID);
        return;
    }
    bool const is_whole = call->answer_has_ended && (!call->is_head || !head->has_size);
    uint64_t const size = head->has_size ? head->size : MHD_SIZE_UNKNOWN;
    if (is_whole && !call->is_head)
        call->response = whole_response(call);
    else
        call->response =
            MHD_create_response_from_callback(size, BLOCK_BYTES, read_body, call, NULL);
    if (!call->response)
        abort();
    add_fields(call, head);
}

static void add_mock_fields(struct call *call, const struct mock_answer *made)
{
    struct MHD_Response *response = call->response;
    for (size_t i = 0; i < made->header_count; i++)
        MHD_add_response_header(response, made->headers[i].name, made->headers[i].value);
    if (made->type)
        MHD_add_response_header(response, "Content-Type", made->type);
    if (made->applied)
        MHD_add_response_header(response, "Preference-Applied", made->applied);
    MHD_add_response_header(response, "Vary", "Accept, Prefer");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Simpul-Mock", "true");
}

/* What it points to lives as long as the call. */
void front_answer_mock(struct call *call, const struct mock_answer *made)
{
    call->response = MHD_create_response_from_buffer(made->size, (void *)made->body,
                                                     MHD_RESPMEM_PERSISTENT);
    if (!call->response)
        abort();
    add_mock_fields(call, made);
    add_own_fields(call);
}
