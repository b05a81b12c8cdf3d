#include "crypto/p256.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdlib.h>
#include <string.h>

enum { UNCOMPRESSED = 4, DER_MAX_BYTES = 80 };

static void drop_key(EVP_PKEY **key)
{
    EVP_PKEY_free(*key);
}

static void drop_key_context(EVP_PKEY_CTX **context)
{
    EVP_PKEY_CTX_free(*context);
}

static void drop_digest_context(EVP_MD_CTX **context)
{
    EVP_MD_CTX_free(*context);
}

static void drop_signature(ECDSA_SIG **signature)
{
    ECDSA_SIG_free(*signature);
}

#define AUTO_PKEY __attribute__((cleanup(drop_key)))
#define AUTO_PKEY_CTX __attribute__((cleanup(drop_key_context)))
#define AUTO_MD_CTX __attribute__((cleanup(drop_digest_context)))
#define AUTO_SIG __attribute__((cleanup(drop_signature)))

/* NULL for what is no point of the curve. */
static EVP_PKEY *key_open(const struct p256_key *key)
{
    unsigned char point[1 + 2 * P256_BYTES] = { UNCOMPRESSED };
    memcpy(point + 1, key->x, P256_BYTES);
    memcpy(point + 1 + P256_BYTES, key->y, P256_BYTES);
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)"P-256", 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point),
        OSSL_PARAM_construct_end(),
    };
    AUTO_PKEY_CTX EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    EVP_PKEY *out = NULL;
    if (!context || EVP_PKEY_fromdata_init(context) != 1)
        abort();
    return EVP_PKEY_fromdata(context, &out, EVP_PKEY_PUBLIC_KEY, params) == 1 ? out : NULL;
}

bool p256_is_key(const struct p256_key *key)
{
    AUTO_PKEY EVP_PKEY *opened = key_open(key);
    AUTO_PKEY_CTX EVP_PKEY_CTX *context =
        opened ? EVP_PKEY_CTX_new_from_pkey(NULL, opened, NULL) : NULL;
    bool const is_key = context && EVP_PKEY_public_check(context) == 1;
    ERR_clear_error();
    return is_key;
}

/* What OpenSSL reads: the DER form of r and s. 0 on failure. */
static size_t signature_der(const unsigned char raw[P256_SIGNATURE_BYTES],
                            unsigned char out[DER_MAX_BYTES])
{
    AUTO_SIG ECDSA_SIG *signature = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(raw, P256_BYTES, NULL);
    BIGNUM *s = BN_bin2bn(raw + P256_BYTES, P256_BYTES, NULL);
    if (!signature || !r || !s || ECDSA_SIG_set0(signature, r, s) != 1)
        abort();
    int const size = i2d_ECDSA_SIG(signature, &out);
    return size > 0 ? (size_t)size : 0;
}

bool p256_verify(const struct p256_key *key, const void *data, size_t size,
                 const unsigned char signature[P256_SIGNATURE_BYTES])
{
    unsigned char der[DER_MAX_BYTES];
    size_t const der_size = signature_der(signature, der);
    AUTO_PKEY EVP_PKEY *opened = key_open(key);
    AUTO_MD_CTX EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (!context)
        abort();
    bool const holds = opened && der_size > 0
                       && EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, opened) == 1
                       && EVP_DigestVerify(context, der, der_size, data, size) == 1;
    ERR_clear_error();
    return holds;
}
