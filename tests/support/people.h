/* People: accounts for tests, all with one password, so that it is hashed once a program. */
#pragma once

#include "base/arena.h"
#include "store/db.h"

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
