/* Secret: the master secrets of this installation, and a key for each purpose derived from them.
 *
 * They stand in one file that only its owner may read, newest first, a line each:
 *
 *     2 6d1f…            a number that no other line has, and 32 random bytes in hex
 *     1 09ac…
 *
 * New things are sealed and signed under the first line; older lines only open what was made
 * under them, and may go when nothing of theirs is left. To rotate, put a line on top and call
 * secret_open() again: it may be called while other threads use keys.
 *
 * Keys are copies: declare them AUTO_KEY, so that they are wiped at the end of their scope.
 * Before secret_open() (in tests secret_use()) asking for a key is a programming error. */
#pragma once

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One purpose, one key. The info string goes into HKDF: changing one orphans what it protects. */
#define PURPOSES(X)                                                                              \
    X(FOR_TOKENS, "simpul/jwt")             /* access tokens */                                  \
    X(FOR_OTP, "simpul/otp")                /* one-time codes */                                 \
    X(FOR_FIELDS, "simpul/field")           /* personal data and credentials in columns */       \
    X(FOR_FILES, "simpul/file")             /* letters, pictures, documents */                   \
    X(FOR_INDEXES, "simpul/index")          /* blind indexes */                                  \
    X(FOR_AUDIT, "simpul/audit")            /* the audit chain */                                \
    X(FOR_CAPTCHA, "simpul/captcha")                                                             \
    X(FOR_REFRESH, "simpul/refresh")        /* refresh tokens and links */                       \
    X(FOR_CURSORS, "simpul/cursor")         /* positions in lists, handed to clients */

enum purpose {
#define X(name, info) name,
    PURPOSES(X)
#undef X
    PURPOSE_COUNT
};

enum { KEY_BYTES = 32, SECRETS_MAX = 8 };

struct key {
    uint32_t id;                            /* the number of its line */
    unsigned char bytes[KEY_BYTES];
};
#define AUTO_KEY __attribute__((cleanup(key_wipe)))

/* Reads the file. Where it is missing and create is true, it is made first, with mode 0600 and
 * one secret; of several processes that start at once, one makes it and all read the same.
 * INTERNAL, with the reason in err_why(): missing, readable by others, malformed. */
enum err secret_open(const char *path, bool create);

/* The same from the text of such a file. */
enum err secret_use(const char *text);

void secret_close(void);                    /* wipes everything */

struct key key_newest(enum purpose purpose);
bool key_at(enum purpose purpose, size_t index, struct key *out);       /* 0 is the newest */
bool key_find(enum purpose purpose, uint32_t id, struct key *out);
void key_wipe(struct key *key);
