/* Files: letters, pictures and documents as rows, in sealed chunks of 256 KiB.
 *
 * A file is written chunk by chunk, each in a short transaction of its own, and is invisible until
 * file_finish(). Something must then attach it (file_attach, in the transaction of the row that
 * refers to it); what stays unattached for an hour is swept. Contents are sealed under FOR_FILES,
 * bound to file and chunk. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct db;
struct file_writer;
struct file_reader;

struct file {
    const char *id, *name, *media_type;
    const char *digest;             /* SHA-256 of the content, hex */
    int64_t size_bytes, created_at;
};

/* account_id NULL: the program's own. */
enum err file_begin(struct db *db, const char *account_id, const char *name, int64_t now,
                    struct file_writer **out);
enum err file_add(struct file_writer *w, const void *bytes, size_t size);

/* Ends the writer, on failure too. The media type is told by the content: application/pdf,
 * image/jpeg, image/png, image/webp, application/json, text/plain or application/octet-stream. */
enum err file_finish(struct file_writer *w, struct arena *a, struct file *out);
void file_abandon(struct file_writer *w);           /* deletes what was written; accepts NULL */

/* A PDF by content: the header at the start and the trailer at the end. */
enum err file_is_pdf(struct db *db, const char *id, bool *out);

enum err file_find(struct db *db, struct arena *a, const char *id, struct file *out);
enum err file_attach(struct db *db, const char *id);
enum err file_delete(struct db *db, const char *id);
enum err file_drop(struct db *db, const char *id);      /* only if nothing attached it */

/* All of a small file. TOO_LARGE over max bytes. */
enum err file_read(struct db *db, struct arena *a, const char *id, size_t max,
                   unsigned char **out, size_t *size);

/* Piece by piece: file_next fills at most max bytes and answers how many, 0 at the end, -1 on
 * failure. It has the shape that reply_stream wants. */
enum err file_open(struct db *db, const char *id, struct file_reader **out);
int64_t file_next(void *reader, char *out, size_t max);
void file_close(void *reader);

/* Deletes what nothing attached within the hour. */
enum err files_sweep(struct db *db, int64_t now);
