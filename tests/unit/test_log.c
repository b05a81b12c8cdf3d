/* Log lines and arena texts: whole, and in their form whatever is in them. */
#include "base/log.h"
#include "base/arena.h"
#include "support/world.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char written[16384];

/* What log_event() writes to standard error. */
static void logged(const char *form, const struct log_field *fields)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    int const before = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    log_setup(LOG_INFO, form);
    log_event(LOG_INFO, "request", fields);
    log_event(LOG_DEBUG, "unseen", fields);
    dup2(before, STDERR_FILENO);
    close(before);
    close(ends[1]);
    ssize_t const got = read(ends[0], written, sizeof written - 1);
    close(ends[0]);
    assert_true(got > 0);
    written[got] = '\0';
}

static json_t *logged_json(const struct log_field *fields)
{
    logged("json", fields);
    json_t *json = json_loads(written, 0, NULL);
    assert_non_null(json);
    return json;
}

static void a_line_is_json_whatever_is_in_it(void **state)
{
    (void)state;
    const char *odd = "a \"quote\", a \\, a\nline, a\ttab, \x01 and é";
    json_t *json = logged_json((const struct log_field[]){
        LOG_TEXT("odd", odd), LOG_INT("status", -7), LOG_TEXT("empty", ""), { 0 } });
    assert_string_equal(json_string_value(json_object_get(json, "odd")), odd);
    assert_int_equal(json_integer_value(json_object_get(json, "status")), -7);
    assert_string_equal(json_string_value(json_object_get(json, "event")), "request");
    assert_string_equal(json_string_value(json_object_get(json, "level")), "info");
    assert_non_null(json_object_get(json, "at"));
    json_decref(json);
}

static void a_line_too_long_stays_json_and_one_line(void **state)
{
    (void)state;
    char longest[6000];
    memset(longest, '\n', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    json_t *json = logged_json((const struct log_field[]){
        LOG_TEXT("one", longest), LOG_TEXT("two", longest + 5500), LOG_TEXT("three", longest),
        LOG_TEXT("four", longest + 5600), LOG_INT("five", 5), { 0 } });
    assert_ptr_equal(strchr(written, '\n'), written + strlen(written) - 1);
    json_decref(json);
}

static void a_text_line_quotes_what_needs_it(void **state)
{
    (void)state;
    logged("text", (const struct log_field[]){ LOG_TEXT("plain", "abc"),
                                               LOG_TEXT("odd", "a b"), { 0 } });
    assert_non_null(strstr(written, " info  request plain=abc odd=\"a b\"\n"));
}

static void a_text_made_in_an_arena_is_whole_also_at_the_end_of_a_chunk(void **state)
{
    (void)state;
    AUTO_ARENA struct arena a = { 0 };
    for (int i = 0; i < 4000; i++) {
        char *text = arena_printf(&a, "%d %*s|", i, i % 97, "");
        assert_int_equal(strtol(text, NULL, 10), i);
        assert_int_equal(text[strlen(text) - 1], '|');
        assert_int_equal(*(char *)arena_alloc(&a, 1), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_json_whatever_is_in_it),
        cmocka_unit_test(a_line_too_long_stays_json_and_one_line),
        cmocka_unit_test(a_text_line_quotes_what_needs_it),
        cmocka_unit_test(a_text_made_in_an_arena_is_whole_also_at_the_end_of_a_chunk),
    };
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
