/* Sign-up: an account that waits for the one who opened it to prove a phone number or an e-mail
 * address.
 *
 * The token that the client gets names the pending sign-up and nothing else; in LINK mode the
 * mailed link holds another one, so that the client's token alone confirms nothing. A pending
 * sign-up ends after thirty minutes; until then its user name, e-mail address and phone number are
 * taken. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "domain/accounts/accounts.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

enum { SIGN_UP_TTL_S = 1800 };

struct sign_up {
    struct account account;         /* names, hash, platform, user_type, language; status is ours */
    bool by_link;                   /* LINK mode, else OTP */
    const char *institution_name, *institution_type;        /* NULL: none */
    const char *ip;                 /* where from */
    bool is_trusted;                /* by an internal client, for whoever sits there */
    const char *replaces;           /* token of an earlier try of the same person; NULL: none */
};

struct sign_up_pending {
    const char *token;
    int64_t expires_at;             /* epoch seconds */
    int64_t code_ttl_s;             /* of the OTP or link */
    bool by_link;
};

/* In a transaction of its own. PHONE_TAKEN, USERNAME_TAKEN, EMAIL_TAKEN in this order; TOO_MANY
 * with *retry_s where this number or address was sent too much lately, or whoever asks caused too
 * much (messages/afford.h); RECIPIENT_REFUSED. */
enum err sign_up_begin(struct db *db, struct arena *a, struct sign_up *s, int64_t now,
                       struct sign_up_pending *out, int64_t *retry_s);

/* The refusals of sign_up_begin, before the password is hashed. */
enum err sign_up_check(struct db *db, struct arena *a, const struct sign_up *s, int64_t now);

/* Tells the owner of a registered address that somebody tried to sign up with it, not too often. */
enum err sign_up_warn(struct db *db, const char *email, const char *ip, int64_t now);

/* OTP_INVALID, OTP_EXPIRED; TOKEN_INVALID for a token that is unknown or over. code NULL: token
 * is the one of a mailed link. */
enum err sign_up_confirm(struct db *db, const char *token, const char *code, const char *ip,
                         int64_t now);

/* A new code or link. TOKEN_INVALID; TOO_MANY with *retry_s. */
enum err sign_up_resend(struct db *db, struct arena *a, const char *token, int64_t now,
                        struct sign_up_pending *out, int64_t *retry_s);

/* For everyone who has had an unverified account proven in another way, such as an OTP at sign-in:
 * makes it active and creates the institution it named. In the caller's transaction. */
enum err sign_up_finish(struct db *tx, const char *account_id, const char *ip, int64_t now);
