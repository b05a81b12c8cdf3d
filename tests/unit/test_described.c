/* Described providers: the call, what an answer means, and descriptions that are wrong. */
#include "domain/messages/described.h"
#include "domain/messages/secrets.h"
#include "support/upstream.h"
#include "support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct upstream *provider;
static struct arena arena;
static char path[] = "/tmp/simpul-described-XXXXXX";
static struct backend backend;

static const struct outgoing message = {
    .id = "msg_1", .channel = "sms", .to = "6281234567890", .template = "otp", .language = "id",
    .subject = "Kode", .text = "Kode \"Anda\": 012345 & lain\nbaris", .code = "012345",
};

static int begin(void **state)
{
    (void)state;
    setenv("CONTOH_TOKEN", "rahasia", 1);
    provider_secrets_open(NULL);
    provider = upstream_open(NULL, NULL);
    memcpy(path + sizeof path - 7, "XXXXXX", 6);
    int const file = mkstemp(path);
    return file < 0 || close(file);
}

static int end(void **state)
{
    (void)state;
    unlink(path);
    described_close();
    upstream_close(provider);
    provider_secrets_close();
    arena_finish(&arena);
    return 0;
}

static const char *url(void)
{
    return arena_printf(&arena, "http://127.0.0.1:%u/kirim", upstream_port(provider));
}

static enum err described(const char *json)
{
    struct delivery_settings const settings = { .public_url = "https://x.id" };
    FILE *file = fopen(path, "w");
    fputs(json, file);
    fclose(file);
    return described_open(&settings, "sms", path, &backend);
}

/* A description for SMS with this request, and what follows it (", …" or ""). */
static enum err described_by(const char *request, const char *more)
{
    return described(arena_printf(&arena, "{\"name\":\"contoh\",\"channels\":[\"sms\"],"
                                          "\"request\":{\"url\":\"%s\"%s}%s}", url(), request,
                                  more));
}

static struct outcome answered(int status, const char *headers, const char *body)
{
    struct outcome out = { .handed = UNSURE };
    const char *says = arena_printf(&arena, "HTTP/1.1 %d X\r\n%sContent-Length: %zu\r\n\r\n%s",
                                    status, headers, strlen(body), body);
    upstream_behave(provider, (struct upstream_manner){ .says = says, .closes = true });
    backend.send(&backend, &arena, &message, &out);
    return out;
}

static struct upstream_heard heard_of(const char *request)
{
    assert_ok(described_by(request, ""));
    answered(200, "", "{}");
    return upstream_heard(provider);
}

/* ---- the call */

static void a_form_is_filled_and_encoded(void **state)
{
    (void)state;
    struct upstream_heard const h = heard_of(",\"headers\":{\"Authorization\":"
        "\"{secret:contoh-token}\"},\"form\":{\"to\":\"{to_local}\",\"a b\":\"{text}\"}");
    assert_non_null(strstr(h.head, "POST /kirim HTTP/1.1\r\n"));
    assert_non_null(strstr(h.head, "Authorization: rahasia\r\n"));
    assert_non_null(strstr(h.head, "Content-Type: application/x-www-form-urlencoded\r\n"));
    assert_string_equal(h.body, "to=081234567890&a%20b=Kode%20%22Anda%22%3A%20012345%20%26%20lain"
                                "%0Abaris");
}

static void json_is_filled_wherever_a_text_stands(void **state)
{
    (void)state;
    struct upstream_heard const h = heard_of(",\"json\":{\"list\":[{\"n\":\"{to_plus}\"},7,true],"
        "\"text\":\"<{text_flat}>\",\"id\":\"{id}/{language}/{template}/{link}/{code}\"}");
    assert_string_equal(h.body, "{\"list\":[{\"n\":\"+6281234567890\"},7,true],"
                                "\"text\":\"<Kode \\\"Anda\\\": 012345 & lain baris>\","
                                "\"id\":\"msg_1/id/otp//012345\"}");
}

static void an_address_is_filled_and_encoded(void **state)
{
    (void)state;
    assert_ok(described(arena_printf(&arena, "{\"name\":\"contoh\",\"channels\":[\"sms\"],"
        "\"request\":{\"url\":\"%s/{id}?x=1\",\"method\":\"GET\","
        "\"query\":{\"p\":\"{subject}&\"}}}", url())));
    answered(200, "", "{}");
    struct upstream_heard const heard = upstream_heard(provider);
    assert_non_null(strstr(heard.head, "GET /kirim/msg_1?x=1&p=Kode%26 HTTP/1.1\r\n"));
}

static void a_code_may_have_a_call_of_its_own(void **state)
{
    (void)state;
    assert_ok(described_by(",\"form\":{\"a\":\"{text}\"}", arena_printf(&arena,
        ",\"code_request\":{\"url\":\"%s\",\"form\":{\"kode\":\"{code}\"}}", url())));
    answered(200, "", "");
    assert_string_equal(upstream_heard(provider).body, "kode=012345");
}

/* ---- the answer */

#define TAKEN_RULE ",\"taken\":{\"pointer\":\"/status\",\"equals\":true},\"id\":\"/id/0\","       \
                   "\"why\":\"/reason\",\"final\":[{\"status\":[422]},"                          \
                   "{\"pointer\":\"/reason\",\"contains\":\"Invalid Target\"}]"

static void success_is_what_the_rule_says(void **state)
{
    (void)state;
    assert_ok(described_by("", TAKEN_RULE));
    struct outcome out = answered(200, "", "{\"status\":true,\"id\":[80367170]}");
    assert_int_equal(out.handed, TAKEN);
    assert_string_equal(out.provider_id, "80367170");
    out = answered(200, "", "{\"status\":false,\"reason\":\"device 6281234567890 disconnected\"}");
    assert_int_equal(out.handed, NOT_YET);
    assert_non_null(strstr(out.why, "contoh answered 200: device"));
    assert_null(strstr(out.why, "628"));
}

static void some_refusals_are_final(void **state)
{
    (void)state;
    assert_ok(described_by("", TAKEN_RULE));
    assert_int_equal(answered(200, "", "{\"status\":false,\"reason\":\"invalid target\"}").handed,
                     REFUSED);
    assert_int_equal(answered(422, "", "{}").handed, REFUSED);
    assert_int_equal(answered(422, "", "<html>").handed, REFUSED);
    assert_int_equal(answered(401, "", "{}").handed, NOT_YET);
    assert_int_equal(answered(500, "", "{\"status\":true}").handed, NOT_YET);
}

static void an_answer_that_says_nothing_leaves_a_doubt(void **state)
{
    (void)state;
    assert_ok(described_by("", TAKEN_RULE));
    assert_int_equal(answered(200, "", "").handed, UNSURE);
    assert_int_equal(answered(200, "", "ok").handed, UNSURE);
    assert_int_equal(answered(200, "", "{\"status\":null}").handed, UNSURE);
    assert_int_equal(answered(200, "", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[").handed, UNSURE);
    assert_int_equal(answered(504, "", "").handed, UNSURE);
    struct outcome out = { .handed = TAKEN };
    upstream_behave(provider, (struct upstream_manner){ .hangs_up = true });
    backend.send(&backend, &arena, &message, &out);
    assert_int_equal(out.handed, UNSURE);
}

static void a_slow_provider_is_given_up_and_in_doubt(void **state)
{
    (void)state;
    struct outcome out = { .handed = TAKEN };
    assert_ok(described_by("", ",\"timeout_s\":1"));
    upstream_behave(provider, (struct upstream_manner){ .waits_ms = 1500, .says = "" });
    backend.send(&backend, &arena, &message, &out);
    assert_int_equal(out.handed, UNSURE);
    assert_int_equal(upstream_heard(provider).requests, 1);
}

static void a_pause_that_is_asked_for_is_heard(void **state)
{
    (void)state;
    assert_ok(described_by("", TAKEN_RULE));
    struct outcome const out = answered(429, "Retry-After: 90\r\n", "{}");
    assert_int_equal(out.handed, NOT_YET);
    assert_int_equal(out.retry_after_s, 90);
}

static void two_hundred_is_two_hundred_in_any_form(void **state)
{
    (void)state;
    assert_ok(described_by("", ",\"taken\":{\"pointer\":\"/status\",\"equals\":[200,\"true\"]}"));
    assert_int_equal(answered(200, "", "{\"status\":\"200\"}").handed, TAKEN);
    assert_int_equal(answered(200, "", "{\"status\":200}").handed, TAKEN);
    assert_int_equal(answered(200, "", "{\"status\":true}").handed, TAKEN);
    assert_int_equal(answered(200, "", "{\"status\":2000}").handed, NOT_YET);
}

static void without_a_rule_any_2xx_is_success(void **state)
{
    (void)state;
    assert_ok(described_by("", ""));
    assert_int_equal(answered(204, "", "").handed, TAKEN);
    assert_int_equal(answered(302, "Location: http://127.0.0.1:1/\r\n", "").handed, NOT_YET);
    assert_int_equal(upstream_heard(provider).requests, 2);
}

static void the_check_connects_and_sends_nothing(void **state)
{
    (void)state;
    assert_ok(described_by("", ""));
    assert_ok(backend.check(&backend, &arena));
    assert_int_equal(upstream_heard(provider).requests, 0);
}

/* ---- descriptions */

static void a_description_says_how_fast_and_how_surely(void **state)
{
    (void)state;
    assert_ok(described_by("", ",\"per_minute\":30,\"at_once\":3,\"doubt\":\"stop\""));
    assert_string_equal(backend.name, "contoh");
    assert_int_equal(backend.per_minute, 30);
    assert_int_equal(backend.at_once, 3);
    assert_int_equal(backend.doubt, DOUBT_STOP);
    assert_false(backend.sends_receipts);
}

static void what_is_wrong_in_a_description_is_named(void **state)
{
    (void)state;
    static const struct { const char *json, *named; } cases[] = {
        { "{", "near end of file" },
        { "[]", "it is no object" },
        { "{\"nama\":1}", "no member nama" },
        { "{\"name\":\"A b\"}", "name" },
        { "{\"name\":\"a\",\"channels\":[\"whatsapp\"]}", "sms" },
        { "{\"name\":\"a\",\"channels\":[\"sms\"]}", "request is no object" },
        { "{\"name\":\"a\",\"channels\":[\"sms\"],\"request\":{}}", "url is missing" },
        { "{\"name\":\"a\",\"channels\":[\"sms\"],\"request\":{\"url\":\"http://a.id/\"}}",
          "must be https://" },
        { "{\"name\":\"a\",\"channels\":[\"sms\"],\"request\":{\"url\":\"https://{to}.id/\"}}",
          "no address" },
        { "{\"name\":\"a\",\"channels\":[\"sms\"],\"request\":{\"url\":\"https://a:b@c.id/\"}}",
          "no address" },
        { "{\"name\":\"a\",\"channels\":[\"sms\"],\"request\":{\"url\":\"ftp://a.id/\"}}",
          "neither https:// nor" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_err(BAD_INPUT, described(cases[i].json));
        if (!strstr(err_why(), cases[i].named))
            fail_msg("%s\ndoes not name %s", err_why(), cases[i].named);
    }
}

static void what_is_wrong_in_a_request_is_named(void **state)
{
    (void)state;
    static const struct { const char *request, *more, *named; } cases[] = {
        { ",\"form\":{\"a\":1}", "", "a is no text" },
        { ",\"form\":{\"a\":\"{nomor}\"}", "", "there is no {nomor}" },
        { ",\"form\":{\"a\":\"{to\"}", "", "without its }" },
        { ",\"json\":{\"a\":[{\"b\":\"{secret:none}\"}]}", "", "no secret none" },
        { ",\"headers\":{\"A\":\"{secret:A B}\"}", "", "no name of a secret" },
        { ",\"headers\":{\"A: b\":\"c\"}", "", "the header" },
        { ",\"headers\":{\"A\":\"c\\nd\"}", "", "the header" },
        { ",\"form\":{},\"json\":{}", "", "either form or json" },
        { ",\"method\":\"DELETE\"", "", "method" },
        { ",\"body\":\"x\"", "", "no member body" },
        { "", ",\"taken\":{\"pointer\":\"status\"}", "taken: pointer" },
        { "", ",\"taken\":{\"is\":1}", "taken has no member is" },
        { "", ",\"final\":{}", "final is no list" },
        { "", ",\"per_minute\":0", "per_minute" },
        { "", ",\"doubt\":\"perhaps\"", "doubt" },
        { "", ",\"receipts\":{\"secret\":\"a\"}", "receipts:" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_err(BAD_INPUT, described_by(cases[i].request, cases[i].more));
        if (!strstr(err_why(), cases[i].named) || !strstr(err_why(), path))
            fail_msg("%s\ndoes not name %s", err_why(), cases[i].named);
    }
}

static void the_ready_descriptions_are_sound(void **state)
{
    (void)state;
    static const struct { const char *file, *channel; } ready[] = {
        { "providers/fonnte.json", "whatsapp" }, { "providers/wablas.json", "whatsapp" },
        { "providers/watzap.json", "whatsapp" }, { "providers/zenziva.json", "sms" },
        { "providers/qontak.json", "whatsapp" },
    };
    static const char *const secrets[] = {
        "FONNTE_TOKEN", "WABLAS_TOKEN", "WATZAP_API_KEY", "WATZAP_NUMBER_KEY", "ZENZIVA_USERKEY",
        "ZENZIVA_PASSKEY", "QONTAK_TOKEN", "QONTAK_CODE_TEMPLATE", "QONTAK_NOTICE_TEMPLATE",
        "QONTAK_CHANNEL",
    };
    struct delivery_settings const settings = { .public_url = "https://x.id" };
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
        setenv(secrets[i], "x", 1);
    for (size_t i = 0; i < sizeof ready / sizeof ready[0]; i++)
        assert_ok(described_open(&settings, ready[i].channel, ready[i].file, &backend));
}

#define calling(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        calling(a_form_is_filled_and_encoded),
        calling(json_is_filled_wherever_a_text_stands),
        calling(an_address_is_filled_and_encoded),
        calling(a_code_may_have_a_call_of_its_own),
        calling(success_is_what_the_rule_says),
        calling(some_refusals_are_final),
        calling(an_answer_that_says_nothing_leaves_a_doubt),
        calling(a_slow_provider_is_given_up_and_in_doubt),
        calling(a_pause_that_is_asked_for_is_heard),
        calling(two_hundred_is_two_hundred_in_any_form),
        calling(without_a_rule_any_2xx_is_success),
        calling(the_check_connects_and_sends_nothing),
        calling(a_description_says_how_fast_and_how_surely),
        calling(what_is_wrong_in_a_description_is_named),
        calling(what_is_wrong_in_a_request_is_named),
        calling(the_ready_descriptions_are_sound),
    };
    return cmocka_run_group_tests_name("described", tests, NULL, NULL);
}
