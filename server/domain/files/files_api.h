/* How the web layer's uploads become files; serve.c hands these over. */
#pragma once

#include "web/req.h"

enum err files_upload_begin(struct req *r, const char *name, void **out);
enum err files_upload_add(void *upload, const void *bytes, size_t size);
enum err files_upload_end(void *upload, struct arena *a, struct uploaded *out);
void files_upload_abandon(void *upload);
void files_upload_drop(struct db *db, const char *file_id);

/* Streams a file as the answer; is_inline shows it in the browser, else it is downloaded. */
enum err reply_file(struct req *r, const char *id, bool is_inline);
