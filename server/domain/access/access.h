/* Access: who may call what through the gateway, held in memory for the whole process.
 *
 * Keys (found by the SHA-256 digest of their whole text), grants (account and bundle) and
 * bundles (with an upstream an environment). Filled at start, and changed by the domains right
 * after their commit and before they answer: a change holds from the very next call. Every
 * function may be called from any thread. Texts are copied; ids have at most ACCESS_ID_MAX
 * bytes. */
#pragma once

#include "base/err.h"
#include "base/ip.h"
#include "domain/access/key_format.h"
#include "domain/access/rules.h"
#include "domain/limits/limits.h"

#include <stdint.h>

enum { ACCESS_ID_MAX = 31, ACCESS_DIGEST_BYTES = 32, ACCESS_ENDPOINT_MAX = 519 };

struct access_target;
struct spec_source;

struct access_key {
    const char *id, *account;
    unsigned char digest[ACCESS_DIGEST_BYTES];  /* SHA-256 of the key's whole text */
    enum key_environment environment;
    bool is_active;
    bool is_pass;                       /* see below */
    int64_t expires_at;                 /* 0: never; a key no longer works in this second */
    const char *allowed_ips;            /* addresses and ranges parted by blanks or commas, or a
                                         * JSON array of them; NULL, "" or "[]": any caller */
    struct limits_rule limits;          /* beside those of its grants */
};

/* A pass is a key that the portal makes for one call of its own, in a member's name, and forgets
 * after it: it is in no database and nobody is shown it. It needs no approval, and only a revoked
 * one bars it; what counts its calls are its own limits alone, under its id, which is always the
 * same for a member and begins so. */
#define ACCESS_PASS "try_"

enum access_grant { GRANT_NONE, GRANT_APPROVED, GRANT_REVOKED };

struct access_granted {
    const char *account, *bundle_id;
    enum access_grant state;
    unsigned environments;              /* 1u << KEY_DEVELOPMENT | 1u << KEY_PRODUCTION, as far as
                                         * approved */
    struct limits_rule limits;          /* in place of the bundle's own */
};

struct access_upstream {
    const char *url;                    /* http or https; NULL: none in this environment */
    const char *header_name;            /* NULL: none is injected */
    const char *header_value;
    unsigned connect_ms, answer_ms;     /* 0: the defaults, 5 and 30 seconds */
};

struct access_endpoint {
    const char *method, *path;          /* "GET", "/provinsi/{kode}" */
};

struct access_bundle {
    const char *id, *slug;
    const char *version_of;             /* id of the bundle whose grants, limits and figures are
                                         * its too; NULL: its own */
    const char *publisher;              /* account id; NULL: the program itself */
    bool is_open;                       /* published or deprecated: may be called */
    int64_t deprecated_at, sunset_at;   /* 0: not */
    struct access_upstream upstreams[KEY_ENVIRONMENTS];
    struct limits_rule limits;          /* of each grant that has none of its own */
    struct access_rules rules;
    const struct access_endpoint *endpoints;
    size_t endpoint_count;
    struct spec_source *spec;           /* of its document; NULL: nothing is validated, and there
                                         * is no mock. Borrowed */
};

void access_open(void);
void access_close(void);                /* forgets everything, wipes the injected headers */

/* New, or in place of what is there: of its digest, or of its account and bundle. Many at once are
 * put much faster than one by one. */
void access_keys_put(const struct access_key *keys, size_t count);
void access_grants_put(const struct access_granted *grants, size_t count);

static inline void access_key_put(const struct access_key *key)
{
    access_keys_put(key, 1);
}

static inline void access_grant_put(const char *account, const char *bundle_id,
                                    enum access_grant state, unsigned environments)
{
    access_grants_put(&(struct access_granted){ .account = account, .bundle_id = bundle_id,
                                                .state = state, .environments = environments }, 1);
}

void access_key_remove(const unsigned char digest[static ACCESS_DIGEST_BYTES]);
void access_account_suspend(const char *account, bool is_suspended);    /* its keys: KEY_INACTIVE */

/* A bundle or a version of one, new or in place of its id. */
void access_bundle_put(const struct access_bundle *bundle);
void access_bundle_remove(const char *id);

struct access_call {
    const char *key;                    /* NULL: none was sent */
    const char *environment, *slug;     /* as they stand in the path */
    const char *method, *path;          /* path: what follows the slug; method NULL: not asked */
    size_t key_size, environment_size, slug_size, path_size;
    struct ip ip;
    int64_t now;                        /* seconds since 1970 */
};

/* Who calls what. It is told also on failure, as far as it was found out by then. */
struct access_pass {
    char key_id[ACCESS_ID_MAX + 1];     /* "": unknown, as all of it */
    char account_id[ACCESS_ID_MAX + 1];
    uint32_t bundle, endpoint;          /* for access_names(); 0: unknown */
    uint8_t environment;                /* of the path; KEY_ENVIRONMENTS: none */
    int64_t deprecated_at, sunset_at;
    struct access_target *target;       /* given back with access_target_give() */
    struct limits_call limits;          /* for limits_take() */
};

/* In this order: KEY_MISSING, KEY_MALFORMED, KEY_UNKNOWN, KEY_INACTIVE, KEY_EXPIRED,
 * BUNDLE_UNKNOWN for an environment that does not exist, KEY_ENVIRONMENT_MISMATCH,
 * IP_NOT_ALLOWED, BUNDLE_UNKNOWN, ACCESS_REVOKED or ACCESS_NOT_APPROVED. A success notes the
 * key's last use. */
enum err access_check(const struct access_call *call, struct access_pass *out);

/* What the numbers of a pass stand for; "" for a 0, and for the publisher that is nobody. */
struct access_names {
    char bundle_id[ACCESS_ID_MAX + 1], publisher_id[ACCESS_ID_MAX + 1];
    char endpoint[ACCESS_ENDPOINT_MAX + 1];     /* "GET /provinsi/{kode}" */
};
void access_names(uint32_t bundle, uint32_t endpoint, struct access_names *out);

/* The methods that the document has for this path, "GET, HEAD, POST", as Allow has them; "": it
 * does not have the path. */
enum { ACCESS_METHODS_SIZE = 64 };
void access_methods(const char *slug, size_t slug_size, const char *path, size_t path_size,
                    char out[static ACCESS_METHODS_SIZE]);

/* Whether the document of an open bundle has this operation: BUNDLE_UNKNOWN, NOT_FOUND. The path
 * is written as the gateway reads one (gateway/path.c). */
enum err access_endpoint_check(const char *slug, const char *method, const char *path);

/* The upstream of an open bundle, whoever asks; NULL: there is none. Given back with
 * access_target_give(). */
struct access_target *access_target_find(const char *environment, size_t environment_size,
                                         const char *slug, size_t slug_size);

/* How the bundle's upstream fares, by a steady clock's milliseconds; false where it has none. */
bool access_shield_look(const char *bundle_id, enum key_environment environment, int64_t now_ms,
                        struct shield_figures *out);

/* The same of all of them, in no order. */
typedef void access_shield_fn(void *context, const char *slug, enum key_environment environment,
                              const struct shield_figures *figures);
void access_shields_each(int64_t now_ms, access_shield_fn *each, void *context);

/* Hands over the last uses noted since the drain before, one a key, and forgets them. */
typedef void access_use_fn(void *context, const char *key_id, int64_t at, const char *ip);
void access_drain_uses(access_use_fn *each, void *context);

struct access_size {
    size_t keys, grants, bundles;       /* versions apart */
};
struct access_size access_size(void);
