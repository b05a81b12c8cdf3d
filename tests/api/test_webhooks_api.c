/* Receipts over HTTP: Meta's, signed, and those of a described provider, at a secret address. */
#include "crypto/digest.h"
#include "base/text.h"
#include "domain/messages/delivery.h"
#include "domain/messages/messages.h"
#include "support/signed_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PHONE "6281234509876"

static char path[] = "/tmp/simpul-provider-XXXXXX";
static const char description[] =
    "{\"name\":\"contoh\",\"channels\":[\"sms\"],"
    "\"request\":{\"url\":\"http://127.0.0.1:1/\",\"form\":{\"to\":\"{to}\"}},"
    "\"receipts\":{\"secret\":\"contoh-receipts\",\"id\":\"/id\",\"state\":\"/status\","
    "\"delivered\":[\"sampai\",7],\"failed\":[\"gagal\"]}}";

/* Both providers are in use, at addresses where nobody answers. */
static int begin(void **state)
{
    int const file = mkstemp(path);
    if (file < 0 || write(file, description, strlen(description)) < 0 || close(file))
        return 1;
    setenv("WHATSAPP_TOKEN", "t", 1);
    setenv("WHATSAPP_APP_SECRET", "app-secret", 1);
    setenv("WHATSAPP_VERIFY_TOKEN", "verify me", 1);
    setenv("CONTOH_RECEIPTS", "rahasia-sekali", 1);
    setenv("SIMPUL_WHATSAPP", "cloud:109876", 1);
    setenv("SIMPUL_WHATSAPP_URL", "http://127.0.0.1:1", 1);
    static char sms[64];
    snprintf(sms, sizeof sms, "SIMPUL_SMS=http:%s", path);
    return putenv(sms) || api_begin(state);
}

static int end(void **state)
{
    unlink(path);
    return api_end(state);
}

/* A message that a provider has taken over. Answers its id. */
static const char *taken_by(const char *provider, const char *channel, const char *provider_id)
{
    AUTO_TX struct tx tx = { 0 };
    struct mails found = { 0 };
    struct message const m = {
        .channel = channel, .to = PHONE, .template = "notification",
        .params = "{\"title\":\"Judul\",\"body\":\"isi\"}",
    };
    assert_ok(tx_begin(&tx, api_db()));
    assert_ok(message_send(tx.db, &m, NOW));
    assert_ok(messages_list(tx.db, api_arena(), &(struct mail_filter){ 0 }, 1, &found));
    assert_ok(db_run(tx.db, "UPDATE messages SET status = 'sent', sent_at = created_at,"
                            " provider = $2, provider_id = $3 WHERE id = $1",
                     TEXT(found.items[0].id), TEXT(provider), TEXT(provider_id)));
    assert_ok(tx_commit(&tx));
    return found.items[0].id;
}

static struct mail mail(const char *id)
{
    struct mail m = { 0 };
    assert_ok(message_find(api_db(), api_arena(), id, &m));
    return m;
}

static struct answer tell_meta_signed(const char *body, const char *signature)
{
    const char *const headers[] = {
        arena_printf(api_arena(), "X-Hub-Signature-256: %s", signature), NULL,
    };
    return call_raw("POST", "/webhooks/whatsapp", headers, "application/json", body, strlen(body));
}

static const char *signature_of(const char *body)
{
    unsigned char digest[DIGEST_BYTES];
    hmac_sha256("app-secret", strlen("app-secret"), body, strlen(body), digest);
    return arena_printf(api_arena(), "sha256=%s", hex_encode(api_arena(), digest, sizeof digest));
}

static struct answer tell_meta(const char *body)
{
    return tell_meta_signed(body, signature_of(body));
}

static const char *status_of(const char *wamid, const char *state, const char *more)
{
    return arena_printf(api_arena(),
        "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{"
        "\"field\":\"messages\",\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{},"
        "\"statuses\":[{"
        "\"id\":\"%s\",\"status\":\"%s\",\"timestamp\":\"%d\",\"recipient_id\":\"62\"%s}]}}]}]}",
        wamid, state, NOW, more);
}

static void meta_gets_its_challenge_back(void **state)
{
    (void)state;
    struct answer a = call("GET", "/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1158201444"
                                  "&hub.verify_token=verify%20me", NULL, NULL);
    assert_int_equal(a.status, 200);
    assert_string_equal(a.text, "1158201444");
    assert_non_null(strstr(answer_header(&a, "Content-Type"), "text/plain"));
}

static void nobody_else_does(void **state)
{
    (void)state;
    refuses(call("GET", "/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1&hub.verify_token=x",
                 NULL, NULL), 403, "forbidden");
    refuses(call("GET", "/webhooks/whatsapp", NULL, NULL), 403, "forbidden");
    refuses(call("GET", "/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=verify%20me"
                        "&hub.challenge=a%0Ab", NULL, NULL), 400, "bad_input");
    refuses(call("GET", "/webhooks/whatsapp?hub.challenge=1&hub.verify_token=verify%20me", NULL,
                 NULL), 400, "bad_input");
}

static void a_signed_receipt_is_taken(void **state)
{
    (void)state;
    const char *id = taken_by("cloud", "whatsapp", "wamid.1");
    struct answer a = tell_meta(status_of("wamid.1", "delivered", ""));
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "message"), "Diterima");
    assert_int_equal(mail(id).delivered_at, NOW);
    assert_int_equal(tell_meta(status_of("wamid.1", "read", "")).status, 200);
    assert_int_equal(mail(id).read_at, NOW);
}

static void a_failed_one_says_why_and_goes_by_sms_once(void **state)
{
    (void)state;
    const char *id = taken_by("cloud", "whatsapp", "wamid.2");
    const char *body = status_of("wamid.2", "failed", ",\"errors\":[{\"code\":131026}]");
    assert_ok(db_run(api_db(), "UPDATE messages SET template = 'password_reset' WHERE id = $1",
                     TEXT(id)));
    assert_int_equal(tell_meta(body).status, 200);
    assert_int_equal(tell_meta(body).status, 200);
    assert_string_equal(mail(id).last_error, "Meta says it failed with error 131026");
    assert_int_equal(db_number("SELECT count(*) FROM messages WHERE fallback_of = $1"
                               " AND channel = 'sms'", id), 1);
}

static void a_receipt_by_our_own_id_is_taken_too(void **state)
{
    (void)state;
    const char *id = taken_by("cloud", "whatsapp", NULL);
    const char *more = arena_printf(api_arena(), ",\"biz_opaque_callback_data\":\"%s\"", id);
    assert_int_equal(tell_meta(status_of("wamid.3", "delivered", more)).status, 200);
    assert_int_equal(mail(id).delivered_at, NOW);
}

static void without_the_right_signature_nothing_is_taken(void **state)
{
    (void)state;
    const char *id = taken_by("cloud", "whatsapp", "wamid.4");
    const char *body = status_of("wamid.4", "delivered", "");
    const char *right = signature_of(body);
    refuses(tell_meta_signed(body, ""), 403, "forbidden");
    refuses(tell_meta_signed(body, right + strlen("sha256=")), 403, "forbidden");
    refuses(tell_meta_signed(body, signature_of("{}")), 403, "forbidden");
    refuses(tell_meta_signed(arena_printf(api_arena(), "%s ", body), right), 403, "forbidden");
    refuses(call_raw("POST", "/webhooks/whatsapp", NULL, "application/json", body, strlen(body)),
            403, "forbidden");
    assert_int_equal(mail(id).delivered_at, 0);
}

static void what_is_no_receipt_is_harmless(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "{}", "[]", "{\"entry\":7}",
        "{\"entry\":[null,{\"changes\":[{\"value\":{\"statuses\":[7,{},{\"id\":1}]}}]}]}",
        "{\"entry\":[{\"changes\":[{\"value\":{\"statuses\":[{\"id\":\"a\"}]}}]}]}",
        "{\"entry\":[{\"changes\":[{\"value\":{\"messages\":[{\"text\":\"halo\"}]}}]}]}",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++)
        assert_int_equal(tell_meta(bodies[i]).status, 200);
    assert_int_equal(tell_meta(status_of("wamid.unknown", "failed", "")).status, 200);
    refuses(tell_meta("no json"), 400, "bad_input");
    refuses(tell_meta(""), 400, "bad_input");
}

static struct answer tell(const char *address, const char *body)
{
    return call_raw("POST", address, NULL, "application/json", body, strlen(body));
}

#define ADDRESS "/webhooks/providers/contoh/rahasia-sekali"

static void a_described_providers_receipt_is_taken(void **state)
{
    (void)state;
    const char *first = taken_by("contoh", "sms", "41"), *second = taken_by("contoh", "sms", "42");
    assert_int_equal(tell(ADDRESS, "{\"id\":41,\"status\":\"sampai\"}").status, 200);
    assert_int_equal(tell(ADDRESS, "[{\"id\":\"42\",\"status\":7},{\"id\":\"43\"}]").status, 200);
    assert_true(mail(first).delivered_at > 0);
    assert_true(mail(second).delivered_at > 0);
    assert_int_equal(tell(ADDRESS, "{\"id\":41,\"status\":\"entah\"}").status, 200);
    refuses(tell(ADDRESS, "7"), 400, "bad_input");
    refuses(tell(ADDRESS, ""), 400, "bad_input");
}

static void its_address_is_a_secret(void **state)
{
    (void)state;
    const char *id = taken_by("contoh", "sms", "44"), *body = "{\"id\":44,\"status\":\"sampai\"}";
    refuses(tell("/webhooks/providers/contoh/rahasia", body), 404, "not_found");
    refuses(tell("/webhooks/providers/lain/rahasia-sekali", body), 404, "not_found");
    refuses(tell("/webhooks/providers/cloud/app-secret", body), 404, "not_found");
    refuses(tell("/webhooks/providers/outbox/x", body), 404, "not_found");
    assert_int_equal(mail(id).delivered_at, 0);
}

static void a_provider_tells_nothing_about_anothers_messages(void **state)
{
    (void)state;
    const char *id = taken_by("cloud", "whatsapp", "45");
    assert_int_equal(tell(ADDRESS, "{\"id\":45,\"status\":\"gagal\"}").status, 200);
    assert_string_equal(mail(id).status, "sent");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meta_gets_its_challenge_back),
        cmocka_unit_test(nobody_else_does),
        cmocka_unit_test(a_signed_receipt_is_taken),
        cmocka_unit_test(a_failed_one_says_why_and_goes_by_sms_once),
        cmocka_unit_test(a_receipt_by_our_own_id_is_taken_too),
        cmocka_unit_test(without_the_right_signature_nothing_is_taken),
        cmocka_unit_test(what_is_no_receipt_is_harmless),
        cmocka_unit_test(a_described_providers_receipt_is_taken),
        cmocka_unit_test(its_address_is_a_secret),
        cmocka_unit_test(a_provider_tells_nothing_about_anothers_messages),
    };
    return cmocka_run_group_tests_name("webhooks api", tests, begin, end);
}
