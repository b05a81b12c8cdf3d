/* Demo data: accounts, clients and bundles with which everything can be tried at once.
 *
 * Only what is not there yet is made, so it may be run again at any time: what somebody has
 * changed since then stays changed. */
#pragma once

#include "base/err.h"
#include "config.h"

#include <stdint.h>

struct db;

/* *made receives how many accounts, clients and bundles were new. INTERNAL without db/demo. */
enum err demo_data_load(const struct config *config, struct db *db, int64_t now, int *made);
