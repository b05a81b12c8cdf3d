/* Access tokens: any text, and any header and payload under a right signature. */
#include "fuzz.h"

#include "crypto/digest.h"
#include "crypto/token.h"

static char *sign(struct arena *a, const uint8_t *bytes, size_t size)
{
    struct key const key = key_newest(FOR_TOKENS);
    const uint8_t *line = memchr(bytes, '\n', size);
    size_t const head = line ? (size_t)(line - bytes) : 0, body = line ? head + 1 : 0;
    static const char usual[] = "{\"alg\":\"HS256\",\"kid\":\"2\"}";
    char *text = arena_printf(a, "%s.%s",
                              line ? base64url_encode(a, bytes, head)
                                   : base64url_encode(a, usual, sizeof usual - 1),
                              base64url_encode(a, bytes + body, size - body));
    unsigned char mac[DIGEST_BYTES];
    hmac_sha256(key.bytes, KEY_BYTES, text, strlen(text), mac);
    return arena_printf(a, "%s.%s", text, base64url_encode(a, mac, sizeof mac));
}

static void read_token(struct arena *a, const char *token)
{
    struct claims c;
    if (token_read(a, token, "https://simpul.example", &c) != OK)
        return;
    assert(text_is(c.iss, "https://simpul.example") && c.exp > FUZZ_NOW);
    assert(c.sub && c.jti && c.sid && c.role);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    fuzz_begin();
    AUTO_ARENA struct arena a = { 0 };
    read_token(&a, fuzz_text(&a, bytes, size));
    read_token(&a, sign(&a, bytes, size));
    return 0;
}
