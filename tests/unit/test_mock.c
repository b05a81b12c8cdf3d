/* Values made from schemas: they hold against the schema that they were made from, end where it
 * goes round in circles, and are the same each time. */
#include "support/specs.h"

#include "domain/json/json.h"
#include "domain/mock/mock.h"

#include <string.h>

static struct schema const components[] = {
    { "Pohon", "{\"type\":\"object\",\"required\":[\"nama\"],\"properties\":{\"nama\":{\"type\":"
      "\"string\"},\"anak\":{\"type\":\"array\",\"items\":"
      "{\"$ref\":\"#/components/schemas/Pohon\"}},"
      "\"induk\":{\"$ref\":\"#/components/schemas/Pohon\"}}}" },
    { "Tanpa", "{\"type\":\"object\",\"required\":[\"lagi\"],\"properties\":{\"lagi\":{\"$ref\":"
      "\"#/components/schemas/Tanpa\"}}}" },
    { "Kucing", "{\"type\":\"object\",\"required\":[\"jenis\"],\"properties\":{\"jenis\":{\"type\":"
      "\"string\"},\"cakar\":{\"type\":\"integer\"}}}" },
};
enum { COMPONENTS = sizeof components / sizeof components[0] };

/* The answer to a call of an operation whose one response is this. */
static struct mock_answer answered(const char *responses, const struct mock_wish *wish)
{
    struct arena *a = specs_arena();
    struct endpoint const e = { .method = "GET", .path = "/a", .parameters = "[]",
                                .responses = responses };
    struct spec *spec = spec_new(&e, 1, components, COMPONENTS);
    struct mock_answer answer, copy;
    int64_t steps = SPEC_STEPS;
    mock_answer(spec_operation(spec, "GET /a"), wish, a, &steps, &answer);
    assert_true(steps >= 0);
    copy = answer;
    copy.body = arena_copy(a, answer.body);
    copy.type = answer.type ? arena_copy(a, answer.type) : NULL;
    for (size_t i = 0; i < answer.header_count; i++)
        copy.headers[i] = (struct mock_header){ arena_copy(a, answer.headers[i].name),
                                                arena_copy(a, answer.headers[i].value) };
    spec_free(spec);
    return copy;
}

static const char *made(const char *schema, uint64_t seed)
{
    const char *responses = arena_printf(specs_arena(), "{\"200\":{\"content\":{"
                                         "\"application/json\":{\"schema\":%s}}}}", schema);
    return answered(responses, &(struct mock_wish){ .seed = seed }).body;
}

static const char *const schemas[] = {
    "{\"type\":\"integer\",\"minimum\":5,\"exclusiveMaximum\":7}",
    "{\"type\":\"integer\",\"multipleOf\":7,\"minimum\":50}",
    "{\"type\":\"integer\",\"maximum\":-3}",
    "{\"type\":\"number\",\"exclusiveMinimum\":0,\"exclusiveMaximum\":0.001}",
    "{\"type\":\"number\",\"multipleOf\":0.25,\"maximum\":3}",
    "{\"type\":\"integer\",\"format\":\"int32\"}",
    "{\"type\":\"string\",\"minLength\":30,\"maxLength\":33}",
    "{\"type\":\"string\",\"maxLength\":2}",
    "{\"type\":\"string\",\"enum\":[\"a\",\"b\"]}",
    "{\"type\":[\"null\",\"string\"],\"format\":\"email\"}",
    "{\"type\":\"string\",\"format\":\"date-time\"}",
    "{\"type\":\"string\",\"format\":\"uuid\"}",
    "{\"type\":\"string\",\"format\":\"ipv4\"}", "{\"type\":\"string\",\"format\":\"ipv6\"}",
    "{\"type\":\"string\",\"format\":\"uri\"}", "{\"type\":\"string\",\"format\":\"date\"}",
    "{\"type\":\"string\",\"pattern\":\"^[A-Z]{2}-\\\\d{4,6}(/[a-z]+)?$\"}",
    "{\"type\":\"string\",\"pattern\":\"^(08|\\\\+62)[1-9][0-9]{7,10}$\",\"minLength\":13}",
    "{\"type\":\"string\",\"pattern\":\"^[^a-z\\\\s]+\\\\.(?:jpg|png)$\"}",
    "{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"minItems\":3,\"uniqueItems\":true}",
    "{\"type\":\"array\",\"maxItems\":1,\"items\":{\"type\":\"string\"}}",
    "{\"prefixItems\":[{\"type\":\"integer\"},{\"type\":\"string\"}],\"items\":false}",
    "{\"type\":\"object\",\"minProperties\":2,\"additionalProperties\":{\"type\":\"integer\"}}",
    ("{\"allOf\":[{\"type\":\"object\",\"required\":[\"a\",\"b\"]},{\"properties\":{\"a\":"
     "{\"type\":\"integer\"}}},{\"properties\":{\"b\":{\"type\":\"boolean\"}}}]}"),
    "{\"allOf\":[{\"minLength\":4},{\"maxLength\":5},{\"type\":\"string\"}]}",
    "{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"integer\",\"minimum\":900}]}",
    ("{\"oneOf\":[{\"$ref\":\"#/components/schemas/Kucing\"}],\"discriminator\":"
     "{\"propertyName\":\"jenis\",\"mapping\":{\"meong\":\"#/components/schemas/Kucing\"}}}"),
    "{\"$ref\":\"#/components/schemas/Pohon\"}", "{\"const\":[1,{}]}",
};

static void assert_holds(const char *schema)
{
    for (uint64_t seed = 0; seed < 20; seed++)
        assert_string_equal(faults_of(schema, made(schema, seed)), "");
}

static void what_is_made_holds(void **state)
{
    (void)state;
    specs_know(components[0].name, components[0].json, components[1].name, components[1].json,
               components[2].name, components[2].json, NULL);
    for (size_t i = 0; i < sizeof schemas / sizeof schemas[0]; i++)
        assert_holds(schemas[i]);
}

static void it_ends_where_the_schema_does_not(void **state)
{
    (void)state;
    assert_non_null(strstr(made("{\"$ref\":\"#/components/schemas/Pohon\"}", 3), "\"anak\":[]"));
    assert_true(strlen(made("{\"$ref\":\"#/components/schemas/Pohon\"}", 1)) < 60);
    assert_true(strlen(made("{\"$ref\":\"#/components/schemas/Tanpa\"}", 1)) < 2000);
}

static void the_same_call_is_answered_the_same(void **state)
{
    (void)state;
    const char *schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"},\"b\":"
                         "{\"type\":\"integer\"},\"c\":{\"type\":\"string\",\"format\":\"uuid\"}}}";
    struct sent_request const one = { .path = "/a", .query = "x=1" },
                              other = { .path = "/a", .query = "x=2" };
    assert_string_equal(made(schema, mock_seed("GET", &one)), made(schema, mock_seed("GET", &one)));
    assert_string_not_equal(made(schema, mock_seed("GET", &one)),
                            made(schema, mock_seed("GET", &other)));
}

static void examples_in_schemas_go_before_what_is_made(void **state)
{
    (void)state;
    assert_string_equal(made("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\","
                             "\"example\":\"x\"},\"b\":{\"type\":\"integer\",\"default\":3},"
                             "\"c\":{\"examples\":[true]}}}", 1),
                        "{\"a\":\"x\",\"b\":3,\"c\":true}");
    assert_string_equal(made("{\"allOf\":[{\"example\":{\"a\":1}},{\"required\":[\"b\"],"
                             "\"properties\":{\"b\":{\"const\":2}}}]}", 1),
                        "{\"b\":2,\"a\":1}");
}

static void the_lowest_success_is_the_answer(void **state)
{
    static const struct { const char *responses; unsigned status; } cases[] = {
        { "{\"404\":{},\"201\":{},\"202\":{}}", 201 }, { "{\"2XX\":{},\"default\":{}}", 200 },
        { "{\"default\":{},\"400\":{}}", 200 }, { "{\"404\":{},\"302\":{}}", 302 },
        { "{\"4XX\":{}}", 400 }, { "{\"x\":{},\"\":{},\"101\":{}}", 200 }, { "{}", 200 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(answered(cases[i].responses, &(struct mock_wish){ 0 }).status,
                         cases[i].status);
    struct mock_wish const wish = { .prefer = "code=418" };
    assert_int_equal(answered("{\"200\":{},\"4XX\":{}}", &wish).status, 418);
    assert_string_equal(answered("{\"200\":{},\"4XX\":{}}", &wish).applied, "code=418");
    assert_int_equal(answered("{\"200\":{},\"5XX\":{}}", &wish).status, 200);
    assert_int_equal(answered("{\"200\":{},\"default\":{}}", &wish).status, 418);
}

static void a_text_that_is_made_outlives_what_made_it(void **state)
{
    (void)state;
    struct mock_answer const answer = answered("{\"200\":{\"headers\":{\"X-A\":{\"schema\":"
        "{\"type\":\"string\",\"format\":\"date\"}}},\"content\":{\"text/plain\":{\"schema\":"
        "{\"type\":\"string\",\"format\":\"uuid\"}}}}}", &(struct mock_wish){ 0 });
    assert_int_equal(strlen(answer.body), 36);
    assert_int_equal(strlen(answer.headers[0].value), 10);
}

static void headers_cannot_break_the_answer(void **state)
{
    (void)state;
    struct mock_answer const answer = answered("{\"200\":{\"headers\":{"
        "\"Location\":{\"example\":\"/a/1\"},\"X-A\":{\"example\":\"a\\r\\nX-B: c\"},"
        "\"X C\":{\"example\":\"d\"},\"Content-Length\":{\"example\":3},"
        "\"RateLimit\":{\"example\":3},\"Retry-After\":{\"schema\":{\"type\":\"integer\","
        "\"enum\":[30]}}}}}", &(struct mock_wish){ 0 });
    assert_int_equal(answer.header_count, 2);
    assert_string_equal(answer.headers[0].value, "/a/1");
    assert_string_equal(answer.headers[1].name, "Retry-After");
    assert_string_equal(answer.headers[1].value, "30");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_made_holds),
        cmocka_unit_test(it_ends_where_the_schema_does_not),
        cmocka_unit_test(the_same_call_is_answered_the_same),
        cmocka_unit_test(examples_in_schemas_go_before_what_is_made),
        cmocka_unit_test(the_lowest_success_is_the_answer),
        cmocka_unit_test(a_text_that_is_made_outlives_what_made_it),
        cmocka_unit_test(headers_cannot_break_the_answer),
    };
    return cmocka_run_group_tests(tests, NULL, specs_end);
}
