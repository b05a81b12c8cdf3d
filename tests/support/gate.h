/* Gate: a gateway with one bundle on an upstream of the test's, a key that may call it, and the
 * words for asking. */
#pragma once

#include "domain/access/access.h"
#include "domain/documents/document.h"
#include "gateway/gateway.h"
#include "support/raw.h"
#include "support/upstream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct gate {
    struct gateway *gateway;
    struct upstream *upstream;
    uint16_t port;
    struct access_key key;              /* key_1 of usr_budi, for development */
    char text[KEY_TEXT_SIZE];           /* of the key */
    char other[KEY_TEXT_SIZE];          /* well formed, and unknown */
    struct access_bundle bundle;        /* bdl_1, wilayah */
    char url[128];
    struct arena arena;                 /* of the document */
    struct document document;
};

int gate_begin(void **state);
int gate_end(void **state);
#define at_the_gate(test) cmocka_unit_test_setup_teardown(test, gate_begin, gate_end)

/* The gateway again, with other options; its listen stands already. */
void gate_restart(struct gate *g, struct gateway_options options);
void gate_upstream_url(struct gate *g, const char *url);

/* What the bundle's document says of its endpoints; NULL: it has none. */
void gate_document(struct gate *g, const char *document);

/* Another member with a key, of whom is asked from now on. */
void gate_as_another_member(struct gate *g);

/* METHOD /development/wilayah/PATH with the key, and the header lines given ("A: b\r\n"). */
struct raw_answer *gate_call(struct gate *g, const char *method, const char *path,
                             const char *headers, const char *body);
struct raw_answer *gate_get(struct gate *g, const char *path);

/* The start of such a request, up to and with the key's line; no empty line. */
const char *gate_head(struct gate *g, const char *method, const char *path);

/* Status and code, and that it is the envelope. Frees the answer. */
void assert_refused(struct raw_answer *answer, int status, const char *code);
void assert_passed(struct raw_answer *answer);          /* 200, whole; frees it */
