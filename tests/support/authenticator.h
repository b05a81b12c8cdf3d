/* An authenticator made with OpenSSL: its credential, authenticator data, client data and
 * signatures are right, and a test makes wrong what it likes. CBOR is written by libcbor.
 *
 *     struct authenticator device = authenticator_new(WEBAUTHN_ES256, &rp);
 *     struct ceremony made = authenticator_create(&a, &device, challenge);
 *     made = authenticator_get(&a, &device, challenge);
 *     authenticator_drop(&device); */
#pragma once

#include "crypto/webauthn.h"

#include <jansson.h>

enum { FLAG_PRESENT = 1, FLAG_VERIFIED = 4, FLAG_MAY_BE_BACKED_UP = 8, FLAG_BACKED_UP = 16,
       FLAG_CREDENTIAL = 64, FLAG_EXTENSIONS = 128 };

struct authenticator {
    struct evp_pkey_st *key;
    int algorithm;
    struct relying_party rp;
    unsigned char id[1040];
    size_t id_size;
    const char *handle;                 /* base64url; which user, as the server named it */
    unsigned char flags;                /* beside FLAG_CREDENTIAL */
    uint32_t count, step;               /* the count goes on by step before each use */
    const char *type, *more;            /* of the client data; more: members with a comma before */
    struct octets tail;                 /* extensions, as CBOR, or garbage */
    const char *attests;                /* self attestation under this format; NULL: "none" */
};

/* What came of a ceremony. */
struct ceremony {
    struct octets client_data, attestation, authenticator_data, signature;
};

struct authenticator authenticator_new(int algorithm, const struct relying_party *rp);
void authenticator_drop(struct authenticator *d);

struct ceremony authenticator_create(struct arena *a, struct authenticator *d,
                                     const char *challenge);
struct ceremony authenticator_get(struct arena *a, struct authenticator *d, const char *challenge);

/* The signature over other bytes than it made. */
struct octets authenticator_sign(struct arena *a, const struct authenticator *d,
                                 struct octets authenticator_data, struct octets client_data);

/* An attestation object around this data; statement: CBOR, or empty for an empty map. */
struct octets attestation_of(struct arena *a, const char *format, struct octets statement,
                             struct octets data);

struct octets octets_of_text(const char *text);

/* As a browser's toJSON() gives them; made by create with an attestation, made by get without. */
json_t *authenticator_json(struct arena *a, const struct authenticator *d,
                           const struct ceremony *made);
