/* Passkeys: public keys with which an account signs in, without a user name and without a password.
 *
 * The private key stays with an authenticator (a phone, a computer, a security key), which asks for
 * a fingerprint, a face or a PIN before it signs. That is possession and knowledge or inherence at
 * once, so a passkey stands in for password and TOTP.
 *
 * A ceremony starts with a challenge of ours: 32 random bytes, good once and for CEREMONY_TTL_S,
 * kept as a digest. One that is to make a passkey belongs to the account that asked for it; one
 * that is to use a passkey is anybody's, and looks the same to everybody.
 *
 * Authenticators know an account by a random handle, from which nothing follows. A counter that
 * goes back means that a key may have been copied: the use is refused, the audit log keeps it, and
 * the user is told. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "crypto/webauthn.h"
#include "domain/sessions/sessions.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

enum {
    CEREMONY_TTL_S = 300,
    PASSKEYS_PER_ACCOUNT_MAX = 20,
    PASSKEY_LABEL_MAX = 60,
};

struct passkey {
    const char *id, *account_id;
    const char *credential_id;          /* base64url */
    const char *label;
    const char *transports;             /* JSON: usb, nfc, ble, internal, hybrid, smart-card */
    bool is_backed_up;                  /* it stands on more than one device */
    int64_t created_at, last_used_at;   /* the latter 0: never */
};

struct passkeys {
    struct passkey *items;
    int count;
};

/* The oldest first. */
enum err passkeys_of(struct db *db, struct arena *a, const char *account_id, struct passkeys *out);
enum err passkey_find(struct db *db, struct arena *a, const char *account_id, const char *id,
                      struct passkey *out);

/* What an authenticator is to know the account by; made at the first call. */
enum err passkey_handle(struct db *db, struct arena *a, const char *account_id, const char **out);

/* Who changes what: the account itself, from where. */
struct passkey_owner {
    const char *account_id, *ip;
};
enum err passkey_rename(struct db *db, const char *account_id, const char *id, const char *label);
enum err passkey_remove(struct db *db, struct arena *a, const struct passkey_owner *by,
                        const char *id, int64_t now);

/* ---- ceremonies (ceremonies.c) */

/* "create" for an account, "get" for NULL. Answers the challenge in base64url. */
enum err ceremony_begin(struct db *db, struct arena *a, const char *purpose,
                        const char *account_id, int64_t now, const char **challenge);

/* TOKEN_INVALID unless it was given out for this, stands, and was never used. */
enum err ceremony_use(struct db *db, struct arena *a, const char *purpose, const char *account_id,
                      const char *challenge, int64_t now);

/* Job: deletes those that ran out. */
enum err ceremonies_sweep(struct db *db, int64_t now);

/* ---- registering (register.c) */

struct passkey_form {
    struct relying_party rp;
    const char *credential_id;          /* as the browser names it, base64url */
    struct octets client_data, attestation;
    const char *transports;             /* JSON */
    const char *label;
};

/* TOKEN_INVALID, PASSKEY_INVALID; PASSKEY_REGISTERED, PASSKEYS_FULL. */
enum err passkey_register(struct db *db, struct arena *a, const struct passkey_owner *by,
                          const struct passkey_form *form, int64_t now, struct passkey *out);

/* ---- using (use.c) */

struct passkey_use {
    struct relying_party rp;
    const char *credential_id, *handle;     /* base64url */
    struct octets client_data, authenticator_data, signature;
    const char *ip;
};

/* Whoever made this holds the passkey in *out, now. TOKEN_INVALID for a challenge that does not
 * stand, PASSKEY_UNKNOWN, PASSKEY_INVALID. The caller throttles. */
enum err passkey_prove(struct db *db, struct arena *a, const struct passkey_use *use, int64_t now,
                       struct passkey *out);

/* Signs in with it: the tokens, or ACCOUNT_SUSPENDED. */
struct passkey_sign_in {
    struct passkey_use use;
    const char *issuer;
    struct client_trace from;
    bool is_native;
};
enum err passkey_sign_in(struct db *db, struct arena *a, const struct passkey_sign_in *try,
                         int64_t now, struct tokens *out);
