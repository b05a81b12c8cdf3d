#include "domain/files/files_api.h"

#include "base/text.h"
#include "domain/files/files.h"

#include <string.h>

enum { NAME_MAX_BYTES = 200 };

/* A name fit to be shown and to be put into a header. */
static const char *clean_name(struct req *r, const char *name)
{
    if (!name || !*name || !text_is_visible(name, false) || strlen(name) > NAME_MAX_BYTES)
        return "berkas";
    const char *slash = strrchr(name, '/'), *backslash = strrchr(name, '\\');
    const char *last = slash > backslash ? slash : backslash;
    return arena_copy(&r->arena, last ? last + 1 : name);
}

enum err files_upload_begin(struct req *r, const char *name, void **out)
{
    struct file_writer *w = NULL;
    TRY(file_begin(r->db, r->who.account_id, clean_name(r, name), r->now, &w));
    *out = w;
    return OK;
}

enum err files_upload_add(void *upload, const void *bytes, size_t size)
{
    return file_add(upload, bytes, size);
}

enum err files_upload_end(void *upload, struct arena *a, struct uploaded *out)
{
    struct file f;
    TRY(file_finish(upload, a, &f));
    *out = (struct uploaded){ .file_id = f.id, .name = f.name, .media_type = f.media_type,
                              .digest = f.digest, .size_bytes = f.size_bytes };
    return OK;
}

void files_upload_abandon(void *upload)
{
    file_abandon(upload);
}

/* What cannot be deleted now is swept later. */
void files_upload_drop(struct db *db, const char *file_id)
{
    (void)file_drop(db, file_id);
}

/* RFC 6266 with the RFC 8187 form, so that any name survives. */
static const char *disposition(struct req *r, const char *name, bool is_inline)
{
    static const char hex[] = "0123456789ABCDEF";
    char *encoded = arena_alloc(&r->arena, strlen(name) * 3 + 1), *at = encoded;
    for (; *name; name++) {
        unsigned char const c = (unsigned char)*name;
        bool const is_letter = (c | 32) >= 'a' && (c | 32) <= 'z';
        if (is_letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_') {
            *at++ = (char)c;
        } else {
            *at++ = '%';
            *at++ = hex[c >> 4];
            *at++ = hex[c & 15];
        }
    }
    return arena_printf(&r->arena, "%s; filename*=UTF-8''%s", is_inline ? "inline" : "attachment",
                        encoded);
}

enum err reply_file(struct req *r, const char *id, bool is_inline)
{
    struct file f;
    TRY(file_find(r->db, &r->arena, id, &f));
    struct file_reader *reader = NULL;
    TRY(file_open(r->db, id, &reader));
    reply_header(r, "Content-Disposition", disposition(r, f.name, is_inline));
    reply_header(r, "Content-Security-Policy", "default-src 'none'; sandbox");
    return reply_stream(r, f.media_type,
                        (struct reply_source){ .next = file_next, .finish = file_close,
                                               .source = reader, .size_bytes = f.size_bytes });
}
