/* Market: people, a bundle and a letter, for the tests of requests and keys. */
#pragma once

#include "support/world.h"

#define RINA "usr_rina"             /* a reviewer */
#define RUDI "usr_rudi"             /* another */
#define ADI "usr_adi"               /* an admin */

/* The master secret of tests, then a world with Alice, Bob, Rina, Rudi, Adi and the published
 * bundle wilayah; and its end. */
int market_begin(void **state);
int market_end(void **state);
#define in_a_market(test) cmocka_unit_test_setup_teardown(test, market_begin, market_end)

/* The people and the bundle of it, in a world that has none yet. */
void market_fill(struct db *db, struct arena *a);

/* A bundle with an upstream that nobody answers at; the gateway knows of it. Answers its id. */
const char *add_bundle(struct db *db, struct arena *a, const char *slug, const char *status);

/* A small PDF that nothing refers to yet, and bytes that say to be one; the id lives in a. */
const char *add_letter(struct db *db, struct arena *a, const char *account_id, const char *name);
extern const char SMALL_PDF[];

int64_t count_rows(struct db *db, const char *sql);     /* the first column of the first row */
