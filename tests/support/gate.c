#include "support/gate.h"

#include "base/log.h"
#include "crypto/digest.h"
#include "domain/validation/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BOTH = 1 << KEY_DEVELOPMENT | 1 << KEY_PRODUCTION };

static void start(struct gate *g, struct gateway_options options)
{
    options.listen = "127.0.0.1:0";
    options.loops = options.loops ? options.loops : 2;
    if (gateway_start(&options, &g->gateway) != OK)
        fail_msg("%s", err_why());
    g->port = gateway_port(g->gateway);
}

int gate_begin(void **state)
{
    log_setup(LOG_ERROR, "text");
    struct gate *g = calloc(1, sizeof *g);
    g->upstream = upstream_open(NULL, NULL);
    snprintf(g->url, sizeof g->url, "http://127.0.0.1:%u/v1", upstream_port(g->upstream));
    access_open();
    key_format_new(KEY_DEVELOPMENT, g->text);
    key_format_new(KEY_DEVELOPMENT, g->other);
    g->key = (struct access_key){ .id = "key_1", .account = "usr_budi", .is_active = true };
    digest_sha256(g->text, strlen(g->text), g->key.digest);
    access_key_put(&g->key);
    g->bundle = (struct access_bundle){ .id = "bdl_1", .slug = "wilayah", .is_open = true };
    gate_upstream_url(g, g->url);
    access_grant_put("usr_budi", "bdl_1", GRANT_APPROVED, BOTH);
    start(g, (struct gateway_options){ 0 });
    *state = g;
    return 0;
}

int gate_end(void **state)
{
    struct gate *g = *state;
    gateway_stop(g->gateway);
    upstream_close(g->upstream);
    access_close();
    spec_source_give(g->bundle.spec);
    arena_finish(&g->arena);
    free(g);
    return 0;
}

void gate_restart(struct gate *g, struct gateway_options options)
{
    gateway_stop(g->gateway);
    start(g, options);
}

void gate_upstream_url(struct gate *g, const char *url)
{
    g->bundle.upstreams[KEY_DEVELOPMENT].url = url;
    g->bundle.upstreams[KEY_PRODUCTION].url = url;
    access_bundle_put(&g->bundle);
}

static enum err compile(void *context, const char *subject, struct spec **out)
{
    const struct document *d = context;
    assert_string_equal(subject, "ver_1");
    *out = spec_new(d->endpoints, d->endpoint_count, d->schemas, d->schema_count);
    return OK;
}

void gate_document(struct gate *g, const char *document)
{
    struct finding fault = { 0 };
    g->document = (struct document){ 0 };
    if (document && document_read(&g->arena, document, strlen(document), &g->document, &fault))
        fail_msg("%s: %s", fault.place, fault.en);
    int const count = g->document.endpoint_count;
    struct access_endpoint *items = arena_alloc(&g->arena, ((size_t)count + 1) * sizeof *items);
    for (int i = 0; i < count; i++)
        items[i] = (struct access_endpoint){ g->document.endpoints[i].method,
                                             g->document.endpoints[i].path };
    spec_source_give(g->bundle.spec);
    g->bundle.endpoints = items;
    g->bundle.endpoint_count = (size_t)count;
    g->bundle.spec = document ? spec_source_new(compile, &g->document, "ver_1") : NULL;
    access_bundle_put(&g->bundle);
}

const char *gate_head(struct gate *g, const char *method, const char *path)
{
    static _Thread_local char text[32768];
    snprintf(text, sizeof text,
             "%s /development/wilayah%s HTTP/1.1\r\nHost: gerbang.test\r\nX-API-Key: %s\r\n",
             method, path, g->text);
    return text;
}

void gate_as_another_member(struct gate *g)
{
    struct access_key key = { .id = "key_2", .account = "usr_siti", .is_active = true };
    digest_sha256(g->other, strlen(g->other), key.digest);
    access_key_put(&key);
    access_grant_put("usr_siti", "bdl_1", GRANT_APPROVED, BOTH);
    memcpy(g->text, g->other, sizeof g->text);
}

struct raw_answer *gate_call(struct gate *g, const char *method, const char *path,
                             const char *headers, const char *body)
{
    int const fd = raw_open(g->port);
    raw_say(fd, gate_head(g, method, path));
    raw_say(fd, headers);
    raw_say(fd, "\r\n");
    raw_say(fd, body);
    struct raw_answer *answer = raw_read(fd, strcmp(method, "HEAD") == 0);
    close(fd);
    return answer;
}

struct raw_answer *gate_get(struct gate *g, const char *path)
{
    return gate_call(g, "GET", path, "", "");
}

void assert_refused(struct raw_answer *answer, int status, const char *code)
{
    char id[128], wanted[256];
    assert_int_equal(answer->status, status);
    assert_true(answer->is_whole);
    snprintf(wanted, sizeof wanted, "\"code\":\"%s\"", code);
    if (!strstr(answer->body, wanted))
        fail_msg("%s is not in %s", wanted, answer->body);
    assert_memory_equal(answer->body, "{\"status\":false,\"message\":\"", 27);
    assert_true(raw_header(answer, "X-Request-Id", id, sizeof id));
    snprintf(wanted, sizeof wanted, "\"request_id\":\"%s\"}", id);
    assert_non_null(strstr(answer->body, wanted));
    assert_true(raw_header(answer, "Content-Type", wanted, sizeof wanted));
    assert_memory_equal(wanted, "application/json", 16);
    free(answer);
}

void assert_passed(struct raw_answer *answer)
{
    assert_int_equal(answer->status, 200);
    assert_true(answer->is_whole);
    free(answer);
}
