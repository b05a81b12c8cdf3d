/* What authenticators and browsers send: any attestation, any credential behind a right head, any
 * tail of an assertion, any client data. */
#include "fuzz.h"

#include "crypto/webauthn.h"

#include <cbor.h>

static const struct relying_party rp = { "simpul.go.id", "https://simpul.go.id" };

static struct octets joined(struct arena *a, struct octets first, struct octets second)
{
    unsigned char *bytes = arena_alloc(a, first.size + second.size + 1);
    memcpy(bytes, first.bytes, first.size);
    if (second.size)
        memcpy(bytes + first.size, second.bytes, second.size);
    return (struct octets){ bytes, first.size + second.size };
}

/* Authenticator data of our party with these flags; the rest is the fuzzer's. */
static struct octets data_of(struct arena *a, unsigned char flags, struct octets rest)
{
    unsigned char head[37] = { [32] = flags, [36] = 1 };
    digest_sha256(rp.id, strlen(rp.id), head);
    return joined(a, (struct octets){ head, sizeof head }, rest);
}

static struct octets attestation_of(struct arena *a, struct octets data)
{
    unsigned char head[64] = "\xA3\x63\x66mt\x64none\x67\x61ttStmt\xA0\x68\x61uthData";
    size_t size = strlen((const char *)head);
    size += cbor_encode_bytestring_start(data.size, head + size, sizeof head - size);
    return joined(a, (struct octets){ head, size }, data);
}

static void make(struct arena *a, struct octets attestation)
{
    struct webauthn_registration const r = { &rp, { "{}", 2 }, attestation };
    struct webauthn_credential c;
    if (webauthn_register(a, &r, &c) == OK)
        assert(c.id.size && c.id.size <= WEBAUTHN_CREDENTIAL_ID_MAX && c.public_key.size >= 32);
}

static void use(struct octets data, struct octets signature)
{
    unsigned char key[32];
    memset(key, 0x66, sizeof key);
    key[0] = 0x58;                      /* the base point of Ed25519 */
    struct webauthn_credential const c = { .algorithm = WEBAUTHN_EDDSA,
                                           .public_key = { key, sizeof key } };
    struct webauthn_assertion const s = { &rp, { "{}", 2 }, data, signature };
    struct webauthn_state now;
    if (webauthn_assert(&s, &c, &now) == OK)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    fuzz_begin();
    AUTO_ARENA struct arena a = { 0 };
    if (!size)
        return 0;
    struct octets const rest = { bytes + 1, size - 1 };
    const char *challenge = NULL;
    make(&a, rest);
    make(&a, attestation_of(&a, data_of(&a, bytes[0] | 0x45, rest)));
    use(data_of(&a, bytes[0] | 5, rest), rest);
    if (webauthn_client_data(&a, &rp, "webauthn.get", rest, &challenge) == OK)
        assert(challenge);
    return 0;
}
