/* What changes from one version to the next, and what of it breaks calls that were right. */
#include "domain/documents/compare.h"
#include "support/documents.h"

#include <string.h>
#include <time.h>

#define YAML "openapi: 3.1.0\ninfo: {title: Uji, version: '1'}\n"

static struct api api_of(const char *text)
{
    struct document const d = taken(text);
    return (struct api){ .endpoints = d.endpoints, .endpoint_count = d.endpoint_count,
                         .schemas = d.schemas, .schema_count = d.schema_count };
}

static struct comparison compared(const char *before, const char *after)
{
    struct api const old = api_of(before), new = api_of(after);
    struct comparison c;
    compare(documents_arena(), &old, &new, &c);
    return c;
}

/* The first change's difference at this place, one that breaks before others; NULL for none. */
static const struct difference *found(const struct comparison *c, const char *place)
{
    const struct difference *bent = NULL;
    for (int i = 0; c->count > 0 && i < c->changes[0].difference_count; i++) {
        const struct difference *d = &c->changes[0].differences[i];
        bool const is_here = strcmp(d->place, place) == 0;
        if (is_here && d->is_breaking)
            return d;
        bent = is_here ? d : bent;
    }
    if (bent)
        return bent;
    for (int i = 0; c->count > 0 && i < c->changes[0].difference_count; i++)
        print_error("%s: %s\n", c->changes[0].differences[i].place,
                    c->changes[0].differences[i].en);
    return NULL;
}

#define BREAKS(c, place)                                                                         \
    do {                                                                                         \
        assert_non_null(found((c), (place)));                                                    \
        assert_true(found((c), (place))->is_breaking);                                           \
    } while (0)
#define BENDS(c, place)                                                                          \
    do {                                                                                         \
        assert_non_null(found((c), (place)));                                                    \
        assert_false(found((c), (place))->is_breaking);                                          \
    } while (0)

static void operations_come_go_and_stay(void **state)
{
    (void)state;
    struct comparison const c = compared(
        YAML "paths: {/a: {get: {responses: {}}, put: {responses: {}}}, /c: {get: {responses: {"
        "}}}}\n",
        YAML "paths: {/b: {get: {responses: {}}}, /a: {get: {responses: {}, deprecated: true}},"
             " /c: {get: {responses: {}}}}\n");
    assert_int_equal(c.count, 3);
    assert_int_equal(c.added, 1);
    assert_int_equal(c.removed, 1);
    assert_int_equal(c.changed, 1);
    assert_int_equal(c.breaking, 1);
    assert_string_equal(c.changes[0].path, "/b");
    assert_int_equal(c.changes[1].kind, CHANGE_CHANGED);
    assert_false(c.changes[1].is_breaking);
    assert_string_equal(c.changes[2].method, "PUT");
    assert_true(c.changes[2].is_breaking);
}

#define PARAMETERS(list)                                                                         \
    YAML "paths:\n  /a/{x}:\n    get: {responses: {}, parameters: [" list "]}\n"
#define X "{name: x, in: path, required: true, schema: {type: string}}"

static void parameters_break_where_more_is_demanded(void **state)
{
    (void)state;
    struct comparison const c = compared(
        PARAMETERS(X ", {name: a, in: query, schema: {type: string}}, {name: b, in: query},"
                   " {name: c, in: query, required: true}, {name: d, in: query, schema:"
                   " {type: array}}, {name: e, in: query}, {name: h, in: header}"),
        PARAMETERS(X ", {name: a, in: query, required: true, schema: {type: string}},"
                   " {name: c, in: query}, {name: d, in: query, explode: false, schema:"
                   " {type: array}}, {name: e, in: query, style: form, explode: true},"
                   " {name: f, in: query, required: true}, {name: g, in: query},"
                   " {name: h, in: header, schema: {type: integer}}"));
    BREAKS(&c, "/parameters/query:a");
    BREAKS(&c, "/parameters/query:b");
    BENDS(&c, "/parameters/query:c");
    BREAKS(&c, "/parameters/query:d");
    BREAKS(&c, "/parameters/query:f");
    BENDS(&c, "/parameters/query:g");
    BREAKS(&c, "/parameters/header:h/schema");
}

static void a_path_parameters_other_name_is_no_other_call(void **state)
{
    (void)state;
    struct comparison const c = compared(
        PARAMETERS(X),
        YAML "paths:\n  /a/{y}:\n    get: {responses: {}, parameters: [{name: y, in: path,"
             " required: true, schema: {type: string}}]}\n");
    assert_int_equal(c.count, 1);
    assert_int_equal(c.breaking, 0);
    BENDS(&c, "/path");
}

#define BODY(more, schema)                                                                       \
    YAML "paths: {/a: {post: {responses: {}, requestBody: {" more                                \
         "content: {a/b: {schema: " schema "}}}}}}\n"
#define SCHEMA "/requestBody/content/a~1b/schema"

static void bodies_break_where_they_are_narrowed(void **state)
{
    (void)state;
    struct comparison const c = compared(
        BODY("", "{type: object, required: [r], properties: {a: {type: string}, b: {type: number,"
                 " maximum: 9}, c: {type: [string, 'null']}, d: {enum: [x, y]}, e: {}, r: {},"
                 " l: {type: array, items: {type: number}}, n: {maxLength: 5}}}"),
        BODY("required: true, ",
             "{type: object, additionalProperties: false, required: [a, f], properties:"
             " {a: {type: string}, b: {type: integer, maximum: 10}, c: {type: string},"
             " d: {enum: [x, z]}, f: {}, g: {}, r: {}, l: {type: array, items: {type: string}},"
             " n: {maxLength: 4, pattern: a}}}"));
    BREAKS(&c, "/requestBody");
    BREAKS(&c, SCHEMA);
    BREAKS(&c, SCHEMA "/properties/a");
    BREAKS(&c, SCHEMA "/properties/b");
    BENDS(&c, SCHEMA "/properties/b/maximum");
    BREAKS(&c, SCHEMA "/properties/c");
    BREAKS(&c, SCHEMA "/properties/d");
    BREAKS(&c, SCHEMA "/properties/e");
    BREAKS(&c, SCHEMA "/properties/f");
    BENDS(&c, SCHEMA "/properties/g");
    BENDS(&c, SCHEMA "/properties/r");
    BREAKS(&c, SCHEMA "/properties/l/items");
    BREAKS(&c, SCHEMA "/properties/n/maxLength");
    BREAKS(&c, SCHEMA "/properties/n/pattern");
}

static void bodies_and_media_types_come_and_go(void **state)
{
    (void)state;
    struct comparison c = compared(BODY("", "{}"), YAML "paths: {/a: {post: {responses: {}}}}\n");
    BREAKS(&c, "/requestBody");
    c = compared(YAML "paths: {/a: {post: {responses: {}}}}\n", BODY("", "{}"));
    BENDS(&c, "/requestBody");
    c = compared(YAML "paths: {/a: {post: {responses: {}}}}\n", BODY("required: true, ", "{}"));
    BREAKS(&c, "/requestBody");
    c = compared(BODY("", "{}"), YAML "paths: {/a: {post: {responses: {}, requestBody:"
                                      " {content: {c/d: {}}}}}}\n");
    BREAKS(&c, "/requestBody/content/a~1b");
    BENDS(&c, "/requestBody/content/c~1d");
}

#define ANSWER(schema)                                                                           \
    YAML "paths: {/a: {get: {responses: {200: {description: ya, content: {a/b: {schema: "         \
    schema "}}}}}}}\n"
#define ANSWERED_AT "/responses/200/content/a~1b/schema"

static void answers_break_where_something_is_missing_or_new_in_kind(void **state)
{
    (void)state;
    struct comparison c = compared(
        ANSWER("{type: object, required: [a, b], properties: {a: {type: integer}, b: {},"
               " c: {type: string}, d: {enum: [x]}, e: {type: string, maxLength: 5}}}"),
        ANSWER("{type: object, required: [a], properties: {a: {type: number}, b: {},"
               " d: {enum: [x, y]}, e: {type: string, nullable: true, maxLength: 4}, f: {}}}"));
    BREAKS(&c, ANSWERED_AT "/properties/a");
    BREAKS(&c, ANSWERED_AT "/properties/b");
    BREAKS(&c, ANSWERED_AT "/properties/c");
    BENDS(&c, ANSWERED_AT "/properties/d");
    BREAKS(&c, ANSWERED_AT "/properties/e");
    BENDS(&c, ANSWERED_AT "/properties/e/maxLength");
    BENDS(&c, ANSWERED_AT "/properties/f");

    c = compared(
        YAML "paths: {/a: {get: {responses: {200: {description: ya, headers: {X-A: {}}},"
             " 404: {description: tidak}}}}}\n",
        YAML "paths: {/a: {get: {responses: {200: {description: ya}, 201: {description: ya}}}}}\n");
    BREAKS(&c, "/responses/404");
    BREAKS(&c, "/responses/200/headers/X-A");
    BENDS(&c, "/responses/201");
}

#define TREE(name)                                                                               \
    ANSWER("{$ref: '#/components/schemas/Pohon'}")                                               \
    "components: {schemas: {Pohon: {allOf: [{$ref: '#/components/schemas/Dasar'}], properties:"  \
    " {anak: {type: array, items: {$ref: '#/components/schemas/Pohon'}}}}, Dasar: {properties:"  \
    " {" name ": {type: string}}}, Lain: {}}}\n"

static void schemas_are_compared_through_references_that_run_in_circles(void **state)
{
    (void)state;
    struct comparison c = compared(TREE("nama"), TREE("judul"));
    BREAKS(&c, ANSWERED_AT "/properties/nama");
    BENDS(&c, ANSWERED_AT "/properties/judul");
    assert_int_equal(c.changes[0].difference_count, 2);
    c = compared(TREE("nama"), TREE("nama"));
    assert_int_equal(c.count, 0);
}

static void choices_of_schemas_are_compared_one_by_one(void **state)
{
    (void)state;
    struct comparison c = compared(
        ANSWER("{oneOf: [{type: string}, {title: b, maxLength: 1}]}"),
        ANSWER("{oneOf: [{type: string}, {title: b, maxLength: 1}, {type: integer}]}"));
    BREAKS(&c, ANSWERED_AT "/oneOf/2");
    c = compared(BODY("", "{anyOf: [{type: string}, {type: integer}]}"),
                 BODY("", "{anyOf: [{type: string}]}"));
    BREAKS(&c, SCHEMA "/anyOf/1");
    c = compared(BODY("", "{type: string}"), BODY("", "{oneOf: [{type: string}]}"));
    BREAKS(&c, SCHEMA "/oneOf");
}

#define OR_NULL "{oneOf: [{type: 'null'}, {$ref: '#/components/schemas/Pohon'}]}"
#define GROWING(child, more)                                                                     \
    ANSWER("{$ref: '#/components/schemas/Pohon'}")                                               \
    "components: {schemas: {Pohon: {type: object, properties: {anak: " child more "}}}}\n"

static void nothing_or_a_schema_is_a_schema_that_may_be_nothing(void **state)
{
    (void)state;
    struct comparison c = compared(GROWING("{$ref: '#/components/schemas/Pohon'}", ""),
                                   GROWING(OR_NULL, ""));
    BREAKS(&c, ANSWERED_AT "/properties/anak");
    assert_int_equal(c.changes[0].difference_count, 1);
    c = compared(GROWING(OR_NULL, ""), GROWING("{$ref: '#/components/schemas/Pohon'}", ""));
    BENDS(&c, ANSWERED_AT "/properties/anak");
    c = compared(GROWING(OR_NULL, ""), GROWING(OR_NULL, ", daun: {}"));
    BENDS(&c, ANSWERED_AT "/properties/daun");
    assert_int_equal(c.changes[0].difference_count, 1);
    c = compared(ANSWER("{oneOf: [{type: string}, {type: 'null'}]}"),
                 ANSWER("{type: [string, 'null']}"));
    assert_int_equal(c.changed, 0);
}

static void how_wide_a_number_is_kept_breaks_nothing(void **state)
{
    (void)state;
    struct comparison c = compared(BODY("", "{type: integer}"),
                                   BODY("", "{type: integer, format: int64}"));
    BENDS(&c, SCHEMA "/format");
    c = compared(BODY("", "{type: string}"), BODY("", "{type: string, format: date}"));
    BREAKS(&c, SCHEMA "/format");
}

/* Ten to the twentieth, if anybody followed all of allOf. */
static void what_multiplies_is_given_up_in_time(void **state)
{
    (void)state;
    struct arena *a = documents_arena();
    const char *schemas[2];
    for (int n = 0; n < 2; n++) {
        schemas[n] = arena_printf(a, "S20: {type: string, maxLength: %d}", n);
        for (int i = 19; i >= 0; i--)
            schemas[n] = arena_printf(a, "%s, S%d: {allOf: [%s, %s, %s, %s, %s]}", schemas[n], i,
                "{$ref: '#/components/schemas/S1'}", "{}", "{}", "{}", "{}");
        for (int i = 19; i >= 0; i--)
            schemas[n] = arena_printf(a, "%s, T%d: {allOf: [&r%d {$ref: "
            "'#/components/schemas/T%d'},"
                " *r%d, *r%d, *r%d, *r%d, *r%d, *r%d, *r%d, *r%d, *r%d]}", schemas[n], i, i, i + 1,
                i, i, i, i, i, i, i, i, i);
        schemas[n] = arena_printf(a, "%s, T20: {maxLength: %d}", schemas[n], n);
    }
    struct comparison const c = compared(
        arena_printf(a, ANSWER("{$ref: '#/components/schemas/T0'}") "components: {schemas: {%s}}\n",
                     schemas[0]),
        arena_printf(a, ANSWER("{$ref: '#/components/schemas/T0'}") "components: {schemas: {%s}}\n",
                     schemas[1]));
    assert_true(c.is_cut);
}

enum { OPERATIONS = 7, CHOICES = 400, MEMBERS = 60, DOCUMENT_ROOM = 8 * 1024 * 1024 };

/* Operations with choices of objects that differ in their last member alone. */
static const char *with_long_choices(const char *last)
{
    struct arena *a = documents_arena();
    char *text = arena_alloc(a, DOCUMENT_ROOM), *at = stpcpy(text, HEAD "\"paths\":{");
    for (int o = 0; o < OPERATIONS; o++) {
        at = stpcpy(at, arena_printf(a, "%s\"/a%d\":{\"get\":{" OK_200 ",\"parameters\":[{\"in\":"
                                     "\"query\",\"name\":\"q\",\"schema\":{\"enum\":[",
                                     o ? "," : "", o));
        for (int i = 0; i < CHOICES; i++) {
            at = stpcpy(at, i ? ",{" : "{");
            for (int m = 0; m < MEMBERS; m++)
                at = stpcpy(at, arena_printf(a, "\"%d\":0,", m));
            at = stpcpy(at, arena_printf(a, "\"x\":\"%s%d\"}", last, i));
        }
        at = stpcpy(at, "]}}]}}");
    }
    stpcpy(at, "}}");
    return text;
}

/* Of the processor, which other work does not lengthen. */
static int64_t spent_us(void)
{
    struct timespec spent;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return spent.tv_sec * INT64_C(1000000) + spent.tv_nsec / 1000;
}

/* Reading the documents looks at each once, too, on the same machine. */
static void long_choices_are_each_looked_at_once(void **state)
{
    (void)state;
    const char *texts[] = { with_long_choices("a"), with_long_choices("b") };
    struct comparison c;
    int64_t const begun = spent_us();
    struct api const old = api_of(texts[0]), new = api_of(texts[1]);
    int64_t const read = spent_us();
    compare(documents_arena(), &old, &new, &c);
    int64_t const compared = spent_us();
    assert_int_equal(c.changed, OPERATIONS);
    assert_int_equal(c.changes[0].difference_count, CHOICES * 2);
    assert_in_range(compared - read, 0, 10 * (read - begun));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operations_come_go_and_stay),
        cmocka_unit_test(parameters_break_where_more_is_demanded),
        cmocka_unit_test(a_path_parameters_other_name_is_no_other_call),
        cmocka_unit_test(bodies_break_where_they_are_narrowed),
        cmocka_unit_test(bodies_and_media_types_come_and_go),
        cmocka_unit_test(answers_break_where_something_is_missing_or_new_in_kind),
        cmocka_unit_test(schemas_are_compared_through_references_that_run_in_circles),
        cmocka_unit_test(choices_of_schemas_are_compared_one_by_one),
        cmocka_unit_test(nothing_or_a_schema_is_a_schema_that_may_be_nothing),
        cmocka_unit_test(how_wide_a_number_is_kept_breaks_nothing),
        cmocka_unit_test(what_multiplies_is_given_up_in_time),
        cmocka_unit_test(long_choices_are_each_looked_at_once),
    };
    return cmocka_run_group_tests_name("compare", tests, NULL, documents_end);
}
