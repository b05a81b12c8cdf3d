#include "support/times.h"

#include "support/world.h"

#include <stdlib.h>

static int by_size(const void *a, const void *b)
{
    int64_t const x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

void assert_like_medians(int64_t *one, int64_t *other, int count, int64_t times)
{
    qsort(one, (size_t)count, sizeof *one, by_size);
    qsort(other, (size_t)count, sizeof *other, by_size);
    int64_t const a = one[count / 2], b = other[count / 2];
    if (a > times * b || b > times * a)
        print_error("medians: %lld and %lld us\n", (long long)a, (long long)b);
    assert_true(a <= times * b && b <= times * a);
}
