/* Recent: the last calls of each key, for its owner to watch. In memory, of this process; a bounded
 * number of keys, of which the longest unused go first. Without bodies, queries, addresses: of the
 * path only what the document says. */
#pragma once

#include "base/arena.h"

#include <stdint.h>

enum { RECENT_MAX = 50 };               /* a key */

struct recent_call {
    int64_t at_ms;
    const char *method;                 /* lives as long as the program */
    uint32_t bundle, endpoint;          /* for access_names() */
    uint32_t duration_us, status;
};

/* Added up in memory as they come: count says how many there were, of which the last stay. */
struct recent_ring {
    uint32_t count;
    struct recent_call calls[RECENT_MAX];
};
void recent_ring_add(struct recent_ring *ring, const struct recent_call *call);

/* From any thread. Puts these behind what is known of the key. */
void recent_put(const char *key_id, const struct recent_ring *ring);

/* Newest first; how many of them were written to out. */
int recent_calls_of(const char *key_id, struct recent_call out[static RECENT_MAX]);
void recent_forget(void);
