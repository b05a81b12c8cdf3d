#include "web/server.h"

#include "base/log.h"
#include "web/dispatch.h"
#include "web/framing.h"

#include <arpa/inet.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <ulfius.h>

enum {
    CONNECTIONS_MAX = 2000,
    IDLE_S = 30,
    CONNECTION_MEMORY = 32 * 1024,      /* also bounds the request's head: 431 beyond */
    STACK_BYTES = 1024 * 1024,          /* JSON may be 2048 deep */
    STOP_S = 10,
};

struct server {
    struct _u_instance http;
    struct dispatcher dispatcher;
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } address;
};

__attribute__((format(printf, 2, 0)))
static void log_mhd(void *data, const char *format, va_list ap)
{
    (void)data;
    char text[256];
    vsnprintf(text, sizeof text, format, ap);
    LOG(DEBUG, "microhttpd", LOG_TEXT("said", text));
}

static void completed(void *data, struct MHD_Connection *connection, void **con_cls,
                      enum MHD_RequestTerminationCode toe)
{
    dispatch_forget();
    mhd_request_completed(data, connection, con_cls, toe);
}

static void *begun(void *data, const char *target, struct MHD_Connection *connection)
{
    (void)data;
    framing_note(connection);
    return ulfius_uri_logger(NULL, target);
}

static bool read_address(struct server *s, const char *host, int port)
{
    if (inet_pton(AF_INET, host, &s->address.v4.sin_addr) == 1) {
        s->address.v4.sin_family = AF_INET;
        s->address.v4.sin_port = htons((uint16_t)port);
        return true;
    }
    s->address.v6.sin6_family = AF_INET6;
    s->address.v6.sin6_port = htons((uint16_t)port);
    return inet_pton(AF_INET6, host, &s->address.v6.sin6_addr) == 1;
}

static enum err listen_on(struct server *s, int port)
{
    struct MHD_OptionItem options[] = {
        { MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)log_mhd, NULL },
        { MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)completed, NULL },
        { MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)begun, NULL },
        { MHD_OPTION_SOCK_ADDR, 0, &s->address.any },
        { MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX, NULL },
        { MHD_OPTION_CONNECTION_TIMEOUT, IDLE_S, NULL },
        { MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL },
        { MHD_OPTION_THREAD_STACK_SIZE, STACK_BYTES, NULL },
        { MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL },
        { MHD_OPTION_END, 0, NULL },
    };
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL
                     | MHD_USE_ERROR_LOG | MHD_USE_ITC;
    if (s->address.any.sa_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    int const rc = ulfius_start_framework_with_mhd_options(&s->http, flags, options);
    return rc == U_OK ? OK : err_because(INTERNAL, "cannot listen on port %d", port);
}

static enum err start(struct server *s, const struct route *routes, int count, const char *host,
                      int port)
{
    if (!read_address(s, host, port))
        return err_because(INTERNAL, "%s is no numeric address", host);
    if (ulfius_init_instance(&s->http, port ? (unsigned)port : 1, NULL, NULL) != U_OK)
        return err_because(INTERNAL, "ulfius: init");
    TRY(router_open(routes, count, &s->dispatcher.router));
    s->http.port = (unsigned)port;
    s->http.max_post_body_size = BODY_MAX_BYTES;
    s->http.max_post_param_size = BODY_MAX_BYTES;
    s->http.check_utf8 = 1;
    ulfius_set_upload_file_callback_function(&s->http, dispatch_upload, &s->dispatcher);
    ulfius_set_default_endpoint(&s->http, dispatch, &s->dispatcher);
    return listen_on(s, port);
}

enum err server_start(const struct app *app, const struct route *routes, int count,
                      const char *host, int port, struct server **out)
{
    struct server *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    s->dispatcher.app = app;
    enum err const e = start(s, routes, count, host, port);
    if (e) {
        server_stop(s);
        return e;
    }
    *out = s;
    return OK;
}

int server_port(const struct server *s)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->http.mhd_daemon,
                                                           MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}

static void await_the_last_calls(void)
{
    struct timespec const tick = { .tv_nsec = 20 * 1000 * 1000 };
    for (int i = 0; i < STOP_S * 50 && server_figures().in_flight > 0; i++)
        nanosleep(&tick, NULL);
}

void server_stop(struct server *s)
{
    if (!s)
        return;
    if (s->http.mhd_daemon) {
        MHD_socket const listener = MHD_quiesce_daemon(s->http.mhd_daemon);
        await_the_last_calls();
        ulfius_stop_framework(&s->http);
        if (listener != MHD_INVALID_SOCKET)
            close(listener);
    }
    ulfius_clean_instance(&s->http);
    router_close(s->dispatcher.router);
    free(s);
}
