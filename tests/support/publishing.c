#include "support/publishing.h"

const char *member, *publisher, *reviewer, *admin;

int publishing_begin(void **state)
{
    if (api_begin(state))
        return 1;
    member = signed_in("mira", "member");
    publisher = signed_in("putra", "publisher");
    reviewer = signed_in("rina", "reviewer");
    admin = signed_in("adi", "admin");
    return 0;
}

static json_t *text_body(const char *text)
{
    json_t *json = json_loads(text, 0, NULL);
    assert_non_null(json);
    return json;
}

struct answer post(const char *path, const char *body)
{
    return call("POST", path, publisher, text_body(body));
}

struct answer patch(const char *slug, const char *body)
{
    return call("PATCH", arena_printf(api_arena(), "/admin/bundles/%s", slug), publisher,
                text_body(body));
}

struct answer as_publisher(const char *method, const char *slug, const char *move)
{
    return call(method, arena_printf(api_arena(), "/admin/bundles/%s%s", slug, move), publisher,
                NULL);
}

const char UPSTREAMS[] =
    "{\"development\":{\"url\":\"http://127.0.0.1:9/dev\",\"header\":{\"name\":\"X-Kunci\","
    "\"value\":\"rahasia-sekali\"}},\"production\":{\"url\":\"http://127.0.0.1:9/prod\","
    "\"answer_timeout_ms\":1500}}";
const char DOCUMENT[] =
    "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Sekolah\",\"version\":\"2.1\"},"
    "\"servers\":[{\"url\":\"http://rahasia.internal\"}],\"paths\":{\"/sekolah/{id}\":{\"get\":{\"summary\":\"Lihat\","
    "\"security\":[{\"lain\":[]}],\"responses\":{\"200\":{\"description\":\"Ya\"}}}},"
    "\"/sekolah\":{\"get\":{\"responses\":{\"200\":{\"description\":\"Ya\"}}}}}}";

void publish(const char *slug, const char *name, const char *more)
{
    struct answer a = post("/admin/bundles", arena_printf(api_arena(),
        "{\"name\":\"%s\",\"slug\":\"%s\",\"upstreams\":%s%s}", name, slug, UPSTREAMS, more));
    assert_int_equal(a.status, 201);
    assert_int_equal(as_publisher("POST", slug, "/publish").status, 200);
}
