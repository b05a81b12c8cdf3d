#include "domain/files/files.h"

#include "base/random.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "crypto/seal.h"
#include "store/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_BYTES = 256 * 1024, UNATTACHED_S = 3600, TRAILER_BYTES = 1024, HEAD_BYTES = 16 };

struct file_writer {
    struct db *db;
    struct arena arena;
    const char *id;
    int64_t number, size_bytes;
    struct digest digest;
    char head[HEAD_BYTES];
    size_t filled;
    unsigned char buffer[CHUNK_BYTES];
};

static const char *chunk_binding(struct arena *a, const char *id, int64_t number)
{
    return arena_printf(a, "file_chunks/%s/%lld", id, (long long)number);
}

static const char *name_binding(struct arena *a, const char *id)
{
    return arena_printf(a, "files/%s/name", id);
}

enum err file_begin(struct db *db, const char *account_id, const char *name, int64_t now,
                    struct file_writer **out)
{
    struct file_writer *w = calloc(1, sizeof *w);
    if (!w)
        abort();
    w->db = db;
    w->id = id_new(&w->arena, "fil");
    w->digest = digest_begin();
    const char *sealed = seal_text(&w->arena, name_binding(&w->arena, w->id), name);
    enum err const e = db_run(db,
        "INSERT INTO files (id, account_id, name, media_type, size_bytes, digest, is_complete,"
        " is_attached, created_at) VALUES ($1, $2, $3, '', 0, '', 0, 0, $4)",
        TEXT(w->id), TEXT(account_id), TEXT(sealed), INT(now));
    if (e) {
        file_abandon(w);
        return e;
    }
    *out = w;
    return OK;
}

static enum err flush(struct file_writer *w)
{
    AUTO_ARENA struct arena a = { 0 };
    size_t size = w->filled;
    const void *sealed = seal(&a, FOR_FILES, chunk_binding(&a, w->id, w->number), w->buffer, &size);
    TRY(db_run(w->db, "INSERT INTO file_chunks (file_id, number, content) VALUES ($1, $2, $3)",
               TEXT(w->id), INT(w->number), BLOB(sealed, size)));
    w->number++;
    w->filled = 0;
    return OK;
}

enum err file_add(struct file_writer *w, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    if (w->size_bytes < HEAD_BYTES) {
        size_t const room = HEAD_BYTES - (size_t)w->size_bytes;
        memcpy(w->head + w->size_bytes, at, size < room ? size : room);
    }
    digest_add(&w->digest, bytes, size);
    w->size_bytes += (int64_t)size;
    while (size > 0) {
        size_t const room = CHUNK_BYTES - w->filled;
        size_t const part = size < room ? size : room;
        memcpy(w->buffer + w->filled, at, part);
        w->filled += part;
        at += part;
        size -= part;
        if (w->filled == CHUNK_BYTES)
            TRY(flush(w));
    }
    return OK;
}

static const char *media_type(const struct file_writer *w)
{
    const char *head = w->head;
    if (memcmp(head, "%PDF-", 5) == 0)
        return "application/pdf";
    if (memcmp(head, "\xFF\xD8\xFF", 3) == 0)
        return "image/jpeg";
    if (memcmp(head, "\x89PNG\r\n\x1A\n", 8) == 0)
        return "image/png";
    if (memcmp(head, "RIFF", 4) == 0 && memcmp(head + 8, "WEBP", 4) == 0)
        return "image/webp";
    if (head[strspn(head, " \t\r\n")] == '{')
        return "application/json";
    return text_is_utf8(head, strnlen(head, HEAD_BYTES - 4)) && w->size_bytes
               ? "text/plain" : "application/octet-stream";
}

static enum err complete(struct file_writer *w, struct arena *a, struct file *out)
{
    if (w->filled)
        TRY(flush(w));
    unsigned char digest[DIGEST_BYTES];
    digest_end(&w->digest, digest);
    const char *hex = hex_encode(a, digest, sizeof digest), *type = media_type(w);
    TRY(db_run(w->db, "UPDATE files SET media_type = $2, size_bytes = $3, digest = $4,"
                      " is_complete = 1 WHERE id = $1",
               TEXT(w->id), TEXT(type), INT(w->size_bytes), TEXT(hex)));
    return file_find(w->db, a, w->id, out);
}

static void finish_writer(struct file_writer *w)
{
    digest_drop(&w->digest);
    arena_finish(&w->arena);
    explicit_bzero(w, sizeof *w);
    free(w);
}

enum err file_finish(struct file_writer *w, struct arena *a, struct file *out)
{
    enum err const e = complete(w, a, out);
    if (e)
        file_abandon(w);
    else
        finish_writer(w);
    return e;
}

void file_abandon(struct file_writer *w)
{
    if (!w)
        return;
    (void)file_delete(w->db, w->id);                /* else the sweep finds it */
    finish_writer(w);
}

enum err file_find(struct db *db, struct arena *a, const char *id, struct file *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT id, name, media_type, digest, size_bytes, created_at FROM files"
        " WHERE id = $1 AND is_complete = 1", TEXT(id));
    if (!query_next(&q))
        return query_missing(&q);
    struct file f = { .id = column_text(&q, a) };
    char *name = NULL;
    TRY(unseal_text(a, name_binding(a, f.id), column_text(&q, a), &name));
    f.name = name;
    f.media_type = column_text(&q, a);
    f.digest = column_text(&q, a);
    f.size_bytes = column_int(&q);
    f.created_at = column_int(&q);
    *out = f;
    return OK;
}

enum err file_attach(struct db *db, const char *id)
{
    int64_t changed = 0;
    TRY(db_run_counting(db, &changed, "UPDATE files SET is_attached = 1"
                                      " WHERE id = $1 AND is_complete = 1", TEXT(id)));
    return changed ? OK : NOT_FOUND;
}

enum err file_delete(struct db *db, const char *id)
{
    return db_run(db, "DELETE FROM files WHERE id = $1", TEXT(id));
}

enum err file_drop(struct db *db, const char *id)
{
    return db_run(db, "DELETE FROM files WHERE id = $1 AND is_attached = 0", TEXT(id));
}

/* NOT_FOUND past the last chunk. */
static enum err read_chunk(struct db *db, struct arena *a, const char *id, int64_t number,
                           unsigned char **out, size_t *size)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT content FROM file_chunks JOIN files ON files.id = file_id"
        " WHERE file_id = $1 AND number = $2 AND is_complete = 1", TEXT(id), INT(number));
    if (!query_next(&q))
        return query_missing(&q);
    size_t length = 0;
    const void *sealed = column_blob(&q, a, &length);
    TRY(unseal(a, FOR_FILES, chunk_binding(a, id, number), sealed, &length, out));
    *size = length;
    return OK;
}

enum err file_is_pdf(struct db *db, const char *id, bool *out)
{
    AUTO_ARENA struct arena a = { 0 };
    struct file f = { 0 };
    TRY(file_find(db, &a, id, &f));
    *out = false;
    if (!text_is(f.media_type, "application/pdf"))
        return OK;
    int64_t const last = (f.size_bytes - 1) / CHUNK_BYTES;
    unsigned char *tail = NULL, *before = NULL;
    size_t size = 0, before_size = 0;
    TRY(read_chunk(db, &a, id, last, &tail, &size));
    if (size < TRAILER_BYTES && last > 0) {
        TRY(read_chunk(db, &a, id, last - 1, &before, &before_size));
        size_t const part = before_size < TRAILER_BYTES ? before_size : TRAILER_BYTES;
        unsigned char *both = arena_alloc(&a, part + size);
        memcpy(both, before + before_size - part, part);
        memcpy(both + part, tail, size);
        tail = both;
        size += part;
    }
    size_t const part = size < TRAILER_BYTES ? size : TRAILER_BYTES;
    *out = memmem(tail + size - part, part, "%%EOF", 5) != NULL;
    return OK;
}

enum err file_read(struct db *db, struct arena *a, const char *id, size_t max,
                   unsigned char **out, size_t *size)
{
    struct file f = { 0 };
    TRY(file_find(db, a, id, &f));
    if ((uint64_t)f.size_bytes > max)
        return err_because(TOO_LARGE, "file %s has %lld bytes", id, (long long)f.size_bytes);
    unsigned char *all = arena_alloc(a, (size_t)f.size_bytes + 1);
    size_t filled = 0;
    for (int64_t number = 0; filled < (size_t)f.size_bytes; number++) {
        AUTO_ARENA struct arena scratch = { 0 };
        unsigned char *piece = NULL;
        size_t length = 0;
        TRY(read_chunk(db, &scratch, id, number, &piece, &length));
        if (length > (size_t)f.size_bytes - filled)
            return err_because(INTERNAL, "file %s is longer than it says", id);
        memcpy(all + filled, piece, length);
        filled += length;
    }
    *out = all;
    *size = filled;
    return OK;
}

enum err files_sweep(struct db *db, int64_t now)
{
    return db_run(db, "DELETE FROM files WHERE is_attached = 0 AND created_at < $1",
                  INT(now - UNATTACHED_S));
}

struct file_reader {
    struct db *db;
    struct arena arena;             /* of the chunk at hand */
    char id[64];
    int64_t number;
    unsigned char *chunk;
    size_t size, at;
};

enum err file_open(struct db *db, const char *id, struct file_reader **out)
{
    struct file_reader *r = calloc(1, sizeof *r);
    if (!r)
        abort();
    r->db = db;
    snprintf(r->id, sizeof r->id, "%s", id);
    *out = r;
    return OK;
}

static enum err turn(struct file_reader *r)
{
    arena_finish(&r->arena);
    r->at = r->size = 0;
    TRY(read_chunk(r->db, &r->arena, r->id, r->number, &r->chunk, &r->size));
    r->number++;
    return OK;
}

int64_t file_next(void *reader, char *out, size_t max)
{
    struct file_reader *r = reader;
    if (r->at == r->size) {
        enum err const e = turn(r);
        if (e)
            return e == NOT_FOUND ? 0 : -1;
    }
    size_t const left = r->size - r->at, part = left < max ? left : max;
    memcpy(out, r->chunk + r->at, part);
    r->at += part;
    return (int64_t)part;
}

void file_close(void *reader)
{
    struct file_reader *r = reader;
    arena_finish(&r->arena);
    free(r);
}
