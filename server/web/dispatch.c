#include "web/dispatch.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "web/forms.h"
#include "web/idempotency.h"
#include "web/server.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <ulfius.h>

static _Atomic int64_t in_flight, answers[6], micros;

/* A multipart request begins its life with its first part. One thread serves one connection, and
 * a connection one request at a time. */
static _Thread_local struct life *early;

struct server_figures server_figures(void)
{
    struct server_figures f = { .in_flight = in_flight, .micros = micros };
    for (int i = 0; i < 6; i++)
        f.answers[i] = answers[i];
    return f;
}

static bool is_form(const struct req *r)
{
    const char *type = in_header(r, "Content-Type");
    return type && strncasecmp(type, "multipart/form-data", 19) == 0;
}

static bool is_json(const struct req *r)
{
    const char *type = in_header(r, "Content-Type");
    return !type || strncasecmp(type, "application/json", 16) == 0;
}

static enum err read_form(const struct req *r)
{
    if (!r->route->upload_max_bytes)
        return UNSUPPORTED_MEDIA;
    return form_is_too_large() ? err_because(TOO_LARGE, "the form's values are too many") : OK;
}

static enum err read_body(struct req *r)
{
    if (r->http->binary_body_length == 0)
        return OK;
    if (is_form(r) && !r->route->takes_any_body)
        return read_form(r);
    if (r->http->binary_body_length >= BODY_MAX_BYTES)
        return err_because(TOO_LARGE, "a body of %d bytes or more", BODY_MAX_BYTES);
    if (r->route->takes_any_body)
        return OK;
    if (!is_json(r))
        return err_because(UNSUPPORTED_MEDIA, "content type %.80s", in_header(r, "Content-Type"));
    json_error_t at;
    const char *text = r->http->binary_body;
    size_t const size = r->http->binary_body_length;
    if (!json_nests_within(text, size, BODY_NESTING_MAX))
        return err_because(BAD_INPUT, "nested more than %d deep", BODY_NESTING_MAX);
    r->body = json_loadb(text, size, JSON_REJECT_DUPLICATES, &at);
    if (!r->body)
        return err_because(BAD_INPUT, "line %d column %d: %s", at.line, at.column, at.text);
    return json_is_object(r->body) ? OK : err_because(BAD_INPUT, "body is not a JSON object");
}

static enum err answer(struct life *l)
{
    struct req *r = &l->req;
    TRY(l->err);
    TRY(read_body(r));
    if (r->route->is_idempotent && in_header(r, "Idempotency-Key"))
        return idempotent_answer(r);
    return r->route->handle(r);
}

static const char *const security_headers[][2] = {
    { "X-Content-Type-Options", "nosniff" },
    { "Referrer-Policy", "no-referrer" },
    { "X-Frame-Options", "DENY" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
};

static bool origin_is_listed(const char *list, const char *origin)
{
    size_t const length = strlen(origin);
    for (const char *at = list; *at; at += strcspn(at, ","), at += *at == ',') {
        at += strspn(at, " ");
        if (strcspn(at, ", ") == length && strncmp(at, origin, length) == 0)
            return true;
    }
    return false;
}

static void allow_origin(struct req *r)
{
    const char *origin = in_header(r, "Origin");
    if (!origin || !origin_is_listed(r->app->config->cors_origins, origin))
        return;
    reply_header(r, "Access-Control-Allow-Origin", origin);
    reply_header(r, "Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
    reply_header(r, "Access-Control-Allow-Headers",
                 "Authorization, Content-Type, Accept-Language, Idempotency-Key, X-Request-Id");
    reply_header(r, "Access-Control-Expose-Headers", "X-Request-Id, Retry-After, RateLimit");
    reply_header(r, "Access-Control-Max-Age", "600");
    reply_header(r, "Vary", "Origin");
    reply_header(r, "Cross-Origin-Resource-Policy", "cross-origin");
}

static void add_headers(struct req *r)
{
    for (size_t i = 0; i < sizeof security_headers / sizeof security_headers[0]; i++)
        reply_header(r, security_headers[i][0], security_headers[i][1]);
    reply_header(r, "X-Request-Id", r->id);
    if (!u_map_has_key_case(r->out->map_header, "Cache-Control"))
        reply_header(r, "Cache-Control", "no-store");
    if (text_starts(r->app->config->public_url, "https:"))
        reply_header(r, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    if (r->status == 401 && !u_map_has_key_case(r->out->map_header, "WWW-Authenticate"))
        reply_header(r, "WWW-Authenticate", "Bearer");
    if (r->status == 503 && !u_map_has_key_case(r->out->map_header, "Retry-After"))
        reply_header(r, "Retry-After", "2");
    if (*r->app->config->cors_origins)
        allow_origin(r);
}

static void log_request(const struct life *l, enum err e)
{
    const struct req *r = &l->req;
    int64_t const took_us = clock_steady_us() - l->started_us;
    answers[r->status / 100 % 6]++;
    micros += took_us;
    enum log_level const level = r->status >= 500 ? LOG_ERROR : LOG_INFO;
    log_event(level, "request", (const struct log_field[]){
        LOG_TEXT("request_id", r->id), LOG_TEXT("method", r->http->http_verb),
        LOG_TEXT("route", r->route ? r->route->path : "-"), LOG_INT("status", r->status),
        LOG_INT("micros", took_us), LOG_TEXT("ip", r->ip),
        LOG_TEXT("account", r->who.account_id ? r->who.account_id : "-"),
        LOG_TEXT("code", err_code(e)), LOG_TEXT("why", e ? err_why() : ""), { 0 } });
}

/* The answer was prepared in a response of our own: Ulfius makes its own only at the end. */
static void hand_response(struct life *l, struct _u_response *out)
{
    ulfius_clean_response(out);
    *out = *l->req.out;
    free(l->req.out);
    l->req.out = out;
}

static bool is_preflight(const struct req *r)
{
    return text_is(r->http->http_verb, "OPTIONS") && in_header(r, "Access-Control-Request-Method")
           && *r->app->config->cors_origins;
}

static void run(struct life *l)
{
    struct req *r = &l->req;
    enum err e = OK;
    if (is_preflight(r)) {
        r->status = 204;
        ulfius_set_empty_body_response(r->out, 204);
    } else {
        e = answer(l);
    }
    if (e)
        reply_error(r, e);
    add_headers(r);
    log_request(l, e);
}

/* Forgets the request, but not the response, which Ulfius frees. */
static void end_answered(struct life *l)
{
    l->req.out = NULL;
    life_end(l);
    free(l);
}

static struct life *begin(const struct dispatcher *d, const struct _u_request *http)
{
    struct life *l = malloc(sizeof *l);
    if (!l)
        abort();
    life_begin(l, d->app, d->router, http);
    in_flight++;
    return l;
}

int dispatch(const struct _u_request *http, struct _u_response *out, void *data)
{
    struct life *l = early ? early : begin(data, http);
    early = NULL;
    hand_response(l, out);
    upload_finish(l);
    run(l);
    end_answered(l);
    in_flight--;
    return U_CALLBACK_COMPLETE;
}

/* Ulfius gives the form. NOLINTNEXTLINE(readability-function-size) */
int dispatch_upload(const struct _u_request *http, const char *field, const char *file_name,
                    const char *media_type, const char *encoding, const char *data,
                    uint64_t offset, size_t size, void *dispatcher)
{
    (void)encoding;
    if (!early)
        early = begin(dispatcher, http);
    struct piece const piece = { field ? field : "", file_name, media_type, data, offset, size };
    upload_take(early, &piece);
    return U_OK;
}

void dispatch_forget(void)
{
    form_forget();
    if (!early)
        return;
    life_end(early);
    free(early);
    early = NULL;
    in_flight--;
}
