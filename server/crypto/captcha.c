#include "crypto/captcha.h"

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "crypto/compare.h"
#include "crypto/digest.h"
#include "crypto/secret.h"

#include <jansson.h>
#include <string.h>

enum { SALT_BYTES = 12, NUMBER_CEILING = 10 * 1000 * 1000 };
#define ALGORITHM "SHA-256"

static char *digest_of(struct arena *a, const char *salt, int64_t number)
{
    const char *text = arena_printf(a, "%s%lld", salt, (long long)number);
    return digest_hex(a, text, strlen(text));
}

static char *sign(struct arena *a, const struct key *key, const char *challenge)
{
    unsigned char mac[DIGEST_BYTES];
    hmac_sha256(key->bytes, KEY_BYTES, challenge, strlen(challenge), mac);
    return hex_encode(a, mac, sizeof mac);
}

struct captcha captcha_new(struct arena *a, int64_t max)
{
    AUTO_KEY struct key key = key_newest(FOR_CAPTCHA);
    unsigned char bytes[SALT_BYTES];
    random_bytes(bytes, sizeof bytes);
    struct captcha c = {
        .algorithm = ALGORITHM,
        .maxnumber = max ? max : CAPTCHA_NUMBER_MAX,
        .salt = arena_printf(a, "%s?expires=%lld&", hex_encode(a, bytes, sizeof bytes),
                             (long long)(clock_now() + CAPTCHA_TTL_S)),
    };
    c.challenge = digest_of(a, c.salt, random_below((uint32_t)c.maxnumber + 1));
    c.signature = sign(a, &key, c.challenge);
    return c;
}

char *captcha_json(struct arena *a, const struct captcha *c)
{
    return arena_printf(a, "{\"algorithm\":\"%s\",\"challenge\":\"%s\",\"maxnumber\":%lld,"
                        "\"salt\":\"%s\",\"signature\":\"%s\"}", c->algorithm, c->challenge,
                        (long long)c->maxnumber, c->salt, c->signature);
}

/* The expiry in a salt of exactly our form, or 0. */
static int64_t expiry_in(struct arena *a, const char *salt)
{
    static const char middle[] = "?expires=";
    size_t const head = strspn(salt, "0123456789abcdef"), length = strlen(salt);
    if (head != 2 * SALT_BYTES || !text_starts(salt + head, middle) || salt[length - 1] != '&')
        return 0;
    const char *from = salt + head + strlen(middle);
    int64_t at = 0;
    char *digits = arena_printf(a, "%.*s", (int)strcspn(from, "&"), from);
    bool const is_ours = from + strlen(digits) + 1 == salt + length
                         && text_to_int(digits, 1, INT64_MAX, &at);
    return is_ours ? at : 0;
}

static bool is_signed(struct arena *a, const char *challenge, const char *signature)
{
    AUTO_KEY struct key key = { 0 };
    for (size_t i = 0; key_at(FOR_CAPTCHA, i, &key); i++) {
        if (same_text(sign(a, &key, challenge), signature))
            return true;
    }
    return false;
}

static enum err check(struct arena *a, json_t *answer, struct captcha_proof *out)
{
    const char *algorithm, *challenge, *salt, *signature;
    json_int_t number = -1;
    if (json_unpack(answer, "{s:s, s:s, s:I, s:s, s:s}", "algorithm", &algorithm, "challenge",
                    &challenge, "number", &number, "salt", &salt, "signature", &signature) != 0)
        return err_because(CAPTCHA_INVALID, "a member is missing");
    if (!text_is(algorithm, ALGORITHM) || number < 0 || number > NUMBER_CEILING)
        return err_because(CAPTCHA_INVALID, "another algorithm or number");
    int64_t const expires_at = expiry_in(a, salt);
    if (expires_at <= clock_now())
        return err_because(CAPTCHA_INVALID, "expired");
    if (!text_is(digest_of(a, salt, number), challenge))
        return err_because(CAPTCHA_INVALID, "the number is wrong");
    if (!is_signed(a, challenge, signature))
        return err_because(CAPTCHA_INVALID, "not signed by us");
    *out = (struct captcha_proof){ arena_copy(a, challenge), expires_at };
    return OK;
}

enum err captcha_check(struct arena *a, const char *payload, struct captcha_proof *out)
{
    if (!payload || strnlen(payload, CAPTCHA_CHARS_MAX + 1) > CAPTCHA_CHARS_MAX)
        return err_because(CAPTCHA_INVALID, "no payload, or too long a one");
    size_t size = 0;
    const unsigned char *bytes = base64_decode(a, payload, &size);
    json_t *answer =
        bytes ? json_loadb((const char *)bytes, size, JSON_REJECT_DUPLICATES, NULL) : NULL;
    enum err const e = check(a, answer, out);
    json_decref(answer);
    return e;
}
