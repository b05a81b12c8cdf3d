/* The endpoint tree: which endpoint a method and a path mean. */
#include "domain/access/endpoint_tree.h"
#include "support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct endpoint_name names[] = {
    { "GET", "/provinsi", 0 },
    { "GET", "/provinsi/{kode}", 1 },
    { "POST", "/provinsi/{kode}", 2 },
    { "GET", "/provinsi/{kode}/kabupaten", 3 },
    { "GET", "/provinsi/semua", 4 },
    { "GET", "/", 5 },
    { "GET", "/laporan/{tahun}.{jenis}", 6 },
    { "GET", "/laporan/{nama}", 7 },
    { "GET", "/banding/{dari}...{ke}", 8 },
    { "DELETE", "/provinsi/{id}", 9 },
    { "GET", "/a/{x}/c", 10 },
    { "GET", "/a/b/d", 11 },
    { "GET", "/akhir/", 12 },
    { "HEAD", "/periksa", 13 },
    { "GET", "/periksa", 14 },
    { "POST", "/v1/{nama}:tutup", 15 },
    { "GET", "/daerah istimewa/{x}", 16 },
    { "GET", "/buka{tutup", 17 },
    { "GET", "/provinsi/{nomor}", 18 },                 /* the same as 1 */
};

static int tree_begin(void **state)
{
    *state = endpoint_tree_new(names, sizeof names / sizeof names[0]);
    return 0;
}

static int tree_end(void **state)
{
    endpoint_tree_free(*state);
    return 0;
}

static uint32_t find(void **state, const char *method, const char *path)
{
    return endpoint_tree_find(*state, method, path, strlen(path));
}

static void a_path_finds_its_template(void **state)
{
    assert_int_equal(find(state, "GET", "/provinsi"), 0);
    assert_int_equal(find(state, "GET", "/provinsi/11"), 1);
    assert_int_equal(find(state, "POST", "/provinsi/11"), 2);
    assert_int_equal(find(state, "GET", "/provinsi/11/kabupaten"), 3);
    assert_int_equal(find(state, "DELETE", "/provinsi/11"), 9);
}

static void the_root_may_come_without_its_slash(void **state)
{
    assert_int_equal(find(state, "GET", "/"), 5);
    assert_int_equal(find(state, "GET", ""), 5);
}

static void what_is_written_out_goes_first(void **state)
{
    assert_int_equal(find(state, "GET", "/provinsi/semua"), 4);
    assert_int_equal(find(state, "POST", "/provinsi/semua"), 2);
}

static void a_way_that_leads_nowhere_is_left(void **state)
{
    assert_int_equal(find(state, "GET", "/a/b/d"), 11);
    assert_int_equal(find(state, "GET", "/a/b/c"), 10);
    assert_int_equal(find(state, "GET", "/a/b/e"), INDEX_NONE);
}

static void a_segment_may_be_partly_written_out(void **state)
{
    assert_int_equal(find(state, "GET", "/laporan/2026.pdf"), 6);
    assert_int_equal(find(state, "GET", "/laporan/2026"), 7);
    assert_int_equal(find(state, "GET", "/laporan/2026."), 7);
    assert_int_equal(find(state, "GET", "/banding/a.b...c.d"), 8);
    assert_int_equal(find(state, "GET", "/banding/...b"), INDEX_NONE);
    assert_int_equal(find(state, "POST", "/v1/data:tutup"), 15);
    assert_int_equal(find(state, "POST", "/v1/data:buka"), INDEX_NONE);
}

static void a_slash_at_the_end_counts(void **state)
{
    assert_int_equal(find(state, "GET", "/akhir/"), 12);
    assert_int_equal(find(state, "GET", "/akhir"), INDEX_NONE);
    assert_int_equal(find(state, "GET", "/provinsi/"), INDEX_NONE);
    assert_int_equal(find(state, "GET", "/provinsi//kabupaten"), INDEX_NONE);
}

static void head_finds_get_unless_it_stands_there_itself(void **state)
{
    assert_int_equal(find(state, "HEAD", "/provinsi/11"), 1);
    assert_int_equal(find(state, "HEAD", "/periksa"), 13);
    assert_int_equal(find(state, "GET", "/periksa"), 14);
}

static void what_the_document_does_not_know_is_not_found(void **state)
{
    assert_int_equal(find(state, "PUT", "/provinsi/11"), INDEX_NONE);
    assert_int_equal(find(state, "GET", "/kota"), INDEX_NONE);
    assert_int_equal(find(state, "GET", "/provinsi/11/kabupaten/1"), INDEX_NONE);
    assert_int_equal(find(state, "BACACEPAT", "/provinsi"), INDEX_NONE);
    struct endpoint_tree *empty = endpoint_tree_new(NULL, 0);
    assert_int_equal(endpoint_tree_find(empty, "GET", "/", 1), INDEX_NONE);
    endpoint_tree_free(empty);
}

static void names_are_compared_as_paths_carry_them(void **state)
{
    assert_int_equal(find(state, "GET", "/daerah%20istimewa/11"), 16);
    assert_int_equal(find(state, "GET", "/buka{tutup"), 17);
    assert_int_equal(endpoint_tree_find(*state, "GET", "/provinsi/11?x", 12), 1);
}

/* Patterns that all match until their last segment: /x{a}/x{a}/…, in many spellings. */
static void a_hostile_document_costs_little(void **state)
{
    enum { COUNT = 4096, DEPTH = 12 };
    static char paths[COUNT][256];
    static struct endpoint_name many[COUNT];
    (void)state;
    for (unsigned i = 0; i < COUNT; i++) {
        size_t size = 0;
        for (unsigned bit = 0; bit < DEPTH; bit++)
            size += (size_t)snprintf(paths[i] + size, sizeof paths[i] - size, "/%s",
                                     i >> bit & 1 ? "{a}x{b}" : "{a}xx{b}");
        many[i] = (struct endpoint_name){ "GET", paths[i], i };
    }
    struct endpoint_tree *t = endpoint_tree_new(many, COUNT);
    static const char path[] = "/yxxy/yxxy/yxxy/yxxy/yxxy/yxxy/yxxy/yxxy/yxxy/yxxy/yxxy/yxxy/z";
    clock_t const before = clock();
    for (int i = 0; i < 1000; i++)
        assert_int_equal(endpoint_tree_find(t, "GET", path, sizeof path - 1), INDEX_NONE);
    assert_true(clock() - before < CLOCKS_PER_SEC);
    assert_int_equal(endpoint_tree_find(t, "GET", path, sizeof path - 3), 0);
    endpoint_tree_free(t);
}

#define in_a_tree(test) cmocka_unit_test_setup_teardown(test, tree_begin, tree_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_tree(a_path_finds_its_template),
        in_a_tree(the_root_may_come_without_its_slash),
        in_a_tree(what_is_written_out_goes_first),
        in_a_tree(a_way_that_leads_nowhere_is_left),
        in_a_tree(a_segment_may_be_partly_written_out),
        in_a_tree(a_slash_at_the_end_counts),
        in_a_tree(head_finds_get_unless_it_stands_there_itself),
        in_a_tree(what_the_document_does_not_know_is_not_found),
        in_a_tree(names_are_compared_as_paths_carry_them),
        cmocka_unit_test(a_hostile_document_costs_little),
    };
    return cmocka_run_group_tests_name("endpoint tree", tests, NULL, NULL);
}
