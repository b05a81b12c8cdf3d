/* Seal: encryption of what stands in the database, bound to the place where it stands.
 *
 * A binding names that place, such as "accounts/usr_01…/email": a value copied to another row or
 * column no longer opens. AES-256-GCM, with a random nonce and a key for each purpose:
 *
 *     version 1 (1 byte) | key id (4, big endian) | nonce (12) | ciphertext | tag (16)
 *
 * Opening fails with INTERNAL, and for one reason only towards the caller: altered, truncated,
 * bound elsewhere, or under a key that is gone. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "crypto/secret.h"

#include <stdbool.h>
#include <stddef.h>

enum { SEAL_OVERHEAD_BYTES = 33 };

/* *size tells the length of bytes, and receives that of the answer. */
unsigned char *seal(struct arena *a, enum purpose purpose, const char *binding,
                    const void *bytes, size_t *size);

/* *out has a NUL behind its last byte; *size as above, untouched on failure. */
enum err unseal(struct arena *a, enum purpose purpose, const char *binding, const void *sealed,
                size_t *size, unsigned char **out);

/* The same under FOR_FIELDS, from text to base64url text. NULL stays NULL both ways. */
char *seal_text(struct arena *a, const char *binding, const char *text);
enum err unseal_text(struct arena *a, const char *binding, const char *sealed, char **out);

/* Sealed under an older key than the newest: open it and seal it again. */
bool seal_is_old(const void *sealed, size_t size);
bool seal_text_is_old(const char *sealed);

/* What a sealed column is looked up by: 32 hex digits, the same for the same kind ("email") and
 * text. The caller normalises first. NULL stays NULL. */
char *blind_index(struct arena *a, const char *kind, const char *text);

/* The same under an older secret, 1 being the one before the newest; NULL past the last. */
char *blind_index_at(struct arena *a, size_t index, const char *kind, const char *text);

/* A MAC of text, for codes and tokens that are checked but never read again, and for chains:
 * "<key id>.<64 hex digits>". The binding says whose it is; the check accepts any secret that
 * still stands in the file, and takes the same time whichever digit differs. */
char *mac_text(struct arena *a, enum purpose purpose, const char *binding, const char *text);
bool mac_is(enum purpose purpose, const char *binding, const char *text, const char *mac);
