/* Rows: what the files of this folder share about its tables and moves. Only this folder includes
 * it. */
#pragma once

#include "domain/requests/requests.h"

/* What sealed columns are bound to. */
const char *request_binding(struct arena *a, const char *id, const char *column);

/* The newest of this account and bundle. NOT_FOUND. */
enum err request_find_last(struct db *db, struct arena *a, const char *account_id,
                           const char *bundle_id, struct request *out);

/* One step of a request's path, in the transaction of the move; the id is made. */
enum err event_add(struct db *tx, const char *request_id, const struct request_actor *by,
                   const struct request_event *event);

/* The audit row of a move; detail: JSON or NULL. */
enum err move_audit(struct db *tx, const struct request_actor *by, const char *action,
                    const char *id, const char *detail);

/* Tells the member; note may be NULL. */
enum err member_notify(struct db *tx, const struct request *r, const char *kind, const char *note,
                       int64_t now);

/* Tells every reviewer and admin but the member itself. */
enum err reviewers_notify(struct db *tx, const struct request *r, const char *kind, int64_t now);
