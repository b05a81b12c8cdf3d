/* Figures of more groups than are added up at once: the first ones are exact all the same. */
#include "domain/usage/figures.h"
#include "domain/usage/past.h"
#include "support/world.h"

#include <string.h>

enum { KEYS = 700, LONG_US = 900000, HOUR = 3600 };

static void add(struct world *w, int key, int64_t status, int calls, int64_t duration_us)
{
    int64_t durations[1024];
    for (int i = 0; i < calls; i++)
        durations[i] = duration_us;
    struct usage_past const past = {
        .publisher_id = key % 2 ? "usr_penerbit" : "usr_lain", .bundle_id = "bdl_wilayah",
        .endpoint = "GET /provinsi", .key_id = arena_printf(&w->arena, "key_%04d", key),
        .account_id = arena_printf(&w->arena, "usr_%d", key / 10), .environment = "production",
        .status = status, .is_answered = true, .at = NOW - 2 * HOUR, .durations_us = durations,
        .calls = calls,
    };
    assert_ok(usage_past_add(w->db, &past));
}

/* Key 7 has the most calls, key 8 the most errors, key 9 the slowest; key 10 is slower still, but
 * seldom called. */
static int begin(void **state)
{
    int const rc = world_begin(state);
    struct world *w = *state;
    struct tx tx = { 0 };
    struct db *db = w->db;
    assert_ok(tx_begin(&tx, db));
    w->db = tx.db;
    for (int key = 0; key < KEYS; key++)
        add(w, key, 200, key == 10 ? 1 : 2, key == 10 ? 2 * LONG_US : 1000);
    add(w, 7, 200, 500, 1000);
    add(w, 8, 404, 30, 1000);
    add(w, 9, 200, 40, LONG_US);
    w->db = db;
    assert_ok(tx_commit(&tx));
    return rc;
}

static struct usage_groups grouped(struct world *w, enum usage_order order, const char *publisher)
{
    struct usage_groups groups;
    struct usage_ask const ask = { .publisher_id = publisher, .from = NOW - 24 * HOUR, .to = NOW,
                                   .step = USAGE_HOUR };
    struct usage_grouping const grouping = { BY_KEY, order, 3 };
    assert_ok(usage_grouped(w->db, &w->arena, &ask, &grouping, &groups));
    return groups;
}

static void the_most_called_come_first(void **state)
{
    struct usage_groups const g = grouped(*state, MOST_CALLS, NULL);
    assert_int_equal(g.total, KEYS);
    assert_int_equal(g.count, 3);
    assert_string_equal(g.items[0].key_id, "key_0007");
    assert_string_equal(g.items[0].account_id, "usr_0");
    assert_int_equal(g.items[0].figures.calls, 502);
    assert_string_equal(g.items[1].key_id, "key_0009");
    assert_string_equal(g.items[2].key_id, "key_0008");
}

static void those_with_the_most_errors_come_first(void **state)
{
    struct usage_groups const g = grouped(*state, MOST_ERRORS, NULL);
    assert_string_equal(g.items[0].key_id, "key_0008");
    assert_int_equal(g.items[0].figures.errors, 30);
    assert_int_equal(g.items[0].figures.by_class[USAGE_4XX], 30);
    assert_string_equal(g.items[1].key_id, "key_0000");         /* by name where nothing differs */
}

static void the_slowest_are_among_those_called_most(void **state)
{
    struct usage_groups const g = grouped(*state, SLOWEST, NULL);
    assert_string_equal(g.items[0].key_id, "key_0009");
    assert_true(g.items[0].figures.p95_us > LONG_US * 98 / 100);
}

static void totals_are_of_all_groups(void **state)
{
    struct usage_groups const g = grouped(*state, SLOWEST, NULL);
    assert_int_equal(g.totals.calls, 2 * KEYS - 1 + 500 + 30 + 40);
    assert_int_equal(g.totals.errors, 30);
    assert_true(g.totals.p50_us > 980 && g.totals.p50_us < 1020);
}

static void fewer_groups_are_added_up_at_once_to_the_same(void **state)
{
    struct usage_groups const g = grouped(*state, SLOWEST, "usr_penerbit");
    assert_int_equal(g.total, KEYS / 2);
    assert_string_equal(g.items[0].key_id, "key_0009");
    assert_int_equal(g.totals.calls, KEYS + 500 + 40);
}

#define with_many(test) cmocka_unit_test_setup_teardown(test, begin, world_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_many(the_most_called_come_first),
        with_many(those_with_the_most_errors_come_first),
        with_many(the_slowest_are_among_those_called_most),
        with_many(totals_are_of_all_groups),
        with_many(fewer_groups_are_added_up_at_once_to_the_same),
    };
    return cmocka_run_group_tests_name("usage groups", tests, NULL, NULL);
}
