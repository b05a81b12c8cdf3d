#include "gateway/slice.h"
#include "support/world.h"

#include <linux/sched/types.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Kernels before 6.12 know of no slice, and say 0 of every thread. */
static void a_slice_becomes_short_and_nothing_else(void **state)
{
    struct sched_attr before = { 0 }, after = { 0 };
    (void)state;
    assert_int_equal(setpriority(PRIO_PROCESS, 0, 3), 0);
    assert_int_equal(syscall(SYS_sched_getattr, 0, &before, sizeof before, 0), 0);
    slice_shorten();
    assert_int_equal(syscall(SYS_sched_getattr, 0, &after, sizeof after, 0), 0);
    assert_int_equal(after.sched_policy, before.sched_policy);
    assert_int_equal(after.sched_nice, 3);
    assert_int_equal(after.sched_runtime, before.sched_runtime ? 100 * 1000 : 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slice_becomes_short_and_nothing_else),
    };
    return cmocka_run_group_tests_name("slice", tests, NULL, NULL);
}
