/* Users: what an admin does with other people's accounts.
 *
 * A suspension bites at once: the sessions end, and the gateway refuses the account's keys from
 * the next call. A role holds from the next call too. No admin changes the own role or status, and
 * the last active admin stays one. Every change stands in the audit log. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "domain/accounts/accounts.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

#define ROLES "member|reviewer|publisher|admin"

/* An account that starts active, its phone number and address taken on trust: for the command
 * line and the demo data. Hashes the password, so never inside a transaction. PHONE_TAKEN,
 * USERNAME_TAKEN, EMAIL_TAKEN. */
struct user_new {
    const char *username, *password, *first_name, *last_name, *email;
    const char *phone_number;           /* normalised; NULL: none */
    const char *role;                   /* NULL: member */
    const char *user_type;              /* NULL: non_penyedia */
    const char *institution_name, *institution_type;    /* NULL: none */
    bool is_demo;
};
enum err user_create(struct db *db, struct arena *a, const struct user_new *user, int64_t now,
                     const char **id);

/* NULL leaves as it is. status: active or suspended; CONFLICT for an account that was never
 * verified. OWN_ACCOUNT, LAST_ADMIN, NOT_FOUND. by NULL: the command line, which may do to anyone
 * what leaves an admin. */
struct user_change {
    const char *id, *role, *status;
    const char *by, *ip;
};
enum err user_change(struct db *db, struct arena *a, const struct user_change *change,
                     int64_t now);

/* Tells the gateway, at start, whose keys it refuses. */
enum err users_load_access(struct db *db);
