#include "domain/passkeys/passkeys_input_api.h"

#include "base/text.h"
#include "domain/json/json.h"

enum { TRANSPORTS_MAX = 8 };

/* Characters of base64url for so many bytes. */
#define ENCODED(bytes) (((bytes) * 4 + 2) / 3)

struct field {
    const char *name;
    size_t max_bytes;
    struct octets *out;
};

static enum err decode(struct req *r, const struct field *fields, int count)
{
    for (int i = 0; i < count; i++) {
        struct octets *out = fields[i].out;
        const char *text = in_text(r, fields[i].name, 1, ENCODED(fields[i].max_bytes));
        out->bytes = base64_decode(&r->arena, text, &out->size);
    }
    TRY(in_check(r));
    for (int i = 0; i < count; i++) {
        if (!fields[i].out->bytes || !fields[i].out->size)
            return err_because(PASSKEY_INVALID, "%s is no base64url", fields[i].name);
    }
    return OK;
}

/* The one spelling of what browsers spell alike, so that it can be compared as text. */
static const char *spelled(struct req *r, struct octets bytes)
{
    return base64url_encode(&r->arena, bytes.bytes, bytes.size);
}

/* What the browser tells of the ways to the authenticator; words that we do not know are left
 * out. */
static const char *in_transports(struct req *r)
{
    const json_t *given = in_json(r, "passkey.response.transports");
    json_t *kept = json_array();
    for (size_t i = 0; i < json_array_size(given) && i < TRANSPORTS_MAX; i++) {
        const char *word = json_string_value(json_array_get(given, i));
        if (word && text_is_one_of(word, "usb|nfc|ble|internal|hybrid|smart-card"))
            json_array_append_new(kept, json_string(word));
    }
    return json_text(&r->arena, kept);
}

enum err in_passkey_form(struct req *r, struct passkey_form *out)
{
    struct octets id = { 0 };
    *out = (struct passkey_form){
        .rp = relying_party_of(&r->arena, r->app->config->public_url),
        .label = in_text(r, "label", 1, PASSKEY_LABEL_MAX), .transports = in_transports(r),
    };
    in_choice(r, "passkey.type", "public-key");
    struct field const fields[] = {
        { "passkey.id", WEBAUTHN_CREDENTIAL_ID_MAX, &id },
        { "passkey.response.clientDataJSON", WEBAUTHN_CLIENT_DATA_MAX, &out->client_data },
        { "passkey.response.attestationObject", WEBAUTHN_ATTESTATION_MAX, &out->attestation },
    };
    TRY(decode(r, fields, sizeof fields / sizeof fields[0]));
    out->credential_id = spelled(r, id);
    return OK;
}

enum err in_passkey_use(struct req *r, struct passkey_use *out)
{
    struct octets id = { 0 }, handle = { 0 };
    *out = (struct passkey_use){
        .rp = relying_party_of(&r->arena, r->app->config->public_url), .ip = r->ip,
    };
    in_choice(r, "passkey.type", "public-key");
    struct field const fields[] = {
        { "passkey.id", WEBAUTHN_CREDENTIAL_ID_MAX, &id },
        { "passkey.response.userHandle", WEBAUTHN_USER_HANDLE_MAX, &handle },
        { "passkey.response.clientDataJSON", WEBAUTHN_CLIENT_DATA_MAX, &out->client_data },
        { "passkey.response.authenticatorData", WEBAUTHN_AUTHENTICATOR_DATA_MAX,
          &out->authenticator_data },
        { "passkey.response.signature", WEBAUTHN_SIGNATURE_MAX, &out->signature },
    };
    TRY(decode(r, fields, sizeof fields / sizeof fields[0]));
    out->credential_id = spelled(r, id);
    out->handle = spelled(r, handle);
    return OK;
}
