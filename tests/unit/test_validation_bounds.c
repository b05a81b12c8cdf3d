/* Schemas and requests made to cost: what they may cost is bounded, of the processor's time, which
 * other work does not lengthen. */
#include "support/specs.h"

#include <string.h>
#include <time.h>

enum { MOST_MS = 4000 };

static int64_t spent_ms(void)
{
    struct timespec at;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

static void costs_little(const char *schema, const char *value, const char *faults)
{
    int64_t const before = spent_ms();
    const char *told = faults_of(schema, value);
    int64_t const took = spent_ms() - before;
    if (took > MOST_MS)
        fail_msg("%lld ms", (long long)took);
    assert_string_equal(told, faults);
}

/* piece, times over, between head and tail. */
static const char *repeated(const char *head, const char *piece, int times, const char *tail)
{
    size_t const size = strlen(piece);
    char *text = arena_alloc(specs_arena(), strlen(head) + size * (size_t)times + strlen(tail) + 1);
    char *at = stpcpy(text, head);
    for (int i = 0; i < times; i++)
        at = stpcpy(at, piece);
    stpcpy(at, tail);
    return text;
}

static void a_pattern_that_runs_wild_is_cut_off(void **state)
{
    (void)state;
    costs_little("{\"pattern\":\"^(a+)+$\"}", repeated("\"", "a", 5000, "!\""), " too_complex");
    const char *many = repeated("[\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"",
                                ",\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"", 500, "]");
    const char *told = faults_of("{\"items\":{\"pattern\":\"^(a|a)*$\"}}", many);
    assert_non_null(strstr(told, "too_complex"));
}

/* Tried from each place of the text anew, with not much to do at each. */
static void a_pattern_that_searches_for_long_is_cut_off(void **state)
{
    (void)state;
    const char *text = repeated("\"", "a", 180000, "\"");
    static const char *const patterns[] = { "a*[bc]", "a*+[bc]", "[a-z]+@", "(a*)[bc]\\\\1",
                                            "a{60000}[bc]" };
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        const char *schema = arena_printf(specs_arena(), "{\"pattern\":\"%s\"}", patterns[i]);
        int64_t const before = spent_ms();
        faults_of(schema, text);
        if (spent_ms() - before > MOST_MS)
            fail_msg("%s: %lld ms", patterns[i], (long long)(spent_ms() - before));
    }
}

static void alternatives_within_alternatives_are_cut_off(void **state)
{
    (void)state;
    specs_know("A", "{\"anyOf\":[{\"items\":{\"$ref\":\"#/components/schemas/A\"},\"minItems\":9},"
               "{\"items\":{\"$ref\":\"#/components/schemas/A\"},\"minItems\":8}]}", NULL);
    const char *deep = repeated(repeated("", "[", 40, ""), "]", 40, "");
    costs_little("{\"$ref\":\"#/components/schemas/A\"}", deep, " no_match");
    specs_know("B", "{\"anyOf\":[{\"items\":{\"$ref\":\"#/components/schemas/B\"},\"maxItems\":1},"
               "{\"items\":{\"$ref\":\"#/components/schemas/B\"},\"minItems\":0}],"
               "\"not\":{\"const\":3}}", NULL);
    costs_little("{\"$ref\":\"#/components/schemas/B\"}",
                 repeated(repeated("", "[", 40, "3"), "]", 40, ""), " too_complex");
}

static void a_list_of_many_different_things_is_compared_quickly(void **state)
{
    (void)state;
    struct arena *a = specs_arena();
    char *list = arena_alloc(a, 1000000), *at = stpcpy(list, "[0");
    for (int i = 1; i < 100000; i++)
        at = stpcpy(at, arena_printf(a, ",%d", i));
    stpcpy(at, "]");
    costs_little("{\"uniqueItems\":true}", list, "");
}

static void bodies_too_deep_or_too_full_are_not_read(void **state)
{
    (void)state;
    costs_little("{\"type\":\"object\"}",
                 repeated(repeated("", "[", 100000, ""), "]", 100000, ""), " too_complex");
    costs_little("{\"type\":\"array\"}", repeated("[1", ",1", 300000, "]"), " too_complex");
}

static void many_choices_for_many_values_are_cut_off(void **state)
{
    (void)state;
    const char *choices = repeated("{\"items\":{\"enum\":[0", ",0", 20000, "]}}");
    costs_little(choices, repeated("[0", ",0", 20000, "]"), "");
    costs_little(choices, repeated("[", "0,", 1000, "1]"), "/1000 not_a_choice");
    specs_know("C", repeated("{\"enum\":[1", ",1", 20000, "]}"), NULL);
    costs_little("{\"items\":{\"not\":{\"$ref\":\"#/components/schemas/C\"}}}",
                 repeated("[0", ",0", 20000, "]"), " too_complex");
}

static void a_query_that_says_one_thing_thousands_of_times_costs_little(void **state)
{
    (void)state;
    const char *fields = repeated("", "p[a]=1&", 5000, "");
    int64_t const before = spent_ms();
    faults_asking(&(struct asked){ .query = fields, .parameters =
        "[{\"in\":\"query\",\"name\":\"p\",\"style\":\"deepObject\",\"schema\":{\"type\":"
        "\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"type\":"
        "\"integer\"}}}}}]" });
    if (spent_ms() - before > MOST_MS / 10)
        fail_msg("%lld ms", (long long)(spent_ms() - before));
}

static void steps_that_do_not_suffice_are_told(void **state)
{
    (void)state;
    struct endpoint const e = { .method = "POST", .path = "/a", .parameters = "[]",
        .request_body = "{\"content\":{\"application/json\":{\"schema\":{\"items\":{\"type\":"
                        "\"integer\"}}}}}", .responses = "{}" };
    struct sent_field const type = { "Content-Type", "application/json" };
    struct sent_request const request = { .path = "/a", .query = "", .fields = &type,
                                          .field_count = 1, .has_body = true, .body = "[1,2,3]",
                                          .body_size = 7 };
    struct faults faults;
    struct spec *spec = spec_new(&e, 1, NULL, 0);
    int64_t few = 5, enough = 100;
    spec_check(spec_operation(spec, "POST /a"), &request, specs_arena(), false, &few, &faults);
    assert_true(few < 0);
    assert_string_equal(faults.items[0].code, "too_complex");
    spec_check(spec_operation(spec, "POST /a"), &request, specs_arena(), false, &enough, &faults);
    assert_true(enough >= 0 && faults.count == 0);
    spec_free(spec);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pattern_that_runs_wild_is_cut_off),
        cmocka_unit_test(a_pattern_that_searches_for_long_is_cut_off),
        cmocka_unit_test(alternatives_within_alternatives_are_cut_off),
        cmocka_unit_test(a_list_of_many_different_things_is_compared_quickly),
        cmocka_unit_test(bodies_too_deep_or_too_full_are_not_read),
        cmocka_unit_test(many_choices_for_many_values_are_cut_off),
        cmocka_unit_test(a_query_that_says_one_thing_thousands_of_times_costs_little),
        cmocka_unit_test(steps_that_do_not_suffice_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, specs_end);
}
