/* Who gets through the gateway, and what those who do not are told. */
#include "support/gate.h"

#include "crypto/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct raw_answer *ask(struct gate *g, const char *path, const char *headers)
{
    char text[4096];
    snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: gerbang.test\r\n%s\r\n", path, headers);
    return raw_exchange(g->port, text);
}

static struct raw_answer *ask_with(struct gate *g, const char *path, const char *key)
{
    char line[256];
    snprintf(line, sizeof line, "X-API-Key: %s\r\n", key);
    return ask(g, path, line);
}

static void the_checks_answer_in_the_order_of_the_contract(void **state)
{
    struct gate *g = *state;
    const char *path = "/production/tidakada/x";
    assert_refused(ask(g, path, ""), 401, "key_missing");
    assert_refused(ask(g, path, "X-API-Key:\r\n"), 401, "key_missing");
    assert_refused(ask_with(g, path, "spl_dev_salah"), 401, "key_malformed");
    assert_refused(ask_with(g, path, g->other), 401, "key_unknown");

    g->key.is_active = false;
    g->key.expires_at = time(NULL) - 1;
    g->key.allowed_ips = "10.0.0.0/8";
    access_key_put(&g->key);
    assert_refused(ask_with(g, path, g->text), 401, "key_inactive");
    g->key.is_active = true;
    access_key_put(&g->key);
    assert_refused(ask_with(g, path, g->text), 401, "key_expired");
    g->key.expires_at = time(NULL) + 1000;
    access_key_put(&g->key);
    assert_refused(ask_with(g, path, g->text), 403, "key_environment_mismatch");
    assert_refused(ask_with(g, "/staging/wilayah/x", g->text), 404, "bundle_unknown");
    assert_refused(ask_with(g, "/development/tidakada/x", g->text), 403, "ip_not_allowed");
    g->key.allowed_ips = "127.0.0.0/8";
    access_key_put(&g->key);
    assert_refused(ask_with(g, "/development/tidakada/x", g->text), 404, "bundle_unknown");
    access_grant_put("usr_budi", "bdl_1", GRANT_NONE, 0);
    assert_refused(ask_with(g, "/development/wilayah/x", g->text), 403, "access_not_approved");
    access_grant_put("usr_budi", "bdl_1", GRANT_REVOKED, 3);
    assert_refused(ask_with(g, "/development/wilayah/x", g->text), 403, "access_revoked");
    assert_int_equal(upstream_heard(g->upstream).requests, 0);
    access_grant_put("usr_budi", "bdl_1", GRANT_APPROVED, 3);
    assert_passed(ask_with(g, "/development/wilayah/x", g->text));
    assert_int_equal(upstream_heard(g->upstream).requests, 1);
}

static void a_key_may_come_as_a_bearer_token(void **state)
{
    struct gate *g = *state;
    char line[256];
    snprintf(line, sizeof line, "Authorization: Bearer %s\r\n", g->text);
    assert_passed(ask(g, "/development/wilayah/x", line));
    assert_null(strstr(upstream_heard(g->upstream).head, "Authorization"));
    snprintf(line, sizeof line, "Authorization: Basic %s\r\n", g->text);
    assert_refused(ask(g, "/development/wilayah/x", line), 401, "key_missing");
}

static void revocation_holds_from_the_very_next_call(void **state)
{
    struct gate *g = *state;
    char text[512];
    snprintf(text, sizeof text, "%s\r\n", gate_head(g, "GET", "/x"));
    int const fd = raw_open(g->port);
    for (int i = 0; i < 50; i++) {
        raw_say(fd, text);
        assert_passed(raw_read(fd, false));
        access_grant_put("usr_budi", "bdl_1", GRANT_REVOKED, 3);
        raw_say(fd, text);
        assert_refused(raw_read(fd, false), 403, "access_revoked");
        access_grant_put("usr_budi", "bdl_1", GRANT_APPROVED, 3);
        raw_say(fd, text);
        assert_passed(raw_read(fd, false));
        g->key.is_active = false;
        access_key_put(&g->key);
        raw_say(fd, text);
        assert_refused(raw_read(fd, false), 401, "key_inactive");
        g->key.is_active = true;
        access_key_put(&g->key);
    }
    close(fd);
    assert_int_equal(upstream_heard(g->upstream).requests, 100);
}

static void refusals_speak_indonesian_or_english(void **state)
{
    struct gate *g = *state;
    struct raw_answer *answer = ask(g, "/development/wilayah/x", "");
    assert_non_null(strstr(answer->body, "API Key tidak disertakan"));
    free(answer);
    answer = ask(g, "/development/wilayah/x", "Accept-Language: en-GB,id;q=0.5\r\n");
    assert_non_null(strstr(answer->body, "The API key is missing"));
    free(answer);
    answer = ask(g, "/development/wilayah/x", "Accept-Language: en;q=0.1, id;q=0.9\r\n");
    assert_non_null(strstr(answer->body, "API Key tidak disertakan"));
    free(answer);
}

static void a_request_id_is_kept_or_made(void **state)
{
    struct gate *g = *state;
    char id[128];
    struct raw_answer *answer = ask(g, "/healthz", "X-Request-Id: abc-123\r\n");
    assert_true(raw_header(answer, "X-Request-Id", id, sizeof id));
    assert_string_equal(id, "abc-123");
    free(answer);
    answer = ask(g, "/healthz", "X-Request-Id: <script>\"\r\n");
    assert_true(raw_header(answer, "X-Request-Id", id, sizeof id));
    assert_int_equal(strlen(id), 32);
    free(answer);
    free(gate_call(g, "GET", "/x", "X-Request-Id: xyz.9\r\n", ""));
    assert_non_null(strstr(upstream_heard(g->upstream).head, "\r\nX-Request-Id: xyz.9\r\n"));
}

static void health_needs_no_key(void **state)
{
    struct gate *g = *state;
    assert_passed(ask(g, "/healthz", ""));
    assert_refused(raw_exchange(g->port, "PUT /healthz HTTP/1.1\r\nHost: a\r\n\r\n"), 405,
                   "method_not_allowed");
    assert_refused(ask(g, "/healthz/x", ""), 401, "key_missing");
}

static void a_refused_body_is_not_read(void **state)
{
    struct gate *g = *state;
    struct raw_answer *answer = raw_exchange(g->port,
        "POST /development/wilayah/x HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n"
        "Expect: 100-continue\r\n\r\n");
    assert_true(answer->is_closed);
    assert_refused(answer, 401, "key_missing");
}

static void a_bundle_that_is_closed_or_gone_is_unknown(void **state)
{
    struct gate *g = *state;
    g->bundle.is_open = false;
    access_bundle_put(&g->bundle);
    assert_refused(gate_get(g, "/x"), 404, "bundle_unknown");
    g->bundle.is_open = true;
    g->bundle.upstreams[KEY_DEVELOPMENT].url = NULL;
    access_bundle_put(&g->bundle);
    assert_refused(gate_get(g, "/x"), 404, "bundle_unknown");
    access_bundle_remove("bdl_1");
    assert_refused(gate_get(g, "/x"), 404, "bundle_unknown");
}

static void a_deprecated_bundle_names_its_sunset(void **state)
{
    struct gate *g = *state;
    char text[128];
    g->bundle.deprecated_at = 1700000000;
    g->bundle.sunset_at = 1800000000;
    access_bundle_put(&g->bundle);
    struct raw_answer *answer = gate_get(g, "/x");
    assert_true(raw_header(answer, "Deprecation", text, sizeof text));
    assert_string_equal(text, "@1700000000");
    assert_true(raw_header(answer, "Sunset", text, sizeof text));
    assert_string_equal(text, "Fri, 15 Jan 2027 08:00:00 GMT");
    free(answer);
}

struct last {
    int count;
    char ip[64];
};

static void note(void *context, const char *key_id, int64_t at, const char *ip)
{
    struct last *last = context;
    assert_string_equal(key_id, "key_1");
    assert_true(at > 1700000000);
    last->count++;
    snprintf(last->ip, sizeof last->ip, "%s", ip);
}

static void a_call_notes_the_keys_last_use(void **state)
{
    struct gate *g = *state;
    struct last last = { 0 };
    assert_passed(gate_get(g, "/x"));
    access_drain_uses(note, &last);
    assert_int_equal(last.count, 1);
    assert_string_equal(last.ip, "127.0.0.1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        at_the_gate(the_checks_answer_in_the_order_of_the_contract),
        at_the_gate(a_key_may_come_as_a_bearer_token),
        at_the_gate(revocation_holds_from_the_very_next_call),
        at_the_gate(refusals_speak_indonesian_or_english),
        at_the_gate(a_request_id_is_kept_or_made),
        at_the_gate(health_needs_no_key),
        at_the_gate(a_refused_body_is_not_read),
        at_the_gate(a_bundle_that_is_closed_or_gone_is_unknown),
        at_the_gate(a_deprecated_bundle_names_its_sunset),
        at_the_gate(a_call_notes_the_keys_last_use),
    };
    return cmocka_run_group_tests_name("gateway access", tests, NULL, NULL);
}
