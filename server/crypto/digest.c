#include "crypto/digest.h"

#include "base/text.h"

#include <assert.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <pthread.h>
#include <stdlib.h>
#include <zlib.h>

/* Looking an algorithm up costs more than digesting a short text, so it is done once; making a
 * context costs half as much, so each thread keeps one. */
static EVP_MD *sha256;
static EVP_MAC *hmac;
static EVP_KDF *hkdf;
static pthread_key_t own;               /* a thread's context */
static pthread_once_t fetched = PTHREAD_ONCE_INIT;

static void must(bool worked)
{
    if (!worked)
        abort();
}

static void drop(void *context)
{
    EVP_MD_CTX_free(context);
}

static void fetch(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    hkdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    must(sha256 && hmac && hkdf && pthread_key_create(&own, drop) == 0);
}

static EVP_MD_CTX *own_context(void)
{
    EVP_MD_CTX *context = pthread_getspecific(own);
    if (!context) {
        context = EVP_MD_CTX_new();
        must(context && pthread_setspecific(own, context) == 0);
    }
    return context;
}

void digest_sha256(const void *data, size_t size, unsigned char out[DIGEST_BYTES])
{
    pthread_once(&fetched, fetch);
    EVP_MD_CTX *context = own_context();
    must(EVP_DigestInit_ex2(context, sha256, NULL) == 1);
    must(EVP_DigestUpdate(context, data, size) == 1);
    must(EVP_DigestFinal_ex(context, out, NULL) == 1);
}

uint32_t crc_32(const void *data, size_t size)
{
    return (uint32_t)crc32_z(0, data, size);
}

char *digest_hex(struct arena *a, const void *data, size_t size)
{
    unsigned char bytes[DIGEST_BYTES];
    digest_sha256(data, size, bytes);
    return hex_encode(a, bytes, sizeof bytes);
}

static void hmac_with(const char *name, struct octets key, struct octets data, void *out,
                      size_t out_size)
{
    pthread_once(&fetched, fetch);
    OSSL_PARAM const params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)name, 0),
        OSSL_PARAM_construct_end(),
    };
    static const unsigned char nothing[1];
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(hmac);
    must(context && EVP_MAC_init(context, key.size ? key.bytes : nothing, key.size, params) == 1);
    must(EVP_MAC_update(context, data.bytes, data.size) == 1);
    must(EVP_MAC_final(context, out, NULL, out_size) == 1);
    EVP_MAC_CTX_free(context);
}

void hmac_sha256(const void *key, size_t key_size, const void *data, size_t size,
                 unsigned char out[DIGEST_BYTES])
{
    hmac_with("SHA256", (struct octets){ key, key_size }, (struct octets){ data, size }, out,
              DIGEST_BYTES);
}

void hmac_sha1(const void *key, size_t key_size, const void *data, size_t size,
               unsigned char out[SHA1_BYTES])
{
    hmac_with("SHA1", (struct octets){ key, key_size }, (struct octets){ data, size }, out,
              SHA1_BYTES);
}

struct digest digest_begin(void)
{
    pthread_once(&fetched, fetch);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    must(context && EVP_DigestInit_ex2(context, sha256, NULL) == 1);
    return (struct digest){ context };
}

void digest_add(struct digest *d, const void *data, size_t size)
{
    assert(d->context);
    must(EVP_DigestUpdate(d->context, data, size) == 1);
}

void digest_end(struct digest *d, unsigned char out[DIGEST_BYTES])
{
    assert(d->context);
    must(EVP_DigestFinal_ex(d->context, out, NULL) == 1);
    digest_drop(d);
}

void digest_drop(struct digest *d)
{
    EVP_MD_CTX_free(d->context);
    d->context = NULL;
}

/* OpenSSL takes no empty parameter: it is left out. */
static size_t add_octets(OSSL_PARAM *params, size_t count, const char *name, struct octets o)
{
    if (o.size == 0)
        return count;
    params[count] = OSSL_PARAM_construct_octet_string(name, (void *)o.bytes, o.size);
    return count + 1;
}

void hkdf_sha256(struct octets secret, struct octets salt, struct octets info, void *out,
                 size_t size)
{
    pthread_once(&fetched, fetch);
    OSSL_PARAM params[5] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)"SHA256", 0),
    };
    size_t count = add_octets(params, 1, OSSL_KDF_PARAM_KEY, secret);
    count = add_octets(params, count, OSSL_KDF_PARAM_SALT, salt);
    count = add_octets(params, count, OSSL_KDF_PARAM_INFO, info);
    params[count] = OSSL_PARAM_construct_end();
    EVP_KDF_CTX *context = EVP_KDF_CTX_new(hkdf);
    must(context && EVP_KDF_derive(context, out, size, params) == 1);
    EVP_KDF_CTX_free(context);
}
