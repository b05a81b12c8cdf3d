#include "crypto/webauthn.h"

#include "crypto/compare.h"
#include "crypto/webauthn_cbor.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <stdlib.h>
#include <string.h>

/* Authenticator data: the digest of the party's id, flags, counter; then, where the flags say so,
 * the credential (an id of the authenticator's make, the length of its own id, that id, the key)
 * and a map of extensions. */
enum { RP_DIGEST_SIZE = 32, HEAD_SIZE = 37, CREDENTIAL_ID_AT = HEAD_SIZE + 18 };
enum { PRESENT = 1, VERIFIED = 1 << 2, MAY_BE_BACKED_UP = 1 << 3, BACKED_UP = 1 << 4,
       HAS_CREDENTIAL = 1 << 6, HAS_EXTENSIONS = 1 << 7 };

static enum err refused(const char *what, int fido_error)
{
    return err_because(PASSKEY_INVALID, "%s: %s", what, fido_strerr(fido_error));
}

/* ---- keys: each verifies an assertion, or without one only looks whether it is a key */

static int use_es256(struct octets key, const fido_assert_t *assert)
{
    __attribute__((cleanup(es256_pk_free))) es256_pk_t *pk = es256_pk_new();
    int const e = pk ? es256_pk_from_ptr(pk, key.bytes, key.size) : FIDO_ERR_INTERNAL;
    return e || !assert ? e : fido_assert_verify(assert, 0, WEBAUTHN_ES256, pk);
}

static int use_eddsa(struct octets key, const fido_assert_t *assert)
{
    __attribute__((cleanup(eddsa_pk_free))) eddsa_pk_t *pk = eddsa_pk_new();
    int const e = pk ? eddsa_pk_from_ptr(pk, key.bytes, key.size) : FIDO_ERR_INTERNAL;
    return e || !assert ? e : fido_assert_verify(assert, 0, WEBAUTHN_EDDSA, pk);
}

static int use_rs256(struct octets key, const fido_assert_t *assert)
{
    __attribute__((cleanup(rs256_pk_free))) rs256_pk_t *pk = rs256_pk_new();
    int const e = pk ? rs256_pk_from_ptr(pk, key.bytes, key.size) : FIDO_ERR_INTERNAL;
    return e || !assert ? e : fido_assert_verify(assert, 0, WEBAUTHN_RS256, pk);
}

static const struct algorithm {
    int number;
    int (*use)(struct octets key, const fido_assert_t *assert);
} algorithms[] = {
    { WEBAUTHN_ES256, use_es256 }, { WEBAUTHN_EDDSA, use_eddsa }, { WEBAUTHN_RS256, use_rs256 },
};
enum { ALGORITHMS = sizeof algorithms / sizeof algorithms[0] };

static int use_key(const struct webauthn_credential *c, const fido_assert_t *assert)
{
    for (int i = 0; i < ALGORITHMS; i++) {
        if (algorithms[i].number == c->algorithm)
            return algorithms[i].use(c->public_key, assert);
    }
    return FIDO_ERR_UNSUPPORTED_ALGORITHM;
}

/* ---- authenticator data */

static unsigned char byte_at(struct octets data, size_t at)
{
    return ((const unsigned char *)data.bytes)[at];
}

static unsigned char flags_of(struct octets data)
{
    return byte_at(data, RP_DIGEST_SIZE);
}

static enum err check_flags(unsigned char flags)
{
    if (!(flags & PRESENT))
        return err_because(PASSKEY_INVALID, "nobody was present");
    if (!(flags & VERIFIED))
        return err_because(PASSKEY_INVALID, "the user was not verified");
    if ((flags & BACKED_UP) && !(flags & MAY_BE_BACKED_UP))
        return err_because(PASSKEY_INVALID, "backed up without being eligible");
    return OK;
}

/* Whose it is, and what its flags say. */
static enum err check_head(const struct relying_party *rp, struct octets data)
{
    unsigned char digest[DIGEST_BYTES];
    if (data.size < HEAD_SIZE || data.size > WEBAUTHN_ATTESTATION_MAX)
        return err_because(PASSKEY_INVALID, "authenticator data of %zu bytes", data.size);
    digest_sha256(rp->id, strlen(rp->id), digest);
    if (!same_bytes(digest, data.bytes, sizeof digest))
        return err_because(PASSKEY_INVALID, "authenticator data of another party");
    return check_flags(flags_of(data));
}

/* What stands behind the head and the credential's id is what the flags announce, nothing more:
 * the library does not look. */
static enum err check_tail(struct octets data, size_t at)
{
    struct octets rest = { (const unsigned char *)data.bytes + at, data.size - at };
    int items = !!(flags_of(data) & HAS_CREDENTIAL) + !!(flags_of(data) & HAS_EXTENSIONS);
    for (; items; items--) {
        size_t const size = cbor_item_size(rest);
        if (!size)
            return err_because(PASSKEY_INVALID, "a key or extension is missing or broken");
        rest = (struct octets){ (const unsigned char *)rest.bytes + size, rest.size - size };
    }
    return rest.size ? err_because(PASSKEY_INVALID, "%zu bytes too many", rest.size) : OK;
}

static enum err check_credential(struct octets data)
{
    if (!(flags_of(data) & HAS_CREDENTIAL) || data.size < CREDENTIAL_ID_AT)
        return err_because(PASSKEY_INVALID, "no credential");
    size_t const id_size = (size_t)byte_at(data, CREDENTIAL_ID_AT - 2) << 8
                           | byte_at(data, CREDENTIAL_ID_AT - 1);
    if (!id_size || id_size > WEBAUTHN_CREDENTIAL_ID_MAX || id_size > data.size - CREDENTIAL_ID_AT)
        return err_because(PASSKEY_INVALID, "a credential id of %zu bytes", id_size);
    return check_tail(data, CREDENTIAL_ID_AT + id_size);
}

/* ---- registering */

/* NULL unless the key is of the algorithm: the library wants to know it before it reads. */
static fido_cred_t *read_as(const struct algorithm *algorithm, struct octets data)
{
    fido_cred_t *cred = fido_cred_new();
    if (!cred || fido_cred_set_type(cred, algorithm->number) != FIDO_OK
        || fido_cred_set_authdata_raw(cred, data.bytes, data.size) != FIDO_OK)
        fido_cred_free(&cred);
    return cred;
}

static fido_cred_t *read_credential(struct octets data)
{
    fido_cred_t *cred = NULL;
    for (int i = 0; i < ALGORITHMS && !cred; i++)
        cred = read_as(&algorithms[i], data);
    return cred;
}

/* Self attestation: the credential's own key has signed it. */
static enum err check_statement(fido_cred_t *cred, const struct webauthn_registration *r,
                                const struct attestation *made)
{
    if (!made->statement.size)
        return OK;
    int e = fido_cred_set_fmt(cred, "packed");
    if (!e)
        e = fido_cred_set_rp(cred, r->rp->id, NULL);
    if (!e)
        e = fido_cred_set_clientdata(cred, r->client_data.bytes, r->client_data.size);
    if (!e)
        e = fido_cred_set_attstmt(cred, made->statement.bytes, made->statement.size);
    if (!e)
        e = fido_cred_verify_self(cred);
    return e ? refused("self attestation", e) : OK;
}

static struct octets copied(struct arena *a, const void *bytes, size_t size)
{
    void *copy = arena_alloc(a, size);
    memcpy(copy, bytes, size);
    return (struct octets){ copy, size };
}

static struct webauthn_credential credential_of(struct arena *a, const fido_cred_t *cred)
{
    unsigned char const flags = fido_cred_flags(cred);
    return (struct webauthn_credential){
        .id = copied(a, fido_cred_id_ptr(cred), fido_cred_id_len(cred)),
        .algorithm = fido_cred_type(cred),
        .public_key = copied(a, fido_cred_pubkey_ptr(cred), fido_cred_pubkey_len(cred)),
        .sign_count = fido_cred_sigcount(cred),
        .may_be_backed_up = flags & MAY_BE_BACKED_UP, .is_backed_up = flags & BACKED_UP,
    };
}

enum err webauthn_register(struct arena *a, const struct webauthn_registration *r,
                           struct webauthn_credential *out)
{
    struct attestation made;
    TRY(cbor_attestation(a, r->attestation, &made));
    TRY(check_head(r->rp, made.data));
    TRY(check_credential(made.data));
    __attribute__((cleanup(fido_cred_free))) fido_cred_t *cred = read_credential(made.data);
    if (!cred)
        return err_because(PASSKEY_INVALID, "unreadable credential, or not of our algorithms");
    struct webauthn_credential const found = credential_of(a, cred);
    int const e = use_key(&found, NULL);
    if (e)
        return refused("not a public key", e);
    TRY(check_statement(cred, r, &made));
    *out = found;
    return OK;
}

/* ---- signing in */

static int fill(fido_assert_t *assert, const struct webauthn_assertion *s)
{
    int e = assert ? fido_assert_set_count(assert, 1) : FIDO_ERR_INTERNAL;
    if (!e)
        e = fido_assert_set_rp(assert, s->rp->id);
    if (!e)
        e = fido_assert_set_up(assert, FIDO_OPT_TRUE);
    if (!e)
        e = fido_assert_set_uv(assert, FIDO_OPT_TRUE);
    if (!e)
        e = fido_assert_set_clientdata(assert, s->client_data.bytes, s->client_data.size);
    if (!e)
        e = fido_assert_set_authdata_raw(assert, 0, s->authenticator_data.bytes,
                                         s->authenticator_data.size);
    if (!e)
        e = fido_assert_set_sig(assert, 0, s->signature.bytes, s->signature.size);
    return e;
}

enum err webauthn_assert(const struct webauthn_assertion *s, const struct webauthn_credential *c,
                         struct webauthn_state *now)
{
    TRY(check_head(s->rp, s->authenticator_data));
    unsigned char const flags = flags_of(s->authenticator_data);
    if (flags & HAS_CREDENTIAL)
        return err_because(PASSKEY_INVALID, "an assertion with a credential");
    if (!(flags & MAY_BE_BACKED_UP) != !c->may_be_backed_up)
        return err_because(PASSKEY_INVALID, "the backup eligibility has changed");
    TRY(check_tail(s->authenticator_data, HEAD_SIZE));
    __attribute__((cleanup(fido_assert_free))) fido_assert_t *assert = fido_assert_new();
    int e = fill(assert, s);
    if (!e)
        e = use_key(c, assert);
    if (e)
        return refused("assertion", e);
    *now = (struct webauthn_state){ .sign_count = fido_assert_sigcount(assert, 0),
                                    .is_backed_up = flags & BACKED_UP };
    return OK;
}
