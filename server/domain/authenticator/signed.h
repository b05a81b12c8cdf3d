/* Signed calls: how a device proves each call it makes.
 *
 * Headers: Simpul-Device, Simpul-Time (epoch seconds) and Simpul-Signature, base64 of the ECDSA
 * P-256 signature with SHA-256 (raw r and s) over these four lines, joined by \n:
 *
 *     METHOD
 *     path, as it is sent, without the query
 *     time, as in the header
 *     SHA-256 of the body in lower-case hex, also of an empty one
 *
 * A call is good once, and within SIGNED_WINDOW_S of our clock. All refusals are one,
 * DEVICE_REFUSED, and take the same time: a device that is unknown or was reset, a wrong or foreign
 * signature, a stale time, a call that was seen before. For an unknown device the signature is
 * checked against a key that nobody holds.
 *
 * What was seen is a row, one insert for each call that was accepted, and not a table in memory:
 * two processes on one database, or one that was just restarted, would each accept the same call
 * from memory, while a row goes in once whoever comes first. It is small, it shares its commit with
 * whatever else is being written, and only who holds a paired key can cause it. The row names the
 * device and r alone: from a signature (r, s) anybody can make the second that holds, (r, -s).
 *
 * Source: FIPS 186-5 for the signature. */
#pragma once

#include "domain/authenticator/authenticator.h"

enum { SIGNED_WINDOW_S = 60 };

struct signed_call {
    const char *device, *time, *signature;  /* the headers; NULL where one is missing */
    const char *method, *path;
    const void *body;
    size_t body_size;
};

/* Which device calls. */
enum err signed_call_check(struct db *db, struct arena *a, const struct signed_call *call,
                           int64_t now, struct authenticator *out);

/* That whoever calls holds this key, for pairing. */
enum err signed_call_check_key(struct db *tx, struct arena *a, const struct signed_call *call,
                               const struct p256_key *key, int64_t now);

/* Job: what could not come again any more. */
enum err signed_calls_sweep(struct db *db, int64_t now);
