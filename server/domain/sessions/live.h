/* Live: the access tokens that were checked lately, and whom each stands for, in memory.
 *
 * A token found here needs no signature check and no database: this is the way of nearly every
 * signed-in call. What is here is true: whoever ends a session, or changes an account's role or
 * status, forgets it here after the commit and before the answer, so that the change holds from
 * the very next call. The table is bounded; what it has no room for is checked anew.
 *
 * Every function may be called from any thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { LIVE_ID_SIZE = 32, LIVE_NAME_SIZE = 257, LIVE_ROLE_SIZE = 12, LIVE_DIGEST_BYTES = 32 };

struct live {
    char session_id[LIVE_ID_SIZE], account_id[LIVE_ID_SIZE];
    char username[LIVE_NAME_SIZE], role[LIVE_ROLE_SIZE];
    int64_t expires_at;                 /* the token's or the session's end, what comes first */
};

/* By the token's SHA-256. A find counts as a use of the session. */
bool live_find(const unsigned char digest[LIVE_DIGEST_BYTES], int64_t now, struct live *out);

/* To put in what was read from the database: ask for the moment before reading. Where something
 * was forgotten since then, the reading may be stale and is not kept. */
uint64_t live_moment(void);
void live_put(uint64_t moment, const unsigned char digest[LIVE_DIGEST_BYTES],
              const struct live *live, int64_t now);

void live_forget_session(const char *session_id);
void live_forget_account(const char *account_id);
void live_forget_all(void);

/* Hands over each session used since the drain before, with its last use; one may come twice. */
typedef void live_use_fn(void *context, const char *session_id, int64_t at);
void live_drain_uses(live_use_fn *each, void *context);
