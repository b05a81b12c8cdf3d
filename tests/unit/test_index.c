#include "base/index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { LONGEST = 40, VARIANTS = 256, PLACES = 4096 };

/* How many places of an index those texts take that differ in this byte alone. */
static int places_of(size_t size, size_t at)
{
    char text[LONGEST] = "usr_01m81ct7eeyqna2pcy6vjh27n5";
    unsigned char taken[PLACES] = { 0 };
    int places = 0;
    for (int i = 0; i < VARIANTS; i++) {
        text[at] = (char)i;
        unsigned char *place = &taken[index_hash(text, size) % PLACES];
        places += !*place;
        *place = 1;
    }
    return places;
}

static void texts_that_differ_in_one_byte_spread_over_the_places(void **state)
{
    (void)state;
    for (size_t size = 1; size <= LONGEST; size++) {
        for (size_t at = 0; at < size; at++)
            assert_in_range(places_of(size, at), VARIANTS * 7 / 8, VARIANTS);
    }
}

static void a_text_and_its_start_are_told_apart(void **state)
{
    (void)state;
    static const char zeros[LONGEST + 1];
    for (size_t size = 0; size < LONGEST; size++)
        assert_true(index_hash(zeros, size) != index_hash(zeros, size + 1));
}

static bool is_number(const void *wanted, uint32_t row)
{
    return *(const uint32_t *)wanted == row;
}

/* All hashes are one of seven, so that every search passes over others. */
static void what_is_removed_is_gone_and_the_rest_is_found(void **state)
{
    (void)state;
    enum { ROWS = 500 };
    struct index index = { 0 };
    uint32_t const none = 0;
    index_prefetch(&index, 1);
    assert_int_equal(index_find(&index, 1, is_number, &none), INDEX_NONE);
    for (uint32_t i = 0; i < ROWS; i++)
        index_add(&index, i % 7, i);
    for (uint32_t i = 0; i < ROWS; i += 3)
        index_remove(&index, i % 7, i);
    for (uint32_t i = 0; i < ROWS; i++) {
        index_prefetch(&index, i % 7);
        assert_int_equal(index_find(&index, i % 7, is_number, &i), i % 3 ? i : INDEX_NONE);
    }
    assert_int_equal(index.used, ROWS - (ROWS + 2) / 3);
    index_finish(&index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_that_differ_in_one_byte_spread_over_the_places),
        cmocka_unit_test(a_text_and_its_start_are_told_apart),
        cmocka_unit_test(what_is_removed_is_gone_and_the_rest_is_found),
    };
    return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}
