/* Migrations: the files NNNN_name.sql of one folder, run in order, each in a transaction.
 *
 * What ran is kept with its checksum: a file that changed afterwards or was slipped in before it,
 * or a database that a newer version has migrated is refused (INTERNAL; err_why() names it). */
#pragma once

#include "base/err.h"

struct db;

enum err migrate(struct db *db, const char *folder, int *ran);

/* OK when every file of the folder has run and nothing more; for /readyz. */
enum err migrations_check(struct db *db, const char *folder);
