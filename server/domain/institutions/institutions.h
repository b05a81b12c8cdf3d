/* Institutions: for whom a member asks for access, and whether an admin has validated it.
 *
 * Each sign-up names its institution and gets a row of its own: a newcomer never shares one that
 * was validated for somebody else by typing the same name. An account works without validation;
 * the setting institutions.required demands it before a request may be sent. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

struct db;

struct institution {
    const char *id, *name, *type;
    const char *status;                 /* menunggu, tervalidasi, ditolak */
    const char *note, *decided_by;      /* NULL before the decision; note may stay NULL */
    int64_t decided_at, created_at;     /* decided_at 0: not yet */
};

enum { INSTITUTION_NAME_MAX = 200, INSTITUTION_TYPE_MAX = 100, INSTITUTION_NOTE_MAX = 1000 };

/* In the caller's transaction. The id lives in a. */
enum err institution_create(struct db *tx, struct arena *a, const char *name, const char *type,
                            int64_t now, const char **id);
enum err institution_find(struct db *db, struct arena *a, const char *id,
                          struct institution *out);

/* Oldest first, so that nobody is passed over; status NULL: any; after: id of the last one seen,
 * or NULL. */
struct institutions {
    int count;
    struct institution *items;
};
enum err institutions_list(struct db *db, struct arena *a, const char *status, const char *after,
                           int limit, struct institutions *out);

/* Validates or rejects, tells its members, and notes it in the audit log. A decision may be taken
 * back by the other one; the same again is a CONFLICT. */
struct institution_decision {
    const char *id, *status;            /* tervalidasi or ditolak */
    const char *note;                   /* NULL or text */
    const char *by, *ip;
};
enum err institution_decide(struct db *db, struct arena *a,
                            const struct institution_decision *decision, int64_t now);
