/* Throttle: guessing gets slower, for the guesser.
 *
 * Attempts are counted by what is tried, on whom, and from which address (an IPv4 address, an
 * IPv6 /64), never by whom alone: so a stranger elsewhere cannot shut anybody out. When a name is
 * under attack from many addresses, an address that has never succeeded with it gets one try
 * before the pauses begin instead of the usual few; a known address keeps them all.
 *
 * Where a guess may well be right, that is not enough: somebody with ten thousand addresses has
 * ten thousand first tries. Such a policy has a budget: the addresses that never succeeded with a
 * name share it, and it refills slowly.
 *
 * The policies stand in one table in throttle.c. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

struct db;

struct attempt {
    const char *what;               /* a policy: "sign_in", "sign_up", "password_forgot" … */
    const char *who;                /* what was typed: a user name, a phone number; NULL: nobody */
    const char *ip;                 /* where from */
};

/* TOO_MANY, and *retry_s says how long to wait. No side effect. */
enum err throttle_check(struct db *db, const struct attempt *t, int64_t now, int64_t *retry_s);

/* Counts the attempt first and then answers like throttle_check: call it before a password is
 * compared, so that many at once are all counted, and throttle_clear once it was right. */
enum err throttle_take(struct db *db, const struct attempt *t, int64_t now, int64_t *retry_s);

/* It succeeded: forgets the count, and knows this address for this name from now on. */
enum err throttle_clear(struct db *db, const struct attempt *t, int64_t now);

/* What the strangers' budget for this name still holds; for policies that have one. */
enum err throttle_strangers_left(struct db *db, const struct attempt *t, int64_t now,
                                 int64_t *out);

enum err throttles_sweep(struct db *db, int64_t now);
