/* Captcha payloads: any text, any JSON, and solved challenges with a salt of any form. */
#include "fuzz.h"

#include "crypto/captcha.h"
#include "crypto/digest.h"

#include <jansson.h>

static void check(struct arena *a, const char *payload)
{
    struct captcha_proof proof;
    if (captcha_check(a, payload, &proof) == OK)
        assert(proof.expires_at > FUZZ_NOW && strlen(proof.digest) == 2 * DIGEST_BYTES);
}

/* Signed and solved, so that only the salt's form is left to be refused. */
static void check_salt(struct arena *a, const char *salt)
{
    struct key const key = key_newest(FOR_CAPTCHA);
    unsigned char mac[DIGEST_BYTES];
    const char *solved = arena_printf(a, "%s7", salt);
    const char *challenge = digest_hex(a, solved, strlen(solved));
    hmac_sha256(key.bytes, KEY_BYTES, challenge, strlen(challenge), mac);
    json_t *answer = json_pack("{s:s, s:s, s:i, s:s, s:s}", "algorithm", "SHA-256", "challenge",
                               challenge, "number", 7, "salt", salt, "signature",
                               hex_encode(a, mac, sizeof mac));
    char *text = answer ? json_dumps(answer, JSON_COMPACT) : NULL;
    if (text)
        check(a, base64_encode(a, text, strlen(text)));
    free(text);
    json_decref(answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    fuzz_begin();
    AUTO_ARENA struct arena a = { 0 };
    check(&a, fuzz_text(&a, bytes, size));
    check(&a, base64_encode(&a, bytes, size));
    check_salt(&a, fuzz_text(&a, bytes, size));
    return 0;
}
