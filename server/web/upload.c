/* Multipart forms: text and JSON parts into memory, files straight to storage. */
#include "web/life.h"

#include "base/text.h"
#include "web/forms.h"

#include <string.h>
#include <ulfius.h>

enum { UPLOADS_MAX = 8 };

static void give_up(struct life *l, enum err e)
{
    l->err = e;
    l->upload_failed = true;
    if (l->upload)
        l->req.app->hooks.upload_abandon(l->upload);
    l->upload = NULL;
}

static enum err finish_one(struct life *l)
{
    struct req *r = &l->req;
    if (!r->uploads)
        r->uploads = arena_alloc(&r->arena, UPLOADS_MAX * sizeof *r->uploads);
    struct uploaded *u = &r->uploads[r->upload_count];
    void *upload = l->upload;
    l->upload = NULL;
    TRY(r->app->hooks.upload_end(upload, &r->arena, u));
    u->field = l->upload_field;
    r->upload_count++;
    return OK;
}

void upload_finish(struct life *l)
{
    enum err const e = l->upload ? finish_one(l) : OK;
    if (e)
        give_up(l, e);
}

static enum err begin_one(struct life *l, const char *field, const char *file_name)
{
    struct req *r = &l->req;
    if (r->upload_count == UPLOADS_MAX)
        return err_because(TOO_LARGE, "more than %d files", UPLOADS_MAX);
    l->upload_field = arena_copy(&r->arena, field);
    l->upload_bytes = 0;
    return r->app->hooks.upload_begin(r, file_name, &l->upload);
}

static enum err add(struct life *l, const char *data, size_t size)
{
    struct req *r = &l->req;
    l->upload_bytes += (int64_t)size;
    if (l->upload_bytes > r->route->upload_max_bytes) {
        in_fault(r, l->upload_field, "file_too_large");
        return err_because(TOO_LARGE, "a file of more than %lld bytes",
                           (long long)r->route->upload_max_bytes);
    }
    return r->app->hooks.upload_add(l->upload, data, size);
}

/* A browser sends JSON as a nameless file; to us it is a value, but where the route says that it
 * is a file. */
static void take_value(struct life *l, const struct piece *p)
{
    if (p->offset + p->size > PART_MAX_BYTES)
        give_up(l, err_because(TOO_LARGE, "part %s is too large", p->field));
    else
        u_map_put_binary(l->req.http->map_post_body, p->field, p->data, p->offset, p->size);
}

void upload_take(struct life *l, const struct piece *p)
{
    if (l->err || l->upload_failed)
        return;
    bool const is_json = p->media_type && text_starts(p->media_type, "application/json");
    if (is_json && !(p->file_name && text_is(p->field, l->req.route->json_upload))) {
        take_value(l, p);
        return;
    }
    if (l->req.route->upload_max_bytes == 0) {
        give_up(l, err_because(UNSUPPORTED_MEDIA, "no files here"));
        return;
    }
    enum err e = OK;
    if (p->offset == 0) {
        upload_finish(l);
        e = l->err ? l->err : begin_one(l, p->field, p->file_name);
    }
    if (!e)
        e = add(l, p->data, p->size);
    if (e)
        give_up(l, e);
}
