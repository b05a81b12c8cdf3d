/* Request: what a handler gets, and all it may use. Only this folder includes ulfius.h.
 *
 * A handler reads its input, calls its domain, and ends with one reply_… call:
 *
 *     enum err keys_post(struct req *r)
 *     {
 *         const char *label = in_text(r, "label", 1, KEY_LABEL_MAX);
 *         TRY(in_check(r));
 *         …
 *         return reply_created(r, json);
 *     }
 *
 * A handler that returns an err has sent nothing; dispatch sends the error for it. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "config.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct limiter;
struct req;

enum role { ROLE_MEMBER, ROLE_REVIEWER, ROLE_PUBLISHER, ROLE_ADMIN };

/* Who may call. An admin passes every guard that a signed-in account can pass. */
enum guard {
    GUARD_MISSING,                  /* a row that forgot its guard stops the server starting */
    ANYONE,                         /* but r->who is known where a valid token came along */
    SIGNED_IN,
    READER,                         /* signed in, or anyone where the catalogue is public */
    REVIEWER,
    PUBLISHER,
    STAFF,                          /* reviewer, publisher or admin */
    ADMIN,
    INTERNAL_CLIENT,                /* Basic credentials */
    DEVICE,                         /* a call that an account's paired device signed */
    DEVELOPMENT,                    /* anyone, and NOT_FOUND in production */
};

/* How often one address, or one account once it is known, may call. */
enum limit_class { LIMIT_NORMAL, LIMIT_PUBLIC, LIMIT_NONE };

/* Who calls; strings live in the request's arena. */
struct who {
    const char *account_id;         /* NULL: nobody signed in */
    const char *session_id;
    const char *username;
    enum role role;
    const char *client_id;          /* an internal client, else NULL */
    const char *device_id;          /* a paired device, of that account; else NULL */
};

/* A file part of a multipart form, stored and complete, but attached to nothing yet. */
struct uploaded {
    const char *field, *file_id, *name, *media_type;
    const char *digest;             /* SHA-256 of the content, hex */
    int64_t size_bytes;
};

/* What web/ needs from the domains, which it does not know. */
struct app_hooks {
    /* Fills r->who from the Authorization header; UNAUTHENTICATED where it is not valid. */
    enum err (*identify)(struct req *r);
    enum err (*identify_client)(struct req *r);
    enum err (*identify_device)(struct req *r);     /* DEVICE_REFUSED */
    /* UNAUTHENTICATED unless strangers may read the catalogue. */
    enum err (*welcome)(struct req *r);
    /* STEP_UP_REQUIRED unless whoever is signed in has proved lately who they are. */
    enum err (*step_up)(struct req *r);
    /* Streams one uploaded file to storage. begin may refuse; end fills id, size and type. */
    enum err (*upload_begin)(struct req *r, const char *name, void **out);
    enum err (*upload_add)(void *upload, const void *bytes, size_t size);
    enum err (*upload_end)(void *upload, struct arena *a, struct uploaded *out);
    void (*upload_abandon)(void *upload);
    void (*upload_drop)(struct db *db, const char *file_id);    /* unless something refers to it */
    /* Adds what lies outside the API to /metrics, in Prometheus' text. */
    void (*print_metrics)(FILE *out);
};

struct app {
    const struct config *config;
    struct db *db;
    struct limiter *limiter;
    struct app_hooks hooks;
};

typedef enum err handler(struct req *r);

struct route {
    const char *method;
    const char *path;               /* :name marks a parameter */
    enum guard guard;
    handler *handle;
    enum limit_class limit;
    int64_t upload_max_bytes;       /* multipart with files up to so much each; 0: none */
    const char *json_upload;        /* the form's field in which JSON is a file, not a value */
    bool is_idempotent;             /* honours Idempotency-Key */
    bool takes_any_body;            /* of whatever type, read with in_raw() */
    bool needs_step_up;             /* of who is signed in: a proof of the last minutes */
    bool shrinks;                   /* long JSON without secrets: compressed for who takes it */
};

struct req {
    const struct app *app;
    const struct route *route;
    struct arena arena;             /* everything a handler allocates; ends with the reply */
    struct db *db;
    int64_t now;                    /* seconds since 1970, UTC */
    struct who who;
    const char *id;                 /* X-Request-Id, accepted or made */
    const char *ip;                 /* of the caller, behind trusted proxies too */
    const char *user_agent;
    bool english;                   /* Accept-Language */
    json_t *body;                   /* the JSON body, or the form's JSON part; NULL without one */
    json_t *problems;               /* [{field, code, message}], gathered by in_… */
    json_t *extra;                  /* members that an error answer gets beside its own */
    const char *message;            /* in place of the error's own words */
    struct uploaded *uploads;
    int upload_count;
    struct { const char *name, *value; } params[4];     /* of the path, decoded */
    unsigned status;                /* of the answer, for the log */
    char *sent;                     /* the JSON that was answered; dispatch frees it */
    const struct _u_request *http;
    struct _u_response *out;
};

/* Input from the JSON body. A value that is missing or wrong is noted under its name, and a
 * harmless value is returned, so one request reports every bad field at once: read all, then
 * in_check() (INVALID_FIELDS). Lengths are in characters. A name with a dot ("options.nativeApp")
 * looks into objects. */
const char *in_text(struct req *r, const char *name, size_t min, size_t max);
const char *in_text_or(struct req *r, const char *name, const char *fallback, size_t max);
const char *in_lines(struct req *r, const char *name, size_t min, size_t max);  /* many lines */
const char *in_secret(struct req *r, const char *name);     /* any text up to 4096, as it came */
const char *in_choice(struct req *r, const char *name, const char *choices);    /* "a|b|c" */
const char *in_choice_or(struct req *r, const char *name, const char *choices,
                         const char *fallback);
int64_t in_int(struct req *r, const char *name, int64_t min, int64_t max);
int64_t in_int_or(struct req *r, const char *name, int64_t fallback, int64_t min, int64_t max);
bool in_bool_or(struct req *r, const char *name, bool fallback);
int64_t in_time_or(struct req *r, const char *name, int64_t fallback);  /* RFC 3339 */
bool in_has(const struct req *r, const char *name);         /* present, and not null */
json_t *in_json(const struct req *r, const char *name);     /* borrowed; NULL if absent */
void in_fault(struct req *r, const char *field, const char *code);  /* a code of FIELD_FAULTS */
void in_fault_said(struct req *r, const char *field, const char *code, const char *words);
enum err in_check(struct req *r);

/* USAPI's style: PROPERTY_REQUIRED, saying "Must have required property '…'", for the first of
 * these that is absent. Ends with NULL. */
enum err in_required(struct req *r, ...) __attribute__((sentinel));

/* Input from elsewhere. */
const char *in_path(const struct req *r, const char *name); /* never NULL for a route's own name */
const char *in_query(const struct req *r, const char *name);            /* NULL if absent */
const char *in_query_text(const struct req *r, const char *name);       /* or empty */
const char *in_query_choice(struct req *r, const char *name, const char *choices);  /* or empty */
const char *in_header(const struct req *r, const char *name);           /* NULL if absent */
const char *in_cookie(const struct req *r, const char *name);           /* NULL if absent */
enum err in_basic(struct req *r, const char **user, const char **password); /* UNAUTHENTICATED */
const char *in_bearer(const struct req *r);                             /* NULL if absent */

/* A multipart form: takes the JSON of this part as r->body. BAD_INPUT if it is no object. */
enum err in_form_json(struct req *r, const char *part);
const char *in_form_text(const struct req *r, const char *part);        /* NULL if absent */
const struct uploaded *in_upload(const struct req *r, const char *part);    /* NULL if absent */

/* The request as it came. Where a route takes any body, *size is its length, else 0. */
const void *in_raw(const struct req *r, size_t *size);
const char *in_method(const struct req *r);
const char *in_url_path(const struct req *r);               /* decoded, without the query */
json_t *in_headers_json(const struct req *r);               /* name to value; yours to free */
json_t *in_queries_json(const struct req *r);

/* Lists: ?limit= (1 to 100, 20) and ?cursor= (what next_cursor said; NULL at the start). */
struct page {
    int limit;
    const char *cursor;
};
struct page in_page(struct req *r);

/* A whole office may stand behind one address, each with a page or a device that asks every second.
 * Once it is known for whom it asks, the address gets back what it gave for this call, and the call
 * takes from that one's own allowance, 120 a minute. The route must be one that is limited by
 * address; the name goes into the log. TOO_MANY. */
enum err req_counts_for(struct req *r, const char *kind, const char *name);

/* Beside what the route's class takes: a call of this kind, from an allowance that this account has
 * for such calls alone. TOO_MANY. */
enum err req_counts_as(struct req *r, const char *kind, int64_t per_minute);

/* Says something more exact than the error's own words. Both languages. Returns e. */
enum err req_say(struct req *r, enum err e, const char *id, const char *en);
const char *req_words(const struct req *r, const char *id, const char *en);

/* The message in the reader's language, each answered in the envelope
 * {"status": true, "data", "message"?, "meta"?}. Each takes over the json it is given. */
enum err reply_ok(struct req *r, json_t *data);
enum err reply_created(struct req *r, json_t *data);
enum err reply_said(struct req *r, const char *id, const char *en);     /* no data */
enum err reply_ok_said(struct req *r, json_t *data, const char *id, const char *en);
enum err reply_list(struct req *r, json_t *items, const char *next_cursor, int64_t total);
                                                            /* total < 0: not told */
enum err reply_list_with(struct req *r, json_t *items, json_t *meta);

/* Outside the envelope. */
enum err reply_raw(struct req *r, unsigned status, json_t *json);
enum err reply_text(struct req *r, unsigned status, const char *media_type, const char *text);
enum err reply_bytes(struct req *r, const char *media_type, const void *bytes, size_t size);
void reply_header(struct req *r, const char *name, const char *value);

/* A body that is produced piece by piece while it is sent: next fills at most max bytes and
 * answers how many, 0 at the end, -1 on failure; finish frees the source, always once. */
struct reply_source {
    int64_t (*next)(void *source, char *out, size_t max);
    void (*finish)(void *source);
    void *source;
    int64_t size_bytes;             /* -1: not known beforehand */
};
enum err reply_stream(struct req *r, const char *media_type, struct reply_source source);

/* A cookie: HttpOnly, SameSite=Strict, Secure where the public address is https. max_age_s 0
 * deletes it. */
void reply_cookie(struct req *r, const char *name, const char *value, const char *path,
                  int64_t max_age_s);

/* Dispatch's own. */
void reply_error(struct req *r, enum err e);
