/* WebAuthn: what the browser says of a ceremony, and who the relying party is. */
#include "crypto/webauthn.h"
#include "support/world.h"

#include "base/text.h"

#include <string.h>

#define CHALLENGE "dGhpcyBpcyBhIGNoYWxsZW5nZSBvZiAzMiBieXRlcy4"

static const struct relying_party rp = { "simpul.go.id", "https://simpul.go.id" };

static int begin(void **state)
{
    static struct arena arena;
    arena = (struct arena){ 0 };
    *state = &arena;
    return 0;
}

static int end(void **state)
{
    arena_finish(*state);
    return 0;
}

/* As signing in reads it. */
static enum err read_text(struct arena *a, const char *text)
{
    const char *challenge = NULL;
    struct octets const data = { text, strlen(text) };
    TRY(webauthn_client_data(a, &rp, "webauthn.get", data, &challenge));
    return text_is(challenge, CHALLENGE) ? OK : CONFLICT;
}

static enum err read_parts(struct arena *a, const char *type, const char *origin, const char *more)
{
    return read_text(a, arena_printf(a, "{\"type\":\"%s\",\"challenge\":\"" CHALLENGE "\","
                                     "\"origin\":\"%s\"%s}", type, origin, more));
}

static void the_challenge_is_told(void **state)
{
    assert_ok(read_parts(*state, "webauthn.get", rp.origin, ""));
}

static void another_type_is_refused(void **state)
{
    assert_err(PASSKEY_INVALID, read_parts(*state, "webauthn.create", rp.origin, ""));
    assert_err(PASSKEY_INVALID, read_parts(*state, "payment.get", rp.origin, ""));
    assert_err(PASSKEY_INVALID, read_parts(*state, "", rp.origin, ""));
}

static void another_origin_is_refused(void **state)
{
    static const char *const others[] = {
        "http://simpul.go.id", "https://simpul.go.id:8443", "https://simpul.go.id/",
        "https://jahat.simpul.go.id", "https://simpul.go.id.jahat.id", "https://Simpul.go.id", "",
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_err(PASSKEY_INVALID, read_parts(*state, "webauthn.get", others[i], ""));
}

static void a_page_within_another_is_refused(void **state)
{
    static const char *const wrong[] = {
        ",\"crossOrigin\":true", ",\"crossOrigin\":\"false\"", ",\"crossOrigin\":null",
        ",\"crossOrigin\":false,\"topOrigin\":\"https://lain.id\"",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_err(PASSKEY_INVALID, read_parts(*state, "webauthn.get", rp.origin, wrong[i]));
    assert_ok(read_parts(*state, "webauthn.get", rp.origin,
                         ",\"crossOrigin\":false,\"other_keys_can_be_added_here\":{\"a\":[1]}"));
}

static void what_is_no_such_object_is_refused(void **state)
{
    struct arena *a = *state;
    static const char *const wrong[] = {
        "", "{", "null", "[]", "\"text\"", "{}", "{\"type\":\"webauthn.get\"}",
        "{\"type\":\"webauthn.get\",\"challenge\":7,\"origin\":\"https://simpul.go.id\"}",
        "{\"type\":\"webauthn.get\",\"challenge\":\"AAAA\",\"origin\":null}",
        "\xFF\xFE{}",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_err(PASSKEY_INVALID, read_text(a, wrong[i]));
    assert_err(PASSKEY_INVALID, read_parts(a, "webauthn.get", rp.origin,
                                           ",\"type\":\"webauthn.get\""));
    char *huge = arena_alloc(a, WEBAUTHN_CLIENT_DATA_MAX + 2);
    memset(huge, '[', WEBAUTHN_CLIENT_DATA_MAX + 1);
    assert_err(PASSKEY_INVALID, read_text(a, huge));
    huge[WEBAUTHN_CLIENT_DATA_MAX] = '\0';
    assert_err(PASSKEY_INVALID, read_text(a, huge));
}

static void a_relying_party_is_the_public_url(void **state)
{
    static const struct { const char *url, *id, *origin; } each[] = {
        { "https://simpul.go.id", "simpul.go.id", "https://simpul.go.id" },
        { "https://Simpul.GO.id/", "simpul.go.id", "https://simpul.go.id" },
        { "https://simpul.go.id:443", "simpul.go.id", "https://simpul.go.id" },
        { "https://simpul.go.id:8443/portal", "simpul.go.id", "https://simpul.go.id:8443" },
        { "http://localhost:8080", "localhost", "http://localhost:8080" },
        { "http://127.0.0.1:8080", "localhost", "http://localhost:8080" },
        { "http://127.8.9.1", "localhost", "http://localhost" },
        { "http://[::1]:80", "localhost", "http://localhost" },
        { "http://10.0.0.7:8080", "10.0.0.7", "http://10.0.0.7:8080" },
        { "http://[2001:db8::1]:8080", "[2001:db8::1]", "http://[2001:db8::1]:8080" },
        { "http://127.0.0.1.example.org", "127.0.0.1.example.org",
          "http://127.0.0.1.example.org" },
    };
    for (size_t i = 0; i < sizeof each / sizeof each[0]; i++) {
        struct relying_party const found = relying_party_of(*state, each[i].url);
        assert_string_equal(found.id, each[i].id);
        assert_string_equal(found.origin, each[i].origin);
    }
}

#define with_an_arena(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_an_arena(the_challenge_is_told),
        with_an_arena(another_type_is_refused),
        with_an_arena(another_origin_is_refused),
        with_an_arena(a_page_within_another_is_refused),
        with_an_arena(what_is_no_such_object_is_refused),
        with_an_arena(a_relying_party_is_the_public_url),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
