#include "gateway/front.h"

#include "base/log.h"
#include "domain/access/target.h"
#include "gateway/answers.h"
#include "gateway/cors.h"
#include "gateway/examining.h"
#include "gateway/limiting.h"
#include "gateway/noting.h"
#include "gateway/peer.h"
#include "gateway/shielding.h"

#include <assert.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

enum {
    DESCRIPTORS_KEPT = 256,             /* for everything that is no client or upstream */
    BODY_IDLE_S = 60,
    ROUNDS_MAX = 16,
    POLLED_MAX = 64,
    POLLED_MS = 200,
};

static void poll_end(struct call *call)
{
    call->loop->polled -= call->is_polled;
    call->is_polled = false;
}

/* The body is the client's to send slowly, but not to stop sending. */
static enum MHD_Result take_upload(struct call *call, const char *bytes, size_t *size)
{
    size_t const taken = examining_holds(call) ? examining_upload(call, bytes, *size)
                                               : call_upload(call, bytes, *size);
    *size -= taken;
    call->loop->daemon_is_due |= taken > 0;
    if (*size > 0)
        front_suspend(call);
    return MHD_YES;
}

void front_suspend(struct call *call)
{
    poll_end(call);
    peer_watch(call->peer);
    call->is_suspended = true;
    MHD_suspend_connection(call->client);
}

/* A call that has nothing to say yet. Suspending and resuming cost libmicrohttpd three system
 * calls, so a few may wait without: it then asks for them in every run, which is cheap for a few.
 * What takes long, or is one too many, is suspended. */
static void await_answer(struct call *call)
{
    struct loop *loop = call->loop;
    if (!call->is_polled && loop->polled < POLLED_MAX) {
        call->is_polled = true;
        call->polled_since_ms = loop->now_ms;
        loop->polled++;
    }
    if (!call->is_polled || loop->now_ms - call->polled_since_ms > POLLED_MS)
        front_suspend(call);
}

void front_resume(struct call *call)
{
    call->loop->daemon_is_due = true;
    if (call->is_suspended)
        MHD_resume_connection(call->client);
    call->is_suspended = false;
}

static enum MHD_Result refuse(struct call *call, enum err failure)
{
    count_add(&call->loop->counters.refused, 1);
    call->failure = failure;
    return MHD_YES;
}

/* What is too long by its own account is not even begun. */
static enum err body_fits(struct call *call, const struct request *r)
{
    uint64_t const most = call->pass.target->rules.request_max;
    if (most == 0 || r->length <= most)
        return OK;
    access_target_give(call->pass.target);
    call->pass.target = NULL;
    return TOO_LARGE;
}

/* An answer to TRACE repeats what the upstream got, its secret header among it. */
static enum err method_fits(struct call *call, const struct request *r)
{
    bool const repeats = strcmp(r->method, "TRACE") == 0 || strcmp(r->method, "TRACK") == 0;
    if (!repeats || !call->pass.target->header_name)
        return OK;
    access_target_give(call->pass.target);
    call->pass.target = NULL;
    return METHOD_NOT_ALLOWED;
}

/* What the path is asked for and by whom; the rest of the checks are access.h's. */
static enum err check_access(struct call *call, const struct request *r, const struct path *path)
{
    struct access_call what = {
        .environment = path->environment, .environment_size = path->environment_size,
        .slug = path->slug, .slug_size = path->slug_size,
        .method = r->method, .path = path->rest, .path_size = path->rest_size,
        .ip = call->peer->ip, .now = call->loop->now_s,
    };
    request_is_vouched(r, &what.ip);
    if (r->key && r->key->value_size > 0) {
        what.key = r->key->value;
        what.key_size = r->key->value_size;
    } else if (r->authorization && strncasecmp(r->authorization->value, "Bearer ", 7) == 0) {
        what.key = r->authorization->value + 7;
        what.key_size = r->authorization->value_size - 7;
    }
    enum err const e = access_check(&what, &call->pass);
    cors_note(call, r, path);
    TRY(e);
    TRY(method_fits(call, r));
    TRY(limiting_take(call));
    TRY(body_fits(call, r));
    return call->pass.target->spec ? OK : shielding_enter(call);
}

static bool is_health(const struct path *path)
{
    return path->environment_size == 7 && memcmp(path->environment, "healthz", 7) == 0
           && path->slug_size == 0 && path->rest_size == 0;
}

static bool method_is_one_of(const char *method, const char *const *list)
{
    for (; *list; list++) {
        if (strcmp(*list, method) == 0)
            return true;
    }
    return false;
}

static void note_request(struct call *call, const struct request *r)
{
    static const char *const idempotent[] = { "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE",
                                              NULL };
    call->is_head = strcmp(r->method, "HEAD") == 0;
    call->is_idempotent = method_is_one_of(r->method, idempotent);
    call->is_chunked = r->is_chunked;
    call->has_upload = request_has_body(r);
    call->speaks_english = r->language && reply_in_english(r->language->value);
    request_id_choose(call, r->id);
    noting_begin(call, r);
}

static enum err admit(struct call *call, struct request *r, struct path *path)
{
    static const char *const reading[] = { "GET", "HEAD", NULL };
    enum err e = admission_check(r);
    note_request(call, r);
    if (call->has_upload)
        peer_watch(call->peer);
    if (e == OK)
        e = path_read(call->target, call->target_size, path);
    if (e == OK && is_health(path)) {
        if (!method_is_one_of(r->method, reading))
            return METHOD_NOT_ALLOWED;
        call->response = reply_health(call->request_id);
        call->status = MHD_HTTP_OK;
        call->answer_has_ended = true;
        return OK;
    }
    if (e == OK && cors_preflight(call, r, path))
        return OK;
    return e == OK ? check_access(call, r, path) : e;
}

static enum MHD_Result begin(struct call *call, struct request *r)
{
    struct path path;
    call->has_begun = true;
    count_add(&call->loop->counters.requests, 1);
    enum err const e = admit(call, r, &path);
    call->is_discarding = e != OK || call->response;
    if (e) {
        refuse(call, e);
        return e == BAD_INPUT || call->has_upload ? answers_early(call) : MHD_YES;
    }
    if (call->response)
        return MHD_YES;
    call->place_size = (size_t)(path.rest - call->target);
    if (!call->pass.target->is_mock)
        head_write(call, r, &path);
    if (!call->pass.target->spec)
        call_start(call);
    else
        examining_begin(call, r, &path);
    return call->failure && call->has_upload && call->exam ? answers_early(call) : MHD_YES;
}

static enum MHD_Result note_field(void *context, enum MHD_ValueKind kind, const char *name,
                                  size_t name_size, const char *value, size_t value_size)
{
    struct request *r = context;
    (void)kind;
    if (r->field_count == FIELDS_MAX)
        return MHD_NO;
    r->fields[r->field_count++] = (struct field){
        .name = name, .name_size = name_size,
        .value = value ? value : "", .value_size = value ? value_size : 0,
    };
    return MHD_YES;
}

/* What the request takes of its connection's memory. Cookies are copied and noted one by one. */
static size_t pool_use(const struct request *r)
{
    size_t use = r->head_size + r->field_count * FIELD_NOTE_BYTES;
    for (unsigned i = 0; i < r->field_count; i++) {
        if (r->fields[i].name_size != 6 || strcasecmp(r->fields[i].name, "Cookie") != 0)
            continue;
        use += r->fields[i].value_size;
        for (const char *at = r->fields[i].value; *at; at++)
            use += *at == ';' ? FIELD_NOTE_BYTES : 0;
    }
    return use;
}

static enum MHD_Result begin_request(struct call *call, const char *method, const char *version)
{
    struct request *r = &call->loop->request;
    request_clear(r);
    r->method = method;
    r->version = version;
    r->target = call->target_at;
    r->target_size = call->target_size;
    r->head_size = MHD_get_connection_info(call->client, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
                       ->header_size;
    int const count = MHD_get_connection_values_n(call->client, MHD_HEADER_KIND, note_field, r);
    call->pool_use = pool_use(r);
    if ((unsigned)count != r->field_count || call->pool_use + REPLY_ROOM_BYTES > POOL_BYTES) {
        return answers_too_large(call);
    }
    return begin(call, r);
}

/* The request is whole: its answer, now or once the upstream has sent it. */
static enum MHD_Result finish(struct call *call)
{
    if (examining_waits(call)) {
        await_answer(call);
        return MHD_YES;
    }
    call_upload_end(call);
    if (call->response)
        return answers_upstream(call);
    if (call->failure)
        return answers_failure(call);
    await_answer(call);
    return MHD_YES;
}

/* libmicrohttpd gives the form. NOLINTNEXTLINE(readability-function-size) */
static enum MHD_Result on_request(void *context, struct MHD_Connection *client, const char *url,
                                  const char *method, const char *version, const char *bytes,
                                  size_t *size, void **state)
{
    struct call *call = *state;
    (void)context;
    (void)client;
    (void)url;
    if (!call || call->peer->is_gone)
        return MHD_NO;
    if (!call->has_begun)
        return begin_request(call, method, version);
    return *size > 0 ? take_upload(call, bytes, size) : finish(call);
}

/* The query has been copied: ended here, libmicrohttpd spends neither time nor memory on taking it
 * apart. What it gives is its receive buffer, in which it writes NULs itself. */
static void skip_query(const char *target)
{
    char *mark = strchr(target, '?');
    if (mark && mark[1])
        mark[1] = '\0';
}

static void *on_target(void *context, const char *target, struct MHD_Connection *client)
{
    struct call *call = call_new(context, client, target);
    skip_query(target);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(client, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    call->peer = info->socket_context;
    call->peer->call = call;
    return call;
}

static void on_completed(void *context, struct MHD_Connection *client, void **state,
                         enum MHD_RequestTerminationCode code)
{
    struct loop *loop = context;
    struct call *call = *state;
    (void)client;
    if (!call)
        return;
    bool const is_whole = code == MHD_REQUEST_TERMINATED_COMPLETED_OK;
    noting_end(call, is_whole);
    if (!is_whole && !call->answer_is_broken && call->pass.target)
        count_add(&loop->counters.cancelled, 1);
    if (call->answer_is_broken)
        count_add(&loop->counters.failed, 1);
    LOG(DEBUG, "call", LOG_TEXT("request_id", call->request_id), LOG_INT("status", call->status),
        LOG_TEXT("key", call->pass.key_id), LOG_INT("ms", loop->now_ms - call->born_ms),
        LOG_TEXT("ip", call->peer->address));
    poll_end(call);
    loop->daemon_is_due = true;                     /* the next request may be there already */
    call->peer->call = NULL;
    call->peer->idle_since_ms = loop->now_ms;
    if (call->response)
        MHD_destroy_response(call->response);
    call_end(call);
    *state = NULL;
}

static void on_connection(void *context, struct MHD_Connection *client, void **state,
                          enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        *state = peer_new(context, client);
    else
        peer_end(*state);
}

/* Targets are taken apart from their raw text: libmicrohttpd need not decode them. */
static size_t leave_encoded(void *context, struct MHD_Connection *client, char *text)
{
    (void)context;
    (void)client;
    return strlen(text);
}

unsigned front_client_max(const struct loop *loop)
{
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    rlim_t const most = files.rlim_cur > 1u << 20 ? 1u << 20 : files.rlim_cur;
    unsigned const left = most > DESCRIPTORS_KEPT * 2 ? (unsigned)most - DESCRIPTORS_KEPT : 256;
    unsigned const share = left / 2 / loop->options->loops;
    unsigned const uneven = share / 8;              /* the kernel deals clients out by chance */
    return share > 16 ? share + uneven : 16;
}

enum err front_open(struct loop *loop)
{
    answers_setup();
    loop->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO | MHD_USE_NO_LISTEN_SOCKET, 0,
        NULL, NULL, on_request, loop,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, loop,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_encoded, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, loop,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, loop,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL_BYTES,
        MHD_OPTION_CONNECTION_LIMIT, loop->client_max,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)BODY_IDLE_S,
        MHD_OPTION_END);
    if (!loop->daemon)
        return err_because(INTERNAL, "libmicrohttpd does not start");
    int const fd = MHD_get_daemon_info(loop->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    loop_watch(loop, fd, &loop->daemon_watch, EPOLLIN);
    return OK;
}

void front_close(struct loop *loop)
{
    MHD_stop_daemon(loop->daemon);
    loop->daemon = NULL;
    peers_sweep(loop);
}

void front_run(struct loop *loop)
{
    for (int round = 0; round < ROUNDS_MAX && loop->daemon_is_due; round++) {
        MHD_UNSIGNED_LONG_LONG wait_ms;
        loop->daemon_is_due = false;
        MHD_run_wait(loop->daemon, 0);
        if (loop->polled == 0 && MHD_get_timeout(loop->daemon, &wait_ms) == MHD_YES)
            loop->daemon_is_due |= wait_ms == 0;
    }
}
