/* Documents made to let an answer grow: what is made of them costs little, of the processor's time
 * and in memory. */
#include "support/specs.h"

#include "domain/mock/mock.h"

#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { MOST_MS = 4000, MOST_KIB = 500 * 1024, LONG = 400000 };

static int64_t spent_ms(void)
{
    struct timespec at;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

static long grown_kib(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/* The answer that is made of the schema, within its bounds. */
static void costs_little(const char *schema)
{
    struct endpoint const e = { .method = "GET", .path = "/a", .parameters = "[]",
        .responses = arena_printf(specs_arena(), "{\"200\":{\"content\":{\"application/json\":"
                                  "{\"schema\":%s}}}}", schema) };
    struct mock_wish const wish = { .seed = 1 };
    struct mock_answer answer;
    struct spec *spec = spec_new(&e, 1, NULL, 0);
    AUTO_ARENA struct arena brief = { 0 };
    int64_t steps = SPEC_STEPS, before = spent_ms();
    mock_answer(spec_operation(spec, "GET /a"), &wish, &brief, &steps, &answer);
    spec_free(spec);
    assert_in_range(spent_ms() - before, 0, MOST_MS);
    assert_in_range(grown_kib(), 0, MOST_KIB);
    assert_in_range(answer.size, 0, MOCK_BODY_BYTES);
}

static const char *of_many(const char *item)
{
    return arena_printf(specs_arena(), "{\"type\":\"array\",\"minItems\":100,\"items\":"
                        "{\"type\":\"array\",\"minItems\":100,\"items\":%s}}", item);
}

static void a_long_example_is_not_repeated_without_end(void **state)
{
    (void)state;
    char *text = arena_alloc(specs_arena(), LONG + 1);
    memset(text, 'x', LONG);
    costs_little(of_many(arena_printf(specs_arena(), "{\"example\":\"%s\"}", text)));
}

static void many_long_texts_are_not_made(void **state)
{
    (void)state;
    costs_little(of_many("{\"type\":\"string\",\"minLength\":10000}"));
}

static void repetitions_of_nothing_within_each_other_end(void **state)
{
    (void)state;
    costs_little("{\"type\":\"string\",\"pattern\":\"^((((){999}){999}){999}){999}$\"}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_long_texts_are_not_made),
        cmocka_unit_test(repetitions_of_nothing_within_each_other_end),
        cmocka_unit_test(a_long_example_is_not_repeated_without_end),
    };
    return cmocka_run_group_tests_name("mock bounds", tests, NULL, specs_end);
}
