/* Keys: the API keys an account holds.
 *
 * A key is shown once, when it is made or rotated; kept are its SHA-256 digest and its head. The
 * gateway knows a change before whoever made it is answered. A rotated key may keep its old text
 * for a while, never past its own expiry. Members reach their own keys only: another's is
 * NOT_FOUND. Every change is audited. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "domain/access/key_format.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

enum { KEY_LABEL_MAX = 80, KEYS_PER_ACCOUNT_MAX = 50, KEY_GRACE_MAX_S = 604800, KEY_IPS_MAX = 50 };

struct api_key {
    const char *id, *account_id, *label, *environment, *head;
    int64_t previous_until;         /* 0: no old text works any more */
    bool is_active;
    bool is_blocked;                /* by an admin: only an admin activates it again */
    const char *allowed_ips;        /* JSON array; "[]": any caller */
    int64_t expires_at;             /* 0: never */
    int64_t last_used_at;           /* 0: never */
    const char *last_used_ip;
    int64_t created_at, updated_at;
    int64_t rate_per_second, quota_per_day;     /* 0: those of its grants alone */
};

struct api_keys {
    struct api_key *items;
    int count;
};

/* Who changes a key, from where and when. */
struct key_caller {
    const char *account_id, *ip;
    int64_t now;
};

struct key_form {
    const char *label;
    enum key_environment environment;
    int64_t expires_at;             /* 0: never */
    const char *allowed_ips;        /* JSON array of addresses and ranges */
    int64_t rate_per_second, quota_per_day;     /* 0: no limit of its own */
};

/* text receives the key: show it, wipe it. KEYS_FULL at KEYS_PER_ACCOUNT_MAX. */
enum err api_key_create(struct db *db, struct arena *a, const struct key_caller *by,
                    const struct key_form *form, struct api_key *out,
                    char text[static KEY_TEXT_SIZE]);

/* account_id NULL: whoever's. */
enum err api_key_find(struct db *db, struct arena *a, const char *account_id, const char *id,
                  struct api_key *out);

/* Whether this text is a key of the account's, or was one that still works. */
enum err api_key_is_of(struct db *db, const char *account_id, const char *text, bool *out);

/* Newest first; before: the last id seen, or NULL. */
enum err keys_of(struct db *db, struct arena *a, const char *account_id, const char *before,
                 int limit, struct api_keys *out);
enum err keys_count(struct db *db, const char *account_id, int64_t *out);

struct key_change {
    const char *label;              /* NULL: as it is */
    bool has_expiry;
    int64_t expires_at;
    const char *allowed_ips;        /* NULL: as they are */
    bool has_rate, has_quota;
    int64_t rate_per_second, quota_per_day;     /* beside the grants': they can only lower them */
};
enum err api_key_update(struct db *db, const struct key_caller *by, const char *id,
                    const struct key_change *change);

/* Already so is no error. FORBIDDEN to activate what an admin has blocked. */
enum err api_key_activate(struct db *db, const struct key_caller *by, const char *id);
enum err api_key_deactivate(struct db *db, const struct key_caller *by, const char *id);

/* KEY_ACTIVE while it is. */
enum err api_key_delete(struct db *db, const struct key_caller *by, const char *id);

/* The old text works for grace_s more. */
enum err api_key_rotate(struct db *db, const struct key_caller *by, const char *id, int64_t grace_s,
                    char text[static KEY_TEXT_SIZE]);

/* An admin's, on anybody's key; the owner is told. */
enum err api_key_block(struct db *db, const struct key_caller *by, const char *id,
                       const char *note);
enum err api_key_unblock(struct db *db, const struct key_caller *by, const char *id);

/* All keys to the gateway, at start. */
enum err keys_load_access(struct db *db);

/* That it was used: from the gateway's own calls, or from those of the demo data. */
enum err key_note_use(struct db *tx, const char *id, int64_t at, const char *ip);

/* Jobs: notes the last uses that the gateway saw; ends the grace of rotated keys. */
enum err keys_note_uses(struct db *db, int64_t now);
enum err keys_end_grace(struct db *db, int64_t now);
