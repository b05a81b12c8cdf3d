#include "support/authenticator.h"

#include "base/random.h"
#include "base/text.h"

#include <assert.h>
#include <cbor.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFER_SIZE = 4096 };

struct buffer {
    unsigned char bytes[BUFFER_SIZE];
    size_t size;
};

static void put(struct buffer *b, const void *bytes, size_t size)
{
    assert(b->size + size <= sizeof b->bytes);
    if (size)
        memcpy(b->bytes + b->size, bytes, size);
    b->size += size;
}

#define room(b) (b)->bytes + (b)->size, sizeof(b)->bytes - (b)->size

static void put_map(struct buffer *b, size_t pairs)
{
    b->size += cbor_encode_map_start(pairs, room(b));
}

static void put_int(struct buffer *b, int number)
{
    b->size += number < 0 ? cbor_encode_negint((uint64_t)(-1 - number), room(b))
                          : cbor_encode_uint((uint64_t)number, room(b));
}

static void put_text(struct buffer *b, const char *text)
{
    b->size += cbor_encode_string_start(strlen(text), room(b));
    put(b, text, strlen(text));
}

static void put_bytes(struct buffer *b, const void *bytes, size_t size)
{
    b->size += cbor_encode_bytestring_start(size, room(b));
    put(b, bytes, size);
}

static struct octets kept(struct arena *a, const void *bytes, size_t size)
{
    void *copy = arena_alloc(a, size + 1);
    if (size)
        memcpy(copy, bytes, size);
    return (struct octets){ copy, size };
}

struct octets octets_of_text(const char *text)
{
    return (struct octets){ text, strlen(text) };
}

static EVP_PKEY *make_key(int algorithm)
{
    switch (algorithm) {
    case WEBAUTHN_ES256: return EVP_EC_gen("P-256");
    case WEBAUTHN_EDDSA: return EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    case WEBAUTHN_RS256: return EVP_RSA_gen(2048);
    default: return EVP_EC_gen("P-384");
    }
}

struct authenticator authenticator_new(int algorithm, const struct relying_party *rp)
{
    struct authenticator d = {
        .key = make_key(algorithm), .algorithm = algorithm, .rp = *rp, .id_size = 32,
        .flags = FLAG_PRESENT | FLAG_VERIFIED, .step = 1, .more = "",
    };
    assert(d.key);
    random_bytes(d.id, sizeof d.id);
    return d;
}

void authenticator_drop(struct authenticator *d)
{
    EVP_PKEY_free(d->key);
    d->key = NULL;
}

static void put_number(struct buffer *b, const EVP_PKEY *key, int label, const char *name,
                       size_t size)
{
    unsigned char bytes[512];
    BIGNUM *number = NULL;
    int const got = EVP_PKEY_get_bn_param(key, name, &number);
    int const written = BN_bn2binpad(number, bytes, (int)size);
    assert(got == 1 && written == (int)size);
    BN_free(number);
    put_int(b, label);
    put_bytes(b, bytes, size);
}

/* COSE_Key (RFC 9053). */
static void put_key(struct buffer *b, const struct authenticator *d)
{
    bool const is_rsa = d->algorithm == WEBAUTHN_RS256, is_okp = d->algorithm == WEBAUTHN_EDDSA;
    int const kind = is_rsa ? 3 : is_okp ? 1 : 2, curve = is_okp ? 6 : 1;
    put_map(b, is_rsa || is_okp ? 4 : 5);
    put_int(b, 1), put_int(b, kind);
    put_int(b, 3), put_int(b, d->algorithm);
    if (is_rsa) {
        put_number(b, d->key, -1, OSSL_PKEY_PARAM_RSA_N, 256);
        put_number(b, d->key, -2, OSSL_PKEY_PARAM_RSA_E, 3);
        return;
    }
    put_int(b, -1), put_int(b, curve);
    if (is_okp) {
        unsigned char x[32];
        size_t size = sizeof x;
        EVP_PKEY_get_raw_public_key(d->key, x, &size);
        put_int(b, -2), put_bytes(b, x, size);
        return;
    }
    put_number(b, d->key, -2, OSSL_PKEY_PARAM_EC_PUB_X, 32);
    put_number(b, d->key, -3, OSSL_PKEY_PARAM_EC_PUB_Y, 32);
}

static void put_credential(struct buffer *b, const struct authenticator *d)
{
    static const unsigned char maker[16];
    unsigned char const size[] = { (unsigned char)(d->id_size >> 8), (unsigned char)d->id_size };
    put(b, maker, sizeof maker);
    put(b, size, sizeof size);
    put(b, d->id, d->id_size);
    put_key(b, d);
}

static struct octets data_of(struct arena *a, struct authenticator *d, bool with_credential)
{
    struct buffer b = { .size = DIGEST_BYTES };
    digest_sha256(d->rp.id, strlen(d->rp.id), b.bytes);
    d->count += d->step;
    unsigned char const head[] = {
        (unsigned char)(d->flags | (with_credential ? FLAG_CREDENTIAL : 0)),
        (unsigned char)(d->count >> 24), (unsigned char)(d->count >> 16),
        (unsigned char)(d->count >> 8), (unsigned char)d->count,
    };
    put(&b, head, sizeof head);
    if (with_credential)
        put_credential(&b, d);
    put(&b, d->tail.bytes, d->tail.size);
    return kept(a, b.bytes, b.size);
}

struct octets authenticator_sign(struct arena *a, const struct authenticator *d,
                                 struct octets authenticator_data, struct octets client_data)
{
    struct buffer signed_bytes = { 0 };
    unsigned char digest[DIGEST_BYTES], signature[512];
    size_t size = sizeof signature;
    digest_sha256(client_data.bytes, client_data.size, digest);
    put(&signed_bytes, authenticator_data.bytes, authenticator_data.size);
    put(&signed_bytes, digest, sizeof digest);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const EVP_MD *hash = d->algorithm == WEBAUTHN_EDDSA ? NULL : EVP_sha256();
    int ok = EVP_DigestSignInit(context, NULL, hash, NULL, d->key);
    ok = ok && EVP_DigestSign(context, signature, &size, signed_bytes.bytes, signed_bytes.size);
    assert(ok);
    EVP_MD_CTX_free(context);
    return kept(a, signature, size);
}

struct octets attestation_of(struct arena *a, const char *format, struct octets statement,
                             struct octets data)
{
    struct buffer b = { 0 };
    put_map(&b, 3);
    put_text(&b, "fmt"), put_text(&b, format);
    put_text(&b, "attStmt");
    if (statement.size)
        put(&b, statement.bytes, statement.size);
    else
        put_map(&b, 0);
    put_text(&b, "authData"), put_bytes(&b, data.bytes, data.size);
    return kept(a, b.bytes, b.size);
}

static struct octets self_statement(struct arena *a, const struct authenticator *d,
                                    const struct ceremony *made)
{
    struct buffer b = { 0 };
    struct octets const signature = authenticator_sign(a, d, made->authenticator_data,
                                                       made->client_data);
    put_map(&b, 2);
    put_text(&b, "alg"), put_int(&b, d->algorithm);
    put_text(&b, "sig"), put_bytes(&b, signature.bytes, signature.size);
    return kept(a, b.bytes, b.size);
}

static struct octets client_data_of(struct arena *a, const struct authenticator *d,
                                    const char *type, const char *challenge)
{
    return octets_of_text(arena_printf(a, "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\""
                                       "%s}", d->type ? d->type : type, challenge, d->rp.origin,
                                       d->more));
}

struct ceremony authenticator_create(struct arena *a, struct authenticator *d,
                                     const char *challenge)
{
    struct ceremony made = {
        .client_data = client_data_of(a, d, "webauthn.create", challenge),
        .authenticator_data = data_of(a, d, true),
    };
    made.attestation = d->attests
        ? attestation_of(a, d->attests, self_statement(a, d, &made), made.authenticator_data)
        : attestation_of(a, "none", (struct octets){ 0 }, made.authenticator_data);
    return made;
}

struct ceremony authenticator_get(struct arena *a, struct authenticator *d, const char *challenge)
{
    struct ceremony made = {
        .client_data = client_data_of(a, d, "webauthn.get", challenge),
        .authenticator_data = data_of(a, d, false),
    };
    made.signature = authenticator_sign(a, d, made.authenticator_data, made.client_data);
    return made;
}

static json_t *encoded(struct arena *a, struct octets o)
{
    return json_string(base64url_encode(a, o.bytes, o.size));
}

json_t *authenticator_json(struct arena *a, const struct authenticator *d,
                           const struct ceremony *made)
{
    const char *id = base64url_encode(a, d->id, d->id_size);
    json_t *response = json_pack("{so}", "clientDataJSON", encoded(a, made->client_data));
    if (made->attestation.size) {
        json_object_set_new(response, "attestationObject", encoded(a, made->attestation));
        json_object_set_new(response, "transports", json_pack("[ss]", "internal", "hybrid"));
    } else {
        json_object_set_new(response, "authenticatorData", encoded(a, made->authenticator_data));
        json_object_set_new(response, "signature", encoded(a, made->signature));
        json_object_set_new(response, "userHandle", json_string(d->handle));
    }
    return json_pack("{ss ss ss so s{}}", "id", id, "rawId", id, "type", "public-key", "response",
                     response, "clientExtensionResults");
}
