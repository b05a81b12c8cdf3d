/* Password: argon2id, 19 MiB, two passes, one lane (OWASP's minimum), as PHC strings.
 *
 * Hashing is the work of a few threads of its own, one a core and of low priority, so that a
 * storm of sign-ins neither takes the memory nor slows everything else. Callers wait their turn,
 * first come first served; where too many wait already the answer is BUSY at once. Never call
 * these with a transaction or a query open. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>

/* BUSY. */
enum err password_hash(struct arena *a, const char *password, char **out);

/* *out tells whether it is the password. BUSY; INTERNAL for a hash that is no PHC string. */
enum err password_verify(const char *password, const char *hash, bool *out);

/* Takes as long as password_verify() and says nothing: for users that do not exist. BUSY. */
enum err password_verify_nobody(const char *password);

/* Made with other costs than today's: hash again when the user has just given the password. */
bool password_is_outdated(const char *hash);

/* Before the first use only, and 0 for the default: the cores, and 64 callers waiting. */
void password_limits(int threads, int waiting);

/* Ends the threads when the calls under way are answered. */
void password_stop(void);

struct password_load {
    int running, waiting;
    long long done, refused;        /* since the start */
};
struct password_load password_load(void);
