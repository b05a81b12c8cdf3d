#include "base/clock.h"
#include "base/random.h"
#include "support/world.h"

#include <string.h>

static void ids_sort_in_the_order_in_which_they_were_made(void **state)
{
    struct world *w = *state;
    const char *last = "";
    for (int i = 0; i < 20000; i++) {
        clock_stop_at(NOW + i / 5000 - (i > 15000) * 60);      /* it stands still and steps back */
        const char *id = id_new(&w->arena, "usr");
        assert_true(strcmp(last, id) < 0);
        assert_int_equal(strlen(id), 30);
        last = id;
    }
}

static void an_id_begins_with_its_time(void **state)
{
    struct world *w = *state;
    clock_stop_at(NOW + 1000000);
    const char *first = id_new(&w->arena, "a"), *second = id_new(&w->arena, "a");
    assert_memory_equal(first, second, 8);
    assert_string_not_equal(first, second);
    clock_stop_at(NOW + 2000000);
    assert_true(strncmp(second, id_new(&w->arena, "a"), 12) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_new_world(ids_sort_in_the_order_in_which_they_were_made),
        in_a_new_world(an_id_begins_with_its_time),
    };
    return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
