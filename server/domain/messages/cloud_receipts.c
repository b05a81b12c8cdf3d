/* WhatsApp Cloud API: its webhook.
 *
 * https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components */
#include "domain/messages/cloud.h"

#include "base/text.h"
#include "crypto/compare.h"
#include "crypto/digest.h"
#include "domain/json/json.h"
#include "domain/messages/secrets.h"

#include <string.h>

enum { NESTING_MAX = 32 };

enum err cloud_verify(const char *token)
{
    const char *expected = NULL;
    TRY(provider_secret("whatsapp-verify-token", &expected));
    return token && same_text(expected, token) ? OK : FORBIDDEN;
}

enum err cloud_check_signature(const void *body, size_t size, const char *signature)
{
    AUTO_ARENA struct arena a = { 0 };
    unsigned char digest[DIGEST_BYTES];
    const char *secret = NULL;
    TRY(provider_secret("whatsapp-app-secret", &secret));
    hmac_sha256(secret, strlen(secret), body, size, digest);
    const char *expected = arena_printf(&a, "sha256=%s", hex_encode(&a, digest, sizeof digest));
    return signature && same_text(expected, signature) ? OK : FORBIDDEN;
}

static bool read_kind(const char *status, enum receipt_kind *out)
{
    static const char *const names[] = { "sent", "delivered", "read", "failed" };
    for (int i = 0; i < 4; i++) {
        if (text_is(names[i], status)) {
            *out = (enum receipt_kind)i;
            return true;
        }
    }
    return false;
}

static enum err take_status(struct db *db, const json_t *status, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    const char *time = json_scalar(&a, json_at(status, "/timestamp"));
    const char *error = json_scalar(&a, json_at(status, "/errors/0/code"));
    struct receipt r = {
        .provider = "cloud",
        .provider_id = json_string_value(json_at(status, "/id")),
        .message_id = json_string_value(json_at(status, "/biz_opaque_callback_data")),
        .why = arena_printf(&a, "Meta says it failed with error %.20s", error ? error : "?"),
        .at = now,
    };
    if (!r.provider_id
        || !read_kind(json_string_value(json_at(status, "/status")), &r.kind))
        return OK;
    if (time && !text_to_int(time, 1, now, &r.at))
        r.at = now;
    return receipt_take(db, &r, now);
}

static enum err take_change(struct db *db, const json_t *change, int64_t now)
{
    size_t i;
    json_t *status;
    json_array_foreach(json_at(change, "/value/statuses"), i, status)
        TRY(take_status(db, status, now));
    return OK;
}

static enum err take_all(struct db *db, const json_t *json, int64_t now)
{
    size_t i, j;
    json_t *entry, *change;
    json_array_foreach(json_at(json, "/entry"), i, entry) {
        json_array_foreach(json_at(entry, "/changes"), j, change)
            TRY(take_change(db, change, now));
    }
    return OK;
}

enum err cloud_receipts_take(struct db *db, const char *body, size_t size, int64_t now)
{
    json_t *json = json_nests_within(body, size, NESTING_MAX) ? json_loadb(body, size, 0, NULL)
                                                              : NULL;
    if (!json)
        return err_because(BAD_INPUT, "no JSON");
    enum err const e = take_all(db, json, now);
    json_decref(json);
    return e;
}
