/* Target: an upstream as the gateway uses it, taken apart once, or the mock in the place of one.
 * Immutable and counted: a call that is under way keeps the one it began with. */
#pragma once

#include "base/ip.h"
#include "domain/access/rules.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct access_upstream;

struct access_target {
    _Atomic unsigned references;
    unsigned origin;                    /* a small number: one for each scheme, host and port */
    bool is_mock;                       /* answers from the document: of the rest only rules, spec
                                         * and bundle_id stand */
    bool is_tls, host_is_ip;
    uint16_t port;
    struct ip ip;                       /* where host_is_ip */
    unsigned connect_ms, answer_ms;
    const char *host;                   /* lower case, no brackets */
    const char *authority;              /* as the Host header has it */
    const char *base_path;              /* "" or /something, no slash at the end */
    const char *header_name, *header_value;     /* NULL: none is injected */
    struct access_rules rules;
    struct spec_source *spec;           /* what calls are checked against first; NULL: nothing */
    const char *bundle_id;
    struct shield *shield;              /* the bundle's own, which outlives it */
    size_t size;
};

struct access_bundle;

/* In the place of an upstream. NULL where the bundle has no document. */
struct access_target *access_target_mock(const struct access_bundle *bundle);

/* NULL when the upstream has no URL, or one that cannot be used. The shield is given later. */
struct access_target *access_target_new(const struct access_bundle *bundle,
                                        const struct access_upstream *upstream);
void access_target_take(struct access_target *target);
void access_target_give(struct access_target *target);      /* accepts NULL */

struct url {
    bool is_tls;
    uint16_t port;
    const char *host, *path;            /* within the text; host without brackets */
    size_t host_size, path_size;        /* path without a slash at its end */
};

/* http or https, a host name or address, no credentials, query or fragment, no dot segments. */
bool url_parse(const char *text, struct url *out);
