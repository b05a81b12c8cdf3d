/* Whose exam is next, where several wait for one thread. */
#include "gateway/turns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { ANI = 7, BUDI = 8, CITRA = 9 };

static void are_taken(struct turns *turns, struct exam *const *order, int count)
{
    for (int i = 0; i < count; i++)
        assert_ptr_equal(turns_take(turns), order[i]);
    assert_null(turns_take(turns));
}

static void one_callers_come_in_their_order(void **state)
{
    (void)state;
    struct exam one = { .caller = ANI }, two = { .caller = ANI }, three = { .caller = ANI };
    struct turns turns;
    turns_init(&turns);
    assert_null(turns_take(&turns));
    turns_add(&turns, &one);
    turns_add(&turns, &two);
    assert_ptr_equal(turns_take(&turns), &one);
    turns_add(&turns, &three);
    are_taken(&turns, (struct exam *[]){ &two, &three }, 2);
    turns_add(&turns, &one);
    are_taken(&turns, (struct exam *[]){ &one }, 1);
}

static void who_has_many_waiting_keeps_nobody_longer_than_one_of_them(void **state)
{
    (void)state;
    struct exam anis[4], budis[2], citras = { .caller = CITRA };
    struct turns turns;
    turns_init(&turns);
    for (int i = 0; i < 4; i++) {
        anis[i] = (struct exam){ .caller = ANI };
        turns_add(&turns, &anis[i]);
    }
    for (int i = 0; i < 2; i++) {
        budis[i] = (struct exam){ .caller = BUDI };
        turns_add(&turns, &budis[i]);
    }
    assert_ptr_equal(turns_take(&turns), &anis[0]);
    turns_add(&turns, &citras);
    are_taken(&turns, (struct exam *[]){ &budis[0], &anis[1], &citras, &budis[1], &anis[2],
                                         &anis[3] }, 6);
}

static void whoever_leaves_frees_a_place_and_moves_nobody(void **state)
{
    (void)state;
    struct exam anis[3], budis = { .caller = BUDI }, citras = { .caller = CITRA };
    struct turns turns;
    turns_init(&turns);
    for (int i = 0; i < 3; i++) {
        anis[i] = (struct exam){ .caller = ANI };
        turns_add(&turns, &anis[i]);
    }
    turns_add(&turns, &budis);
    assert_false(turns_remove(&turns, &citras));
    assert_true(turns_remove(&turns, &anis[2]));            /* the last of a line */
    assert_false(turns_remove(&turns, &anis[2]));
    turns_add(&turns, &anis[2]);
    assert_true(turns_remove(&turns, &anis[0]));            /* its first */
    assert_true(turns_remove(&turns, &budis));              /* the last line, whole */
    turns_add(&turns, &citras);
    are_taken(&turns, (struct exam *[]){ &anis[1], &citras, &anis[2] }, 3);
    turns_add(&turns, &anis[0]);
    turns_add(&turns, &anis[1]);
    assert_true(turns_remove(&turns, &anis[0]));            /* of the last line the first */
    turns_add(&turns, &budis);
    turns_add(&turns, &anis[2]);
    are_taken(&turns, (struct exam *[]){ &anis[1], &budis, &anis[2] }, 3);
    turns_add(&turns, &budis);
    assert_true(turns_remove(&turns, &budis));              /* the only one */
    turns_add(&turns, &citras);
    are_taken(&turns, (struct exam *[]){ &citras }, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_callers_come_in_their_order),
        cmocka_unit_test(who_has_many_waiting_keeps_nobody_longer_than_one_of_them),
        cmocka_unit_test(whoever_leaves_frees_a_place_and_moves_nobody),
    };
    return cmocka_run_group_tests_name("turns", tests, NULL, NULL);
}
