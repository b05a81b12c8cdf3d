/* WhatsApp Cloud API: what is sent to Meta, and what its answers mean. */
#include "domain/json/json.h"
#include "domain/messages/cloud.h"
#include "domain/messages/secrets.h"
#include "support/upstream.h"
#include "support/world.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OK_ANSWER                                                                                \
    "HTTP/1.1 200 OK\r\nContent-Length: 111\r\n\r\n"                                             \
    "{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"input\":\"62\",\"wa_id\":\"62\"}],"    \
    "\"messages\":[{\"id\":\"wamid.HBg\"}]}      "

static struct upstream *meta;
static struct arena arena;
static struct backend backend;

static const struct outgoing code = {
    .id = "msg_1", .channel = "whatsapp", .to = "6281234567890", .template = "otp",
    .language = "id", .subject = "Kode OTP", .text = "Kode Anda: 012345", .code = "012345",
};

static const struct outgoing notice = {
    .id = "msg_2", .channel = "whatsapp", .to = "6281234567890", .template = "notification",
    .language = "en", .subject = "Request approved", .link = "https://x.id/app/requests/req_1",
    .text = "Request approved\n\nAccess is  granted.\nhttps://x.id/app/requests/req_1",
};

static struct delivery_settings settings(void)
{
    return (struct delivery_settings){
        .public_url = "https://x.id", .whatsapp_languages = "id,en_US",
        .whatsapp_code_template = "simpul_code", .whatsapp_link_template = "simpul_notice",
        .whatsapp_url = arena_printf(&arena, "http://127.0.0.1:%u/v23.0", upstream_port(meta)),
    };
}

static int begin(void **state)
{
    (void)state;
    setenv("WHATSAPP_TOKEN", "token-of-meta", 1);
    setenv("WHATSAPP_APP_SECRET", "app-secret", 1);
    provider_secrets_open(NULL);
    meta = upstream_open(NULL, NULL);
    struct delivery_settings const s = settings();
    return cloud_open(&s, "109876", &backend) != OK;
}

static int end(void **state)
{
    (void)state;
    upstream_close(meta);
    provider_secrets_close();
    arena_finish(&arena);
    return 0;
}

static struct outcome sent(const struct outgoing *m, const char *answer)
{
    struct outcome out = { .handed = UNSURE };
    upstream_behave(meta, (struct upstream_manner){ .says = answer, .closes = true });
    backend.send(&backend, &arena, m, &out);
    return out;
}

static struct outcome answered(int status, const char *headers, const char *body)
{
    return sent(&code, arena_printf(&arena, "HTTP/1.1 %d X\r\n%sContent-Length: %zu\r\n\r\n%s",
                                    status, headers, strlen(body), body));
}

static const char *told(const json_t *json, const char *pointer)
{
    const char *text = json_scalar(&arena, json_at(json, pointer));
    return text ? text : "";
}

static void a_code_goes_into_body_and_button(void **state)
{
    (void)state;
    struct outcome const out = sent(&code, OK_ANSWER);
    assert_int_equal(out.handed, TAKEN);
    assert_string_equal(out.provider_id, "wamid.HBg");
    struct upstream_heard const h = upstream_heard(meta);
    assert_non_null(strstr(h.head, "POST /v23.0/109876/messages HTTP/1.1\r\n"));
    assert_non_null(strstr(h.head, "Authorization: Bearer token-of-meta\r\n"));
    json_t *json = json_loads(h.body, 0, NULL);
    assert_string_equal(told(json, "/to"), "6281234567890");
    assert_string_equal(told(json, "/biz_opaque_callback_data"), "msg_1");
    assert_string_equal(told(json, "/template/name"), "simpul_code");
    assert_string_equal(told(json, "/template/language/code"), "id");
    assert_string_equal(told(json, "/template/components/0/parameters/0/text"), "012345");
    assert_string_equal(told(json, "/template/components/1/sub_type"), "url");
    assert_string_equal(told(json, "/template/components/1/parameters/0/text"), "012345");
    json_decref(json);
}

static void a_link_becomes_a_button_and_the_text_one_line(void **state)
{
    (void)state;
    json_t *json = json_loads(cloud_body(&arena, &backend, &notice), 0, NULL);
    assert_string_equal(told(json, "/template/name"), "simpul_notice");
    assert_string_equal(told(json, "/template/language/code"), "en_US");
    assert_string_equal(told(json, "/template/components/0/parameters/0/text"),
                        "Request approved Access is granted. (button below)");
    assert_string_equal(told(json, "/template/components/1/parameters/0/text"),
                        "app/requests/req_1");
    json_decref(json);
}

static void a_text_is_cut_to_what_fits(void **state)
{
    (void)state;
    struct outgoing m = notice;
    char *text = arena_alloc(&arena, 3001);
    for (int i = 0; i < 1500; i++)
        memcpy(text + 2 * i, "é", 2);
    m.text = text;
    json_t *json = json_loads(cloud_body(&arena, &backend, &m), 0, NULL);
    const char *cut = told(json, "/template/components/0/parameters/0/text");
    assert_int_equal(strlen(cut), 2 * 900 + 3);
    json_decref(json);
}

static void a_link_that_leads_elsewhere_is_never_sent(void **state)
{
    (void)state;
    struct outgoing m = notice;
    static const char *const elsewhere[] = {
        "https://x.id.jahat.example/", "https://jahat.example/app", "https://x.id", "/app",
    };
    for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++) {
        m.link = elsewhere[i];
        assert_int_equal(sent(&m, OK_ANSWER).handed, REFUSED);
    }
    assert_int_equal(upstream_heard(meta).requests, 0);
}

static void what_meta_refuses_is_final_or_not(void **state)
{
    (void)state;
    static const struct { int status, code; enum handed handed; int pause; } cases[] = {
        { 400, 131026, REFUSED, 0 }, { 400, 132001, REFUSED, 0 }, { 400, 100, REFUSED, 0 },
        { 401, 190, NOT_YET, 0 }, { 400, 131056, NOT_YET, 0 }, { 400, 130429, NOT_YET, 60 },
        { 500, 131000, NOT_YET, 0 }, { 503, 131016, NOT_YET, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct outcome const out = answered(cases[i].status, "", arena_printf(&arena,
            "{\"error\":{\"message\":\"about 6281234567890\",\"code\":%d}}", cases[i].code));
        assert_int_equal(out.handed, cases[i].handed);
        assert_int_equal(out.retry_after_s, cases[i].pause);
        assert_non_null(strstr(out.why, arena_printf(&arena, "error %d", cases[i].code)));
        assert_null(strstr(out.why, "62812"));
    }
}

static void a_wait_that_meta_asks_for_is_heard(void **state)
{
    (void)state;
    struct outcome const out = answered(429, "Retry-After: 17\r\n", "{\"error\":{\"code\":80007}}");
    assert_int_equal(out.handed, NOT_YET);
    assert_int_equal(out.retry_after_s, 17);
}

static void an_answer_that_says_nothing_leaves_a_doubt(void **state)
{
    (void)state;
    assert_int_equal(answered(200, "", "{}").handed, UNSURE);
    assert_int_equal(answered(200, "", "<html>").handed, UNSURE);
    assert_int_equal(answered(200, "", "").handed, UNSURE);
    assert_int_equal(answered(502, "", "bad gateway").handed, UNSURE);
    assert_int_equal(answered(504, "", "").handed, UNSURE);
    assert_int_equal(sent(&code, "").handed, UNSURE);
    assert_int_equal(sent(&code, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{").handed, UNSURE);
    assert_int_equal(sent(&code, "garbage garbage garbage\r\n\r\n").handed, UNSURE);
}

static void trouble_without_words_is_tried_again(void **state)
{
    (void)state;
    assert_int_equal(answered(500, "", "oops").handed, NOT_YET);
    assert_int_equal(answered(302, "Location: http://127.0.0.1:9/\r\n", "").handed, NOT_YET);
    assert_int_equal(upstream_heard(meta).requests, 2);
}

static void an_endless_answer_is_not_read_to_its_end(void **state)
{
    (void)state;
    struct outcome out = { .handed = TAKEN };
    upstream_behave(meta, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n", .streams = 1000000000 });
    backend.send(&backend, &arena, &code, &out);
    assert_int_equal(out.handed, UNSURE);
}

static void what_never_left_is_certain_not_to_be_there(void **state)
{
    (void)state;
    struct outcome out = { .handed = TAKEN };
    struct delivery_settings s = settings();
    s.whatsapp_url = "http://127.0.0.1:1";
    assert_ok(cloud_open(&s, "109876", &backend));
    backend.send(&backend, &arena, &code, &out);
    assert_int_equal(out.handed, NOT_YET);
    assert_err(INTERNAL, backend.check(&backend, &arena));
}

static void the_check_asks_for_the_number_and_sends_nothing(void **state)
{
    (void)state;
    upstream_behave(meta, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"id\":\"109876\"}" });
    assert_ok(backend.check(&backend, &arena));
    assert_non_null(strstr(upstream_heard(meta).head, "GET /v23.0/109876?fields=id HTTP/1.1\r\n"));
    upstream_behave(meta, (struct upstream_manner){
        .says = "HTTP/1.1 401 X\r\nContent-Length: 2\r\n\r\n{}" });
    assert_err(INTERNAL, backend.check(&backend, &arena));
}

static void without_an_app_secret_there_are_no_receipts_to_await(void **state)
{
    (void)state;
    struct delivery_settings const s = settings();
    assert_true(backend.sends_receipts);
    assert_int_equal(backend.doubt, DOUBT_AWAIT_RECEIPT);
    unsetenv("WHATSAPP_APP_SECRET");
    provider_secrets_open(NULL);
    assert_ok(cloud_open(&s, "109876", &backend));
    assert_false(backend.sends_receipts);
    assert_int_equal(backend.doubt, DOUBT_SEND_AGAIN);
}

static void a_setting_that_is_wrong_is_named(void **state)
{
    (void)state;
    struct delivery_settings s = settings();
    assert_err(BAD_INPUT, cloud_open(&s, "", &backend));
    assert_err(BAD_INPUT, cloud_open(&s, "../me", &backend));
    s.whatsapp_languages = "id";
    assert_err(BAD_INPUT, cloud_open(&s, "1", &backend));
    s = settings();
    s.whatsapp_url = "http://graph.example.com";
    assert_err(BAD_INPUT, cloud_open(&s, "1", &backend));
    s = settings();
    unsetenv("WHATSAPP_TOKEN");
    provider_secrets_open(NULL);
    assert_err(BAD_INPUT, cloud_open(&s, "1", &backend));
    assert_non_null(strstr(err_why(), "whatsapp-token"));
}

#define talking(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        talking(a_code_goes_into_body_and_button),
        talking(a_link_becomes_a_button_and_the_text_one_line),
        talking(a_text_is_cut_to_what_fits),
        talking(a_link_that_leads_elsewhere_is_never_sent),
        talking(what_meta_refuses_is_final_or_not),
        talking(a_wait_that_meta_asks_for_is_heard),
        talking(an_answer_that_says_nothing_leaves_a_doubt),
        talking(trouble_without_words_is_tried_again),
        talking(an_endless_answer_is_not_read_to_its_end),
        talking(what_never_left_is_certain_not_to_be_there),
        talking(the_check_asks_for_the_number_and_sends_nothing),
        talking(without_an_app_secret_there_are_no_receipts_to_await),
        talking(a_setting_that_is_wrong_is_named),
    };
    return cmocka_run_group_tests_name("cloud", tests, NULL, NULL);
}
