/* People: accounts for tests, all with one password, so that it is hashed once a program. */
#pragma once

#include "support/world.h"

#define PASSWORD "kopi pagi di teras"

/* An active account with e-mail <username>@contoh.go.id and a phone number of its own. id NULL: a
 * new one. Answers the id. Give the role as in accounts.role. */
const char *person_add(struct db *db, struct arena *a, const char *id, const char *username,
                       const char *role);

/* The same, but the phone number was never confirmed. */
const char *person_add_unverified(struct db *db, struct arena *a, const char *username);

/* Alice (ALICE, "alice") and Bob (BOB, "bob"), members. */
void people_add(struct db *db, struct arena *a);

/* The phone number of a person, as it is stored. */
const char *person_phone(struct db *db, struct arena *a, const char *id);

/* A sealed world of its own for each test, with both of them and nobody signed in. */
int people_begin(void **state);
int people_end(void **state);

#define in_a_world_with_people(test) cmocka_unit_test_setup_teardown(test, people_begin, people_end)
