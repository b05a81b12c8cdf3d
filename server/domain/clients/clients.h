/* Clients: programs with credentials of their own, given as Basic.
 *
 * Internal clients may call /internal/register and /signup. The secret has 160 random bits, is
 * shown once and kept as a MAC. A revoked client stays in the list and is refused. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

struct client {
    const char *id;                 /* also the Basic user name */
    const char *kind;               /* internal, partner */
    const char *label;
    bool is_demo;
    int64_t created_at, last_used_at, revoked_at;   /* 0: never */
};
struct clients {
    struct client *items;
    int count;
};

/* *secret: shown now and never again. by: account id, or NULL for the command line. */
enum err client_create(struct db *tx, struct arena *a, struct client *client, const char *by,
                       int64_t now, const char **secret);

/* The client of the demo data, with the secret it is documented with. Idempotent. */
enum err client_create_demo(struct db *tx, const char *kind, const char *id, const char *secret,
                            int64_t now);

/* UNAUTHENTICATED for every reason: unknown, of another kind, revoked, wrong secret. */
enum err client_check(struct db *db, struct arena *a, const char *kind, const char *id,
                      const char *secret, struct client *out);

/* Oldest first. */
enum err clients_list(struct db *db, struct arena *a, struct clients *out);
enum err client_revoke(struct db *tx, const char *id, int64_t now);  /* NOT_FOUND, also twice */
enum err clients_have_demo(struct db *db, bool *out);
