/* A real server over loopback for API tests: a world of its own, every route, every hook. */
#pragma once

#include "config.h"
#include "support/world.h"

#include <jansson.h>
#include <stdbool.h>

/* What every call is sent to, "http://127.0.0.1:PORT". */
const char *api_url(void);

/* Group set-up and tear-down for a cmocka program. */
int api_begin(void **state);
int api_end(void **state);

/* The server's own, for what a test changes while it runs. */
struct config *api_config(void);

struct db *api_db(void);
struct arena *api_arena(void);          /* lives as long as the group */

/* One call, and what came back. Everything lives in the group's arena; json is NULL for an answer
 * that is not JSON. token and body may be NULL; body is taken over. */
struct answer {
    long status;
    json_t *json;
    const char *text;
    size_t size;
    struct _u_map *headers;
};
struct answer call(const char *method, const char *path, const char *token, json_t *body);

/* With headers ("Name: value", NULL ends) and a raw body; media_type may be NULL. */
struct answer call_raw(const char *method, const char *path, const char *const *headers,
                       const char *media_type, const void *body, size_t size);

/* The same to another server of this process. */
struct answer call_at(int port, const char *method, const char *path, const char *media_type,
                      const void *body, size_t size);

/* A multipart form: json parts and one file; file_name NULL for none. */
struct answer call_form(const char *method, const char *path, const char *token,
                        const char *part, json_t *json, const char *file_part,
                        const char *file_name, const void *bytes, size_t size);

const char *answer_header(const struct answer *a, const char *name);    /* NULL if absent */
const char *answer_text(const struct answer *a, const char *path);  /* "data.id"; "" if absent */
int64_t answer_int(const struct answer *a, const char *path);

/* Asserts status and code of a refusal, and one field's fault among those of INVALID_FIELDS. */
void refuses(struct answer a, long status, const char *code);
void faults(struct answer a, const char *field, const char *code);

/* The first number that sql selects from the server's database; $1 is value. */
int64_t db_number(const char *sql, const char *value);

/* Changes the server's database behind its back. */
void db_ran(const char *sql);
