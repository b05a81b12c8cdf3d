/* Metrics of calls: as many as ever, however many keys, paths and statuses there are. */
#include "support/counted.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEVELOPMENT "environment=\"development\""

static char *printed(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    usage_print_metrics(out);
    fclose(out);
    return text;
}

static int lines_of(const char *text)
{
    int count = 0;
    for (const char *at = text; (at = strchr(at, '\n')); at++)
        count++;
    return count;
}

static void count_everything(struct world *w, int callers)
{
    static const unsigned statuses[] = { 100, 200, 204, 302, 404, 418, 429, 499, 502, 599, 777 };
    for (int i = 0; i < callers; i++) {
        struct note note = { .account = "usr_budi", .slug = "wilayah", .upstream_us = 900,
                             .status = statuses[i % 11], .duration_us = 1000 + i,
                             .outcome = (enum usage_outcome)(i / 11 % USAGE_OUTCOMES) };
        note.key = arena_printf(&w->arena, "key_%d", i);
        note.path = arena_printf(&w->arena, "/provinsi/%d", i);
        count_call(note);
    }
}

static void there_are_no_more_of_them_for_more_callers(void **state)
{
    count_everything(*state, 100);
    char *few = printed();
    count_everything(*state, 5000);
    char *many = printed();
    assert_int_equal(lines_of(few), lines_of(many));
    assert_in_range(lines_of(many), 90, 180);
    assert_null(strstr(many, "key_"));
    assert_null(strstr(many, "wilayah"));
    assert_null(strstr(many, "provinsi"));
    assert_non_null(strstr(many, "status=\"other\""));
    free(few);
    free(many);
}

static void a_histogram_adds_up(void **state)
{
    struct note const note = { .key = "key_budi", .account = "usr_budi", .slug = "wilayah",
                               .path = "/provinsi", .status = 200, .duration_us = 3000,
                               .upstream_us = -1 };
    (void)state;
    count_calls(note, 7);
    char *text = printed();
    assert_non_null(strstr(text, "call_seconds_bucket{" DEVELOPMENT ",le=\"0.0025\"} 0\n"));
    assert_non_null(strstr(text, "call_seconds_bucket{" DEVELOPMENT ",le=\"0.005\"} 7\n"));
    assert_non_null(strstr(text, "call_seconds_bucket{" DEVELOPMENT ",le=\"+Inf\"} 7\n"));
    assert_non_null(strstr(text, "call_seconds_sum{" DEVELOPMENT "} 0.021000\n"));
    assert_non_null(strstr(text, "upstream_seconds_count{" DEVELOPMENT "} 0\n"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        counting(there_are_no_more_of_them_for_more_callers),
        counting(a_histogram_adds_up),
    };
    return cmocka_run_group_tests_name("usage metrics", tests, NULL, NULL);
}
