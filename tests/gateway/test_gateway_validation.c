/* Requests that are looked at before their upstream is called. */
#include "support/gate.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char document[] =
    "openapi: 3.1.0\ninfo: {title: Uji, version: '1'}\npaths:\n"
    "  /orang/{nik}:\n    get:\n      parameters:\n"
    "        - {name: nik, in: path, required: true, schema: {type: string, pattern: "
    "'^[0-9]{4}$'}}\n"
    "        - {name: halaman, in: query, schema: {type: integer, minimum: 1}}\n"
    "        - {name: X-Rahasia, in: header, required: true, schema: {type: string}}\n"
    "      responses: {'200': {description: Baik}}\n"
    "  /orang:\n    post:\n      requestBody:\n        required: true\n        content:\n"
    "          application/json:\n            schema: {$ref: '#/components/schemas/Orang'}\n"
    "          text/csv: {}\n"
    "          multipart/form-data:\n            schema: {type: object, required: [surat]}\n"
    "      responses: {'201': {description: Baik}}\n"
    "components:\n  schemas:\n    Orang:\n      type: object\n      required: [nama]\n"
    "      properties:\n        nama: {type: string, maxLength: 2000000}\n"
    "        teman: {type: array, items: {$ref: '#/components/schemas/Orang'}}\n";

static void validate(struct gate *g)
{
    g->bundle.rules.validates_requests = true;
    g->bundle.upstreams[KEY_DEVELOPMENT].header_name = "X-Rahasia";
    g->bundle.upstreams[KEY_DEVELOPMENT].header_value = "sandi";
    gate_document(g, document);
}

static struct raw_answer *post(struct gate *g, const char *type, const char *body)
{
    char headers[200];
    snprintf(headers, sizeof headers, "Content-Type: %s\r\nContent-Length: %zu\r\n", type,
             strlen(body));
    return gate_call(g, "POST", "/orang", headers, body);
}

static void a_request_that_is_right_goes_on_as_it_was(void **state)
{
    struct gate *g = *state;
    validate(g);
    assert_passed(gate_get(g, "/orang/1234?halaman=2"));
    assert_non_null(strstr(upstream_heard(g->upstream).head, "GET /v1/orang/1234?halaman=2 "));
    const char *body = "{\"nama\":\"Budi\",\"teman\":[{\"nama\":\"Ani\"}]}";
    assert_passed(post(g, "application/json", body));
    assert_string_equal(upstream_heard(g->upstream).body, body);
    assert_non_null(strstr(upstream_heard(g->upstream).head, "X-Rahasia: sandi\r\n"));
    assert_passed(post(g, "text/csv", "a,b\n"));
    assert_string_equal(upstream_heard(g->upstream).body, "a,b\n");
}

static void one_that_is_wrong_is_refused_with_each_fault(void **state)
{
    struct gate *g = *state;
    validate(g);
    struct raw_answer *answer = gate_get(g, "/orang/12a4?halaman=0");
    assert_non_null(strstr(answer->body, "\"errors\":[{\"field\":\"path:nik\",\"code\":"
                                         "\"bad_pattern\",\"message\":\""));
    assert_non_null(strstr(answer->body, "{\"field\":\"query:halaman\",\"code\":\"out_of_range\","
                                         "\"message\":\"Paling kecil 1.\"}"));
    assert_refused(answer, 422, "request_invalid");
    answer = gate_call(g, "POST", "/orang", "Accept-Language: en\r\nContent-Length: 26\r\n"
                       "Content-Type: application/json\r\n", "{\"nama\":1,\"teman\":[{},{}]}");
    assert_non_null(strstr(answer->body, "\"field\":\"/teman/1/nama\",\"code\":\"required\","
                                         "\"message\":\"It must be sent.\""));
    assert_refused(answer, 422, "request_invalid");
    assert_refused(post(g, "application/json", "{"), 422, "request_invalid");
    assert_refused(post(g, "text/plain", "x"), 422, "request_invalid");
    assert_refused(gate_call(g, "POST", "/orang", "Content-Length: 0\r\n", ""), 422,
                   "request_invalid");
    assert_int_equal(upstream_heard(g->upstream).requests, 0);
}

static void what_the_document_does_not_have_is_refused(void **state)
{
    struct gate *g = *state;
    char allow[64];
    validate(g);
    assert_refused(gate_get(g, "/lain"), 404, "endpoint_unknown");
    struct raw_answer *answer = gate_call(g, "DELETE", "/orang", "", "");
    assert_true(raw_header(answer, "Allow", allow, sizeof allow));
    assert_string_equal(allow, "POST");
    assert_refused(answer, 405, "method_not_allowed");
    assert_int_equal(upstream_heard(g->upstream).requests, 0);
}

static void a_bundle_that_does_not_ask_for_it_is_left_alone(void **state)
{
    struct gate *g = *state;
    gate_document(g, document);
    assert_passed(gate_get(g, "/orang/salah"));
    assert_passed(gate_get(g, "/lain"));
    g->bundle.rules.validates_requests = true;
    gate_document(g, NULL);
    assert_passed(gate_get(g, "/lain"));
}

/* {"nama":"xxx…"} of so many bytes. */
static char *big(size_t size)
{
    char *text = malloc(size + 1);
    memset(text, 'x', size);
    memcpy(text, "{\"nama\":\"", 9);
    memcpy(text + size - 2, "\"}", 3);
    return text;
}

static void a_long_body_is_looked_at_and_a_longer_one_refused(void **state)
{
    struct gate *g = *state;
    validate(g);
    char *body = big(900000);
    assert_passed(post(g, "application/json", body));
    assert_int_equal(upstream_heard(g->upstream).body_bytes, 900000);
    body[1] = '!';
    assert_refused(post(g, "application/json", body), 422, "request_invalid");
    free(body);
    assert_refused(gate_call(g, "POST", "/orang", "Content-Type: application/json\r\n"
                             "Content-Length: 1048577\r\n", ""), 413, "too_large");
    assert_int_equal(upstream_heard(g->upstream).requests, 1);
}

static void a_body_that_comes_in_chunks_is_looked_at_too(void **state)
{
    struct gate *g = *state;
    const char *chunked = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
    validate(g);
    assert_passed(gate_call(g, "POST", "/orang", chunked,
                            "9\r\n{\"nama\":\"\r\n6\r\nBudi\"}\r\n0\r\n\r\n"));
    assert_string_equal(upstream_heard(g->upstream).body, "{\"nama\":\"Budi\"}");
    assert_refused(gate_call(g, "POST", "/orang", chunked, "2\r\n{}\r\n0\r\n\r\n"), 422,
                   "request_invalid");
    g->bundle.rules.request_max = 10;
    access_bundle_put(&g->bundle);
    assert_refused(gate_call(g, "POST", "/orang", chunked,
                             "9\r\n{\"nama\":\"\r\n6\r\nBudi\"}\r\n0\r\n\r\n"), 413, "too_large");
}

static void files_pass_without_being_held(void **state)
{
    struct gate *g = *state;
    enum { SIZE = 3000000 };
    validate(g);
    char *body = malloc(SIZE + 1);
    memset(body, 'x', SIZE);
    body[SIZE] = '\0';
    assert_passed(post(g, "multipart/form-data; boundary=b", body));
    assert_int_equal(upstream_heard(g->upstream).body_bytes, SIZE);
    assert_passed(post(g, "text/csv", body));
    free(body);
    assert_refused(post(g, "multipart/form-data; boundary=b",
                        "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--\r\n"),
                   422, "request_invalid");
}

static void a_client_that_leaves_meanwhile_leaves_nothing_behind(void **state)
{
    struct gate *g = *state;
    validate(g);
    char *body = big(900000);
    for (int i = 0; i < 20; i++) {
        int const fd = raw_open(g->port);
        raw_say(fd, gate_head(g, "POST", "/orang"));
        raw_say(fd, "Content-Type: application/json\r\nContent-Length: 900000\r\n\r\n");
        raw_say(fd, i % 2 ? body : "{\"nama\":\"");
        close(fd);
    }
    free(body);
    assert_passed(post(g, "application/json", "{\"nama\":\"Budi\"}"));
}

/* A loop holds 64 MiB of them. */
static void whose_bodies_never_end_leaves_room_to_others(void **state)
{
    enum { MANY = 90, SENT = 900000 };
    struct gate *g = *state;
    int fds[MANY];
    char *body = big(SENT);
    gate_restart(g, (struct gateway_options){ .loops = 1 });
    validate(g);
    for (int i = 0; i < MANY; i++) {
        fds[i] = raw_open(g->port);
        raw_say(fds[i], gate_head(g, "POST", "/orang"));
        raw_say(fds[i], "Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n");
        raw_say(fds[i], body);
    }
    gate_as_another_member(g);
    assert_passed(post(g, "application/json", body));
    for (int i = 0; i < MANY; i++)
        close(fds[i]);
    free(body);
}

static void a_refused_request_says_nothing_of_the_upstream_and_counts(void **state)
{
    struct gate *g = *state;
    char left[64];
    validate(g);
    g->bundle.limits.quota_per_month = 100;
    g->bundle.rules.shield = (struct shield_rule){ .concurrent_calls = 1 };
    access_bundle_put(&g->bundle);
    for (int i = 0; i < 5; i++)
        assert_refused(gate_get(g, "/orang/x"), 422, "request_invalid");
    struct raw_answer *answer = gate_get(g, "/orang/1234");
    assert_true(raw_header(answer, "RateLimit", left, sizeof left));
    assert_memory_equal(left, "\"month\";r=94;t=", 15);
    assert_passed(answer);
}

static void *call_often(void *context)
{
    struct gate *g = context;
    for (int i = 0; i < 40; i++) {
        assert_passed(post(g, "application/json", "{\"nama\":\"Budi\"}"));
        assert_refused(post(g, "application/json", "{}"), 422, "request_invalid");
    }
    return NULL;
}

static void many_at_once_are_told_apart(void **state)
{
    struct gate *g = *state;
    pthread_t threads[8];
    validate(g);
    for (int i = 0; i < 8; i++)
        pthread_create(&threads[i], NULL, call_often, g);
    for (int i = 0; i < 8; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(upstream_heard(g->upstream).requests, 320);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        at_the_gate(a_request_that_is_right_goes_on_as_it_was),
        at_the_gate(one_that_is_wrong_is_refused_with_each_fault),
        at_the_gate(what_the_document_does_not_have_is_refused),
        at_the_gate(a_bundle_that_does_not_ask_for_it_is_left_alone),
        at_the_gate(a_long_body_is_looked_at_and_a_longer_one_refused),
        at_the_gate(a_body_that_comes_in_chunks_is_looked_at_too),
        at_the_gate(files_pass_without_being_held),
        at_the_gate(a_client_that_leaves_meanwhile_leaves_nothing_behind),
        at_the_gate(whose_bodies_never_end_leaves_room_to_others),
        at_the_gate(a_refused_request_says_nothing_of_the_upstream_and_counts),
        at_the_gate(many_at_once_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
