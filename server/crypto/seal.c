#include "crypto/seal.h"

#include "base/random.h"
#include "base/text.h"
#include "crypto/compare.h"
#include "crypto/digest.h"

#include <assert.h>
#include <limits.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    VERSION = 1, HEAD_BYTES = 5, NONCE_BYTES = 12, TAG_BYTES = 16,
    CONTENT_AT = HEAD_BYTES + NONCE_BYTES,
};
static_assert(SEAL_OVERHEAD_BYTES == CONTENT_AT + TAG_BYTES);

static EVP_CIPHER *aes_gcm;
static pthread_once_t fetched = PTHREAD_ONCE_INIT;

static void must(bool worked)
{
    if (!worked)
        abort();
}

static void fetch(void)
{
    aes_gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    must(aes_gcm != NULL);
}

/* The head and the binding are authenticated beside the content. */
static EVP_CIPHER_CTX *begin(const unsigned char *sealed, const struct key *key,
                             const char *binding, int is_sealing)
{
    pthread_once(&fetched, fetch);
    EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
    int done = 0;
    must(c != NULL);
    must(EVP_CipherInit_ex2(c, aes_gcm, key->bytes, sealed + HEAD_BYTES, is_sealing, NULL) == 1);
    must(EVP_CipherUpdate(c, NULL, &done, sealed, HEAD_BYTES) == 1);
    must(EVP_CipherUpdate(c, NULL, &done, (const unsigned char *)binding,
                          (int)strlen(binding)) == 1);
    return c;
}

static uint32_t key_id_in(const unsigned char *head)
{
    return (uint32_t)head[1] << 24 | (uint32_t)head[2] << 16 | (uint32_t)head[3] << 8 | head[4];
}

static void write_head(unsigned char *head, uint32_t key_id)
{
    head[0] = VERSION;
    for (int i = 0; i < 4; i++)
        head[1 + i] = (unsigned char)(key_id >> (24 - 8 * i));
    random_bytes(head + HEAD_BYTES, NONCE_BYTES);
}

unsigned char *seal(struct arena *a, enum purpose purpose, const char *binding,
                    const void *bytes, size_t *size)
{
    AUTO_KEY struct key key = key_newest(purpose);
    must(*size < INT_MAX - SEAL_OVERHEAD_BYTES);
    unsigned char *sealed = arena_alloc(a, *size + SEAL_OVERHEAD_BYTES);
    write_head(sealed, key.id);
    EVP_CIPHER_CTX *c = begin(sealed, &key, binding, 1);
    int done = 0, rest = 0;
    must(*size == 0 || EVP_CipherUpdate(c, sealed + CONTENT_AT, &done, bytes, (int)*size) == 1);
    must(EVP_CipherFinal_ex(c, sealed + CONTENT_AT + done, &rest) == 1);
    must(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, TAG_BYTES,
                             sealed + CONTENT_AT + *size) == 1);
    EVP_CIPHER_CTX_free(c);
    *size += SEAL_OVERHEAD_BYTES;
    return sealed;
}

static bool is_sealed(const unsigned char *sealed, size_t size)
{
    return size >= SEAL_OVERHEAD_BYTES && size < INT_MAX && sealed[0] == VERSION;
}

/* Into out, which holds size bytes. What a failed attempt leaves there is wiped. */
static bool decrypt(EVP_CIPHER_CTX *c, const unsigned char *sealed, size_t size,
                    unsigned char *out)
{
    const unsigned char *content = sealed + CONTENT_AT;
    int done = 0, rest = 0;
    bool const is_whole =
        EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, TAG_BYTES, (void *)(content + size)) == 1
        && (size == 0 || EVP_CipherUpdate(c, out, &done, content, (int)size) == 1)
        && EVP_CipherFinal_ex(c, out + done, &rest) == 1;
    if (!is_whole)
        explicit_bzero(out, size);
    return is_whole;
}

enum err unseal(struct arena *a, enum purpose purpose, const char *binding, const void *sealed,
                size_t *size, unsigned char **out)
{
    AUTO_KEY struct key key = { 0 };
    if (!is_sealed(sealed, *size) || !key_find(purpose, key_id_in(sealed), &key))
        return err_because(INTERNAL, "%s does not open: no such seal or key", binding);
    size_t const content = *size - SEAL_OVERHEAD_BYTES;
    unsigned char *opened = arena_alloc(a, content + 1);
    EVP_CIPHER_CTX *c = begin(sealed, &key, binding, 0);
    bool const is_whole = decrypt(c, sealed, content, opened);
    EVP_CIPHER_CTX_free(c);
    if (!is_whole)
        return err_because(INTERNAL, "%s does not open: altered or moved", binding);
    *size = content;
    *out = opened;
    return OK;
}

char *seal_text(struct arena *a, const char *binding, const char *text)
{
    if (!text)
        return NULL;
    size_t size = strlen(text);
    unsigned char *sealed = seal(a, FOR_FIELDS, binding, text, &size);
    return base64url_encode(a, sealed, size);
}

enum err unseal_text(struct arena *a, const char *binding, const char *sealed, char **out)
{
    if (!sealed) {
        *out = NULL;
        return OK;
    }
    size_t size = 0;
    unsigned char *bytes = base64_decode(a, sealed, &size), *opened;
    if (!bytes)
        return err_because(INTERNAL, "%s does not open: not base64", binding);
    TRY(unseal(a, FOR_FIELDS, binding, bytes, &size, &opened));
    *out = (char *)opened;
    return OK;
}

bool seal_is_old(const void *sealed, size_t size)
{
    AUTO_KEY struct key newest = key_newest(FOR_FIELDS);
    return is_sealed(sealed, size) && key_id_in(sealed) != newest.id;
}

bool seal_text_is_old(const char *sealed)
{
    AUTO_ARENA struct arena a = { 0 };
    size_t size = 0;
    const unsigned char *bytes = sealed ? base64_decode(&a, sealed, &size) : NULL;
    return bytes && seal_is_old(bytes, size);
}
