/* Digest: SHA-256, HMAC and HKDF over it, and CRC-32. These never fail: running out of memory ends
 * the process, and OpenSSL without SHA-256 does too.
 *
 * Sources: FIPS 180-4, RFC 2104, RFC 5869, IEEE 802.3. */
#pragma once

#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>

enum { DIGEST_BYTES = 32, SHA1_BYTES = 20 };

void digest_sha256(const void *data, size_t size, unsigned char out[DIGEST_BYTES]);
char *digest_hex(struct arena *a, const void *data, size_t size);   /* the same, 64 digits */

uint32_t crc_32(const void *data, size_t size);     /* finds slips of the pen, nothing else */

void hmac_sha256(const void *key, size_t key_size, const void *data, size_t size,
                 unsigned char out[DIGEST_BYTES]);

/* For one-time codes, whose standard knows no other (RFC 4226). */
void hmac_sha1(const void *key, size_t key_size, const void *data, size_t size,
               unsigned char out[SHA1_BYTES]);

/* The digest of what comes in pieces:
 *
 *     AUTO_DIGEST struct digest d = digest_begin();
 *     while (…)
 *         digest_add(&d, piece, size);
 *     digest_end(&d, out);
 */
struct digest {
    void *context;
};
#define AUTO_DIGEST __attribute__((cleanup(digest_drop)))
struct digest digest_begin(void);
void digest_add(struct digest *d, const void *data, size_t size);
void digest_end(struct digest *d, unsigned char out[DIGEST_BYTES]);
void digest_drop(struct digest *d);                 /* accepts one that has ended */

/* HKDF: out receives size bytes, at most 8160. */
struct octets {
    const void *bytes;
    size_t size;
};
void hkdf_sha256(struct octets secret, struct octets salt, struct octets info, void *out,
                 size_t size);
