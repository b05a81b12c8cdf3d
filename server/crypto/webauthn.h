/* WebAuthn: checking what an authenticator made. The door to libfido2 and libcbor.
 *
 * A relying party has an id (a host name) and an origin (where its pages stand). A ceremony makes a
 * credential (registering) or an assertion (signing in); the browser adds the client data, JSON
 * that names the ceremony, the challenge and the origin, and the authenticator signs its digest.
 *
 * Every refusal is PASSKEY_INVALID, with the reason in err_why(): wrong, truncated, of another
 * party, not verified by the authenticator (a fingerprint, a face, a PIN), not consistent.
 *
 * Source: Web Authentication Level 3 (W3C), sections 6.1, 7.1 and 7.2. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "crypto/digest.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    WEBAUTHN_CREDENTIAL_ID_MAX = 1023,
    WEBAUTHN_CLIENT_DATA_MAX = 4096,
    WEBAUTHN_ATTESTATION_MAX = 16384,
    WEBAUTHN_AUTHENTICATOR_DATA_MAX = 4096,
    WEBAUTHN_SIGNATURE_MAX = 1024,
    WEBAUTHN_USER_HANDLE_MAX = 64,
};

/* Public key algorithms, numbered by COSE; in the order in which we like them. */
enum { WEBAUTHN_ES256 = -7, WEBAUTHN_EDDSA = -8, WEBAUTHN_RS256 = -257 };

struct relying_party {
    const char *id;                     /* simpul.go.id */
    const char *origin;                 /* https://simpul.go.id */
};

/* Of a public URL. A loopback address becomes localhost, because browsers take no address for an
 * id. */
struct relying_party relying_party_of(struct arena *a, const char *public_url);

/* The challenge (base64url) that the client data answers. Refuses another type ("webauthn.create",
 * "webauthn.get"), another origin, and a page within a page of somebody else. */
enum err webauthn_client_data(struct arena *a, const struct relying_party *rp, const char *type,
                              struct octets client_data, const char **challenge);

struct webauthn_credential {
    struct octets id;
    int algorithm;
    struct octets public_key;           /* x and y, or x, or modulus and exponent */
    uint32_t sign_count;                /* 0: the authenticator does not count */
    bool may_be_backed_up, is_backed_up;
};

/* Registering. Takes attestation "none", and self attestation of the format "packed", as browsers
 * pass them on where nothing else was asked for. */
struct webauthn_registration {
    const struct relying_party *rp;
    struct octets client_data, attestation;
};
enum err webauthn_register(struct arena *a, const struct webauthn_registration *r,
                           struct webauthn_credential *out);

/* Signing in. *now receives counter and backup state as they stand now; that the counter went on is
 * for the caller to see. Of the credential, id is not used. */
struct webauthn_assertion {
    const struct relying_party *rp;
    struct octets client_data, authenticator_data, signature;
};
struct webauthn_state {
    uint32_t sign_count;
    bool is_backed_up;
};
enum err webauthn_assert(const struct webauthn_assertion *s, const struct webauthn_credential *c,
                         struct webauthn_state *now);
