/* Blind indexes and MACs: what is compared, never read back. */
#include "crypto/seal.h"

#include "base/text.h"
#include "crypto/compare.h"
#include "crypto/digest.h"

#include <string.h>

enum { INDEX_BYTES = 16 };

/* The length of the label is part of what is signed, so that no two pairs read alike. */
static void sign(const struct key *key, const char *label, const char *text,
                 unsigned char out[DIGEST_BYTES])
{
    AUTO_ARENA struct arena a = { 0 };
    char *joined = arena_printf(&a, "%zu:%s:%s", strlen(label), label, text);
    size_t const size = strlen(joined);
    hmac_sha256(key->bytes, KEY_BYTES, joined, size, out);
    explicit_bzero(joined, size);
}

char *blind_index_at(struct arena *a, size_t index, const char *kind, const char *text)
{
    AUTO_KEY struct key key = { 0 };
    if (!text || !key_at(FOR_INDEXES, index, &key))
        return NULL;
    unsigned char digest[DIGEST_BYTES];
    sign(&key, kind, text, digest);
    return hex_encode(a, digest, INDEX_BYTES);
}

char *blind_index(struct arena *a, const char *kind, const char *text)
{
    return blind_index_at(a, 0, kind, text);
}

static char *mac_under(struct arena *a, const struct key *key, const char *binding,
                       const char *text)
{
    unsigned char digest[DIGEST_BYTES];
    sign(key, binding, text, digest);
    return arena_printf(a, "%u.%s", key->id, hex_encode(a, digest, sizeof digest));
}

char *mac_text(struct arena *a, enum purpose purpose, const char *binding, const char *text)
{
    AUTO_KEY struct key key = key_newest(purpose);
    return mac_under(a, &key, binding, text);
}

bool mac_is(enum purpose purpose, const char *binding, const char *text, const char *mac)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_KEY struct key key = { 0 };
    size_t const digits = strspn(mac, "0123456789");
    char *number = arena_printf(&a, "%.*s", (int)digits, mac);
    int64_t id;
    if (!text_to_int(number, 1, UINT32_MAX, &id) || !key_find(purpose, (uint32_t)id, &key))
        return false;
    return same_text(mac_under(&a, &key, binding, text), mac);
}
