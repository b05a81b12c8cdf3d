/* P-256: checking ECDSA signatures over SHA-256 on that curve.
 *
 * Source: FIPS 186-5; signatures are the raw r and s of IEEE P1363, as WebCrypto makes them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { P256_BYTES = 32, P256_SIGNATURE_BYTES = 64 };

struct p256_key {
    unsigned char x[P256_BYTES], y[P256_BYTES];     /* big endian */
};

/* Whether it is a point of the curve, and so can be anybody's public key. */
bool p256_is_key(const struct p256_key *key);

/* Of one message and key there are always two signatures that hold, (r, s) and (r, -s), and who
 * sees one can make the other. Who remembers signatures therefore remembers r. */
bool p256_verify(const struct p256_key *key, const void *data, size_t size,
                 const unsigned char signature[P256_SIGNATURE_BYTES]);
