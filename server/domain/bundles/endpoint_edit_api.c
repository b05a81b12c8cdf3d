#include "domain/bundles/endpoint_edit_api.h"

#include "base/text.h"
#include "domain/bundles/bundle_json_api.h"
#include "domain/bundles/endpoints.h"
#include "domain/bundles/releases.h"
#include "domain/bundles/source_api.h"
#include "domain/documents/patch.h"
#include "domain/json/json.h"
#include "store/db.h"

#include <string.h>

enum { PATH_MAX_LENGTH = 500 };

/* What is edited: the current version's document, as whoever changes it has seen it. */
struct opened {
    struct bundle bundle;
    struct version version;
    const char *text;
};

static const char *blank(struct req *r, const struct bundle *b)
{
    const char *version = *b->version ? b->version : "1.0.0";
    return json_text(&r->arena, json_pack("{ss s{ss ss} s{}}", "openapi", "3.1.0", "info",
                                          "title", b->name, "version", version, "paths"));
}

static enum err open_document(struct req *r, struct opened *out)
{
    TRY(bundle_find(r->db, &r->arena, in_path(r, "slug"), &out->bundle));
    TRY(version_find(r->db, &r->arena, out->bundle.id, NULL, &out->version));
    TRY(version_document(r->db, &r->arena, &out->version, &out->text));
    if (!out->text)
        out->text = blank(r, &out->bundle);
    return OK;
}

static enum err check_seen(const struct opened *o, int64_t revision)
{
    return revision == o->version.revision ? OK : VERSION_CHANGED;
}

static const char *path_in(struct req *r)
{
    const char *path = in_text(r, "path", 1, PATH_MAX_LENGTH);
    if (*path && (*path != '/' || strpbrk(path, " ?#\\")))
        in_fault(r, "path", "bad_path");
    return path;
}

static const json_t *operation_in(struct req *r)
{
    const json_t *operation = in_json(r, "operation");
    if (!json_is_object(operation))
        in_fault(r, "operation", operation ? "wrong_type" : "required");
    return operation;
}

static struct patch patch_in(struct req *r)
{
    return (struct patch){
        .method = in_choice(r, "method", "GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE"),
        .path = path_in(r),
        .operation = operation_in(r),
    };
}

static bool takes(const struct document *d, const struct patch *p)
{
    for (int i = 0; i < d->endpoint_count; i++) {
        if (text_is(d->endpoints[i].method, p->method) && text_is(d->endpoints[i].path, p->path))
            return true;
    }
    return false;
}

/* An import goes on without an operation that cannot be used; here it is all there is to say. */
static enum err check_taken(struct req *r, const struct document *d, const struct patch *p)
{
    if (!p->path || takes(d, p))
        return OK;
    const char *below = document_path_place(&r->arena, p->path);
    const struct finding none = { .place = below, .id = "tidak terbaca", .en = "not readable" };
    for (int i = 0; i < d->warning_count && i < WARNINGS_MAX; i++) {
        if (text_starts(d->warnings[i].place, below))
            return document_refuse(r, DOCUMENT_UNUSABLE, &d->warnings[i]);
    }
    return document_refuse(r, DOCUMENT_UNUSABLE, &none);
}

/* With the document as it shall be, if it can be read. */
static enum err save(struct req *r, const struct opened *o, const struct patch *p,
                     const struct document **out)
{
    AUTO_TX struct tx tx = { 0 };
    const char *text = NULL;
    const char *method = p->path ? p->method : p->was_method;
    const char *path = p->path ? p->path : p->was_path;
    TRY(document_patch(&r->arena, o->text, p, &text));
    TRY(document_in(r, text, strlen(text), out));
    TRY(check_taken(r, *out, p));
    TRY(tx_begin(&tx, r->db));
    TRY(version_rewrite(tx.db, &r->arena, &(struct rewrite){
        .seen = &o->version, .document = *out,
        .action = !p->was_path ? "endpoint.add" : p->path ? "endpoint.change" : "endpoint.delete",
        .endpoint = arena_printf(&r->arena, "%s %s", method, path),
    }, (struct actor){ .account_id = r->who.account_id, .ip = r->ip, .now = r->now }));
    TRY(tx_commit(&tx));
    return bundle_expose(r->db, o->bundle.id);
}

static enum err operation_json(const struct opened *o, const struct endpoint *e, json_t **out)
{
    json_t *operation = NULL;
    TRY(document_operation(o->text, e->method, e->path, &operation));
    *out = json_pack("{ss ss ss so ss sI}", "id", e->id, "method", e->method, "path", e->path,
                     "operation", operation, "version", o->version.version, "revision",
                     (json_int_t)o->version.revision);
    return OK;
}

/* As it stands now, with what the reader left of its path, or took otherwise. */
static enum err answer(struct req *r, const struct patch *p, const struct document *d,
                       json_t **out)
{
    struct opened o;
    struct endpoint e;
    TRY(open_document(r, &o));
    TRY(endpoint_at(r->db, &r->arena, o.version.id, p->method, p->path, &e));
    TRY(operation_json(&o, &e, out));
    json_object_set_new(*out, "warnings", document_warnings_json(r, d,
                        document_path_place(&r->arena, p->path)));
    return OK;
}

enum err admin_endpoint_get(struct req *r)
{
    struct opened o;
    struct endpoint e;
    json_t *json = NULL;
    TRY(open_document(r, &o));
    TRY(endpoint_find(r->db, &r->arena, o.version.id, in_path(r, "id"), &e));
    TRY(operation_json(&o, &e, &json));
    return reply_ok(r, json);
}

enum err admin_endpoints_post(struct req *r)
{
    struct opened o;
    const struct document *document = NULL;
    json_t *json = NULL;
    struct patch const p = patch_in(r);
    TRY(in_check(r));
    TRY(open_document(r, &o));
    TRY(save(r, &o, &p, &document));
    TRY(answer(r, &p, document, &json));
    return reply_created(r, json);
}

enum err admin_endpoint_put(struct req *r)
{
    struct opened o;
    struct endpoint e;
    const struct document *document = NULL;
    json_t *json = NULL;
    struct patch p = patch_in(r);
    int64_t const revision = in_int(r, "revision", 1, INT64_MAX);
    TRY(in_check(r));
    TRY(open_document(r, &o));
    TRY(endpoint_find(r->db, &r->arena, o.version.id, in_path(r, "id"), &e));
    TRY(check_seen(&o, revision));
    p.was_method = e.method;
    p.was_path = e.path;
    TRY(save(r, &o, &p, &document));
    TRY(answer(r, &p, document, &json));
    return reply_ok(r, json);
}

static int64_t query_revision(struct req *r)
{
    const char *text = in_query_text(r, "revision");
    int64_t revision = 0;
    if (!text)
        in_fault(r, "revision", "required");
    else if (!text_to_int(text, 1, INT64_MAX, &revision))
        in_fault(r, "revision", "out_of_range");
    return revision;
}

/* A document without any operation is none. */
static enum err check_last(struct req *r, const struct version *v)
{
    int count = 0;
    TRY(endpoints_count(r->db, v->id, &count));
    if (count > 1)
        return OK;
    return req_say(r, BUNDLE_STATE,
                   "Endpoint terakhir tidak dapat dihapus. Ubah endpoint ini, atau impor dokumen "
                   "lain.",
                   "The last endpoint cannot be deleted. Change it, or import another document.");
}

enum err admin_endpoint_delete(struct req *r)
{
    struct opened o;
    struct endpoint e;
    const struct document *document = NULL;
    int64_t const revision = query_revision(r);
    TRY(in_check(r));
    TRY(open_document(r, &o));
    TRY(endpoint_find(r->db, &r->arena, o.version.id, in_path(r, "id"), &e));
    TRY(check_seen(&o, revision));
    TRY(check_last(r, &o.version));
    TRY(save(r, &o, &(struct patch){ .was_method = e.method, .was_path = e.path }, &document));
    return reply_said(r, "Endpoint dihapus.", "The endpoint was deleted.");
}
