/* Documents that nobody should write: whatever they say, reading them costs little. */
#include "support/documents.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* One answer, up to the brace of its schema. */
#define ONE_SCHEMA HEAD "\"paths\":{\"/a\":{\"get\":{\"responses\":{\"200\":{\"content\":{" \
                        "\"a/b\":{\"schema\":{"

enum { SECONDS = 60, MIB = 1024 * 1024 };       /* with sanitizers, on a slow machine */

/* Text that grows; the arena has each step once. */
struct text {
    char *bytes;
    size_t size, room;
};

static void add(struct text *t, const char *text)
{
    size_t const size = strlen(text);
    if (t->size + size + 1 > t->room) {
        t->room = (t->size + size + 1) * 2;
        t->bytes = realloc(t->bytes, t->room);
        assert_non_null(t->bytes);
    }
    memcpy(t->bytes + t->size, text, size + 1);
    t->size += size;
}

#define ADD(t, ...)                                                                              \
    do {                                                                                         \
        char one[400];                                                                           \
        snprintf(one, sizeof one, __VA_ARGS__);                                                  \
        add((t), one);                                                                           \
    } while (0)

/* The processor's time for this thread, which other work on the machine does not lengthen. */
static int64_t spent_us(void)
{
    struct timespec spent;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return spent.tv_sec * INT64_C(1000000) + spent.tv_nsec / 1000;
}

/* Whether it is taken; in bounded time, and freed. */
static bool is_taken(struct text *t, struct document *out)
{
    struct arena a = { 0 };
    struct document d = { 0 };
    struct finding fault = { .place = "" };
    int64_t const from = spent_us();
    enum err const e = document_read(&a, t->bytes, t->size, &d, &fault);
    int64_t const took_us = spent_us() - from;
    assert_true(e == OK || e == DOCUMENT_UNUSABLE);
    assert_true(took_us < SECONDS * 1000000LL);
    *out = d;
    out->endpoints = NULL;
    free(t->bytes);
    arena_finish(&a);
    return e == OK;
}

static void a_million_references_to_one_schema_are_one_schema(void **state)
{
    (void)state;
    struct text t = { 0 };
    struct document d;
    add(&t, ONE_SCHEMA "\"$ref\":\"#/s/B\"}}}}}}}},\"s\":{\"A\":{},\"B\":{\"allOf\":[{}");
    for (int i = 0; i < 480000; i++)
        add(&t, ",{\"$ref\":\"#/s/A\"}");
    add(&t, "]}}}");
    assert_true(is_taken(&t, &d));
    assert_int_equal(d.schema_count, 2);
}

static void a_reference_each_into_one_big_schema_is_bounded(void **state)
{
    (void)state;
    struct text t = { 0 };
    struct document d;
    add(&t, ONE_SCHEMA "\"allOf\":[{}");
    for (int i = 0; i < 15000; i++)
        ADD(&t, ",{\"$ref\":\"#/x/%d\"}", i);
    add(&t, "]}}}}}}}},\"x\":[");
    for (int i = 0; i < 15000; i++)
        ADD(&t, "%s{\"$ref\":\"#/x/%d\",\"properties\":{\"p\":{\"$ref\":\"#/x/0\"}}}", i ? "," : "",
            i + 1);
    add(&t, "]}");
    assert_true(is_taken(&t, &d));
    assert_int_equal(d.schema_count, 15000);
}

static void more_schemas_than_anybody_reads_are_refused(void **state)
{
    (void)state;
    struct text t = { 0 };
    struct document d;
    add(&t, ONE_SCHEMA "\"allOf\":[{}");
    for (int i = 0; i <= SCHEMAS_MAX; i++)
        ADD(&t, ",{\"$ref\":\"#/x/%d\"}", i);
    add(&t, "]}}}}}}}},\"x\":[{}");
    for (int i = 0; i <= SCHEMAS_MAX; i++)
        add(&t, ",{}");
    add(&t, "]}");
    assert_false(is_taken(&t, &d));
}

/* Ten thousand operations that all share parts of a megabyte would be ten gigabytes. */
static void a_big_part_that_all_share_is_left_out(void **state)
{
    (void)state;
    struct text t = { 0 };
    struct document d;
    add(&t, HEAD "\"components\":{\"responses\":{\"R\":{\"description\":\"");
    for (int i = 0; i < MIB / 16; i++)
        add(&t, "sixteen letters.");
    add(&t, "\"}}},\"paths\":{\"/0\":{\"get\":{" OK_200 "}}");
    for (int i = 1; i < 4000; i++)
        ADD(&t, ",\"/%d\":{\"get\":{\"responses\":{\"200\":{\"$ref\":"
                "\"#/components/responses/R\"}}}}", i);
    add(&t, "}}");
    assert_true(is_taken(&t, &d));
    assert_int_equal(d.endpoint_count, 4000);
    assert_int_equal(d.warning_count, 3999);
}

static void a_big_text_that_all_share_is_cut(void **state)
{
    (void)state;
    struct text t = { 0 };
    struct document d;
    add(&t, "openapi: 3.1.0\ninfo: {title: a, version: '1'}\nx: &x '");
    for (int i = 0; i < 20000; i++)
        add(&t, "sixteen letters.");
    add(&t, "'\npaths:\n");
    for (int i = 0; i < 40; i++)
        ADD(&t, "  /%d: {get: {description: *x, summary: *x, tags: [*x], responses: {}}}\n", i);
    assert_true(is_taken(&t, &d));
    assert_true(d.warning_count > 0);
}

/* Each path shares one item of a hundred thousand values: more than ten to the ninth. */
static void one_item_for_many_paths_is_refused_before_it_costs(void **state)
{
    (void)state;
    struct text t = { 0 };
    struct document d;
    add(&t, HEAD "\"components\":{\"pathItems\":{\"P\":{\"get\":{\"responses\":{\"200\":{"
    "\"content\":{"
                 "\"a/b\":{\"schema\":{\"allOf\":[{}");
    for (int i = 0; i < 100000; i++)
        add(&t, ",{\"a\":1}");
    add(&t, "]}}}}}}}}},\"paths\":{\"/x\":{}");
    for (int i = 0; i < 4000; i++)
        ADD(&t, ",\"/%d\":{\"$ref\":\"#/components/pathItems/P\"}", i);
    add(&t, "}}");
    assert_false(is_taken(&t, &d));
}

static void aliases_that_multiply_are_refused(void **state)
{
    (void)state;
    struct text t = { 0 };
    struct document d;
    add(&t, "a0: &a0 {k: v, l: w}\n");
    for (int i = 1; i < 60; i++)
        ADD(&t, "a%d: &a%d {a: *a%d, b: *a%d, <<: [*a%d, *a%d]}\n", i, i, i - 1, i - 1, i - 1,
            i - 1);
    assert_false(is_taken(&t, &d));
}

static void a_long_text_behind_many_aliases_is_refused(void **state)
{
    (void)state;
    struct text t = { 0 };
    struct document d;
    add(&t, "openapi: 3.1.0\ninfo: {title: a, version: '1'}\nx: &x '");
    for (int i = 0; i < MIB / 16; i++)
        add(&t, "sixteen letters.");
    add(&t, "'\ny: [*x");
    for (int i = 0; i < 2000; i++)
        add(&t, ", *x");
    add(&t, "]\npaths: {/a: {get: {responses: {}}}}\n");
    assert_false(is_taken(&t, &d));
}

static void more_values_than_fit_are_refused_before_they_are_made(void **state)
{
    (void)state;
    struct text t = { 0 }, y = { 0 };
    struct document d;
    add(&t, HEAD "\"x\":[0");
    for (int i = 0; i < DOCUMENT_NODES_MAX; i += 8)
        add(&t, ",0,0,0,0,0,0,0,0");
    add(&t, "]}");
    assert_false(is_taken(&t, &d));
    add(&y, "x: [0");
    for (int i = 0; i < DOCUMENT_NODES_MAX; i += 8)
        add(&y, ",0,0,0,0,0,0,0,0");
    add(&y, "]\n");
    assert_false(is_taken(&y, &d));
}

static void integers_that_no_machine_holds_are_taken_for_real_numbers(void **state)
{
    (void)state;
    struct document const d = taken(HEAD "\"x\":\"18446744073709551615\","
    "\"y\":1.00000000000000000001,"
        "\"z\":1e0000000000000000000001,\"paths\":{\"/a\":{\"get\":{\"responses\":{\"200\":{"
        "\"content\":{\"a/b\":{"
        "\"schema\":{\"maximum\":18446744073709551615,\"minimum\":-99999999999999999999}}}}}}}}}");
    const char *schema = in_text_at(d.endpoints[0].responses, "/200/content/a~1b/schema");
    assert_string_equal(schema, "{\"maximum\":1.84467440737096e19,\"minimum\":-1e20}");
    assert_non_null(strstr(d.body, "\"18446744073709551615\""));
}

static void a_path_of_very_many_parameters_has_the_first_of_them(void **state)
{
    (void)state;
    struct text t = { 0 };
    struct document d;
    add(&t, HEAD "\"paths\":{\"/a\":{\"get\":{\"parameters\":[{\"name\":\"a\",\"in\":\"query\"}");
    for (int i = 0; i < 20000; i++)
        ADD(&t, ",{\"name\":\"p%d\",\"in\":\"query\"}", i);
    add(&t, "]," OK_200 "}}}}");
    assert_true(is_taken(&t, &d));
    assert_true(d.warning_count > WARNINGS_MAX);
}

/* Each warning says where, and where is below it. */
static void a_name_without_end_is_cut_where_places_are_told(void **state)
{
    enum { DEEP = 60, FAULTS = 300, NAME_BYTES = 200000 };
    (void)state;
    struct text t = { 0 };
    char *name = malloc(NAME_BYTES + 1);
    memset(name, 'n', NAME_BYTES);
    name[NAME_BYTES] = '\0';
    add(&t, ONE_SCHEMA "\"properties\":{\"");
    add(&t, name);
    add(&t, "\":");
    for (int i = 0; i < DEEP; i++)
        add(&t, "{\"items\":");
    add(&t, "{\"properties\":{\"p\":{}");
    for (int i = 0; i < FAULTS; i++)
        ADD(&t, ",\"p%d\":{\"properties\":5}", i);
    add(&t, "}}");
    for (int i = 0; i < DEEP; i++)
        add(&t, "}");
    add(&t, "}}}}}}}}}}");
    struct document const d = taken(t.bytes);
    assert_int_equal(d.warning_count, FAULTS);
    for (int i = 0; i < WARNINGS_MAX; i++)
        assert_true(strlen(d.warnings[i].place) < 1000);
    free(t.bytes);
    free(name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_million_references_to_one_schema_are_one_schema),
        cmocka_unit_test(a_reference_each_into_one_big_schema_is_bounded),
        cmocka_unit_test(more_schemas_than_anybody_reads_are_refused),
        cmocka_unit_test(a_big_part_that_all_share_is_left_out),
        cmocka_unit_test(a_big_text_that_all_share_is_cut),
        cmocka_unit_test(one_item_for_many_paths_is_refused_before_it_costs),
        cmocka_unit_test(aliases_that_multiply_are_refused),
        cmocka_unit_test(a_long_text_behind_many_aliases_is_refused),
        cmocka_unit_test(more_values_than_fit_are_refused_before_they_are_made),
        cmocka_unit_test(integers_that_no_machine_holds_are_taken_for_real_numbers),
        cmocka_unit_test(a_path_of_very_many_parameters_has_the_first_of_them),
        cmocka_unit_test(a_name_without_end_is_cut_where_places_are_told),
    };
    return cmocka_run_group_tests_name("document bounds", tests, NULL, documents_end);
}
