#include "domain/bundles/source_api.h"

#include "base/text.h"
#include "crypto/digest.h"
#include "domain/bundles/upstreams.h"
#include "domain/files/files.h"
#include "domain/json/json.h"
#include "outbound/fetch.h"

#include <string.h>

enum { FETCH_S = 30, URL_MAX = 2000 };

struct source {
    const char *text;
    size_t size;
};

static enum err read_file(struct req *r, const struct uploaded *file, struct source *out)
{
    unsigned char *bytes = NULL;
    TRY(file_read(r->db, &r->arena, file->file_id, DOCUMENT_BYTES_MAX, &bytes, &out->size));
    out->text = (const char *)bytes;
    return file_delete(r->db, file->file_id);
}

/* As for an upstream, though an address that is read once may have a query. */
static const char *url_fault(const void *context, const char *url)
{
    const bool *allows_private = context;
    AUTO_ARENA struct arena a = { 0 };
    const char *base = arena_printf(&a, "%.*s", (int)strcspn(url, "?"), url);
    if (!text_is_visible(url, false) || strpbrk(url, " \\#"))
        return "bad_url";
    return upstream_url_fault(base, *allows_private);
}

static const char *ending(struct req *r, const struct fetched *f)
{
    if (f->end == FETCH_TOO_MANY_REDIRECTS)
        return req_words(r, "dialihkan terlalu sering", "redirected too often");
    if (f->status)
        return arena_printf(&r->arena, "HTTP %ld", f->status);
    return *f->why ? f->why : "?";
}

static enum err read_address(struct req *r, struct source *out)
{
    const char *url = in_text(r, "url", 1, URL_MAX);
    bool const allows_private = r->app->config->private_targets;
    struct fetched f;
    TRY(in_check(r));
    fetch_run(&r->arena, &(struct fetch){
        .url = url, .max_bytes = DOCUMENT_BYTES_MAX, .timeout_s = FETCH_S,
        .allows_private = allows_private, .ca_file = r->app->config->ca_file,
        .accept = "application/json, application/yaml, text/yaml, */*;q=0.5",
        .fault = url_fault, .context = &allows_private }, &f);
    if (f.end == FETCH_REFUSED)
        in_fault(r, "url", f.why);
    else if (f.end == FETCH_TOO_LARGE)
        in_fault(r, "url", "file_too_large");
    else if (f.end != FETCH_DONE)
        in_fault_said(r, "url", "not_reached", arena_printf(&r->arena, "%s (%s)",
                      fault_words("not_reached", r->english), ending(r, &f)));
    *out = (struct source){ .text = f.body, .size = f.size };
    return in_check(r);
}

static enum err read_source(struct req *r, struct source *out)
{
    const struct uploaded *file = in_upload(r, "openapi");
    const json_t *given = in_json(r, "document");
    if (file)
        return read_file(r, file, out);
    if (json_is_object(given) || json_is_string(given)) {
        out->text = json_is_string(given) ? json_string_value(given)
                                          : json_written(&r->arena, given);
        out->size = strlen(out->text);
        return OK;
    }
    if (!given && in_has(r, "url"))
        return read_address(r, out);
    in_fault(r, given ? "document" : "openapi", given ? "wrong_type" : "required");
    return in_check(r);
}

/* A step of a JSON pointer, without what escapes it. */
static const char *plain_step(struct arena *a, const char *step, size_t size)
{
    char *out = arena_printf(a, "%.*s", (int)size, step), *to = out;
    for (const char *from = out; *from; from++) {
        bool const is_escape = *from == '~' && (from[1] == '0' || from[1] == '1');
        *to++ = !is_escape ? *from : *++from == '0' ? '~' : '/';
    }
    *to = '\0';
    return out;
}

/* A place as one reads it: "paths › /a/{b} › get", "baris 7"; nothing of the whole document. */
static const char *place_words(struct req *r, const char *place)
{
    const char *words = "";
    if (text_starts(place, "line "))
        return arena_printf(&r->arena, " (%s %s)", req_words(r, "baris", "line"),
                            place + strlen("line "));
    for (const char *at = place; *at == '/';) {
        size_t const size = strcspn(++at, "/");
        words = arena_printf(&r->arena, "%s%s%s", words, *words ? " › " : "",
                             plain_step(&r->arena, at, size));
        at += size;
    }
    return *words ? arena_printf(&r->arena, " (%s)", words) : "";
}

enum err document_refuse(struct req *r, enum err e, const struct finding *fault)
{
    const char *words = place_words(r, fault->place);
    json_decref(r->extra);
    r->extra = json_pack("{ss}", "place", *fault->place ? fault->place : "/");
    return req_say(r, e,
        arena_printf(&r->arena, "Dokumen OpenAPI tidak dapat dipakai: %s%s.", fault->id, words),
        arena_printf(&r->arena, "The OpenAPI document cannot be used: %s%s.", fault->en, words));
}

enum err document_in(struct req *r, const char *text, size_t size, const struct document **out)
{
    struct document *d = ARENA_NEW(&r->arena, struct document);
    struct finding fault = { .place = "", .id = "", .en = "" };
    enum err const e = document_read(&r->arena, text, size, d, &fault);
    if (e)
        return document_refuse(r, e, &fault);
    *out = d;
    return OK;
}

const char *source_option(struct req *r, const char *name, size_t max)
{
    const char *text = r->body ? in_text_or(r, name, "", max) : in_form_text(r, name);
    if (!text || !*text)
        return NULL;
    if (text_length(text) > max)
        in_fault(r, name, "too_long");
    else if (!text_is_visible(text, false))
        in_fault(r, name, "bad_characters");
    return text;
}

enum err source_in(struct req *r, struct taken *out)
{
    struct source source = { 0 };
    const char *wanted = source_option(r, "digest", 2 * DIGEST_BYTES);
    TRY(in_check(r));
    TRY(read_source(r, &source));
    const char *digest = digest_hex(&r->arena, source.text, source.size);
    if (wanted && !text_is(wanted, digest))
        return DOCUMENT_CHANGED;
    TRY(document_in(r, source.text, source.size, &out->document));
    out->digest = digest;
    return OK;
}
