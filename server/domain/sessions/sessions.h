/* Sessions: where an account is signed in, and the refresh tokens that keep it so.
 *
 * Signing in begins a session. It lasts SESSION_IDLE_S after its last refresh, and at most
 * SESSION_MAX_S (NIST SP 800-63B asks for a new sign-in every 30 days). Its access tokens are
 * JWTs of 15 minutes; its refresh tokens are 256 random bits, stored as SHA-256, and each works
 * once: using it spends it and makes the next.
 *
 * A spent token that comes again means that two hold it, the user and a thief, and nobody knows
 * who is who: the whole session ends, the user is told, and the audit log keeps it. One exception:
 * a client may race itself (two tabs, an answer lost on the way). For REFRESH_GRACE_S after it
 * was spent, a token from the same address and the same program as the use before gets a sibling
 * of the fresh token. The first sibling that is used spends the others, so a thief who slipped
 * into those seconds is still found out at the next refresh. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

enum {
    ACCESS_TTL_S = 15 * 60,
    SESSION_IDLE_S = 7 * 86400,
    SESSION_MAX_S = 30 * 86400,
    REFRESH_GRACE_S = 10,
};

struct session {
    const char *id, *account_id;
    const char *amr;                    /* how it was begun: words of RFC 8176 parted by blanks */
    const char *ip, *user_agent;        /* as last seen */
    bool is_native;                     /* the refresh token goes into the body, not a cookie */
    int64_t created_at, last_used_at, expires_at;
};

/* Whose program it is that signs in or refreshes. */
struct client_trace {
    const char *ip, *user_agent;
    const char *device;                 /* what the browser's device cookie says; NULL: none */
};

struct tokens {
    const char *access, *refresh;
    const char *device;                 /* for the device cookie, of a browser that signs in */
    int64_t expires_in, refresh_expires_in;     /* seconds */
    bool is_native;
};

/* The account has shown all it had to; issuer is the public URL. A sign-in from a device that the
 * account was never seen on is announced to it (devices.h). */
struct session_begin {
    const char *account_id, *amr, *issuer;
    struct client_trace from;
    bool is_native;
};
enum err session_begin(struct db *db, struct arena *a, const struct session_begin *begin,
                       int64_t now, struct tokens *out);

/* UNAUTHENTICATED for a token that is unknown, spent, or of a session or account that no longer
 * stands. */
struct session_refresh {
    const char *refresh, *issuer;
    struct client_trace from;
    bool is_native;                     /* must be as the session began */
};
enum err session_refresh(struct db *db, struct arena *a, const struct session_refresh *refresh,
                         int64_t now, struct tokens *out);

/* Whom an access token stands for; UNAUTHENTICATED unless its session and account stand now. */
struct live;
enum err session_identify(struct db *db, struct arena *a, const char *token, const char *issuer,
                          int64_t now, struct live *out);

/* Those that stand, the latest first; NOT_FOUND for one that is another's or has ended. */
struct sessions {
    int count;
    struct session *items;
};
enum err sessions_of(struct db *db, struct arena *a, const char *account_id, int64_t now,
                     struct sessions *out);
enum err session_end(struct db *db, const char *account_id, const char *id, const char *reason,
                     int64_t now);

/* All of an account but the one named, at the user's own wish; *ended tells how many. */
enum err sessions_end_others(struct db *db, const char *account_id, const char *except,
                             int64_t now, int64_t *ended);

/* By a refresh token, for a sign-out whose access token has run out. OK when there is none. */
enum err session_end_by_refresh(struct db *db, struct arena *a, const char *refresh, int64_t now);

/* All of an account but the one named, NULL for none. In a transaction; after its commit the caller
 * calls live_forget_account(). */
enum err sessions_end_all(struct db *db, const char *account_id, const char *except,
                          const char *reason, int64_t now);

/* Jobs: forgets in memory whose account another process changed in the last seconds, writes the
 * last uses, and deletes what ended a month ago or was spent two days ago. */
enum err sessions_watch(struct db *db, int64_t now);
enum err sessions_flush(struct db *db, int64_t now);
enum err sessions_sweep(struct db *db, int64_t now);
