/* Descriptions: an HTTP provider written down as JSON, as providers/README.md explains. */
#pragma once

#include "domain/messages/delivery.h"

#include <jansson.h>

/* A rule about an answer: all that is given must hold. */
struct rule {
    const json_t *status;           /* "2xx", a number, or a list of them; NULL: any */
    const char *pointer;            /* NULL: the body does not matter */
    const json_t *equals;           /* a value, or a list of them; NULL: no matter */
    const char *contains;           /* without regard to case; NULL: no matter */
};

struct description {
    json_t *root;                   /* everything below lies in it */
    const char *name;
    const json_t *request, *code_request;
    struct rule taken;
    const json_t *final;            /* list of rules; NULL: none */
    const char *id, *why;           /* pointers into the answer; NULL: it does not say */
    int64_t per_minute, at_once, timeout_s;
    enum doubt doubt;
    const json_t *receipts;         /* NULL: it sends none */
    const char *receipts_secret;    /* what makes their address ours */
    const char *ca_file;
};

/* Reads and checks it, with every secret that it names, for one channel. BAD_INPUT names the file
 * and what is wrong in it. End with description_close. */
enum err description_read(const char *path, const char *channel, struct description *out);
void description_close(struct description *d);     /* accepts a zeroed one */

struct rule rule_of(const json_t *json);

/* Each {name} in words replaced; encode may be NULL.
 * BAD_INPUT for a name that does not exist, or a secret that is not there. */
typedef char *encode_fn(struct arena *a, const char *text);
enum err description_fill(struct arena *a, const char *words, const struct outgoing *m,
                          encode_fn *encode, const char **out);
