/* Rules: how the gateway treats the calls of one bundle, beside who may make them. */
#pragma once

#include "domain/shield/shield.h"

struct access_rules {
    struct shield_rule shield;          /* of each of its upstreams */
    uint64_t request_max, response_max; /* bytes of a body; 0: any */
    unsigned call_ms;                   /* for a call from end to end; 0: no end */
    bool validates_requests;            /* against the document, before an upstream is called */

    /* Pages that may call from a browser: origins parted by blanks, or "*"; NULL: none.
     * Credentials (cookies) never go with "*". */
    const char *cors_origins;
    bool cors_has_credentials;
};
