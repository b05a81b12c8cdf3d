/* Upstreams: where a bundle's calls go, in each environment, and the header that is injected.
 *
 * The header's value is sealed, and leaves this folder towards the gateway alone. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "domain/access/key_format.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

enum { UPSTREAM_URL_MAX = 500, UPSTREAM_HEADER_MAX = 4096, UPSTREAM_CONNECT_MS = 5000,
       UPSTREAM_ANSWER_MS = 30000, UPSTREAM_TIMEOUT_MAX_MS = 300000 };

struct upstream {
    const char *url;                /* NULL: none in this environment */
    const char *header_name;        /* NULL: none is injected */
    const char *header_sealed;      /* as it stands in the row */
    int64_t connect_timeout_ms, answer_timeout_ms;
};
struct upstreams {
    struct upstream of[KEY_ENVIRONMENTS];
};
enum err upstreams_of(struct db *db, struct arena *a, const char *bundle_id,
                      struct upstreams *out);

/* Those of a version that is no longer current; none for the one that is. */
enum err upstreams_of_version(struct db *db, struct arena *a, const char *version_id,
                              struct upstreams *out);

/* The bundle's are kept for the version, or the version's put in the bundle's place. */
enum err upstreams_keep(struct db *tx, const char *bundle_id, const char *version_id);
enum err upstreams_restore(struct db *tx, const char *bundle_id, const char *version_id);

/* What a publisher wants of one environment. */
struct upstream_change {
    enum { UPSTREAM_AS_IS, UPSTREAM_NONE, UPSTREAM_SET } kind;
    struct upstream upstream;       /* header_sealed is not looked at */
    bool keeps_header;              /* the one in the row; else header_name and header_value */
    const char *header_value;       /* not sealed */
};

/* Whose it is: the bundle's own, or that of a version of it which is no longer current. */
struct upstream_owner {
    const char *bundle_id;
    const char *version_id;         /* NULL: the bundle's own */
};

/* CONFLICT where a header is kept that is not of the same server any more. */
enum err upstream_change(struct db *tx, struct arena *a, const struct upstream_owner *owner,
                         enum key_environment environment, const struct upstream_change *change);

/* Whether anything would be other than it is now; a header given anew counts as another. */
bool upstream_would_change(const struct upstream *now, const struct upstream_change *change);

/* The injected header as it is sent; NULL without one. */
enum err upstream_header(struct arena *a, const char *bundle_id, enum key_environment environment,
                         const struct upstream *u, char **out);

/* NULL, or the field fault's code: bad_url for anything but http or https with a host, without
 * credentials, query or fragment; private_target for an address or a name of a private network,
 * unless private is allowed. It asks the resolver, so no transaction may be open; a name that
 * nobody knows yet is no fault, as the gateway checks again when it connects. */
const char *upstream_url_fault(const char *url, bool private_is_allowed);

/* Where both lead to the same scheme, host and port, so that a header kept for one may go to the
 * other. */
bool upstream_same_origin(const char *url, const char *other);

/* NULL for a header name that may be injected: a token, none that the gateway or HTTP itself sets;
 * else the field fault's code. */
const char *upstream_header_fault(const char *name);
