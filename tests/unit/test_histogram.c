/* Histograms: how near a value comes back, and that merging loses nothing. */
#include "domain/usage/histogram.h"
#include "support/world.h"

#include <stdlib.h>
#include <string.h>

static double error_of(int64_t value)
{
    int64_t const back = histogram_value(histogram_bucket(value));
    int64_t const off = back > value ? back - value : value - back;
    return value > 0 ? (double)off / (double)value : (double)off;
}

static void a_value_comes_back_within_two_percent(void **state)
{
    (void)state;
    for (int64_t value = 0; value < 2000000; value++)
        assert_true(error_of(value) < 0.02);
    for (int64_t value = 2000000; value < HISTOGRAM_MAX - value / 1000; value += value / 1000)
        assert_true(error_of(value) < 0.02);
    for (int64_t value = 0; value < 64; value++)
        assert_int_equal(histogram_value(histogram_bucket(value)), value);
}

static void buckets_follow_each_other_without_a_gap(void **state)
{
    (void)state;
    unsigned last = 0;
    for (int64_t value = 1; value < 1000000; value++) {
        unsigned const bucket = histogram_bucket(value);
        assert_true(bucket == last || bucket == last + 1);
        last = bucket;
    }
}

static void what_is_beyond_the_ends_counts_as_the_ends(void **state)
{
    (void)state;
    assert_int_equal(histogram_bucket(-5), 0);
    assert_int_equal(histogram_bucket(INT64_MAX), HISTOGRAM_BUCKETS - 1);
    assert_int_equal(histogram_bucket(HISTOGRAM_MAX), HISTOGRAM_BUCKETS - 1);
}

static int by_size(const void *a, const void *b)
{
    int64_t const x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Between 50 µs and some seconds, most of them small. */
static int64_t some_duration(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    double const share = (double)(*seed >> 8) / (1 << 24);
    return (int64_t)(50 / (1.00001 - share));
}

static void assert_near(int64_t found, int64_t exact)
{
    assert_true((double)llabs(found - exact) <= (double)exact * 0.02);
}

static void percentiles_lie_within_two_percent_also_after_merging(void **state)
{
    (void)state;
    enum { COUNT = 20000, PARTS = 7 };
    static int64_t values[COUNT];
    static struct histogram parts[PARTS], all;
    uint32_t seed = 42;
    memset(parts, 0, sizeof parts);
    memset(&all, 0, sizeof all);
    for (int i = 0; i < COUNT; i++) {
        values[i] = some_duration(&seed);
        histogram_add(&parts[i % PARTS], histogram_bucket(values[i]), 1);
    }
    for (int i = 0; i < PARTS; i++)
        histogram_merge(&all, &parts[i]);
    qsort(values, COUNT, sizeof values[0], by_size);
    assert_int_equal(all.total, COUNT);
    const unsigned asked[] = { 1, 500, 900, 950, 990, 999 };
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++)
        assert_near(histogram_permille(&all, asked[i]), values[COUNT * asked[i] / 1000 - 1]);
    assert_near(histogram_permille(&all, 1000), values[COUNT - 1]);
}

static void an_empty_one_has_no_percentile(void **state)
{
    (void)state;
    struct histogram h = { 0 };
    assert_int_equal(histogram_permille(&h, 500), -1);
    histogram_add(&h, histogram_bucket(7), 1);
    assert_int_equal(histogram_permille(&h, 0), 7);
    assert_int_equal(histogram_permille(&h, 1000), 7);
}

static void it_is_written_and_read_without_loss(void **state)
{
    struct world *w = *state;
    static struct histogram h, back;
    size_t size = 0;
    memset(&h, 0, sizeof h);
    memset(&back, 0, sizeof back);
    histogram_add(&h, 0, 3);
    histogram_add(&h, 17, 1);
    histogram_add(&h, 300, UINT64_C(1) << 40);
    histogram_add(&h, HISTOGRAM_BUCKETS - 1, 127);
    const void *bytes = histogram_write(&w->arena, &h, &size);
    assert_true(histogram_read(&back, bytes, size));
    assert_memory_equal(&back, &h, sizeof h);
    assert_true(histogram_read(&back, bytes, size));            /* and adds up */
    assert_int_equal(back.total, 2 * h.total);
    assert_true(histogram_read(&back, "", 0));
}

static void bytes_that_are_none_are_refused(void **state)
{
    (void)state;
    static struct histogram h;
    assert_false(histogram_read(&h, "\1", 1));                  /* no count */
    assert_false(histogram_read(&h, "\x80\x80", 2));            /* a number without an end */
    assert_false(histogram_read(&h, "\xA0\x08\1", 3));          /* bucket 1056 */
    assert_false(histogram_read(&h, "\x9F\x08\1\1\1", 5));      /* one behind the last */
    assert_false(histogram_read(&h, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\1\1", 12));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_comes_back_within_two_percent),
        cmocka_unit_test(buckets_follow_each_other_without_a_gap),
        cmocka_unit_test(what_is_beyond_the_ends_counts_as_the_ends),
        cmocka_unit_test(percentiles_lie_within_two_percent_also_after_merging),
        cmocka_unit_test(an_empty_one_has_no_percentile),
        in_a_new_world(it_is_written_and_read_without_loss),
        cmocka_unit_test(bytes_that_are_none_are_refused),
    };
    return cmocka_run_group_tests_name("histogram", tests, NULL, NULL);
}
