/* Requests: a member asks for access to a bundle, a reviewer decides.
 *
 *     submitted → approved | rejected | revision_requested | withdrawn
 *     revision_requested → submitted
 *     approved → revoked
 *
 * A member has at most one live request (submitted, revision_requested or approved) a bundle.
 * Each move is one transaction with its event, its audit row and its notifications; of two that
 * want to move the same request one wins and the other gets INVALID_TRANSITION. What the gateway
 * allows follows before the mover is answered. Members see their own requests only: another's is
 * NOT_FOUND. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "domain/limits/limits.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

struct request {
    const char *id, *account_id, *bundle_id, *status;
    const char *application_name, *purpose;
    const char *description;        /* NULL: none */
    int64_t expected_calls_per_day; /* 0: not told */
    const char *contact_name, *contact_phone;       /* NULL: none */
    const char *letter_file_id;
    const char *note;               /* of the last decision, or NULL */
    bool is_barred;                 /* no new request for this bundle */
    const char *environments;       /* JSON array */
    int64_t rate_per_second, quota_per_day;         /* 0: the bundle's own */
    const char *decided_by;         /* account id, or NULL */
    int64_t decided_at;             /* 0: never */
    int64_t created_at, updated_at;
};

struct requests {
    struct request *items;
    int count;
};

/* What happened to a request; the letter is the one that came with it, or NULL. */
struct request_event {
    const char *id, *status, *actor_id, *actor_role, *note;
    const char *changes;            /* JSON array of {field, from, to}; NULL unless revised */
    const char *letter_file_id;
    int64_t at;
};

struct request_events {
    struct request_event *items;
    int count;
};

/* Who moves a request, from where and when. */
struct request_actor {
    const char *account_id, *role, *ip;
    int64_t now;
};

/* How this account stands with this bundle: "none", "submitted", "revision_requested",
 * "approved", "rejected" or "revoked". */
enum err requests_access(struct db *db, struct arena *a, const char *account_id,
                         const char *bundle_id, const char **out);

/* account_id NULL: whoever's. NOT_FOUND. */
enum err request_find(struct db *db, struct arena *a, const char *account_id, const char *id,
                      struct request *out);

/* The member's own, newest first; status and before (the last id seen) may be NULL. */
struct request_page {
    const char *account_id, *status, *bundle_id, *before;   /* NULL status, bundle: any */
    int limit;
};
enum err requests_of(struct db *db, struct arena *a, const struct request_page *page,
                     struct requests *out);

/* Everybody's, oldest first. NULL asks for any. */
struct request_filter {
    const char *status, *bundle_id;
    const char *text;               /* part of the application's name, or an id */
    const char *account_id;         /* also those of this account, where text is given */
    const char *after;              /* the last id seen */
};
enum err requests_queue(struct db *db, struct arena *a, const struct request_filter *filter,
                        int limit, struct requests *out);
enum err requests_count(struct db *db, const char *status, int64_t *out);

/* Oldest first. */
enum err request_timeline(struct db *db, struct arena *a, const char *id,
                          struct request_events *out);

/* What a member sends. */
struct request_form {
    const char *bundle;             /* slug or id; not read in a revision */
    const char *application_name, *purpose, *description;
    int64_t expected_calls_per_day; /* 0: not told */
    const char *contact_name, *contact_phone;       /* NULL: none */
    const char *letter_file_id;     /* of a PDF; in a revision NULL keeps the letter */
};

/* BUNDLE_UNKNOWN unless it is published; INSTITUTION_NOT_VALIDATED where the settings demand it;
 * REQUEST_LIVE, REQUEST_BARRED. *id receives the new request's. */
enum err request_submit(struct db *db, struct arena *a, const struct request_actor *by,
                        const struct request_form *form, const char **id);

/* INVALID_TRANSITION unless a revision was asked for. */
enum err request_revise(struct db *db, const struct request_actor *by, const char *id,
                        const struct request_form *form);

/* INVALID_TRANSITION once a reviewer has decided. */
enum err request_withdraw(struct db *db, const struct request_actor *by, const char *id);

/* What a reviewer decides. Reject, revise and revoke need a note. */
struct request_decision {
    const char *status;             /* approved, rejected, revision_requested or revoked */
    const char *note;               /* NULL: none */
    bool is_barred;                 /* rejected and revoked only */
    const char *environments;       /* JSON array, approved only; NULL: both */
    int64_t rate_per_second, quota_per_day;     /* approved only; 0: the bundle's own */
    int64_t seen_at;                /* updated_at as the reviewer saw it; 0: not told */
};

/* FORBIDDEN for one's own; INVALID_TRANSITION where the state does not allow it (any more);
 * CONFLICT where it changed since it was seen. */
enum err request_decide(struct db *db, const struct request_actor *by, const char *id,
                        const struct request_decision *decision);

/* Other limits for an access that is approved; 0: the bundle's own. INVALID_TRANSITION unless it
 * is; FORBIDDEN for one's own. */
struct request_limits {
    int64_t rate_per_second, quota_per_day;
};
enum err request_limit(struct db *db, const struct request_actor *by, const char *id,
                       const struct request_limits *limits);

/* What was granted in place of the bundle's limits; nothing where access is not approved. */
enum err grant_limits(struct db *db, const char *account_id, const char *bundle_id,
                      struct limits_rule *out);

/* Tells the gateway what the database says of this account and bundle now. Called after a commit
 * and before the answer; whoever calls last leaves what was committed last. */
enum err grant_expose(struct db *db, const char *account_id, const char *bundle_id);

/* All grants, at start. */
enum err grants_load_access(struct db *db);
