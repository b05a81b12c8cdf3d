/* Requests of a Postman collection: what a document may say in them. */
#include "support/world.h"

#include "domain/bundles/postman_request.h"
#include "domain/json/json.h"

#include <string.h>

/* Whoever imports it has the key, and more, in variables. */
static void a_document_does_not_ask_for_variables(void **state)
{
    (void)state;
    AUTO_ARENA struct arena a = { 0 };
    struct endpoint const e = { .method = "POST", .path = "/a/{x}/b", .summary = "{{api_key}}",
                                .description = "{{api_key}}", .tag = "" };
    json_auto_t *parts = json_loads(
        "{\"parameters\":[{\"in\":\"path\",\"name\":\"x\",\"required\":true,\"example\":"
        "\"{{api_key}}\"},{\"in\":\"query\",\"name\":\"q\",\"required\":true,\"example\":"
        "\"{{api_key}}\"},{\"in\":\"query\",\"name\":\"{{api_key}}\",\"required\":true,"
        "\"example\":1},{\"in\":\"header\",\"name\":\"X-A\",\"required\":true,\"example\":"
        "\"{{{api_key}}}\"}],\"request_body\":{\"content\":{\"application/json\":{\"example\":"
        "{\"a\":\"{{api_key}}\",\"b\":{\"c\":{}}}}}}}", 0, NULL);
    json_auto_t *request = postman_request(&a, &e, parts);
    const char *text = json_written(&a, request);
    assert_null(strstr(text, "{{api_key"));
    const char *raw = json_string_value(json_at(request, "/request/body/raw"));
    json_auto_t *body = json_loads(raw, 0, NULL);
    assert_string_equal(json_text_at(body, "a", ""), "{{api_key}}");
    assert_memory_equal(json_string_value(json_at(request, "/request/url/raw")),
                        "{{base_url}}/a/", 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_does_not_ask_for_variables),
    };
    return cmocka_run_group_tests_name("postman", tests, NULL, NULL);
}
