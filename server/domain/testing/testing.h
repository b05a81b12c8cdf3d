/* Testing: calls that members make from the console of the portal, to try an API.
 *
 * They go through the gateway's own listener like anybody's, so each check, limit, count and
 * refusal is the gateway's, and as if the member had called from their own address (vouch.h).
 * Production, and Development where a key is given, are called with that key, which is the
 * member's own and is neither kept nor logged. Otherwise Development is open to everybody signed
 * in, by a pass (access.h) with the portal's own limits for each member. Only operations of the
 * bundle's document can be called. Few calls are under way at once, each for a bounded time. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "outbound/exchange.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

enum {
    TEST_HEADERS_MAX = 40, TEST_HEADERS_BYTES = 8 * 1024,
    TEST_TARGET_MAX = 6 * 1024,         /* path and query, encoded */
    TEST_KEY_MAX = 200,
    TEST_ANSWER_MAX = 1024 * 1024,
    TEST_CALLS_AT_ONCE = 32, TEST_CALLS_EACH = 4,
    TEST_CALLS_PER_MINUTE = 60,         /* of a member; a day, a setting says how many by a pass */
};

/* Where the gateway listens, and where others reach it (without a slash at the end). */
void testing_setup(const char *host, int port, const char *public_url);

struct test_call {
    const char *account_id, *slug;
    const char *environment;            /* development or production */
    const char *method, *path, *query;  /* path from test_path(); query encoded, NULL: none */
    struct exchange_header headers[TEST_HEADERS_MAX + 4];   /* each passed by test_header_check() */
    int header_count;
    const void *body;                   /* NULL: none */
    size_t body_size;
    char key[TEST_KEY_MAX + 1];         /* "": none given; wiped by test_call_wipe() */
    const char *request_id, *ip;        /* ip: the member's */
    int64_t now;
};

#define AUTO_TEST_CALL __attribute__((cleanup(test_call_wipe)))
void test_call_wipe(struct test_call *call);

struct test_answer {
    const char *url;                    /* as others would call it */
    enum err refusal;                   /* the gateway's; OK: the answer is the API's own */
    struct exchange_answer got;
};

/* KEY_UNKNOWN: not a key of this account's; NOT_FOUND: no operation of the document; TOO_MANY and
 * BUSY: too many at once; UPSTREAM_TIMEOUT, UPSTREAM_INVALID: no whole answer. What the gateway
 * refused is no failure: *out tells. */
enum err testing_call(struct db *db, struct arena *a, const struct test_call *call,
                      struct test_answer *out);

/* The path as it is sent: what cannot stand in one is percent-encoded, and what needs no encoding
 * is not. NULL for one that might leave the bundle: with dot segments, slashes or backslashes that
 * are encoded, control characters, a query, or without a slash at its start. */
const char *test_path(struct arena *a, const char *path);

/* The same for a query that is encoded already; NULL for one with control characters or '#'. */
const char *test_query(struct arena *a, const char *query);
char *test_query_part(struct arena *a, const char *text);   /* one name or value, encoded */

/* NULL, or the code of what is wrong: bad_characters; reserved for headers that belong to the
 * connection, to the gateway, or to the key. */
const char *test_header_check(const char *name, const char *value);
