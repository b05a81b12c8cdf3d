/* Expose: how a change of a key reaches the gateway. Only this folder includes it. */
#pragma once

#include "base/err.h"

struct db;

/* Digests that are no key any more; NULL for none. */
struct dead_digests {
    const unsigned char *digest, *previous;
};

/* After the commit, before the answer: forgets the dead, and tells the gateway what the database
 * says of this key now. Whoever comes last leaves what was committed last. */
enum err key_expose(struct db *db, const char *id, struct dead_digests dead);
