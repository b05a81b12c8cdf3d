/* Admission: the first look at a request, before anything else is done with it.
 *
 * libmicrohttpd lets much through that two servers in a row may read differently: Content-Length
 * beside Transfer-Encoding, repeated lengths, blanks before colons, folded lines, NULs, bare line
 * breaks, repeated Hosts. The header section is therefore proven from its bytes: every piece that
 * libmicrohttpd names must stand exactly where a well-formed request has it, with nothing between
 * but one colon and CR LF. */
#pragma once

#include "base/err.h"
#include "base/ip.h"

#include <stddef.h>
#include <stdint.h>

enum { FIELDS_MAX = 100 };

struct field {
    const char *name, *value;           /* NUL-terminated */
    size_t name_size, value_size;
};

struct request {
    /* As received; where they stand matters as much as what they say. */
    const char *method, *target, *version;
    size_t target_size, head_size;
    unsigned field_count;

    /* What admission_check() makes of it. */
    const struct field *host, *key, *authorization, *language, *id;
    const struct field *voucher;                    /* of the portal, for whom it calls */
    const struct field *origin, *wanted_method, *wanted_headers;    /* of CORS */
    uint64_t length;
    bool has_length, is_chunked;
    bool names_fields;                  /* a field Connection does, as its connection's own */

    struct field fields[FIELDS_MAX];
};

/* Where the call comes from, if the portal vouches for it; else *out stays as it is. */
bool request_is_vouched(const struct request *request, struct ip *out);

void request_clear(struct request *request);    /* cheaper than all of it */

/* BAD_INPUT for whatever is ambiguous: answer it and close. */
enum err admission_check(struct request *request);

static inline bool request_has_body(const struct request *request)
{
    return request->is_chunked || request->length > 0;
}

struct path {
    const char *environment, *slug, *rest, *query;      /* rest: "" or from its slash on */
    size_t environment_size, slug_size, rest_size, query_size;  /* query: from its mark on */
};

/* Takes the raw target apart, once: what needs no percent-encoding is decoded in place and nothing
 * is decoded again. BAD_INPUT for an absolute target, dot segments however they are written,
 * encoded slashes, backslashes and control characters. */
enum err path_read(char *target, size_t size, struct path *out);
