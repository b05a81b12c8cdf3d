/* Write: what was counted goes to the database. Only this folder includes it. */
#pragma once

#include "domain/usage/tally.h"

/* All of it, in one transaction. */
enum err tally_write(struct db *db, const struct tally *t);
