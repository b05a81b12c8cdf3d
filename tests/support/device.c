#include "support/device.h"

#include "base/clock.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "domain/authenticator/authenticator.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

enum { DER_MAX_BYTES = 80, KEYS_MAX = 256 };

/* Devices are values without an end of their own. */
static EVP_PKEY *keys[KEYS_MAX];
static int key_count;

static void drop_keys(void)
{
    while (key_count > 0)
        EVP_PKEY_free(keys[--key_count]);
}

struct device device_new(void)
{
    assert_in_range(key_count, 0, KEYS_MAX - 1);
    if (key_count == 0)
        atexit(drop_keys);
    keys[key_count] = EVP_EC_gen("P-256");
    assert_non_null(keys[key_count]);
    return (struct device){ keys[key_count++], "" };
}

struct p256_key device_public_key(const struct device *d)
{
    struct p256_key out;
    unsigned char point[1 + sizeof out];
    size_t size = 0;
    assert_int_equal(EVP_PKEY_get_octet_string_param(d->key, OSSL_PKEY_PARAM_PUB_KEY, point,
                                                     sizeof point, &size), 1);
    assert_int_equal(size, sizeof point);
    memcpy(&out, point + 1, sizeof out);
    return out;
}

json_t *device_jwk(const struct device *d)
{
    struct p256_key const key = device_public_key(d);
    return json_pack("{ss ss ss ss}", "kty", "EC", "crv", "P-256",
                     "x", base64url_encode(api_arena(), key.x, sizeof key.x),
                     "y", base64url_encode(api_arena(), key.y, sizeof key.y));
}

static const char *raw_base64(const BIGNUM *r, const BIGNUM *s)
{
    unsigned char raw[P256_SIGNATURE_BYTES];
    BN_bn2binpad(r, raw, P256_BYTES);
    BN_bn2binpad(s, raw + P256_BYTES, P256_BYTES);
    return base64_encode(api_arena(), raw, sizeof raw);
}

const char *device_sign(const struct device *d, const char *text)
{
    unsigned char der[DER_MAX_BYTES];
    const unsigned char *at = der;
    size_t size = sizeof der;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    assert_int_equal(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, d->key), 1);
    assert_int_equal(EVP_DigestSign(context, der, &size, (const unsigned char *)text,
                                    strlen(text)), 1);
    EVP_MD_CTX_free(context);
    ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &at, (long)size);
    const char *out = raw_base64(ECDSA_SIG_get0_r(signature), ECDSA_SIG_get0_s(signature));
    ECDSA_SIG_free(signature);
    return out;
}

const char *signature_twin(const char *signature)
{
    size_t size = 0;
    const unsigned char *raw = base64_decode(api_arena(), signature, &size);
    BIGNUM *r = BN_bin2bn(raw, P256_BYTES, NULL), *order = NULL;
    BIGNUM *s = BN_bin2bn(raw + P256_BYTES, P256_BYTES, NULL);
    BN_hex2bn(&order, "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
    BN_sub(s, order, s);
    const char *out = raw_base64(r, s);
    BN_free(r);
    BN_free(s);
    BN_free(order);
    return out;
}

void device_complete(const struct device *d, struct device_call *c)
{
    struct arena *a = api_arena();
    const char *body = c->body ? c->body : "";
    if (!c->device)
        c->device = d->id;
    if (!c->time)
        c->time = arena_printf(a, "%lld", (long long)clock_now());
    if (!c->signature)
        c->signature = device_sign(d, arena_printf(a, "%s\n%s\n%s\n%s", c->method, c->path,
                                                   c->time, digest_hex(a, body, strlen(body))));
}

struct answer device_send(const struct device_call *c)
{
    struct arena *a = api_arena();
    const char *const headers[] = {
        arena_printf(a, "Simpul-Time: %s", c->time),
        arena_printf(a, "Simpul-Signature: %s", c->signature),
        *c->device ? arena_printf(a, "Simpul-Device: %s", c->device) : NULL, NULL,
    };
    return call_raw(c->method, c->path, headers, c->body ? "application/json" : NULL, c->body,
                    c->body ? strlen(c->body) : 0);
}

static const char *text_of(json_t *body)
{
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    const char *out = text ? arena_copy(api_arena(), text) : NULL;
    free(text);
    json_decref(body);
    return out;
}

struct answer device_call(const struct device *d, const char *method, const char *path,
                          json_t *body)
{
    struct device_call c = { .method = method, .path = path, .body = text_of(body) };
    device_complete(d, &c);
    return device_send(&c);
}

const char *pairing_token_of(const char *account_id)
{
    struct totp_enrolment made;
    struct totp_enrolling const who = {
        .account_id = account_id, .origin = arena_printf(api_arena(), "ses_of_%s", account_id),
        .portal = api_url(), .ip = "127.0.0.1",
    };
    assert_ok(totp_enrol(api_db(), api_arena(), &who, clock_now(), &made));
    return made.pairing_token;
}

struct answer device_pair(struct device *d, const char *pairing_token)
{
    struct answer a = device_call(d, "POST", "/authenticator/pair",
                                  json_pack("{ss so ss}", "pairing_token", pairing_token,
                                            "public_key", device_jwk(d),
                                            "device_name", "Chrome, Android"));
    if (a.status == 201)
        d->id = answer_text(&a, "data.device_id");
    return a;
}

struct device device_of(const char *account_id)
{
    struct device d = device_new();
    assert_int_equal(device_pair(&d, pairing_token_of(account_id)).status, 201);
    return d;
}

enum err try_waiting(const char *account_id, const char *ip, struct waiting *out)
{
    struct approval asked;
    struct challenge c = {
        .account_id = account_id, .type = "approval", .ip = ip,
        .user_agent = "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36",
    };
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, api_db()));
    TRY(challenge_begin(tx.db, api_arena(), &c, clock_now()));
    TRY(approval_begin(tx.db, api_arena(), &c, clock_now(), &asked));
    TRY(tx_commit(&tx));
    *out = (struct waiting){ c.token, c.id, asked.id, asked.number };
    return OK;
}

struct waiting waiting_of(const char *account_id, const char *ip)
{
    struct waiting w;
    assert_ok(try_waiting(account_id, ip, &w));
    return w;
}

const char *waiting_state(const struct waiting *w)
{
    struct challenge c;
    assert_ok(challenge_find(api_db(), api_arena(), w->token, clock_now(), &c));
    return c.state;
}

struct answer device_answer(const struct device *d, const char *approval_id, const char *answer,
                            int number)
{
    json_t *body = json_pack("{ss}", "answer", answer);
    if (number != CHALLENGE_NO_NUMBER)
        json_object_set_new(body, "number",
                            json_string(arena_printf(api_arena(), "%02d", number)));
    return device_call(d, "POST",
                       arena_printf(api_arena(), "/authenticator/challenges/%s", approval_id),
                       body);
}
