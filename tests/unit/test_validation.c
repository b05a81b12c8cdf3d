/* JSON Schema as OpenAPI uses it: what holds, and what is told where it does not. */
#include "support/specs.h"

#include <string.h>

static void a_value_has_the_type_that_is_asked_for(void **state)
{
    (void)state;
    HOLDS("{}", "null");
    HOLDS("true", "[1]");
    FAILS(" unknown", "false", "1");
    HOLDS("{\"type\":\"integer\"}", "3");
    HOLDS("{\"type\":\"integer\"}", "3.0");
    HOLDS("{\"type\":\"number\"}", "3");
    FAILS(" wrong_type", "{\"type\":\"integer\"}", "3.5");
    FAILS(" wrong_type", "{\"type\":\"string\"}", "3");
    FAILS(" wrong_type", "{\"type\":\"boolean\"}", "\"true\"");
    FAILS(" wrong_type", "{\"type\":\"object\"}", "[]");
    HOLDS("{\"type\":[\"string\",\"null\"]}", "null");
    HOLDS("{\"type\":\"string\",\"nullable\":true}", "null");
    HOLDS("{\"nullable\":true,\"allOf\":[{\"type\":\"string\"}]}", "null");
    FAILS(" wrong_type", "{\"type\":[\"string\",\"null\"]}", "1");
}

static void the_words_say_what_to_do(void **state)
{
    (void)state;
    FAILS(" wrong_type", "{\"type\":[\"integer\",\"null\"]}", "\"tiga\"");
    assert_string_equal(first_words(),
                        "Harus berupa bilangan bulat atau null; yang dikirim teks.");
    specs_speak_english = true;
    FAILS(" not_a_choice", "{\"enum\":[\"a\",1,null]}", "2");
    assert_string_equal(first_words(), "Choose one of: a, 1, null.");
    FAILS(" out_of_range", "{\"minimum\":2.5}", "1");
    assert_string_equal(first_words(), "At least 2.5.");
    specs_speak_english = false;
}

static void numbers_are_held_to_their_bounds(void **state)
{
    (void)state;
    HOLDS("{\"minimum\":1,\"maximum\":3}", "1");
    HOLDS("{\"minimum\":1,\"maximum\":3}", "3");
    FAILS(" out_of_range", "{\"minimum\":1}", "0.999");
    FAILS(" out_of_range", "{\"maximum\":3}", "4");
    FAILS(" out_of_range", "{\"minimum\":1,\"exclusiveMinimum\":true}", "1");
    HOLDS("{\"minimum\":1,\"exclusiveMinimum\":false}", "1");
    FAILS(" out_of_range", "{\"exclusiveMaximum\":3}", "3");
    FAILS(" out_of_range", "{\"minimum\":1,\"exclusiveMinimum\":2}", "2");
    FAILS(" out_of_range", "{\"minimum\":3,\"exclusiveMinimum\":2}", "2.5");
    FAILS(" out_of_range", "{\"maximum\":9007199254740993}", "9007199254740994");
    HOLDS("{\"maximum\":9007199254740993}", "9007199254740993");
    HOLDS("{\"multipleOf\":0.01}", "19.99");
    FAILS(" not_a_multiple", "{\"multipleOf\":0.01}", "19.999");
    FAILS(" not_a_multiple", "{\"multipleOf\":3}", "7");
    FAILS(" out_of_range", "{\"type\":\"integer\",\"format\":\"int32\"}", "2147483648");
    HOLDS("{\"type\":\"integer\"}", "123456789012345678901234567890");
}

static void texts_are_held_to_length_and_pattern(void **state)
{
    (void)state;
    HOLDS("{\"minLength\":4,\"maxLength\":4}", "\"éßä…\"");
    FAILS(" too_short", "{\"minLength\":2}", "\"a\"");
    FAILS(" too_long", "{\"maxLength\":2}", "\"abc\"");
    HOLDS("{\"pattern\":\"^[0-9]{2}$\"}", "\"11\"");
    FAILS(" bad_pattern", "{\"pattern\":\"^[0-9]{2}$\"}", "\"11\\n\"");
    FAILS(" bad_pattern", "{\"pattern\":\"^\\\\d+$\"}", "\"\u0663\"");
    HOLDS("{\"pattern\":\"b\"}", "\"abc\"");
    HOLDS("{\"pattern\":\"^\\\\u0041$\"}", "\"A\"");
    HOLDS("{\"pattern\":\"(\"}", "\"cannot be compiled: anything\"");
}

static void texts_are_held_to_their_format(void **state)
{
    static const struct { const char *format, *good, *bad, *code; } cases[] = {
        { "date", "2026-02-28", "2026-02-30", "bad_date" },
        { "date-time", "2026-02-28T10:00:00.5+07:00", "2026-02-28 10:00:00", "bad_time" },
        { "email", "budi.s+1@contoh.go.id", "budi@", "bad_email" },
        { "uuid", "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "3f2504e0-4f89", "bad_uuid" },
        { "ipv4", "192.0.2.1", "192.0.2.256", "bad_ip" },
        { "ipv6", "2001:db8::1", "192.0.2.1", "bad_ip" },
        { "uri", "https://contoh.go.id/a?b#c", "/a b", "bad_url" },
    };
    (void)state;
    struct arena *a = specs_arena();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *schema = arena_printf(a, "{\"format\":\"%s\"}", cases[i].format);
        HOLDS(schema, arena_printf(a, "\"%s\"", cases[i].good));
        FAILS(arena_printf(a, " %s", cases[i].code), schema,
              arena_printf(a, "\"%s\"", cases[i].bad));
    }
    HOLDS("{\"format\":\"something else\"}", "\"x\"");
}

static void choices_and_constants_are_compared_by_value(void **state)
{
    (void)state;
    HOLDS("{\"enum\":[{\"a\":1,\"b\":[2]}]}", "{\"b\":[2.0],\"a\":1}");
    FAILS(" not_a_choice", "{\"enum\":[{\"a\":1}]}", "{\"a\":1,\"b\":1}");
    HOLDS("{\"const\":\"x\"}", "\"x\"");
    FAILS(" not_a_choice", "{\"const\":\"x\"}", "\"y\"");
    HOLDS("{\"type\":\"string\",\"enum\":[\"a\"],\"nullable\":true}", "null");
}

static void lists_are_held_to_their_items(void **state)
{
    (void)state;
    HOLDS("{\"items\":{\"type\":\"integer\"}}", "[1,2]");
    FAILS("/1 wrong_type, /2 wrong_type", "{\"items\":{\"type\":\"integer\"}}", "[1,\"2\",null]");
    FAILS(" too_few", "{\"minItems\":1}", "[]");
    FAILS(" too_many", "{\"maxItems\":1}", "[1,2]");
    FAILS("/2 not_unique", "{\"uniqueItems\":true}", "[{\"a\":1,\"b\":2},1,{\"b\":2,\"a\":1}]");
    HOLDS("{\"uniqueItems\":true}", "[1,\"1\",[1]]");
    FAILS("/1 wrong_type",
          "{\"prefixItems\":[{\"type\":\"integer\"},{\"type\":\"string\"}]}", "[1,2,3]");
    FAILS("/2 unknown", "{\"prefixItems\":[true,true],\"items\":false}", "[1,2,3]");
    FAILS("/0 wrong_type", "{\"items\":[{\"type\":\"integer\"}]}", "[\"a\",\"b\"]");
    FAILS(" no_match", "{\"contains\":{\"const\":3}}", "[1,2]");
    HOLDS("{\"contains\":{\"const\":3}}", "[1,3]");
}

#define PERSON "{\"type\":\"object\",\"required\":[\"nama\",\"umur\"],\"properties\":{"           \
    "\"nama\":{\"type\":\"string\"},\"umur\":{\"type\":\"integer\"},"                            \
    "\"a/b~c\":{\"type\":\"integer\"}},\"additionalProperties\":false}"

static void objects_are_held_to_their_properties(void **state)
{
    (void)state;
    HOLDS(PERSON, "{\"nama\":\"Budi\",\"umur\":3}");
    FAILS("/umur required, /nama wrong_type, /warna unknown", PERSON,
          "{\"nama\":1,\"warna\":\"biru\"}");
    FAILS("/a~1b~0c wrong_type", PERSON, "{\"nama\":\"B\",\"umur\":3,\"a/b~c\":\"x\"}");
    FAILS("/x wrong_type", "{\"additionalProperties\":{\"type\":\"integer\"}}", "{\"x\":\"1\"}");
    FAILS(" too_few", "{\"minProperties\":1}", "{}");
    FAILS(" too_many", "{\"maxProperties\":1}", "{\"a\":1,\"b\":2}");
    FAILS("/x-a wrong_type",
          "{\"patternProperties\":{\"^x-\":{\"type\":\"integer\"}},\"additionalProperties\":false}",
          "{\"x-a\":\"1\"}");
    FAILS("/AB bad_pattern", "{\"propertyNames\":{\"pattern\":\"^[a-z]+$\"}}", "{\"AB\":1}");
    FAILS("/a required", "{\"required\":[\"a\"]}", "{}");
    HOLDS("{\"required\":[\"a\"]}", "[]");
}

static void what_only_answers_have_is_not_demanded(void **state)
{
    (void)state;
    HOLDS("{\"required\":[\"id\"],\"properties\":{\"id\":{\"readOnly\":true}}}", "{}");
    FAILS("/pw required",
          "{\"required\":[\"pw\"],\"properties\":{\"pw\":{\"writeOnly\":true}}}", "{}");
}

static void all_of_them_hold_together(void **state)
{
    (void)state;
#define ALL "{\"allOf\":[{\"required\":[\"a\"]},{\"properties\":{\"b\":{\"maximum\":2}}}]}"
    HOLDS(ALL, "{\"a\":1,\"b\":2}");
    FAILS("/a required, /b out_of_range", ALL, "{\"b\":3}");
}

static void alternatives_hold_where_one_does(void **state)
{
    (void)state;
#define ANY "{\"anyOf\":[{\"type\":\"string\",\"minLength\":3},{\"type\":\"integer\"}]}"
    HOLDS(ANY, "3");
    HOLDS(ANY, "\"abc\"");
    FAILS(" too_short", ANY, "\"ab\"");             /* which one was meant is clear */
    FAILS(" no_match", ANY, "null");
#define ONE "{\"oneOf\":[{\"type\":\"integer\"},{\"minimum\":3}]}"
    HOLDS(ONE, "1");
    HOLDS(ONE, "3.5");
    FAILS(" many_matches", ONE, "4");
    FAILS(" out_of_range", ONE, "1.5");              /* the other one takes whole numbers only */
    FAILS(" must_not_match", "{\"not\":{\"type\":\"integer\"}}", "1");
    HOLDS("{\"not\":{\"type\":\"integer\"}}", "\"1\"");
#define WHEN "{\"if\":{\"properties\":{\"k\":{\"const\":1}}},\"then\":{\"required\":[\"a\"]},"   \
    "\"else\":{\"required\":[\"b\"]}}"
    FAILS("/a required", WHEN, "{\"k\":1}");
    FAILS("/b required", WHEN, "{\"k\":2}");
}

static void a_discriminator_tells_which_one_is_meant(void **state)
{
    (void)state;
    specs_know("Kucing", "{\"required\":[\"jenis\",\"cakar\"]}", "Anjing",
               "{\"required\":[\"jenis\",\"gonggong\"]}", NULL);
#define PET "{\"oneOf\":[{\"$ref\":\"#/components/schemas/Kucing\"},"                             \
    "{\"$ref\":\"#/components/schemas/Anjing\"}],\"discriminator\":{\"propertyName\":\"jenis\","  \
    "\"mapping\":{\"meong\":\"#/components/schemas/Kucing\"}}}"
    HOLDS(PET, "{\"jenis\":\"meong\",\"cakar\":4}");
    HOLDS(PET, "{\"jenis\":\"Anjing\",\"gonggong\":1}");
    FAILS("/cakar required", PET, "{\"jenis\":\"Kucing\"}");
    FAILS("/jenis required", PET, "{}");
    FAILS("/jenis not_a_choice", PET, "{\"jenis\":\"Ikan\"}");
}

static void references_are_followed_also_in_circles(void **state)
{
    (void)state;
    specs_know("Pohon", "{\"type\":\"object\",\"required\":[\"nama\"],\"properties\":{\"nama\":"
               "{\"type\":\"string\"},\"anak\":{\"type\":\"array\",\"items\":"
               "{\"$ref\":\"#/components/schemas/Pohon\"}}}}",
               "Putar", "{\"$ref\":\"#/components/schemas/Balik\"}",
               "Balik", "{\"$ref\":\"#/components/schemas/Putar\"}", NULL);
#define TREE "{\"$ref\":\"#/components/schemas/Pohon\"}"
    HOLDS(TREE, "{\"nama\":\"a\",\"anak\":[{\"nama\":\"b\",\"anak\":[]}]}");
    FAILS("/anak/0/anak/0/nama required", TREE,
          "{\"nama\":\"a\",\"anak\":[{\"nama\":\"b\",\"anak\":[{}]}]}");
    FAILS(" too_complex", "{\"$ref\":\"#/components/schemas/Putar\"}", "1");
    HOLDS("{\"$ref\":\"#/components/schemas/Tiada\"}", "1");
    FAILS("/x required, /nama required",
          "{\"$ref\":\"#/components/schemas/Pohon\",\"required\":[\"x\"]}", "{}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_has_the_type_that_is_asked_for),
        cmocka_unit_test(the_words_say_what_to_do),
        cmocka_unit_test(numbers_are_held_to_their_bounds),
        cmocka_unit_test(texts_are_held_to_length_and_pattern),
        cmocka_unit_test(texts_are_held_to_their_format),
        cmocka_unit_test(choices_and_constants_are_compared_by_value),
        cmocka_unit_test(lists_are_held_to_their_items),
        cmocka_unit_test(objects_are_held_to_their_properties),
        cmocka_unit_test(what_only_answers_have_is_not_demanded),
        cmocka_unit_test(all_of_them_hold_together),
        cmocka_unit_test(alternatives_hold_where_one_does),
        cmocka_unit_test(a_discriminator_tells_which_one_is_meant),
        cmocka_unit_test(references_are_followed_also_in_circles),
    };
    return cmocka_run_group_tests(tests, NULL, specs_end);
}
