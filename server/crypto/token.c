#include "crypto/token.h"

#include "base/clock.h"
#include "base/text.h"
#include "crypto/secret.h"

#include <jansson.h>
#include <jwt.h>
#include <stdlib.h>
#include <string.h>

static void drop_jwt(jwt_t **jwt)
{
    if (*jwt)
        jwt_free(*jwt);
}

static void drop_json(json_t **json)
{
    json_decref(*json);
}

static void drop_text(char **text)
{
    free(*text);
}

#define AUTO_JWT __attribute__((cleanup(drop_jwt)))
#define AUTO_JSON __attribute__((cleanup(drop_json)))
#define AUTO_TEXT __attribute__((cleanup(drop_text)))

static int add_amr(jwt_t *jwt, const struct claims *claims)
{
    AUTO_JSON json_t *grant = json_pack("{s:[]}", "amr");
    json_t *amr = json_object_get(grant, "amr");
    for (int i = 0; i < TOKEN_AMR_MAX && claims->amr[i]; i++)
        json_array_append_new(amr, json_string(claims->amr[i]));
    AUTO_TEXT char *text = json_dumps(grant, JSON_COMPACT);
    return text ? jwt_add_grants_json(jwt, text) : -1;
}

static int add_claims(jwt_t *jwt, const struct claims *claims)
{
    struct { const char *name, *value; } const texts[] = {
        { "iss", claims->iss }, { "sub", claims->sub }, { "jti", claims->jti },
        { "sid", claims->sid }, { "role", claims->role },
    };
    int failed = 0;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        failed |= jwt_add_grant(jwt, texts[i].name, texts[i].value);
    failed |= jwt_add_grant_int(jwt, "iat", claims->iat);
    failed |= jwt_add_grant_int(jwt, "exp", claims->exp);
    return failed | add_amr(jwt, claims);
}

static int add_key(jwt_t *jwt)
{
    AUTO_KEY struct key key = key_newest(FOR_TOKENS);
    AUTO_ARENA struct arena a = { 0 };
    int const failed = jwt_add_header(jwt, "kid", arena_printf(&a, "%u", key.id));
    return failed | jwt_set_alg(jwt, JWT_ALG_HS256, key.bytes, KEY_BYTES);
}

enum err token_sign(struct arena *a, const struct claims *claims, char **out)
{
    AUTO_JWT jwt_t *jwt = NULL;
    if (jwt_new(&jwt) || add_claims(jwt, claims) || add_key(jwt))
        return err_because(INTERNAL, "a token cannot be made: a claim is missing");
    AUTO_TEXT char *text = jwt_encode_str(jwt);
    if (!text)
        return err_because(INTERNAL, "a token cannot be signed");
    *out = arena_copy(a, text);
    return OK;
}

/* The secret that the header names. Nothing is believed yet. */
static bool find_key(const char *token, struct key *out)
{
    AUTO_ARENA struct arena a = { 0 };
    char *head = arena_printf(&a, "%.*s", (int)strcspn(token, "."), token);
    size_t size = 0;
    int64_t id;
    const unsigned char *bytes = base64_decode(&a, head, &size);
    AUTO_JSON json_t *header =
        bytes ? json_loadb((const char *)bytes, size, JSON_REJECT_DUPLICATES, NULL) : NULL;
    const char *kid = json_string_value(json_object_get(header, "kid"));
    return kid && text_to_int(kid, 1, UINT32_MAX, &id)
        && key_find(FOR_TOKENS, (uint32_t)id, out);
}

/* libjwt believes whatever algorithm the token names, so it is compared after decoding. */
static enum err verify(const char *token, jwt_t **out)
{
    if (strnlen(token, TOKEN_CHARS_MAX + 1) > TOKEN_CHARS_MAX)
        return err_because(UNAUTHENTICATED, "the token is too long");
    AUTO_KEY struct key key = { 0 };
    if (!find_key(token, &key))
        return err_because(UNAUTHENTICATED, "the token names no secret of ours");
    AUTO_JWT jwt_t *jwt = NULL;
    if (jwt_decode(&jwt, token, key.bytes, KEY_BYTES) != 0)
        return err_because(UNAUTHENTICATED, "the token's signature does not fit");
    if (jwt_get_alg(jwt) != JWT_ALG_HS256)
        return err_because(UNAUTHENTICATED, "the token is not HS256");
    *out = jwt;
    jwt = NULL;
    return OK;
}

static const char *text_claim(struct arena *a, jwt_t *jwt, const char *name)
{
    const char *value = jwt_get_grant(jwt, name);
    return value ? arena_copy(a, value) : NULL;
}

static void read_amr(struct arena *a, jwt_t *jwt, struct claims *out)
{
    AUTO_TEXT char *text = jwt_get_grants_json(jwt, "amr");
    AUTO_JSON json_t *amr = text ? json_loads(text, 0, NULL) : NULL;
    for (size_t i = 0; i < TOKEN_AMR_MAX && i < json_array_size(amr); i++) {
        const char *word = json_string_value(json_array_get(amr, i));
        if (!word)
            return;
        out->amr[i] = arena_copy(a, word);
    }
}

static bool is_complete(const struct claims *c)
{
    return c->iss && c->sub && c->jti && c->sid && c->role && c->exp > 0;
}

enum err token_read(struct arena *a, const char *token, const char *iss, struct claims *out)
{
    AUTO_JWT jwt_t *jwt = NULL;
    TRY(verify(token, &jwt));
    struct claims read = {
        .iss = text_claim(a, jwt, "iss"), .sub = text_claim(a, jwt, "sub"),
        .jti = text_claim(a, jwt, "jti"), .sid = text_claim(a, jwt, "sid"),
        .role = text_claim(a, jwt, "role"),
        .iat = jwt_get_grant_int(jwt, "iat"), .exp = jwt_get_grant_int(jwt, "exp"),
    };
    read_amr(a, jwt, &read);
    if (!is_complete(&read) || !text_is(read.iss, iss))
        return err_because(UNAUTHENTICATED, "the token lacks a claim or has another issuer");
    if (read.exp <= clock_now())
        return err_because(UNAUTHENTICATED, "the token has expired");
    *out = read;
    return OK;
}
