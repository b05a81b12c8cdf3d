/* CBOR for webauthn.c: what libfido2 does not read for a relying party, and what it should not be
 * given to read. */
#pragma once

#include "crypto/webauthn.h"

/* How many bytes the one item at the start takes; 0 for none. An item that claims more members than
 * there are bytes is none, since the library would make room for them; so is one of unknown length,
 * which no authenticator may make (CTAP 2, "Message Encoding"). */
size_t cbor_item_size(struct octets from);

/* An attestation object taken apart. */
struct attestation {
    struct octets data;                 /* authenticator data */
    struct octets statement;            /* of the format "packed", as CBOR; empty: format "none" */
};
enum err cbor_attestation(struct arena *a, struct octets from, struct attestation *out);
