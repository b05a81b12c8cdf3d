/* Portal: everything that serves, started in order and stopped in reverse.
 *
 * `simpul serve` runs one; so do the API tests. */
#pragma once

#include "base/err.h"
#include "config.h"

struct db;
struct portal;
struct store;

/* Sets delivery up. BAD_INPUT for what is wrong with it, and for what production refuses: delivery
 * into the outbox, demo credentials. */
enum err portal_check(const struct config *config, struct db *db);

/* Config and store are borrowed until portal_stop; the store is migrated and the secret open.
 * BAD_INPUT as from portal_check. */
enum err portal_start(const struct config *config, struct store *store, struct portal **out);
void portal_stop(struct portal *p);                 /* calls under way finish; accepts NULL */

int portal_api_port(const struct portal *p);
