#include "support/console.h"

#include "support/market.h"

#include <string.h>

struct upstream *upstream;
const char *alice, *bob;
const char *alices_key, *bobs_key;

static const char PATHS[] =
    "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Uji\",\"version\":\"1\"},\"paths\":{"
    "\"/orang/{nik}\":{\"get\":{\"responses\":{\"200\":{\"description\":\"Ya\"}}}},"
    "\"/gema\":{\"post\":{\"responses\":{\"200\":{\"description\":\"Ya\"}}},"
    "\"delete\":{\"responses\":{\"204\":{\"description\":\"Ya\"}}},"
    "\"get\":{\"responses\":{\"200\":{\"description\":\"Ya\"}}}}}}";

static struct answer import(const char *document)
{
    return call_form("POST", "/admin/bundles/import", publisher, NULL, NULL, "openapi",
                     "uji.json", document, strlen(document));
}

static void open_bundle(void)
{
    struct answer a = import(PATHS);
    assert_int_equal(a.status, 201);
    const char *url = arena_printf(api_arena(), "http://127.0.0.1:%d", upstream_port(upstream));
    a = patch("uji", arena_printf(api_arena(),
        "{\"upstreams\":{\"development\":{\"url\":\"%s\",\"answer_timeout_ms\":1000},"
        "\"production\":{\"url\":\"%s/asli\"}}}", url, url));
    assert_int_equal(a.status, 200);
    assert_int_equal(as_publisher("POST", "uji", "/publish").status, 200);
}

const char *console_approve(const char *token)
{
    json_t *json = json_pack("{ss ss ss sb}", "bundle", "uji", "application_name", "Aplikasi Desa",
                             "purpose", "Data", "agreed", 1);
    struct answer a = call_form("POST", "/requests", token, "request", json, "letter", "surat.pdf",
                                SMALL_PDF, strlen(SMALL_PDF));
    assert_int_equal(a.status, 201);
    const char *id = answer_text(&a, "data.id");
    a = call("POST", arena_printf(api_arena(), "/admin/requests/%s/approve", id), reviewer,
             json_object());
    assert_int_equal(a.status, 200);
    return id;
}

const char *key_of(const char *token, const char *environment)
{
    struct answer a = call("POST", "/keys", token, json_pack("{ss ss}", "label", "Uji",
                                                             "environment", environment));
    assert_int_equal(a.status, 201);
    return answer_text(&a, "data.key");
}

int console_begin(void **state)
{
    if (publishing_begin(state))
        return 1;
    people_add(api_db(), api_arena());
    alice = token_of("alice");
    bob = token_of("bob");
    upstream = upstream_open(NULL, NULL);
    api_config()->account_limit = 0;
    open_bundle();
    console_approve(alice);
    alices_key = key_of(alice, "production");
    bobs_key = key_of(bob, "production");
    return 0;
}

int console_end(void **state)
{
    int const rc = api_end(state);
    upstream_close(upstream);
    return rc;
}

void says(const char *text)
{
    upstream_behave(upstream, (struct upstream_manner){ .says = text });
}

struct answer try(const char *token, const char *body)
{
    json_t *json = json_loads(body, 0, NULL);
    assert_non_null(json);
    return call("POST", "/bundles/uji/test", token, json);
}

struct answer try_with(const char *more)
{
    return try(alice, arena_printf(api_arena(), "{\"environment\":\"development\","
                                                "\"method\":\"GET\",\"path\":\"/gema\"%s}", more));
}

struct answer in_production(const char *token, const char *key)
{
    return try(token, arena_printf(api_arena(), "{\"environment\":\"production\","
               "\"method\":\"GET\",\"path\":\"/gema\",\"key\":\"%s\"}", key));
}

const char ECHO[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    "Content-Length: 11\r\nX-Asal: satu\r\nX-Asal: dua\r\n\r\n{\"a\":\"b c\"}";
