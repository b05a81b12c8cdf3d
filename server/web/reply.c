#include "web/req.h"

#include "web/shrink.h"

#include <stdlib.h>
#include <string.h>
#include <ulfius.h>

enum { STREAM_BLOCK_BYTES = 64 * 1024 };

#define LONG_AGO "Thu, 01 Jan 1970 00:00:00 GMT"

const char *req_words(const struct req *r, const char *id, const char *en)
{
    return r->english ? en : id;
}

enum err req_say(struct req *r, enum err e, const char *id, const char *en)
{
    r->message = arena_copy(&r->arena, req_words(r, id, en));
    return e;
}

void reply_header(struct req *r, const char *name, const char *value)
{
    u_map_put(r->out->map_header, name, value);
}

static enum err send_body(struct req *r, unsigned status, const char *media_type,
                          const void *bytes, size_t size)
{
    int const set = size ? ulfius_set_binary_body_response(r->out, status, bytes, size)
                         : ulfius_set_empty_body_response(r->out, status);
    if (set != U_OK)
        return err_because(INTERNAL, "ulfius: reply of %zu bytes", size);
    reply_header(r, "Content-Type", media_type);
    r->status = status;
    return OK;
}

static enum err send_json(struct req *r, unsigned status, const char *text)
{
    static const char type[] = "application/json; charset=utf-8";
    size_t const length = strlen(text);
    bool const shrinks = r->route && r->route->shrinks;
    size_t size = 0;
    unsigned char *small = shrinks && shrink_is_wanted(r)
                         ? shrink(text, length, SHRINK_QUICK, &size) : NULL;
    if (shrinks)
        reply_header(r, "Vary", "Accept-Encoding, Origin");
    if (small)
        reply_header(r, "Content-Encoding", "gzip");
    enum err const e = small ? send_body(r, status, type, small, size)
                             : send_body(r, status, type, text, length);
    free(small);
    return e;
}

enum err reply_raw(struct req *r, unsigned status, json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT | JSON_REAL_PRECISION(15));
    json_decref(json);
    if (!text)
        return err_because(INTERNAL, "the answer is not JSON");
    enum err const e = send_json(r, status, text);
    free(r->sent);
    r->sent = text;
    return e;
}

enum err reply_text(struct req *r, unsigned status, const char *media_type, const char *text)
{
    return send_body(r, status, media_type, text, strlen(text));
}

enum err reply_bytes(struct req *r, const char *media_type, const void *bytes, size_t size)
{
    return send_body(r, 200, media_type, bytes, size);
}

static enum err reply_data(struct req *r, unsigned status, json_t *data)
{
    return reply_raw(r, status, json_pack("{sb so}", "status", 1, "data", data));
}

enum err reply_ok(struct req *r, json_t *data)
{
    return reply_data(r, 200, data);
}

enum err reply_created(struct req *r, json_t *data)
{
    return reply_data(r, 201, data);
}

enum err reply_said(struct req *r, const char *id, const char *en)
{
    return reply_raw(r, 200, json_pack("{sb ss}", "status", 1, "message", req_words(r, id, en)));
}

enum err reply_ok_said(struct req *r, json_t *data, const char *id, const char *en)
{
    return reply_raw(r, 200, json_pack("{sb so ss}", "status", 1, "data", data, "message",
                                       req_words(r, id, en)));
}

enum err reply_list(struct req *r, json_t *items, const char *next_cursor, int64_t total)
{
    json_t *meta = json_pack("{ss?}", "next_cursor", next_cursor);
    if (total >= 0)
        json_object_set_new(meta, "total", json_integer(total));
    return reply_list_with(r, items, meta);
}

enum err reply_list_with(struct req *r, json_t *items, json_t *meta)
{
    return reply_raw(r, 200, json_pack("{sb so so}", "status", 1, "data", items, "meta", meta));
}

void reply_error(struct req *r, enum err e)
{
    const char *message = r->message ? r->message : err_words(e, r->english);
    json_t *json = json_pack("{sb ss ss ss sO*}", "status", 0, "message", message,
                             "code", err_code(e), "request_id", r->id, "errors", r->problems);
    if (r->extra)
        json_object_update(json, r->extra);
    if (reply_raw(r, (unsigned)err_status(e), json) != OK)
        (void)send_body(r, 500, "application/json", "{\"status\":false}", 16);
}

/* libmicrohttpd's stream callbacks over ours. */
static ssize_t stream_next(void *source, uint64_t offset, char *out, size_t max)
{
    (void)offset;
    struct reply_source *s = source;
    int64_t const got = s->next(s->source, out, max);
    if (got < 0)
        return U_STREAM_ERROR;
    return got == 0 ? U_STREAM_END : (ssize_t)got;
}

static void stream_finish(void *source)
{
    struct reply_source *s = source;
    s->finish(s->source);
    free(s);
}

enum err reply_stream(struct req *r, const char *media_type, struct reply_source source)
{
    struct reply_source *copy = malloc(sizeof *copy);
    if (!copy)
        abort();
    *copy = source;
    uint64_t const size = source.size_bytes < 0 ? U_STREAM_SIZE_UNKNOWN
                                                : (uint64_t)source.size_bytes;
    if (ulfius_set_stream_response(r->out, 200, stream_next, stream_finish, size,
                                   STREAM_BLOCK_BYTES, copy) != U_OK) {
        stream_finish(copy);
        return err_because(INTERNAL, "ulfius: stream");
    }
    reply_header(r, "Content-Type", media_type);
    r->status = 200;
    return OK;
}

void reply_cookie(struct req *r, const char *name, const char *value, const char *path,
                  int64_t max_age_s)
{
    bool const is_secure = strncmp(r->app->config->public_url, "https:", 6) == 0;
    ulfius_add_same_site_cookie_to_response(r->out, name, value, max_age_s ? NULL : LONG_AGO,
                                            (unsigned)max_age_s, NULL, path, is_secure, 1,
                                            U_COOKIE_SAME_SITE_STRICT);
}
