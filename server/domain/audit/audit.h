/* Audit: every decision and security event, who did it, to what, from where.
 *
 * Rows are only ever added, inside the transaction of what they tell of, and form a chain: each
 * row's digest is a MAC over all its fields and the digest before it, and the head names the last
 * row. Changing, taking out or slipping in a row is found by audit_check(). Whoever holds the
 * database without the secret cannot mend the chain. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

struct db;

struct audit_entry {
    const char *actor;              /* account or client id; NULL: the program itself */
    const char *action;             /* noun.verb, such as request.approve */
    const char *subject;            /* id of what it happened to; NULL: the portal */
    const char *detail;             /* JSON text without secrets or personal data, or NULL */
    const char *ip;                 /* NULL: none */
    int64_t at;
};
enum err audit_add(struct db *tx, const struct audit_entry *e);

struct audit_row {
    int64_t number;
    const char *id;
    int64_t at;
    const char *actor, *action, *subject, *detail, *ip, *previous, *digest;
};

struct audit_rows {
    struct audit_row *items;
    int count;
};

/* NULL and 0 ask for any. */
struct audit_filter {
    const char *actor, *action, *subject;
    int64_t from, to;               /* both included */
    int64_t before_at, before_number;   /* continues behind this row */
};

/* Newest first, at most limit. */
enum err audit_list(struct db *db, struct arena *a, const struct audit_filter *filter, int limit,
                    struct audit_rows *out);

/* Walks the whole chain. INTERNAL names the first broken row in err_why(); *rows, where given,
 * receives how many are sound. */
enum err audit_check(struct db *db, int64_t *rows);
