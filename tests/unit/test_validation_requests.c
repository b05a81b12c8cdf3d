/* Requests against an operation: parameters by their styles, bodies by their types. */
#include "support/specs.h"

#include <string.h>

static const char *with(const char *parameter, struct asked asked)
{
    asked.parameters = arena_printf(specs_arena(), "[{%s}]", parameter);
    return faults_asking(&asked);
}
#define ASKING(faults, parameter, ...)                                                           \
    assert_string_equal(with(parameter, (struct asked){ __VA_ARGS__ }), faults)

#define INT "\"schema\":{\"type\":\"integer\"}"
#define INTS "\"schema\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"maxItems\":2}"
#define RGB "\"schema\":{\"type\":\"object\",\"required\":[\"R\",\"G\"],\"properties\":"          \
    "{\"R\":{\"type\":\"integer\"},\"G\":{\"type\":\"integer\"}}}"

static void a_parameter_is_read_from_its_place(void **state)
{
    (void)state;
    ASKING("", "\"name\":\"x\",\"in\":\"path\"," INT, .path = "/a/7/b");
    ASKING("path:x wrong_type", "\"name\":\"x\",\"in\":\"path\"," INT, .path = "/a/tujuh/b");
    ASKING("", "\"name\":\"q\",\"in\":\"query\"," INT, .query = "z=a&q=-7");
    ASKING("query:q wrong_type", "\"name\":\"q\",\"in\":\"query\"," INT, .query = "q=7a");
    ASKING("", "\"name\":\"X-N\",\"in\":\"header\"," INT, .header = "x-n", .value = "7");
    ASKING("header:X-N wrong_type", "\"name\":\"X-N\",\"in\":\"header\"," INT, .header = "x-n",
           .value = "7 ");
    ASKING("", "\"name\":\"c\",\"in\":\"cookie\"," INT, .cookie = "a=b; c=7");
    ASKING("cookie:c wrong_type", "\"name\":\"c\",\"in\":\"cookie\"," INT, .cookie = "c=tujuh; d");
}

/* Else the upstream might take another than the one that was checked. */
static void one_value_is_sent_once(void **state)
{
    (void)state;
    ASKING("query:q not_unique", "\"name\":\"q\",\"in\":\"query\"," INT, .query = "q=7&q=delapan");
    ASKING("query:q not_unique", "\"name\":\"q\",\"in\":\"query\"," INT, .query = "%71=7&q=7");
    ASKING("", "\"name\":\"q\",\"in\":\"query\",\"schema\":{}", .query = "q=7&q=8");
    ASKING("", "\"name\":\"c\",\"in\":\"cookie\"," INT, .cookie = "c=7; c=8");
}

static void what_is_required_is_missed(void **state)
{
    (void)state;
    ASKING("query:q required", "\"name\":\"q\",\"in\":\"query\",\"required\":true," INT, 0);
    assert_string_equal(first_words(), "Wajib dikirim di query.");
    ASKING("", "\"name\":\"q\",\"in\":\"query\"," INT, 0);
    ASKING("header:X-N required", "\"name\":\"X-N\",\"in\":\"header\",\"required\":true," INT, 0);
    ASKING("", "\"name\":\"Accept\",\"in\":\"header\",\"required\":true," INT, 0);
    ASKING("query:q wrong_type", "\"name\":\"q\",\"in\":\"query\"," INT, .query = "q=");
    ASKING("", "\"name\":\"q\",\"in\":\"query\",\"allowEmptyValue\":true," INT, .query = "q=");
}

static void texts_are_decoded_before_they_are_looked_at(void **state)
{
    (void)state;
#define CITY "\"schema\":{\"enum\":[\"Banda Aceh\",\"100%\"],\"type\":\"string\"}"
    ASKING("", "\"name\":\"q\",\"in\":\"query\"," CITY, .query = "q=Banda+Aceh");
    ASKING("", "\"name\":\"q\",\"in\":\"query\"," CITY, .query = "%71=Banda%20Aceh");
    ASKING("", "\"name\":\"q\",\"in\":\"query\"," CITY, .query = "q=100%");
    ASKING("", "\"name\":\"x\",\"in\":\"path\"," CITY, .path = "/a/Banda%20Aceh/b");
    ASKING("path:x not_a_choice", "\"name\":\"x\",\"in\":\"path\"," CITY,
           .path = "/a/Banda+Aceh/b");
    ASKING("query:q not_a_choice", "\"name\":\"q\",\"in\":\"query\"," CITY, .query = "q=%ff%00");
}

static void a_text_is_taken_for_the_type_that_fits(void **state)
{
    (void)state;
#define MIXED "\"schema\":{\"type\":[\"integer\",\"boolean\",\"string\"],\"not\":{\"const\":\"1\"}}"
    ASKING("", "\"name\":\"q\",\"in\":\"query\"," MIXED, .query = "q=1");
    ASKING("", "\"name\":\"q\",\"in\":\"query\",\"schema\":{\"type\":\"boolean\"}",
           .query = "q=false");
    ASKING("query:q wrong_type",
           "\"name\":\"q\",\"in\":\"query\",\"schema\":{\"type\":\"boolean\"}", .query = "q=ya");
    ASKING("", "\"name\":\"q\",\"in\":\"query\",\"schema\":{\"type\":\"number\"}",
           .query = "q=1.5e3");
    ASKING("", "\"name\":\"q\",\"in\":\"query\",\"schema\":{\"type\":\"string\",\"maxLength\":3}",
           .query = "q=007");
}

static void lists_are_read_by_their_style(void **state)
{
    (void)state;
    ASKING("", "\"name\":\"q\",\"in\":\"query\"," INTS, .query = "q=1&q=2");
    ASKING("query:q/1 wrong_type", "\"name\":\"q\",\"in\":\"query\"," INTS, .query = "q=1&q=b");
    ASKING("query:q too_many", "\"name\":\"q\",\"in\":\"query\"," INTS, .query = "q=1&q=2&q=3");
    ASKING("query:q/1 wrong_type", "\"name\":\"q\",\"in\":\"query\",\"explode\":false," INTS,
           .query = "q=1,b");
    ASKING("", "\"name\":\"q\",\"in\":\"query\",\"style\":\"spaceDelimited\",\"explode\":false,"
           INTS, .query = "q=1%202");
    ASKING("", "\"name\":\"q\",\"in\":\"query\",\"style\":\"pipeDelimited\",\"explode\":false,"
           INTS, .query = "q=1|2");
    ASKING("path:x/1 wrong_type", "\"name\":\"x\",\"in\":\"path\"," INTS, .path = "/a/1,b/b");
    ASKING("", "\"name\":\"x\",\"in\":\"path\",\"style\":\"label\"," INTS, .path = "/a/.1,2/b");
    ASKING("path:x too_many", "\"name\":\"x\",\"in\":\"path\",\"style\":\"label\",\"explode\":true,"
           INTS, .path = "/a/.1.2.3/b");
    ASKING("", "\"name\":\"x\",\"in\":\"path\",\"style\":\"matrix\"," INTS, .path = "/a/;x=1,2/b");
    ASKING("path:x too_many",
           "\"name\":\"x\",\"in\":\"path\",\"style\":\"matrix\",\"explode\":true," INTS,
           .path = "/a/;x=1;x=2;x=3/b");
    ASKING("header:X-N/0 wrong_type", "\"name\":\"X-N\",\"in\":\"header\"," INTS,
           .header = "X-N", .value = "a,2");
}

static void objects_are_read_by_their_style(void **state)
{
    (void)state;
    ASKING("", "\"name\":\"w\",\"in\":\"query\"," RGB, .query = "R=1&G=2");
    ASKING("query:w/G required", "\"name\":\"w\",\"in\":\"query\"," RGB, .query = "R=1");
    ASKING("query:w/G wrong_type", "\"name\":\"w\",\"in\":\"query\",\"explode\":false," RGB,
           .query = "w=R,1,G,b");
    ASKING("query:w/R wrong_type", "\"name\":\"w\",\"in\":\"query\",\"style\":\"deepObject\"," RGB,
           .query = "w[R]=a&w%5BG%5D=2");
    ASKING("", "\"name\":\"x\",\"in\":\"path\",\"explode\":true," RGB, .path = "/a/R=1,G=2/b");
    ASKING("", "\"name\":\"x\",\"in\":\"path\"," RGB, .path = "/a/R,1,G,2/b");
    ASKING("query:w/R wrong_type",
           "\"name\":\"w\",\"in\":\"query\",\"content\":{\"application/json\":{" RGB "}}",
           .query = "w=%7B%22R%22:%22a%22,%22G%22:1%7D");
    ASKING("query:w wrong_type",
           "\"name\":\"w\",\"in\":\"query\",\"content\":{\"application/json\":{" RGB "}}",
           .query = "w=%7B");
}

#define BODY(type, schema)                                                                       \
    "{\"required\":true,\"content\":{\"" type "\":{\"schema\":" schema "}}}"
#define NAMED "{\"type\":\"object\",\"required\":[\"nama\"],\"properties\":{\"nama\":"            \
    "{\"type\":\"string\"},\"umur\":{\"type\":\"integer\"},\"minat\":{\"type\":\"array\","        \
    "\"items\":{\"type\":\"integer\"}}},\"additionalProperties\":false}"

static const char *sending(const char *body, const char *type, const char *text)
{
    return faults_asking(&(struct asked){ .request_body = body, .type = type, .body = text });
}
#define SENDING(faults, ...) assert_string_equal(sending(__VA_ARGS__), faults)

static void a_body_is_read_by_its_type(void **state)
{
    (void)state;
    const char *json = BODY("application/json", NAMED);
    SENDING("", json, "application/json; charset=utf-8", "{\"nama\":\"Budi\"}");
    SENDING("/nama required", json, "application/json", "{}");
    SENDING(" bad_json", json, "application/json", "{\"nama\":");
    SENDING(" bad_json", json, "application/json", "{\"nama\":\"a\",\"nama\":\"b\"}");
    SENDING("header:Content-Type not_a_choice", json, "text/plain", "{}");
    assert_string_equal(first_words(), "Kirim sebagai salah satu dari: application/json.");
    SENDING("header:Content-Type required", json, NULL, "{}");
    SENDING(" required", json, "application/json", NULL);
    SENDING("", BODY("application/*", NAMED), "application/vnd.a+json", "{\"nama\":\"Budi\"}");
    SENDING("", BODY("text/csv", NAMED), "text/csv", "left alone");
    SENDING("", "{\"content\":{}}", "application/json", "{");
}

static void a_form_is_read_as_the_object_it_stands_for(void **state)
{
    (void)state;
    const char *form = BODY("application/x-www-form-urlencoded", NAMED);
    const char *type = "application/x-www-form-urlencoded";
    SENDING("", form, type, "nama=Budi+S&umur=3&minat=1&minat=2");
    SENDING("/nama required, /umur wrong_type, /minat/1 wrong_type, /x unknown", form, type,
            "umur=b&minat=1&minat=c&x=1");
}

static void parts_of_a_form_are_missed(void **state)
{
    (void)state;
#define PARTS BODY("multipart/form-data", "{\"type\":\"object\",\"required\":[\"surat\",\"ket\"]}")
    const char *type = "multipart/form-data; boundary=\"x y\"";
    SENDING("", PARTS, type,
            "--x y\r\nContent-Disposition: form-data; name=\"surat\"; filename=\"a\"\r\n\r\n1\r\n"
            "--x y\r\ncontent-disposition: form-data; name=ket\r\n\r\n2\r\n--x y--\r\n");
    SENDING("/surat required", PARTS, type,
            "--x y\r\nContent-Disposition: form-data; name=\"ket\"\r\n\r\nname=\"surat\"\r\n"
            "--x y--\r\n");
    SENDING(" bad_form", PARTS, "multipart/form-data", "--x");
}

static void every_fault_is_told_once_and_no_more_than_fifty(void **state)
{
    (void)state;
    struct arena *a = specs_arena();
    const char *list = "0";
    for (int i = 0; i < 80; i++)
        list = arena_printf(a, "%s,0", list);
    const char *told = faults_of("{\"items\":{\"type\":\"string\"}}",
                                 arena_printf(a, "[%s]", list));
    int count = 1;
    for (const char *at = told; (at = strchr(at, ',')); at++)
        count++;
    assert_int_equal(count, FAULTS_MAX);
    FAILS(" wrong_type", "{\"allOf\":[{\"type\":\"string\"},{\"type\":\"object\"}]}", "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_parameter_is_read_from_its_place),
        cmocka_unit_test(one_value_is_sent_once),
        cmocka_unit_test(what_is_required_is_missed),
        cmocka_unit_test(texts_are_decoded_before_they_are_looked_at),
        cmocka_unit_test(a_text_is_taken_for_the_type_that_fits),
        cmocka_unit_test(lists_are_read_by_their_style),
        cmocka_unit_test(objects_are_read_by_their_style),
        cmocka_unit_test(a_body_is_read_by_its_type),
        cmocka_unit_test(a_form_is_read_as_the_object_it_stands_for),
        cmocka_unit_test(parts_of_a_form_are_missed),
        cmocka_unit_test(every_fault_is_told_once_and_no_more_than_fifty),
    };
    return cmocka_run_group_tests(tests, NULL, specs_end);
}
